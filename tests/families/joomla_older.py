"""Joomla 3 with Protostar and Joomla 1.5 with tables."""

from collections.abc import Sequence
from html import escape

from tests.families.joomla import FOLDER, Joomla
from tests.families.site import Answer, Answers, paged
from tests.families.stories import NAME, SECTIONS, TAGS, Story


class Joomla3(Joomla):
    """Joomla 3 with Protostar: ``index.php`` in SEF addresses, info below the text, English labels."""

    name = "joomla3"

    def path(self, story: Story) -> str:
        return f"/index.php/{story.section}/{story.id}-{story.slug}.html"

    def category(self, slug: str) -> str:
        return f"/index.php/{slug}"

    def tag(self, slug: str) -> str:
        return f"/index.php/component/tags/tag/{list(TAGS).index(slug) + 1}-{slug}"

    def info(self, story: Story) -> str:
        when = story.published
        return (
            '<dl class="article-info muted"><dt class="article-info-term">Details</dt><dd class="createdby" itemprop="author"'
            f' itemscope itemtype="https://schema.org/Person">Written by <span itemprop="name">{story.author or "Super User"}'
            f'</span></dd><dd class="category-name">Category: <a href="{self.category(story.section)}" itemprop="genre">'
            f'{SECTIONS[story.section]}</a></dd><dd class="published"><span class="icon-calendar"></span> <time datetime='
            f'"{when.isoformat()}" itemprop="datePublished">Published: {when:%d %B %Y}</time></dd><dd class="hits"><span '
            f'class="icon-eye-open"></span><meta itemprop="interactionCount" content="UserPageVisits:{story.hits}">'
            f"Hits: {story.hits}</dd></dl>"
        )

    def item(self, title: str, head: str, content: str, foot: str = "") -> str:
        icons = (
            '<div class="icons"><div class="btn-group pull-right"><button class="btn dropdown-toggle"></button><ul class='
            '"dropdown-menu"><li class="print-icon"><a href="?tmpl=component&amp;print=1&amp;page=" rel="nofollow">Print</a>'
            '</li><li class="email-icon"><a href="/index.php/component/mailto/?tmpl=component&amp;template=protostar&amp;'
            'link=abc" rel="nofollow">Email</a></li></ul></div></div>'
        )
        return (
            '<div class="item-page" itemscope itemtype="https://schema.org/Article"><meta itemprop="inLanguage" content="vi-VN">'
            f'<div class="page-header"><h2 itemprop="headline">{escape(title)}</h2></div>{icons}{head}'
            f'<div itemprop="articleBody">{content}</div>{foot}</div>'
        )

    def neighbours(self, story: Story, stories: Sequence[Story]) -> str:
        own = [s for s in stories if s.section == story.section]
        place = own.index(story)
        links = []
        if place:
            links.append(f'<li class="previous"><a href="{self.path(own[place - 1])}" rel="prev">Prev</a></li>')
        if place + 1 < len(own):
            links.append(f'<li class="next"><a href="{self.path(own[place + 1])}" rel="next">Next</a></li>')
        return f'<ul class="pager pagenav">{"".join(links)}</ul>'

    def index(self, story: Story, number: int) -> str:
        return (
            super()
            .index(story, number)
            .replace(
                'class="card float-end article-index ms-3 mb-3"', 'id="article-index" class="pull-right article-index"'
            )
        )


