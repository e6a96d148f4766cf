"""How far what was read of the cases is what their pages say: precision and recall, field by field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from crawler.article import Article
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Profile
from crawler.vietnamese.text import comparison_key
from pipelines.normalise import normalise
from tests.page_cases.cases import Case
from tests.page_cases.wrapping import Wrapping, page

FIELDS = ("title", "published", "author", "read_count", "captions")


@dataclass
class Score:
    """Values that the pages say, that were read, and that are both; and what went wrong."""

    said: int = 0
    read: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the values read that are right; 1 where none was read."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """Share of the values said that were read."""
        return self.right / self.said if self.said else 1.0


def score(
    cases: Iterable[Case], wrappings: Iterable[Wrapping], site: Callable[[Case], tuple[str, Profile]]
) -> dict[str, Score]:
    """By field; ``site`` gives the URL and the profile with which a case's page is read."""
    scores = {name: Score() for name in FIELDS}
    kinds = list(wrappings)
    for case in cases:
        for wrapping in kinds:
            url, profile = site(case)
            raw = read(parse_page(page(case, wrapping), "text/html; charset=utf-8", url), profile).article
            found = shown(normalise(raw, profile)) if raw else {}
            for name in FIELDS:
                _count(scores[name], said(case, name), found.get(name, set()), f"{wrapping.__name__:10} {url[:90]}")
    return scores


def said(case: Case, name: str) -> set[str]:
    """What the person read, in the form of ``shown``."""
    value = case.says.get(name)
    values = value if isinstance(value, list) else [value]
    return {_shape(name, item) for item in values if item is not None}


def shown(article: Article) -> dict[str, set[str]]:
    """The fields of an article in a form to compare."""
    stamp = article.published_at.isoformat() if article.published_at else None
    if stamp and article.published_precision == "day":
        stamp = stamp[:10]
    byline = article.byline or ""
    values: dict[str, list[Any]] = {
        "title": [article.title],
        "published": [stamp],
        "author": [byline.partition(": ")[2] or byline or None],
        "read_count": [article.read_count],
        "captions": [image.caption for image in article.images],
    }
    return {name: {_shape(name, item) for item in items if item is not None} for name, items in values.items()}


def table(scores: dict[str, Score]) -> str:
    """The scores to look at."""
    rows = [f"{name:12}{s.precision:9.3f}{s.recall:9.3f}{s.said:7}{s.read:7}{s.right:7}" for name, s in scores.items()]
    return "\n".join([f"{'':12}precision   recall   said   read  right", *rows])


def _shape(name: str, value: Any) -> str:
    text = str(value)
    if name == "published":
        return text[:16]
    return comparison_key(text).strip("() .") if name in ("author", "captions", "title") else text


def _count(score: Score, said: set[str], read: set[str], place: str) -> None:
    score.said += len(said)
    score.read += len(read)
    score.right += len(said & read)
    score.wrong += [f"{place}\n    read {value!r}, not said {sorted(said)}" for value in sorted(read - said)]
    score.wrong += [f"{place}\n    said {value!r}, not read" for value in sorted(said - read)]
