"""Portals of the provinces: DotNetNuke, SharePoint, ASP.NET written for one client, plain PHP. Reconstructed from what
such systems print by default."""

from collections.abc import Sequence
from html import escape

from tests.families.site import ABOUT, Answer, Answers, assets, body_html, file_links, paged, signature
from tests.families.stories import NAME, SECTIONS, Story

_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_STATE = '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTE2NjY5MDEy">'


class Portal:
    """What the portals share: sections with pages, an about page, no tags."""

    name, family, size, folder = "", "", 4, "/Uploads/2021/"
    headers: dict[str, str] = {}
    hidden = ("tags",)
    suffix = ""

    def path(self, story: Story) -> str:
        raise NotImplementedError

    def section(self, slug: str, page: int) -> str:
        raise NotImplementedError

    def about(self) -> str:
        return "/gioi-thieu.aspx"

    def contact(self) -> str:
        return "/lien-he.aspx"

    def source_id(self, story: Story) -> str:
        return str(story.id)

    def number(self, slug: str) -> int:
        return list(SECTIONS).index(slug) + 1

    def answers(self, stories: Sequence[Story]) -> Answers:
        newest = sorted(stories, key=lambda s: s.published, reverse=True)
        found = assets(stories, self.folder)
        found["/"] = Answer(self.page(NAME, "".join(self.teaser(s) for s in newest[:6]), newest))
        for slug, shown in SECTIONS.items():
            own = [s for s in newest if s.section == slug]
            pages = paged(own, self.size)
            for number, part in enumerate(pages, 1):
                listing = (
                    f"<h2>{shown}</h2>" + "".join(self.teaser(s) for s in part) + self.pager(slug, number, len(pages))
                )
                found[self.section(slug, number)] = Answer(self.page(shown, listing, newest))
        for story in stories:
            found[self.path(story)] = Answer(self.page(story.title, self.article(story, stories), newest, story))
        about = (
            f'<h1 class="title">Giới thiệu</h1><div class="content">{"".join(f"<p>{line}</p>" for line in ABOUT)}</div>'
        )
        found[self.about()] = Answer(self.page("Giới thiệu", about, newest))
        found[self.contact()] = Answer(self.page("Liên hệ", "<h1>Liên hệ</h1><form>Họ tên <input></form>", newest))
        return found

    def missing(self) -> Answer:
        return Answer("<html><head><title>404</title></head><body><h1>Không tìm thấy trang</h1></body></html>", 404)

    def teaser(self, story: Story) -> str:
        return (
            f'<div class="item"><h3><a href="{escape(self.path(story))}">{escape(story.title)}</a></h3>'
            f'<span class="date">({story.published:%d/%m/%Y})</span><p>{story.lead}</p></div>'
        )

    def pager(self, slug: str, number: int, count: int) -> str:
        links = [
            f"<strong>{n}</strong>" if n == number else f'<a href="{escape(self.section(slug, n))}">{n}</a>'
            for n in range(1, count + 1)
        ]
        return f'<div class="paging">{" ".join(links)}</div>' if count > 1 else ""

    def text(self, story: Story) -> str:
        body = "".join(body_html(part, self.folder) for part in story.parts)
        return body + file_links(story, self.folder) + signature(story)

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        raise NotImplementedError

    def links(self, story: Story, stories: Sequence[Story], dated: bool = True) -> str:
        titles = {s.id: s for s in stories}
        return "".join(
            f'<li><a href="{escape(self.path(titles[i]))}">{escape(titles[i].title)}</a>'
            + (f" ({titles[i].published:%d/%m/%Y})</li>" if dated else "</li>")
            for i in story.related
        )

    def stamp(self, story: Story) -> str:
        return f"{_WEEKDAYS[story.published.weekday()]}, {story.published:%d/%m/%Y, %H:%M}"

    def menu(self) -> str:
        items = "".join(
            f'<li><a href="{escape(self.section(slug, 1))}">{shown}</a></li>' for slug, shown in SECTIONS.items()
        )
        return (
            f'<ul><li><a href="/">Trang chủ</a></li><li><a href="{self.about()}">Giới thiệu</a></li>{items}'
            f'<li><a href="{self.contact()}">Liên hệ</a></li></ul>'
        )

    def latest(self, newest: Sequence[Story]) -> str:
        return "".join(f'<li><a href="{escape(self.path(s))}">{escape(s.title)}</a></li>' for s in newest[:5])

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        raise NotImplementedError


