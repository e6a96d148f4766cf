"""All kinds of the zoo."""

from tests.crawler.fetch.zoo.endings import ENDINGS
from tests.crawler.fetch.zoo.framing import FRAMING
from tests.crawler.fetch.zoo.heads import HEADS

KINDS = (*HEADS, *FRAMING, *ENDINGS)
BY_NAME = {kind.name: kind for kind in KINDS}
