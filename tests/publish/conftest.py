"""A small archive with Vietnamese articles of every kind of date, status and content that the pages must show."""

import asyncio
import gzip
import sqlite3
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipelines.schema import open_database
from publish.application import make_datasette

SEEN = "2026-11-20T03:04:05Z"
BODY = (
    "Sáng 26/3, Ban Thường vụ Tỉnh đoàn tổ chức chương trình kỷ niệm 95 năm Ngày thành lập Đoàn.\n"
    "Dự chương trình có đồng chí Nguyễn Thị Ánh Hồng, Bí thư Tỉnh đoàn, cùng 300 đoàn viên, hội viên.\n"
    "Dịp này, 15 công trình thanh niên được khởi công tại các xã biên giới và hải đảo."
)
#: title, lead, body, byline, section, published_at, event_date, read_count, status
ARTICLES: list[tuple[str, str | None, str, str | None, str, str | None, str | None, int | None, str]] = [
    ("Đoàn thanh niên ra quân Tháng Thanh niên năm 2026", "Hơn 500 đoàn viên tham gia ngày hội hiến máu.", BODY,
     "Tánh Võ", "Tin hoạt động", "2026-03-26T08:15:00+07:00", "2026-03-26", 4982, "live"),
    ("Hội nghị sơ kết giữa nhiệm kỳ Đảng bộ Cơ quan Tỉnh đoàn", None, BODY.replace("300", "120"),
     "Lê Minh Đức", "Tin hoạt động", None, "2023-06-24", 210, "live"),
    ("Doanh nghiệp trẻ đồng hành cùng thanh niên khởi nghiệp", "Quỹ hỗ trợ 2 tỷ đồng.",
     "Hội Doanh nhân trẻ trao vốn cho 12 dự án.\nCác dự án về nông nghiệp sạch được chọn.",
     "Thu Hoà", "Thanh niên khởi nghiệp", "2025-09-02T00:00:00+07:00", None, 77, "live"),
    ("Tuổi trẻ Rạch Giá chung tay xây dựng nông thôn mới", None,
     "Đoàn xã bàn giao 3 cầu bê tông.\nKinh phí do thanh niên đóng góp.", None, "Tin hoạt động",
     "2024-12-31T23:30:00+07:00", None, 31, "gone"),
    ("Đoạn đường thanh niên tự quản sáng, xanh, sạch, đẹp", None,
     "Chi đoàn trồng 200 cây hoa giấy dọc đoạn đường dài 2 km.", None, "Gương điển hình",
     "2024-05-19T10:00:00+07:00", None, None, "live"),
    ("Kế hoạch số 65-KH/TĐTN về hè tình nguyện", "Ban hành kế hoạch hè.", "Kế hoạch gồm 5 nội dung trọng tâm.",
     "Văn phòng Tỉnh đoàn", "Văn bản", "2024-04-12T08:15:00+07:00", None, 12, "live"),
    ("Gặp mặt cựu cán bộ Đoàn qua các thời kỳ", None, "Buổi gặp mặt diễn ra trong không khí đầm ấm.",
     "Hoàng Dũng", "Tin hoạt động", None, None, 9, "live"),
    ("Hoà Bình: thi đua chào mừng Đại hội Đoàn các cấp", None,
     "Nhân dân thuý kiều hát mừng.\nThi đua sôi nổi ở các đơn vị.", None, "Tin hoạt động",
     "2022-01-05T08:00:00+07:00", None, 3, "suspected"),
    ("Hội Liên hiệp Thanh niên Việt Nam tỉnh tổ chức Đại hội", None,
     "Đại hội đại biểu Hội LHTN Việt Nam tỉnh lần thứ VII có 150 đại biểu.", None, "Hội LHTN",
     "2024-08-08T08:00:00+07:00", None, 640, "live"),
    ("Trại hè thiếu nhi: sân chơi bổ ích cho đội viên", None, "Đội viên học bơi và phòng chống đuối nước.",
     None, "Thiếu nhi", "2021-07-01T08:00:00+07:00", None, 5, "live"),
    ("Sinh viên tình nguyện tiếp sức mùa thi", None, "Hơn 200 sinh viên hỗ trợ thí sinh.", "Ngọc Ánh", "Sinh viên",
     "2025-06-26T08:00:00+07:00", None, 54, "live"),
    ("Bài <b>đã ẩn</b> theo yêu cầu của đoàn viên", None, "Nội dung bí mật của thanh niên.", None, "Tin hoạt động",
     "2025-01-01T08:00:00+07:00", None, 1, "hidden"),
    ("Chuyển đổi số trong công tác Đoàn <script>alert(1)</script>", None, "Ứng dụng quản lý đoàn viên.", None,
     "Tin hoạt động", "2025-02-01T08:00:00+07:00", None, 2, "live"),
]  # fmt: skip
HTML = (
    "<p>Sáng 26/3, Ban Thường vụ Tỉnh đoàn tổ chức <b>chương trình kỷ niệm</b> 95 năm Ngày thành lập Đoàn.</p>"
    '<table><tr><td><img src="http://tinhdoan.example/anh/1.png"></td></tr>'
    "<tr><td><em>Quang cảnh chương trình</em></td></tr></table>"
    '<p>Dự chương trình có đồng chí Nguyễn Thị Ánh Hồng, Bí thư Tỉnh đoàn, <a href="javascript:alert(1)">cùng</a> 300 '
    'đoàn viên, hội viên.<script>alert(2)</script><img src="http://tinhdoan.example/icon.gif"></p>'
    '<p onclick="x()">Dịp này, 15 công trình thanh niên được khởi công tại các xã biên giới và hải đảo.</p>'
    "<table><tr><td>Đơn vị</td><td>Số công trình được khởi công trong đợt này</td><td>Kinh phí (đồng)</td></tr>"
    "<tr><td>An Biên</td><td>9</td><td>1.250.000.000</td></tr></table>"
)
#: The captured page of article 1: what the site sent, with all that must never run.
CAPTURED = (
    '<html><head><title>x</title><script>alert(1)</script><meta http-equiv=refresh content="0;url=//evil.example">'
    '<style>body{background:url(//evil.example)}</style><base href="//evil.example/"></head><body onload="alert(2)">'
    "<h1>Đoàn thanh niên ra quân</h1><p style='color:red' onclick='alert(3)'>Trang như lúc chụp.</p>"
    '<img src="/anh/1.png" onerror="alert(4)" alt="Quang cảnh"><img src="http://dem.example/dem.gif">'
    '<a href="javascript:alert(5)">Trang chủ</a><iframe src="//evil.example"></iframe>'
    '<form action="//evil.example"><input name="mat-khau"><button>Gửi</button></form><svg onload="alert(6)"></svg>'
)


