"""An archive of its own for each test, a clock that stands still until told, and a crawl that needs no network."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from crawler.article import (
    Article,
    ArticleKind,
    Attachment,
    Credit,
    Image,
    LinkKind,
    Provenance,
    RelatedLink,
    RelatedState,
)
from crawler.page import Link, PageKind
from crawler.ports import CaptureRecord, CrawlOptions, PageRef, PageResult
from crawler.profiles import Profile, Schedule
from pipelines.store import Store

SAIGON = timezone(timedelta(hours=7))
BODY = "\n".join(f"Đoàn Thanh niên xã Thạnh Lộc ra quân ngày Chủ nhật xanh lần thứ {n} tại ấp {n}." for n in range(8))


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **units: float) -> None:
        self.now += timedelta(**units)


def article(number: int, **changes: Any) -> Article:
    """An article with every field filled; its digest follows from title, lead and body."""
    base = Article(
        site="mau",
        id_space="news",
        source_id=str(number),
        kind=ArticleKind.ARTICLE,
        url=f"http://mau.vn/news.php?id={number}",
        title=f"Ngày Chủ nhật xanh số {number}",
        alternate_urls=(),
        lead="Tuổi trẻ Kiên Giang chung tay.",
        body_text=BODY,
        body_html="<p>Đoàn Thanh niên</p>",
        byline="Tin, ảnh: Tánh Võ",
        authors=(Credit("Tánh Võ", "Huyện đoàn", "text"), Credit("Minh Thư", None, "photo")),
        source="Báo Kiên Giang",
        published_at=datetime(2024, 1, 1, 0, 15, tzinfo=SAIGON),
        published_precision="minute",
        event_date=date(2023, 12, 31),
        modified_at=None,
        section="Tin hoạt động",
        tags=("chủ nhật xanh", "môi trường"),
        read_count=10,
        related=(
            RelatedLink(f"http://mau.vn/news.php?id={number + 1}", "Bài sau", LinkKind.NEWER),
            RelatedLink(f"http://mau.vn/news.php?id={number - 1}", "Bài trước", LinkKind.OLDER),
        ),
        related_state=RelatedState.LISTED,
        images=(Image("http://mau.vn/a.jpg", "Đoàn viên trồng cây", "Ảnh: Tánh Võ", "trồng cây"),),
        attachments=(Attachment("http://mau.vn/65-KH.pdf", "65-KH", "application/pdf"),),
        document_number="65-KH/TĐTN",
        language="vi",
        digest="",
        provenance={"title": Provenance("nukeviet.title", "h1"), "lead": Provenance("nukeviet.lead", "div", 0.5)},
    )
    made = replace(base, **changes)
    text = "\x00".join((made.title or "", made.lead or "", made.body_text, made.byline or "", str(made.images)))
    return replace(made, digest=hashlib.sha256(text.encode()).hexdigest())


@dataclass
class Crawl:
    """A store and what a spider would do with it."""

    archive: Path
    clock: Clock
    store: Store
    profile: Profile = field(default_factory=lambda: Profile("mau", "Tỉnh đoàn Mẫu", ("mau.vn",)))
    numbers: Iterator[int] = field(default_factory=count)

    def begin(self, *, recheck: bool = False, due: bool = False, confirm_after: float = 86_400, **profile: Any) -> int:
        self.profile = replace(self.profile, **profile)
        return self.store.begin(self.profile, CrawlOptions(recheck=recheck, due=due, confirm_after=confirm_after))

    def article(self, number: int, **changes: Any) -> Article:
        return article(number, **changes)

    def schedule(self, **bounds: Any) -> Schedule:
        return Schedule(**bounds)

    def link(self, number: int, kind: PageKind = PageKind.ARTICLE) -> Link:
        return Link(f"http://mau.vn/news.php?id={number}", kind, 0, "news", str(number))

    def page(self, number: int, kind: PageKind = PageKind.ARTICLE) -> PageRef:
        """Lease the page of one article, whatever else is waiting and whether it was due or not."""
        self.store.add_links([self.link(number, kind)])
        self.store.connection.execute(
            "UPDATE pages SET state = 'pending', next_due = NULL WHERE source_id = ? AND state <> 'leased'",
            (str(number),),
        )
        pages = self.store.next_pages(1000)
        wanted = [page for page in pages if page.source_id == str(number)]
        self.store.release([page for page in pages if page not in wanted])
        return wanted[0]

    def capture(self, url: str, digest: str | None = None) -> CaptureRecord:
        number = next(self.numbers)
        return CaptureRecord(
            url, self.clock(), 200, "text/html", f"{id(self)}.warc.gz", number, 9, digest or f"sha1:{number}"
        )

    def see(self, number: int, digest: str | None = None, **changes: Any) -> str:
        """Commit a look at an article's page that shows it; returns what the store says became of it."""
        page = self.page(number)
        capture = self.store.record_capture(self.capture(page.url, digest))
        return self.store.commit(PageResult(page, "done", "article", 200, capture, article=article(number, **changes)))

    def miss(self, number: int, state: str = "gone", **fields: Any) -> None:
        """Commit a look at an article's page that does not show it."""
        page = self.page(number)
        self.store.commit(PageResult(page, state, "http.404", 404, self.capture(page.url), **fields))

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.store.connection.execute(sql, values)]

    def one(self, sql: str, *values: Any) -> Any:
        return self.rows(sql, *values)[0][0]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def crawl(tmp_path: Path, clock: Clock) -> Iterator[Crawl]:
    made = Crawl(tmp_path, clock, Store(tmp_path, clock))
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def ninety_days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    """A crawl that the tests of a module share."""
    folder, clock = tmp_path_factory.mktemp("days"), Clock()
    made = Crawl(folder, clock, Store(folder, clock))
    yield made
    made.store.close()


@pytest.fixture
def another(crawl: Crawl) -> Iterator[Callable[[], Crawl]]:
    """Makes further stores on the same archive."""
    made: list[Crawl] = []

    def make() -> Crawl:
        made.append(Crawl(crawl.archive, crawl.clock, Store(crawl.archive, crawl.clock)))
        return made[-1]

    yield make
    for each in made:
        each.store.close()


@pytest.fixture
def make_article() -> Callable[..., Article]:
    return article
