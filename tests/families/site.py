"""What all made-up sites share: answers by address, a served site, and the body's markup."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.families.stories import Picture, Story

#: A picture of one pixel and a document of one page.
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
ABOUT = (
    "Huyện đoàn Vĩnh Hòa được thành lập năm 1976, hiện có 24 cơ sở Đoàn trực thuộc với hơn 3.100 đoàn viên sinh hoạt.",
    "Ban Chấp hành khóa XII gồm 27 đồng chí, do đồng chí Lê Văn Mẫn làm Bí thư, chịu trách nhiệm toàn diện.",
)


@dataclass(frozen=True)
class Answer:
    """What the site says to one address."""

    body: str | bytes
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def payload(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else self.body.encode()


Answers = dict[str, Answer]


def paged(items: Sequence[Story], size: int) -> list[Sequence[Story]]:
    """The stories in pages of ``size``; one page where there are none."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [()]


def body_html(part: Sequence[str | Picture], folder: str) -> str:
    """Markup of a text as its writers paste it: the same under every system."""
    return "\n".join(_item(item, folder) for item in part)


def _item(item: str | Picture, folder: str) -> str:
    if isinstance(item, str):
        text = item.lstrip()
        return (
            text.replace("{folder}", folder)
            if text[:1] == "<"
            else f'<p style="text-align: justify;">{escape(item, quote=False)}</p>'
        )
    image = f'<img src="{folder}{item.file}" alt="" width="600" height="400">'
    if not item.caption:
        return f'<p style="text-align: center;">{image}</p>'
    if item.style == "figure":
        return f"<figure>{image}<figcaption>{item.caption}</figcaption></figure>"
    if item.style == "table":
        return (
            f'<table align="center"><tbody><tr><td>{image}</td></tr>'
            f'<tr><td style="text-align:center">{item.caption}</td></tr></tbody></table>'
        )
    return f'<p style="text-align: center;">{image}</p>\n<p style="text-align: center;"><em>{item.caption}</em></p>'


def signature(story: Story) -> str:
    """The author's line that ends a text."""
    return f'<p style="text-align: right;"><strong>{story.signed}</strong></p>' if story.signed else ""


def file_links(story: Story, folder: str) -> str:
    """Documents as writers link them in a text."""
    return "".join(f'<p><a href="{folder}{name}">{name}</a></p>' for name in story.files)


def assets(stories: Sequence[Story], folder: str) -> Answers:
    """Pictures and documents."""
    found: Answers = {}
    for story in stories:
        for picture in story.pictures:
            found[folder + picture.file] = Answer(PIXEL, media_type="image/gif")
        for name in story.files:
            found[folder + name] = Answer(b"%PDF-1.4", media_type="application/pdf")
    return found


def feed(stories: Sequence[Story], address: "dict[int, str]", origin: str) -> str:
    """An RSS 2.0 feed of the newest stories."""
    items = "".join(
        f"<item><title>{escape(s.title)}</title><link>{escape(origin + address[s.id])}</link></item>"
        for s in stories[:5]
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{items}</channel></rss>'


class _Server(ThreadingHTTPServer):
    daemon_threads = True


@contextmanager
def running(answers: Answers, missing: Answer, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve ``answers`` on a free port; the site's own address. ``{origin}`` in a page becomes that address;
    asked for an ETag that the answer has, it says 304."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = answers.get(self.path, missing)
            payload = answer.payload.replace(b"{origin}", origin.encode())
            unchanged = "ETag" in answer.headers and answer.headers["ETag"] == self.headers["If-None-Match"]
            self.send_response(304 if unchanged else answer.status)
            for name, value in {"Content-Type": answer.media_type, **(headers or {}), **answer.headers}.items():
                self.send_header(name, value.replace("{origin}", origin))
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(b"" if unchanged else payload)

        def log_message(self, *_: object) -> None: ...

    server = _Server(("127.0.0.1", 0), Handler)
    origin = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield origin
    finally:
        server.shutdown()
        server.server_close()
