"""WordPress under themes that are bought: Flatsome, Newspaper, Elementor's own single templates. Reconstructed from what
those themes and the plugins beside them (Post Views Counter, Yoast, YARPP) print."""

from collections.abc import Sequence
from html import escape

from tests.families.site import body_html, file_links, signature
from tests.families.stories import NAME, SECTIONS, TAGS, Story
from tests.families.wordpress import _FOLDER, ClassicTheme

_SHARE = (
    '<a href="https://www.facebook.com/sharer.php?u={url}" class="icon button circle facebook"><i></i></a>'
    '<a href="https://twitter.com/share?url={url}" class="icon button circle twitter"><i></i></a>'
    '<a href="https://zalo.me/share?u={url}">Chia sẻ Zalo</a>'
)


class Bought(ClassicTheme):
    """What they share: a body without source and count of its own, the parts around it named anew."""

    def inner(self, story: Story, number: int) -> str:
        """The text as the writer left it."""
        last = number == len(story.parts)
        lead = f"<p><strong>{story.lead}</strong></p>" if story.lead and number == 1 else ""
        source = f'<p style="text-align: right;"><em>Nguồn: {story.source}</em></p>' if story.source and last else ""
        end = file_links(story, _FOLDER) + signature(story) + source if last else ""
        return lead + body_html(story.parts[number - 1], _FOLDER) + end

    def share(self, story: Story) -> str:
        return _SHARE.format(url="{origin}" + self.path(story))

    def sidebar(self, newest: Sequence[Story]) -> str:
        items = "".join(self.recent(story) for story in newest[:6])
        return f'<div id="secondary" class="widget-area" role="complementary">{items}</div>'

    def recent(self, story: Story) -> str:
        return (
            f'<li class="recent-blog-posts-li"><a href="{self.path(story)}" title="{escape(story.title)}">'
            f'{escape(story.title)}</a><span class="post_comments"><a href="{self.path(story)}#respond"></a></span></li>'
        )


class Flatsome(Bought):
    """Flatsome: the stamp in a sentence, a footer in English, an author box, the next and the last post."""

    name = "wordpress-flatsome"

    def article(self, story: Story, stories: Sequence[Story], number: int) -> str:
        tags = ", ".join(f'<a href="{self.archive(tag)}" rel="tag">{TAGS[tag]}</a>' for tag in story.tags)
        section = f'<a href="{self.archive(story.section)}" rel="category tag">{SECTIONS[story.section]}</a>'
        stamp = story.published
        time = f'<time class="entry-date published updated" datetime="{stamp.isoformat()}">{stamp:%d/%m/%Y}</time>'
        picture = (
            f'<div class="entry-image relative"><a href="{self.path(story)}"><img src="{_FOLDER}{story.picture}" '
            'class="attachment-large size-large wp-post-image" alt=""></a></div>'
            if story.picture
            else ""
        )
        foot = f"This entry was posted in {section}" + (f" and tagged {tags}." if tags else ".")
        author = story.author or "quantri"
        return (
            '<div id="content" class="blog-wrapper blog-single page-wrapper"><div class="row row-large row-divided">'
            f'<div class="large-9 col"><article id="post-{story.id}" class="post-{story.id} post type-post"><div '
            'class="article-inner"><header class="entry-header"><div class="entry-header-text text-left"><h6 '
            f'class="entry-category is-xsmall">{section}</h6><h1 class="entry-title">{escape(story.title)}</h1><div '
            'class="entry-divider is-divider small"></div><div class="entry-meta uppercase is-xsmall"><span '
            f'class="posted-on">Posted on <a href="{self.path(story)}" rel="bookmark">{time}</a></span> <span '
            f'class="byline">by <span class="meta-author vcard"><a class="url fn n" href="/author/x/">{author}</a></span>'
            f'</span></div></div></header>{picture}<div class="entry-content single-page">{self.inner(story, number)}'
            f'<div class="post-views content-post post-{story.id} entry-meta"><span class="post-views-icon dashicons"></span>'
            f'<span class="post-views-label">Lượt xem:</span> <span class="post-views-count">{story.hits:,}</span></div>'
            f"{self.page_links(story, number)}"
            f'<div class="blog-share text-center"><div class="is-divider medium"></div><div class="social-icons">'
            f'{self.share(story)}</div></div></div><footer class="entry-meta text-left">{foot}</footer><nav role='
            f'"navigation" id="nav-below" class="navigation-post"><div class="flex-row">{self.neighbours(story, stories)}'
            f"</div></nav></div></article>{self.related(story, stories)}<div id='comments' class='comments-area'><h3>Trả lời"
            f'</h3><p>Email của bạn sẽ không được hiển thị công khai.</p></div></div><div class="post-sidebar large-3 col">'
            f"{self.sidebar(stories)}</div></div></div>"
        )


