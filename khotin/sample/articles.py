"""The sample's articles on its first and second day: what its own database would say. Deterministic."""

import datetime
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from khotin.sample.stock import CLOSING, LEADERS, MONTHS, PLACES, TOPICS

#: How many articles the first day has, how many of them nothing links to, and where the numbering starts.
LISTED, UNLINKED, FIRST_ID = 58, 9, 41
DOCUMENT_SECTION: Final = 4
STYLES: Final = ("div", "plain", "table", "div", "br", "plain", "div", "word")

#: Author lines as printed, and whom they credit: (name, unit, role). "./." lines are glued to the last sentence.
BYLINES: Final = (
    ("Tánh Lê", (("Tánh Lê", None, None),)),
    ("Tin, ảnh: Ngọc Hân – Quốc Bảo", (("Ngọc Hân", None, None), ("Quốc Bảo", None, None))),
    ("Huyện đoàn Hòn Xanh", (("Huyện đoàn Hòn Xanh", None, None),)),
    ("Minh Thư (Đoàn trường THPT Rạch Sâu)", (("Minh Thư", "Đoàn trường THPT Rạch Sâu", None),)),
    ("Hoàng Phúc", (("Hoàng Phúc", None, None),)),
    ("Tin: Thanh Tùng - Ảnh: Mỹ Linh", (("Thanh Tùng", None, "text"), ("Mỹ Linh", None, "photo"))),
    ("Tác giả: Kiều Oanh", (("Kiều Oanh", None, None),)),
)


@dataclass(frozen=True, slots=True)
class SamplePhoto:
    """A photo that stands after the paragraph with number ``after`` (0 = first), with its caption."""

    name: str
    caption: str
    after: int


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One row of the sample's database. ``section`` counts from 0; ``style`` is the markup, ``charset`` the bytes."""

    id: int
    section: int
    title: str
    paragraphs: tuple[str, ...]
    photos: tuple[SamplePhoto, ...]
    byline: str | None
    credits: tuple[tuple[str, str | None, str | None], ...]
    event: datetime.date
    reads: int
    related: tuple[int, ...] = ()
    style: str = "div"
    charset: str = "utf-8"
    linked: bool = True
    glued: bool = False
    count_first: bool = False
    lookalikes: bool = False
    attachment: tuple[str, str] | None = None
    document_number: str | None = None


def _id(index: int) -> int:
    """Ids rise with gaps: every sixth and every seventeenth number was deleted long ago; the unlinked lie apart."""
    number, left = FIRST_ID, index
    while left or number % 6 == 0 or number % 17 == 0:
        left -= not (number % 6 == 0 or number % 17 == 0)
        number += 1
    return number + (25 if index >= LISTED else 0)


