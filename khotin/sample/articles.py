"""The sample's articles on its first and second day: what its own database would say. Deterministic."""

import datetime
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from khotin.sample.documents import DOCUMENTS, SampleDocument
from khotin.sample.stock import BYLINES, CLOSINGS, GLUED, LEADERS, PLACES, SCHOOLS, Topic, topics

#: The old part that nothing links to, then the listed one; where the numbering of each starts; articles of day 2.
UNLINKED, LISTED, ADDED = 10, 60, 3
OLD_START, NEW_START = 11, 62
DOCUMENT_SECTION: Final = 4
#: One article in so many of the listed part is a document.
DOCUMENT_EVERY: Final = 9
STYLES: Final = ("paragraphs", "divs", "table", "paragraphs", "breaks", "divs", "paragraphs", "word")
WHEN: Final = ("Sáng ngày {}", "Ngày {}", "Chiều {}", "Trong hai ngày {}", "Tối ngày {}")


@dataclass(frozen=True, slots=True)
class SamplePhoto:
    """A photo that stands after the paragraph with number ``after`` (0 = first); its caption, None for none."""

    name: str
    caption: str | None
    after: int


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One row of the sample's database. ``section`` counts from 0; ``style`` is the markup, ``charset`` the bytes;
    ``glued``: the author's name stands behind the last sentence; ``lookalikes``: Đ is written as Ð."""

    id: int
    section: int
    title: str
    paragraphs: tuple[str, ...]
    photos: tuple[SamplePhoto, ...]
    byline: str | None
    credits: tuple[tuple[str, str | None, str | None], ...]
    event: datetime.date | None
    reads: int
    lead: str | None = None
    related: tuple[int, ...] = ()
    style: str = "paragraphs"
    charset: str = "utf-8"
    linked: bool = True
    glued: bool = False
    count_first: bool = False
    lookalikes: bool = False
    attachment: tuple[str, str] | None = None
    document_number: str | None = None


@cache
def articles(day: int) -> tuple[SampleArticle, ...]:
    """All articles that the site has on day 1 or 2, by id."""
    return _second_day() if day > 1 else _first_day()


@cache
def changed_ids() -> tuple[int, int]:
    """Ids of the article edited and of the one deleted on the second day."""
    return _id(UNLINKED + 20), _id(UNLINKED + 31)


def _first_day() -> tuple[SampleArticle, ...]:
    return _with_related(_odd_ones([_article(index) for index in range(UNLINKED + LISTED)]))


def _second_day() -> tuple[SampleArticle, ...]:
    """Three new articles, one edited (a paragraph and a caption), one deleted, counts grown."""
    edited, deleted = changed_ids()
    kept = [article for article in articles(1) if article.id != deleted]
    grown = [replace(article, reads=article.reads + 3 + article.id % 40) for article in kept]
    later = [_edit(article) if article.id == edited else article for article in grown]
    added = [_article(UNLINKED + LISTED + number) for number in range(ADDED)]
    return _with_related(later + [replace(article, style="divs", reads=2 + article.id % 7) for article in added])


def _id(index: int) -> int:
    """Ids rise with gaps: numbers divisible by 6 or 17 were deleted long ago, and whole years lie between the parts."""
    start, steps = (OLD_START, index) if index < UNLINKED else (NEW_START, index - UNLINKED)
    numbers = (n for n in range(start, start + 2 * steps + 10) if n % 6 and n % 17)
    return [number for number, _ in zip(numbers, range(steps + 1), strict=False)][-1]


