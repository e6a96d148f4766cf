"""A WARC file as a row of gzip members: where the whole part of a growing file ends, and copies with members left out.

Each record is a member of its own (ISO 28500, annex D), so that any may be left out and the rest stay readable.
"""

import os
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from crawler.capture.reader import open_warc
from crawler.capture.writer import OPEN
from crawler.errors import ArchiveError

#: (offset, length) in bytes, sorted, none overlapping another.
Holes = Sequence[tuple[int, int]]
_PIECE: Final = 256 * 1024


def moved(offset: int, holes: Holes) -> int:
    """Where the record at ``offset`` lies in a copy without ``holes``."""
    return offset - sum(length for _, length in holes[: bisect_left(holes, (offset, 0))])


def whole_part(warc: Path, last: int, end: int) -> int:
    """How many bytes of ``warc`` are whole records. ``last`` is the offset of a record known to be whole, ``end`` where
    the known records end. ArchiveError where the file is not there or is shorter than they need."""
    try:
        with open_warc(warc) as file:
            growing = file.name.endswith(OPEN)
            whole = _last_member_end(file, last) if growing else file.seek(0, os.SEEK_END)
    except OSError as problem:
        raise ArchiveError(
            f"{warc} cannot be read: {problem.strerror}. Put it back, or crawl its site again."
        ) from problem
    if whole < end:
        raise ArchiveError(
            f"{warc} holds {whole} bytes of whole records; the archive knows of {end}. Put the whole file back, or "
            "crawl its site again: what is lost is then marked and fetched anew."
        )
    return whole


def copied(warc: Path, size: int, holes: Holes) -> Iterator[bytes]:
    """The first ``size`` bytes of ``warc`` without ``holes``, in pieces. ArchiveError where they cannot be read."""
    try:
        with open_warc(warc) as file:
            at = 0
            for offset, length in (*holes, (size, 0)):
                yield from _pieces(file, at, min(offset, size) - at)
                at = offset + length
    except OSError as problem:
        raise ArchiveError(f"{warc} cannot be read: {problem.strerror}. Check the disk and export again.") from problem


def _pieces(file: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    file.seek(start)
    while length > 0:
        piece = file.read(min(length, _PIECE))
        if not piece:
            raise ArchiveError(f"{file.name} became shorter while it was copied. Export again.")
        length -= len(piece)
        yield piece


def _last_member_end(file: IO[bytes], start: int) -> int:
    """Where the last whole gzip member ends of those that follow each other from byte ``start`` on."""
    end = start
    while (length := _member_length(file, end)) is not None:
        end += length
    return end


def _member_length(file: IO[bytes], start: int) -> int | None:
    """Stored bytes of the gzip member that begins at ``start``; None where none does, or where it is not whole."""
    machine, read = zlib.decompressobj(31), 0
    file.seek(start)
    try:
        while not machine.eof:
            stored = machine.unconsumed_tail or file.read(_PIECE)
            if not stored:
                return None
            read += 0 if machine.unconsumed_tail else len(stored)
            machine.decompress(stored, _PIECE)
    except zlib.error:
        return None
    return read - len(machine.unused_data)