class Joomla15(Joomla3):
    """Joomla 1.5: plain query addresses and layout tables; the alias stands behind a colon."""

    name = "joomla15"
    hidden = ("tags",)
    generator = "Joomla! 1.5 - Open Source Content Management"

    def path(self, story: Story) -> str:
        number = list(SECTIONS).index(story.section) + 1
        return f"/index.php?option=com_content&view=article&id={story.id}:{story.slug}&catid={number}:{story.section}&Itemid={number + 10}"

    def further(self, story: Story, number: int) -> str:
        return f"{self.path(story)}&limitstart={number}"

    def category(self, slug: str) -> str:
        number = list(SECTIONS).index(slug) + 1
        return f"/index.php?option=com_content&view=category&layout=blog&id={number}&Itemid={number + 10}"

    def tags(self, story: Story) -> str:
        return ""

    def _listing(self, path: str, body: str, title: str, own: Sequence[Story], newest: Sequence[Story]) -> Answers:
        if "tags" in path:
            return {}
        found = {}
        pages = paged(own, self.size)
        join = "&" if "?" in path else "/index.php?option=com_content&view=frontpage&Itemid=1&" if path == "/" else "?"
        base = "" if path == "/" else path
        for number, part in enumerate(pages):
            items = "".join(f'<tr><td valign="top"><div>{self.teaser(story)}</div></td></tr>' for story in part)
            links = " ".join(
                f'<a href="{escape(f"{base}{join}limitstart={n * self.size}")}" class="pagenav" title="{n + 1}">{n + 1}</a>'
                for n in range(len(pages))
            )
            content = (
                f'<div class="componentheading">{title}</div><table class="blog" cellpadding="0" cellspacing="0">{items}'
                f'<tr><td valign="top" align="center">{links}<br><br></td></tr></table>'
            )
            answer = Answer(self.page(body, title, content, newest))
            found[f"{base}{join}limitstart={number * self.size}"] = answer
            if not number:
                found[path] = answer
        return found

    def teaser(self, story: Story) -> str:
        return (
            f'<table class="contentpaneopen"><tr><td class="contentheading" width="100%">{escape(story.title)}</td></tr></table>'
            f'<table class="contentpaneopen"><tr><td valign="top" class="createdate">{story.published:%d/%m/%Y %H:%M}</td></tr>'
            f'<tr><td valign="top"><p>{story.lead}</p></td></tr><tr><td><a href="{escape(self.path(story))}" '
            f'class="readon">Đọc thêm...</a></td></tr></table><span class="article_separator">&nbsp;</span>'
        )

    def article(self, story: Story, stories: Sequence[Story], number: int) -> str:
        author = (
            f'<tr><td valign="top"><span class="small">Viết bởi {story.author}</span>&nbsp;&nbsp;</td></tr>'
            if story.author
            else ""
        )
        picture = f'<p><img src="{FOLDER}{story.picture}" alt=""></p>' if story.picture and number <= 0 else ""
        text = self.text(story, number)
        return (
            f'<table class="contentpaneopen"><tr><td class="contentheading" width="100%">{escape(story.title)}</td>'
            '<td align="right" class="buttonheading"><a href="?tmpl=component&amp;print=1" title="In"><img src="/images/M_images/'
            'printButton.png" alt="In"></a></td></tr></table><table class="contentpaneopen">'
            f'{author}<tr><td valign="top" class="createdate">{story.published:%d/%m/%Y %H:%M}</td></tr>'
            f'<tr><td valign="top">{picture}{text}</td></tr><tr><td class="modifydate">Lượt xem: {story.hits}</td></tr></table>'
            f"{self.pager(story, number)}{self.related(story, stories)}"
        )

    def index(self, story: Story, number: int) -> str:
        if not story.more:
            return ""
        rows = "".join(
            f'<tr><td><a href="{escape(self.further(story, n) if n else self.path(story))}" class="toclink">Trang {n + 1}</a></td></tr>'
            for n in range(len(story.parts))
        )
        return f'<div class="pagenavcounter">Trang {number + 1} / {len(story.parts)}</div><table id="toc" class="contenttoc"><tr><th>Mục lục</th></tr>{rows}</table>'

    def pager(self, story: Story, number: int) -> str:
        return ""

    def related(self, story: Story, stories: Sequence[Story]) -> str:
        titles = {s.id: s for s in stories}
        items = "".join(
            f'<li><a href="{escape(self.path(titles[i]))}" class="contentpagetitle">{escape(titles[i].title)}</a></li>'
            for i in story.related
        )
        return f"<strong>Các bài liên quan:</strong><ul>{items}</ul>"

    def page(self, body: str, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        menu = "".join(
            f'<li class="item{n}"><a href="{escape(self.category(slug))}"><span>{SECTIONS[slug]}</span></a></li>'
            for n, slug in enumerate(SECTIONS)
        )
        latest = "".join(
            f'<li class="latestnews"><a href="{escape(self.path(s))}" class="latestnews">{escape(s.title)}</a></li>'
            for s in newest[:5]
        )
        crumbs = ""
        if story:
            crumbs = (
                f'<span class="breadcrumbs pathway"><a href="/" class="pathway">Trang chủ</a> <img src="/images/arrow.png" alt=""> '
                f'<a href="{escape(self.category(story.section))}" class="pathway">{SECTIONS[story.section]}</a> '
                f'<img src="/images/arrow.png" alt=""> {escape(story.title)}</span>'
            )
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head><base href="{{origin}}/">
<meta http-equiv="content-type" content="text/html; charset=utf-8"><meta name="generator" content="{self.generator}">
<title>{escape(title)}</title><script src="/media/system/js/mootools.js"></script><link rel="stylesheet" href="/templates/rhuk_milkyway/css/template.css"></head>
<body id="page_bg"><div id="wrapper"><div id="header"><div id="logo"></div></div><div id="tabarea"><div id="pillmenu">
<ul class="menu-nav"><li><a href="/">Trang chủ</a></li>{menu}<li><a href="/gioi-thieu">Giới thiệu</a></li><li><a href="/lien-he">Liên hệ</a></li></ul></div></div>
<div id="pathway">{crumbs}</div><div id="area"><div id="leftcolumn"><div class="module"><h3>Tin mới</h3><ul class="latestnews">{latest}</ul></div></div>
<div id="maincolumn"><table class="nopad"><tr valign="top"><td>{content}</td></tr></table></div></div>
<div id="footer"><p>Bản quyền thuộc {NAME}</p></div></div></body></html>"""