def png(width: int, height: int) -> bytes:
    """A one-colour PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\x3a\x7a\xc0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def record(url: str, body: bytes, fields: str = "Content-Type: image/png\r\n") -> bytes:
    """One gzip member with a WARC response record."""
    block = f"HTTP/1.1 200 OK\r\n{fields}\r\n".encode() + body
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(block)}\r\n\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def insert(db: Any, table: str, **values: Any) -> int:
    """Insert a row; its rowid."""
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    return int(db.conn.execute(f"insert into {table} ({names}) values ({marks})", list(values.values())).lastrowid or 0)


def build(folder: Path) -> Path:
    """Make the archive in ``folder``; path of its database."""
    path = folder / "archive.db"
    db = open_database(path)
    site = insert(db, "sites", slug="kien_giang", name="Tỉnh đoàn Kiên Giang", url="http://tinhdoan.example/",
                  province_old="Kiên Giang", province_new="An Giang", rights_holder="Tỉnh đoàn Kiên Giang")  # fmt: skip
    other = insert(db, "sites", slug="ca-mau", name="Tỉnh đoàn Cà Mau", url="http://camau.example/",
                   rights_publish="excerpt")  # fmt: skip
    page = record("http://tinhdoan.example/bai/1", CAPTURED.encode("utf-16"), "Content-Type: text/html\r\n")
    capture = insert(db, "captures", site_id=site, url="http://tinhdoan.example/bai/1", captured_at=SEEN, status=200,
                     warc="kho-0002.warc.gz", offset=0, length=len(page), digest="sha1:PAGE",
                     charset_used="utf-16")  # fmt: skip
    (folder / "warc").mkdir(exist_ok=True)
    (folder / "warc" / "kho-0002.warc.gz").write_bytes(page)
    for position, (title, lead, body, byline, section, published, event, reads, status) in enumerate(ARTICLES, 1):
        owner = other if section == "Sinh viên" else site
        db.conn.execute("insert or ignore into sections (site_id, name) values (?, ?)", [owner, section])
        section_id = db.conn.execute("select id from sections where name = ?", [section]).fetchone()[0]
        article = insert(db, "articles", site_id=owner, id_space="a", source_id=str(position), identity=str(position),
                         url=f"http://tinhdoan.example/bai/{position}", title=title, section_id=section_id,
                         byline=byline, published_at=published, published_precision="minute" if published else None,
                         event_date=event, year=int((published or event or "0")[:4]) or None,
                         month=(published or event or "")[:7] or None, read_count=reads,
                         read_count_at=SEEN, status=status, first_seen_at=SEEN, last_seen_at=SEEN, changed_at=SEEN,
                         capture_id=capture)  # fmt: skip
        insert(db, "article_texts", article_id=article, title=title, lead=lead, body=body,
               captions="Quang cảnh chương trình" if article == 1 else "")  # fmt: skip
        insert(db, "article_html", article_id=article, body_html=HTML if article == 1 else "")
    _decorate(db, site, folder)
    db.close()
    return path


def _decorate(db: Any, site: int, folder: Path) -> None:
    """Lists of article 1, and the WARC with its photo."""
    photo = record("http://tinhdoan.example/anh/1.png", png(640, 360))
    (folder / "warc").mkdir(exist_ok=True)
    (folder / "warc" / "kho-0001.warc.gz").write_bytes(b"?" * 19 + photo)
    insert(db, "captures", site_id=site, url="http://tinhdoan.example/anh/1.png", captured_at=SEEN, status=200,
           media_type="image/png", warc="kho-0001.warc.gz", offset=19, length=len(photo),
           digest="sha1:PHOTO")  # fmt: skip
    insert(db, "images", article_id=1, position=1, url="http://tinhdoan.example/anh/1.png",
           caption="Quang cảnh chương trình", credit="Ảnh: Tánh Võ")  # fmt: skip
    insert(db, "images", article_id=1, position=2, url="http://tinhdoan.example/anh/2.jpg",
           caption="Trao quà cho thiếu nhi")  # fmt: skip
    insert(db, "attachments", article_id=1, position=1,
           url="http://tinhdoan.example/ke-hoach-65-KH-TDTN-ve-to-chuc-thang-thanh-nien-nam-2026.pdf",
           name="Kế hoạch 65-KH/TĐTN.pdf", media_type="application/pdf")  # fmt: skip
    tag = insert(db, "tags", name="Tháng Thanh niên")
    insert(db, "article_tags", article_id=1, position=1, tag_id=tag)
    author = insert(db, "authors", name="Tánh Võ", name_fold="tanh vo")
    insert(db, "article_authors", article_id=1, position=1, author_id=author)
    db.conn.execute("update articles set author_id = ? where id = 1", [author])
    insert(db, "related_links", article_id=1, url="http://tinhdoan.example/bai/2", kind="related", position=1,
           title="Hội nghị sơ kết giữa nhiệm kỳ", target_id=2, first_seen_at=SEEN, last_seen_at=SEEN)  # fmt: skip
    insert(db, "related_links", article_id=1, url="http://ngoai.example/x", kind="newer", position=1,
           title="Bài ngoài kho", first_seen_at=SEEN, last_seen_at=SEEN)  # fmt: skip
    insert(db, "related_links", article_id=1, url="http://tinhdoan.example/bai/12", kind="older", position=1,
           title="Liên kết đến bài ẩn", target_id=12, first_seen_at=SEEN, last_seen_at=SEEN)  # fmt: skip
    before = {"title": "Đoàn thanh niên ra quân Tháng Thanh niên", "lead": "Hơn 400 đoàn viên tham gia ngày hội.",
              "body": BODY.replace("300", "250").rpartition("\n")[0], "images": "[]"}  # fmt: skip
    now = {"title": ARTICLES[0][0], "lead": ARTICLES[0][1], "body": BODY,
           "images": '[["http://tinhdoan.example/anh/1.png", "Quang cảnh chương trình", null, null]]'}  # fmt: skip
    for number, texts in enumerate((before, now), 1):
        insert(db, "versions", article_id=1, number=number, seen_at=f"2026-11-{10 + number}T03:04:05Z", capture_id=1,
               digest=f"v{number}", extractor=1, byline="Tánh Võ", **texts)  # fmt: skip
    insert(db, "versions", article_id=1, number=3, seen_at=SEEN, digest="v3", extractor=1, staged=1, title="Bản hỏng")
    db.conn.execute("update articles set versions = 2, image_count = 2, attachment_count = 1 where id = 1")
    insert(db, "read_counts", article_id=1, seen_at="2026-11-01T03:04:05Z", read_count=4900)
    insert(db, "read_counts", article_id=1, seen_at=SEEN, read_count=4982)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's database."""
    return build(tmp_path_factory.mktemp("kho"))


@pytest.fixture(scope="session")
def desk(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Ask for a path of an archive that withholds nothing, so that all tables of its desk are open."""
    path = tmp_path_factory.mktemp("mo") / "archive.db"
    with closing(sqlite3.connect(archive)) as own, closing(sqlite3.connect(path)) as copy, copy:
        own.backup(copy)
        copy.execute("update articles set status = 'gone' where status = 'hidden'")
        copy.execute("update sites set rights_publish = 'full'")

    def ask(address: str, language: str = "") -> Any:
        async def once() -> Any:
            return await make_datasette(path).client.get(address, headers={"accept-language": language})

        return asyncio.run(once())

    return ask


@pytest.fixture(scope="session")
def get(archive: Path) -> Iterator[Callable[..., Any]]:
    """Ask the archive's Datasette for a path; an httpx response."""
    made = make_datasette(archive)  # once: starting one is most of what a request costs, on 1.0 above all
    with asyncio.Runner() as runner:

        def ask(path: str, database: Path = archive) -> Any:
            datasette = made if database == archive else make_datasette(database)
            return runner.run(datasette.client.get(path))

        yield ask


if __name__ == "__main__":  # an archive to look at: python tests/publish/conftest.py FOLDER
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(f"{build(target)}\n")
