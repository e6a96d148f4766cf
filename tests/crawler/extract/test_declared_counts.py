"""Read counts that pages declare for machines, and labels in boxes of their own."""

import pytest
from lxml import html

from crawler.extract.around.declared_counts import declared_count
from crawler.extract.markup.decode import parse_page
from crawler.extract.markup.furniture import mark_labels


@pytest.mark.parametrize(
    ("markup", "count"),
    [
        ('<meta itemprop="interactionCount" content="UserPageVisits:4982">', "4982"),
        ('<span itemprop="interactionCount">UserPageVisits:12</span>', "12"),
        ('<meta itemprop="interactionCount" content="UserComments:3">', None),
        (('<meta itemprop="interactionCount" content="UserPageVisits:1"><meta itemprop="interactionCount" '
         'content="UserPageVisits:2">'), None),
        (('<script type="application/ld+json">{"@graph":[{"interactionStatistic":{"interactionType":'
         '"https://schema.org/ReadAction","userInteractionCount":371}}]}</script>'), "371"),
        (('<script type="application/ld+json">{"interactionStatistic":{"interactionType":'
         '"https://schema.org/CommentAction","userInteractionCount":7}}</script>'), None),
        ('<script type="application/ld+json">{"interactionCount": broken</script>', None),
    ],
)  # fmt: skip
def test_a_declared_count(markup: str, count: str | None) -> None:
    page = parse_page(f"<html><body>{markup}</body></html>".encode(), "text/html", "http://mau.vn/1")
    assert declared_count(page) == count


@pytest.mark.parametrize(
    ("markup", "label"),
    [
        ("<div><div>Nguồn</div><div>Báo Kiên Giang</div></div>", "Nguồn:"),
        ("<dl><dt>Tác giả</dt><dd>Tánh Võ</dd></dl>", "Tác giả:"),
        ("<table><tr><td>Lượt xem</td><td>12</td></tr></table>", "Lượt xem:"),
        ("<div><div>Nguồn</div><p>Báo Kiên Giang đưa tin.</p></div>", "Nguồn"),
        ("<div><div>Nguồn</div><div>Một</div><div>Hai</div></div>", "Nguồn"),
        ("<div><div>Bình luận</div><div>Hay quá</div></div>", "Bình luận"),
    ],
)
def test_a_label_beside_its_value(markup: str, label: str) -> None:
    root = html.fragment_fromstring(markup)
    mark_labels(root)
    texts = [text.strip() for text in root.itertext() if text.strip()]
    assert texts[0] == label
