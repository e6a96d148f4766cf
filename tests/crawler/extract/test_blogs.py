"""Blogs of static generators and of systems that print little: cards whose link has no words, feet, days alone."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profile_files import with_family
from crawler.profiles import Profile
from tests.crawler.extract.plain_pages import OTHERS, PARAGRAPHS, TEXT, TITLE, around, page

TAGS = "<ul class='post-tags'><li><a href='/nhan/hoc-bong/'>học bổng</a></li></ul>"


def test_cards_whose_link_lies_over_them_are_a_list() -> None:
    cards = "".join(
        f"<article class='post-entry'><header><h2>{title}</h2></header><div><p>{text}</p></div>"
        f"<a class='entry-link' aria-label='{title}' href='/posts/{number}/'></a></article>"
        for number, (title, text) in enumerate(zip(OTHERS, TEXT, strict=True))
    )
    markup = f"<body><main><header><h1>Công tác Đoàn</h1></header>{cards}</main></body>"
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "generic")
    url = "http://doan.example/chu-de/cong-tac-doan-va-phong-trao-thanh-nien/"
    assert read(parse_page(markup.encode(), "text/html; charset=utf-8", url), profile).kind == "listing"


def test_the_foot_of_an_article_is_its_own() -> None:
    found = page(
        f"<article><h1>{TITLE}</h1><div>{PARAGRAPHS}</div><footer class='post-footer'>{TAGS}</footer></article>"
    )
    assert found.tags == ("học bổng",)
    others = f"<footer class='post-footer sharing'>{TAGS}</footer><footer class='footer'>{TAGS}</footer>"
    assert page(f"<article><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></article>{others}").tags == ()


@pytest.mark.parametrize("length", ["3 min read", "3 phút đọc", "12 phút"])
def test_how_long_the_reading_takes_is_no_part_of_a_stamp(length: str) -> None:
    found = around(above=f"<div><time>25 thg 12, 2024</time><span>• {length}</span></div>")
    assert (found.published or "").startswith("25 thg 12, 2024")


def test_a_day_in_the_markup_is_told_to_the_minute_by_the_head() -> None:
    head = "<meta property='article:published_time' content='{}'>"
    body = f"<div><h1>{TITLE}</h1><time datetime='2024-12-25'>25/12/2024</time><div>{PARAGRAPHS}</div></div>"
    exact = "2024-12-25T19:14:00+07:00"
    assert page(body, head=head.format(exact)).published == exact
    assert page(body, head=head.format("2025-03-01T08:00:00+07:00")).published == "25/12/2024"


def test_a_count_beside_a_section_that_has_a_dash_in_its_name() -> None:
    row = (
        "<div><span><a href='/hoi-doi'>Hội - Đội</a></span><span>13:23 27/05/2025</span><span>177 lượt xem</span></div>"
    )
    found = around(above=row)
    assert found.read_count == "177"
    assert found.published is not None
    assert "13:23 27/05/2025" in found.published
