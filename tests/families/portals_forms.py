"""Portals whose articles are forms of a module: DNN's ``ctl/ArticleView``, SharePoint's own display form, one page that
is all of a site (``default.aspx?portal=…&id=12``)."""

from collections.abc import Sequence
from html import escape

from tests.families.portals import _STATE, AspNet, DotNetNuke, Portal, SharePoint
from tests.families.portals_full import _GOLD, _OTHERS, _POLL, _TODAY, _VISITS, _breaks, _word
from tests.families.site import Answer, Answers, body_html
from tests.families.stories import NAME, SECTIONS, Story


class DnnForm(DotNetNuke):
    """DNN 4 of 2009: the article is a form of the news module, beside its forms for printing and sending."""

    name = "dotnetnuke-ctl"

    def path(self, story: Story) -> str:
        tab = 76 + self.number(story.section)
        return f"/{self.tab(story.section)}/tabid/{tab}/ctl/ArticleView/mid/411/articleId/{story.id}/{story.slug}.aspx"

    def tab(self, slug: str) -> str:
        return "".join(word.capitalize() for word in slug.split("-"))

    def section(self, slug: str, page: int) -> str:
        tail = f"/pageid/{page}" if page > 1 else ""
        return f"/{self.tab(slug)}/tabid/{76 + self.number(slug)}{tail}/Default.aspx"

    def answers(self, stories: Sequence[Story]) -> Answers:
        found = super().answers(stories)
        for story in stories:
            text = f"<h1>{story.title}</h1>{self.text(story)}"
            plain = Answer(f"<html><head><title>In</title></head><body>{text}</body></html>")
            found[self.path(story).replace("ArticleView", "PrintView")] = plain
            found[f"/DesktopModules/News/Print.aspx?id={story.id}&mid=411"] = plain
        return found

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(_word(item, self.folder) for part in story.parts for item in part)
        files = "".join(f'<a class="CommandButton" href="{self.folder}{name}">{name}</a><br>' for name in story.files)
        files = f'<span class="SubHead">Tệp đính kèm:</span> {files}' if files else ""
        picture = f'<img align="left" src="{self.folder}{story.picture}" style="width:180px">' if story.picture else ""
        author = f'<p style="text-align:right"><b>{story.credit}</b></p>' if story.credit else ""
        source = f'<p style="text-align:right"><i>(Nguồn: {story.source})</i></p>' if story.source else ""
        head, form = "dnn_ctr411_ArticleView_", self.path(story).replace("ArticleView", "PrintView")
        send = self.path(story).replace("ArticleView", "SendMail")
        return (
            '<a name="411"></a><table class="containermaster" width="100%"><tr><td><span id="dnn_ctr411_dnnTITLE_lblTitle" '
            f'class="Head">{SECTIONS[story.section]}</span></td></tr><tr><td id="dnn_ctr411_ContentPane"><div id="dnn_ctr411_ModuleContent">'
            f'<table width="100%"><tr><td><span id="{head}lblTitle" class="NewsTitle">{escape(story.title)}</span></td></tr><tr><td>'
            f'<span id="{head}lblDate" class="NewsDate">Cập nhật lúc {story.published:%H:%M %d/%m/%Y}</span></td></tr><tr><td>'
            f'{picture}<span id="{head}lblSum" class="NewsSum"><b>{story.lead}</b></span></td></tr><tr><td class="Normal">{text}'
            f'{author}{source}</td></tr><tr><td>{files}</td></tr><tr><td align="right"><a href="{form}">Bản in</a> | <a href="{send}">Gửi '
            f'bài viết</a> | <a href="/DesktopModules/News/Print.aspx?id={story.id}&amp;mid=411">In</a> | Số lần xem: {story.hits}</td></tr></table>'
            f'<span class="SubHead">Tin đã đưa</span><ul>{self.links(story, stories)}</ul></div></td></tr></table>'
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        page = super().page(title, content, newest, story)
        date = f'<span id="dnn_dnnCURRENTDATE_lblDate" class="date">{_TODAY}</span>'
        return page.replace('<div class="breadcrumb">', f'{date}<div class="breadcrumb">').replace(
            f"<title>{escape(title)} - {NAME}</title>", f"<title>{NAME} &gt; Trang chủ</title>"
        )


class DnnQuery(DotNetNuke):
    """DNN 3 without friendly addresses: ``Default.aspx?tabid=77&NewsViews=12``."""

    name = "dotnetnuke-query"

    def path(self, story: Story) -> str:
        return f"/Default.aspx?tabid={76 + self.number(story.section)}&NewsViews={story.id}&language=vi-VN"

    def section(self, slug: str, page: int) -> str:
        return f"/Default.aspx?tabid={76 + self.number(slug)}" + (f"&page={page}" if page > 1 else "")

    def about(self) -> str:
        return "/Default.aspx?tabid=58"

    def contact(self) -> str:
        return "/Default.aspx?tabid=59"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(_breaks(item, self.folder) for part in story.parts for item in part)
        files = "".join(f'<a href="{self.folder}{name}">{name}</a><br>' for name in story.files)
        picture = f'<img align="left" src="{self.folder}{story.picture}" width="180">' if story.picture else ""
        author = f'<div align="right"><b>{story.credit}</b></div>' if story.credit else ""
        source = f'<div align="right"><i>Theo nguồn: {story.source}</i></div>' if story.source else ""
        return (
            f'<a name="388"></a><div id="dnn_ctr388_ContentPane"><div class="title_home">{SECTIONS[story.section]}</div><div><span '
            f'class="title">{escape(story.title)}</span> <span class="date">({story.published:%d/%m/%Y})</span></div><div class="sum"><i>'
            f"{story.lead}</i></div><div>{picture}{text}{author}{source}{files}</div><div>(Đã xem: {story.hits} lần)</div><div><a "
            f'href="/Default.aspx?tabid=77&amp;ctl=Print&amp;mid=388&amp;id={story.id}">In trang này</a></div><p><b>Các tin cùng loại</b></p>'
            f"<ul>{self.links(story, stories)}</ul></div>"
        )

    precision = 10

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        return super().page(title, content, newest, None)


class DispForm(SharePoint):
    """SharePoint's own form of a list item: names of fields in a column beside their values."""

    name = "sharepoint-dispform"
    hidden = ("tags", "lead", "related", "read_count")

    def path(self, story: Story) -> str:
        return f"/Lists/TinTuc/DispForm.aspx?ID={story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/Lists/TinTuc/{slug}.aspx" + (f"?Paged=TRUE&p_ID={page}" if page > 1 else "")

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        def row(name: str, value: str) -> str:
            return (
                f'<tr><td nowrap="true" valign="top" width="165px" class="ms-formlabel"><h3 class="ms-standardheader"><a name="SPBookmark_x">'
                f'</a>{name}</h3></td><td valign="top" class="ms-formbody" width="450px" id="SPFieldText">{value}</td></tr>'
            )

        text = "".join(_word(item, self.folder) for part in story.parts for item in part)
        picture = f'<p><img src="{self.folder}{story.picture}" alt=""></p>' if story.picture else ""
        files = "".join(
            f'<tr><td class="ms-vb"><a href="{self.folder}{name}">{name}</a></td></tr>' for name in story.files
        )
        files = row("Phần đính kèm", f'<table id="idAttachmentsTable">{files}</table>') if files else ""
        made = f"{story.published:%d/%m/%Y %H:%M}"
        return (
            f'<table class="ms-formtable" style="margin-top: 8px;" border="0" width="100%">{row("Tiêu đề", escape(story.title))}'
            f"{row('Chuyên mục', SECTIONS[story.section])}{row('Nội dung', f'<div dir=>{picture}{text}</div>')}"
            f"{row('Tác giả', story.credit) if story.credit else ''}{row('Nguồn tin', story.source) if story.source else ''}{files}</table>"
            f'<table width="100%"><tr><td class="ms-descriptiontext">Đã tạo lúc {made} &nbsp;bởi <span><a href="/_layouts/userdisp.aspx?ID=7">'
            f'Quản trị</a></span></td></tr><tr><td class="ms-descriptiontext">Sửa đổi lần cuối lúc {made} &nbsp;bởi <a href="/_layouts/userdisp.aspx'
            '?ID=7">Quản trị</a></td></tr><tr><td><input type="button" value="Đóng"></td></tr></table>'
        )


class OnePage(AspNet):
    """``default.aspx?portal=…&page=…&id=12``: one page for all, its links with a session's token."""

    name = "aspnet-onepage"

    def path(self, story: Story) -> str:
        return f"/default.aspx?portal=tinhdoan&page=chitiet&id={story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/default.aspx?portal=tinhdoan&page=danhsach&cm={self.number(slug)}" + (
            f"&pg={page}" if page > 1 else ""
        )

    def about(self) -> str:
        return "/default.aspx?portal=tinhdoan&page=gioithieu"

    def contact(self) -> str:
        return "/default.aspx?portal=tinhdoan&page=lienhe"

    def answers(self, stories: Sequence[Story]) -> Answers:
        found = super().answers(stories)
        for story in stories:
            found[f"/in.aspx?portal=tinhdoan&id={story.id}"] = Answer(
                f"<html><head><title>{story.title}</title></head><body onload='print()'><b>{story.title}</b>{self.text(story)}</body></html>"
            )
        for month in range(1, 13):
            page = f"/default.aspx?portal=tinhdoan&page=lichcongtac&thang={month}&nam=2021"
            found[page] = Answer(
                self.page("Lịch", f"<h2>Lịch công tác tháng {month}</h2><p>Không có dữ liệu</p>", list(stories))
            )
        return found

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(_word(item, self.folder) for part in story.parts for item in part)
        picture = (
            f'<img src="{self.folder}{story.picture}" class="img-tin" style="float:left">' if story.picture else ""
        )
        files = "".join(f'<a href="{self.folder}{name}">Tải về</a><br>' for name in story.files)
        author = f'<tr><td align="right" class="tg">{story.credit}</td></tr>' if story.credit else ""
        source = f'<tr><td align="right" class="ng">Nguồn: {story.source}</td></tr>' if story.source else ""
        days = ("hai", "ba", "tư", "năm", "sáu", "bảy")
        day = "Chủ nhật" if story.published.weekday() == 6 else f"Thứ {days[story.published.weekday()]}"
        when = story.published
        return (
            f'<table width="100%"><tr><td class="cm">{SECTIONS[story.section]}</td></tr><tr><td class="tde">{escape(story.title)}</td></tr><tr>'
            f'<td class="ngay">{day}, ngày {when.day}/{when.month}/{when.year} | {when.hour}:{when:%M}</td></tr><tr><td class="td2">{story.lead}'
            f"</td></tr><tr><td class='nd'>{picture}{text}</td></tr>{author}{source}<tr><td>{files}</td></tr><tr><td><i>Lượt xem: "
            f"{f'{story.hits:,}'.replace(',', '.')}</i> <a href='/in.aspx?portal=tinhdoan&id={story.id}'>In tin</a></td></tr></table>"
            f'<table width="100%"><tr><td class="khac">Tin khác</td></tr>'
            + self.links(story, stories).replace("<li>", "<tr><td>&raquo; ").replace("</li>", "</td></tr>")
            + "</table>"
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        hot = "".join(
            f'<tr><td><a href="{escape(self.path(s))}&amp;sid=8f2a7c1b9d3e4f50">{escape(s.title)}</a></td></tr>'
            for s in newest[:4]
        )
        cells = "".join(
            f'<td><a href="/default.aspx?portal=tinhdoan&amp;page=lichcongtac&amp;thang={m}&amp;nam=2021">{m}</a></td>'
            for m in range(1, 13)
        )
        return f"""<html><head><title>:: {NAME} ::</title><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>
<form name="Form1" method="post" action="default.aspx">{_STATE}<table width="1000" align="center"><tr><td colspan="3"><img src="/images/top.jpg"></td></tr>
<tr><td colspan="3">{_TODAY} | <a href="/default.aspx?portal=tinhdoan&amp;page=dangnhap">Đăng nhập</a> {self.menu()}</td></tr><tr><td width="180">
<table><tr><td class="hd">TIN MỚI NHẤT</td></tr>{hot}</table><table class="lich"><tr>{cells}</tr></table>{_POLL}</td><td>{content}</td><td>{_GOLD}{_OTHERS}<br>
{_VISITS}</td></tr><tr><td colspan="3" align="center">© 2012 Huyện đoàn Vĩnh Hòa. Điện thoại: 0297 3863 000 - Email: huyendoan@vinhhoa.example</td></tr></table></form></body></html>"""


class ViewDetail(SharePoint):
    """A portal on SharePoint 2007: its news web part shows ``/tintuc/Lists/Tin/View_Detail.aspx?ItemID=12``; days in brackets."""

    name = "sharepoint-viewdetail"

    def path(self, story: Story) -> str:
        return f"/{story.section.replace('-', '')}/Lists/Posts/View_Detail.aspx?ItemID={story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/{slug.replace('-', '')}/Pages/default.aspx" + (f"?Page={page}" if page > 1 else "")

    def answers(self, stories: Sequence[Story]) -> Answers:
        found = super().answers(stories)
        for story in stories:
            text = f"<h1>{story.title}</h1>{self.text(story)}"
            found[f"/_layouts/pPrintTinTuc.aspx?ItemID={story.id}&UrlList={story.section}"] = Answer(text)
            found[self.path(story) + "&IsPrint=1"] = Answer(text)
        return found

    precision = 10

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(body_html(part, self.folder) for part in story.parts)
        picture = f'<img src="{self.folder}{story.picture}" width="200">' if story.picture else ""
        files = "".join(f'<div>Tải về: <a href="{self.folder}{name}">{name}</a></div>' for name in story.files)
        author = f'<p align="right"><em>{story.credit}</em></p>' if story.credit else ""
        source = f'<div class="nguon">(Nguồn: {story.source})</div>' if story.source else ""
        return (
            f'<div class="tdchuyenmuc">{SECTIONS[story.section]}</div><div class="nd1"><div class="t1">{escape(story.title)}</div><div class="t2">'
            f"(Ngày đăng: {story.published:%d-%m-%Y})</div><div class='t3'>{story.lead}</div><div class='ms-rtestate-field'>{picture}{text}{author}</div>"
            f"{source}{files}<div class='t5'>Số lượt đọc: {story.hits} - <a href='{self.path(story)}&amp;IsPrint=1'>In bài</a> - <a href=\"javascript:"
            f"void(0)\">Lưu</a></div></div><div class='khac'><b>CÁC TIN ĐÃ ĐƯA</b><ul>{self.links(story, stories)}</ul></div>"
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        page = super().page(title, content, newest, None)
        return page.replace(
            '<div class="banner-site">', f'<div class="d">{_TODAY}, 08:15</div><div class="banner-site">'
        )


class PortalPage(Portal):
    """Liferay as provinces had it: ``/web/guest/tin-tuc/-/asset_publisher/x/content/slug``, return addresses in links."""

    name, family, folder = "liferay", "generic", "/documents/10180/"
    headers = {"Liferay-Portal": "Liferay Portal Community Edition 6.2"}

    def path(self, story: Story) -> str:
        return f"/web/guest/{story.section}/-/asset_publisher/Qk3x/content/{story.slug}"

    def source_id(self, story: Story) -> str:
        return self.path(story)

    def section(self, slug: str, page: int) -> str:
        tail = f"?p_p_id=101_INSTANCE_Qk3x&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&_101_INSTANCE_Qk3x_cur={page}"
        return f"/web/guest/{slug}" + (tail if page > 1 else "")

    def about(self) -> str:
        return "/web/guest/gioi-thieu"

    def contact(self) -> str:
        return "/web/guest/lien-he"

    def teaser(self, story: Story) -> str:
        back = "inheritRedirect=false&amp;redirect=http%3A%2F%2Ftinhdoan.example%2Fweb%2Fguest%2Ftin%3Fp_p_id%3D101_INSTANCE_Qk3x"
        return (
            f'<div class="asset-abstract"><h3 class="asset-title"><a href="{self.path(story)}?{back}">{escape(story.title)}</a></h3>'
            f'<div class="asset-summary">{story.lead}</div></div>'
        )

    def answers(self, stories: Sequence[Story]) -> Answers:
        found = super().answers(stories)
        back = "?inheritRedirect=false&redirect=http%3A%2F%2Ftinhdoan.example%2Fweb%2Fguest%2Ftin%3Fp_p_id%3D101_INSTANCE_Qk3x"
        for story in stories:
            found[self.path(story) + back] = found[self.path(story)]
        return found

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        author = f'<p style="text-align: right;"><strong>{story.credit}</strong></p>' if story.credit else ""
        source = f"<p>Nguồn: {story.source}</p>" if story.source else ""
        picture = f'<p><img src="{self.folder}{story.picture}" alt=""></p>' if story.picture else ""
        text = "".join(body_html(part, self.folder) for part in story.parts)
        files = "".join(f'<p><a href="{self.folder}{name}">{name}</a></p>' for name in story.files)
        return (
            f'<div class="portlet-boundary"><div class="asset-full-content"><h1 class="header-title"><span>{escape(story.title)}</span></h1>'
            f'<div class="asset-content"><div class="journal-content-article"><div class="date">{story.published:%H:%M | %d/%m/%Y}</div><p class="sapo"><strong>{story.lead}</strong></p>{picture}{text}{files}{author}{source}</div>'
            f'<div class="view-count">{story.hits} Lượt xem</div></div><div class="asset-links-title">Tin liên quan:</div><ul class="asset-links-list">'
            f"{self.links(story, stories, dated=False)}</ul></div></div>"
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = ""
        if story:
            crumbs = f'<ul class="breadcrumb"><li><a href="/web/guest">Trang chủ</a> / </li><li><a href="{self.section(story.section, 1)}">{SECTIONS[story.section]}</a></li></ul>'
        return f"""<!DOCTYPE html><html class="ltr" lang="vi-VN"><head><title>{escape(title)} - {NAME}</title><meta charset="UTF-8"></head>
<body class="yui3-skin-sam controls-visible guest-site public-page site"><div id="wrapper"><header id="banner"><h1 class="site-title"><a href="/">{NAME}</a></h1>
<a href="/c/portal/login?p_l_id=20184" id="sign-in">Đăng nhập</a></header><nav id="navigation">{self.menu()}</nav><div id="content">{crumbs}
<div class="portlet-layout row-fluid"><div class="portlet-column span8" id="column-1">{content}</div><div class="span4" id="column-2">
<h3>Tin mới</h3><ul>{self.latest(newest)}</ul><div>{_VISITS}</div></div></div></div><footer>Bản quyền thuộc Huyện đoàn Vĩnh Hòa</footer></div></body></html>"""


class MvcDetail(AspNet):
    """MVC 3 of 2013: ``/BaiViet/ChiTiet/12``, tools above the text, date and count below."""

    name = "mvc-chitiet"

    def path(self, story: Story) -> str:
        return f"/BaiViet/ChiTiet/{story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/BaiViet/DanhSach/{self.number(slug)}" + (f"?trang={page}" if page > 1 else "")

    def about(self) -> str:
        return "/TrangTinh/GioiThieu"

    def contact(self) -> str:
        return "/LienHe"

    def answers(self, stories: Sequence[Story]) -> Answers:
        found = super().answers(stories)
        for story in stories:
            found[f"/BaiViet/BanIn/{story.id}"] = Answer(
                f"<html><body><h2>{story.title}</h2>{self.text(story)}</body></html>"
            )
        found["/TaiKhoan/DangNhap"] = Answer(self.page("Đăng nhập", "<form><input name=u></form>", list(stories)))
        return found

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        text = "".join(body_html(part, self.folder) for part in story.parts)
        picture = (
            f'<p class="text-center"><img src="{self.folder}{story.picture}" class="img-responsive"></p>'
            if story.picture
            else ""
        )
        files = "".join(
            f'<a href="{self.folder}{name}"><i class="fa fa-download"></i> {name}</a> ' for name in story.files
        )
        files = f"<p>Tải về: {files}</p>" if files else ""
        author = f'<p class="text-right">Tin, ảnh: {story.credit}</p>' if story.credit else ""
        source = f'<p class="text-right">Nguồn: {story.source}</p>' if story.source else ""
        return (
            f'<div class="row"><div class="col-md-12"><h3>{escape(story.title)}</h3><div class="tools"><a href="/BaiViet/BanIn/{story.id}">Bản in</a> <a href='
            f'"mailto:?subject=x">Gửi email</a></div><blockquote>{story.lead}</blockquote>{picture}{text}{author}{source}{files}<p><em>Đăng ngày '
            f"{story.published:%d/%m/%Y %H:%M}</em> <em>Lượt đọc: {story.hits}</em></p><h4>Tin cũ hơn</h4><ul>{self.links(story, stories)}</ul></div></div>"
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = ""
        if story:
            crumbs = f'<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="{self.section(story.section, 1)}">{SECTIONS[story.section]}</a></li></ol>'
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><title>{NAME}</title></head><body><div class="container"><div class="navbar">{self.menu()}
<a href="/TaiKhoan/DangNhap">Đăng nhập</a></div>{crumbs}<div class="row"><div class="col-md-8">{content}</div><div class="col-md-4"><div class="panel"><div class="panel-heading">Xem nhiều</div>
<ul>{self.latest(newest)}</ul></div><p>{_VISITS}</p></div></div><hr/><p>&copy; 2013 - Huyện đoàn Vĩnh Hòa</p></div></body></html>"""
