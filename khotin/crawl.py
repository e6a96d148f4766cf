"""``khotin crawl``: one or more sites into the archive."""

import contextlib
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from crawler.errors import (
    STOPPED,
    ConfigurationError,
    KhotinError,
    LeaseHeldError,
    StoppedError,
    UsageError,
    exit_code,
    heaviest,
)
from crawler.operator import HOW_TO_SAY, operator_of, without_contact
from crawler.ports import CrawlSummary
from crawler.profile_files import find, load_all
from crawler.profiles import Profile
from crawler.run import RunOptions, crawl_many
from crawler.run import crawl as crawl_here
from crawler.stopping import Stop
from khotin.crawl_options import checked_opinion, checked_proxy
from khotin.due import due_sites, next_due
from khotin.learning import learn
from khotin.notify import receivers_of, tell
from khotin.quantities import DURATION, SIZE, SPAN
from khotin.readers import cores
from khotin.repeating import repeat
from pipelines.schema import check_archive
from pipelines.store import DATABASE

#: Sites that a line about many of them names; the others are counted.
NAMED: Final = 3


@click.command()
@click.argument("targets", metavar="SITE|URL...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every site of `khotin sites`.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", default=1, help="So many sites at once.  [default: 1]")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder of the archive; made where there is none.",
)
@click.option("--recheck", is_flag=True, help="Look at every known live page now, not only at what is new.")
@click.option("--due", is_flag=True, help="Only what is due; without SITE and --all, of every site of the archive.")
@click.option(
    "--confirm-after",
    type=SPAN,
    metavar="TIME",
    help="An article is gone when a second look so much later finds it missing again.  [default: the profile's, or 1d]",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Stop after N pages.")
@click.option("--time-limit", type=DURATION, metavar="TIME", help="Stop after this time: 90 (seconds), 15m, 6h, 1h30m.")
@click.option("--size-limit", type=SIZE, metavar="SIZE", help="Stop after so many bytes in warc/: 500M, 2G.")
@click.option("--delay", type=click.FloatRange(0), metavar="SECONDS", help="Between two requests.  [default: 1]")
@click.option(
    "--proxy",
    metavar="URL",
    default="",
    callback=checked_proxy,
    help="HTTP proxy, http://[user:password@]host:port; http_proxy of the environment is never used.",
)
@click.option("--every", "interval", type=DURATION, metavar="TIME", help="Again and again, a round every TIME: 6h.")
@click.option("--now", is_flag=True, help="Also outside the time window that the site's profile sets.")
@click.option(
    "--second-opinion",
    is_flag=True,
    callback=checked_opinion,
    help="Let trafilatura read each body too, and doubt those that it disputes.",
)
@click.option("--verbose", is_flag=True, help="Show Scrapy's log.")
def crawl(
    targets: tuple[str, ...],
    every: bool,
    jobs: int,
    archive: Path,
    verbose: bool,
    interval: float | None,
    **how: float | bool | str | None,
) -> int:
    """Crawl sites: listings, articles, images and documents, as far as they are new or due.

    A SITE is a name of `khotin sites`; a URL may lead to any site, whose kind is then detected. Limits hold for each
    site. With --due each page is looked at in its own time: front page and feeds every six hours, new articles daily,
    older ones less and less, as [schedule] of the profile says.

    Stop it at any time: the next run goes on where it stopped. Ctrl-C and SIGTERM finish what is under way (exit code
    11); given twice, they stop at once.

    Exit codes: 0 done, or a limit reached; 1 a site or the archive could not be reached or written; 2 wrong usage;
    3 disk full; 4 a faulty profile; 9 judged failed: less was found than should be; 11 stopped, or another crawl holds
    the site; 18 the site wants to be left alone. Of several sites the most serious counts, in the order 3, 1, 4, 2, 9,
    18, 11.
    """
    if not targets and not every and not how["due"]:
        raise UsageError("say what to crawl: SITE|URL, --all for every site of `khotin sites`, or --due.")
    if how["size_limit"] is not None:
        how["size_limit"] = int(how["size_limit"])
    options = RunOptions(progress=True, log_level="INFO" if verbose else "ERROR", **how)  # type: ignore[arg-type]
    check_archive(archive / DATABASE)  # before warc/ is made beside what is no archive of ours
    warn_of_receivers(archive)
    if interval is not None:
        return repeat(interval, lambda stop: crawl_round((targets, every), archive, options, jobs, stop))
    profiles, faults = to_crawl((targets, every), archive, options)
    alone = len(targets) == 1 and not every and not options.due
    if faults and alone:
        raise faults[0]
    for fault in faults:
        click.echo(f"khotin: {fault}", err=True)
    if alone:
        return crawl_one(profiles[0], archive, options)
    codes = [fault.exit_code for fault in faults]
    return crawl_several(profiles, archive, options, jobs, codes)


def crawl_round(wanted: tuple[tuple[str, ...], bool], archive: Path, options: RunOptions, jobs: int, stop: Stop) -> int:
    """One round of --every: the profiles read anew, each site in a process of its own. ``wanted``: targets, --all."""
    profiles, faults = to_crawl(wanted, archive, options)
    for fault in faults:
        click.echo(f"khotin: {fault}", err=True)
    return crawl_several(profiles, archive, options, jobs, [fault.exit_code for fault in faults], stop)


def to_crawl(
    wanted: tuple[tuple[str, ...], bool], archive: Path, options: RunOptions
) -> tuple[list[Profile], list[ConfigurationError]]:
    """What ``chosen`` gives; with --due only sites with something due, of the whole archive where none is named."""
    named = chosen(*wanted, archive / "sites") if any(wanted) else (None, [])
    if not options.due:
        return named[0] or [], named[1]
    profiles, faults = due_sites(archive, named[0])
    if not profiles and (at := next_due(archive)) is not None:
        click.echo(f"khotin: nothing is due; the next at {at:%Y-%m-%d %H:%M} UTC", err=True)
    return profiles, [*named[1], *faults]


def chosen(targets: tuple[str, ...], every: bool, own: Path) -> tuple[list[Profile], list[ConfigurationError]]:
    """The profiles to crawl, one a site however often it was named, and the faults of those that cannot be read.
    ``own``: the archive's sites/. Raises UsageError for a target that is nothing we know."""
    found: dict[str, Profile] = {}
    faults: dict[str, ConfigurationError] = {}
    for target in targets:
        try:
            profile = find(target, own, warn)
        except ConfigurationError as fault:
            faults[str(fault)] = fault
            continue
        seeds = (*found[profile.slug].seeds, *profile.seeds) if profile.slug in found else profile.seeds
        found[profile.slug] = replace(profile, seeds=tuple(dict.fromkeys(seeds)))
    if every:
        for profile in load_all(own, lambda fault: faults.setdefault(str(fault), fault)):
            found.setdefault(profile.slug, profile)
    return list(found.values()), list(faults.values())


def warn(fault: ConfigurationError) -> None:
    """Say that another site's profile is broken; this crawl goes on without it."""
    click.echo(f"khotin: left aside: {fault}", err=True)


def warn_of_receivers(archive: Path) -> None:
    """Say before a crawl that nobody would hear of its failing. It begins all the same: what is not seen today may be
    gone tomorrow."""
    try:
        receivers_of(archive)
    except ConfigurationError as fault:
        if fault.key:  # a file that cannot be read at all ends the crawl, which says so
            click.echo(f"khotin: nobody would be told of a run that fails: {fault}", err=True)


def crawl_one(profile: Profile, archive: Path, options: RunOptions) -> int:
    """One site in this process; returns the exit code. Raises what ended it, its summary told."""
    try:
        summary = crawl_here(profile, archive, options)
    except KhotinError as problem:
        if problem.summary is not None:
            click.echo(summary_text(problem.summary), err=True)
        tell(archive, profile.slug, problem.summary, problem)
        raise
    tell(archive, profile.slug, summary, None)
    click.echo(summary_text(summary), err=True)
    learn_from(archive, summary)
    return exit_code(summary.reason, summary.judged)


def crawl_several(
    profiles: list[Profile],
    archive: Path,
    options: RunOptions,
    jobs: int,
    codes: list[int],
    stop: Stop | None = None,
) -> int:
    """Several sites, ``jobs`` at once; returns 11 where they were stopped, else the heaviest exit code of all and of
    ``codes``."""
    profiles, refused = allowed(profiles, archive)
    codes += [UsageError.exit_code] if refused else []
    stop = stop or Stop(talkative=True, leads=True)
    left = {profile.slug for profile in profiles}
    with stop.on_signals():
        for ended in crawl_many(profiles, archive, options, jobs, stop):
            left.discard(ended.profile.slug)
            summary = ended.error.summary if ended.error is not None else ended.summary
            if summary is not None:
                click.echo(summary_text(summary), err=True)
                codes.append(exit_code(summary.reason, summary.judged))
                learn_from(archive, summary, stop)
            tell(archive, ended.profile.slug, summary, ended.error)
            if ended.error is not None:
                click.echo(f"khotin: {ended.profile.slug}: {ended.error}", err=True)
                busy = options.due and isinstance(ended.error, LeaseHeldError)  # the other one looks at what is due
                codes.append(0 if busy else ended.error.exit_code)
    if left:
        click.echo(f"khotin: not begun: {', '.join(sorted(left))}", err=True)
    sys.stderr.flush()
    return STOPPED if stop.asked else heaviest(codes)


def allowed(profiles: list[Profile], archive: Path) -> tuple[list[Profile], list[Profile]]:
    """The sites that may be crawled, and those that may not without a contact, which is said once for all of them.
    Raises ConfigurationError for a faulty archive.toml."""
    refused = without_contact(profiles, operator_of(archive, os.environ.get("KHOTIN_CONTACT", "")))
    if not refused:
        return profiles, []
    names = ", ".join(profile.slug for profile in refused[:NAMED])
    more = f" and {len(refused) - NAMED} more" if len(refused) > NAMED else ""
    text = f"left aside: {names}{more}: no contact is set for public sites. Say who you are, so that their operators"
    click.echo(f"khotin: {text} can reach you: {HOW_TO_SAY}", err=True)
    return [profile for profile in profiles if profile not in refused], refused


def learn_from(archive: Path, summary: CrawlSummary, stop: Stop | None = None) -> None:
    """After a crawl that found articles: learn what repeats on the site's pages, and read again what was read without
    knowing it. A crawl that was stopped leaves that to the next."""
    if summary.articles_new and not (stop is not None and stop.asked) and exit_code(summary.reason, "passed") == 0:
        with contextlib.suppress(StoppedError):
            learn(archive, summary.site, cores(), lambda: stop is not None and bool(stop.asked))


def summary_text(summary: CrawlSummary) -> str:
    """Lines for a person: what a crawl found, what went wrong, why it was judged failed where it was, and what to do
    where its time of day was over."""
    minutes, seconds = divmod(summary.duration, 60)
    took = f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.1f} s"
    # What was tried in vain is counted too, since it is to be looked at again; it is no page.
    pages = f"{summary.pages} {'page' if summary.pages == 1 else 'pages'}, {summary.assets} of them files"
    came = "no page came" if summary.reason == "unreachable" else pages
    lines = [
        f"{summary.site}: {summary.reason} after {took}: {came}",
        (
            f"  articles: {summary.articles_new} new, {summary.articles_changed} changed, "
            f"{summary.articles_unchanged} unchanged, {summary.gone} missing; "
            f"URLs refused: {summary.refused}, failed: {summary.failed}"
        ),
        *(f"  judged failed: {problem}" for problem in summary.problems),
    ]
    if summary.reason == "window":
        lines.append("  outside the time window of its profile; --now crawls all the same")
    return "\n".join(lines)
