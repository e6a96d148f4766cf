"""The Scrapy add-on that wires the archive into a crawl: which store, which item pipelines."""

from typing import Any


class ArchiveAddon:
    """Named in ``crawler/settings.py``, so that ``crawler`` need not import ``pipelines``."""

    def update_settings(self, settings: Any) -> None:
        """Put in the store factory and the pipelines, unless a project says otherwise."""
        settings.set("STORE_FACTORY", "pipelines.store.open_store", "addon")
        pipelines = settings.getdict("ITEM_PIPELINES")
        pipelines.setdefault("crawler.spiders.joining.JoinPipeline", 50)
        pipelines.setdefault("pipelines.normalise.NormalisePipeline", 100)
        pipelines.setdefault("pipelines.earlier.EarlierPipeline", 150)
        pipelines.setdefault("pipelines.store.StorePipeline", 200)
        settings.set("ITEM_PIPELINES", pipelines, "addon")
