"""What a browser shows otherwise than the bare tree says."""

import time

import pytest

from crawler.extract.markup.decode import parse_page
from tests.crawler.extract.plain_pages import PARAGRAPHS, TEXT, around


def test_lines_that_only_styles_break_are_paragraphs() -> None:
    text = "\n\n".join(TEXT)
    around(f'<div style="white-space: pre-line">\n{text}\n</div>')
    around(f'<div class="text-lg whitespace-pre-line">{text}</div>')
    around(f"<pre>{text}</pre>")


def test_lines_of_the_source_are_none() -> None:
    around("".join(f"<p>{text.replace(', ', ',' + chr(10))}</p>" for text in TEXT))
    around(
        "".join(f'<p><span style="white-space:pre-wrap">{text.replace(" ", chr(10), 3)}</span></p>' for text in TEXT)
    )


def test_pictures_of_amp_pages_are_pictures() -> None:
    picture = (
        '<figure><amp-img src="/x.jpg" width="600" height="400"></amp-img><figcaption>Quang cảnh</figcaption></figure>'
    )
    found = around(PARAGRAPHS + picture)
    assert [(image.url[-6:], image.caption) for image in found.images] == [("/x.jpg", "Quang cảnh")]


def test_a_picture_of_amp_whose_end_is_forgotten_takes_no_text_along() -> None:
    found = around(f'<div><amp-img src="/x.jpg" width="600" height="400">{PARAGRAPHS}</div>')
    assert [image.url[-6:] for image in found.images] == ["/x.jpg"]
    around("".join(f'<p><amp-img src="/{at}.jpg" width="600">{text}</p>' for at, text in enumerate(TEXT)))


def test_what_a_picture_of_amp_holds_in_its_place_is_shown_once() -> None:
    inner = '<noscript><img src="/x.jpg" width="600"></noscript><amp-img placeholder src="/small.jpg"></amp-img>'
    found = around(f'{PARAGRAPHS}<amp-img src="/x.jpg" width="600" height="400">{inner}</amp-img>')
    assert [image.url[-6:] for image in found.images] == ["/x.jpg"]


def test_scripts_in_a_box_that_keeps_its_lines_stay_as_they_are() -> None:
    script = '<script type="application/ld+json">{\n"a":\n1}</script>'
    page = parse_page(f'<div class="whitespace-pre">Một{script}\nHai</div>'.encode(), "text/html", "http://a.vn/")
    (found,) = page.elements("script")
    assert (found.text, len(found)) == ('{\n"a":\n1}', 0)
    assert [made.tail for made in page.elements("br")] == ["Hai"]


@pytest.mark.parametrize(
    "body",
    [
        "<pre>" + "<b>x</b> chữ\n\n " * 20_000,
        "<div style='white-space: pre'>" * 200 + "<b>a</b> b\n" * 2_000,
        "<div style='white-space: pre-line'>" + "một dòng chữ\n" * 50_000,
        "<pre>a" + " " * 100_000 + "b\n</pre>",
        "<amp-img src=a>Chữ " * 10_000,
    ],
    ids=["children", "boxes in boxes", "lines", "blanks", "pictures"],
)
def test_large_boxes_take_no_more_time_than_their_size(body: str) -> None:
    begun = time.process_time()
    parse_page(body.encode(), "text/html; charset=utf-8", "http://a.vn/")
    assert time.process_time() - begun < 3, "20 to 80 s where each piece looks through all others"