def _article(index: int) -> SampleArticle:
    place = index - UNLINKED
    if place >= 0 and place % DOCUMENT_EVERY == 4 and place // DOCUMENT_EVERY < len(DOCUMENTS):
        return _document(index, DOCUMENTS[place // DOCUMENT_EVERY])
    return _news(index)


def _news(index: int) -> SampleArticle:
    topic, turn, number = topics()[index % len(topics())], index // len(topics()), _id(index)
    words = _words(index)
    event = _event(index)
    date = WHEN[index % len(WHEN)].format(_printed(event, is_range=index % len(WHEN) == 3))
    opening = f"{date}, {topic.openings[(turn + index) % len(topic.openings)].format(**words)}"
    details = [_sentence(topic.details[(turn + step) % len(topic.details)], words) for step in range(3)]
    speech = _sentence(topic.speeches[turn % len(topic.speeches)], words)
    closing = _sentence(CLOSINGS[(index + turn) % len(CLOSINGS)], words)
    byline, credits = BYLINES[(index + turn) % len(BYLINES)]
    has_lead = index % 13 == 5
    return SampleArticle(
        id=number,
        section=topic.section,
        title=_sentence(topic.titles[turn % len(topic.titles)], words),
        lead=opening if has_lead else None,
        paragraphs=(*(() if has_lead else (opening,)), *details, speech, closing),
        photos=_photos(index, topic, words),
        byline=byline,
        credits=credits,
        event=event,
        reads=120 + index * 1733 % 9000,
        style="paragraphs" if has_lead else STYLES[index % len(STYLES)],
        linked=index >= UNLINKED,
        glued=byline == GLUED and not has_lead,
        count_first=index % 11 == 7,
    )


def _words(index: int) -> dict[str, str | int]:
    place = PLACES[index * 5 % len(PLACES)]
    return {
        "place": place,
        "unit": f"Đoàn {place}",
        "leader": LEADERS[index * 3 % len(LEADERS)],
        "school": SCHOOLS[index * 2 % len(SCHOOLS)],
        "a": 40 + index * 37 % 160,
        "b": 11 + index * 13 % 29,
        "c": 3 + index * 5 % 7,
    }


def _sentence(text: str, words: dict[str, str | int]) -> str:
    filled = text.format(**words)
    return filled[0].upper() + filled[1:]


def _event(index: int) -> datetime.date:
    """Events go on with the ids; the old part lies years back."""
    first = datetime.date(2017, 3, 4) if index < UNLINKED else datetime.date(2022, 3, 5)
    return first + datetime.timedelta(days=11 * index)


def _printed(day: datetime.date, *, is_range: bool) -> str:
    if not is_range:
        return f"{day.day}/{day.month}/{day.year}"
    following = day + datetime.timedelta(days=1)
    if following.month != day.month:
        return f"{day.day}/{day.month} - {following.day}/{following.month}/{following.year}"
    return f"{day.day}-{following.day}/{day.month}/{day.year}"


def _photos(index: int, topic: Topic, words: dict[str, str | int]) -> tuple[SamplePhoto, ...]:
    number = _id(index)
    captions = [_sentence(caption, words) for caption in topic.captions][: index % 4]
    photos = [SamplePhoto(f"anh-{number}-{n + 1}.png", caption, n * 2) for n, caption in enumerate(captions)]
    if photos and index % 10 == 3:  # some editors forget the caption
        photos[-1] = replace(photos[-1], caption=None)
    return tuple(photos)


def _document(index: int, document: SampleDocument) -> SampleArticle:
    return SampleArticle(
        id=_id(index),
        section=DOCUMENT_SECTION,
        title=document.title,
        paragraphs=document.paragraphs,
        photos=(),
        byline="Văn phòng Tỉnh đoàn",
        credits=(("Văn phòng Tỉnh đoàn", None, None),),
        event=None,
        reads=60 + index * 311 % 2000,
        attachment=(document.pdf, f"Bản PDF {document.number}") if document.pdf else None,
        document_number=document.number,
    )


def _odd_ones(plain: list[SampleArticle]) -> list[SampleArticle]:
    """The pages on which readers stumble: charsets, forms of Unicode, no author, other spellings."""
    odd, first = list(plain), UNLINKED
    odd[first + 6] = replace(odd[first + 6], byline=None, credits=(), glued=False)
    odd[first + 9] = replace(odd[first + 9], charset="windows-1258")
    odd[first + 12] = replace(odd[first + 12], charset="nfd")
    odd[first + 18] = replace(odd[first + 18], lookalikes=True)
    odd[first + 24] = replace(odd[first + 24], paragraphs=tuple(map(_mixed_tones, odd[first + 24].paragraphs)))
    odd[3] = replace(odd[3], byline=None, credits=(), glued=False)
    return odd


def _mixed_tones(text: str) -> str:
    """The tone on the other vowel, as the older way of writing has it, in some words only."""
    return text.replace("Hòa", "Hoà").replace("khỏe", "khoẻ").replace("ủy ", "uỷ ").replace("hoá", "hóa")


def _with_related(found: list[SampleArticle]) -> tuple[SampleArticle, ...]:
    """The list of related articles: the four before in the listed part; one article in four has the label alone."""
    ordered = sorted(found, key=lambda article: article.id)
    listed = [article.id for article in ordered if article.linked]
    done = []
    for article in ordered:
        place = listed.index(article.id) if article.linked and article.id % 4 != 1 else 0
        done.append(replace(article, related=tuple(reversed(listed[max(0, place - 4) : place]))))
    return tuple(done)


def _edit(article: SampleArticle) -> SampleArticle:
    paragraphs = list(article.paragraphs)
    paragraphs[1] = "Đính chính: số liệu trong bài được cập nhật theo báo cáo mới nhất của Ban tổ chức chương trình."
    photos = (replace(article.photos[0], caption="Toàn cảnh buổi lễ, nhìn từ phía bờ kinh"), *article.photos[1:])
    return replace(article, paragraphs=tuple(paragraphs), photos=photos)
