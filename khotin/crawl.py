"""``khotin crawl``: one or more sites into the archive."""

import sys
from pathlib import Path

import click

from crawler.errors import KhotinError
from crawler.ports import CrawlSummary
from crawler.profile_files import find
from crawler.run import RunOptions, crawl_in_child
from crawler.run import crawl as crawl_here

#: Reasons of an end that the operator or another crawl brought about: exit code 11, state kept.
STOPPED = ("interrupted", "lease_lost")


@click.command()
@click.argument("targets", metavar="SITE|URL...", nargs=-1, required=True)
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder of the archive; made where there is none.",
)
@click.option("--recheck", is_flag=True, help="Look at every known live page now, not only at what is new.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Stop after N pages.")
@click.option("--time-limit", type=click.FloatRange(1), metavar="SECONDS", help="Stop after so many seconds.")
@click.option("--delay", type=click.FloatRange(0), metavar="SECONDS", help="Between two requests.  [default: 1]")
@click.option("--now", is_flag=True, help="Also outside the time window that the site's profile sets.")
@click.option("--verbose", is_flag=True, help="Show Scrapy's log.")
def crawl(targets: tuple[str, ...], archive: Path, verbose: bool, **how: float | int | bool | None) -> int:
    """Crawl sites: listings, articles, images and documents, as far as they are new or due.

    A SITE is a name of `khotin sites`; a URL may lead to any site, whose kind is then detected. Stop it at any time:
    the next run goes on where it stopped.
    """
    profiles = [find(target, archive / "sites") for target in targets]
    options = RunOptions(progress=True, log_level="INFO" if verbose else "ERROR", **how)  # type: ignore[arg-type]
    run = crawl_here if len(profiles) == 1 else crawl_in_child
    code = 0
    for profile in profiles:
        try:
            summary = run(profile, archive, options)
        except KhotinError as problem:
            if len(profiles) == 1:
                raise
            click.echo(f"khotin: {profile.slug}: {problem}", err=True)
            code = code or problem.exit_code
            continue
        click.echo(summary_text(summary), err=True)
        code = code or exit_code(summary)
        if summary.reason in STOPPED:
            break
    sys.stderr.flush()
    return code


def exit_code(summary: CrawlSummary) -> int:
    """0, or 11 where the crawl was stopped, or 9 where it found less than its profile expects."""
    if summary.reason in STOPPED:
        return 11
    return 9 if summary.judged == "failed" else 0


def summary_text(summary: CrawlSummary) -> str:
    """Two lines for a person: what a crawl found and what went wrong; a third where its time of day was over."""
    minutes, seconds = divmod(summary.duration, 60)
    took = f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.1f} s"
    closed = (
        "\n  outside the time window of its profile; --now crawls all the same" if summary.reason == "window" else ""
    )
    return (
        f"{summary.site}: {summary.reason} after {took}: {summary.pages} pages, {summary.assets} of them files\n"
        f"  articles: {summary.articles_new} new, {summary.articles_changed} changed, "
        f"{summary.articles_unchanged} unchanged, {summary.gone} missing; "
        f"URLs refused: {summary.refused}, failed: {summary.failed}{closed}"
    )
