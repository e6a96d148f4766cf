"""The SpiderLoader: every profile is a spider, named by its slug (``scrapy list``, ``scrapy crawl kien_giang``)."""

from typing import Any

from crawler.profile_files import find, load, names
from crawler.spiders.news import NewsSpider


class ProfileLoader:
    """Scrapy's spider loader over ``crawler/sites/*.toml``; there is one spider class, and a subclass a profile."""

    def __init__(self, settings: Any) -> None:
        """``settings`` is not read: the profiles are files of the package."""

    @classmethod
    def from_settings(cls, settings: Any) -> "ProfileLoader":
        """Scrapy's constructor."""
        return cls(settings)

    def load(self, spider_name: str) -> type[NewsSpider]:
        """The spider of one site. Raises KeyError, as Scrapy expects, where there is no such profile."""
        if spider_name not in names():
            raise KeyError(f"there is no site {spider_name!r}; `scrapy list` shows all")
        return spider_for(spider_name)

    def find_by_request(self, request: Any) -> list[str]:
        """Slugs of the sites that a request's host belongs to."""
        slug = find(request.url).slug
        return [slug] if slug in names() else []

    def list(self) -> list[str]:
        """Slugs of all sites, sorted."""
        return names()


def spider_for(slug: str) -> type[NewsSpider]:
    """A NewsSpider class bound to one profile."""
    return type(f"NewsSpider_{slug}", (NewsSpider,), {"name": slug, "profile": load(slug)})
