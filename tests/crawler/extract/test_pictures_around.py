"""Captions that several pictures share, credits in boxes of their own, pictures that only the head declares."""

import pytest

from crawler.article import RawArticle
from tests.crawler.extract.plain_pages import PARAGRAPHS, PARTS, TITLE, around, page

SAYS = "Các em nhận quà"
SHOWN = "Một số hình ảnh hoạt động:"
ONE, TWO = (f"<img src='/u/a{number}.jpg' width=600>" for number in (1, 2))


def captions(found: RawArticle) -> list[str | None]:
    return [image.caption for image in found.images]


def amid(markup: str) -> list[str | None]:
    return captions(around(PARTS[0] + markup + PARTS[1] + PARTS[2]))


@pytest.mark.parametrize(
    "markup",
    [
        f"<p style='text-align:center'>{ONE} {TWO}</p><p style='text-align:center'><em>{SAYS}</em></p>",
        f"<figure><figure>{ONE}</figure><figure>{TWO}</figure><figcaption>{SAYS}</figcaption></figure>",
        f"<table><tr><td>{ONE}</td><td>{TWO}</td></tr><tr><td colspan=2>{SAYS}</td></tr></table>",
    ],
)
def test_pictures_side_by_side_share_a_caption(markup: str) -> None:
    assert amid(markup) == [SAYS, SAYS]


def test_pictures_one_above_the_other_share_none() -> None:
    assert amid(f"<p align=center>{ONE}</p><p align=center>{TWO}</p><p align=center><i>{SAYS}</i></p>") == [None, SAYS]


def test_pictures_of_a_gallery_keep_their_own_captions() -> None:
    inner = "".join(f"<figure>{img}<figcaption>{SAYS} {n}</figcaption></figure>" for n, img in enumerate((ONE, TWO)))
    assert amid(f"<figure>{inner}</figure>") == [f"{SAYS} 0", f"{SAYS} 1"]


def test_a_caption_named_after_a_widget_is_one() -> None:
    assert amid(f"<figure>{ONE}<figcaption class='widget-image-caption'>{SAYS}</figcaption></figure>") == [SAYS]


@pytest.mark.parametrize("credit", ["Minh Thư", "Ảnh: Minh Thư"])
@pytest.mark.parametrize("between", ["", "\n"])
def test_a_credit_in_a_box_of_its_own(credit: str, between: str) -> None:
    box = f"<span><a href='/u/a1.jpg'>{ONE}</a></span><span>{SAYS}</span>{between}<span>{credit}</span>"
    found = page(f"<div><h1>{TITLE}</h1><div><div>{box}</div><div>{PARAGRAPHS}</div></div></div>")
    assert [(image.caption, image.credit) for image in found.images] == [(SAYS, "Minh Thư")]
    assert found.byline is None


def test_a_picture_above_the_headline_that_the_head_declares() -> None:
    head = "<meta property='og:image' content='http://doan.example/u/a1.jpg'>"
    menu = "".join(f"<a href='/{n}'>Mục số {n}</a> " for n in range(9))
    picture = "<div><img src='/u/a1-1024x683.jpg' width=1024></div>"
    for above, count in ((f"<div>{menu}</div>{picture}", 1), (f"{picture}<div>{menu}</div>", 0)):
        found = page(f"{above}<div><main><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></main></div>", head=head)
        assert len(found.images) == count


def test_a_video_s_caption_is_no_text() -> None:
    video = "<iframe src='https://www.youtube.com/embed/x'></iframe>"
    assert amid(f"<figure><div>{video}</div><figcaption>{SAYS}</figcaption></figure>") == []


def test_who_wrote_it_above_what_announces_pictures() -> None:
    end = f"<p align=right><b>Thanh Trúc</b></p><p>{SHOWN}</p><p>{ONE}</p>"
    found = page(f"<div><h1>{TITLE}</h1><div>{PARAGRAPHS}{end}</div></div>", end=(SHOWN,))
    assert found.byline == "Thanh Trúc"
