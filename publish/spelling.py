"""Vietnamese spelling for search: Unicode form, words, tone placement, accents.

``publish`` reads only the archive's database and knows no other package, so the little of the language that search
needs stands here.
"""

import re
import unicodedata
from typing import Final

#: Letters that look like đ/Đ and are not; legacy texts and keyboards give them.
_LOOKALIKES: Final = str.maketrans({"ð": "đ", "Ð": "Đ", "ɖ": "đ", "Ɖ": "Đ"})

#: A word as the index sees it: letters and digits, nothing else.
_WORD: Final = re.compile(r"[^\W_]+")

#: Open syllables in which the tone mark may stand on either vowel (hoà = hòa, khoẻ = khỏe, thuý = thúy), not after q.
_SHIFTED: Final = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])")


def nfc(text: str) -> str:
    """Compose ``text`` (NFC) and repair look-alikes of đ; marks that cannot be composed are dropped."""
    composed = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
    return "".join(letter for letter in composed if unicodedata.category(letter) != "Mn")


def words(text: str) -> list[str]:
    """The words of an NFC ``text`` in order, in lower case, punctuation dropped: ``65-KH/TĐTN`` gives 65, kh, tđtn."""
    return _WORD.findall(text.lower())


def exact(text: str) -> str:
    """``text`` for comparison by exact accents: lower case, words by single spaces, tone marks placed the old way."""
    return " ".join(_SHIFTED.sub(_old_placement, word) for word in words(nfc(text)))


def fold(text: str) -> str:
    """``text`` without any accents, đ as d, lower case, words by single spaces: for loose comparison only."""
    decomposed = unicodedata.normalize("NFD", exact(text)).replace("đ", "d")
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


def has_accents(text: str) -> bool:
    """Whether the writer of ``text`` used Vietnamese letters; then accents are meant."""
    return any(letter.isalpha() and not letter.isascii() for letter in text)


def _old_placement(match: re.Match[str]) -> str:
    first, second = match.group()[0], unicodedata.normalize("NFD", match.group()[1])
    return unicodedata.normalize("NFC", first + second[1:]) + second[0]
