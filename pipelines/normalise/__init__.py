"""RawArticle to Article: ``normalise(raw, profile)``, and the Scrapy pipeline that calls it."""

from pipelines.normalise.normaliser import normalise
from pipelines.normalise.pipeline import NormalisePipeline

__all__ = ["NormalisePipeline", "normalise"]
