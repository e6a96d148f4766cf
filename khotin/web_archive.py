"""The web archive itself as an export: its index (CDXJ), or all of it as one package (WACZ)."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from crawler import __version__
from crawler.capture.cdxj import cdxj_line
from crawler.capture.members import moved, whole_part
from crawler.capture.wacz import About, Contents, WarcPart, page_line, write_wacz
from crawler.capture.writer import OPEN
from crawler.errors import UsageError
from khotin.damage import damaged
from pipelines.export import CaptureRow, Captures, Export, Filters, Written, write_binary, write_lines
from pipelines.transactions import timestamp

FORMS: Final = ("cdxj", "wacz")


def exporter(form: str, archive: Path) -> Export:
    """What writes ``form`` (``cdxj`` or ``wacz``) of the archive in the folder ``archive``."""

    def wacz(connection: sqlite3.Connection, filters: Filters, output: Path) -> list[Written]:
        return _wacz(connection, filters, output, archive / "warc")

    return wacz if form == "wacz" else _cdxj


def index_line(row: CaptureRow, parts: Mapping[str, WarcPart]) -> str:
    """The CDXJ line of one capture, its place as in ``parts`` where its file is one of them."""
    name = row.warc.removesuffix(OPEN)
    offset = moved(row.offset, parts[name].holes) if name in parts else row.offset
    fields = {
        "mime": "warc/revisit" if row.record_type == "revisit" else row.media_type or "unk",
        "status": str(row.status),
        "digest": row.digest,
        "length": str(row.length),
        "offset": str(offset),
        "filename": name,
        "method": None if row.method == "GET" else row.method,
    }
    return cdxj_line(row.url, row.captured_at, fields)


def _cdxj(connection: sqlite3.Connection, filters: Filters, output: Path) -> list[Written]:
    since = timestamp(filters.since) if filters.since else None
    captures = Captures(connection, filters.site, since)
    return write_lines(captures.lines(lambda row: index_line(row, {})), output)


def _wacz(connection: sqlite3.Connection, filters: Filters, output: Path, warcs: Path) -> list[Written]:
    if filters.since is not None:
        raise UsageError("--since does not go with --format wacz: a package holds whole WARC files. Leave it out.")
    captures = Captures(connection, filters.site)
    _parts(captures, warcs)  # a file that is missing or cut is an error, and no damage to be left out
    lost = [*damaged(warcs, captures.places())]
    captures.leave_out(place.id for place in lost)
    parts = _parts(captures, warcs)
    if not parts and not lost:  # with nothing but damaged records it is empty, and says so
        raise UsageError(f"There is nothing to pack: no capture of {filters.site or 'any site'} that may be published.")
    pages = (page_line(page.id, page.url, page.captured_at, page.title, page.text) for page in captures.pages())
    contents = Contents(parts.values(), captures.lines(lambda row: index_line(row, parts)), pages)
    (written,) = write_binary(lambda file: write_wacz(file, contents, _about(captures)), output)
    named = [{"warc": place.warc, "offset": place.offset, "url": place.url} for place in lost]
    return [replace(written, damaged=named)]


def _parts(captures: Captures, warcs: Path) -> dict[str, WarcPart]:
    parts = {}
    for warc in captures.warcs():
        size = whole_part(warcs / warc.name, warc.last, warc.end)
        name = warc.name.removesuffix(OPEN)
        parts[name] = WarcPart(name, warcs / name, size, warc.holes)
    return parts


def _about(captures: Captures) -> About:
    front = captures.front()
    return About(
        title=front["name"] if front else "Kho Tin Đoàn",
        description="Web archive of news of Vietnam's youth unions. Rights of the texts: see the sites.",
        software=f"khotin {__version__}",
        created=datetime.now(UTC),
        main_url=front["url"] if front and front["at"] else None,
        main_date=front["at"] if front else None,
    )
