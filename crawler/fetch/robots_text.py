"""What an answer to /robots.txt means, and what is said about it."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from scrapy.exceptions import IgnoreRequest

from crawler.page import Signal
from crawler.ports import KeptRobots

if TYPE_CHECKING:
    from scrapy.http import Response

#: Only this much of a robots.txt counts (RFC 9309, 2.5).
SIZE_LIMIT: Final = 500 * 1024
#: Redirects followed on the way to a robots.txt (RFC 9309, 2.3.1.2).
REDIRECTS: Final = 5
#: How long an answer counts, and how long the last good one counts while there is no new one.
CACHE_TIME: Final = timedelta(hours=24)
RETAIN_TIME: Final = timedelta(days=30)


_OURS: Final = re.compile(r"(?i)(?:^|(?<=[\r\n]))([ \t]*user[- ]?agent[ \t]*:[ \t]*khotin)(?![\w-])[^\r\n#]*")


class RobotsDisallowedError(IgnoreRequest):
    """The site's robots.txt forbids this URL. The page is refused; nothing was fetched."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt answered 5xx or nothing: until it answers, that whole host is forbidden (RFC 9309, 2.3.1.4)."""


def text_of(response: "Response") -> str:
    """The rules' text in an answer to /robots.txt; empty where there are none, which allows all. Raises
    RobotsUnreachableError for 5xx, 429 and redirects that lead nowhere."""
    if response.status >= 500 or response.status == 429:
        raise RobotsUnreachableError(f"{response.url} answers {response.status}")
    if 300 <= response.status < 400:
        raise RobotsUnreachableError(f"{response.url} only leads on, after {REDIRECTS} redirects or to nowhere")
    if response.status != 200:
        return ""
    body = response.body[:SIZE_LIMIT]
    if len(response.body) > SIZE_LIMIT:
        body = body[
            : max(body.rfind(b"\n"), body.rfind(b"\r")) + 1
        ]  # half a line may forbid, or allow, more than the whole
    return body.decode("utf-8-sig", errors="replace").replace("\0", "")


def for_us(text: str) -> str:
    """The rules with our groups named by our product token alone: who copies ``khotin/0.2 (+contact)`` out of a log
    means us, also when the version is another (RFC 9309, 2.2.1)."""
    return _OURS.sub(r"\1", text)


def clamped(origin: str, asked: float, kept: float) -> Signal:
    """The issue of a Crawl-delay that is not kept in full."""
    return Signal(
        "robots.crawl_delay",
        f"robots.txt of {origin} asks for {asked:g} seconds between two requests; {kept:g} are kept.",
        "Where that is too fast for the site, give its profile a longer delay.",
        "info",
    )


def retained(problem: RobotsUnreachableError, kept: KeptRobots) -> Signal:
    """The issue of a robots.txt that gives no answer while the last good one still counts."""
    return Signal(
        "robots.retained",
        f"{problem}; the rules of {kept.fetched_at:%Y-%m-%d} are kept to.",
        f"Nothing to do: after {RETAIN_TIME.days} days without an answer nothing of that host is asked for any more.",
        "info",
    )
