"""``khotin history``: what became of one article, as a readable diff."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import click

from khotin.life import Life, lives_at
from publish.changes import Line, Part, compare

#: Times are shown as they are in Vietnam.
VIETNAM: Final = timezone(timedelta(hours=7))
#: Unchanged words shown on either side of a change.
AROUND: Final = 8
_EVIDENCE: Final = ("id", "current_version_id")
#: A change within a paragraph: the words around it are shown, not all of them.
_MARKS: Final = re.compile(r"(\[-.*?-\]|\{\+.*?\+\})", re.DOTALL)
_STAGED: Final = ("", " · staged: waits for a run that passes", " · set aside: the loss was passing")


@click.command()
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with all texts; times in UTC.")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder with archive.db.",
)
def history(url: str, as_json: bool, archive: Path) -> None:
    """Show what became of the article at URL: each version and what it changed, word by word; its state and the
    evidence; its read counts and related links over time.

    URL is any address at which the article was met. A change is the site's; a re-extraction is our better reading of
    what the site showed all along. Times are those of Vietnam.

    Exit codes: 0; 1 where the archive has no article there; 2 wrong usage.
    """
    lives = lives_at(archive, url)
    if as_json:
        click.echo(json.dumps([_as_json(life) for life in lives], ensure_ascii=False, indent=2))
        return
    for number, life in enumerate(lives):
        if number:
            click.echo()
        for line in lines(life):
            click.echo(line)


def lines(life: Life) -> Iterator[str]:
    """The whole account of one article, for a person."""
    yield from _head(life)
    previous: Mapping[str, Any] | None = None
    for version in life.versions:
        yield ""
        yield click.style(_version(version, life.current), bold=True)
        yield from _first(version) if previous is None else _changes(previous, version)
        if not version["staged"]:
            previous = version
    yield from _counts(life.counts)
    yield from _related(life.related)


def _head(life: Life) -> Iterator[str]:
    article = life.article
    yield click.style(article["title"] or "(no title)", bold=True)
    yield article["url"]
    yield from (f"also {url}" for url in life.urls if url != article["url"])
    since = f" since {_local(article['status_since'])}" if article["status_since"] else ""
    yield f"{article['site']} · {article['id_space']} {article['identity']} · {article['status']}{since}"
    if article["status"] != "live" and article["status_warc"]:
        yield (
            f"evidence: {article['status_url']} answered {article['status_http']} at"
            f" {_local(article['status_captured_at'])}, {article['status_warc']} at byte {article['status_offset']}"
        )
    yield f"first seen {_local(article['first_seen_at'])}, last seen {_local(article['last_seen_at'])}"


def _version(version: Mapping[str, Any], current: int | None) -> str:
    shown = " · current" if version["number"] == current else ""
    place = f" · {version['warc']} at byte {version['offset']}" if version["warc"] else ""
    return (
        f"version {version['number']} · {_local(version['seen_at'])} · {version['cause']}"
        f"{shown}{_STAGED[version['staged']]}{place}"
    )


def _first(version: Mapping[str, Any]) -> Iterator[str]:
    counts = {
        "word": len(version["body"].split()),
        "image": len(json.loads(version["images"])),
        "attachment": len(json.loads(version["attachments"])),
    }
    yield "  " + ", ".join(f"{number} {name if number == 1 else name + 's'}" for name, number in counts.items())


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What a version changed against the one that was current before it."""
    parts = [part for part in compare(old, new) if part.differs]
    for part in parts:
        yield f"  {part.field}"
        yield from (f"    {text}" for line in part.lines for text in _shown(line))
    if not parts:
        yield "  nothing that shows: the text's normal form differs"


def _shown(line: Line) -> Iterator[str]:
    if line.kind == "removed":
        yield click.style(f"- {line.old.striptags()}", fg="red")
    elif line.kind == "added":
        yield click.style(f"+ {line.new.striptags()}", fg="green")
    elif line.kind == "changed":
        yield f"- {_marked(str(line.old))}"
        yield f"+ {_marked(str(line.new))}"


def _marked(markup: str) -> str:
    """A paragraph with its changed words in ``[-…-]`` or ``{+…+}``, and no more of the others than help to find it."""
    text = re.sub(r"<del>(.*?)</del>", r"[-\1-]", markup, flags=re.DOTALL)
    text = re.sub(r"<ins>(.*?)</ins>", r"{+\1+}", text, flags=re.DOTALL)
    pieces = _MARKS.split(text)
    last = len(pieces) - 1
    return "".join(
        _styled(piece) if number % 2 else _shortened(_plain(piece), number > 0, number < last)
        for number, piece in enumerate(pieces)
    )


def _plain(piece: str) -> str:
    return html.unescape(piece)


def _styled(piece: str) -> str:
    return click.style(_plain(piece), fg="red" if piece.startswith("[-") else "green")


def _shortened(text: str, after: bool, before: bool) -> str:
    """Unchanged words of which only those beside a change are kept: behind one, before one, or both."""
    words = re.findall(r"\s*\S+\s*", text)
    kept = AROUND * (after + before)
    if len(words) <= kept + 1 or not kept:
        return text
    head = "".join(words[:AROUND]) if after else ""
    tail = "".join(words[-AROUND:]) if before else ""
    return f"{head}… {tail}" if before else f"{head}…"


def _counts(counts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not counts:
        return
    yield ""
    yield click.style("read counts", bold=True)
    yield f"  {_local(counts[0]['seen_at'])}  {counts[0]['read_count']}"
    for old, new in pairwise(counts):
        yield f"  {_local(new['seen_at'])}  {new['read_count']} ({new['read_count'] - old['read_count']:+})"


def _related(related: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """How many related links were first and last seen when: the lists themselves are in the JSON."""
    if not related:
        return
    yield ""
    yield click.style("related links", bold=True)
    spans = Counter((link["kind"], link["first_seen_at"], link["last_seen_at"]) for link in related)
    for (kind, first, last), number in sorted(spans.items(), key=lambda item: (item[0][1], item[0][0])):
        until = f" to {_local(last)}" if last != first else ""
        yield f"  {number} {kind}: {_local(first)}{until}"


def _local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(VIETNAM):%Y-%m-%d %H:%M}"


def _as_json(life: Life) -> dict[str, Any]:
    versions: list[dict[str, Any]] = []
    previous: Mapping[str, Any] | None = None
    for version in life.versions:
        parts = compare(previous, version) if previous is not None else []
        plain = {name: value for name, value in version.items() if name != "id"}
        plain |= {name: json.loads(version[name]) for name in ("images", "attachments")}
        plain["changes"] = {part.field: _both(part) for part in parts if part.differs}
        versions.append(plain)
        previous = version if not version["staged"] else previous
    article = {name: value for name, value in life.article.items() if name not in _EVIDENCE}
    article["current_version"] = life.current
    return {**article, "urls": life.urls, "versions": versions, "read_counts": life.counts, "related": life.related}


def _both(part: Part) -> dict[str, list[str]]:
    """The paragraphs that a version took out of a field and put into it."""
    changed = [line for line in part.lines if line.kind != "same"]
    return {
        "removed": [line.old.striptags() for line in changed if line.old],
        "added": [line.new.striptags() for line in changed if line.new],
    }
