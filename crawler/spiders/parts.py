"""What the pages of a divided article mean for the frontier: pure, the same for a crawl and for captures read again."""

from dataclasses import replace
from typing import Final

from crawler.article import RawArticle
from crawler.discovery.urls import PRIORITY, link_to
from crawler.page import PageKind
from crawler.ports import PageResult
from crawler.profiles import Profile

#: What a later page is, as the reason of its row in ``pages``.
FURTHER: Final = "further_page"
#: Before the next article, so that texts are whole early.
FIRST_OF_ARTICLES: Final = PRIORITY[PageKind.ARTICLE] + 2


def leading_on(result: PageResult, first: RawArticle, profile: Profile) -> PageResult:
    """The result of a first page, leading to the later ones before anything else."""
    links = [link_to(url, profile, PageKind.ARTICLE) for url in first.next_pages]
    wanted = {link.url for link in links}
    kept = [link for link in result.links if link.url not in wanted]
    further = [replace(link, priority=FIRST_OF_ARTICLES, id_space=None, source_id=None) for link in links]
    return replace(result, links=(*further, *kept))


def leading_back(result: PageResult, later: RawArticle, profile: Profile) -> PageResult:
    """The result of a later page, leading to the first one, which is not known yet."""
    return replace(result, links=(link_to(later.first_page, profile, PageKind.ARTICLE), *result.links))


def without_article(result: PageResult) -> PageResult:
    """The result of a later page by itself: it is no article."""
    return replace(result, reason=FURTHER, raw_article=None)
