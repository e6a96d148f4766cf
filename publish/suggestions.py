"""Spelling help where nothing was found: words that the archive has, one slip away from those that it has not."""

import json
from typing import Any, Final

from publish.search_query import SearchQuery
from publish.spelling import fold

_LETTERS: Final = "abcdeghiklmnopqrstuvxy"  # those of Vietnamese words, accents folded
_MAX_WORDS: Final = 6
_MAX_LENGTH: Final = 24
_ENOUGH: Final = 200  # articles; a word found in more is common, and counting on would only cost

#: How many articles hold each of the given forms, stopping at _ENOUGH; forms that none holds are left out.
_COUNTS: Final = f"""
    select form.value as form, (select count(*) from (
      select 1 from article_texts_fts where article_texts_fts match '"' || form.value || '"' limit {_ENOUGH})) as n
    from json_each(:forms) form where n > 0"""


async def suggestion(db: Any, query: SearchQuery) -> str | None:
    """The question with unknown words replaced by known ones, without accents; None where no better is known.

    Each unknown word costs about as many index look-ups as it has slips, some hundreds of microseconds.
    """
    typed = [fold(word) for phrase in (*query.plain, *query.quoted) for word in phrase]
    if not typed or len(typed) > _MAX_WORDS:
        return None
    known = await _counted(db, sorted({form for word in typed for form in _with_stroke(word)}))
    better = [word if _best(word, known) else await _nearest(db, word) for word in typed]
    return " ".join(better) if better != typed else None


async def _nearest(db: Any, word: str) -> str:
    """The most frequent form one slip away from ``word``, or ``word`` itself."""
    if not 2 < len(word) <= _MAX_LENGTH:
        return word
    forms = sorted(slips(word))
    counts = await _counted(db, sorted({form for slip in forms for form in _with_stroke(slip)}))
    found = [(_best(form, counts), form) for form in forms]
    return max(found, default=(0, word))[1] if any(count for count, _ in found) else word


def slips(word: str) -> set[str]:
    """Forms that differ from ``word`` by one letter left out, put in, changed or exchanged, or by a missing space."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in halves if b}
    exchanged = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in halves if b for letter in _LETTERS}
    put_in = {a + letter + b for a, b in halves for letter in _LETTERS}
    parted = {f"{a} {b}" for a, b in halves if len(a) > 1 and len(b) > 1}
    return {form for form in left_out | exchanged | changed | put_in | parted if len(form) > 1} - {word}


def _with_stroke(form: str) -> tuple[str, ...]:
    """``form`` and, as the index keeps đ apart, ``form`` with its first d's as đ: a word has one at its beginning."""
    stroked = " ".join("đ" + word[1:] if word.startswith("d") else word for word in form.split())
    return (form,) if stroked == form else (form, stroked)


def _best(form: str, counts: dict[str, int]) -> int:
    return max(counts.get(one, 0) for one in _with_stroke(form))


async def _counted(db: Any, forms: list[str]) -> dict[str, int]:
    result = await db.execute(_COUNTS, {"forms": json.dumps(forms)}, truncate=False, custom_time_limit=2_000)
    return {row["form"]: row["n"] for row in result.rows}
