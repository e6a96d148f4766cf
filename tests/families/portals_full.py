"""Portals whose pages are full of other things: tickers with the day of today, polls, gold prices, counters, lists of the most
read, texts of line breaks and Word's markup. Reconstructed from what such systems print."""

from collections.abc import Sequence
from html import escape

from tests.families.portals import _STATE, AspNet, DotNetNuke, PhpNews, SharePoint
from tests.families.stories import NAME, SECTIONS, Picture, Story

_TODAY = "Thứ Bảy, 28/11/2026"
_GOLD = (
    "<table><tr><th>Loại</th><th>Mua</th><th>Bán</th></tr><tr><td>SJC</td><td>8.120.000</td><td>8.320.000</td></tr>"
    "<tr><td>PNJ</td><td>7.950.000</td><td>8.100.000</td></tr></table>"
)
_POLL = (
    "<b>Thăm dò ý kiến</b><br>Bạn thấy giao diện của trang như thế nào?<br><input type=radio name=v> Đẹp<br>"
    "<input type=radio name=v> Bình thường<br><input type=submit value='Bình chọn'>"
)
_VISITS = "Đang truy cập: 12<br>Hôm nay: 1.204<br>Tổng truy cập: 4.982.123"
_OTHERS = (
    '<select onchange="window.open(this.value)"><option>-- Liên kết web --</option><option value="http://doanthanhnien.vn">'
    'Trung ương Đoàn</option></select><a href="http://tienphong.vn" target="_blank">Báo Tiền Phong</a>'
)


def _word(item: str | Picture, folder: str) -> str:
    """A paragraph as Word pastes it."""
    if isinstance(item, Picture):
        image = f'<p class="MsoNormal" align="center" style="text-align:center"><img border="0" src="{folder}{item.file}" width="500"></p>'
        return image + (
            f'<p class="MsoNormal" align="center" style="text-align:center;mso-pagination:none"><i><span style="font-size:'
            f'11.0pt;font-family:&quot;Times New Roman&quot;">{item.caption}<o:p></o:p></span></i></p>'
            if item.caption
            else ""
        )
    return (
        '<p class="MsoNormal" style="text-align:justify;text-indent:.5in"><span style="font-size:14.0pt;font-family:&quot;'
        f'Times New Roman&quot;">{escape(item, quote=False)}<o:p></o:p></span></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
    )


def _breaks(item: str | Picture, folder: str) -> str:
    """A paragraph that ends in two line breaks, a picture in a centre."""
    if isinstance(item, str):
        return f"&nbsp;&nbsp;&nbsp;{escape(item, quote=False)}<BR><BR>\n"
    caption = f"<BR><I>{item.caption}</I>" if item.caption else ""
    return f'<CENTER><IMG SRC="{folder}{item.file}" WIDTH=400 BORDER=0>{caption}</CENTER><BR>\n'


class HandMade(PhpNews):
    """``news.php?id=12`` of 2006: tables in tables, capitals, end tags left out, texts of line breaks."""

    name = "php_by_hand"

    def path(self, story: Story) -> str:
        return f"/news.php?id={story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/news.php?loai={self.number(slug)}" + (f"&trang={page}" if page > 1 else "")

    def about(self) -> str:
        return "/news.php?nt=406"

    def contact(self) -> str:
        return "/contact.php"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(_breaks(item, self.folder) for part in story.parts for item in part)
        files = "".join(f'<A HREF="{self.folder}{name}">{name}</A><BR>' for name in story.files)
        picture = f'<IMG SRC="{self.folder}{story.picture}" ALIGN=left HSPACE=5 WIDTH=200>' if story.picture else ""
        author = f"<P ALIGN=right><B>{story.credit}</B>" if story.credit else ""
        source = f"<P ALIGN=right><I>Nguồn: {story.source}</I>" if story.source else ""
        return (
            f'<TABLE WIDTH="100%" CELLPADDING=3><TR><TD><FONT COLOR="#CC0000" SIZE=2><B>{SECTIONS[story.section]}</B></FONT>'
            f'<TR><TD><FONT COLOR="#003399" SIZE=4><B>{escape(story.title)}</B></FONT><TR><TD><FONT SIZE=1 COLOR=gray>'
            f"(Cập nhật: {story.published:%H:%M %d/%m/%Y})</FONT><TR><TD><FONT FACE=Arial SIZE=2>{picture}<B>{story.lead}</B>"
            f"<BR><BR>{text}{files}{author}{source}</FONT><TR><TD ALIGN=right><FONT SIZE=1>Số lần đọc: {story.hits}</FONT>"
            f"</TABLE><TABLE WIDTH='100%'><TR><TD BGCOLOR='#EEEEEE'><B>Tin liên quan</B><TR><TD>"
            + "".join(
                f"<IMG SRC=/images/dot.gif> {li[4:-5]}<BR>" for li in self.links(story, stories).split("\n") if li
            )
            + "</TABLE>"
        )

    def links(self, story: Story, stories: Sequence[Story], dated: bool = True) -> str:
        return super().links(story, stories, dated).replace("</li><li>", "</li>\n<li>")

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        left = "".join(
            f'<TR><TD><A HREF="{self.section(slug, 1)}"><FONT COLOR=white>{shown}</FONT></A>'
            for slug, shown in SECTIONS.items()
        )
        most = "".join(f'<TR><TD>&bull; <A HREF="{self.path(s)}">{escape(s.title)}</A>' for s in newest[:4])
        return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8"><TITLE>.:: {NAME} ::.</TITLE>
