"""A news site that lives: its articles by day, what they say by then, and an HTTP server that says so."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.simulated_site.layouts import Design, parked

VIETNAM = timezone(timedelta(hours=7))
#: Articles on one page of the list.
PER_PAGE = 20
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


@dataclass
class Story:
    """One article: ``text`` counts its edits; ``seen`` says when each text was first served; ``removed`` how it is
    missing (404, 410 or 301)."""

    number: int
    published: datetime
    text: int = 0
    edited: list[datetime] = field(default_factory=list)
    seen: dict[int, datetime] = field(default_factory=dict)
    removed: int = 0
    removed_at: datetime | None = None

    @property
    def path(self) -> str:
        return f"/tin-tuc/bai-viet-{self.number}.html"

    @property
    def picture(self) -> str:
        return f"/anh/{self.number}.gif" if self.number % 2 else ""


@dataclass(frozen=True)
class Reply:
    """One answer; ``tag`` is its ETag."""

    body: bytes = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    location: str = ""
    tag: str = ""


class Site:
    """The state of the site. ``mood`` is ``well``, ``broken`` (500), ``off`` (refused) or ``parked``; ``now`` the
    simulated present, ``asked`` the paths of all requests since the last crawl began
    and ``unchanged`` how many of them were answered with 304."""

    def __init__(self, now: datetime, articles: int, oldest: timedelta) -> None:
        self.now, self.mood, self.design = now, "well", Design.OLD
        self.rng = random.Random(45)
        ages = sorted((self.rng.uniform(0.1, oldest.total_seconds()) for _ in range(articles)), reverse=True)
        self.stories = [Story(n, now - timedelta(seconds=age)) for n, age in enumerate(ages, 1)]
        self.asked: list[str] = []
        self.unchanged = 0

    @property
    def there(self) -> list[Story]:
        """Newest first."""
        return [story for story in reversed(self.stories) if not story.removed]

    def aged(self, least: int, most: int) -> list[Story]:
        """What is there and so many days old."""
        bounds = timedelta(days=least), timedelta(days=most)
        return [story for story in self.there if bounds[0] <= self.now - story.published < bounds[1]]

    def post(self) -> None:
        self.stories.append(Story(len(self.stories) + 1, self.now))

    def edit(self, story: Story) -> None:
        story.text += 1
        story.edited.append(self.now)

    def remove(self, story: Story, how: int) -> None:
        story.removed, story.removed_at = how, self.now

    def count(self, story: Story) -> int:
        """How often it was read by now: much in its first days, later hardly."""
        days = (self.now - story.published).total_seconds() / 86_400
        return 20 + story.number % 50 + int(200 * days / (days + 5))

    def reply(self, path: str, again: str) -> Reply:
        """What the site says to ``path``; ``again`` is the ETag that the visitor knows."""
        self.asked.append(path)
        if self.mood == "broken":
            return Reply(b"<html><body><h1>Internal Server Error</h1></body></html>", 500)
        found = Reply(parked().encode()) if self.mood == "parked" else self._page(path)
        if not found.tag or found.tag != again:
            return found
        self.unchanged += 1
        return Reply(status=304, tag=found.tag)

    def _page(self, path: str) -> Reply:
        if path == "/robots.txt":
            return Reply(b"User-agent: *\nDisallow: /quan-tri/\n", media_type="text/plain")
        if path.startswith("/anh/"):
            return Reply(PIXEL, media_type="image/gif", tag='"anh"')
        if path == "/" or path.startswith("/tin-tuc/trang-"):
            return self._list(1 if path == "/" else int(path[len("/tin-tuc/trang-") : -len(".html")]))
        if path.startswith("/tin-tuc/bai-viet-"):
            number = int(path[len("/tin-tuc/bai-viet-") : -len(".html")])
            if number <= len(self.stories):
                return self._article(self.stories[number - 1])
        return Reply(self.design.missing().encode(), 404)

    def _list(self, page: int) -> Reply:
        there = self.there
        last = -(-len(there) // PER_PAGE)
        if not 1 <= page <= last:
            return Reply(self.design.missing().encode(), 404)
        shown = there[(page - 1) * PER_PAGE : page * PER_PAGE]
        further = f"/tin-tuc/trang-{page + 1}.html" if page < last else ""
        return Reply(self.design.listing([(s.path, s.number, s.published) for s in shown], further).encode())

    def _article(self, story: Story) -> Reply:
        if story.removed == 301:
            return Reply(status=301, location="/")
        if story.removed:
            return Reply(self.design.missing().encode(), story.removed)
        story.seen.setdefault(story.text, self.now)
        related = [(other.path, other.number) for other in self.there if other.number < story.number][:5]
        text = self.design.article(story, self.count(story), related)
        tag = f'"{story.number}-{story.text}-{self.count(story)}-{self.design.name}"'
        return Reply(text.encode(), tag=tag)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


class Served:
    """A site on a loopback port that stays the same while it is switched off and on."""

    def __init__(self, site: Site) -> None:
        self._handler = _handler(site.reply)
        self._server: _Server | None = None
        self.port = 0

    @property
    def netloc(self) -> str:
        return f"127.0.0.1:{self.port}"

    def on(self) -> None:
        if self._server is None:
            self._server = _Server(("127.0.0.1", self.port), self._handler)
            self.port = self._server.server_address[1]
            threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def off(self) -> None:
        """From now on connections are refused."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def _handler(reply: Callable[[str, str], Reply]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            said = reply(self.path, self.headers.get("If-None-Match", ""))
            fields = {"Content-Type": said.media_type, "Location": said.location, "ETag": said.tag}
            lines = [f"HTTP/1.1 {said.status} X", *(f"{name}: {value}" for name, value in fields.items() if value)]
            length = [] if said.status == 304 else [f"Content-Length: {len(said.body)}"]
            self.wfile.write("\r\n".join([*lines, *length, "", ""]).encode() + said.body)

        def log_message(self, *_: object) -> None: ...

    return Handler
