"""The words of Datasette's own templates, in the reader's language: each is taken out of the template while Jinja reads
it, and a call that looks it up in our catalogues stands in its place.

What a later Datasette says otherwise is not found and stays English; a test names such words.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from jinja2 import pass_context
from markupsafe import Markup

from publish.catalogue import number, texts
from publish.pages import language_of
from publish.tables import TABLES, VIEWS

#: What the templates say (0.65 and 1.0), by the word of the catalogues; ``|`` stands for the word in its surroundings.
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "desk_menu": ('<title id="nav-menu-svg-title">|Menu|</title>',),
    "desk_search": ('<label for="_search">|Search:|</label>',),
    "desk_remove_filter": ('<option value="">|- remove filter -|</option>',),
    "desk_column": ('<option value="">|- column -|</option>',),
    "desk_sort": ('<option value="">|Sort...|</option>',),
    "desk_sort_by": (">|Sort by| {{ column.name }}</option>", 'aria-label="|Sort by|"'),
    "desk_descending": (" %} checked{% endif %}> |descending|</label>",),
    "desk_apply": (
        '<input type="submit" value="|Apply|">',
        '<input type="submit" value="|Apply filters|" tabindex="0">',
    ),
    "desk_view_sql": ('<span class="underlined">|View and edit SQL|</span>',),
    "desk_data_as": ('<p class="export-links">|This data as| {%', "<p>|This data as| {%"),
    "desk_advanced": ('<a href="#export">|advanced|</a>',),
    "desk_timed_out": ('<p class="facets-timed-out">|These facets timed out:| {{',),
    "desk_next_page": ('<a href="{{ next_url }}">|Next page|</a>',),
    "desk_export": ("<h3>|Advanced export|</h3>",),
    "desk_json_shape": ("<p>|JSON shape:|\n",),
    "desk_json_default": ("<a href=\"{{ renderers['json'] }}\">|default|</a>",),
    "desk_json_array": ("'_shape=array') }}\">|array|</a>",),
    "desk_json_lines": ("'_shape=array&_nl=on') }}\">|newline-delimited|</a>",),
    "desk_json_object": ("'_shape=object') }}\">|object|</a>",),
    "desk_csv_options": ("|CSV options:|\n",),
    "desk_csv_download": ('name="_dl"> |download file|</label>',),
    "desk_csv_labels": ('name="_labels" checked> |expand labels|</label>',),
    "desk_csv_all": ('name="_stream"> |stream all rows|</label>',),
    "desk_csv_export": ('<input type="submit" value="|Export CSV|">',),
    "desk_is_view": ("{% if is_view %} |(view)|{% endif %}",),
    "desk_nothing": ('<p class="zero-results">|0 records|</p>', '<p class="zero-results">|0 results|</p>'),
    "desk_custom_sql": ("<h3>|Custom SQL query|</h3>", "<h3>|Custom SQL query|{%"),
    "desk_returning": ("{% if display_rows %} |returning| {%",),
    "desk_more_than": ("{% if truncated %}|more than| {%",),
    "desk_parameters": ("<h3>|Query parameters|</h3>", "<h2>|Parameters|</h2>"),
    "desk_format_sql": ('<button id="sql-format" type="button" hidden>|Format SQL|</button>',),
    "desk_run_sql": ('<input type="submit" value="|Run SQL|"',),
    "desk_edit_sql": ('class="canned-query-edit-sql">|Edit SQL|</a>', 'class="stored-query-edit-sql">|Edit SQL|</a>'),
    "desk_queries": ('<h2 id="queries">|Queries|</h2>',),
    "desk_tables": ('<h2 id="tables">|Tables|</h2>', '<h2 id="tables">|Tables| <a'),
    "desk_views": ('<h2 id="views">|Views|</h2>',),
    "desk_many_rows": ("is none %}|Many rows|{%",),
    "desk_hidden": ("<em> |(hidden)|</em>",),
    "desk_and": ("<p>|... and| <a",),
    "desk_hidden_tables": ("|hidden table{% if hidden_count == 1 %}{% else %}s{% endif %}|</a>",),
    "desk_links_here": ("<h2>|Links from other tables|</h2>",),
    "desk_from": (" |from| {{ other.other_column }}",),
    "desk_in": ("{{ other.other_column }} |in| {{ other.other_table }}",),
    "desk_powered_by": ("|Powered by| <a href",),
    "desk_queries_took": ("&middot; |Queries took| {{",),
    "desk_licence": ("|Data license:|\n",),
    "desk_source": ("|Data source:| {%",),
    "desk_about": ("|About:| {%",),
    "desk_error": ("{% else %}|Error| {{ status }}{% endif %}",),
    "desk_comparison": ('aria-label="|Comparison|"',),
    "desk_value": ('aria-label="|Value|"',),
    "desk_one_column": ('aria-label="|Column|"',),
    "desk_columns": ("<summary>|What the columns mean|</summary>",),
    "desk_rows_region": ('aria-label="|Rows|"',),
    "desk_lang": ('<html lang="|en|">',),
}
#: What is told of values rather than said in full: how many rows, numbers, ways to compare, the first crumb.
_TOLD: Final = (
    (re.compile(r"row\{% if ([\w.|]+) == 1 %}\{% else %}s\{% endif %}"), r"{{ desk_rows(\1) }}"),
    (re.compile(r'\{\{ "\{:,}"\.format\(([\w.|]+)\) }}'), r"{{ desk_number(\1) }}"),
    (re.compile(r"\{\{ display }}</option>"), r"{{ desk_named(display) }}</option>"),
    (re.compile(r"(\{\{ (table|view)\.name }}</a>)"), r"\1 <small>{{ desk_titled(\2.name) }}</small>"),
    (re.compile(r"\{\{ show_hide_text }}"), r"{{ desk_named(show_hide_text) }}"),
    (re.compile(r'(<a href="\{\{ item\.href }}">)\{\{ item\.label }}'), r"\1{{ desk_named(item.label) }}"),
    (re.compile(r"\{\{ (human_description_en) }}(?=\{% endif %}\{% endblock)"), r"{{ desk_sorted(\1) }}"),
    (re.compile(r"\{\{ human_description_en }}"), "{{ desk_described(human_description_en) }}"),
)  # fmt: skip
#: How a table is sorted, as Datasette says it where nothing else is said.
_SORTED: Final = re.compile(r"sorted by (\S+?)( descending)?\Z")


def in_two_languages(source: str) -> str:
    """``source`` of a template with calls in the place of its words."""
    for pattern, told in _TOLD:
        source = pattern.sub(told, source)
    for whole, call in _replacements():
        source = source.replace(whole, call)
    return source


@lru_cache(1)
def _replacements() -> tuple[tuple[str, str], ...]:
    found = []
    for key, places in WORDS.items():
        for place in places:
            before, said, after = place.split("|")
            found.append((before + said + after, f"{before}{{{{ desk_word('{key}') }}}}{after}"))
    return tuple(found)


@pass_context
def desk_word(context: Mapping[str, Any], key: str) -> str:
    """A word of the catalogues in the reader's language."""
    return texts(_language(context))[key]


