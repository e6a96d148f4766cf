"""The files of an export: written beside their place under a temporary name, synced, then renamed. All or an error."""

import csv
import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Final, TypeAlias

from crawler.errors import ArchiveError, DiskFullError
from pipelines.export.formulas import guarded
from pipelines.export.rows import SCALARS

#: CSV file of each list -> its columns after the key; a tag is a plain string.
LIST_FILES: Final = {
    "authors": ("name", "unit", "role"),
    "flags": ("kind", "text", "url", "first_captured_at", "last_captured_at"),
    "related": ("url", "title", "kind"),
    "images": ("url", "caption", "credit", "alt"),
    "attachments": ("url", "name", "media_type"),
    "tags": ("tag",),
}
BOM: Final = "\ufeff"
#: ``article_url`` ends each list file, since the three keys before do not name an article without an id of the site's.
KEY: Final = ("site", "id_space", "source_id", "position")

_Objects: TypeAlias = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an export: name, rows, size in bytes, SHA-256 as hex; its format where that is another than the
    whole export's, what it was asked to be besides, and what it should hold but could not be read (``warc``,
    ``offset``, ``url``)."""

    name: str
    rows: int
    bytes: int
    sha256: str
    format: str = ""
    options: Mapping[str, bool] = field(default_factory=dict)
    damaged: Sequence[Mapping[str, Any]] = ()


class _Out:
    """A text file in the making that counts its rows and bytes and sums as it goes."""

    def __init__(self, path: Path) -> None:
        self.path, self.rows, self.size, self._sum = path, 0, 0, hashlib.sha256()
        self.temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        self.file: IO[bytes] = self.temporary.open("wb")

    def write(self, text: str) -> int:
        data = text.encode()
        self._sum.update(data)
        self.size += len(data)
        return self.file.write(data)

    def close(self, *, keep: bool) -> None:
        if keep:
            self.file.flush()
            os.fsync(self.file.fileno())
        self.file.close()
        if not keep:
            self.temporary.unlink(missing_ok=True)

    def sum_up(self) -> None:
        """Take size and sum from what lies on the disk: for what was not written from start to end."""
        self.file.flush()
        with self.temporary.open("rb") as file:
            self.size, self._sum = 0, hashlib.sha256()
            while piece := file.read(1 << 20):
                self._sum.update(piece)
                self.size += len(piece)

    def written(self) -> Written:
        return Written(self.path.name, self.rows, self.size, self._sum.hexdigest())


@contextmanager
def _files(paths: Iterable[Path]) -> Iterator[list[_Out]]:
    """Open temporary files for ``paths``; put all in place at the end, or remove all when anything is raised."""
    outs: list[_Out] = []
    try:
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            outs.append(_Out(path))
        yield outs
        for out in outs:
            out.close(keep=True)
        for out in outs:
            out.temporary.replace(out.path)
    except BaseException as problem:
        with ExitStack() as stack:
            for out in outs:
                stack.callback(out.close, keep=False)
        if isinstance(problem, OSError):
            raise _named(problem, outs) from problem
        raise


def _named(problem: OSError, outs: list[_Out]) -> ArchiveError | DiskFullError:
    where = problem.filename or (outs[-1].path if outs else "the export")
    if problem.errno == errno.ENOSPC:
        return DiskFullError(f"The disk is full: {where} was not written. Free some space and export again.")
    return ArchiveError(f"The export cannot be written: {where}: {problem.strerror}. Choose another --output.")


def write_jsonl(objects: _Objects, path: Path) -> list[Written]:
    """One object a line, UTF-8, to the file ``path``."""
    with _files([path]) as (out,):
        for item in objects:
            out.write(json.dumps(item, ensure_ascii=False) + "\n")
            out.rows += 1
    return [out.written()]


def write_json(objects: _Objects, path: Path) -> list[Written]:
    """The same objects in one array, one a line, to the file ``path``."""
    with _files([path]) as (out,):
        out.write("[")
        for item in objects:
            out.write((",\n" if out.rows else "\n") + json.dumps(item, ensure_ascii=False))
            out.rows += 1
        out.write("\n]\n")
    return [out.written()]


def write_csv(objects: _Objects, folder: Path, *, bom: bool = False, exact: bool = False) -> list[Written]:
    """RFC 4180 files into ``folder``: articles.csv with the scalar keys, and one file for each list. A text that a
    spreadsheet would run begins with an apostrophe (see ``formulas``) unless ``exact``; ``bom`` puts the mark in front
    that Excel knows UTF-8 by."""
    names = ("articles", *LIST_FILES)
    with _files([folder / f"{name}.csv" for name in names]) as outs:
        writers = {name: _Rows(out, exact=exact) for name, out in zip(names, outs, strict=True)}
        for out in outs:
            out.write(BOM if bom else "")
        writers["articles"].writerow(SCALARS)
        for name, columns in LIST_FILES.items():
            writers[name].writerow((*KEY, *columns, "article_url"))
        counts = dict(zip(names, outs, strict=True))
        for item in objects:
            writers["articles"].writerow([item[key] for key in SCALARS])
            counts["articles"].rows += 1
            for name in LIST_FILES:
                rows = list(_list_rows(item, name))
                for row in rows:
                    writers[name].writerow(row)
                counts[name].rows += len(rows)
    return [replace(out.written(), options={"bom": bom, "exact": exact}) for out in outs]


class _Rows:
    """Rows of one CSV file: numbers as they are, texts guarded against spreadsheets unless ``exact``."""

    def __init__(self, out: _Out, *, exact: bool) -> None:
        self._writer, self._exact = csv.writer(out, lineterminator="\r\n"), exact

    def writerow(self, values: Iterable[Any]) -> None:
        if self._exact:
            self._writer.writerow(values)
        else:
            self._writer.writerow([guarded(value) if isinstance(value, str) else value for value in values])


def _list_rows(item: Mapping[str, Any], name: str) -> Iterator[tuple[Any, ...]]:
    """Rows of one list of one article; positions count from 1 in the page's order."""
    for position, entry in enumerate(item[name], 1):
        values = [entry] if isinstance(entry, str) else [entry[column] for column in LIST_FILES[name]]
        yield (item["site"], item["id_space"], item["source_id"], position, *values, item["url"])


def write_lines(lines: Iterable[str], path: Path) -> list[Written]:
    """One line of text each, UTF-8, to the file ``path``."""
    with _files([path]) as (out,):
        for line in lines:
            out.write(line + "\n")
            out.rows += 1
    return [out.written()]


def write_binary(fill: Callable[[IO[bytes]], int], path: Path) -> list[Written]:
    """What ``fill`` writes into the (seekable) file ``path``; it returns how many rows those are."""
    with _files([path]) as (out,):
        out.rows = fill(out.file)
        out.sum_up()
    return [out.written()]


def write_texts(texts: Mapping[Path, str]) -> None:
    """Each text to its file, all or none."""
    with _files(texts) as outs:
        for out, text in zip(outs, texts.values(), strict=True):
            out.write(text)


def as_text(value: Any) -> str:
    """``value`` as indented JSON that people read too."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
