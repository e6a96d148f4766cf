"""WARC/1.1 records (ISO 28500:2017) out of an exchange, as bytes, each a gzip member of its own.

The blocks are the socket's bytes, unchanged. Bytes that do not belong to the final message (1xx heads before it, bytes
behind it) and what no header of ours has a place for lie in metadata records beside it: in the response's block they
would make readers take the wrong status or a longer body.
"""

import base64
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from isal import igzip

from crawler.capture.exchange import Exchange
from crawler.ports import CaptureRecord

#: WARC's URIs for the two kinds of revisit.
SAME_PAYLOAD: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
#: igzip's middle level: nine times faster than zlib's usual one, files a tenth larger.
LEVEL: Final = 2
_HTTP_RESPONSE: Final = "application/http; msgtype=response"

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Written:
    """An exchange as it will lie in a file: gzip members, the response (or revisit) first; its length in bytes, its
    payload digest, its kind and the capture it refers to."""

    members: tuple[bytes, ...]
    digest: str
    record_type: str
    refers_to: int | None

    @property
    def length(self) -> int:
        """Bytes of the first member."""
        return len(self.members[0])


def digest_of(data: bytes) -> str:
    """WARC's form of a SHA-1: ``sha1:`` and base32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def record(kind: str, fields: Fields, block: bytes) -> bytes:
    """One record as a gzip member. ``fields`` follow WARC-Type; Content-Length and the block's digest are added."""
    lines = [f"WARC/1.1\r\nWARC-Type: {kind}\r\n"]
    lines += [f"{name}: {value}\r\n" for name, value in fields]
    lines.append(f"WARC-Block-Digest: {digest_of(block)}\r\nContent-Length: {len(block)}\r\n\r\n")
    return igzip.compress(b"".join(("".join(lines).encode("utf-8"), block, b"\r\n\r\n")), compresslevel=LEVEL, mtime=0)


def warcinfo(name: str, now: datetime, info: Mapping[str, str]) -> bytes:
    """The record that opens a file: who wrote it, with what, for which site."""
    block = "".join(f"{key}: {value}\r\n" for key, value in info.items() if value).encode("utf-8")
    fields = (*_identity(now), ("WARC-Filename", name), ("Content-Type", "application/warc-fields"))
    return record("warcinfo", fields, block)


def records_of(exchange: Exchange, known: CaptureRecord | None) -> Written:
    """All records of an exchange. With ``known``, the capture of this URL that we have, an answer that brings the same
    payload again (or 304) becomes a revisit of it: head only."""
    payload_digest = digest_of(exchange.payload)
    profile = _revisits(exchange, known, payload_digest)
    first_id = _record_id()
    if profile is not None and known is not None:
        digest = known.digest if profile == NOT_MODIFIED else payload_digest
        first = _revisit(exchange, known, profile, (first_id, digest))
    else:
        digest = payload_digest
        first = _response(exchange, first_id, digest)
    request = record(
        "request",
        (*_about(exchange, _record_id()), ("WARC-Concurrent-To", first_id),
         ("Content-Type", "application/http; msgtype=request")),
        exchange.sent,
    )  # fmt: skip
    refers_to = known.id if profile is not None and known is not None else None
    kind = "response" if profile is None else "revisit"
    return Written((first, request, *_metadata(exchange, first_id)), digest, kind, refers_to)


def stray(url: str, data: bytes, now: datetime) -> bytes:
    """Bytes that came on an idle connection after the answer for ``url``, when nobody had asked."""
    fields = (*_identity(now), ("WARC-Target-URI", url), ("Content-Type", "application/octet-stream"))
    return record("metadata", fields, data)


def _revisits(exchange: Exchange, known: CaptureRecord | None, digest: str) -> str | None:
    if known is None or known.id is None or exchange.truncated is not None or known.url != exchange.url:
        return None
    if exchange.status == 304:
        return NOT_MODIFIED
    same = exchange.status == known.status and digest == known.digest and exchange.payload
    return SAME_PAYLOAD if same else None


def _response(exchange: Exchange, record_id: str, digest: str) -> bytes:
    fields = [*_about(exchange, record_id), ("WARC-Payload-Digest", digest)]
    if exchange.truncated:
        fields.append(("WARC-Truncated", exchange.truncated))
    # Without a head it is no HTTP message, and whoever reads the file must not look for one.
    fields.append(("Content-Type", _HTTP_RESPONSE if exchange.head_length else "application/octet-stream"))
    return record("response" if exchange.head_length else "resource", fields, exchange.received)


def _revisit(exchange: Exchange, known: CaptureRecord, profile: str, names: tuple[str, str]) -> bytes:
    fields = (
        *_about(exchange, names[0]),
        ("WARC-Profile", profile),
        ("WARC-Refers-To-Target-URI", known.url),
        ("WARC-Refers-To-Date", _date(known.captured_at)),
        ("WARC-Payload-Digest", names[1]),
        ("Content-Type", _HTTP_RESPONSE),
    )
    return record("revisit", fields, exchange.received[: exchange.head_length])


def _metadata(exchange: Exchange, first_id: str) -> list[bytes]:
    """What the exchange had beside request and final message."""
    refers = ("WARC-Refers-To", first_id)
    said = []
    notes = {
        "repaired": ", ".join(exchange.repaired),
        "via": "proxy" if exchange.proxied else "",
        "tls": "certificate not verified" if exchange.tls_verified is False else "",
        "bytes-before": "1xx heads, in the next record" if exchange.interim else "",
        "bytes-behind": "after the message's end, in the last record" if exchange.excess else "",
    }
    if any(notes.values()):
        block = "".join(f"{name}: {value}\r\n" for name, value in notes.items() if value).encode("ascii")
        said.append((("Content-Type", "application/warc-fields"), block))
    if exchange.interim:
        said.append((("Content-Type", _HTTP_RESPONSE), exchange.interim))
    if exchange.excess:
        said.append((("Content-Type", "application/octet-stream"), exchange.excess))
    return [record("metadata", (*_about(exchange, _record_id()), refers, kind), block) for kind, block in said]


def _about(exchange: Exchange, record_id: str) -> list[tuple[str, str]]:
    fields = [("WARC-Record-ID", record_id), ("WARC-Date", _date(exchange.captured_at)),
              ("WARC-Target-URI", exchange.url)]  # fmt: skip
    return [*fields, ("WARC-IP-Address", exchange.ip)] if exchange.ip else fields


def _identity(now: datetime) -> tuple[tuple[str, str], ...]:
    return (("WARC-Record-ID", _record_id()), ("WARC-Date", _date(now)))


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
