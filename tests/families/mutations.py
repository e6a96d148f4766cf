"""The same pages under a theme that names nothing: what a reader must not depend on is taken out."""

import re
from collections.abc import Callable
from dataclasses import replace

from lxml import html as lxml_html
from lxml.html import HtmlElement

from tests.families.site import Answers

_NAMES = re.compile(
    r"""\s(?:class|id|itemprop|itemscope|itemtype|property|typeof|datatype)(?:=(?:"[^"]*"|'[^']*'))?(?=[\s>/])"""
)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")


def without_classes(page: str) -> str:
    """No classes."""
    return _TAG.sub(lambda tag: re.sub(r"""\sclass=(?:"[^"]*"|'[^']*')""", "", tag[0]), page)


def without_ids(page: str) -> str:
    """No ids."""
    return _TAG.sub(lambda tag: re.sub(r"""\sid=(?:"[^"]*"|'[^']*')""", "", tag[0]), page)


def without_names(page: str) -> str:
    """No classes, ids, microdata or RDFa."""
    return _TAG.sub(lambda tag: _NAMES.sub("", tag[0]) if not tag[0].startswith("<meta") else tag[0], page)


def without_headings(page: str) -> str:
    """Headlines of the first two levels as plain boxes."""
    return re.sub(r"<(/?)h[12]\b[^>]*>", r"<\1div>", page)


def without_any(page: str) -> str:
    """Neither names nor headings."""
    return without_headings(without_names(page))


def _changed(page: str, change: Callable[[HtmlElement], None]) -> str:
    tree = lxml_html.document_fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    change(tree.body)
    return "<!DOCTYPE html>" + lxml_html.tostring(tree, encoding="unicode")


def without_semantics(page: str) -> str:
    """Articles, figures, headers and footers as plain boxes."""

    def change(body: HtmlElement) -> None:
        for element in list(body.iter("article", "main", "header", "footer", "nav", "aside", "section", "figcaption")):
            element.tag = "div"

    return _changed(page, change)


def in_breaks(page: str) -> str:
    """Paragraphs as lines between breaks, under names that say nothing."""

    def change(body: HtmlElement) -> None:
        for element in body.iter():
            for name in ("class", "id"):
                if element.get(name):
                    element.set(name, "x")
        for paragraph in list(body.iter("p")):
            first = paragraph.makeelement("br")
            first.tail, paragraph.text = paragraph.text, None
            paragraph.insert(0, first)
            paragraph.append(paragraph.makeelement("br"))
            paragraph.drop_tag()

    return _changed(page, change)


_ABOVE = """<div>Lượt truy cập: 12.345.678 | Đang online: 15</div><div>Thứ hai, 30/11/2026 07:15:22</div>
<marquee>Chào mừng kỷ niệm 90 năm Ngày thành lập Đoàn TNCS Hồ Chí Minh (26/3/1931 - 26/3/2021)!</marquee><div><h3>Tin nổi
bật</h3><ul>{}</ul></div>"""
_NEWS = (
    '<li><a href="/noi-bat-{0}.html">Tuổi trẻ tỉnh nhà thi đua chào mừng đại hội lần {0}</a> <i>0{0}/03/2022</i></li>'
)
_TOOLS = """<div><a href="javascript:window.print()">In trang</a> | <a href="mailto:a@b.vn">Gửi email</a> | Cỡ chữ:
<a href="#">A-</a> <a href="#">A+</a></div>"""
_BANNER = '<div><a href="http://quang-cao.example/x"><img src="/qc.gif" width="468" height="60"></a></div>'
_BELOW = """<div><h3>Ý kiến bạn đọc (2)</h3><div><b>Nguyễn Văn A</b> <span>12/05/2022 10:11</span><p>Bài viết rất hay và ý
nghĩa, chúc tuổi trẻ tỉnh nhà ngày càng phát triển hơn nữa!</p></div></div><div><p>Cơ quan chủ quản: Tỉnh đoàn. Giấy phép
số 12/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 01/02/2015.</p></div>"""


def crowded(page: str) -> str:
    """With all that surrounds an article: figures of visits, a clock, a ticker, newest headlines, the section's heading,
    tools, a banner amid the text, readers' comments, the imprint."""

    def change(body: HtmlElement) -> None:
        heading = next((h for h in body.iter("h1", "h2") if len(h.text_content()) > 30), None)
        paragraphs = [p for p in body.iter("p") if len(p.text_content()) > 80]
        if heading is not None:
            _insert(heading, '<h2><a href="/tin-noi-bat">Tin hoạt động và sự kiện nổi bật trong tỉnh</a></h2>', 0)
            _insert(heading, _TOOLS, 1)
        if len(paragraphs) > 2:
            _insert(paragraphs[1], _BANNER, 1)
        for place, element in enumerate(
            lxml_html.fragments_fromstring(_ABOVE.format("".join(map(_NEWS.format, "1234567"))))
        ):
            body.insert(place, element)
        body.extend(lxml_html.fragments_fromstring(_BELOW))

    return _changed(page, change)


def _insert(beside: HtmlElement, markup: str, behind: int) -> None:
    """Put ``markup`` before an element, or right behind it."""
    box = beside.getparent()
    place = box.index(beside) + behind
    tail, beside.tail = beside.tail, None
    for element in reversed(lxml_html.fragments_fromstring(markup)):
        box.insert(place, element)
    (beside if not behind else box[place]).tail = tail


MUTATIONS: tuple[Callable[[str], str], ...] = (
    without_classes,
    without_ids,
    without_names,
    without_headings,
    without_any,
    without_semantics,
    in_breaks,
    crowded,
)


def mutated(answers: Answers, mutation: Callable[[str], str]) -> Answers:
    """The site's HTML pages, each changed."""
    return {
        path: replace(answer, body=mutation(answer.body))
        if isinstance(answer.body, str) and "html" in answer.media_type
        else answer
        for path, answer in answers.items()
    }
