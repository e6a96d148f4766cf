"""``/xuat``: the files that ``khotin export`` has put into ``export/`` beside the archive, listed and given out whole.

The list is the export's own manifest. A file is given only while it is as the manifest says, and never when an article
was hidden after it was written: it would still tell what is hidden by now.
"""

import asyncio
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from datasette.utils.asgi import Response

from publish import rows
from publish.answering import archive, missing, page
from publish.pages import HEADERS

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


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file as the manifest has it; ``time`` is when the export read the archive, UTC; ``site`` and ``since`` are
    its filters, null where it has all."""

    name: str
    format: str
    rows: int
    bytes: int
    sha256: str
    time: str
    site: str | None
    since: str | None


async def exports(datasette: Any, request: Any) -> Response:
    """``/xuat``: what can be taken away, by format, with rows, sizes, sums and rights."""
    db = archive(datasette)
    files = await asyncio.to_thread(listed, _folder(db))
    hidden_at = await rows.hidden_at(db)
    shown = [file for file in files if not _outdated(file, hidden_at)]
    groups = [(form, [file for file in shown if file.format == form]) for form in FORMATS]
    values = {
        "groups": [(form, members) for form, members in groups if members],
        "outdated": len(files) > len(shown),
        "beside": list(_BESIDE) if shown and len(files) == len(shown) else [],
        "sites": await rows.sites(db),
    }
    return page(datasette, request, "exports.html", values)


async def export_file(datasette: Any, request: Any) -> Response:
    """``/xuat/<name>``: one file, whole; 404 where the export has none such, 503 while it is being made anew."""
    db = archive(datasette)
    folder, name = _folder(db), request.url_vars["name"]
    files = await asyncio.to_thread(listed, folder)
    hidden_at = await rows.hidden_at(db)
    if name in _BESIDE and files:
        known = not any(_outdated(file, hidden_at) for file in files)
        return _opened(folder / name, _BESIDE[name]) if known else _being_remade()
    file = next((file for file in files if file.name == name), None)
    if file is None:
        return missing(datasette, request)
    if _outdated(file, hidden_at):
        return _being_remade()
    if request.headers.get("if-none-match") == f'"{file.sha256}"':
        return Response("", status=304, headers={**HEADERS, "etag": f'"{file.sha256}"'})
    return _opened(folder / name, file.format, file)


def listed(folder: Path) -> list[ExportFile]:
    """The files in ``folder`` that are as its manifest says, articles before lists; none where there is no export."""
    try:
        entries = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))["files"]
        files = [_file(entry) for entry in entries if _PLAIN_NAME.fullmatch(entry["name"])]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    there = [file for file in files if _size(folder / file.name) == file.bytes]
    return sorted(there, key=lambda file: (not file.name.startswith("articles"), file.name))


def _file(entry: dict[str, Any]) -> ExportFile:
    return ExportFile(
        name=entry["name"], format=entry["format"], rows=int(entry["rows"]), bytes=int(entry["bytes"]),
        sha256=str(entry["sha256"]), time=str(entry["time"]), site=entry["filters"]["site"],
        since=entry["filters"]["since"],
    )  # fmt: skip


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() and not path.is_symlink() else -1


def _folder(db: Any) -> Path:
    return Path(db.path).parent / "export"


def _outdated(file: ExportFile, hidden_at: str | None) -> bool:
    """Whether an article was hidden in the second of the export or later."""
    return hidden_at is not None and hidden_at >= file.time


def _being_remade() -> Response:
    headers = {**HEADERS, "retry-after": str(_RETRY)}
    return Response("Being made anew, try again later.\n", 503, headers, "text/plain; charset=utf-8")


def _opened(path: Path, form: str, file: ExportFile | None = None) -> Response:
    """The file at ``path``; what was opened stays the same file when an export replaces it meanwhile."""
    try:
        opened = path.open("rb")
    except OSError:
        return _being_remade()
    size = opened.seek(0, 2)
    if file is not None and size != file.bytes:
        opened.close()
        return _being_remade()
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
        self._file, self._left = file, size

    async def asgi_send(self, send: Any) -> None:
        headers = {**self.headers, "content-type": self.content_type}
        raw = [[name.encode(), value.encode()] for name, value in headers.items()]
        try:
            await send({"type": "http.response.start", "status": self.status, "headers": raw})
            while self._left:
                piece = await asyncio.to_thread(self._file.read, min(_PIECE, self._left))
                if not piece:
                    raise OSError(f"{self._file.name} ended {self._left} bytes early")
                self._left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._file.close()