</HEAD><BODY LEFTMARGIN=0 TOPMARGIN=0><TABLE WIDTH=1000 ALIGN=center CELLSPACING=0><TR><TD COLSPAN=3><IMG SRC=/images/banner.gif>
<TR BGCOLOR="#0066CC"><TD COLSPAN=3><FONT COLOR=white>Hôm nay: {_TODAY}</FONT> <MARQUEE>Chào mừng bạn đến với trang tin điện tử
{NAME}</MARQUEE><TR><TD WIDTH=180 VALIGN=top><TABLE BGCOLOR="#0066CC"><TR><TD><A HREF="/">Trang chủ</A>{left}
<TR><TD><A HREF="{self.about()}">Giới thiệu</A><TR><TD><A HREF="{self.contact()}">Liên hệ</A></TABLE>{_POLL}<TD VALIGN=top WIDTH=600>
{content}<TD WIDTH=200 VALIGN=top><TABLE><TR><TD><B>TIN ĐỌC NHIỀU</B>{most}</TABLE>{_GOLD}{_OTHERS}<BR>{_VISITS}
<TR><TD COLSPAN=3 ALIGN=center>Bản quyền thuộc Huyện đoàn Vĩnh Hòa<BR>Địa chỉ: số 1 đường 3 tháng 2, thị trấn Vĩnh Hòa - ĐT: 0297 3863 000<BR>
Giấy phép số 115/GP-TTĐT ngày 20/10/2009</TABLE></BODY></HTML>"""


class Labels(AspNet):
    """Web Forms of labels and repeaters: no headline element, pagers that only post back, newer and older ones."""

    name = "aspnet-labels"
    size = 99

    def path(self, story: Story) -> str:
        return f"/ChiTiet.aspx?id={story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/DanhSach.aspx?cid={self.number(slug)}"

    def about(self) -> str:
        return "/GioiThieu.aspx"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(_word(item, self.folder) for part in story.parts for item in part)
        files = "".join(f'<a href="{self.folder}{name}">{name}</a><br>' for name in story.files)
        holder = "ctl00_ContentPlaceHolder1_"
        picture = (
            f'<img id="{holder}imgAnh" src="{self.folder}{story.picture}" style="width:300px">' if story.picture else ""
        )
        files = f'<div>File đính kèm: <span id="{holder}lblFile">{files}</span></div>' if files else ""
        author = f'<span id="{holder}lblTacGia" style="font-weight:bold">{story.credit}</span>' if story.credit else ""
        source = f'<br><span id="{holder}lblNguon">Nguồn: {story.source}</span>' if story.source else ""
        rows = self.links(story, stories).replace("</li>", "</td></tr>").replace("<li>", "<tr><td>")
        return (
            f'<span id="{holder}lblTieuDe" class="tieude_ct">{escape(story.title)}</span><br><span id="{holder}lblNgay">'
            f"{self.stamp(story)}</span> <span id='{holder}lblXem'>Đã xem: {story.hits}</span><br><span id='{holder}lblTomTat' "
            f"style='font-weight:bold'>{story.lead}</span>{picture}<div id='{holder}divNoiDung' style='text-align:justify'>{text}"
            f"</div><div align='right'>{author}{source}</div>{files}<a href=\"javascript:__doPostBack('ctl00$in','')\">In bài viết</a> "
            f"<a href=\"javascript:__doPostBack('ctl00$gui','')\">Gửi cho bạn bè</a><div class='tieude_khac'>Các tin khác:</div>"
            f"<table id='{holder}grvKhac' cellspacing='0' border='0' style='border-collapse:collapse'>{rows}<tr><td colspan='2'>"
            "<table border='0'><tr><td><span>1</span></td><td><a href=\"javascript:__doPostBack('ctl00$ContentPlaceHolder1$grvKhac',"
            "'Page$2')\">2</a></td></tr></table></td></tr></table>"
        )

    def stamp(self, story: Story) -> str:
        days = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
        day = "Chủ Nhật" if story.published.weekday() == 6 else f"Thứ {days[story.published.weekday()]}"
        return f"{day}, {story.published:%d/%m/%Y %H:%M} GMT+7"

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = ""
        if story:
            crumbs = f'<div class="chuyenmuc"><span id="ctl00_lblChuyenMuc">{SECTIONS[story.section]}</span></div>'
        hot = "".join(
            f'<div class="hot"><a href="{self.path(s)}">{escape(s.title)}</a><br><span>{s.published:%d/%m/%Y}</span> '
            f"<span>Lượt xem: {s.hits}</span></div>"
            for s in newest[:4]
        )
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x"><html><head><title>{NAME}</title><meta charset="utf-8"></head>
<body><form method="post" action="ChiTiet.aspx" id="aspnetForm">{_STATE}<script>function __doPostBack(a,b){{}}</script>
<div id="top"><span id="ctl00_lblNgay">{_TODAY}, 07:15</span> <marquee>{"".join(f'<a href="{self.path(s)}">{escape(s.title)}</a> ' for s in newest[:3])}</marquee></div>
<div id="nav">{self.menu()}</div><table id="khung" width="100%"><tr><td id="giua">{crumbs}{content}</td><td id="phai"><div class="box">
<div class="td">Tin xem nhiều</div>{hot}</div><div class="box"><div class="td">Thời tiết</div><table><tr><td>Vĩnh Hòa</td><td>24 - 32°C</td></tr></table>
{_GOLD}</div>{_POLL}<div class="box">{_VISITS}</div></td></tr></table><div id="footer">Cơ quan chủ quản: Huyện đoàn Vĩnh Hòa. Giấy phép số
15/GP-STTTT ngày 12/03/2015. Chịu trách nhiệm nội dung: Lê Văn Mẫn</div></form></body></html>"""


