"""Articles as lists show them: named, with title and excerpt marked where the question was found."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

from publish.abbreviations import same
from publish.search_query import SearchQuery
from publish.spelling import exact

TIME_LIMIT_MS: Final = 5_000
FTS: Final = "article_texts_fts"

_OPEN, _CLOSE = "\x02", "\x03"
_NAMED: Final = """
    select a.id, a.title, a.kind, a.published_at, a.published_precision, a.published_from,
      a.published_to, a.event_date, a.first_seen_at, a.status, a.byline, a.read_count, a.url, a.year, a.changed_at,
      s.name as site, s.slug as site_slug, s.rights_publish,
      coalesce(nullif(s.rights_statement, ''), nullif(s.rights_holder, ''), s.name) as rights,
      c.name as section, t.lead,
      case when coalesce(t.lead, '') = '' then substr(t.body, 1, instr(t.body || char(10), char(10)) - 1) end as first,
      """
_JOINED: Final = """ join sites s on s.id = a.site_id left join sections c on c.id = a.section_id
    left join article_texts t on t.article_id = a.id"""
_HIT: Final = f"""{_NAMED} a.title as marked_title, substr(t.body, 1, 240) as in_body, t.lead as in_lead,
    '' as in_captions from articles a {_JOINED}"""
_MARKS: Final = f"'{_OPEN}', '{_CLOSE}'"
_MARKED_HIT: Final = f"""{_NAMED} highlight({FTS}, 0, {_MARKS}) as marked_title,
    snippet({FTS}, 1, {_MARKS}, '…', 48) as in_lead, snippet({FTS}, 2, {_MARKS}, '…', 48) as in_body,
    snippet({FTS}, 3, {_MARKS}, '…', 48) as in_captions
    from {FTS} join articles a on a.id = {FTS}.rowid {_JOINED}"""
_MARKED: Final = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found: its row (id, names, dates as stored), title and excerpt as safe HTML with ``<mark>``."""

    row: dict[str, Any]
    title: Markup
    excerpt: Markup


async def hits(db: Any, query: SearchQuery, ids: list[int]) -> tuple[Hit, ...]:
    """The articles with these ids, in their order, as a list shows them for ``query``."""
    if not ids:
        return ()
    if not query:
        rows = await read(db, f"{_HIT} where a.id in ({marks_for(ids)})", ids)
    else:
        rows = await read(db, f"{_MARKED_HIT} where {FTS} match ? and {FTS}.rowid in ({marks_for(ids)})",
                           [query.broad(), *ids])  # fmt: skip
    by_id = {row["id"]: dict(row) for row in rows}
    return tuple(_hit(query, by_id[i]) for i in ids if i in by_id)


def _hit(query: SearchQuery, row: dict[str, Any]) -> Hit:
    typed = {word for phrase in query.wanted for word in exact(phrase).split()} if query.accented else set()
    if typed and query.expand:
        forms = (form for phrase in (*query.plain, *query.quoted) for form in same(phrase))
        typed |= {word for form in forms for word in exact(form).split()}
    return Hit(row, marked(row["marked_title"] or "", typed), marked(_excerpt(row), typed))


def _excerpt(row: dict[str, Any]) -> str:
    """What is shown of the text: the place with most marks, as far as the site's rights go (``rights_publish``)."""
    if row["rights_publish"] == "metadata":
        return ""
    if row["rights_publish"] == "excerpt":
        return str(row["in_lead"] or row["first"] or "")
    excerpts = [row[field] or "" for field in ("in_body", "in_lead", "in_captions")]
    best = max(excerpts, key=lambda text: text.count(_OPEN))
    return str(best if _OPEN in best else row["lead"] or excerpts[0])


def marked(text: str, typed: Collection[str] = ()) -> Markup:
    """``text`` with sentinel characters, as HTML: everything escaped, each balanced pair a ``<mark>``.

    Where accents were ``typed`` and ``text`` has one of these words, words with other accents lose their mark.
    """

    def as_typed(found: str) -> bool:
        return any(word in typed for word in exact(found).split())

    if any(map(as_typed, _MARKED.findall(text))):
        text = _MARKED.sub(lambda match: match.group() if as_typed(match[1]) else match[1], text)
    html = _MARKED.sub(r"<mark>\1</mark>", str(escape(text)))
    return Markup(html.replace(_OPEN, "").replace(_CLOSE, ""))  # noqa: S704 - escaped above; only our mark is added


async def named(db: Any, ids: list[int]) -> list[dict[str, Any]]:
    """The articles with these ids, in their order, with names beside ids: what CSV and feeds hold of each."""
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        rows = await read(db, f"{_HIT} where a.status <> 'hidden' and a.id in ({marks_for(part)})", part)
        found |= {row["id"]: {**dict(row), "excerpt": _excerpt(dict(row))} for row in rows}
    return [found[i] for i in ids if i in found]


def marks_for(ids: list[int]) -> str:
    """As many question marks as ids, for ``in (…)``."""
    return ", ".join("?" * len(ids))


async def read(db: Any, sql: str, params: Any) -> list[Any]:
    """All rows of one statement. Raises QueryInterrupted where it runs longer than TIME_LIMIT_MS."""
    # truncate=False: Datasette would otherwise cut the list at max_returned_rows in silence.
    result = await db.execute(sql, params, truncate=False, custom_time_limit=TIME_LIMIT_MS)
    return list(result.rows)
