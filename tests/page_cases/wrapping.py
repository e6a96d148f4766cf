"""A page's lines in the markups that sites use: paragraphs, boxes, cells of a layout table, breaks, editor's styles."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from itertools import count

from tests.page_cases.cases import Case, PageLine, Part

_NAME = "Cổng thông tin tuổi trẻ"
_MENU = ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản", "Thư viện ảnh", "Liên hệ")
_SIDE = (
    "Hội nghị Ban Chấp hành lần thứ tư",
    "Khai mạc giải bóng đá thanh niên năm nay",
    "Tuổi trẻ các xã vùng cao trồng cây đầu xuân",
    "Trao nhà nhân ái cho đoàn viên có hoàn cảnh khó khăn",
)
_FOOT = (
    "Bản quyền thuộc về Ban Thường vụ. Ghi rõ nguồn khi phát hành lại thông tin từ trang này.",
    "Giấy phép số 15/GP-TTĐT cấp ngày 20/10/2011. Chịu trách nhiệm: Phó Bí thư Thường trực.",
)

#: Lines of a page and the addresses of its pictures -> markup of its content.
Wrapping = Callable[[Iterable[PageLine], Iterator[str]], str]


def _text(line: PageLine) -> str:
    return "<br>".join(escape(part, quote=False) for part in line.text.split("<br>"))


def _picture(line: PageLine, images: Iterator[str]) -> str:
    return f'<img src="{next(images)}" alt="{escape(line.alt or "")}">'


def paragraphs(lines: Iterable[PageLine], images: Iterator[str]) -> str:
    """A heading and paragraphs, pictures and captions centred."""
    shapes: Mapping[Part, str] = {
        Part.TITLE: "<h1>{text}</h1>",
        Part.TEXT: "<p>{text}</p>",
        Part.CAPTION: '<p style="text-align:center">{image}</p><p style="text-align:center"><em>{text}</em></p>',
    }
    return f'<div class="chitiet">{_put(lines, images, shapes)}</div>'


def boxes(lines: Iterable[PageLine], images: Iterator[str]) -> str:
    """Boxes of one line, captions in the picture's own box."""
    shapes: Mapping[Part, str] = {
        Part.TITLE: '<div style="font-size:20px;font-weight:bold">{text}</div>',
        Part.TEXT: "<div>{text}</div>",
        Part.CAPTION: '<div align="center"><div>{image}</div><div><i>{text}</i></div></div>',
    }
    return f"<div><div>{_put(lines, images, shapes)}</div></div>"


def cells(lines: Iterable[PageLine], images: Iterator[str]) -> str:
    """Cells of a layout table, a picture in a table of its own with the caption in the row below."""
    shapes: Mapping[Part, str] = {
        Part.TITLE: '<tr><td><font size="4" color="#cc0000"><b>{text}</b></font></td></tr>',
        Part.TEXT: "<tr><td>{text}</td></tr>",
        Part.CAPTION: (
            '<tr><td><table align="center" width="1"><tr><td>{image}</td></tr>'
            "<tr><td>{text}</td></tr></table></td></tr>"
        ),
    }
    return f'<table width="100%"><tbody>{_put(lines, images, shapes)}</tbody></table>'


def breaks(lines: Iterable[PageLine], images: Iterator[str]) -> str:
    """One cell with everything in it, parted by breaks."""
    shapes: Mapping[Part, str] = {
        Part.TITLE: "<b>{text}</b><br><br>",
        Part.TEXT: "{text}<br><br>",
        Part.CAPTION: "<center>{image}<br><i>{text}</i></center><br>",
    }
    return f"<table><tr><td>{_put(lines, images, shapes)}</td></tr></table>"


def styled(lines: Iterable[PageLine], images: Iterator[str]) -> str:
    """Word's paste: spans in justified paragraphs, a figure for a picture."""
    span = '<span style="font-size:14pt;font-family:Times New Roman"><o:p></o:p>{text}</span>'
    shapes: Mapping[Part, str] = {
        Part.TITLE: "<h2><a href='#'>{text}</a></h2>",
        Part.TEXT: f'<p class="MsoNormal" style="text-align:justify">{span}</p>',
        Part.CAPTION: "<figure>{image}<figcaption>{text}</figcaption></figure>",
    }
    return f'<section><div class="post">{_put(lines, images, shapes)}</div></section>'


