"""Pages of the sample as its engine writes them: layout tables, div soup, `<br>` soup, Word paste, odd charsets."""

import itertools
import re
import unicodedata
from html import escape

from khotin.sample.articles import SampleArticle, articles
from khotin.sample.stock import SECTIONS, SITE_NAME
from khotin.sample.template import HEAD, LOGO

PAGE_SIZE = 10
SPONSORS = ("Công ty Nước mắm Hòn Xanh", "Ngân hàng Biển Tây", "Nhà xe Rạch Giồng")
PARTNERS = ("Trung ương Đoàn", "Cổng thông tin tỉnh", "Báo tỉnh", "Hội đồng Đội")
#: A fresh token in every link of every visit, as engines with sessions in their URLs make them.
TOKENS = itertools.count(0xAB12CD34EF567890AB12CD34EF567890)
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def _frame(content: str, day: int) -> str:
    """Header, menu, sidebar and footer around a page's own content. Nothing semantic, and one title for all."""
    newest = sorted((a for a in articles(day) if a.linked), key=lambda a: -a.id)[:5]
    menu = "".join(f'<td><a href="news.php?nt={n}">{name}</a></td>' for n, name in enumerate(SECTIONS, 1))
    side = "".join(f'<tr><td>&bull; <a href="news.php?id={a.id}">{escape(a.title)}</a></td></tr>' for a in newest)
    sponsors = "".join(f"<tr><td><font size=1>{name}</font></td></tr>" for name in SPONSORS)
    links = "".join(f"<option>{name}</option>" for name in PARTNERS)
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=CHARSET"><title>{SITE_NAME}</title>'
        f"{HEAD}</head><body bgcolor=#ffffff>\n"
        '<table width=1000 align=center cellspacing=0><tr><td colspan=2><ul class="slider"><li>1</li><li>3</li></ul>'
        f"{LOGO}<b>{SITE_NAME}</b></td></tr>\n<tr><td colspan=2><table><tr>"
        f'<td><a href="index.php">Trang chủ</a></td>{menu}'
        '<td><a href="news.php?nt=406">Điều lệ Đoàn</a></td><td><a href="lich.php?thang=7&nam=2024">Lịch công tác</a>'
        '</td><td><a href="noibo/index.php">Nội bộ</a></td><td><a href="cu.php">Trang cũ</a></td>'
        '<td><a href="tai-lieu.php">Tài liệu</a></td></tr></table></td></tr>\n'
        f'<tr valign=top><td width=720>\n{content}\n</td>\n<td width=280><table class="ben">'
        f"<tr><td><b>Tin mới</b></td></tr>{side}"
        f"<tr><td><b>Các đơn vị tài trợ website</b></td></tr>{sponsors}<tr><td><b>Liên kết website</b></td></tr>"
        f"<tr><td><select>{links}</select></td></tr></table></td></tr>\n"
        "<tr><td colspan=2><center>Bản quyền thuộc Tỉnh đoàn Mẫu. Giấy phép số 12/GP-TTĐT ngày 05/02/2019<br>"
        "Tổng truy cập: 1.234.567 | Đang truy cập: 12</center></td></tr></table></body></html>"
    )


def front_page(day: int) -> bytes:
    """The front page: the two newest articles of each section, and a way into the sections."""
    blocks = []
    for number, name in enumerate(SECTIONS, 1):
        found = _listed(day, number)[:2]
        rows = "".join(f'<li><a href="news.php?id={a.id}">{escape(a.title)}</a></li>' for a in found)
        blocks.append(f'<div class="khoi"><b><a href="news.php?nt={number}">{name}</a></b><ul>{rows}</ul></div>')
    return _bytes(_frame("".join(blocks), day))


