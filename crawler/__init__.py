"""From a site to a RawArticle: profiles, discovery, fetch, capture, extraction and the Vietnamese language."""

from typing import Final

__version__: Final = "0.1.0"

#: Raised by one whenever a rule of extraction changes what some page gives; stored with every version row.
EXTRACTOR_VERSION: Final = 1
