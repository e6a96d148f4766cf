"""An archive whose every text was written by an attacker: a site of such pages, crawled as any other."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.parse import quote

from crawler.profile_files import read as read_profile
from crawler.run import RunOptions, crawl_in_child
from crawler.toml_table import read_table

ATTACKS = Path(__file__).parents[1] / "data" / "attacks"
#: What an attack sets in the page's window where it runs.
RUNS = "window.madoc=1"
PROSE = "Sáng ngày 20/6/2024, hơn 300 đoàn viên thanh niên đã tham gia ngày hội hiến máu tình nguyện tại huyện. "
PROFILE = """
slug = "bi_chen"
name = "Tỉnh đoàn Bị Chèn"
hosts = ["{netloc}"]
schemes = ["http"]
seeds = ["/"]
[discovery]
articles = [{{ id_space = "tin", pattern = '^/tin/(?P<id>\\d+)\\.html' }}]
[[eras]]
name = "Nay"
id_space = "tin"
[[eras.layouts]]
name = "Nay"
when = "div.b"
alone = true
[eras.layouts.fields]
title = "h1"
lead = "p.sapo"
byline = "p.by"
section = "p.muc"
published = "p.khi"
read_count = "p.doc"
tags = ".tags a"
related = ".rel"
attachments = ".tep"
body = "div.b"
"""


def lines(name: str) -> list[str]:
    """The attacks of a file, one a line, without its notes."""
    text = (ATTACKS / name).read_text(encoding="utf-8")
    found = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.replace("JS", RUNS).replace("⇥", "\t").replace("↵", "\r") for line in found]


def hostile_texts() -> list[str]:
    """What the fields of the articles say, one an article."""
    return lines("scripts.txt") + lines("formulas.txt")


def page(number: int, text: str) -> str:
    """An article that has the attack in every field as text, and in its body as markup."""
    said, url = escape(text), quote(text)
    return (
        f'<html><head><meta charset="utf-8"><title>{said}</title></head><body><p class="muc">{said}</p>'
        f'<h1>{said}</h1><p class="sapo">{said}</p><p class="by">{said}</p><p class="khi">20/06/2024 08:00</p>'
        f'<p class="doc">Số lần đọc: {number}</p><div class="tags"><a href="/tag/x">{said}</a></div>'
        f'<div class="rel"><a href="/tin/1.html?x={url}">{said}</a></div>'
        f'<div class="tep"><a href="/tep/{url}.pdf">{said}</a></div><div class="b"><p>{PROSE * 3}</p><p>{said}</p>'
        f'<p><img src="/anh/{number}.png" alt="{said}"></p><p><em>{said}</em></p><p>{PROSE * 2}</p>{text}'
    )


class _Handler(http.server.BaseHTTPRequestHandler):
    pages: dict[str, str]

    def do_GET(self) -> None:
        text = self.pages.get(self.path.partition("?")[0])
        body = (text or "").encode("utf-8", "surrogatepass")
        self.send_response(200 if text is not None else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _served(pages: dict[str, str]) -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"pages": pages})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def build_hostile(folder: Path) -> Path:
    """Crawl the attackers' site into ``folder``; the archive's database."""
    texts = hostile_texts()
    pages = {f"/tin/{number}.html": page(number, text) for number, text in enumerate(texts, 1)}
    links = "".join(f'<li><a href="{path}">Bài viết số {path[5:-5]} của Tỉnh đoàn</a></li>' for path in pages)
    with _served({**pages, "/": f"<html><body><h2>Tin tức</h2><ul>{links}</ul></body></html>"}) as netloc:
        file = folder / "bi_chen.toml"
        file.write_text(PROFILE.format(netloc=netloc), encoding="utf-8")
        crawl_in_child(read_profile(read_table(file), "bi_chen"), folder, RunOptions(delay=0))
    return folder / "archive.db"
