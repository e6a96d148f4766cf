"""What a browser shows otherwise than the bare tree says."""

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
