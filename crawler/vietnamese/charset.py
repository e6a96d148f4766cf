"""Bytes of a page to NFC text (decision 9): what the bytes are goes before what the page says they are."""

import codecs
import re
from collections.abc import Callable, Iterator
from typing import Final

from crawler.page import Decoding
from crawler.vietnamese.legacy import from_tcvn3, from_vni
from crawler.vietnamese.syllables import share_of_syllables
from crawler.vietnamese.text import SETTLED, nfc_lines

#: Share of valid multi-byte sequences from which bytes count as UTF-8 with some damage.
_UTF8_SHARE: Final = 0.999
#: A candidate must beat the ones before it by this much: ties go to the declared, then to the commoner charset.
_MARGIN: Final = 0.01
_HEADER_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
#: What does not end goes to the end of the page, so that nothing is looked through twice.
_MARKUP: Final = re.compile(
    r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^>]*(?:>|\Z)", re.DOTALL | re.IGNORECASE
)
_SCORED: Final = 200_000
#: What a page is written in for the most part: printable ASCII, tab, line feed, carriage return.
_PLAIN: Final = bytes({*range(0x20, 0x80), 0x09, 0x0A, 0x0D})
_UNSETTLED: Final = re.compile(f"[^{SETTLED}]")
#: Where a page is searched for the word first, and how long a declaration is at most.
_HEAD, _DECLARATION = 2048, 200
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OWN: Final[dict[str, Callable[[str], str]]] = {"tcvn3": from_tcvn3, "vni": from_vni}


def settled(body: bytes) -> str | None:
    """The text of ``body`` where it is UTF-8 in NFC without control characters as it stands, which nearly every page
    is: then decoding needs no second look at what is plain ASCII. None for everything else."""
    try:
        if _UNSETTLED.search(body.translate(None, _PLAIN).decode("utf-8")):
            return None
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def decode(body: bytes, content_type: str | None) -> tuple[str, Decoding]:
    """Text of ``body`` in NFC, and how it was read. ``content_type`` is the header's value or None.

    A byte order mark decides; then valid UTF-8, or UTF-8 of which at least 99.9 % of the multi-byte sequences are
    valid; else the candidate (declared, windows-1252, windows-1258, UTF-8, TCVN3, VNI) that gives the highest share of
    valid Vietnamese syllables. Undecodable sequences become U+FFFD and are counted; never raises.
    """
    declared = declared_charset(body, content_type)
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _result(body.removeprefix(mark) if name == "utf-8" else body, name, declared)
    wide = _utf16_without_mark(body)
    if wide:
        return _result(body, wide, declared)
    try:
        return nfc_lines(body.decode("utf-8")), Decoding(declared, "utf-8")
    except UnicodeDecodeError:
        pass
    if _valid_share(body) >= _UTF8_SHARE:
        return _result(body, "utf-8", declared)
    return _result(body, _best(body, declared), declared)


def declared_charset(body: bytes, content_type: str | None) -> str | None:
    """Charset that the header names, else the one in the page's own ``meta`` or XML declaration; lower case."""
    header = _HEADER_CHARSET.search(content_type or "")
    if header:
        return header[1].lower()
    word = body.find(b"charset", 0, _HEAD)
    if word > 0 and not body[:_HEAD].lstrip().startswith(b"<?"):
        tag = body[max(0, body.rfind(b"<", 0, word)) : word + _DECLARATION]
        if named := _named_in(tag):
            return named  # without looking through all of the head
    return _named_in(body)


def _named_in(markup: bytes) -> str | None:
    """The charset that markup names in its ``meta`` or XML declaration, lower case."""
    from bs4.dammit import EncodingDetector  # takes long to import, and most servers say the charset themselves

    return EncodingDetector.find_declared_encoding(markup, is_html=True)


def _valid_share(body: bytes) -> float:
    """Share of valid ones among the multi-byte sequences of ``body`` read as UTF-8."""
    text = body.decode("utf-8", "surrogateescape")
    wide = sum(1 for c in text if c > "\x7f")
    bad = sum(1 for c in text if "\udc80" <= c <= "\udcff")
    return (wide - bad) / wide if wide else 1.0


def _utf16_without_mark(body: bytes) -> str | None:
    """UTF-16 shows itself by a NUL in every second byte of the markup, whatever is declared."""
    head = body[:400]
    if len(head) < 20 or head.count(0) < len(head) // 4:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _candidates(body: bytes, declared: str | None) -> Iterator[str]:
    """Charsets to try, likelier first, each once."""
    meta = _named_in(body)
    seen: set[str] = set()
    for name in (declared, meta, "cp1252", "cp1258", "utf-8", "tcvn3", "vni"):
        canonical = _codec_name(name)
        # UTF-16 without its NULs is a false declaration; decoding by it would give Chinese.
        if canonical and canonical not in seen and not canonical.startswith(("utf-16", "utf-32")):
            seen.add(canonical)
            yield canonical


def _codec_name(name: str | None) -> str | None:
    """Python's name of a charset, browsers' reading of Latin-1 and ASCII as windows-1252; None if unknown."""
    if not name:
        return None
    if name in _OWN:
        return name
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return "cp1252" if found in {"iso8859-1", "ascii"} else found


def _best(body: bytes, declared: str | None) -> str:
    best, best_share = "cp1252", -1.0
    for name in _candidates(body, declared):
        share, _ = share_of_syllables(_MARKUP.sub(" ", _read(body[:_SCORED], name)[0]))
        if share > best_share + _MARGIN:
            best, best_share = name, share
    return best


def _read(body: bytes, charset: str) -> tuple[str, int]:
    """NFC text of ``body`` in ``charset``, and how many sequences could not be read."""
    own = _OWN.get(charset)
    if own:
        return own(body.decode("latin-1")), 0
    try:
        text = body.decode(charset, "replace")
    except (LookupError, ValueError, AssertionError):  # codecs that are no text encodings (hex, idna, rot13)
        text = body.decode("cp1252", "replace")
    return nfc_lines(text), text.count("\ufffd")


def _result(body: bytes, charset: str, declared: str | None) -> tuple[str, Decoding]:
    text, bad = _read(body, charset)
    return text, Decoding(declared, charset, bad)
