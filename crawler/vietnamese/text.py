"""Vietnamese text made comparable: NFC, clean lines, search keys, one placement of tone marks."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: A site repeats its header, menu and sidebar on every page, so most lines are asked about again and again. Longer
#: lines are an article's own text.
_KEPT: Final = 8192
_SHORT: Final = 160
#: What stands in Vietnamese pages beyond ASCII and is in NFC wherever it stands (ranges of a character class): Latin
#: letters, punctuation and signs, pictures. No combining mark, none that composes with the letter before, no control.
SETTLED: Final = (
    "\u00a0-\u02ff\u1e00-\u1eff\u2002-\u20cf\u2100-\u2125\u2127-\u2129\u212c-\u2328\u232b-\u2ada"
    "\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff"
)
#: Characters that take no room and change no meaning: zero-width marks, soft hyphen, word joiner, byte order mark.
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES: Final = re.compile(r"[\s\u00a0\u3164]+")
#: What a line of ours hardly ever has: invisible characters, look-alikes, the blank that ``str.split`` does not know.
_ODD: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u3164ÐðƉɖ]")
#: Letters of Icelandic, where Ð is a letter of its own and no look-alike of Đ.
_ICELANDIC: Final = re.compile("[þæöÞÆÖ]")
_LOOK_ALIKES: Final = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
#: Pairs for ``str.replace``, which is many times faster than ``str.translate`` on text where few letters change.
_STRAIGHT: Final = (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("–", "-"), ("—", "-"))
_FOLDED: Final = (("đ", "d"), ("Đ", "d"), ("ð", "d"), ("Ð", "d"), ("\u00a0", " "))

#: Accents; U+034F is none.
_MARKS: Final = re.compile("[\u0300-\u034e\u0350-\u036f]+")
#: The five tone marks as combining characters: huyền, sắc, ngã, hỏi, nặng.
TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_TONE_EARLY: Final = re.compile(rf"([oO])([{TONES}])(?=([aAeE]))\3|([uU])([{TONES}])(?=([yY]))\6")
_TONE_ON_QU: Final = re.compile(rf"([qQ][uU])([{TONES}])([aAeEiIoOyY])")
#: In composed text, the few letters together in which a tone mark may have to move.
_MOVABLE: Final = re.compile("[qQ]?[òóõỏọÒÓÕỎỌùúũủụÙÚŨỦỤ]+[^\\W\\d_]")


def nfc(text: str) -> str:
    """The same text in Unicode normal form C (letters with their marks composed)."""
    return unicodedata.normalize("NFC", text)


def nfc_lines(text: str) -> str:
    """``nfc`` of a whole page. A line feed composes with nothing, so that a page of which few lines have marks of their
    own need not be composed anew from end to end, which takes longer than to parse it."""
    return "\n".join([line if line.isascii() else nfc(line) for line in text.split("\n")])


def clean_line(text: str) -> str:
    """One line in NFC: white space (no-break too) folded to single spaces, trimmed; invisible characters dropped;
    the look-alikes ``Ð`` and ``ð`` (U+00D0, U+00F0) made ``Đ`` and ``đ`` unless the line has Icelandic letters."""
    return _kept_clean(text) if len(text) <= _SHORT else _clean(text)


def _clean(text: str) -> str:
    if not text.isascii():
        text = nfc(text)
        if _ODD.search(text):
            return _clean_odd(text)
    # Printable text has no white space but blanks: it need not be taken apart.
    return text.strip(" ") if "  " not in text and text.isprintable() else " ".join(text.split())


def _clean_odd(text: str) -> str:
    line = _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()
    return line if _ICELANDIC.search(line) else line.translate(_LOOK_ALIKES)


def fold(text: str) -> str:
    """Key for loose comparison: no accents, ``đ`` as ``d``, lower case, single spaces. Punctuation stays."""
    if text.isascii():
        return " ".join(text.split()).lower()
    return _kept_fold(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    bare = _replaced(unicodedata.normalize("NFD", _INVISIBLE.sub("", text)), _FOLDED)
    bare = _MARKS.sub("", bare)
    if not bare.isascii():
        bare = "".join([c for c in bare if not unicodedata.combining(c)])
    return _SPACES.sub(" ", bare).strip().lower()


def tone_canonical(text: str) -> str:
    """NFC text in which a tone mark has one place, so that spellings compare: ``hóa`` and ``hoá`` give ``hoá``,
    ``ủy`` and ``uỷ`` give ``uỷ``, ``qúy`` gives ``quý``. For comparison only: never shown, never stored."""
    if text.isascii():
        return text
    return _kept_tone_canonical(text) if len(text) <= _SHORT else _tone_canonical(text)


def _tone_canonical(text: str) -> str:
    composed = nfc(text)
    if _MARKS.search(composed):  # a mark that composes with nothing: the slow way, which sees every mark
        return _by_decomposing(composed)
    return _MOVABLE.sub(lambda m: _moved(m[0]), composed)


def _by_decomposing(text: str) -> str:
    bare = unicodedata.normalize("NFD", text)
    bare = _TONE_EARLY.sub(lambda m: m[1] + m[3] + m[2] if m[1] else m[4] + m[6] + m[5], bare)
    return nfc(_TONE_ON_QU.sub(r"\1\3\2", bare))


def comparison_key(text: str) -> str:
    """Cleaned, lower-cased, tone placement made one, straight quotes and dashes: equal keys are the same words."""
    return _kept_comparison_key(text) if len(text) <= _SHORT else _comparison_key(text)


def _comparison_key(text: str) -> str:
    return key_of_line(clean_line(text))


def key_of_line(line: str) -> str:
    """The comparison key of a line that ``clean_line`` has cleaned already."""
    return _replaced(tone_canonical(line).lower(), _STRAIGHT)


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text


_kept_clean: Final = lru_cache(_KEPT)(_clean)
_kept_fold: Final = lru_cache(_KEPT)(_fold)
_kept_tone_canonical: Final = lru_cache(_KEPT)(_tone_canonical)
_kept_comparison_key: Final = lru_cache(_KEPT)(_comparison_key)
_moved: Final = lru_cache(_KEPT)(_by_decomposing)
