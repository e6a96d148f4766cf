"""An archive of hostile articles, made the way a crawl makes one: normalised, stored with versions, captured in a WARC.

``tests/data/attacks.json`` holds the attacks: ``markup`` and ``addresses`` (of files and links) and ``formulas``
stand in every field of an article each; ``terms`` are questions, ``parameters`` what follows ``?`` and ``paths`` are
asked for as they are. What runs would set ``window.top.hit``.
"""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any, Final

from crawler.article import ArticleKind, Attachment, Flag, FlagKind, Image, LinkKind, RawArticle, RelatedLink
from crawler.page import Link, PageKind
from crawler.ports import CaptureRecord, CrawlOptions, PageResult
from crawler.profiles import Profile, Rights
from pipelines.normalise.normaliser import normalise
from pipelines.store import Store
from tests.publish.conftest import png, record

ATTACKS: Final[dict[str, list[str]]] = json.loads(
    (Path(__file__).parents[1] / "data" / "attacks.json").read_text(encoding="utf-8")
)
HOSTILE: Final = ATTACKS["markup"] + ATTACKS["addresses"] + ATTACKS["formulas"]
MARK: Final = "hit=1"
_SEEN: Final = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)
_WARC: Final = "tan-cong.warc.gz"
_BODY: Final = "Đoàn viên thanh niên ra quân ngày Chủ nhật xanh."


def _raw(number: int, attack: str, edited: bool) -> RawArticle:
    url = f"http://mau.vn/bai?id={number}&x={attack}"
    markup = f"<p>{_BODY}</p><p>{attack}</p><p>{unescape(attack)}</p><a href='{attack}'>x</a><img alt='{attack}' src=a>"
    return RawArticle(
        url=url, id_space="tin", source_id=str(number), kind=ArticleKind.ARTICLE, title=f"{attack} bài",
        lead=attack, paragraphs=(_BODY, attack, "Bản sau." if edited else "Bản đầu.", f"{attack} {_BODY}"),
        body_html=markup, byline=attack, source=attack, published="20/11/2026 10:04", section=attack,
        tags=(attack,), read_count="12", alternate_urls=(f"http://mau.vn/{attack}",),
        related=(RelatedLink(attack, attack), RelatedLink(f"http://mau.vn/?y={attack}", attack, LinkKind.NEWER)),
        images=(Image(attack, attack, attack, attack), Image("http://mau.vn/a.png", attack, attack, attack),
                Image(f"http://mau.vn/{attack}", attack)),
        attachments=(Attachment(attack, attack, attack), Attachment(f"http://mau.vn/{attack}.pdf", attack, attack)),
        document_number=attack, flags=(Flag(FlagKind.COMMERCIAL_LINK, attack, attack),),
    )  # fmt: skip


def build(folder: Path) -> Path:
    """Store every attack in ``folder``, each article seen twice, with an edit; path of the database."""
    worst = ATTACKS["markup"][0]
    profile = Profile("mau", f"Tỉnh đoàn {worst}", ("mau.vn",), name_en=worst, province_old=worst, province_new=worst,
                      rights=Rights(holder=worst, statement=worst))  # fmt: skip
    (folder / "warc").mkdir(parents=True, exist_ok=True)
    photo = record("http://mau.vn/a.png", png(8, 8))
    (folder / "warc" / _WARC).write_bytes(photo)
    for edited in (False, True):
        _crawl(folder, profile, edited)
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        place = ("http://mau.vn/a.png", "2026-11-20T03:04:05Z", 200, "image/png", _WARC, 0, len(photo), "sha1:A")
        db.execute(
            "INSERT INTO captures (site_id, url, captured_at, status, media_type, warc, offset, length, digest)"
            " VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", place,
        )  # fmt: skip
    return folder / "archive.db"


def _crawl(folder: Path, profile: Profile, edited: bool) -> None:
    store = Store(folder, lambda: _SEEN + timedelta(days=edited))
    store.begin(profile, CrawlOptions(recheck=True))
    numbers = range(len(HOSTILE))
    store.add_links([Link(f"http://mau.vn/bai?id={n}", PageKind.ARTICLE, 0, "tin", str(n)) for n in numbers])
    while pages := store.next_pages(1000):
        for page in pages:
            if page.source_id is None:
                store.commit(PageResult(page, "done", "listing", 200))
            else:
                _see(store, folder, profile, (page, int(page.source_id), edited))
    store.close()


def _see(store: Store, folder: Path, profile: Profile, look: tuple[Any, int, bool]) -> None:
    page, number, edited = look
    attack, warc = HOSTILE[number], folder / "warc" / _WARC
    html = f"<title>{attack}</title><h1>{attack}</h1><p title='{attack}'>{_BODY}</p>{attack}<a href='{attack}'>x</a>"
    data = record(page.url, html.encode("utf-8", "replace"), "Content-Type: text/html; charset=utf-8\r\n")
    offset = warc.stat().st_size
    with warc.open("ab") as file:
        file.write(data)
    place = CaptureRecord(page.url, _SEEN, 200, "text/html", _WARC, offset, len(data), f"sha1:{number}{edited}")
    capture = store.record_capture(place)
    article = normalise(_raw(number, attack, edited), profile)
    store.commit(PageResult(page, "done", "article", 200, capture, article=article))
