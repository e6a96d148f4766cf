"""Reading: what extraction makes of one page."""

from dataclasses import dataclass
from enum import StrEnum

from crawler.article import ArticleKind, RawArticle
from crawler.page import Signal


class ReadingKind(StrEnum):
    """What a page turned out to be, by its content. The first four carry an article, the others none.

    ``empty`` is the site's template without an article (an enumerated id that does not exist); ``error`` an error
    message; ``unknown`` a page on which nothing could be told (no text, not HTML).
    """

    ARTICLE = "article"
    DOCUMENT = "document"
    PAGE = "page"
    EXTERNAL = "external"
    LISTING = "listing"
    EMPTY = "empty"
    ERROR = "error"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """``kind`` (a ReadingKind, compares equal to its string), the article where the kind carries one, and signals."""

    kind: str
    article: RawArticle | None = None
    signals: tuple[Signal, ...] = ()


def of_article(article: RawArticle, signals: tuple[Signal, ...] = ()) -> Reading:
    """The reading of a page that is an article: its kind is the article's."""
    return Reading(str(ArticleKind(article.kind)), article, signals)
