"""How often and how many at once may ask what is dear: searches, CSV, SQL, files to take away, captured records."""

import math
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Final

from datasette.utils.asgi import Response

from publish.pages import HEADERS

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

_DEAR: Final = re.compile(r"/tim-kiem(?:\.\w+)?$|/xuat/|/ban-ghi$|\.(?:csv|jsonl?|jsono)$|/-/query$")
_DEAR_QUESTION: Final = re.compile(rb"(?:^|&)(?:sql|_search|_facet\w*|_stream|_where|\w+__\w+)=", re.IGNORECASE)
#: Readers whose requests are remembered; those who have waited longest, and so may ask again, are forgotten first.
_READERS: Final = 10_000
_SAID: Final = (
    "Bạn hỏi nhanh quá. Xin thử lại sau {wait} giây.\nYou are asking too fast. Please try again in {wait} seconds.\n"
)


@dataclass(slots=True)
class Pace:
    """``rate``: dear requests a minute of one reader (an address; of IPv6 its /64 network), as many of them at once
    after a rest, 0 for no bound; ``at_once``: dear requests of all that are being answered, 0 for no bound. A reader on
    the same machine has no rate. Shared by all editions of a copy; used on one event loop. ``clock`` in seconds."""

    rate: float = 0
    at_once: int = 0
    clock: Callable[[], float] = time.monotonic
    busy: int = 0
    _full_at: dict[str, float] = field(default_factory=dict)

    def wait(self, reader: str) -> int:
        """Seconds until ``reader`` may ask; 0 where now, and then this request is counted."""
        if self.at_once and self.busy >= self.at_once:
            return 1
        if not self.rate or not (name := _network(reader)):
            return 0
        now, step = self.clock(), 60 / self.rate
        full_at = max(self._full_at.pop(name, now), now) + step  # taken out and put in again: the newest stands last
        late = full_at - now - max(60.0, step)
        self._full_at[name] = full_at if late <= 0 else full_at - step
        if len(self._full_at) > _READERS:
            del self._full_at[next(iter(self._full_at))]
        return max(0, math.ceil(late))


def _network(reader: str) -> str:
    """Whom an address stands for; empty for this machine itself. One of IPv6 readers can have 2**64 addresses."""
    try:
        address = ip_address(reader)
    except ValueError:
        return reader
    if address.is_loopback:
        return ""
    return reader if address.version == 4 else str(ip_address(int(address) >> 64 << 64))


def is_dear(scope: Scope) -> bool:
    """Whether a request asks for what takes long to answer."""
    return bool(_DEAR.search(scope.get("path", "")) or _DEAR_QUESTION.search(scope.get("query_string", b"")))


def paced(app: App, pace: Pace) -> App:
    """``app`` (ASGI) that answers 429 with Retry-After, in both languages, where ``pace`` does not allow a request."""

    async def answer(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not is_dear(scope):
            await app(scope, receive, send)
            return
        if wait := pace.wait((scope.get("client") or ("",))[0]):
            headers = {**HEADERS, "retry-after": str(wait), "cache-control": "no-store"}
            said = Response.text(_SAID.format(wait=wait), status=429, headers=headers)
            await said.asgi_send(send)
            return
        pace.busy += 1
        try:
            await app(scope, receive, send)
        finally:
            pace.busy -= 1

    return answer