def listing(day: int, section: int, page: int) -> bytes:
    """A page of a section's list, newest first; past the end the list is empty."""
    found = _listed(day, section)
    pages = -(-len(found) // PAGE_SIZE)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = "".join(
        f'<tr><td><img src="upload/nho.png" width=90></td><td><a href="news.php?id={a.id}&sid={next(TOKENS):032x}">'
        f"<b>{escape(a.title)}</b></a><br>{escape(a.paragraphs[0][:90])}...</td></tr>"
        for a in shown
    )
    numbers = " | ".join(f'<a href="news.php?nt={section}&page={n}">{n}</a>' for n in range(1, pages + 1))
    return _bytes(_frame(f"<div><b>{SECTIONS[section - 1]}</b></div><table>{rows}</table><p>Trang: {numbers}</p>", day))


def charter(day: int) -> bytes:
    """The one static page: the charter."""
    clauses = "".join(
        f"<p><b>Điều {n}.</b> Đoàn viên có trách nhiệm thực hiện chương {n} của điều lệ này, sinh hoạt đều đặn tại "
        "chi đoàn và tham gia các hoạt động do Đoàn cơ sở tổ chức.</p>"
        for n in range(1, 8)
    )
    return _bytes(_frame(f"<div><b>ĐIỀU LỆ ĐOÀN (trích)</b></div>{clauses}", day))


def calendar(day: int, query: dict[str, str]) -> bytes:
    """A calendar that goes on for ever: each month leads to the next."""
    months = int(query.get("nam", "2024")) * 12 + int(query.get("thang", "1"))
    after = f'<a href="lich.php?thang={months % 12 + 1}&nam={months // 12}">Tháng sau</a>'
    return _bytes(_frame(f"<div><b>Lịch công tác</b></div>{after}", day))


def missing(day: int) -> bytes:
    """What the engine answers for an id that is not there: its template, with status 200."""
    return _bytes(_frame("<div>Không tìm thấy bài viết</div>", day))


def article_page(article: SampleArticle, day: int) -> bytes:
    """One article in its markup and charset."""
    style = {"div": _div, "plain": _div, "table": _table, "br": _br, "word": _word}[article.style]
    section = SECTIONS[article.section]
    above = f'<a href="news.php?nt={article.section + 1}">{section}</a>'
    path = f'<div class="duongdan"><a href="index.php">Trang chủ</a> &raquo; {above}</div>'
    count = f"<div><i>Số lần đọc: {article.reads}</i></div>"
    head = f'{path}<div class="tieude"><font size=4 color=#0000aa><b>{escape(article.title)}</b></font></div>'
    body = style(article)
    tail = _attachment(article) + ("" if article.count_first else count) + _tools(article) + _related(article, day)
    html = _frame(head + (count if article.count_first else "") + body + tail, day)
    return _bytes(_lookalike(html) if article.lookalikes else html, article.charset)


def _pieces(article: SampleArticle) -> list[tuple[str, str, str]]:
    """The body in order: ("text", paragraph, "") and ("photo", file name, caption)."""
    pieces = []
    for index, paragraph in enumerate(article.paragraphs):
        last = index == len(article.paragraphs) - 1
        glued = f"{paragraph.rstrip('.')}./.{article.byline}" if last and article.glued else paragraph
        pieces.append(("text", glued, ""))
        pieces += [("photo", photo.name, photo.caption) for photo in article.photos if photo.after == index]
    return pieces


def _byline(article: SampleArticle) -> str:
    return article.byline if article.byline and not article.glued else ""


def _div(article: SampleArticle) -> str:
    rows = []
    for kind, text, caption in _pieces(article):
        if kind == "text":
            rows.append(f'<p style="text-align: justify;">{escape(text)}</p>')
        else:
            rows.append(f'<p style="text-align: center;"><img src="upload/{text}" alt=""></p>')
            rows.append(f'<p style="text-align: center;"><em>{escape(caption)}</em></p>')
    end = f'<p style="text-align: right;"><strong>{escape(_byline(article))}</strong></p>' if _byline(article) else ""
    return f'<div class="noidung">{"".join(rows)}{end}</div>'