@pass_context
def desk_number(context: Mapping[str, Any], value: int) -> str:
    """A whole number with the language's thousands mark."""
    return number(value, _language(context))


@pass_context
def desk_rows(context: Mapping[str, Any], many: int) -> str:
    """The word after a number of rows."""
    return texts(_language(context))["desk_one_row" if many == 1 else "desk_rows"]


@pass_context
def desk_named(context: Mapping[str, Any], name: str) -> str:
    """A name that Datasette gives to a template (``contains``, ``hide``, ``home``) in the reader's language; as it is
    where we have none for it: signs, tables, columns."""
    return texts(_language(context)).get("desk_name_" + name.replace(" ", "_"), name)


@pass_context
def desk_titled(context: Mapping[str, Any], name: str) -> str:
    """What a table or view of the archive holds, in a few words; '' for one that is none of ours."""
    vi, _, en = VIEWS.get(name, "").partition(" · ")
    table = TABLES.get(name)
    titles = (vi, en) if table is None else (table.vi, table.en)
    return titles[_language(context) == "en"]


@pass_context
def desk_sorted(context: Mapping[str, Any], description: str) -> str:
    """What Datasette says of the rows shown, where that is only how they are sorted; else its English."""
    found = _SORTED.fullmatch(description)
    if found is None:
        return description
    words = texts(_language(context))
    return f"{words['desk_sorted_by']} {found[1]}" + (f" {words['desk_descending']}" if found[2] else "")


@pass_context
def desk_described(context: Mapping[str, Any], description: str) -> str | Markup:
    """The same for the page's text, where English is marked as such."""
    told = desk_sorted(context, description)
    if told != description or _language(context) == "en":
        return told
    return Markup('<span lang="en">{}</span>').format(description)


#: For Jinja's globals.
CALLS: Final = {
    call.__name__: call
    for call in (desk_word, desk_number, desk_rows, desk_named, desk_titled, desk_sorted, desk_described)
}


def _language(context: Mapping[str, Any]) -> str:
    request = context.get("request")
    return language_of(request) if request is not None else "vi"
