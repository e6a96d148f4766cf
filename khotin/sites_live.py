"""``khotin sites add`` and ``khotin sites check``: commands that look at a handful of a site's live pages."""

import json
from pathlib import Path
from typing import Any

import click

from crawler.errors import JUDGED_FAILED, UsageError
from crawler.profile_files import find, for_url, load
from khotin.adding import checked_slug, draft, kind_of, record, slug_of
from khotin.checking import check as report_of
from khotin.fixture import case_name
from khotin.looking import look

#: The archive whose own profiles count beside those that come with the program.
archive_option = click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Archive whose own sites/ and archive.toml count as well.",
)
folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tests/sites"),
    show_default=True,
    help="Where the fixtures lie.",
)
articles_option = click.option(
    "--articles", type=click.IntRange(1, 20), default=3, show_default=True, help="So many articles at most."
)
delay_option = click.option(
    "--delay", type=click.FloatRange(0), metavar="SECONDS", help="Between two requests.  [default: 1]"
)


@click.command("add")
@click.argument("url")
@click.option("--slug", help="Name of the site's file and fixtures.  [default: from the host]")
@click.option(
    "--sites",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    show_default="the archive's sites/",
    help="Folder that gets the profile.",
)
@click.option("--replace", is_flag=True, help="Write the profile anew where there is one.")
@folder_option
@articles_option
@delay_option
@archive_option
def add(url: str, slug: str | None, target: Path | None, replace: bool, archive: Path, **how: Any) -> int:
    """Write a profile for the site at URL, and record a few of its pages as fixtures.

    Fetches the front page, a list and some articles as a crawl does: robots.txt is obeyed, a second lies between two
    requests. Nothing goes into the archive. What could not be found is said, for a person to add. A profile that is
    there already is written anew only with --replace; fixtures never are.
    """
    known = find(url, archive / "sites")
    made_up = for_url(url)
    slug = checked_slug(slug or (slug_of(made_up) if known.file == known.slug else known.slug))
    file = (target or archive / "sites") / f"{slug}.toml"
    if not replace and (file.exists() or known.file != known.slug):
        raise UsageError(_there(url, file, slug, known.slug))
    pages = look(made_up, archive, how["articles"], how["delay"])
    found = draft(made_up, slug, pages, file)
    click.echo(f"{file}: {len(found.text.splitlines())} lines, family {found.profile.family}")
    came = [page for page in pages if page.status]
    cases = record(came, found.profile, how["folder"], [case_name(page.url) for page in came])
    for case in cases:
        click.echo(f"{case}: {kind_of(case)}")
    if cases:
        click.echo("Check each expected.json against its page, field by field, before you commit it.")
    for words in found.missing:
        click.echo(f"not found: {words}")
    return 0


def _there(url: str, file: Path, slug: str, known: str) -> str:
    """What to do about a site that has a profile: in ``file``, or under another name."""
    if file.exists():
        return f"{file} exists already; --replace writes its profile anew, or see `khotin sites check {slug}`."
    return (
        f"{url} belongs to the site {known} already; see `khotin sites check {known}`. --replace writes {file} all the "
        "same; then take one of the two away, since a host belongs to one site."
    )


@click.command("check")
@click.argument("site")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@folder_option
@articles_option
@delay_option
@archive_option
def check(site: str, as_json: bool, folder: Path, archive: Path, **how: Any) -> int:
    """Look at a handful of live pages of SITE and say what its profile still finds.

    Field by field: on how many of the articles it was found, by which rules, where in the first of them; which
    selectors matched nothing; whether the pages are built as they were when the profile was verified (by its layouts,
    else by the fixtures). Nothing goes into the archive.

    Exit codes: 0 all is as the profile says; 9 something is not (each fault on stderr); 1 no page came; 2 wrong usage;
    4 a faulty profile; 18 the site wants to be left alone.
    """
    profile = load(site, archive / "sites")
    report = report_of(profile, look(profile, archive, how["articles"], how["delay"]), folder / site)
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else report_text(report))
    for fault in report["faults"]:
        click.echo(f"khotin: {site}: {fault}", err=True)
    return JUDGED_FAILED if report["faults"] else 0


def report_text(report: dict[str, Any]) -> str:
    """The report for a person: pages, fields, selectors, layout, family."""
    lines = [f"{report['site']}: {len(report['pages'])} pages, {report['articles']} articles"]
    lines += [_page(page) for page in report["pages"]]
    lines += [f"{one['field']:<12}{one['found']:>3} of {one['of']}  {_where(one)}".rstrip() for one in report["fields"]]
    lines += [
        f"selector  {one['key']}: matches nothing on {one['pages']} of {one['of']} pages" for one in report["unmatched"]
    ]
    lines.append(f"layout    {report['layout']['state']}: {report['layout']['why']}")
    family = report["family"]
    lines.append(
        f"family    {family['profile']}; the front page shows {family['detected']} ({family['confidence']:.2f})"
    )
    opinion = report["opinion"]
    if opinion["disputed"] is not None:
        lines.append(
            f"opinion   trafilatura takes another text for the body on {opinion['disputed']} of {opinion['of']}"
        )
    return "\n".join(lines)


def _page(page: dict[str, Any]) -> str:
    layout = f" ({page['layout']})" if page["layout"] else ""
    return f"page      {page['kind'] or page['problem']:<10} {page['url']}{layout}"


def _where(field: dict[str, Any]) -> str:
    """By which rules a field was found, where in the first article, and what it says there."""
    if not field["found"]:
        return ""
    rules = ", ".join(f"{rule} {times}" for rule, times in field["rules"].items())
    place = f" at {field['place']}" if field["place"] and field["place"] != field["field"] else ""
    return f"{rules}{place}: {field['example']}"