class Edn(DotNetNuke):
    """DNN 7 with the news module that has its own number in the path: ``/ArtMID/512/ArticleID/12/slug``."""

    name = "dotnetnuke-artmid"

    def path(self, story: Story) -> str:
        return f"/{story.section}/ArtMID/512/ArticleID/{story.id}/{story.slug}"

    def section(self, slug: str, page: int) -> str:
        return f"/{slug}" + (f"/PgrID/512/PageID/{page}" if page > 1 else "")

    def about(self) -> str:
        return "/gioi-thieu"

    def contact(self) -> str:
        return "/lien-he"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        picture = (
            f'<div class="edn_image"><img src="{self.folder}{story.picture}" alt=""></div>' if story.picture else ""
        )
        text = "".join(_word(item, self.folder) for part in story.parts for item in part)
        files = "".join(f'<li><a href="{self.folder}{name}">{name}</a> (120 KB)</li>' for name in story.files)
        files = f'<div class="edn_articleDocuments"><h3>Tài liệu tải về</h3><ul>{files}</ul></div>' if files else ""
        author = f'<p class="MsoNormal" align="right"><b>{story.credit}</b></p>' if story.credit else ""
        source = f'<p class="MsoNormal" align="right"><i>(Theo {story.source})</i></p>' if story.source else ""
        return (
            '<div class="DnnModule DnnModule-EasyDNNnews DnnModule-512"><a name="512"></a><div class="eds_news_module_512 news '
            'eds_template_List_Article"><div id="dnn_ctr512_ViewEasyDNNNewsMain_ctl00_pnlViewArticle" class="view_article"><article '
            f'class="edn_article"><h1 class="edn_articleTitle">{escape(story.title)}</h1><div class="edn_metaDetails"><time>'
            f"{self.stamp(story)}</time> / <span>Số lượt xem: {story.hits}</span> / <span>Bình luận: 0</span> / <span>Danh mục: <a "
            f'href="{self.section(story.section, 1)}">{SECTIONS[story.section]}</a></span></div><div class="edn_articleSummary"><p>'
            f'{story.lead}</p></div>{picture}<div class="edn_articleContent">{text}{author}{source}</div>{files}<div '
            f'class="edn_social"><a href="#">Chia sẻ</a> <a href="/Default.aspx?ctl=print&mid=512">In</a></div><div class="edn_rate">'
            f'Đánh giá bài viết này: 5.0</div><div class="edn_relatedArticles"><h3>Tin tức liên quan</h3><ul>'
            f"{self.links(story, stories, dated=False)}</ul></div></article></div></div></div>"
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        most = "".join(
            f'<li><span>{n}</span><a href="{self.path(s)}">{escape(s.title)}</a><span>{s.published:%d/%m/%Y} | {s.hits} lượt xem</span></li>'
            for n, s in enumerate(newest[:5], 1)
        )
        page = super().page(title, content, newest, None)
        box = f'<div class="DnnModule"><h2><span class="Head">Đọc nhiều nhất</span></h2><ul>{most}</ul>{_GOLD}{_POLL}</div>'
        return page.replace(
            '<div class="breadcrumb">', f'<div class="now">{_TODAY} | {_VISITS}</div><div class="breadcrumb">'
        ).replace(
            '</td></tr></table>\n<div class="footer">',
            f'</td><td id="dnn_RightPane">{box}</td></tr></table>\n<div class="footer">',
        )


class ListItem(SharePoint):
    """SharePoint 2010: an item of a list in a display page made for it; fields in rows of a table."""

    name = "sharepoint-rows"

    def path(self, story: Story) -> str:
        return f"/sites/tinhdoan/Lists/Tintuc/DispForm_Tin.aspx?List=6f1c2a&ID={story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/sites/tinhdoan/SitePages/ChuyenMuc.aspx?CategoryId={self.number(slug)}" + (
            f"&Page={page}" if page > 1 else ""
        )

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        picture = f'<img src="{self.folder}{story.picture}" class="ms-rteImage-1" alt="">' if story.picture else ""
        text = "".join(_word(item, self.folder) for part in story.parts for item in part)
        files = "".join(f'<tr><td><a href="{self.folder}{name}">{name}</a></td></tr>' for name in story.files)
        files = f'<table id="idAttachmentsTable"><tr><td>Tệp đính kèm</td></tr>{files}</table>' if files else ""
        author = (
            f'<div style="text-align: right"><strong>Tin, ảnh: {story.credit}</strong></div>' if story.credit else ""
        )
        source = f'<div style="text-align: right"><em>Nguồn tin: {story.source}</em></div>' if story.source else ""
        return (
            f'<table class="ms-formtable" width="100%"><tr><td class="tieude">{escape(story.title)}</td></tr><tr><td class="ngay">'
            f'Ngày đăng: {story.published:%d/%m/%Y %H:%M} <span>|</span> Lượt xem: <span class="UserPageVisits">{story.hits}</span></td>'
            f'</tr><tr><td class="tomtat">{story.lead}</td></tr><tr><td><div class="ExternalClass1F2A"><div class="ms-rtestate-field">'
            f"{picture}{text}{author}{source}</div></div>{files}</td></tr><tr><td>Các tin mới hơn<ul>{self.links(story, stories)}</ul></td></tr></table>"
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        page = super().page(title, content, newest, story)
        return page.replace(
            '<div class="banner-site">', f'<div class="hd">{_TODAY}</div><div class="banner-site">'
        ).replace(
            '<div class="footer-site">',
            f'<div class="right-col">{_POLL}{_GOLD}{_VISITS}{_OTHERS}</div><div class="footer-site">',
        )
