"""A web archive packed as one WACZ file: WARCs, index, pages and their sums in a ZIP, written as a stream.

Format: Web Archive Collection Zipped 1.1.1. WARCs and the compressed index are stored, so that a reader may fetch any
record by its place in the ZIP. The index is a ZipNum CDXJ: gzip members of some lines each, and a list of the members.
"""

import gzip
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from crawler.capture.members import Holes, copied

VERSION: Final = "1.1.1"
#: Index lines in one gzip member: what a reader has to unpack to find one capture.
_LINES: Final = 1024


@dataclass(frozen=True, slots=True)
class WarcPart:
    """What goes in of one WARC: the first ``size`` bytes of the file ``path``, under ``name``, without ``holes``."""

    name: str
    path: Path
    size: int
    holes: Holes = ()


@dataclass(frozen=True, slots=True)
class About:
    """What the package says of itself. ``created`` is aware; ``main_url`` is the page that a reader opens first, and
    ``main_date`` its capture's time (UTC, ISO 8601)."""

    title: str
    description: str
    software: str
    created: datetime
    main_url: str | None = None
    main_date: str | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a WACZ holds: WARCs, sorted CDXJ lines and page lines, each without line feed."""

    warcs: Iterable[WarcPart]
    index: Iterable[str]
    pages: Iterable[str]


def page_line(number: str, url: str, captured_at: str, title: str | None, text: str) -> str:
    """One page of ``pages.jsonl``; ``captured_at`` is UTC, ``2026-11-23T05:38:00Z``."""
    page = {"id": number, "url": url, "ts": captured_at, "title": title or url, "text": text}
    return json.dumps(page, ensure_ascii=False)


def write_wacz(file: IO[bytes], contents: Contents, about: About) -> int:
    """Write the package to ``file`` (seekable, empty); returns how many captures its index has. Whatever ``contents``
    raises is raised; the file is then no ZIP."""
    with zipfile.ZipFile(file, "w") as package:
        wacz = _Package(package, about.created)
        for part in contents.warcs:
            wacz.add(f"archive/{part.name}", copied(part.path, part.size, part.holes))
        index = _Index(contents.index)
        wacz.add("indexes/index.cdx.gz", index.members())
        wacz.add("indexes/index.idx", index.places(), compress=True)
        wacz.add("pages/pages.jsonl", _pages(contents.pages), compress=True)
        description = _json(_datapackage(wacz.resources, about))
        wacz.add("datapackage.json", [description], compress=True)
        digest = {"path": "datapackage.json", "hash": wacz.resources[-1]["hash"]}
        wacz.add("datapackage-digest.json", [_json(digest)], compress=True)
    return index.count


class _Package:
    """A ZIP in the making that keeps name, size and sum of each file."""

    def __init__(self, package: zipfile.ZipFile, created: datetime) -> None:
        self._zip, self._time = package, created.astimezone(UTC).timetuple()[:6]
        self.resources: list[dict[str, Any]] = []

    def add(self, path: str, pieces: Iterable[bytes], compress: bool = False) -> None:
        entry = zipfile.ZipInfo(path, self._time)
        entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        entry.external_attr = 0o644 << 16
        total, size = hashlib.sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                total.update(piece)
                size += len(piece)
        name = path.rpartition("/")[2].lower()
        self.resources.append({"name": name, "path": path, "hash": f"sha256:{total.hexdigest()}", "bytes": size})


class _Index:
    """Sorted CDXJ lines as gzip members, and afterwards the list that says where each member begins."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines, self.count = iter(lines), 0
        self._places: list[str] = []

    def members(self) -> Iterator[bytes]:
        offset = 0
        while block := list(islice(self._lines, _LINES)):
            member = gzip.compress("".join(line + "\n" for line in block).encode(), mtime=0)
            place = {"offset": offset, "length": len(member), "digest": f"sha256:{hashlib.sha256(member).hexdigest()}",
                     "filename": "index.cdx.gz"}  # fmt: skip
            self._places.append(f"{' '.join(block[0].split(' ', 2)[:2])} {json.dumps(place)}\n")
            offset += len(member)
            self.count += len(block)
            yield member

    def places(self) -> Iterator[bytes]:
        yield b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n'
        for place in self._places:
            yield place.encode()


def _pages(lines: Iterable[str]) -> Iterator[bytes]:
    yield b'{"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": true}\n'
    for line in lines:
        yield line.encode() + b"\n"


def _datapackage(resources: list[dict[str, Any]], about: About) -> dict[str, Any]:
    moment = about.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    main = {"mainPageUrl": about.main_url, "mainPageDate": about.main_date}
    return {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": about.title,
        "description": about.description,
        "created": moment,
        "modified": moment,
        "software": about.software,
        **{name: value for name, value in main.items() if value},
        "resources": list(resources),
    }


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
