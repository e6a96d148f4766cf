"""Records that a web archive names and that cannot be read any more: looked for before a package is made of them.

Each record is a gzip member with a sum of its own, so to unpack it tells whether its bytes are those that were written.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import IO, Final, cast

from isal import isal_zlib

from crawler.capture.reader import open_warc
from crawler.errors import ArchiveError
from pipelines.export import Place

_PIECE: Final = 256 * 1024
_BEGIN: Final = b"WARC/"
_Spoilt: Final = cast("type[Exception]", isal_zlib.error)  # its stub calls the class an instance


def damaged(warcs: Path, places: Iterable[Place]) -> Iterator[Place]:
    """Those of ``places`` (in the order of files and bytes) that hold no whole record, in the folder ``warcs``."""
    for name, records in groupby(places, lambda place: place.warc):
        try:
            with open_warc(warcs / name) as file:
                yield from (place for place in records if not is_whole(file, place.offset, place.length))
        except OSError as problem:
            raise ArchiveError(f"{warcs / name} cannot be read: {problem.strerror}. Check the disk.") from problem


def is_whole(file: IO[bytes], offset: int, length: int) -> bool:
    """Whether the ``length`` bytes at ``offset`` are one gzip member, unpack to what its sum says, and are a record."""
    machine, left, begin = isal_zlib.decompressobj(31), length, b""
    file.seek(offset)
    try:
        while not machine.eof:
            stored = machine.unconsumed_tail or file.read(min(left, _PIECE))
            if not stored:
                return False
            left -= 0 if machine.unconsumed_tail else len(stored)
            unpacked = machine.decompress(stored, _PIECE)
            begin = begin or unpacked[: len(_BEGIN)]
    except _Spoilt:
        return False
    return begin == _BEGIN and not left and not machine.unused_data
