"""The sample site on loopback: a threaded server on a free port that can be set to its second day."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from khotin.sample import markup
from khotin.sample.articles import articles, changed_ids
from khotin.sample.images import pdf, png
from khotin.sample.template import FOLDER, template_file

HTML = "text/html"
ROBOTS = b"User-agent: *\nDisallow: /noibo/\n"


class SampleSite:
    """A running sample: ``url`` ends in a slash; ``requests`` are the paths asked for, in order."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.netloc = f"127.0.0.1:{server.server_address[1]}"
        self.url = f"http://{self.netloc}/"
        self.requests: list[str] = []
        self.day = 1

    def set_day(self, day: int) -> None:
        """Serve day 1 or 2 from now on."""
        self.day = day

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, Content-Type and body for a path with query."""
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        name = parts.path.lstrip("/")
        if name in ("", "index.php"):
            return 200, HTML, markup.front_page(self.day)
        if name == "lich.php":
            return 200, HTML, markup.calendar(self.day, query)
        if name == "robots.txt":
            return 200, "text/plain", ROBOTS
        if name == "news.php" and "id" in query:
            return self._article(query["id"])
        if name == "news.php" and query.get("nt") == "406":
            return 200, HTML, markup.charter(self.day)
        if name == "news.php" and query.get("nt", "") in "12345":
            return 200, HTML, markup.listing(self.day, int(query["nt"]), max(1, int(query.get("page", "1"))))
        if name.startswith("upload/"):
            return self._file(name.removeprefix("upload/"))
        if (file := template_file(name.removeprefix(FOLDER))) is not None and name.startswith(FOLDER):
            return 200, *file
        return 404, HTML, b"<h1>404 Not Found</h1>"

    def _article(self, number: str) -> tuple[int, str, bytes]:
        if self.day == 2 and number == str(changed_ids()[1]):
            return 404, HTML, markup.missing(self.day)
        found = next((a for a in articles(self.day) if str(a.id) == number), None)
        return 200, HTML, markup.article_page(found, self.day) if found else markup.missing(self.day)

    def _file(self, name: str) -> tuple[int, str, bytes]:
        photos = {photo.name for article in articles(self.day) for photo in article.photos}
        papers = {article.attachment[0]: article for article in articles(self.day) if article.attachment}
        if name in photos or name == "nho.png":
            return 200, "image/png", png(name)
        if name in papers:
            return 200, "application/pdf", pdf(f"Ke hoach {papers[name].id}")
        return 404, HTML, b"<h1>404 Not Found</h1>"


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed in the middle of a request is no fault of the site's."""


@contextmanager
def serve(day: int = 1, port: int = 0) -> Iterator[SampleSite]:
    """Run the sample on 127.0.0.1 for as long as the block lasts, on ``port`` if that is free, else on a free one."""
    try:
        server = _Server(("127.0.0.1", port), BaseHTTPRequestHandler)
    except OSError:
        server = _Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
    site = SampleSite(server)
    site.set_day(day)
    server.RequestHandlerClass = _handler(site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _handler(site: SampleSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            site.requests.append(self.path)
            if self.path.startswith("/cu.php"):  # an old address of the front page
                self._send(301, HTML, b"", location="/index.php")
            else:
                self._send(*site.answer(self.path))

        def _send(self, status: int, kind: str, body: bytes, location: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Requests are kept in ``site.requests``; stderr stays quiet."""

    return Handler
