"""``/xuat``: the files that ``khotin export`` has put into ``export/`` beside the archive, listed and given out whole.

The list is the export's own manifest. A file is given only while it is as the manifest says, and never when an article
was hidden after it was written, or a site allows less now: it would still tell what is not to be told by now.
"""

import asyncio
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from datasette.utils.asgi import Response

from publish import rows
from publish.answering import archive, folder, missing, page
from publish.pages import HEADERS
from publish.publication import is_masked

#: Order of the formats on the page, the most asked for first.
FORMATS: Final = ("csv", "parquet", "jsonl", "json", "sqlite", "wacz", "cdxj")
_MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "wacz": "application/wacz",
    "cdxj": "text/plain; charset=utf-8",
}
_MANIFEST: Final = "manifest.json"
#: What lies beside the files, without a sum of its own -> format.
_BESIDE: Final = {_MANIFEST: "json", "datapackage.json": "json", "SHA256SUMS": "cdxj"}
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_PIECE: Final = 1 << 18
_RETRY: Final = 60
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file as the manifest has it; ``time`` is when the export read the archive, UTC; ``site`` and ``since`` are
    its filters, null where it has all; ``cut`` says of which sites it has no whole texts: slug to what they allow;
    ``masked``: it has no telephone numbers and e-mail addresses."""

    name: str
    format: str
    rows: int
    bytes: int
    sha256: str
    time: str
    site: str | None
    since: str | None
    cut: Mapping[str, str]
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is not to be told: when an article was last hidden (UTC, None where none is), and the sites that do not
    allow their texts, slug to what they allow."""

    hidden_at: str | None
    sites: Mapping[str, str]

    def outdates(self, file: ExportFile) -> bool:
        """Whether ``file`` may tell something of it: it was written in the second of the last hiding or before, or has
        more of a site's texts than the site allows now."""
        if self.hidden_at is not None and self.hidden_at >= file.time:
            return True
        asked = {slug: allowed for slug, allowed in self.sites.items() if file.site in (None, slug)}
        return any(file.cut.get(slug) not in (allowed, "metadata") for slug, allowed in asked.items())


async def exports(datasette: Any, request: Any) -> Response:
    """``/xuat``: what can be taken away, by format, with rows, sizes, sums and rights."""
    db = archive(datasette)
    files = await asyncio.to_thread(listed, _folder(datasette), await is_masked(db))
    sites = await rows.sites(db)
    withdrawn = _withdrawn(await rows.hidden_at(db), sites)
    shown = [file for file in files if not withdrawn.outdates(file)]
    groups = [(form, [file for file in shown if file.format == form]) for form in FORMATS]
    values = {
        "groups": [(form, members) for form, members in groups if members],
        "outdated": len(files) > len(shown),
        "beside": list(_BESIDE) if shown and len(files) == len(shown) else [],
        "sites": sites,
    }
    return page(datasette, request, "exports.html", values)


async def export_file(datasette: Any, request: Any) -> Response:
    """``/xuat/<name>``: one file, whole; CSV for Excel with ``?bom=1``. 404 where the export has none such, 503 while
    it is being made anew."""
    db = archive(datasette)
    place, name = _folder(datasette), request.url_vars["name"]
    files = await asyncio.to_thread(listed, place, await is_masked(db))
    withdrawn = _withdrawn(await rows.hidden_at(db), await rows.sites(db))
    if name in _BESIDE and files:
        known = not any(map(withdrawn.outdates, files))
        return (_opened(place / name, _BESIDE[name]) if known else None) or _being_remade()
    file = next((file for file in files if file.name == name), None)
    if file is None:
        return missing(datasette, request)
    if withdrawn.outdates(file):
        return _being_remade()
    if request.headers.get("if-none-match") == f'"{file.sha256}"' and not request.args.get("bom"):
        return Response("", status=304, headers={**HEADERS, "etag": f'"{file.sha256}"'})
    answer = _opened(place / name, file.format, file)
    if answer and file.format == "csv" and request.args.get("bom"):
        answer.mark_for_excel()
    return answer or _being_remade()


def listed(folder: Path, masked: bool = False) -> list[ExportFile]:
    """The files in ``folder`` that are as its manifest says, articles before lists; none where there is no export.
    ``masked``: only those without telephone numbers and e-mail addresses."""
    try:
        entries = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))["files"]
        files = [_file(entry) for entry in entries if _PLAIN_NAME.fullmatch(entry["name"])]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    there = [file for file in files if _size(folder / file.name) == file.bytes and masked <= file.masked]
    return sorted(there, key=lambda file: (not file.name.startswith("articles"), file.name))


def _file(entry: dict[str, Any]) -> ExportFile:
    return ExportFile(
        name=entry["name"], format=entry["format"], rows=int(entry["rows"]), bytes=int(entry["bytes"]),
        sha256=str(entry["sha256"]), time=str(entry["time"]), site=entry["filters"]["site"],
        since=entry["filters"]["since"], cut=dict(entry["cut"]), masked=bool(entry.get("masked")),
    )  # fmt: skip


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() and not path.is_symlink() else -1


def _folder(datasette: Any) -> Path:
    return folder(datasette) / "export"


def _withdrawn(hidden_at: str | None, sites: Iterable[rows.Row]) -> Withdrawn:
    return Withdrawn(
        hidden_at, {row["slug"]: row["rights_publish"] for row in sites if row["rights_publish"] != "full"}
    )


def _being_remade() -> Response:
    headers = {**HEADERS, "retry-after": str(_RETRY)}
    return Response("Being made anew, try again later.\n", 503, headers, "text/plain; charset=utf-8")


def _opened(path: Path, form: str, file: ExportFile | None = None) -> "_Download | None":
    """The file at ``path``, None where it is not as listed; once open it stays the same when an export replaces it."""
    try:
        opened = path.open("rb")
    except OSError:
        return None
    size = opened.seek(0, 2)
    if file is not None and size != file.bytes:
        opened.close()
        return None
    opened.seek(0)
    headers = {
        **HEADERS,
        "content-length": str(size),
        "content-disposition": f'attachment; filename="{path.name}"',
        "cache-control": "no-cache",
    }
    if file is not None:
        headers |= {"etag": f'"{file.sha256}"', "x-row-count": str(file.rows)}
    return _Download(opened, size, headers, _MEDIA_TYPES.get(form, "application/octet-stream"))


class _Download(Response):  # type: ignore[misc] # Datasette ships no types
    """An open file, sent in pieces. One that ends early breaks the connection off, so that a reader sees it."""

    def __init__(self, file: IO[bytes], size: int, headers: dict[str, str], content_type: str) -> None:
        super().__init__("", headers=headers, content_type=content_type)
        self._file, self._left, self._mark = file, size, b""

    def mark_for_excel(self) -> None:
        """Put the mark in front that Excel knows UTF-8 by, where the file has none."""
        if self._file.read(len(_BOM)) != _BOM:
            self._mark = _BOM
        self._file.seek(0)
        self.headers["content-length"] = str(self._left + len(self._mark))
        self.headers.pop("etag", None)

    async def asgi_send(self, send: Any) -> None:
        headers = {**self.headers, "content-type": self.content_type}
        raw = [[name.encode(), value.encode()] for name, value in headers.items()]
        try:
            await send({"type": "http.response.start", "status": self.status, "headers": raw})
            if self._mark:
                await send({"type": "http.response.body", "body": self._mark, "more_body": True})
            while self._left:
                piece = await asyncio.to_thread(self._file.read, min(_PIECE, self._left))
                if not piece:
                    raise OSError(f"{self._file.name} ended {self._left} bytes early")
                self._left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._file.close()