def definitions(lines: Iterable[PageLine], images: Iterator[str]) -> str:
    """A definition list of the nineties: the headline is its term, everything else a description."""
    shapes: Mapping[Part, str] = {
        Part.TITLE: "<dt><b><big>{text}</big></b></dt>",
        Part.TEXT: "<dd>{text}</dd>",
        Part.CAPTION: "<dd align=center>{image}</dd><dd align=center><i>{text}</i></dd>",
    }
    return f"<dl>{_put(lines, images, shapes)}</dl>"


def fonts(lines: Iterable[PageLine], images: Iterator[str]) -> str:
    """FrontPage's: capitals, no quotes, nothing closed, a layout table in each cell and a font around each line."""
    shapes: Mapping[Part, str] = {
        Part.TITLE: "<TR><TD><TABLE WIDTH=99%><TR><TD><FONT FACE=Arial SIZE=4 COLOR=red><B>{text}</B></FONT></TABLE>",
        Part.TEXT: "<TR><TD><P ALIGN=justify><FONT FACE=Arial SIZE=2>{text}</FONT>",
        Part.CAPTION: (
            "<TR><TD><TABLE ALIGN=center WIDTH=480><TR><TD>{image}<TR><TD ALIGN=center>"
            "<FONT FACE=Arial SIZE=1><I>{text}</I></FONT></TABLE>"
        ),
    }
    return f"<TABLE WIDTH=100% BORDER=0>{_put(lines, images, shapes)}</TABLE>"


WRAPPINGS: tuple[Wrapping, ...] = (paragraphs, boxes, cells, breaks, styled, definitions, fonts)


def page(case: Case, wrapping: Wrapping) -> bytes:
    """The case's page as a server would send it: header, menu, sidebar and footer around the wrapped lines."""
    images = (f"/anh/{number}.jpg" for number in count(1))
    if case.kind == "listing":
        content = "".join(_item(line, number) for number, line in enumerate(case.lines))
    else:
        content = wrapping(case.lines, images)
    tabled = wrapping in (cells, breaks, fonts)
    head = f"<head><meta charset=utf-8><title>{_NAME}</title></head>"
    return f"<html>{head}<body>{(_in_table if tabled else _in_boxes)(content)}</body></html>".encode()


def _item(line: PageLine, number: int) -> str:
    text = escape(line.text, quote=False)
    shown = f'<h3><a href="tin-{number}">{text}</a></h3>' if line.part is Part.TITLE else f"<p>{text}</p>"
    return f'<div class="item">{shown}<a href="tin-{number}">Xem chi tiết</a></div>'


def _put(lines: Iterable[PageLine], images: Iterator[str], shapes: Mapping[Part, str]) -> str:
    put = []
    for line in lines:
        shape = shapes[line.part]
        put.append(shape.format(text=_text(line), image=_picture(line, images) if "{image}" in shape else ""))
    return "\n".join(put)


def _links(texts: Iterable[str], tag: str) -> str:
    return "".join(f'<{tag}><a href="/muc-{i}.html">{text}</a></{tag}>' for i, text in enumerate(texts))


def _in_boxes(content: str) -> str:
    return (
        f'<div id="dau"><a href="/"><img src="/logo.png" alt="{_NAME}"></a><h3>{_NAME}</h3></div>'
        f'<ul id="thucdon">{_links(_MENU, "li")}</ul><div id="giua"><div id="trai">{content}</div>'
        f'<div id="phai"><h4>Tin mới</h4><ul>{_links(_SIDE, "li")}</ul>'
        f"<h4>Thống kê</h4><p>Hôm nay: 36</p><p>Tổng lượt truy cập: 10,540</p></div></div>"
        f'<div id="chan">{"".join(f"<p>{line}</p>" for line in _FOOT)}</div>'
    )


def _in_table(content: str) -> str:
    menu = f"<tr>{_links(_MENU, 'td')}</tr>"
    rows = "".join(f"<tr>{_links([text], 'td')}</tr>" for text in _SIDE)
    side = f"<table><tr><td><b>Tin mới</b></td></tr>{rows}</table>"
    return (
        f"<table width=1000><tr><td colspan=6><img src=/banner.jpg></td></tr>{menu}</table>"
        f"<table width=1000><tr><td width=200 valign=top>{side}<br>Đang truy cập: 12<br>Tổng truy cập: 1.234.567</td>"
        f"<td valign=top>{content}</td></tr></table><table><tr><td>{'<br>'.join(_FOOT)}</td></tr></table>"
    )
