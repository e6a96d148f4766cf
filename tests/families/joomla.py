"""A Joomla 4 site with Cassiopeia. Reconstructed from the stock templates."""

from collections.abc import Sequence
from html import escape

from tests.families.site import ABOUT, Answer, Answers, assets, body_html, feed, file_links, paged, signature
from tests.families.stories import NAME, SECTIONS, TAGS, Story

FOLDER = "/images/2021/"
MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười một", "Mười hai")


class Joomla:
    """Joomla 4: SEF addresses with ids, ``?start=`` pagers, info block, page breaks shown with an index."""

    name, family, size = "joomla4", "joomla", 4
    headers = {"Set-Cookie": "0a1b2c3d4e5f60718293a4b5c6d7e8f9=q1w2e3; path=/; HttpOnly"}
    generator = "Joomla! - Open Source Content Management"

    def path(self, story: Story) -> str:
        return f"/{story.section}/{story.id}-{story.slug}"

    def further(self, story: Story, number: int) -> str:
        return f"{self.path(story)}?start={number}"

    def source_id(self, story: Story) -> str:
        return str(story.id)

    def category(self, slug: str) -> str:
        return f"/{slug}"

    def tag(self, slug: str) -> str:
        return f"/component/tags/tag/{slug}"

    def answers(self, stories: Sequence[Story]) -> Answers:
        newest = sorted(stories, key=lambda s: s.published, reverse=True)
        found = assets(stories, FOLDER)
        found |= self._listing("/", "com_content view-featured", NAME, newest, newest)
        for slug, shown in SECTIONS.items():
            own = [s for s in newest if s.section == slug]
            found |= self._listing(self.category(slug), "com_content view-category layout-blog", shown, own, newest)
        for slug, shown in TAGS.items():
            own = [s for s in newest if slug in s.tags]
            found |= self._listing(self.tag(slug), "com_tags view-tag", shown, own, newest)
        for story in stories:
            self._put_article(found, story, stories, newest)
        about = self.item("Giới thiệu", "", "".join(f"<p>{line}</p>" for line in ABOUT))
        found["/gioi-thieu"] = Answer(self.page("com_content view-article", "Giới thiệu", about, newest))
        found["/lien-he"] = Answer(self.page("com_contact view-contact", "Liên hệ", _CONTACT, newest))
        found["/component/users/?view=login"] = Answer(self.page("com_users view-login", "Login", _LOGIN, newest))
        paths = {s.id: self.path(s) for s in stories}
        rss = Answer(feed(newest, paths, "{origin}"), media_type="application/rss+xml; charset=utf-8")
        found["/?format=feed&type=rss"] = rss
        return found

    def _put_article(self, found: Answers, story: Story, stories: Sequence[Story], newest: Sequence[Story]) -> None:
        for number in range(len(story.parts)):
            content = self.article(story, stories, number)
            page = Answer(self.page("com_content view-article", story.title, content, newest, story))
            found[self.further(story, number) if number else self.path(story)] = page
        if story.more:
            whole = self.article(story, stories, -1)
            found[f"{self.path(story)}?showall=1"] = Answer(
                self.page("com_content view-article", story.title, whole, newest, story)
            )
        found[f"{self.path(story)}?tmpl=component&print=1"] = found[self.path(story)]

    def missing(self) -> Answer:
        return Answer("<html><body><h1>404</h1><p>Article not found</p></body></html>", 404)

    def _listing(self, path: str, body: str, title: str, own: Sequence[Story], newest: Sequence[Story]) -> Answers:
        found = {}
        pages = paged(own, self.size)
        for number, part in enumerate(pages):
            items = "".join(self.teaser(story) for story in part)
            counter = f'<p class="counter float-end">Page {number + 1} of {len(pages)}</p>' if len(pages) > 1 else ""
            links = "".join(
                f'<li class="page-item"><a class="page-link" href="{path}{f"?start={n * self.size}" if n else ""}">{n + 1}</a></li>'
                for n in range(len(pages))
            )
            content = (
                '<div class="com-content-category-blog blog" itemscope itemtype="https://schema.org/Blog">'
                f'<div class="page-header"><h1>{title}</h1></div><div class="blog-items">{items}</div>{counter}'
                f'<nav class="pagination__wrapper"><ul class="pagination">{links}</ul></nav></div>'
            )
            found[f"{path}?start={number * self.size}" if number else path] = Answer(
                self.page(body, title, content, newest)
            )
        return found

    def teaser(self, story: Story) -> str:
        return (
            '<div class="blog-item" itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting">'
            f'<div class="item-content"><div class="page-header"><h2 itemprop="name"><a href="{self.path(story)}" '
            f'itemprop="url">{escape(story.title)}</a></h2></div>{self.info(story)}<p>{story.lead}</p>'
            f'<p class="readmore"><a class="btn btn-secondary" href="{self.path(story)}" aria-label="Read more">'
            f"Read more: {escape(story.title)}</a></p></div></div>"
        )

    def info(self, story: Story) -> str:
        author = (
            '<dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">'
            f'<span class="icon-user icon-fw" aria-hidden="true"></span> Được viết bởi: <span itemprop="name">'
            f"{story.author or 'Super User'}</span></dd>"
        )
        when = story.published
        return (
            f'<dl class="article-info text-muted"><dt class="article-info-term">Chi tiết</dt>{author}'
            f'<dd class="category-name">Chuyên mục: <a href="{self.category(story.section)}" itemprop="genre">'
            f'{SECTIONS[story.section]}</a></dd><dd class="published"><span class="icon-calendar icon-fw"></span> '
            f'<time datetime="{when.isoformat()}" itemprop="datePublished">Được đăng: {when.day:02} Tháng '
            f"{MONTHS[when.month - 1]} {when.year}</time></dd>"
            f'<dd class="hits"><span class="icon-eye icon-fw"></span><meta itemprop="interactionCount" '
            f'content="UserPageVisits:{story.hits}"> Lượt xem: {story.hits}</dd></dl>'
        )

    def tags(self, story: Story) -> str:
        items = "".join(
            f'<li class="list-inline-item tag-{n} tag-list{n}" itemprop="keywords"><a href="{self.tag(tag)}" '
            f'class="btn btn-sm btn-info">{TAGS[tag]}</a></li>'
            for n, tag in enumerate(story.tags)
        )
        return f'<ul class="tags list-inline">{items}</ul>' if items else ""

    def text(self, story: Story, number: int) -> str:
        """The text of one page; of all for -1."""
        parts = story.parts if number < 0 else story.parts[number : number + 1]
        lead = f"<p><strong>{story.lead}</strong></p>" if story.lead and number <= 0 else ""
        last = number in (-1, len(story.parts) - 1)
        end = file_links(story, FOLDER) + signature(story) if last else ""
        source = f"<p><em>Nguồn: {story.source}</em></p>" if story.source and last else ""
        return self.index(story, number) + lead + "".join(body_html(part, FOLDER) for part in parts) + end + source

    def index(self, story: Story, number: int) -> str:
        if not story.more:
            return ""
        pages = "".join(
            f'<li class="py-1"><a href="{self.further(story, n) if n else self.path(story)}" class="toclink'
            f'{" active" if n == number else ""}">{escape(story.title) if not n else f"Page {n + 1}"}</a></li>'
            for n in range(len(story.parts))
        )
        return (
            f'<div class="card float-end article-index ms-3 mb-3"><div class="card-body"><h3>Article Index</h3><ul '
            f'class="nav flex-column">{pages}<li class="py-1"><a href="{self.path(story)}?showall=1" class="toclink">'
            f'All Pages</a></li></ul></div></div><div class="text-muted pagenavcounter">Page {number + 1} of '
            f"{len(story.parts)}</div>"
        )

    def pager(self, story: Story, number: int) -> str:
        if not story.more or number < 0:
            return ""
        after = number + 1 < len(story.parts)
        back = f'<a href="{self.path(story)}" title="Prev">Prev</a>' if number else "Prev"
        link = f'<a href="{self.further(story, number + 1)}" title="Next">Next</a>' if after else "Next"
        return f'<div class="pager"><ul><li>{back}</li><li>{link}</li></ul></div>'

    def neighbours(self, story: Story, stories: Sequence[Story]) -> str:
        own = [s for s in stories if s.section == story.section]
        place = own.index(story)
        links = []
        if place:
            links.append(
                f'<a class="btn btn-sm btn-secondary previous" href="{self.path(own[place - 1])}" rel="prev"><span '
                f'class="visually-hidden">Previous article: {escape(own[place - 1].title)}</span> <span>Prev</span></a>'
            )
        if place + 1 < len(own):
            links.append(
                f'<a class="btn btn-sm btn-secondary next" href="{self.path(own[place + 1])}" rel="next"><span '
                f'class="visually-hidden">Next article: {escape(own[place + 1].title)}</span> <span>Next</span></a>'
            )
        return f'<nav class="pagenavigation"><span class="pagination ms-0">{"".join(links)}</span></nav>'

    def related(self, story: Story, stories: Sequence[Story]) -> str:
        titles = {s.id: s for s in stories}
        items = "".join(
            f'<li itemscope itemtype="https://schema.org/Article"><a href="{self.path(titles[i])}" itemprop="url">'
            f'<span itemprop="name">{escape(titles[i].title)}</span></a></li>'
            for i in story.related
        )
        return f'<div class="relateditems mod-list moduletable"><h3>Tin liên quan</h3><ul class="relateditems">{items}</ul></div>'

    def item(self, title: str, head: str, content: str, foot: str = "") -> str:
        return (
            '<div class="com-content-article item-page" itemscope itemtype="https://schema.org/Article">'
            f'<meta itemprop="inLanguage" content="vi-VN"><div class="page-header"><h1 itemprop="headline">{escape(title)}'
            f'</h1></div>{head}<div itemprop="articleBody" class="com-content-article__body">{content}</div>{foot}</div>'
        )

    def article(self, story: Story, stories: Sequence[Story], number: int) -> str:
        picture = (
            f'<figure class="left item-image"><img src="{FOLDER}{story.picture}" itemprop="image" alt=""></figure>'
            if story.picture and number <= 0
            else ""
        )
        head = self.info(story) + self.tags(story) + picture
        foot = self.pager(story, number) + self.neighbours(story, stories)
        return self.item(story.title, head, self.text(story, number), foot) + self.related(story, stories)

    def crumbs(self, story: Story | None) -> str:
        if story is None:
            return ""
        return (
            '<nav class="mod-breadcrumbs__wrapper" aria-label="Breadcrumbs"><ol itemscope itemtype='
            '"https://schema.org/BreadcrumbList" class="mod-breadcrumbs breadcrumb px-3 py-2"><li class="mod-breadcrumbs__here'
            ' float-start">You are here: &#160;</li><li itemprop="itemListElement" itemscope itemtype="https://schema.org/'
            'ListItem" class="mod-breadcrumbs__item breadcrumb-item"><a itemprop="item" href="/" class="pathway"><span '
            'itemprop="name">Home</span></a><meta itemprop="position" content="1"></li><li itemprop="itemListElement" '
            'itemscope itemtype="https://schema.org/ListItem" class="mod-breadcrumbs__item breadcrumb-item"><a itemprop='
            f'"item" href="{self.category(story.section)}" class="pathway"><span itemprop="name">{SECTIONS[story.section]}'
            '</span></a><meta itemprop="position" content="2"></li><li class="mod-breadcrumbs__item breadcrumb-item active">'
            f'<span itemprop="name">{escape(story.title)}</span></li></ol></nav>'
        )

    def page(self, body: str, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        menu = "".join(
            f'<li class="nav-item"><a href="{self.category(slug)}">{shown}</a></li>' for slug, shown in SECTIONS.items()
        )
        latest = "".join(
            f'<li itemscope><a href="{self.path(s)}" itemprop="url"><span itemprop="name">{escape(s.title)}</span></a></li>'
            for s in newest[:5]
        )
        return f"""<!DOCTYPE html><html lang="vi-vn" dir="ltr"><head><meta charset="utf-8"><meta name="author" content="Super User">
<meta name="generator" content="{self.generator}"><title>{escape(title)} - {NAME}</title>
<link href="/?format=feed&amp;type=rss" rel="alternate" type="application/rss+xml" title="RSS 2.0">
<link href="/media/templates/site/cassiopeia/css/template.min.css" rel="stylesheet"><script src="/media/system/js/core.min.js"></script>
<script src="/media/vendor/bootstrap/js/bootstrap.min.js"></script></head>
<body class="site {body} wrapper-static"><header class="header container-header full-width"><div class="navbar-brand">
<a class="brand-logo" href="/">{NAME}</a></div><div class="container-nav"><ul class="mod-menu nav"><li><a href="/">Trang chủ</a>
</li>{menu}<li><a href="/gioi-thieu">Giới thiệu</a></li><li><a href="/lien-he">Liên hệ</a></li></ul>
<form class="mod-finder" action="/component/finder/search"><input name="q"></form></div></header>
<div class="site-grid"><div class="grid-child container-component">{self.crumbs(story)}<div id="system-message-container"></div>
<main>{content}</main></div><div class="grid-child container-sidebar-right"><div class="sidebar-right card"><h3
class="card-header">Tin mới</h3><ul class="mod-articleslatest latestnews mod-list">{latest}</ul></div>
<div class="sidebar-right card"><h3>Login Form</h3><form><a href="/component/users/?view=reset">Forgot your password?</a>
<a href="/component/users/?view=login">Log in</a></form></div><div class="card">Tổng truy cập: 90.112</div></div></div>
<footer class="container-footer footer">© 2021 {NAME}</footer></body></html>"""


_CONTACT = (
    '<div class="com-contact contact"><h1>Ban biên tập</h1><dl><dt>Address:</dt><dd>Thị trấn Vĩnh Hòa</dd></dl></div>'
)
_LOGIN = '<div class="com-users-login login"><form><input name="username"></form></div>'
