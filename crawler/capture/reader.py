"""One record back out of a WARC, by its offset."""

from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.errors import CaptureError


@dataclass(frozen=True, slots=True)
class Recorded:
    """A response as it lies in a WARC: ``body`` decoded of its content-encoding, header repeats kept."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def content_type(self) -> str | None:
        """The Content-Type header, whole, or None."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), None)


def read_record(warc: Path, offset: int) -> Recorded:
    """The response record at ``offset`` bytes. Raises CaptureError where the file or the record is not there."""
    try:
        with warc.open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(file)), None)
            if record is None or record.rec_type != "response" or record.http_headers is None:
                raise CaptureError(f"{warc.name}: no response record at byte {offset}; check the file's digest.")
            return Recorded(
                url=record.rec_headers.get_header("WARC-Target-URI"),
                status=int(record.http_headers.get_statuscode()),
                headers=tuple(record.http_headers.headers),
                body=record.content_stream().read(),
            )
    except (OSError, ArchiveLoadFailed) as problem:
        raise CaptureError(f"{warc.name}: the record at byte {offset} cannot be read: {problem}") from problem
