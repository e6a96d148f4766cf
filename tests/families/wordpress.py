"""A WordPress site: 6.4 with a block theme and core's sitemaps, and a classic theme with an SEO plugin. Reconstructed
from the markup of core's blocks and of common theme templates."""

import json
from collections.abc import Sequence
from html import escape

from tests.families.site import ABOUT, Answer, Answers, assets, body_html, feed, file_links, paged, signature
from tests.families.stories import NAME, SECTIONS, TAGS, Story

_FOLDER = "/wp-content/uploads/2021/06/"
_XML = "application/xml; charset=UTF-8"


class BlockTheme:
    """Twenty Twenty-Four: template parts of blocks, no classes on ``body`` that name the page."""

    name, family, size = "wordpress-block", "wordpress", 4
    headers = {"Link": '<{origin}/wp-json/>; rel="https://api.w.org/"'}
    generator = "WordPress 6.4.3"
    hidden = ()

    def path(self, story: Story) -> str:
        return f"/{story.section}/{story.slug}/"

    def source_id(self, story: Story) -> str:
        return str(story.id)

    def archive(self, slug: str) -> str:
        return f"/category/{slug}/" if slug in SECTIONS else f"/tag/{slug}/"

    def answers(self, stories: Sequence[Story]) -> Answers:
        newest = sorted(stories, key=lambda s: s.published, reverse=True)
        found = assets(stories, _FOLDER)
        found |= self._listing("/", "home blog", "", newest, newest)
        for slug, shown in {**SECTIONS, **TAGS}.items():
            own = [s for s in newest if s.section == slug or slug in s.tags]
            found |= self._listing(
                self.archive(slug), "archive category" if slug in SECTIONS else "archive tag", shown, own, newest
            )
        found |= self._listing("/author/quantri/", "archive author author-quantri", "quantri", newest, newest)
        for story in stories:
            for number in range(1, len(story.parts) + 1):
                page = self.page(
                    "post-template-default single single-post",
                    story.title,
                    self.article(story, stories, number),
                    newest,
                    story,
                )
                found[self.path(story) + (f"{number}/" if number > 1 else "")] = Answer(page)
        about = self.static("Giới thiệu", "".join(f"<p>{line}</p>" for line in ABOUT))
        found["/gioi-thieu/"] = Answer(self.page("page-template-default page", "Giới thiệu", about, newest))
        found["/lien-he/"] = Answer(
            self.page("page-template-default page", "Liên hệ", self.static("Liên hệ", "<form></form>"), newest)
        )
        return found | self._machines(newest)

    def _machines(self, newest: Sequence[Story]) -> Answers:
        paths = {s.id: self.path(s) for s in newest}
        posts = [{"id": s.id, "link": "{origin}" + self.path(s)} for s in newest]
        return {
            "/feed/": Answer(feed(newest, paths, "{origin}"), media_type="application/rss+xml; charset=UTF-8"),
            "/wp-json/wp/v2/posts?per_page=100&_fields=id,link": Answer(
                json.dumps(posts), media_type="application/json"
            ),
            **self.sitemaps([*paths.values(), "/gioi-thieu/", "/lien-he/"]),
        }

    def sitemaps(self, paths: Sequence[str]) -> Answers:
        urls = "".join(f"<url><loc>{{origin}}{path}</loc></url>" for path in paths)
        index = "".join(
            f"<sitemap><loc>{{origin}}/wp-sitemap-{part}-1.xml</loc></sitemap>"
            for part in ("posts-post", "taxonomies-category", "users")
        )
        return {
            "/wp-sitemap.xml": Answer(f"<?xml version='1.0'?><sitemapindex>{index}</sitemapindex>", media_type=_XML),
            "/wp-sitemap-posts-post-1.xml": Answer(f"<?xml version='1.0'?><urlset>{urls}</urlset>", media_type=_XML),
        }

    def missing(self) -> Answer:
        content = "<h1>Page Not Found</h1><p>The page you are looking for does not exist, or it has been moved.</p>"
        return Answer(self.page("error404", "Page not found", content, ()), 404)

    def _listing(self, path: str, body: str, title: str, own: Sequence[Story], newest: Sequence[Story]) -> Answers:
        found, pages = {}, paged(own, self.size)
        for number, part in enumerate(pages, 1):
            cards = "".join(f'<li class="wp-block-post post type-post">{self.teaser(story)}</li>' for story in part)
            links = "".join(f'<a class="page-numbers" href="{path}page/{n}/">{n}</a>' for n in range(1, len(pages) + 1))
            heading = f'<h1 class="wp-block-query-title">{title}</h1>' if title else ""
            content = (
                f'{heading}<div class="wp-block-query"><ul class="wp-block-post-template">{cards}</ul>'
                f'<nav class="wp-block-query-pagination" aria-label="Pagination">{links if len(pages) > 1 else ""}</nav></div>'
            )
            found[f"{path}page/{number}/" if number > 1 else path] = Answer(self.page(body, title, content, newest))
        return found

    def teaser(self, story: Story) -> str:
        return (
            f'<h2 class="wp-block-post-title"><a href="{self.path(story)}" target="_self">{escape(story.title)}</a></h2>'
            f'<div class="wp-block-post-date"><time datetime="{story.published.isoformat()}"><a href="{self.path(story)}">'
            f"{story.published:%d/%m/%Y}</a></time></div>"
            f'<div class="wp-block-post-excerpt"><p class="wp-block-post-excerpt__excerpt">{story.lead} </p></div>'
        )

    def static(self, title: str, content: str) -> str:
        return (
            f'<main class="wp-block-group"><h1 class="wp-block-post-title">{title}</h1>'
            f'<div class="entry-content wp-block-post-content">{content}</div></main>'
        )

    def text(self, story: Story, number: int) -> str:
        lead = f"<p><strong>{story.lead}</strong></p>" if story.lead and number == 1 else ""
        last = number == len(story.parts)
        end = file_links(story, _FOLDER) + signature(story) if last else ""
        views = f'<p class="post-views">Lượt xem: {story.hits}</p>'
        source = f"<p>Nguồn: {story.source}</p>" if story.source and last else ""
        return (
            lead + body_html(story.parts[number - 1], _FOLDER) + end + views + source + self.page_links(story, number)
        )

    def page_links(self, story: Story, number: int) -> str:
        if not story.more:
            return ""
        links = " ".join(
            f'<span class="post-page-numbers current" aria-current="page">{n}</span>' if n == number
            else f'<a href="{self.path(story)}{f"{n}/" if n > 1 else ""}" class="post-page-numbers">{n}</a>'
            for n in range(1, len(story.parts) + 1)
        )  # fmt: skip
        return f'<p class="post-nav-links">Pages: {links}</p>'

    def related(self, story: Story, stories: Sequence[Story]) -> str:
        titles = {s.id: s for s in stories}
        items = "".join(
            f'<li><a href="{self.path(titles[i])}">{escape(titles[i].title)}</a></li>' for i in story.related
        )
        return f'<div class="wp-block-group related"><h2 class="wp-block-heading">Bài viết liên quan</h2><ul>{items}</ul></div>'

    def neighbours(self, story: Story, stories: Sequence[Story]) -> str:
        place = list(stories).index(story)
        before = stories[place - 1]
        return (
            '<nav class="wp-block-group" aria-label="Posts"><div class="post-navigation-link-previous wp-block-post-navigation-link">'
            f'<a href="{self.path(before)}" rel="prev">{escape(before.title)}</a></div></nav>'
        )

    def article(self, story: Story, stories: Sequence[Story], number: int) -> str:
        picture = (
            f'<figure class="wp-block-post-featured-image"><img width="1024" height="683" src="{_FOLDER}{story.picture}" '
            'class="attachment-post-thumbnail size-post-thumbnail wp-post-image" alt=""></figure>'
            if story.picture
            else ""
        )
        author = f'<div class="wp-block-post-author-name">by {story.author or "quantri"}</div>'
        tags = ", ".join(f'<a href="{self.archive(tag)}" rel="tag">{TAGS[tag]}</a>' for tag in story.tags)
        return (
            f'<main class="wp-block-group is-layout-flow">{picture}<h1 class="wp-block-post-title">{escape(story.title)}</h1>'
            f'<div class="wp-block-group is-layout-flex"><div class="wp-block-post-date"><time datetime="{story.published.isoformat()}">'
            f'{story.published:%d/%m/%Y}</time></div><p>—</p>{author}<div class="taxonomy-category wp-block-post-terms">'
            f'<span class="wp-block-post-terms__prefix">in </span><a href="{self.archive(story.section)}" rel="tag">'
            f'{SECTIONS[story.section]}</a></div></div><div class="entry-content wp-block-post-content is-layout-constrained">'
            f'{self.text(story, number)}</div><div class="taxonomy-post_tag wp-block-post-terms">{tags}</div>'
            f"{self.neighbours(story, stories)}{self.related(story, stories)}"
            '<div class="wp-block-comments"><h2>Leave a Reply</h2><form id="commentform"></form></div></main>'
        )

    def page(self, body: str, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        menu = "".join(
            f'<li class="wp-block-navigation-item"><a href="{self.archive(slug)}">{shown}</a></li>'
            for slug, shown in SECTIONS.items()
        )
        latest = "".join(
            f'<li><a class="wp-block-latest-posts__post-title" href="{self.path(s)}">{escape(s.title)}</a></li>'
            for s in newest[:5]
        )
        own = (
            f'<link rel="canonical" href="{{origin}}{self.path(story)}"><link rel="shortlink" href="{{origin}}/?p={story.id}">'
            if story
            else ""
        )
        number = f" postid-{story.id} single-format-standard" if story else ""
        return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="UTF-8"><meta name="generator" content="{self.generator}">
<title>{escape(title or NAME)} &#8211; {NAME}</title>{own}{self.head(story)}<link rel="alternate" type="application/rss+xml" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/"><link rel="https://api.w.org/" href="/wp-json/">
<link rel="stylesheet" href="/wp-includes/blocks/navigation/style.min.css"><link rel="stylesheet" href="/wp-content/themes/t/style.css">
<script src="/wp-includes/js/wp-embed.min.js"></script></head><body class="{body}{number}"><div class="wp-site-blocks">
<header class="wp-block-template-part"><p class="wp-block-site-title"><a href="/" rel="home">{NAME}</a></p>
<nav class="wp-block-navigation"><ul><li><a href="/">Trang chủ</a></li>{menu}<li><a href="/gioi-thieu/">Giới thiệu</a></li>
<li><a href="/lien-he/">Liên hệ</a></li></ul></nav></header>{content}
<footer class="wp-block-template-part"><h2>Bài mới</h2><ul class="wp-block-latest-posts">{latest}</ul>
<p>Tổng truy cập: 120.551</p><a href="/author/quantri/">quantri</a></footer></div></body></html>"""

    def head(self, story: Story | None) -> str:
        return ""


class ClassicTheme(BlockTheme):
    """A classic theme with Yoast: JSON-LD and Open Graph in the head, ``sitemap_index.xml``, breadcrumbs."""

    name = "wordpress-classic"

    def sitemaps(self, paths: Sequence[str]) -> Answers:
        urls = "".join(f"<url><loc>{{origin}}{path}</loc></url>" for path in paths)
        index = "".join(
            f"<sitemap><loc>{{origin}}/{part}-sitemap.xml</loc></sitemap>"
            for part in ("post", "category", "post_tag", "author")
        )
        return {
            "/sitemap_index.xml": Answer(f"<?xml version='1.0'?><sitemapindex>{index}</sitemapindex>", media_type=_XML),
            "/post-sitemap.xml": Answer(f"<?xml version='1.0'?><urlset>{urls}</urlset>", media_type=_XML),
        }

    def head(self, story: Story | None) -> str:
        if story is None:
            return '<meta property="og:type" content="website">'
        graph = {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "Article", "headline": story.title, "datePublished": story.published.isoformat(),
                 "dateModified": story.published.isoformat(), "author": {"name": story.author or "quantri"},
                 "articleSection": [SECTIONS[story.section]]},
                {"@type": "WebPage", "name": f"{story.title} - {NAME}"},
            ],
        }  # fmt: skip
        return (
            f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(story.title)} - {NAME}">'
            f'<meta property="article:published_time" content="{story.published.isoformat()}">'
            f'<script type="application/ld+json" class="yoast-schema-graph">{json.dumps(graph, ensure_ascii=False)}</script>'
        )

    def teaser(self, story: Story) -> str:
        return (
            f'<article id="post-{story.id}" class="post type-post"><h2 class="entry-title"><a href="{self.path(story)}" rel="bookmark">'
            f'{escape(story.title)}</a></h2><div class="entry-summary"><p>{story.lead} <a class="more-link" href="{self.path(story)}">Đọc '
            "tiếp</a></p></div></article>"
        )

    def article(self, story: Story, stories: Sequence[Story], number: int) -> str:
        thumbnail = (
            f'<div class="post-thumbnail"><img src="{_FOLDER}{story.picture}" class="wp-post-image" alt=""></div>'
            if story.picture
            else ""
        )
        tags = ", ".join(f'<a href="{self.archive(tag)}" rel="tag">{TAGS[tag]}</a>' for tag in story.tags)
        author = story.author or "quantri"
        crumbs = (
            f'<p id="breadcrumbs"><span><span><a href="/">Home</a></span> » <span><a href="{self.archive(story.section)}">'
            f'{SECTIONS[story.section]}</a></span> » <span class="breadcrumb_last" aria-current="page">{escape(story.title)}</span></span></p>'
        )
        return (
            f'{crumbs}<main id="main" class="site-main"><article id="post-{story.id}" class="post-{story.id} post type-post status-publish">'
            f'<header class="entry-header"><h1 class="entry-title">{escape(story.title)}</h1><div class="entry-meta"><span class="posted-on">'
            f'<time class="entry-date published updated" datetime="{story.published.isoformat()}">{story.published:%d/%m/%Y}</time></span>'
            f'<span class="byline"> bởi <span class="author vcard"><a class="url fn n" href="/author/x/">{author}</a></span></span></div>'
            f'</header>{thumbnail}<div class="entry-content">{self.text(story, number)}</div><footer class="entry-footer"><span class="cat-links">'
            f'Đăng trong <a href="{self.archive(story.section)}" rel="category tag">{SECTIONS[story.section]}</a></span>'
            f'<span class="tags-links">Thẻ {tags}</span></footer></article>{self.neighbours(story, stories)}'
            f'{self.related(story, stories)}<div id="comments" class="comments-area"><h3 id="reply-title">Để lại một bình luận</h3></div></main>'
        )