class Newspaper(Bought):
    """Newspaper: modules, a counter that only its class names, tags below, boxes of further stories."""

    name = "wordpress-newspaper"
    by_name = ("read_count",)

    def related(self, story: Story, stories: Sequence[Story]) -> str:
        titles = {s.id: s for s in stories}
        modules = "".join(
            f'<div class="td_module_related_posts td_mod_related_posts"><div class="td-module-image"><a href="'
            f'{self.path(titles[i])}" rel="bookmark" class="td-image-wrap"><img class="entry-thumb" src="/t.gif" alt=""></a>'
            f'</div><div class="item-details"><h3 class="entry-title td-module-title"><a href="{self.path(titles[i])}" '
            f'rel="bookmark">{escape(titles[i].title)}</a></h3></div></div>'
            for i in story.related
        )
        return (
            '<div class="td_block_wrap td_block_related_posts"><h4 class="td-related-title"><a id="u1" class='
            '"td-related-left td-cur-simple-item" href="#">BÀI VIẾT LIÊN QUAN</a><a id="u2" class="td-related-right" '
            f'href="#">XEM THÊM</a></h4><div class="td_block_inner">{modules}</div></div>'
        )

    def article(self, story: Story, stories: Sequence[Story], number: int) -> str:
        tags = "".join(f'<li><a href="{self.archive(tag)}">{TAGS[tag]}</a></li>' for tag in story.tags)
        stamp = story.published
        crumbs = (
            '<div class="td-crumb-container"><div class="entry-crumbs"><span><a class="entry-crumb" href="/">Trang chủ</a>'
            f'</span> <i class="td-icon-right td-bread-sep"></i> <span><a class="entry-crumb" href="'
            f'{self.archive(story.section)}">{SECTIONS[story.section]}</a></span> <i class="td-icon-right td-bread-sep '
            f'td-bred-no-url-last"></i> <span class="td-bred-no-url-last">{escape(story.title)}</span></div></div>'
        )
        picture = (
            f'<div class="td-post-featured-image"><a href="{_FOLDER}{story.picture}" class="td-modal-image"><img width="696" '
            f'height="464" class="entry-thumb" src="{_FOLDER}{story.picture}" alt=""></a></div>'
            if story.picture
            else ""
        )
        listed = f'<ul class="td-tags td-post-small-box clearfix"><li><span>TAGS</span></li>{tags}</ul>' if tags else ""
        author = story.author or "quantri"
        return (
            f'<div class="td-main-content-wrap td-container-wrap"><div class="td-container">{crumbs}<div class="td-pb-row">'
            '<div class="td-pb-span8 td-main-content" role="main"><div class="td-ss-main-content"><article class='
            f'"post-{story.id} post type-post"><div class="td-post-header"><ul class="td-category"><li class="entry-category">'
            f'<a href="{self.archive(story.section)}">{SECTIONS[story.section]}</a></li></ul><header class="td-post-title">'
            f'<h1 class="entry-title">{escape(story.title)}</h1><div class="td-module-meta-info"><div class='
            f'"td-post-author-name"><div class="td-author-by">Bởi</div> <a href="/author/x/">{author}</a><div '
            f'class="td-author-line"> - </div></div><span class="td-post-date"><time class="entry-date updated '
            f'td-module-date" datetime="{stamp.isoformat()}">{stamp:%d/%m/%Y}</time></span><div class="td-post-comments"><a '
            f'href="{self.path(story)}#respond"><i class="td-icon-comments"></i>0</a></div><div class="td-post-views"><i '
            f'class="td-icon-views"></i><span class="td-nr-views-{story.id}">{story.hits}</span></div></div></header></div>'
            f'<div class="td-post-sharing-top">{self.share(story)}</div><div class="td-post-content tagdiv-type">{picture}'
            f'{self.inner(story, number)}</div>{self.page_links(story, number)}<footer><div class="td-post-source-tags">'
            f'{listed}</div><div class="td-block-row td-post-next-prev"><div class="td-block-span6 td-post-prev-post"><div '
            f'class="td-post-next-prev-content"><span>Bài trước</span><a href="{self.path(stories[0])}">'
            f'{escape(stories[0].title)}</a></div></div></div><div class="author-box-wrap"><div class="desc"><div '
            f'class="td-author-name vcard author"><span class="fn"><a href="/author/x/">{author}</a></span></div></div></div>'
            f"</footer></article>{self.related(story, stories)}<div class='comments' id='comments'><h3>BÌNH LUẬN</h3></div>"
            f'</div></div><div class="td-pb-span4 td-main-sidebar" role="complementary"><div class="td-ss-main-sidebar">'
            f"<h4>BÀI MỚI</h4>{self.sidebar(stories)}</div></div></div></div></div>"
        )


