"""A generated news site for the benchmarks: N articles of about 63 KB in a layout of this kind, lists of ten, seeded.

python -m bench.site --articles 2000 --port 8000        serve it (prints its address, logs paths to --log)
python -m bench.site --articles 2000 --write FOLDER     write it as files, for another server
"""

import argparse
import asyncio
import random
from pathlib import Path
from typing import TextIO

PER_PAGE = 10
WORDS = (
    "đoàn viên thanh niên xã huyện tỉnh ra quân trồng cây vệ sinh tuyến đường trao quà học sinh nghèo vượt khó hội nghị "
    "tổng kết công tác phong trào tình nguyện chiến dịch mùa hè xanh hiến máu nhân đạo khởi nghiệp chuyển đổi số an toàn "
    "giao thông biển đảo quê hương truyền thống ngày hội văn nghệ thể thao bồi dưỡng cán bộ kết nạp đảng viên mới"
).split()
NAMES = (
    "Tánh Võ",
    "Nguyễn Thị Hồng",
    "Trần Văn Bảy",
    "Lê Minh Thư",
    "Huỳnh Ngọc Hà",
    "Phạm Quốc Đạt",
    "Huyện đoàn Ba Tri",
)
STYLE = "<style>" + ".muc li a{color:#064;padding:2px 4px}\n" * 1150 + "</style>"
MENU = "".join(f'<li><a href="/chuyen-muc/muc-{n}.html">Chuyên mục số {n}</a></li>' for n in range(60))


def sentence(draw: random.Random, words: int) -> str:
    """A made-up sentence."""
    return " ".join(draw.choice(WORDS) for _ in range(words)).capitalize() + "."


def title(number: int) -> str:
    """The headline of an article."""
    return f"{sentence(random.Random(number), 9).rstrip('.')} lần thứ {number}"


def body(number: int) -> list[str]:
    """The paragraphs of an article."""
    draw = random.Random(number)
    return [f"Ngày {1 + number % 28}/{1 + number % 12}/2024, {sentence(draw, 30).lower()}"] + [
        sentence(draw, 60) for _ in range(9)
    ]


def _frame(inside: str, count: int) -> str:
    side = "".join(f'<li><a href="{path(n)}">{title(n)}</a></li>' for n in range(count, max(0, count - 30), -1))
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tỉnh đoàn Mẫu</title>'
        f'{STYLE}</head><body><div id="dau"><a href="/">Tỉnh đoàn Mẫu</a><ul class="muc">{MENU}</ul></div>'
        f'<div id="giua">{inside}</div><div id="ben"><ul>{side}</ul></div>'
        f'<div id="chan">{"<p>Bản quyền thuộc Tỉnh đoàn Mẫu. Địa chỉ: số 1 đường Thanh Niên.</p>" * 60}</div></body></html>'
    )


def path(number: int) -> str:
    """The address of an article."""
    return f"/tin-tuc/bai-viet-{number}.html"


def article(number: int, count: int) -> str:
    """The page of an article."""
    texts = body(number)
    photos = "".join(
        f'<p class="anh"><img src="/anh/{n}.jpg" alt=""></p><p class="chuthich"><em>Ảnh {n}: {texts[n][:60]}</em></p>'
        f"<p>{texts[n]}</p>"
        for n in (1, 2)
    )
    related = "".join(f'<li><a href="{path(n)}">{title(n)}</a></li>' for n in range(max(1, number - 5), number))
    return _frame(
        f'<div class="bai"><h1 class="tieude">{title(number)}</h1><div class="ngay">{1 + number % 28:02}/'
        f'{1 + number % 12:02}/2024 08:15</div><div class="noidung"><p>{texts[0]}</p>{photos}'
        + "".join(f"<p>{text}</p>" for text in texts[3:])
        + f'<p class="tacgia">{NAMES[number % len(NAMES)]}</p></div><div class="docs">Số lần đọc: {number * 7}</div>'
        f'<div class="lienquan"><b>Tin liên quan</b><ul>{related}</ul></div></div>',
        count,
    )


def listing(page: int, count: int) -> str:
    """The page of a list, newest first."""
    last = -(-count // PER_PAGE)
    shown = range(count - (page - 1) * PER_PAGE, max(0, count - page * PER_PAGE), -1)
    rows = "".join(
        f'<div class="tin"><h2><a href="{path(n)}">{title(n)}</a></h2><p>{body(n)[0]}</p></div>' for n in shown
    )
    following = f'<a href="/tin-tuc/trang-{page + 1}.html">Trang sau</a>' if page < last else ""
    return _frame(f"<h1>Tin tức</h1>{rows}<div>{following}</div>", count)


def pages(count: int) -> dict[str, str]:
    """Every page but the articles, by its path; the front page is the first list."""
    last = -(-count // PER_PAGE)
    return {"/": listing(1, count)} | {f"/tin-tuc/trang-{n}.html": listing(n, count) for n in range(1, last + 1)}


PROFILE = """slug = "bench"
name = "Tỉnh đoàn Mẫu"
family = "generic"
hosts = ["{netloc}"]
schemes = ["http"]

[discovery]
articles = [{{ id_space = "tin", pattern = '^/tin-tuc/bai-viet-(?P<id>\\d+)\\.html$' }}]
listings = [{{ pattern = '^/(?:tin-tuc/trang-\\d+\\.html)?$' }}]

[scope]
traps = [{{ reason = "trap:section", pattern = '^/chuyen-muc/' }}]

[[eras]]
name = "Mẫu"
id_space = "tin"

[[eras.layouts]]
name = "Mẫu"
when = "div.bai h1.tieude"

[eras.layouts.fields]
title = "h1.tieude"
published = "div.ngay"
body = "div.noidung"
byline = "p.tacgia"
read_count = "div.docs"
related = "div.lienquan"
"""


class Server(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as light as it gets: no files, no threads."""

    fixed: dict[str, bytes]
    count: int
    log: "TextIO | None" = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.waiting = transport, b""

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            self.transport.write(self.answer(head.split(b" ", 2)[1].decode("ascii")))

    def answer(self, target: str) -> bytes:
        """The response to one path."""
        if self.log is not None:
            self.log.write(f"{target}\n")
            self.log.flush()
        known = self.fixed.get(target)
        if known is None and target.startswith("/tin-tuc/bai-viet-"):
            number = int(target[len("/tin-tuc/bai-viet-") : -len(".html")])
            known = article(number, self.count).encode()
        if known is None and target.startswith("/anh/"):
            known = b"\xff\xd8\xff\xd9"
        if known is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(known)
        return head + known


async def serve(count: int, port: int, log: Path | None) -> None:
    """Serve until killed; the first line on stdout is the site's host and port."""
    Server.fixed = {target: page.encode() for target, page in pages(count).items()}
    Server.count = count
    Server.log = log.open("a") if log else None
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", port)
    print(f"127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def write(count: int, folder: Path) -> None:
    """Write the site as files."""
    everything = {**pages(count), **{path(n): article(n, count) for n in range(1, count + 1)}}
    for target, page in everything.items():
        file = folder / ("index.html" if target == "/" else target.lstrip("/"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=2000)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--log", type=Path)
    options.add_argument("--write", type=Path)
    said = options.parse_args()
    if said.write:
        write(said.articles, said.write)
    else:
        asyncio.run(serve(said.articles, said.port, said.log))


if __name__ == "__main__":
    main()
