"""What a reader typed, as an FTS5 expression that never errors.

The index folds every Vietnamese accent except đ (``unicode61 remove_diacritics 2``), so a ``d`` typed without its
stroke is looked for as d and as đ. A typed đ means đ.
"""

import itertools
import re
from dataclasses import dataclass
from typing import Final

from publish.abbreviations import same
from publish.spelling import has_accents, nfc, words

MAX_LETTERS: Final = 400  # more is no question but a paste; each word costs index reads
MAX_WORDS: Final = 24
_MAX_FORMS: Final = 64  # spellings of one phrase: 2 to the number of its bare d's

#: An optional minus, then a quoted phrase (a missing end quote ends with the text) or a run without spaces.
_PART: Final = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<run>[^\s"]+))')
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A parsed question: ``plain`` words in order (each a phrase of its own: ``65-KH`` is two words side by side),
    ``quoted`` phrases that must stand, ``excluded`` phrases that must not; ``cut``: too long to use whole;
    ``expand``: abbreviations are looked for in their long form too, and the other way round."""

    text: str
    plain: tuple[Phrase, ...] = ()
    quoted: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    cut: bool = False
    expand: bool = False

    def __bool__(self) -> bool:
        return bool(self.plain or self.quoted)

    @property
    def accented(self) -> bool:
        """Whether accents were typed, so that articles with exactly these come first."""
        return any(has_accents(word) for phrase in (*self.plain, *self.quoted) for word in phrase)

    @property
    def expandable(self) -> bool:
        """Whether a word or phrase has another form that ``expand`` would look for."""
        return any(map(same, (*self.plain, *self.quoted)))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The phrases to find with exact accents: the plain words as one phrase, then each quoted phrase."""
        together = " ".join(word for phrase in self.plain for word in phrase)
        return tuple(filter(None, (together, *(" ".join(phrase) for phrase in self.quoted))))

    def broad(self) -> str:
        """FTS5 expression: all words and phrases, anywhere."""
        form = _any_form_or_same if self.expand else _any_form
        return self._expression([form(phrase) for phrase in (*self.plain, *self.quoted)])

    def narrow(self) -> str | None:
        """FTS5 expression: the plain words side by side in this order; None where that says no more than ``broad``."""
        if len(self.plain) < 2:
            return None
        together = tuple(word for phrase in self.plain for word in phrase)
        if _count_forms(together) > _MAX_FORMS:
            return None
        return self._expression([_any_form(phrase) for phrase in (together, *self.quoted)])

    def _expression(self, required: list[str]) -> str:
        expression = " AND ".join(required)
        if self.excluded:
            expression = f"({expression}) NOT ({' OR '.join(_any_form(phrase) for phrase in self.excluded)})"
        return expression


def parse(text: str, expand: bool = False) -> SearchQuery:
    """Read ``text`` as typed: words, "quoted phrases" (any quote marks), -excluded words. Any text is valid; one
    without a word to look for gives a query that is false."""
    shown = " ".join(nfc(text).replace("\x00", " ").split())
    plain: list[Phrase] = []
    quoted: list[Phrase] = []
    excluded: list[Phrase] = []
    left, cut = MAX_WORDS, len(shown) > MAX_LETTERS
    for part in _PART.finditer(shown[:MAX_LETTERS].translate(_QUOTES)):
        phrase = tuple(words(part["phrase"] or part["run"] or ""))
        cut = cut or len(phrase) > left
        phrase = phrase[:left]
        left -= len(phrase)
        if phrase:
            target = excluded if part["minus"] else quoted if part["phrase"] else plain
            target.append(phrase)
    return SearchQuery(shown, tuple(plain), tuple(quoted), tuple(excluded), cut, expand)


def _count_forms(phrase: Phrase) -> int:
    return 1 << sum(word.count("d") for word in phrase)


def _any_form(phrase: Phrase) -> str:
    """A phrase in every spelling of its d's; one with too many is asked for word by word."""
    if _count_forms(phrase) > _MAX_FORMS:
        if len(phrase) == 1:
            return f'"{phrase[0]}"'
        return "(" + " AND ".join(_any_form((word,)) for word in phrase) + ")"
    forms = [f'"{" ".join(form)}"' for form in itertools.product(*(_spellings(word) for word in phrase))]
    return forms[0] if len(forms) == 1 else f"({' OR '.join(forms)})"


def _any_form_or_same(phrase: Phrase) -> str:
    """A phrase, or another form of it: an abbreviation's long form, a long form's abbreviation."""
    forms = [_any_form(phrase), *(_any_form(tuple(words(other))) for other in same(phrase))]
    return forms[0] if len(forms) == 1 else f"({' OR '.join(forms)})"


def _spellings(word: str) -> list[str]:
    choices = [("đ", "d") if letter == "d" else (letter,) for letter in word]
    return ["".join(letters) for letters in itertools.product(*choices)]
