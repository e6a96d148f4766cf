"""A Drupal site: 10 with Olivero and path aliases, 7 with Bartik and node numbers. Reconstructed from the stock
templates."""

from collections.abc import Sequence
from datetime import UTC
from html import escape

from tests.families.site import ABOUT, Answer, Answers, assets, body_html, feed, file_links, paged, signature
from tests.families.stories import NAME, SECTIONS, TAGS, Story

_FOLDER = "/sites/default/files/2021-06/"


class Drupal:
    """Drupal 10: clean URLs with aliases, listings by taxonomy term, pagers that count from 0."""

    name, family, size = "drupal10", "drupal", 4
    headers = {"X-Generator": "Drupal 10 (https://www.drupal.org)"}
    generator = "Drupal 10 (https://www.drupal.org)"
    #: Whether writers have accounts of their own, so that the system itself says who wrote.
    writers = False

    def account(self, story: Story) -> str:
        return story.author if self.writers and story.author else "quantri"

    def path(self, story: Story) -> str:
        return f"/{story.section}/{story.slug}"

    def source_id(self, story: Story) -> str:
        return str(story.id)

    def term(self, slug: str) -> str:
        return f"/{slug}" if slug in SECTIONS else f"/tags/{slug}"

    def answers(self, stories: Sequence[Story]) -> Answers:
        newest = sorted(stories, key=lambda s: s.published, reverse=True)
        paths = {s.id: self.path(s) for s in stories}
        found = assets(stories, _FOLDER)
        found |= self._listing("/", "path-frontpage page-view-frontpage", "", newest, newest)
        found |= self._listing("/node", "path-node page-view-frontpage", "", newest, newest)
        for slug, shown in {**SECTIONS, **TAGS}.items():
            own = [s for s in newest if s.section == slug or slug in s.tags]
            found |= self._listing(self.term(slug), "path-taxonomy", shown, own, newest)
        for story in stories:
            page = Answer(self.page(self._body_class(story), story.title, self.article(story, stories), newest, story))
            found[self.path(story)] = found[f"/node/{story.id}"] = page
        about = self.node("page", "", "".join(f"<p>{line}</p>" for line in ABOUT))
        found["/gioi-thieu"] = Answer(self.page("page-node-type-page path-node", "Giới thiệu", about, newest))
        found["/contact"] = Answer(self.page("path-contact", "Website feedback", _CONTACT, newest))
        found["/user/login"] = Answer(self.page("path-user", "Log in", _LOGIN, newest))
        found["/user/1"] = Answer(self.page("path-user", "quantri", "<h4>Member for</h4> 9 years 2 months", newest))
        found["/rss.xml"] = Answer(feed(newest, paths, "{origin}"), media_type="application/rss+xml; charset=utf-8")
        return found

    def missing(self) -> Answer:
        text = "The requested page could not be found."
        return Answer(self.page("path-404", "Page not found", text, ()), 404)

    def _body_class(self, story: Story) -> str:
        return "page-node-type-article path-node"

    def _listing(self, path: str, body: str, title: str, own: Sequence[Story], newest: Sequence[Story]) -> Answers:
        pages = paged(own, self.size)
        found = {}
        for number, part in enumerate(pages):
            cards = "".join(f'<div class="views-row">{self.teaser(story)}</div>' for story in part)
            listing = (
                f'<div class="views-element-container"><div class="view view-id-frontpage">'
                f'<div class="view-content">{cards}</div>{self._pager(path, number, len(pages))}'
                f'<div class="feed-icons"><a href="/rss.xml" class="feed-icon">Subscribe to</a></div></div></div>'
            )
            answer = Answer(self.page(body, title, listing, newest))
            found[f"{path}?page={number}"] = answer
            if number == 0:
                found[path] = answer
        return found

    def _pager(self, path: str, number: int, count: int) -> str:
        if count < 2:
            return ""
        items = [
            f'<li class="pager__item"><a href="?page={n}" class="pager__link" title="Go to page {n + 1}">'
            f'<span class="visually-hidden">Page</span> {n + 1}</a></li>'
            for n in range(count)
        ]
        after = f'<li class="pager__item"><a href="?page={number + 1}" rel="next">Next ›</a></li>'
        return (
            '<nav class="pager" role="navigation" aria-label="Pagination"><ul class="pager__items js-pager__items">'
            + "".join(items)
            + (after if number + 1 < count else "")
            + "</ul></nav>"
        )

    def teaser(self, story: Story) -> str:
        return (
            '<article role="article" class="node node--type-article node--promoted node--view-mode-teaser"><header>'
            f'<h2 class="node__title"><a href="{self.path(story)}" rel="bookmark"><span>{escape(story.title)}</span></a>'
            f'</h2></header><div class="node__content"><div class="text-content clearfix field field--name-body '
            f'field--type-text-with-summary field--label-hidden field__item"><p>{story.lead}</p></div>'
            f'<ul class="links inline"><li><a href="{self.path(story)}" rel="tag" title="{escape(story.title)}" '
            f'hreflang="vi">Read more<span class="visually-hidden"> about {escape(story.title)}</span></a></li></ul>'
            "</div></article>"
        )

    def node(self, kind: str, head: str, content: str) -> str:
        return (
            f'<article data-history-node-id="1" class="node node--type-{kind} node--view-mode-full"><header>{head}'
            f'</header><div class="node__content">'
            f"{content if kind == 'article' else _text(content)}</div></article>"
        )

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        titles = {s.id: s for s in stories}
        utc = story.published.astimezone(UTC)
        meta = (
            f'<div class="node__meta"><span>By <span class="node__author"><span>{self.account(story)}</span></span>, '
            f'<time datetime="{utc:%Y-%m-%dT%H:%M:%SZ}" title="{story.published:%A, %B %d, %Y - %H:%M}" '
            f'class="datetime">{story.published:%a, %m/%d/%Y - %H:%M}</time></span></div>'
        )
        pieces = []
        if story.picture:
            pieces.append(
                '<div class="field field--name-field-image field--type-image field--label-hidden field__item">'
                f'<img loading="eager" src="{_FOLDER}{story.picture}" width="780" height="520" alt="" '
                'class="image-style-wide"></div>'
            )
        lead = f"<p><strong>{story.lead}</strong></p>" if story.lead else ""
        body = "".join(body_html(part, _FOLDER) for part in story.parts)
        pieces.append(_text(lead + body + signature(story)))
        if story.author and not self.writers:
            pieces.append(_field("tac-gia", "Tác giả", story.author))
        if story.source:
            pieces.append(_field("nguon", "Nguồn", story.source))
        if story.files:
            links = "".join(
                f'<div class="field__item"><span class="file file--mime-application-pdf file--application-pdf">'
                f'<a href="{_FOLDER}{name}" type="application/pdf">{name}</a></span></div>'
                for name in story.files
            )
            pieces.append(
                '<div class="field field--name-field-dinh-kem field--type-file field--label-above">'
                f'<div class="field__label">Tệp đính kèm</div><div class="field__items">{links}</div></div>'
            )
        section = f'<a href="{self.term(story.section)}" hreflang="vi">{SECTIONS[story.section]}</a>'
        pieces.append(_field("chuyen-muc", "Chuyên mục", section))
        if story.tags:
            items = "".join(
                f'<li class="field--tags__item"><a href="{self.term(tag)}" hreflang="vi">{TAGS[tag]}</a></li>'
                for tag in story.tags
            )
            pieces.append(
                '<div class="field field--name-field-tags field--type-entity-reference field--label-above field--tags">'
                f'<h3 class="field__label field--tags__label">Tags</h3><ul class="links field__items">{items}</ul></div>'
            )
        pieces.append(f'<ul class="links inline"><li>{story.hits} views</li></ul>')
        related = "".join(
            f'<li><span class="views-field views-field-title"><a href="{self.path(titles[i])}" hreflang="vi">'
            f"{escape(titles[i].title)}</a></span></li>"
            for i in story.related
        )
        return (
            self.node("article", meta, "".join(pieces))
            + '</div><div class="views-element-container block block-views"><h2 class="block__title">Tin liên quan</h2>'
            f'<div class="block__content"><div class="item-list"><ul>{related}</ul></div></div>'
        )

    def page(self, body: str, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = ""
        if story:
            crumbs = (
                '<div class="region region--breadcrumb"><nav class="breadcrumb" role="navigation" aria-labelledby='
                '"system-breadcrumb"><h2 id="system-breadcrumb" class="visually-hidden">Breadcrumb</h2>'
                '<ol class="breadcrumb__list"><li class="breadcrumb__item"><a href="/" class="breadcrumb__link">Home</a>'
                f'</li><li class="breadcrumb__item"><a href="/{story.section}" class="breadcrumb__link">'
                f"{SECTIONS[story.section]}</a></li></ol></nav></div>"
            )
        own = (
            f'<link rel="canonical" href="{self.path(story)}"><link rel="shortlink" href="/node/{story.id}">'
            if story
            else ""
        )
        menu = "".join(
            f'<li class="primary-nav__menu-item"><a href="{self.term(slug)}" class="primary-nav__menu-link"><span>'
            f"{shown}</span></a></li>"
            for slug, shown in SECTIONS.items()
        )
        recent = "".join(f'<li><a href="{self.path(s)}">{escape(s.title)}</a></li>' for s in newest[:5])
        heading = f'<h1 class="title page-title"><span>{escape(title)}</span></h1>' if title else ""
        return f"""<!DOCTYPE html>
<html lang="vi" dir="ltr"><head><meta charset="utf-8"><meta name="Generator" content="{self.generator}">{own}
<title>{escape(title)} | {NAME}</title><link rel="alternate" type="application/rss+xml" href="/rss.xml">
<script type="application/json" data-drupal-selector="drupal-settings-json">{{"path":{{"baseUrl":"/"}}}}</script>
<script src="/core/misc/drupal.js"></script><link rel="stylesheet" href="/core/themes/olivero/css/base.css">
<link rel="stylesheet" href="/core/themes/olivero/css/layout.css"></head>
<body class="{body}"><a href="#main-content" class="visually-hidden focusable skip-link">Skip to main content</a>
<div class="dialog-off-canvas-main-canvas"><div id="page-wrapper" class="page-wrapper"><div id="page">
<header id="header" class="site-header" role="banner"><div class="site-branding"><a href="/" rel="home">{NAME}</a></div>
<nav class="primary-nav" aria-labelledby="m"><ul class="primary-nav__menu"><li><a href="/">Trang chủ</a></li>{menu}
<li><a href="/gioi-thieu">Giới thiệu</a></li><li><a href="/contact">Liên hệ</a></li></ul></nav>
<a href="/user/login">Log in</a><form action="/search/node"><input name="keys"></form></header>
<div id="main-wrapper" class="layout-main-wrapper layout-container"><div id="main" class="layout-main">
<main id="content" class="main-content" role="main"><a id="main-content" tabindex="-1"></a>
<div class="main-content__container container">{crumbs}
<div class="region region--content-above grid-full layout--pass--content-medium">
<div id="block-olivero-page-title" class="block block-core block-page-title-block">{heading}</div></div>
<div class="sidebar-grid grid-full"><div class="site-main"><div class="region region--content layout--pass--content-medium">
<div id="block-olivero-content" class="block block-system block-system-main-block"><div class="block__content">{content}
</div></div></div></div>
<aside class="sidebar"><div class="block"><h2 class="block__title">Recent content</h2><ul>{recent}</ul></div></aside>
</div></div></main></div></div>
<footer class="site-footer">© Huyện đoàn Vĩnh Hòa. Tổng truy cập: 1.204.551</footer></div></div></div></body></html>"""


def _text(content: str) -> str:
    return (
        '<div class="text-content clearfix field field--name-body field--type-text-with-summary field--label-hidden '
        f'field__item">{content}</div>'
    )


def _field(name: str, label: str, value: str) -> str:
    return (
        f'<div class="field field--name-field-{name} field--type-string field--label-inline clearfix">'
        f'<div class="field__label">{label}</div><div class="field__item">{value}</div></div>'
    )


_CONTACT = '<form class="contact-message-feedback-form"><label>Your name</label><input name="name"></form>'
_LOGIN = '<form class="user-login-form"><label>Username</label><input name="name"></form>'


class Drupal7(Drupal):
    """Drupal 7 with Bartik: node numbers in URLs, RDFa in the submitted line."""

    name = "drupal7"
    headers = {"X-Generator": "Drupal 7 (http://drupal.org)"}
    generator = "Drupal 7 (http://drupal.org)"

    def path(self, story: Story) -> str:
        return f"/node/{story.id}"

    def term(self, slug: str) -> str:
        return f"/taxonomy/term/{[*SECTIONS, *TAGS].index(slug) + 1}"

    def _body_class(self, story: Story) -> str:
        return f"html not-front not-logged-in one-sidebar sidebar-first page-node page-node- page-node-{story.id} node-type-article"

    def _listing(self, path: str, body: str, title: str, own: Sequence[Story], newest: Sequence[Story]) -> Answers:
        body = (
            "html front not-logged-in page-node"
            if path in ("/", "/node")
            else "html not-front page-taxonomy page-taxonomy-term"
        )
        return super()._listing(path, body, title, own, newest)

    def teaser(self, story: Story) -> str:
        return (
            f'<div id="node-{story.id}" class="node node-article node-promoted node-teaser clearfix"><h2>'
            f'<a href="{self.path(story)}">{escape(story.title)}</a></h2><div class="meta submitted">'
            f'<span class="submitted">Submitted by <span class="username">quantri</span> on '
            f'{story.published:%a, %m/%d/%Y - %H:%M}</span></div><div class="content clearfix"><p>{story.lead}</p></div>'
            f'<div class="link-wrapper"><ul class="links inline"><li class="node-readmore first"><a href="{self.path(story)}"'
            f' rel="tag">Read more<span class="element-invisible"> about {escape(story.title)}</span></a></li></ul></div></div>'
        )

    def node(self, kind: str, head: str, content: str) -> str:
        return f'<div id="node-1" class="node node-{kind} node-full clearfix">{head}<div class="content clearfix">{content}</div></div>'

    def article(self, story: Story, stories: Sequence[Story]) -> str:
        titles = {s.id: s for s in stories}
        head = (
            f'<span property="dc:title" content="{escape(story.title)}" class="rdf-meta element-hidden"></span>'
            '<div class="meta submitted"><span property="dc:date dc:created" '
            f'content="{story.published.isoformat()}" datatype="xsd:dateTime" rel="sioc:has_creator">Submitted by '
            f'<span class="username">{self.account(story)}</span> on {story.published:%a, %m/%d/%Y - %H:%M}</span></div>'
        )
        pieces = []
        if story.picture:
            pieces.append(
                '<div class="field field-name-field-image field-type-image field-label-hidden"><div class="field-items">'
                f'<div class="field-item even"><img typeof="foaf:Image" src="{_FOLDER}{story.picture}" width="480" '
                'height="319" alt=""></div></div></div>'
            )
        lead = f"<p><strong>{story.lead}</strong></p>" if story.lead else ""
        body = "".join(body_html(part, _FOLDER) for part in story.parts)
        text = lead + body + file_links(story, _FOLDER) + signature(story)
        pieces.append(
            '<div class="field field-name-body field-type-text-with-summary field-label-hidden"><div class="field-items">'
            f'<div class="field-item even" property="content:encoded">{text}</div></div></div>'
        )
        for label, value in (("Tác giả", "" if self.writers else story.author), ("Nguồn", story.source)):
            if value:
                pieces.append(
                    '<div class="field field-name-field-x field-type-text field-label-inline clearfix"><div '
                    f'class="field-label">{label}:&nbsp;</div><div class="field-items"><div class="field-item even">'
                    f"{value}</div></div></div>"
                )
        if story.tags:
            items = "".join(
                f'<li class="taxonomy-term-reference-{n}"><a href="{self.term(tag)}" typeof="skos:Concept" '
                f'property="rdfs:label skos:prefLabel" datatype="">{TAGS[tag]}</a></li>'
                for n, tag in enumerate(story.tags)
            )
            pieces.append(
                '<div class="field field-name-field-tags field-type-taxonomy-term-reference field-label-above clearfix">'
                f'<h3 class="field-label">Tags: </h3><ul class="links">{items}</ul></div>'
            )
        counter = f'<li class="statistics_counter first last"><span>{story.hits} reads</span></li>'
        links = f'<div class="link-wrapper"><ul class="links inline">{counter}</ul></div>'
        related = "".join(
            f'<li class="views-row"><span class="field-content"><a href="{self.path(titles[i])}">{escape(titles[i].title)}'
            "</a></span></li>"
            for i in story.related
        )
        block = f'<div class="block block-views"><h2>Bài viết liên quan</h2><div class="content"><ul>{related}</ul></div></div>'
        return self.node("article", head, "".join(pieces)).removesuffix("</div>") + links + "</div>" + block

    def page(self, body: str, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        crumbs = ""
        if story:
            crumbs = (
                '<div id="breadcrumb"><h2 class="element-invisible">You are here</h2><div class="breadcrumb">'
                f'<a href="/">Home</a> » <a href="{self.term(story.section)}">{SECTIONS[story.section]}</a></div></div>'
            )
        own = (
            f'<link rel="canonical" href="{self.path(story)}"><link rel="shortlink" href="/node/{story.id}">'
            if story
            else ""
        )
        menu = "".join(f'<li><a href="{self.term(slug)}">{shown}</a></li>' for slug, shown in SECTIONS.items())
        recent = "".join(f'<li class="leaf"><a href="{self.path(s)}">{escape(s.title)}</a></li>' for s in newest[:5])
        heading = f'<h1 class="title" id="page-title">{escape(title)}</h1>' if title else ""
        return f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" dir="ltr"><head><meta charset="utf-8">
<meta name="Generator" content="{self.generator}">{own}<title>{escape(title)} | {NAME}</title>
<style>@import url("/modules/system/system.base.css?abc");</style><script src="/misc/drupal.js?abc"></script>
<script>jQuery.extend(Drupal.settings, {{"basePath":"/"}});</script></head><body class="{body}">
<div id="page-wrapper"><div id="page"><div id="header"><div class="section clearfix"><div id="name-and-slogan">
<div id="site-name"><strong><a href="/" title="Home" rel="home"><span>{NAME}</span></a></strong></div></div>
<div id="main-menu" class="navigation"><ul id="main-menu-links" class="links inline clearfix">
<li><a href="/">Trang chủ</a></li>{menu}<li><a href="/gioi-thieu">Giới thiệu</a></li><li><a href="/contact">Liên hệ</a></li>
</ul></div></div></div>
<div id="main-wrapper" class="clearfix"><div id="main" class="clearfix">{crumbs}
<div id="sidebar-first" class="column sidebar"><div class="section"><div class="region region-sidebar-first">
<div class="block"><h2>Bài mới</h2><div class="content"><ul class="menu">{recent}</ul></div></div>
<div class="block block-user"><h2>User login</h2><form><a href="/user/password">Request new password</a></form></div>
</div></div></div>
<div id="content" class="column"><div class="section"><a id="main-content"></a>{heading}<div class="tabs"></div>
<div class="region region-content"><div id="block-system-main" class="block block-system"><div class="content">{content}
</div></div></div></div></div></div></div>
<div id="footer-wrapper"><div class="section"><div id="footer">Tổng lượt truy cập: 1204551</div></div></div></div></div>
</body></html>"""


class DrupalWriters(Drupal):
    """Drupal 10 whose writers have accounts."""

    name, writers = "drupal10-writers", True


class Drupal7Writers(Drupal7):
    """Drupal 7 whose writers have accounts."""

    name, writers = "drupal7-writers", True
