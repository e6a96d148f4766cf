"""Sites written by hand, as the field guide describes them: no dates, counts in bare numbers, old fonts, frames."""

import unicodedata
from collections.abc import Sequence
from html import escape

from tests.families.portals import _STATE, AspNet, PhpNews, Portal
from tests.families.portals_full import _OTHERS, _TODAY, _VISITS, _breaks, _word
from tests.families.site import Answer, Answers, body_html
from tests.families.stories import NAME, SECTIONS, Picture, Story


class Seed(PhpNews):
    """The seed article's engine: no date anywhere, count below the author, a list that a script fills, print twins."""

    name, size = "php_seed", 3
    hidden = ("tags", "published", "related", "lead", "section")

    def path(self, story: Story) -> str:
        return f"/news.php?id={story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/news.php?nt={400 + self.number(slug)}" + (f"&p={page}" if page > 1 else "")

    def about(self) -> str:
        return "/news.php?nt=406"

    def contact(self) -> str:
        return "/lienhe.php"

    def answers(self, stories: Sequence[Story]) -> Answers:
        found = super().answers(stories)
        for story in stories:
            text = f"<html><head><title>{NAME}</title></head><body onload='window.print()'><b>{story.title}</b><br>{self.text(story)}</body></html>"
            found[f"/inbai.php?id={story.id}"] = found[f"/popup.php?mod=in&id={story.id}"] = Answer(text)
            found[f"/guibanbe.php?id={story.id}"] = Answer("<html><body><form>Email <input></form></body></html>")
        for month in range(1, 13):
            found[f"/index.php?thang={month}&nam=2021"] = found["/"]
        found["/timkiem.php"] = Answer(self.page("Tìm kiếm", "<form><input name=q></form>", list(stories)))
        return found

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        lines = []
        for part in story.parts:
            for item in part:
                if isinstance(item, Picture):
                    lines.append(
                        f'<p style="text-align: center;"><img src="{self.folder}{item.file}" width="500" /></p>'
                    )
                    if item.caption:
                        lines.append(f'<p style="text-align: center;">{item.caption}</p>')
                else:
                    lines.append(f'<p style="text-align: justify;">{escape(item, quote=False)}</p>')
        author = f'<p style="text-align: right;"><strong>{story.credit}</strong></p>' if story.credit else ""
        source = f"<p style='text-align: right;'>Nguồn: {story.source}</p>" if story.source else ""
        picture = f'<p style="text-align:center"><img src="{self.folder}{story.picture}"></p>' if story.picture else ""
        files = "".join(f'<p><a href="{self.folder}{name}">{name}</a></p>' for name in story.files)
        return (
            f'<table width="100%"><tr><td class="tieudetin">{escape(story.title)}</td></tr><tr><td>{picture}{"".join(lines)}{files}{author}{source}'
            f'</td></tr><tr><td align="right">Số lần đọc: {story.hits}</td></tr><tr><td><a href="inbai.php?id={story.id}"><img src="/images/print.gif"></a>'
            f'<a href="popup.php?mod=in&amp;id={story.id}" target="_blank">In</a> <a href="guibanbe.php?id={story.id}">Gửi bạn bè</a></td></tr></table>'
            '<table width="100%"><tr><td>Tin liên quan</td></tr><tr><td><div id="tinlq"></div><script>load("lq.php")</script></td></tr></table>'
        )

    def teaser(self, story: Story) -> str:
        return (
            f'<table><tr><td><img src="/upload/thumb.jpg" width="90"></td><td><a href="{self.path(story)}"><b>{escape(story.title)}</b></a><br>'
            f'{story.lead}<br><a href="{self.path(story)}">Xem tiếp...</a></td></tr></table>'
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        cells = "".join(f'<td><a href="index.php?thang={m}&amp;nam=2021">{m}</a></td>' for m in range(1, 13))
        return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Tỉnh đoàn Kiên Giang - Diễn đàn của Đoàn TNCS Hồ Chí Minh</title></head>
<body><table width="1000"><tr><td colspan="3"><ul class="dots"><li>1</li><li>3</li></ul>Tỉnh đoàn Kiên Giang - Diễn đàn của Đoàn TNCS Hồ Chí Minh, Hội LHTN Việt Nam, Đội TNTP HCM tỉnh Kiên Giang</td></tr><tr><td>
{self.menu()}<form action="timkiem.php"><input name="q"></form><a href="/timkiem.php">Tìm kiếm</a><table><tr>{cells}</tr></table></td><td width="600" valign="top">{content}</td><td>Các đơn vị tài trợ website<br>
Liên kết website{_OTHERS}<ul>{self.latest(newest)}</ul><br>{_VISITS}</td></tr></table></body></html>"""


class OldFonts(PhpNews):
    """2004: windows-1258 without any declaration, ``<font>`` in tables, a day in the bar, the stamp in brackets."""

    name = "php_1258"
    encoding = "cp1258"

    def path(self, story: Story) -> str:
        return f"/chitiet.php?id={story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/danhsach.php?cid={self.number(slug)}" + (f"&trang={page}" if page > 1 else "")

    def about(self) -> str:
        return "/gioithieu.php"

    def contact(self) -> str:
        return "/lienhe.php"

    def answers(self, stories: Sequence[Story]) -> Answers:
        found = super().answers(stories)
        for story in stories:
            page = f"<html><head><title>In</title></head><body onload=window.print()><b>{story.title}</b>{self.text(story)}</body></html>"
            found[f"/print.php?id={story.id}"] = Answer(page)
        return {
            path: Answer(self.encoded(answer.body), answer.status, "text/html")
            if isinstance(answer.body, str)
            else answer
            for path, answer in found.items()
        }

    def encoded(self, page: str) -> bytes:
        out = []
        for letter in page:
            try:
                out.append(letter.encode("cp1258"))
            except UnicodeEncodeError:
                whole = unicodedata.normalize("NFD", letter)
                base = unicodedata.normalize(
                    "NFC", whole[0] + "".join(c for c in whole[1:] if c in "\u0302\u0306\u031b")
                )
                tones = "".join(c for c in whole[1:] if c not in "\u0302\u0306\u031b")
                out.append((base + tones).encode("cp1258", "xmlcharrefreplace"))
        return b"".join(out)

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(_breaks(item, self.folder) for part in story.parts for item in part)
        picture = f'<img src="{self.folder}{story.picture}" align="left" width="150">' if story.picture else ""
        files = "".join(f'<a href="{self.folder}{name}">{name}</a><br>' for name in story.files)
        author = f'<p align="right"><b><font size="2">{story.credit}</font></b></p>' if story.credit else ""
        source = (
            f'<p align="right"><i><font size="2">Theo nguồn tin: {story.source}</font></i></p>' if story.source else ""
        )
        return (
            f'<table border="0" width="100%"><tr><td bgcolor="#cccccc"><font face="Arial" size="2"><b>{SECTIONS[story.section]}</b></font></td></tr><tr><td>'
            f'<font face="Arial" size="3" color="#0000ff"><b>{escape(story.title)}</b></font><br><font face="Arial" size="1"><i>({story.published:%d/%m/%Y - %H:%M})</i>'
            f'</font></td></tr><tr><td><font face="Arial" size="2"><b>{picture}{story.lead}</b></font></td></tr><tr><td><font face="Arial" size="2">{text}{author}{source}{files}'
            f'</font></td></tr><tr><td align="right"><font size="1"><a href="print.php?id={story.id}">[In ra]</a> <a href="javascript:history.back()">[Trở về]</a> Lượt xem : {story.hits}'
            f'</font></td></tr><tr><td><hr><font size="2"><b>CÁC TIN KHÁC</b></font></td></tr><tr><td><ul>{self.links(story, stories)}</ul></td></tr></table>'
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        page = super().page(title, content, newest, None)
        page = page.replace('<meta http-equiv="Content-Type" content="text/html; charset=utf-8">', "")
        return page.replace(
            '<tr><td width="200"',
            f'<tr><td colspan="2"><font size="1">Hôm nay, {_TODAY}</font></td></tr><tr><td width="200"',
        )


class Hue(Portal):
    """A province's portal: ``/?gd=&cn=12&tc=34``; the site's visits above the headline."""

    name, family, folder = "hue", "aspnet", "/UploadFiles/TinTuc/"
    headers = {"X-AspNet-Version": "2.0.50727"}
    precision = 10

    def path(self, story: Story) -> str:
        return f"/?gd=1&cn={self.number(story.section)}&tc={story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/?gd=1&cn={self.number(slug)}" + (f"&page={page}" if page > 1 else "")

    def about(self) -> str:
        return "/?gd=2&cn=9"

    def contact(self) -> str:
        return "/?gd=3"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(body_html(part, self.folder) for part in story.parts)
        picture = f'<img src="{self.folder}{story.picture}">' if story.picture else ""
        files = "".join(f'<a href="{self.folder}{name}">{name}</a><br>' for name in story.files)
        author = f'<div class="tacgia">{story.credit}</div>' if story.credit else ""
        source = f'<div class="nguon">Nguồn: {story.source}</div>' if story.source else ""
        files = f"<div>Tập tin đính kèm: {files}</div>" if files else ""
        return (
            f'<div class="cmuc">{SECTIONS[story.section]}</div><div class="tde">{escape(story.title)}</div><div class="ncn">Ngày cập nhật {story.published:%d/%m/%Y}</div>'
            f'<div class="tt">{story.lead}</div><div class="nd">{picture}{text}</div>{author}{source}{files}<div>Lượt xem tin: {story.hits}</div><div><a href="/?gd=1&amp;cn='
            f'{self.number(story.section)}&amp;tc={story.id}&amp;print=1">Bản để in</a></div><div>Các bài khác</div><div>'
            + self.links(story, stories).replace("<li>", "<div>- ").replace("</li>", "</div>")
            + "</div>"
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        return f"""<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Đoàn Khối các cơ quan</title></head><body>\ufeff<form method="post" action="/">{_STATE}
<div>{self.menu()}</div><div><span>Tổng truy cập 7.142.338</span> <span>Truy cập hiện tại 371</span></div><div>{content}</div><div><b>Tin mới</b><ul>{self.latest(newest)}</ul></div>
<div>Bản quyền thuộc Đoàn Khối. Địa chỉ: 1 đường Lê Lợi</div></form></body></html>"""


class CenterOld(AspNet):
    """The centre's old pages: time, day and bare count on one line; three tickers above the headline; alt texts."""

    name, family = "centre", "generic"
    hidden = ("tags", "source_id")

    def path(self, story: Story) -> str:
        return f"/chi-tiet/{story.slug}-{41000 + story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/{slug}" + (f"?page={page}" if page > 1 else "")

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(body_html(part, self.folder) for part in story.parts)
        picture = f'<p><img src="{self.folder}{story.picture}" alt="hbt-7788.jpg"></p>' if story.picture else ""
        files = "".join(f'<p><a href="{self.folder}{name}">{name}</a></p>' for name in story.files)
        author = f"<p><strong>{story.credit}</strong></p>" if story.credit else ""
        source = f"<p>Nguồn: {story.source}</p>" if story.source else ""
        return (
            f'<div class="a1"><a href="{self.section(story.section, 1)}">{SECTIONS[story.section]}</a></div><div class="a2">{escape(story.title)}</div><div class="a3">'
            f'<span>{story.published:%H:%M}</span> <span>{story.published:%d/%m/%Y}</span> &nbsp;&nbsp; <span><i class="eye"></i> {story.hits}</span></div><div class="a4">{story.lead}</div><div class="a5">{picture}{text}{files}'
            f'{author}{source}</div><div class="a6">Tin liên quan</div><ul>{self.links(story, stories, dated=False)}</ul>'
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        ticks = "".join(f'<div class="t"><a href="{self.path(s)}">{escape(s.title)}</a></div>' for s in newest[:3])
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head><body><div class="top">{self.menu()}</div><div class="tk">{ticks}</div>
<div class="m">{content}</div><div class="r"><div>Tin nổi bật</div>{self.latest(newest)}</div><div class="f">Cơ quan của Trung ương Đoàn. Giấy phép số 123/GP-TTĐT. Ghi rõ nguồn khi phát hành lại.</div></body></html>"""


class Vportal(Portal):
    """The provinces' portal of one maker: ``/tin-chi-tiet/-/chi-tiet/slug-812-402.html``."""

    name, family, folder = "vportal", "generic", "/documents/tin/"
    hidden = ("tags", "source_id")

    def path(self, story: Story) -> str:
        return f"/tin-chi-tiet/-/chi-tiet/{story.slug}-{story.id}-40{self.number(story.section)}.html"

    def section(self, slug: str, page: int) -> str:
        return f"/{slug}" + (f"/-/trang/{page}" if page > 1 else "")

    def about(self) -> str:
        return "/gioi-thieu"

    def contact(self) -> str:
        return "/lien-he"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(body_html(part, self.folder) for part in story.parts)
        picture = f'<div><img src="{self.folder}{story.picture}" alt=""></div>' if story.picture else ""
        files = "".join(
            f'<div><a href="{self.folder}{name}" download>{name}</a> <a href="{self.folder}{name}">Tải về</a></div>'
            for name in story.files
        )
        author = f'<div class="text-right font-weight-bold">{story.credit}</div>' if story.credit else ""
        source = f'<div class="text-right">Theo {story.source}</div>' if story.source else ""
        files = f"<div>Tài liệu đính kèm {files}</div>" if files else ""
        return (
            f'<div class="chi-tiet-tin"><h2 class="title-detail">{escape(story.title)}</h2><div class="d-flex"><span>{story.published:%d/%m/%Y | %H:%M}</span> <a href="javascript:;">A+</a> <a href="javascript:;">A-</a> '
            f'<a href="javascript:;">Đọc bài</a></div><div class="summary">{story.lead}</div>{picture}<div class="content-detail">{text}</div>{author}{source}{files}<div>Lượt xem: '
            f"{story.hits}</div><div class='rate'>Đánh giá: <span>0</span>/5 (0 lượt)</div><h3>Tin cùng chuyên mục</h3><ul>{self.links(story, stories)}</ul></div>"
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = (
            f'<div><a href="/">Trang chủ</a> <i>/</i> <a href="{self.section(story.section, 1)}">{SECTIONS[story.section]}</a> <i>/</i> <span>Tin chi tiết</span></div>'
            if story
            else ""
        )
        return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)} | {NAME}</title><meta property="og:title" content="{escape(title)}"></head><body>
<div class="header"><div>{_TODAY}</div>{self.menu()}</div><div class="body">{crumbs}<div class="row"><div class="col-8">{content}</div><div class="col-4"><h4>Tin mới</h4><ul>{self.latest(newest)}</ul>
<div>{_VISITS}</div></div></div></div><div class="foot">Chịu trách nhiệm: Lê Văn Mẫn. Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</div></body></html>"""


class Numbered(PhpNews):
    """``/12`` with no classes at all, the stamp behind the text, the author in a cell of a table."""

    name = "php_numbers"

    def path(self, story: Story) -> str:
        return f"/{9000 + story.id}"

    def source_id(self, story: Story) -> str:
        return str(9000 + story.id)

    def section(self, slug: str, page: int) -> str:
        return f"/chuyen-muc/{self.number(slug)}" + (f"/trang-{page}" if page > 1 else "")

    def about(self) -> str:
        return "/gioi-thieu"

    def contact(self) -> str:
        return "/lien-he"

    def answers(self, stories: Sequence[Story]) -> Answers:
        found = super().answers(stories)
        for story in stories:
            found[f"/in/{9000 + story.id}"] = found[f"/{9000 + story.id}/in"] = Answer(
                f"<html><body><h1>{story.title}</h1>{self.text(story)}</body></html>"
            )
            found[f"/luu/{9000 + story.id}"] = Answer(
                f"<html><body>{story.title}<br>{self.text(story)}</body></html>",
                headers={"Content-Disposition": "attachment"},
            )
        return found

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(_word(item, self.folder) for part in story.parts for item in part)
        picture = f'<div><img src="{self.folder}{story.picture}" alt=""></div>' if story.picture else ""
        files = "".join(f'<p><a href="{self.folder}{name}">{name}</a></p>' for name in story.files)
        author = (
            f'<table width="100%"><tr><td></td><td align="right"><b>{story.credit}</b></td></tr></table>'
            if story.credit
            else ""
        )
        source = f"<p>Nguồn: {story.source}</p>" if story.source else ""
        return (
            f"<div><h3>{escape(story.title)}</h3><div>{picture}<p><b>{story.lead}</b></p>{text}{files}{author}{source}</div><div>Ngày đăng: {story.published:%H:%M}, "
            f'{story.published:%d/%m/%Y} - Số lượt xem: {story.hits}</div><div><a href="/in/{9000 + story.id}">In</a> | <a href="/{9000 + story.id}/in">Bản in</a> | <a href="/luu/{9000 + story.id}">Lưu lại</a></div>'
            f"<div>Những tin mới hơn</div><ul>{self.links(story, stories)}</ul></div>"
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = (
            f'<div>Chuyên mục: <a href="{self.section(story.section, 1)}">{SECTIONS[story.section]}</a></div>'
            if story
            else ""
        )
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{NAME}</title></head><body><div>{self.menu()}</div><div>{_TODAY}</div><div>{crumbs}{content}</div><div><h3>Tin mới</h3>
<ul>{self.latest(newest)}</ul></div><div>© {NAME}. {_VISITS}</div></body></html>"""