def _article(index: int) -> SampleArticle:
    topic = TOPICS[index % len(TOPICS)]
    day, month = MONTHS[index % len(MONTHS)]
    event = datetime.date(2021 + index // 24, month, day)
    words = {
        "place": PLACES[index * 5 % len(PLACES)],
        "leader": LEADERS[index * 3 % len(LEADERS)],
        "a": 40 + index * 7 % 160,
        "b": 11 + index * 3 % 60,
        "c": 3 + index % 9,
    }
    when = ("Sáng ngày", "Ngày", "Chiều ngày")[index % 3]
    opening = f"{when} {event.day}/{event.month}/{event.year}, {topic.opening.format(**words)}"
    middle = [text.format(**words) for text in topic.middle]
    paragraphs = (opening, *middle, CLOSING[index % len(CLOSING)])
    byline, credited = BYLINES[index % len(BYLINES)]
    number = _id(index)
    photos = tuple(
        SamplePhoto(f"anh-{number}-{i + 1}.png", caption.format(**words), i * 2)
        for i, caption in enumerate(topic.captions)
    )
    return SampleArticle(
        id=number,
        section=topic.section,
        title=_title(topic.title.format(**words), index),
        paragraphs=paragraphs,
        photos=photos if index % 9 != 4 else (),
        byline=byline,
        credits=credited,
        event=event,
        reads=120 + index * 173 % 9000,
        style=STYLES[index % len(STYLES)],
        linked=index < LISTED,
        glued=byline == "Hoàng Phúc",
        count_first=index % 11 == 7,
    )


def _title(title: str, index: int) -> str:
    """Titles differ, as a site's do: the same topic at the same place comes with its round."""
    shown = title[0].upper() + title[1:]
    return f"{shown} lần thứ {index // len(TOPICS) + 1}" if index >= len(TOPICS) else shown


def _document(index: int, number: str) -> SampleArticle:
    article = _article(index)
    place = PLACES[index % len(PLACES)]
    return replace(
        article,
        section=DOCUMENT_SECTION,
        title=f"Kế hoạch số {number} về tổ chức Tháng Thanh niên tại {place}",
        paragraphs=(
            f"Ban Thường vụ Tỉnh đoàn ban hành Kế hoạch số {number} về tổ chức Tháng Thanh niên tại {place}.",
            "Kế hoạch nêu rõ mục đích, yêu cầu và phân công nhiệm vụ cụ thể cho từng ban, đơn vị và các Đoàn cơ sở.",
            "Các Đoàn cơ sở căn cứ kế hoạch để xây dựng chương trình phù hợp với điều kiện của địa phương mình.",
            "Đề nghị các đơn vị báo cáo kết quả về Văn phòng Tỉnh đoàn trước khi kết thúc tháng cao điểm.",
        ),
        photos=(),
        glued=False,
        byline="Văn phòng Tỉnh đoàn",
        credits=(("Văn phòng Tỉnh đoàn", None, None),),
        attachment=(f"ke-hoach-{article.id}.pdf", f"Kế hoạch số {number}"),
        document_number=number,
    )


def _odd_ones(articles: list[SampleArticle]) -> list[SampleArticle]:
    """The pages on which other tools stumble: charsets, forms of Unicode, no author, other spellings."""
    odd = list(articles)
    odd[6] = replace(odd[6], byline=None, credits=(), glued=False, style="div")
    odd[9] = replace(odd[9], charset="windows-1258")
    odd[12] = replace(odd[12], charset="nfd")
    odd[18] = replace(odd[18], lookalikes=True)
    odd[20] = replace(odd[20], paragraphs=tuple(_old_tones(text) for text in odd[20].paragraphs))
    for index, number in ((15, "65-KH/TĐTN"), (27, "112-KH/TĐTN"), (39, "248-KH/TĐTN")):
        odd[index] = _document(index, number)
    return odd


def _old_tones(text: str) -> str:
    return text.replace("Hòa", "Hoà").replace("khỏe", "khoẻ").replace("ủy", "uỷ")


@cache
def articles(day: int) -> tuple[SampleArticle, ...]:
    """All articles that the site has on day 1 or 2, by id."""
    first = _odd_ones([_article(index) for index in range(LISTED + UNLINKED)])
    listed = [article.id for article in first if article.linked]
    found = [replace(a, related=_related(a, listed)) for a in first]
    if day == 1:
        return tuple(sorted(found, key=lambda article: article.id))
    return tuple(sorted(_second_day(found), key=lambda article: article.id))


def _related(article: SampleArticle, listed: list[int]) -> tuple[int, ...]:
    if not article.linked or article.id % 4 == 1:
        return ()
    place = listed.index(article.id)
    return tuple(listed[max(0, place - 4) : place][::-1])


def _second_day(found: list[SampleArticle]) -> list[SampleArticle]:
    """Three new articles, one edited (a paragraph and a caption), one deleted, counts grown."""
    edited, deleted = changed_ids()
    later = []
    for article in found:
        if article.id == deleted:
            continue
        if article.id == edited:
            article = _edit(article)  # noqa: PLW2901 (the loop's own value)
        grown = article.reads + 3 + article.id % 40
        later.append(replace(article, reads=grown))
    for index in range(LISTED + UNLINKED, LISTED + UNLINKED + 3):
        later.append(replace(_article(index), linked=True, style="div", charset="utf-8"))  # noqa: PERF401
    return later


def _edit(article: SampleArticle) -> SampleArticle:
    paragraphs = list(article.paragraphs)
    paragraphs[1] = "Đính chính: số liệu trong bài đã được cập nhật theo báo cáo mới nhất của Ban tổ chức chương trình."
    photos = (replace(article.photos[0], caption="Toàn cảnh buổi lễ sáng nay"), *article.photos[1:])
    return replace(article, paragraphs=tuple(paragraphs), photos=photos)


@cache
def changed_ids() -> tuple[int, int]:
    """Ids of the article edited and of the one deleted on the second day."""
    return _id(0), _id(31)