def _table(article: SampleArticle) -> str:
    rows = []
    for kind, text, caption in _pieces(article):
        if kind == "text":
            rows.append(f"<tr><td>{escape(text)}</td></tr>")
        else:
            rows.append(
                f'<tr><td align=center><table><tr><td><img src="upload/{text}"></td></tr>'
                f"<tr><td align=center>{escape(caption)}</td></tr></table></td></tr>"
            )
    end = f"<tr><td align=right><b>{escape(_byline(article))}</b></td></tr>" if _byline(article) else ""
    return f"<table width=100%>{''.join(rows)}{end}</table>"


def _br(article: SampleArticle) -> str:
    rows = []
    for kind, text, caption in _pieces(article):
        photo = f'<center><img src="upload/{text}"><br><i>{escape(caption)}</i></center>'
        rows.append(f"{escape(text)}<br><br>" if kind == "text" else photo)
    return f"<div>{''.join(rows)}{escape(_byline(article))}<br></div>"


def _word(article: SampleArticle) -> str:
    rows = []
    for kind, text, caption in _pieces(article):
        if kind == "text":
            spans = "".join(f'<span style="font-size:14.0pt">{escape(part)} </span>' for part in text.split(" "))
            rows.append(
                f'<p class="MsoNormal" style="text-indent:36.0pt"><span lang="VI">{spans}<o:p></o:p></span></p>'
            )
        else:
            rows.append(f'<p class="MsoNormal" align="center"><img src="upload/{text}"><o:p>&nbsp;</o:p></p>')
            rows.append(f'<p class="MsoNormal" align="center"><i><span>{escape(caption)}</span></i><o:p></o:p></p>')
    if _byline(article):
        rows.append(f'<p class="MsoNormal" align="right"><b><span>{escape(_byline(article))}</span></b><o:p></o:p></p>')
    return f'<div class="Section1">{"".join(rows)}</div>'


def _attachment(article: SampleArticle) -> str:
    if article.attachment is None:
        return ""
    file, name = article.attachment
    return f'<div>File đính kèm: <a href="upload/{file}">{escape(name)}</a></div>'


def _tools(article: SampleArticle) -> str:
    twins = f'<a href="print.php?id={article.id}">Bản in</a> | <a href="sendmail.php?id={article.id}">Gửi bạn bè</a>'
    return f"<div>{twins}</div>"


def _related(article: SampleArticle, day: int) -> str:
    titles = {other.id: other.title for other in articles(day)}
    rows = "".join(
        f'<li><a href="news.php?id={number}">{escape(titles[number])}</a></li>'
        for number in article.related
        if number in titles
    )
    return f"<table width=100%><tr><td><b>Tin liên quan</b></td></tr><tr><td><ul>{rows}</ul></td></tr></table>"


def _listed(day: int, section: int) -> list[SampleArticle]:
    return sorted((a for a in articles(day) if a.linked and a.section == section - 1), key=lambda a: -a.id)


def _lookalike(html: str) -> str:
    """The letter Đ written as the Icelandic Ð, as old keyboards did."""
    return html.replace("Đ", "\u00d0")


def _bytes(html: str, charset: str = "utf-8") -> bytes:
    declared = "windows-1258" if charset == "windows-1258" else "utf-8"
    text = html.replace("CHARSET", declared, 1)
    if charset == "windows-1258":
        return "".join(_tone_apart(letter) for letter in unicodedata.normalize("NFC", text)).encode(
            "cp1258", "xmlcharrefreplace"
        )
    return unicodedata.normalize("NFD" if charset == "nfd" else "NFC", text).encode()


def _tone_apart(letter: str) -> str:
    """A letter as windows-1258 writes it: its tone as a combining mark behind it."""
    marks = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in marks if mark in TONES)
    return unicodedata.normalize("NFC", re.sub("[\u0300\u0301\u0303\u0309\u0323]", "", marks)) + tones
