"""Stored HTML becomes clean blocks, each caption once and beside its image."""

from typing import Any

import pytest

from pipelines.export.cuts import BEGINNING
from publish.body import Part, compose, excerpt
from publish.markup import blocks


def image(url: str, caption: str | None = None, credit: str | None = None) -> dict[str, Any]:
    return {"url": url, "caption": caption, "credit": credit}


def kinds(parts: list[Part]) -> list[str]:
    return [part.kind for part in parts]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Một</p><p>Hai</p>", ["Một", "Hai"]),
        ("Một<br><br>Hai<br>ba", ["Một", "Hai<br>ba"]),
        ("<div>Một <b>hai</b> ba</div>", ["Một <strong>hai</strong> ba"]),
        ("<p><b>Một<p>Hai</b> ba</p>", ["<strong>Một</strong>", "<strong>Hai</strong> ba"]),
        ("<p>a &lt;b&gt; &amp; c</p>", ["a &lt;b&gt; &amp; c"]),
        ("<p>\xa0</p><p> </p><p></p>", []),
        ("<script>x()</script><style>p{}</style>Chữ", ["Chữ"]),
        ('<a href="http://a.example/?x=1&y=2">a</a>',
         ['<a href="http://a.example/?x=1&amp;y=2" rel="nofollow noopener external">a</a>']),
        ('<a href="JaVaScRiPt:x()">a</a>', ["a"]),
        ('<a href="http://[">a</a>', ["a"]),
        ('<p onclick="x" style="y">a</p>', ["a"]),
        ("</b></table></p>a", ["a"]),
        ("<table><tr><td>Một ô</td></tr></table>", ["Một ô"]),
        ("<table><td>x<td>y<tr><td>1<td>2",
         ["<table><tr><td>x</td><td>y</td></tr><tr><td>1</td><td>2</td></tr></table>"]),
    ],
)  # fmt: skip
def test_blocks(html: str, expected: list[str]) -> None:
    assert [block.html for block in blocks(html)] == expected


def test_images_stand_where_they_stood() -> None:
    html = '<p>Một</p><p><img src="http://a.example/1.jpg"><i>Chú thích</i></p><p>Hai</p><img src="http://a.example/x.gif">'
    parts = compose(html, "Một\nHai", [image("http://a.example/1.jpg", "Chú thích")], [])
    assert kinds(parts) == ["p", "figure", "p"]


def test_images_not_in_the_markup_come_last() -> None:
    parts = compose("<p>Một</p>", "Một", [image("http://a.example/1.jpg"), image("http://a.example/2.jpg")], [])
    assert [part.image["url"] for part in parts if part.image] == ["http://a.example/1.jpg", "http://a.example/2.jpg"]


@pytest.mark.parametrize("line", ["Quang cảnh", "Quang cảnh. Ảnh: Lan", "quang  cảnh Lan", "Ảnh: Lan"])
def test_captions_are_not_text(line: str) -> None:
    parts = compose(f"<p>Một</p><p>{line}</p>", "Một", [image("http://a.example/1.jpg", "Quang cảnh", "Lan")], [])
    assert kinds(parts) == ["p", "figure"]


def test_what_the_page_shows_elsewhere_is_not_repeated() -> None:
    parts = compose("<p>Sa-pô</p><p>Một</p><p>Tánh Võ</p>", "Một", [], ["Tiêu đề", "Sa-pô", "Tánh Võ", None])
    assert [part.html for part in parts] == ["Một"]


def test_plain_text_stands_in_for_poor_markup() -> None:
    text = "Một đoạn văn dài.\nHai < ba."
    assert [part.html for part in compose("<p>Một</p>", text, [], [])] == ["Một đoạn văn dài.", "Hai &lt; ba."]
    assert [part.html for part in compose("", text, [], [])] == ["Một đoạn văn dài.", "Hai &lt; ba."]


def test_list_items_share_a_list() -> None:
    parts = compose("<ul><li>a<li>b</ul><h2>c</h2><ol><li>d</ol>", "a\nb\nc\nd", [], [])
    assert [(part.kind, part.html) for part in parts] == [
        ("list", "<li>a</li><li>b</li>"), ("h", "c"), ("list", "<li>d</li>"),
    ]  # fmt: skip


def test_excerpt_is_the_lead_or_one_paragraph() -> None:
    assert excerpt("Một\nHai", "Sa-pô") == []
    assert [part.html for part in excerpt("Một <b>\nHai", None)] == ["Một &lt;b&gt;"]


def test_an_article_of_one_paragraph_is_not_shown_whole_as_its_excerpt() -> None:
    (part,) = excerpt("đoàn viên thanh niên " * 100, None)
    assert part.html.endswith("…")
    assert 250 < len(part.html) <= BEGINNING
