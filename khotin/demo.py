"""``khotin demo``: the bundled sample site, crawled on two days of its life, into a real archive."""

import shutil
import sqlite3
import sys
from pathlib import Path
from shlex import quote
from urllib.parse import urlsplit

import click

from crawler.ports import CrawlSummary
from crawler.profile_files import read
from crawler.profiles import Profile
from crawler.run import RunOptions, crawl_in_child
from crawler.toml_table import read_table
from khotin.sample.server import SampleSite, serve
from pipelines.schema import check_archive

PROFILE = Path(__file__).parent / "sample" / "profile.toml"
SLUG = "mau"

#: What the demo counts in its archive: words, and a query over the sample's site id.
OF_ARTICLE = "JOIN articles a ON a.id = article_id WHERE a.site_id = :site"
COUNTS = (
    ("articles", "SELECT count(*) FROM articles WHERE site_id = :site"),
    ("photos with captions", f"SELECT count(*) FROM images {OF_ARTICLE} AND caption IS NOT NULL"),
    ("documents attached", f"SELECT count(*) FROM attachments {OF_ARTICLE}"),
    ("read counts observed", f"SELECT count(*) FROM read_counts {OF_ARTICLE}"),
    (
        "files that its pages need to be shown",
        "SELECT count(*) FROM pages WHERE site_id = :site AND kind = 'requisite' AND state = 'done'",
    ),
    ("captures in warc/", "SELECT count(*) FROM captures WHERE site_id = :site"),
    ("URLs not followed", "SELECT count(*) FROM pages WHERE site_id = :site AND state = 'refused'"),
)


@click.command()
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder that gets archive.db and warc/.",
)
def demo(archive: Path) -> None:
    """Crawl the bundled sample site, served on loopback, on two days of its life; say what was got and what to try."""
    check_archive(archive / "archive.db")
    with serve(port=earlier_port(archive / "archive.db")) as site:
        profile = sample_profile(site)
        click.echo(f"Sample site on {site.url}, archive in {archive.resolve().name}/")
        click.echo(day_text("Day 1", crawl_in_child(profile, archive, RunOptions(delay=0, progress=True))))
        site.set_day(2)
        second = crawl_in_child(profile, archive, RunOptions(delay=0, recheck=True, progress=True))
        click.echo(day_text("Day 2", second))
    click.echo("\nIn the archive:")
    for words, number in counts(archive / "archive.db"):
        click.echo(f"  {number:>5}  {words}")
    click.echo("\nTry next:")
    name = "khotin" if shutil.which("khotin") else quote(sys.argv[0])
    for line in next_steps("python -m khotin" if sys.argv[0].endswith("__main__.py") else name, archive):
        click.echo(f"  {line}")


def next_steps(name: str, archive: Path) -> tuple[str, ...]:
    """What to try with the demo's archive, as a shell takes it; ``name`` is how khotin is called."""
    where = "" if archive == Path() else f" --archive {quote(str(archive))}"
    return (
        f"{name} serve{where}    and search for: doan thanh nien",
        f"{name} export --format csv --output {quote(str(archive / 'export'))}{where}",
        f"{name} crawl kien_giang{where}    (needs KHOTIN_CONTACT and the internet)",
    )


def earlier_port(database: Path) -> int:
    """The port that an earlier demo in this archive used, so that its pages have the same addresses again; else 0."""
    if not database.is_file():
        return 0
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        row = connection.execute("SELECT url FROM sites WHERE slug = ?", (SLUG,)).fetchone()
        return urlsplit(row[0]).port or 0 if row else 0
    except sqlite3.DatabaseError:
        return 0  # no archive of ours; the crawl itself will say so
    finally:
        connection.close()


def sample_profile(site: SampleSite) -> Profile:
    """The sample's profile, for the address that it is served on now."""
    return read(read_table(PROFILE), SLUG, hosts=(site.netloc,))


def day_text(day: str, summary: CrawlSummary) -> str:
    """One line about one crawl."""
    return (
        f"{day}: {summary.pages} pages in {summary.duration:.0f} s; articles: {summary.articles_new} new, "
        f"{summary.articles_changed} changed, {summary.articles_unchanged} unchanged, {summary.gone} missing"
    )


def counts(database: Path) -> list[tuple[str, int]]:
    """What the archive holds of the sample, as (words, number), and its open issues by code."""
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        site = {"site": connection.execute("SELECT id FROM sites WHERE slug = ?", (SLUG,)).fetchone()[0]}
        found = [(words, int(connection.execute(query, site).fetchone()[0])) for words, query in COUNTS]
        issues = connection.execute(
            "SELECT code, count(*) FROM issues WHERE site_id = :site AND resolved_at IS NULL GROUP BY code", site
        )
        return found + [(f"issue: {code}", int(number)) for code, number in issues]
    finally:
        connection.close()
