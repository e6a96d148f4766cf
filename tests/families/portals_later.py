"""Second layouts of the portals: another DNN module, SharePoint publishing pages, a PHP engine with short addresses."""

from collections.abc import Sequence
from html import escape

from tests.families.portals import DotNetNuke, PhpNews, SharePoint
from tests.families.stories import NAME, SECTIONS, Story


class DnnBlog(DotNetNuke):
    """DNN 8 with a module that prints ``/post/12/slug`` and microdata; the sections are pages without ``tabid``."""

    name = "dotnetnuke-post"

    def path(self, story: Story) -> str:
        return f"/{story.section}/post/{story.id}/{story.slug}"

    def section(self, slug: str, page: int) -> str:
        return f"/{slug}" + (f"/page/{page}" if page > 1 else "")

    def about(self) -> str:
        return "/gioi-thieu"

    def contact(self) -> str:
        return "/lien-he"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        author = f'<p><span>Tác giả:</span> <span itemprop="author">{story.author}</span></p>' if story.author else ""
        source = f"<p>Nguồn: {story.source}</p>" if story.source else ""
        picture = (
            f'<figure><img itemprop="image" src="{self.folder}{story.picture}" alt=""></figure>'
            if story.picture
            else ""
        )
        return (
            '<div class="DnnModule DnnModule-EasyDNNnews DnnModule-512"><div id="dnn_ctr512_ModuleContent"><div itemscope '
            f'itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">{escape(story.title)}</h1><div class="meta">'
            f'<time itemprop="datePublished" datetime="{story.published.isoformat()}">{story.published:%d/%m/%Y %H:%M}</time>'
            f'<span>Số lượt xem: {story.hits}</span></div><h2 class="subtitle">{story.lead}</h2>{picture}'
            f'<div itemprop="articleBody">{self.text(story)}</div>{author}{source}</div>'
            f'<div class="related_articles"><h3>Bài viết liên quan</h3><ul>{self.links(story, stories, dated=False)}</ul></div></div></div>'
        )


class Publishing(SharePoint):
    """SharePoint 2013 publishing pages: ``/tintuc/Pages/slug.aspx``, fields in web parts, the slug for a number."""

    name = "sharepoint-pages"

    def path(self, story: Story) -> str:
        return f"/tintuc/Pages/{story.slug}.aspx"

    def source_id(self, story: Story) -> str:
        return story.slug

    def section(self, slug: str, page: int) -> str:
        return f"/{slug.replace('-', '')}/Pages/default.aspx" + (f"?p={page}" if page > 1 else "")

    def about(self) -> str:
        return "/gioithieu/Pages/default.aspx"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        author = (
            f'<div class="article-byline"><span>Tác giả:</span> <span>{story.author}</span></div>'
            if story.author
            else ""
        )
        source = f"<div>Nguồn: {story.source}</div>" if story.source else ""
        picture = (
            f'<div class="captioned-image"><div id="ctl00_PlaceHolderMain_ctl02__ControlWrapper_RichImageField" class="ms-rtestate-'
            f'field"><div class="image"><img src="{self.folder}{story.picture}" alt=""></div></div></div>'
            if story.picture
            else ""
        )
        return (
            f'<div class="article article-body"><h1>{escape(story.title)}</h1><div class="date-line">Ngày cập nhật: '
            f'{story.published:%d/%m/%Y %H:%M}</div><div>Lượt xem: <span id="hits">{story.hits}</span></div>{picture}'
            f'<div class="article-content"><div id="ctl00_PlaceHolderMain_ctl05__ControlWrapper_RichHtmlField" class="ms-rtestate-field"'
            f' aria-labelledby="x"><p><strong>{story.lead}</strong></p>{self.text(story)}</div></div>{author}{source}'
            f'<div class="related"><h4>Tin liên quan</h4><ul>{self.links(story, stories, dated=False)}</ul></div></div>'
        )


class ShortPhp(PhpNews):
    """A district's PHP engine: ``/12``, one line with time and count, the author as labelled last line."""

    name = "php_short"

    def path(self, story: Story) -> str:
        return f"/{story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/{slug}" + (f"?page={page}" if page > 1 else "")

    def about(self) -> str:
        return "/gioi-thieu"

    def contact(self) -> str:
        return "/lien-he"

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        source = f"<p>Nguồn tin: {story.source}</p>" if story.source else ""
        author = f"<p>Tác giả: {story.author}</p>" if story.author else ""
        picture = f'<div><img src="{self.folder}{story.picture}" alt=""></div>' if story.picture else ""
        return (
            f"<div><h2>{escape(story.title)}</h2><div><i>Viết lúc: {story.published:%H:%M} ngày {story.published:%d/%m/%Y}, lượt xem: "
            f"{story.hits}</i></div><div><b>{story.lead}</b></div>{picture}<div>{self.text(story)}{author}</div>{source}"
            f"<div><b>Các bài liên quan</b><ul>{self.links(story, stories, dated=False)}</ul></div></div>"
        )

    def page(self, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = ""
        if story:
            crumbs = f'<p><a href="/">Trang chủ</a> &rsaquo; <a href="{self.section(story.section, 1)}">{SECTIONS[story.section]}</a></p>'
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)} - {NAME}</title></head><body><div id="menu">{self.menu()}
</div><div id="noidung">{crumbs}{content}</div><div id="cot-phai"><h3>Tin mới</h3><ul>{self.latest(newest)}</ul></div>
<div id="chan-trang">© {NAME}. Truy cập: 331.120</div></body></html>"""