class DotNetNuke(Portal):
    """DNN 6 with an article module: friendly addresses of tabs, ``/ArticleID/12/``, postback forms."""

    name, family, folder = "dotnetnuke", "dotnetnuke", "/Portals/0/Images/2021/"
    headers = {"Set-Cookie": ".ASPXANONYMOUS=abc; path=/; HttpOnly", "X-AspNet-Version": "4.0.30319"}

    def path(self, story: Story) -> str:
        return f"/{story.section}/tabid/{60 + self.number(story.section)}/ArticleID/{story.id}/{story.slug}.aspx"

    def section(self, slug: str, page: int) -> str:
        tail = f"/CurrentPage/{page}" if page > 1 else ""
        return f"/{slug}/tabid/{60 + self.number(slug)}{tail}/Default.aspx"

    def about(self) -> str:
        return "/GioiThieu/tabid/58/Default.aspx"

    def contact(self) -> str:
        return "/LienHe/tabid/59/Default.aspx"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        author = f'<div class="ArticleAuthor">Tác giả: {story.author}</div>' if story.author else ""
        source = f'<div class="ArticleSource">Nguồn: {story.source}</div>' if story.source else ""
        picture = (
            f'<div class="ArticleImage"><img src="{self.folder}{story.picture}" alt=""></div>' if story.picture else ""
        )
        return (
            '<div class="DnnModule DnnModule-NewsArticles DnnModule-418"><a name="418"></a><div class="c_head">'
            '<span id="dnn_ctr418_dnnTITLE_titleLabel" class="Head">Chi tiết tin</span></div>'
            '<div id="dnn_ctr418_ContentPane" class="c_content"><div id="dnn_ctr418_ModuleContent">'
            f'<span id="dnn_ctr418_ViewArticle_lblTitle" class="ArticleTitle"><h1>{escape(story.title)}</h1></span>'
            f'<div class="ArticleInfo">{self.stamp(story)} | Lượt xem: {story.hits:,}'.replace(",", ".", 0)
            + f'</div><div class="ArticleSummary"><b>{story.lead}</b></div>{picture}'
            f'<div class="ArticleBody">{self.text(story)}</div>{author}{source}'
            f'<div class="ArticleRelated"><span class="SubHead">Các tin khác</span><ul>{self.links(story, stories)}</ul></div>'
            '<div class="ArticleTools"><a href="javascript:window.print()">In bài</a></div></div></div></div>'
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = ""
        if story:
            crumbs = (
                '<span id="dnn_dnnBREADCRUMB_lblBreadCrumb"><a href="/" class="Breadcrumb">Trang chủ</a> &gt; '
                f'<a href="{self.section(story.section, 1)}" class="Breadcrumb">{SECTIONS[story.section]}</a></span>'
            )
        return f"""<!DOCTYPE html><html lang="vi-VN"><head id="Head"><meta charset="utf-8"><title>{escape(title)} - {NAME}</title>
<meta id="MetaGenerator" name="GENERATOR" content="DotNetNuke "><link rel="stylesheet" href="/Portals/_default/default.css">
<link rel="stylesheet" href="/Portals/_default/Skins/MinimalEntropy/skin.css"><script src="/DesktopModules/NewsArticles/js.js"></script></head>
<body id="Body"><form method="post" action="{escape(self.path(story)) if story else "/"}" id="Form">{_STATE}
<div id="dnn_ControlPanel"></div><div class="header"><a id="dnn_dnnLOGO_hypLogo" href="/" title="{NAME}"><img src="/Portals/0/logo.png" alt="{NAME}"></a>
<div id="dnn_dnnMENU" class="menu">{self.menu()}</div><a id="dnn_dnnLOGIN_loginLink" href="/Trangchu/tabid/56/ctl/Login/Default.aspx">Đăng nhập</a></div>
<div class="breadcrumb">{crumbs}</div><table class="layout"><tr><td id="dnn_LeftPane" class="LeftPane" valign="top">
<div class="DnnModule"><span class="Head">Tin mới</span><ul>{self.latest(newest)}</ul></div></td>
<td id="dnn_ContentPane" class="ContentPane" valign="top">{content}</td></tr></table>
<div class="footer">Bản quyền thuộc Huyện đoàn Vĩnh Hòa. Số lượt truy cập: 5.120.331</div></form></body></html>"""


class SharePoint(Portal):
    """SharePoint 2013: a provincial portal whose display page shows an item of a list by its number."""

    name, family, folder = "sharepoint", "sharepoint", "/PublishingImages/2021/"
    headers = {"MicrosoftSharePointTeamServices": "15.0.0.4420", "X-AspNet-Version": "4.0.30319"}

    def path(self, story: Story) -> str:
        return f"/noidung/tintuc/Lists/TinTuc/View_Detail.aspx?ItemID={story.id}"

    def section(self, slug: str, page: int) -> str:
        tail = f"&Page={page}" if page > 1 else ""
        return f"/noidung/tintuc/Pages/Category.aspx?CategoryId={self.number(slug)}{tail}"

    def about(self) -> str:
        return "/Pages/gioi-thieu.aspx"

    def contact(self) -> str:
        return "/Pages/LienHe.aspx"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        author = f'<div class="author-post">{story.author}</div>' if story.author else ""
        source = f'<div class="source-post">Nguồn: {story.source}</div>' if story.source else ""
        picture = f'<div class="imgpost"><img src="{self.folder}{story.picture}" alt=""></div>' if story.picture else ""
        return (
            f'<div class="ArticleDetailControl"><div class="title-article"><h2>{escape(story.title)}</h2></div>'
            f'<div class="date-post"><span>{self.stamp(story)}</span></div><div class="number-view">Số lượt xem: {story.hits}</div>'
            f'<div class="short-content">{story.lead}</div>{picture}<div id="ctl00_PlaceHolderMain_ctl01" class="ms-rtestate-field" '
            f'style="display:inline">{self.text(story)}</div>{author}{source}'
            f'<div class="other-news"><div class="title-other">Tin liên quan</div><ul>{self.links(story, stories)}</ul></div></div>'
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = ""
        if story:
            crumbs = (
                '<div class="breadcrumb-site"><a href="/">Trang chủ</a> <span>›</span> '
                f'<a href="{escape(self.section(story.section, 1))}">{SECTIONS[story.section]}</a></div>'
            )
        return f"""<!DOCTYPE html><html dir="ltr" lang="vi-vn"><head><meta name="GENERATOR" content="Microsoft SharePoint">
<meta charset="utf-8"><title>{NAME}</title><link rel="stylesheet" href="/_layouts/15/1066/styles/Themable/corev15.css">
<script src="/_layouts/15/init.js"></script></head><body><form method="post" id="aspnetForm">{_STATE}
<script>var _spPageContextInfo = {{webServerRelativeUrl: "/noidung/tintuc"}};</script><div id="s4-workspace"><div id="s4-bodyContainer">
<div class="banner-site"><a href="/">{NAME}</a></div><div class="ms-core-navigation menu-top">{self.menu()}</div>
<div id="contentRow"><div id="contentBox"><div class="left-col"><div class="box-title">Tin mới nhất</div><ul>{self.latest(newest)}</ul>
<a href="/_layouts/15/Authenticate.aspx?Source=%2F">Đăng nhập</a></div><div id="DeltaPlaceHolderMain">{crumbs}{content}</div></div></div>
<div class="footer-site">Cơ quan chủ quản: Huyện đoàn Vĩnh Hòa. Tổng số lượt truy cập: 120331</div></div></div></form></body></html>"""


class AspNet(Portal):
    """A portal in ASP.NET Web Forms: ``/i12-slug.aspx``, sections ``/c3-slug.aspx`` whose pager posts back."""

    name, family = "aspnet", "aspnet"
    headers = {
        "X-AspNet-Version": "4.0.30319",
        "X-Powered-By": "ASP.NET",
        "Set-Cookie": "ASP.NET_SessionId=q; path=/; HttpOnly",
    }

    def path(self, story: Story) -> str:
        return f"/i{story.id}-{story.slug}.aspx"

    def section(self, slug: str, page: int) -> str:
        return f"/c{self.number(slug)}-{slug}.aspx" + (f"?page={page}" if page > 1 else "")

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        author = f'<p class="tacgia"><b>{story.author}</b></p>' if story.author else ""
        source = f"<p>Nguồn tin: {story.source}</p>" if story.source else ""
        picture = f'<img class="anhdaidien" src="{self.folder}{story.picture}" alt="">' if story.picture else ""
        return (
            f'<div class="chitiet"><div class="tieude">{escape(story.title)}</div><div class="ngaydang">Ngày đăng: '
            f'{story.published:%d/%m/%Y %H:%M} | Lượt xem: {story.hits}</div><div class="tomtat">{story.lead}</div>'
            f'{picture}<div class="noidung">{self.text(story)}{author}</div>{source}</div>'
            f'<div class="tinkhac"><div class="td">Tin cùng chuyên mục</div><ul>{self.links(story, stories)}</ul></div>'
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = ""
        if story:
            crumbs = f'<div class="duongdan"><a href="/">Trang chủ</a> » <a href="{self.section(story.section, 1)}">{SECTIONS[story.section]}</a></div>'
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{NAME}</title></head><body>
<form method="post" action="./" id="form1">{_STATE}<div id="top"><img src="/images/banner.jpg" alt=""></div><div id="menu">{self.menu()}</div>
<div id="wrap"><div id="left"><div class="box"><div class="td">Tin mới</div><ul>{self.latest(newest)}</ul></div>
<div class="box">Đang online: 12<br>Hôm nay: 431<br>Tổng truy cập: 1.331.120</div></div><div id="main">{crumbs}{content}</div></div>
<div id="footer">Huyện đoàn Vĩnh Hòa. Địa chỉ: số 1 đường 3 tháng 2. Điện thoại: 0297 3863 000</div></form></body></html>"""


class Mvc(AspNet):
    """The same client's later site in ASP.NET MVC: ``/BaiViet/Index/12``, headings, a date without label."""

    name = "mvc"

    def path(self, story: Story) -> str:
        return f"/BaiViet/Index/{story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/DanhMuc/Index/{self.number(slug)}" + (f"?page={page}" if page > 1 else "")

    def about(self) -> str:
        return "/Home/GioiThieu"

    def contact(self) -> str:
        return "/Home/LienHe"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        author = f'<p align="right"><strong>{story.author}</strong></p>' if story.author else ""
        source = f"<p><i>(Nguồn: {story.source})</i></p>" if story.source else ""
        picture = f'<figure><img src="{self.folder}{story.picture}" alt=""></figure>' if story.picture else ""
        return (
            f"<article><h1>{escape(story.title)}</h1><p><small>{self.stamp(story)}</small> <small>{story.hits} lượt xem</small></p>"
            f"<p><strong>{story.lead}</strong></p>{picture}{self.text(story)}{author}{source}</article>"
            f"<section><h4>Bài viết liên quan</h4><ul>{self.links(story, stories, dated=False)}</ul></section>"
        )


class PhpNews(Portal):
    """A hand-written PHP engine of the first years: frames of tables, ``home.php?mod=news&…&nid=12``."""

    name, family, folder = "php_news", "php_news", "/upload/"
    headers = {"X-Powered-By": "PHP/5.2.17"}

    def path(self, story: Story) -> str:
        return f"/home.php?mod=news&go=1&loai={self.number(story.section)}&nid={story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/home.php?mod=news&loai={self.number(slug)}" + (f"&page={page}" if page > 1 else "")

    def about(self) -> str:
        return "/home.php?mod=intro"

    def contact(self) -> str:
        return "/home.php?mod=contact"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        author = f'<p align="right"><b>{story.author}</b></p>' if story.author else ""
        source = f"<p><i>Nguồn: {story.source}</i></p>" if story.source else ""
        picture = f'<p align="center"><img src="{self.folder}{story.picture}" width="400"></p>' if story.picture else ""
        return (
            f'<table width="100%" cellpadding="4"><tr><td><font size="3" color="#003399"><b>{escape(story.title)}</b></font></td></tr>'
            f'<tr><td><font size="1">{story.published:%d/%m/%Y %H:%M}</font></td></tr><tr><td><b>{story.lead}</b></td></tr>'
            f"<tr><td>{picture}{self.text(story)}{author}{source}</td></tr><tr><td>Số lần xem: {story.hits}</td></tr></table>"
            f'<table width="100%"><tr><td><b>Các tin đã đưa:</b></td></tr><tr><td><ul>{self.links(story, stories)}</ul></td></tr></table>'
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = ""
        if story:
            crumbs = f'<tr><td><a href="/">Trang chủ</a> &raquo; <a href="{escape(self.section(story.section, 1))}">{SECTIONS[story.section]}</a></td></tr>'
        return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{NAME}</title></head>
<body topmargin="0"><table width="980" align="center"><tr><td colspan="2"><img src="/images/banner.gif" width="980"></td></tr>
<tr><td colspan="2">{self.menu()}</td></tr><tr><td width="200" valign="top"><table><tr><td><b>TIN MỚI</b></td></tr>
<tr><td><ul>{self.latest(newest)}</ul></td></tr><tr><td>Tổng lượt truy cập: 331120</td></tr></table></td>
<td valign="top"><table width="100%">{crumbs}<tr><td>{content}</td></tr></table></td></tr>
<tr><td colspan="2" align="center">Bản quyền thuộc Huyện đoàn Vĩnh Hòa</td></tr></table></body></html>"""
