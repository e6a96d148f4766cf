"""The Scrapy item pipeline that types what the spider yields."""

from dataclasses import replace
from typing import TYPE_CHECKING, Self, cast

from pipelines.normalise.normaliser import normalise

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.ports import PageResult
    from crawler.profiles import Profile


class NormalisePipeline:
    """Sets ``article`` of every PageResult that carries a raw article; passes all others on unchanged."""

    def __init__(self, profile: "Profile") -> None:
        self._profile = profile

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Made by Scrapy; the spider has its site's ``profile``."""
        return cls(cast("Profile", crawler.spider.profile))  # type: ignore[union-attr]

    def process_item(self, item: "PageResult") -> "PageResult":
        """The item with its Article; the raw article stays for the record."""
        if item.raw_article is None or item.article is not None:
            return item
        return replace(item, article=normalise(item.raw_article, self._profile))