class Elementor(Bought):
    """A single template built with Elementor: every part a widget, names of widgets only."""

    name = "wordpress-elementor"

    def widget(self, kind: str, content: str) -> str:
        return (
            f'<div class="elementor-element elementor-element-3f2a elementor-widget elementor-widget-{kind}" data-id="3f2a" '
            f'data-element_type="widget" data-widget_type="{kind}.default"><div class="elementor-widget-container">{content}'
            "</div></div>"
        )

    def article(self, story: Story, stories: Sequence[Story], number: int) -> str:
        stamp = story.published
        item = '<li class="elementor-icon-list-item elementor-repeater-item-1">{}</li>'
        terms = f'<a href="{self.archive(story.section)}" class="elementor-post-info__terms-list-item">{SECTIONS[story.section]}</a>'
        info = "".join(
            item.format(part)
            for part in (
                (
                    f'<a href="/2021/06/03/"><span class="elementor-icon-list-text elementor-post-info__item '
                    f'elementor-post-info__item--type-date"><time>{stamp:%d/%m/%Y}</time></span></a>'
                ),
                f'<span class="elementor-post-info__item--type-time"><time>{stamp:%H:%M}</time></span>',
                (
                    f'<span class="elementor-icon-list-text elementor-post-info__item--type-terms"><span class='
                    f'"elementor-post-info__terms-list">{terms}</span></span>'
                ),
                f'<span class="elementor-post-info__item--type-custom">{story.hits} lượt xem</span>',
            )
        )
        tags = ", ".join(f'<a href="{self.archive(tag)}" rel="tag">{TAGS[tag]}</a>' for tag in story.tags)
        by = f"<p>Tác giả: {story.author}</p>" if story.author else ""
        picture = f'<img src="{_FOLDER}{story.picture}" class="attachment-large" alt="">' if story.picture else ""
        titles = {s.id: s for s in stories}
        posts = "".join(
            f'<article class="elementor-post elementor-grid-item post"><div class="elementor-post__text"><h3 class='
            f'"elementor-post__title"><a href="{self.path(titles[i])}">{escape(titles[i].title)}</a></h3></div></article>'
            for i in story.related
        )
        section = '<section class="elementor-section elementor-top-section"><div class="elementor-container"><div class="elementor-column">{}</div></div></section>'
        return (
            f'<div data-elementor-type="single-post" class="elementor elementor-location-single post-{story.id} post">'
            + section.format(
                self.widget("theme-post-title elementor-page-title elementor-widget-heading",
                            f'<h1 class="elementor-heading-title elementor-size-default">{escape(story.title)}</h1>')
                + self.widget("post-info", f'<ul class="elementor-inline-items elementor-icon-list-items">{info}</ul>')
                + (self.widget("theme-post-featured-image elementor-widget-image", picture) if picture else "")
                + self.widget("theme-post-content", self.inner(story, number) + by)
                + self.page_links(story, number)
                + (self.widget("post-info", f"<p>Thẻ: {tags}</p>") if tags else "")
                + self.widget("share-buttons", self.share(story))
            )
            + section.format(
                self.widget("heading", '<h2 class="elementor-heading-title">Tin liên quan</h2>')
                + self.widget("posts", f'<div class="elementor-posts-container elementor-posts">{posts}</div>')
            )
            + "</div>"
        )  # fmt: skip

    def page(self, body: str, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        whole = super().page(body, title, content, newest, story)
        return whole.replace(
            f"<title>{escape(title or NAME)} &#8211; {NAME}</title>", f"<title>{escape(title or NAME)}</title>"
        )

    def head(self, story: Story | None) -> str:
        return ""
