"""SiteMemory: what is known to repeat on a site's pages. Learned by ``extract.memory``, kept in ``site_memories``."""

import json
from dataclasses import dataclass
from typing import Final

from crawler.vietnamese.text import comparison_key


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """What was learned of a site: comparison keys of the ``lines`` that its template prints, and ``declared`` values
    that are the same on all pages (``name=value``). ``version`` 0 knows nothing."""

    version: int = 0
    lines: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()

    def repeats(self, text: str) -> bool:
        """Whether a line is the template's."""
        return bool(self.lines) and comparison_key(text) in self.lines

    def with_more(self, other: "SiteMemory") -> "SiteMemory":
        """What both know, as the next version of this one: a site that was redesigned has pages of both designs."""
        return SiteMemory(self.version + 1, self.lines | other.lines, self.declared | other.declared)

    def is_outdated_by(self, other: "SiteMemory") -> bool:
        """Whether less than half of what was learned of newer pages is known here."""
        return 2 * len(other.lines & self.lines) < len(other.lines)

    def to_json(self) -> str:
        """As it is stored, without its version."""
        return json.dumps({"lines": sorted(self.lines), "declared": sorted(self.declared)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, version: int, data: str) -> "SiteMemory":
        """What ``to_json`` gave."""
        stored = json.loads(data)
        return cls(version, frozenset(stored["lines"]), frozenset(stored["declared"]))


#: What is known of a site before anything was learned.
NOTHING: Final = SiteMemory()
