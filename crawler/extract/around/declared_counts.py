"""Read counts as machines are told them: schema.org's ``interactionStatistic``, and ``UserPageVisits:123`` before."""

import json
import re

from crawler.page import Page

#: What every name of such a count holds; most pages hold none, and are not searched.
_NAME = "nteractionCount"
_MICRODATA = (
    "//*[@itemprop='interactionCount' or @itemprop='userInteractionCount']/@content"
    " | //*[@itemprop='interactionCount' or @itemprop='userInteractionCount'][not(@content)]/text()"
)
_VISITS = re.compile(r"^\s*(?:(?P<kind>User\w+)\s*:\s*)?(?P<n>\d[\d.,]*)\s*$")
_READ_ACTIONS = ("ReadAction", "ViewAction", "WatchAction")


def declared_count(page: Page) -> str | None:
    """How often the article was read, as its microdata or JSON-LD declares it; None where it declares nothing, or
    several articles do (a list)."""
    if _NAME not in page.source:
        return None
    tree = page.tree
    found = [count for value in tree.xpath(_MICRODATA) if (count := _visits(str(value)))]
    if len(found) == 1:
        return found[0]
    if found:
        return None
    for script in tree.xpath("//script[@type='application/ld+json'][contains(., 'nteractionCount')]"):
        count = _of_json(script.text or "")
        if count:
            return count
    return None


def _visits(value: str) -> str | None:
    found = _VISITS.match(value)
    if found is None or (found["kind"] or "UserPageVisits") not in ("UserPageVisits", "UserInteraction"):
        return None
    return found["n"]


def _of_json(text: str) -> str | None:
    try:
        nodes = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return None
    while nodes:
        node = nodes.pop()
        if isinstance(node, list):
            nodes.extend(node)
        elif isinstance(node, dict):
            kind = str(node.get("interactionType") or "")
            count = node.get("userInteractionCount")
            if count is not None and any(action in kind for action in _READ_ACTIONS):
                return str(count)
            nodes.extend(value for value in node.values() if isinstance(value, dict | list))
    return None
