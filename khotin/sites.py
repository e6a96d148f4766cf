"""``khotin sites``: the sites we know, what a site is built with, and fixtures from live pages."""

import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import click

from crawler import __version__
from crawler.discovery.detect import Detection, detect
from crawler.errors import ConfigurationError, UnreachableError, UsageError
from crawler.extract.markup.decode import parse_page
from crawler.operator import operator_of, require_contact
from crawler.profile_files import for_url, load, load_all
from crawler.web_address import on_the_wire, parted
from khotin.adding import write_case
from khotin.fixture import case_name
from khotin.looking import Looked
from khotin.sites_live import add, archive_option, check, folder_option
from khotin.suggesting import Suggesting

TIMEOUT = 30.0
SIZE = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page as it came: final URL, headers, body."""

    url: str
    headers: dict[str, str]
    body: bytes


@click.group(cls=Suggesting, invoke_without_command=True)
@click.pass_context
def sites(context: click.Context) -> int:
    """List the known sites; detect, add, check or record one."""
    return int(context.invoke(list_sites)) if context.invoked_subcommand is None else 0


@sites.result_callback()
def left(code: object, **_: object) -> int:
    """The exit code of whichever command ran."""
    return code if isinstance(code, int) else 0


@sites.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON Lines.")
@archive_option
def list_sites(as_json: bool, archive: Path) -> int:
    """Every site there is a profile for: those that come with the program, and the archive's own (sites/*.toml).
    A profile that cannot be read is named on stderr, and the exit code is 4."""
    faults: list[ConfigurationError] = []
    for profile in load_all(archive / "sites", faults.append):
        slug = profile.slug
        if as_json:
            row = {"slug": slug, "name": profile.name, "family": profile.family, "hosts": profile.hosts,
                   "province_old": profile.province_old, "province_new": profile.province_new,
                   "verified": profile.verified}  # fmt: skip
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            province = f"{profile.province_old} → {profile.province_new}" if profile.province_old else profile.level
            click.echo(f"{slug:<24} {profile.family:<12} {profile.hosts[0]:<32} {profile.name} ({province})")
    for fault in faults:
        click.echo(f"khotin: {fault}", err=True)
    return faults[0].exit_code if faults else 0


@sites.command("detect")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@archive_option
def detect_site(url: str, as_json: bool, archive: Path) -> None:
    """Say what a site is built with, and by what signs. Asks for one page."""
    found = detection(url, archive)
    if as_json:
        row = {"family": found.family, "confidence": found.confidence, "evidence": found.evidence}
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    click.echo(f"family      {found.family}\nconfidence  {found.confidence:.2f}")
    for sign in found.evidence:
        click.echo(f"evidence    {sign}")


@sites.command("record")
@click.argument("site")
@click.argument("url")
@click.option("--case", help="Name of the fixture's folder.  [default: from the URL]")
@folder_option
@archive_option
def record(site: str, url: str, case: str | None, folder: Path, archive: Path) -> None:
    """Save a live page as a fixture of SITE: its bytes, its URL, what is read from it now, for a person to check."""
    profile = load(site, archive / "sites")
    name = case or case_name(url)
    if name in (".", "..") or Path(name).name != name:
        raise UsageError(f"--case {name} is no name of a folder; write letters, digits and -.")
    page = fetch(url, archive)
    target = folder / site / name
    if target.exists():
        raise UsageError(f"{target} exists already; give another name with --case. Fixture bytes are never replaced.")
    write_case(target, Looked(page.url, "", 200, page.headers, page.body), profile)
    click.echo(f"{target}: check expected.json against the page, field by field, before you commit it.")


sites.add_command(add)
sites.add_command(check)


def detection(url: str, archive: Path = Path()) -> Detection:
    """What one fetched page says about its site. Raises UnreachableError, UsageError (no contact)."""
    page = fetch(url, archive)
    return detect(parse_page(page.body, page.headers.get("content-type"), page.url), page.headers)


def fetch(url: str, archive: Path = Path()) -> Fetched:
    """One page, asked for by a person: one request under our own name, or that of ``archive``/archive.toml. Raises
    UnreachableError, UsageError."""
    parted(url)
    profile = for_url(url)
    operator = operator_of(archive, os.environ.get("KHOTIN_CONTACT", ""))
    require_contact(profile, operator)
    agent = f"khotin/{__version__}" + (f" (+{operator.contact})" if operator.contact else "")
    headers = {"User-Agent": agent}
    request = urllib.request.Request(on_the_wire(url), headers=headers)  # noqa: S310 (the scheme was looked at)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Fetched(answer.url, headers, answer.read(SIZE))
    except urllib.error.HTTPError as problem:
        raise UnreachableError(f"{url} answers {problem.code}; look at it in a browser.") from problem
    except (OSError, ValueError) as problem:
        why = getattr(problem, "reason", problem)
        raise UnreachableError(f"{url} could not be reached: {why}. Check the address and the network.") from problem
