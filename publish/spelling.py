"""Vietnamese spelling for search: Unicode form, words, tone placement, accents.

``publish`` reads only the archive's database and knows no other package, so the little of the language that search
needs stands here.
"""

import re
import unicodedata
from typing import Final

#: Letters that look like đ/Đ and are not; legacy texts and keyboards give them.
_LOOKALIKES: Final = str.maketrans({"ð": "đ", "Ð": "Đ", "ɖ": "đ", "Ɖ": "Đ"})

#: Blocks that hold letters, figures and punctuation only, no mark that combines: nearly every text is of these.
_WITHOUT_MARKS: Final = re.compile("[\x00-\u02ff\u1e00-\u1fff\u2000-\u206f\u20a0-\u20bf]*")

#: Latin letters with accents, to those without.
_BARE: Final = {ord("đ"): "d", ord("Đ"): "d"} | {
    code: base
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x2000))
    if (base := unicodedata.normalize("NFD", chr(code))[0]).isascii() and base.isalpha()
}

#: A word as the index sees it: letters and digits, nothing else.
_WORD: Final = re.compile(r"[^\W_]+")

#: Open syllables in which the tone mark may stand on either vowel (hoà = hòa, khoẻ = khỏe, thuý = thúy), not after q.
_SHIFTED: Final = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])")
#: The same with the mark on the first vowel.
_UNSHIFTED: Final = re.compile(r"(?<!q)(?:[òóỏõọ][ae]|[ùúủũụ]y)(?![^\W\d_])")


def nfc(text: str) -> str:
    """Compose ``text`` (NFC) and repair look-alikes of đ; marks that cannot be composed are dropped."""
    composed = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
    if _WITHOUT_MARKS.fullmatch(composed):
        return composed
    return "".join(letter for letter in composed if unicodedata.category(letter) != "Mn")


def words(text: str) -> list[str]:
    """The words of an NFC ``text`` in order, in lower case, punctuation dropped: ``65-KH/TĐTN`` gives 65, kh, tđtn."""
    return _WORD.findall(text.lower())


def exact(text: str) -> str:
    """``text`` for comparison by exact accents: lower case, words by single spaces, tone marks placed the old way."""
    return " ".join(_SHIFTED.sub(_old_placement, word) for word in words(nfc(text)))


class Spelling:
    """A phrase with its exact accents, to be looked for in many texts: between its words may stand anything that is no
    word, and a tone mark on either vowel (``hoà``, ``hòa``)."""

    def __init__(self, phrase: str) -> None:
        self._forms = [_placements(word) for word in words(nfc(phrase))]
        patterns = [f"(?:{'|'.join(forms)})" if len(forms) > 1 else forms[0] for forms in self._forms]
        self._whole = _ending(r"[\W_]+".join(patterns))
        self._parts = [_ending(pattern) for pattern in patterns]

    def stands_in(self, text: str) -> bool:
        """Whether the phrase is in ``text``, which is NFC and in lower case."""
        # Most texts fail at the first test, which is many times faster than the second.
        return all(any(form in text for form in forms) for forms in self._forms) and _stands(self._whole, text)

    def share(self, text: str) -> float:
        """The share (0..1) of the phrase's words that are in ``text``, which is NFC and in lower case."""
        return sum(_stands(part, text) for part in self._parts) / len(self._parts)


def _ending(pattern: str) -> re.Pattern[str]:
    """``pattern`` where a word ends with it. That one begins there is seen to by ``_stands``: a look behind would keep
    the search from leaping to the first letters."""
    return re.compile(rf"{pattern}(?![^\W_])")


def _stands(pattern: re.Pattern[str], text: str) -> bool:
    match = pattern.search(text)
    while match is not None:
        start = match.start()
        if not start or not text[start - 1].isalnum():
            return True
        match = pattern.search(text, start + 1)
    return False


def _placements(word: str) -> list[str]:
    """``word`` (lower case) with its tone mark on either vowel of an open syllable."""
    return list(dict.fromkeys((_SHIFTED.sub(_old_placement, word), _UNSHIFTED.sub(_new_placement, word))))


def fold(text: str) -> str:
    """``text`` without any accents, đ as d, lower case, words by single spaces: for loose comparison only."""
    bare = " ".join(words(nfc(text).translate(_BARE)))
    if bare.isascii():
        return bare
    decomposed = unicodedata.normalize("NFD", exact(text)).replace("đ", "d")
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


def has_accents(text: str) -> bool:
    """Whether the writer of ``text`` used Vietnamese letters; then accents are meant."""
    return any(letter.isalpha() and not letter.isascii() for letter in text)


def _old_placement(match: re.Match[str]) -> str:
    first, second = match.group()[0], unicodedata.normalize("NFD", match.group()[1])
    return unicodedata.normalize("NFC", first + second[1:]) + second[0]


def _new_placement(match: re.Match[str]) -> str:
    first, second = unicodedata.normalize("NFD", match.group()[0]), match.group()[1]
    return first[0] + unicodedata.normalize("NFC", second + first[1:])
