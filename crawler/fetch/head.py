"""The head of an HTTP/1 response, mended where an old server writes what no grammar allows.

The WARC keeps what was sent; only what is read is mended. Each mend has a name, so that it can be counted. The grammar
is RFC 9112; what is accepted beyond it is what browsers and curl accept.
"""

import re
from typing import Final

_TOKEN: Final = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
#: A head that needs no mending, apart from doubled framing headers.
_CLEAN: Final = re.compile(
    rb"HTTP/1\.[01] [1-9]\d\d(?: [\t\x20-\x7e\x80-\xff]*)?\r\n"
    rb"(?:" + _TOKEN + rb":[\t\x20-\x7e\x80-\xff]*\r\n)*\r\n"
)
#: Headers that say where the body ends; a second one is looked at.
_FRAMING: Final = re.compile(rb"\n(?:content-length|transfer-encoding):[ \t]*([^\r\n]*)", re.IGNORECASE)
_STATUS_LINE: Final = re.compile(
    rb"(HTTP|ICY)(?:/(\d)(?:\.(\d+))?)?[ \t]+([1-9]\d\d)(?![0-9])[ \t]*(.*)", re.IGNORECASE
)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]+")
_NAME: Final = re.compile(_TOKEN)
#: More digits than this are no length of anything, and h11 refuses them.
_LENGTH: Final = re.compile(rb"[0-9]{1,18}")


def repaired(head: bytes) -> tuple[bytes, tuple[str, ...]] | None:
    """A head that h11 reads, and the names of what was mended in it, sorted. ``head`` ends with its blank line. None
    where it begins with no status line: HTTP/0.9, or no HTTP at all."""
    if _CLEAN.fullmatch(head) and _framing_is_plain(head):
        return head, ()
    mends: set[str] = set()
    lines = _unfolded(_lines(head, mends), mends)
    if not lines or (status := _status_line(lines[0], mends)) is None:
        return None
    fields = [field for line in lines[1:] if (field := _field(line, mends)) is not None]
    kept = _framed(fields, mends)
    return b"".join((status, *(b"%b: %b\r\n" % field for field in kept), b"\r\n")), tuple(sorted(mends))


def status_of(head: bytes) -> int | None:
    """The status that a head's first line says, as ``repaired`` reads it; None where it is no status line."""
    match = _STATUS_LINE.match(head.lstrip(b"\r\n").split(b"\n", 1)[0])
    return None if match is None else int(match[4])


def _framing_is_plain(head: bytes) -> bool:
    said = [value.strip() for value in _FRAMING.findall(head)]
    return len(said) <= 1 and all(_LENGTH.fullmatch(value) or value.lower() == b"chunked" for value in said)


def _lines(head: bytes, mends: set[str]) -> list[bytes]:
    if head[:1] in (b"\r", b"\n"):
        mends.add("blank-before-status")
        head = head.lstrip(b"\r\n")
    if head.count(b"\n") != head.count(b"\r\n"):
        mends.add("bare-lf")
    return [line.removesuffix(b"\r") for line in head.rstrip(b"\r\n").split(b"\n")]


def _unfolded(lines: list[bytes], mends: set[str]) -> list[bytes]:
    """Lines with their continuations (obs-fold, RFC 9112 5.2) joined to them."""
    whole: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and len(whole) > 1:
            mends.add("folded")
            whole[-1] += b" " + line.strip()
        else:
            whole.append(line)
    return whole


def _status_line(line: bytes, mends: set[str]) -> bytes | None:
    match = _STATUS_LINE.match(line)
    if match is None:
        return None
    minor = b"0" if match[3] == b"0" and match[2] == b"1" else b"1"
    reason = _CONTROL.sub(b" ", match[5]).strip()
    clean = b"HTTP/1.%b %b %b" % (minor, match[4], reason)
    if clean.rstrip() != line.rstrip():
        mends.add("status-line")
    return clean.rstrip() + b"\r\n"


def _field(line: bytes, mends: set[str]) -> tuple[bytes, bytes] | None:
    """Name and value of a header line; None where it is none (a PHP warning, a name with a blank inside)."""
    name, colon, value = line.partition(b":")
    if not colon or not _NAME.fullmatch(name.strip()):
        mends.add("no-header" if not colon else "name")
        return None
    if name != name.strip():
        mends.add("blank-before-colon")
    if _CONTROL.search(value):
        mends.add("control-character")
        value = _CONTROL.sub(b" ", value)
    return name.strip(), value.strip()


def _framed(fields: list[tuple[bytes, bytes]], mends: set[str]) -> list[tuple[bytes, bytes]]:
    """The fields with one Content-Length, the last that is a number (as curl has it), and one Transfer-Encoding, which
    is ``chunked`` or nothing."""
    lengths = [value for name, value in fields if name.lower() == b"content-length"]
    codings = [value.lower() for name, value in fields if name.lower() == b"transfer-encoding"]
    kept = [field for field in fields if field[0].lower() not in (b"content-length", b"transfer-encoding")]
    numbers = [part for value in lengths for part in value.replace(b" ", b"").split(b",") if _LENGTH.fullmatch(part)]
    if len(lengths) > 1 or (lengths and lengths != numbers):
        mends.add("content-length")
    if numbers:
        kept.append((b"Content-Length", numbers[-1]))
    if codings and codings != [b"chunked"]:
        mends.add("transfer-encoding")
    if any(b"chunked" in coding for coding in codings):
        kept.append((b"Transfer-Encoding", b"chunked"))
    return kept
