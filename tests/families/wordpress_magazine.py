"""WordPress in Vietnamese under Flatsome with a table of contents, and under a magazine's theme. Reconstructed from what
the themes MH Magazine and Flatsome, and the plugins Easy Table of Contents and Yoast, print."""

from collections.abc import Sequence
from html import escape

from tests.families.stories import SECTIONS, TAGS, Story
from tests.families.wordpress import _FOLDER
from tests.families.wordpress_bought import Bought, Flatsome

_CONTENTS = (
    '<div id="ez-toc-container" class="ez-toc-v2_0_60 counter-hierarchy ez-toc-grey"><div class="ez-toc-title-container">'
    '<p class="ez-toc-title">Mục lục</p><span class="ez-toc-title-toggle"><a href="#" class="ez-toc-btn">Toggle</a></span>'
    '</div><nav><ul class="ez-toc-list"><li><a class="ez-toc-link" href="#khoi-dong">Khởi động từ rất sớm</a></li><li>'
    '<a class="ez-toc-link" href="#ket-qua">Kết quả bước đầu của đợt ra quân</a></li></ul></nav></div>'
)


class FlatsomeInVietnamese(Flatsome):
    """The theme's Vietnamese words, and a table of contents above the text."""

    name = "wordpress-flatsome-vi"

    def article(self, story: Story, stories: Sequence[Story], number: int) -> str:
        page = super().article(story, stories, number)
        page = page.replace("Posted on <a", "Đăng ngày <a").replace(
            'class="byline">by <span', 'class="byline">bởi <span'
        )
        page = page.replace("This entry was posted in", "Bài viết này được đăng trong").replace(
            "and tagged", "và được gắn thẻ"
        )
        return page.replace(
            '<div class="entry-content single-page">', f'<div class="entry-content single-page">{_CONTENTS}'
        )


class Magazine(Bought):
    """MH Magazine: values behind icons, cards with a section and a day that is a link, posts before and after."""

    name = "wordpress-magazine"
    hidden = ("read_count",)

    def related(self, story: Story, stories: Sequence[Story]) -> str:
        titles = {s.id: s for s in stories}
        cards = "".join(
            f'<article class="mh-posts-grid-item"><figure><a href="{self.path(s)}"><img src="/t.jpg" alt=""></a><div class='
            f'"mh-image-caption">{SECTIONS[s.section]}</div></figure><h3 class="entry-title"><a href="{self.path(s)}">'
            f'{escape(s.title)}</a></h3><div class="mh-meta"><span><a href="/2021/06/">{s.published:%d/%m/%Y}</a></span><span>'
            f'<a href="/author/x/">quantri</a></span><span>0</span></div><div class="mh-excerpt"><p>{s.lead[:60]} <a href="'
            f'{self.path(s)}">[&hellip;]</a></p></div></article>'
            for s in (titles[i] for i in story.related)
        )
        return f'<div><h4 class="mh-widget-title"><span>Bài viết liên quan</span></h4><div class="mh-row">{cards}</div></div>'

    def article(self, story: Story, stories: Sequence[Story], number: int) -> str:
        place = list(stories).index(story)
        before, after = stories[place - 1], stories[(place + 1) % len(stories)]
        tags = "".join(f'<li><a href="{self.archive(tag)}" rel="tag">{TAGS[tag]}</a></li>' for tag in story.tags)
        picture = f'<figure class="entry-thumbnail"><img src="{_FOLDER}{story.picture}" alt=""></figure>'
        section = f'<a href="{self.archive(story.section)}" rel="category tag">{SECTIONS[story.section]}</a>'
        name = story.author or "quantri"
        return (
            '<div class="mh-wrapper"><div id="main-content" class="mh-content" role="main"><nav class="mh-breadcrumb"><span><a '
            f'href="/"><span>Trang chủ</span></a></span><span class="mh-breadcrumb-delimiter"></span><span>{section}</span><span>'
            f'</span>{escape(story.title)}</nav><article id="post-{story.id}"><header class="entry-header"><h1 class="entry-title">'
            f'{escape(story.title)}</h1><div class="mh-meta entry-meta"><span class="entry-meta-date updated"><i class="far '
            f'fa-clock"></i><a href="/2021/06/">{story.published:%d/%m/%Y}</a></span><span class="entry-meta-author author vcard">'
            f'<a class="fn" href="/author/x/">{name}</a></span><span class="entry-meta-categories">{section}</span><span><a href="'
            f'{self.path(story)}#mh-comments">0</a></span></div></header>{picture if story.picture else ""}<div class='
            f'"entry-content">{self.share(story)}{self.inner(story, number)}{self.page_links(story, number)}</div><div class='
            f'"entry-tags"><ul>{tags}</ul></div></article><div class="mh-author-box"><span class="mh-author-box-name">Về {name}'
            f'</span><a href="/author/x/">99 Bài viết</a></div><nav class="mh-post-nav"><div><a href="{self.path(before)}" '
            f'rel="prev"><span>Trước</span><p>{escape(before.title)}</p></a></div><div><a href="{self.path(after)}" rel="next">'
            f"<span>Tiếp theo</span><p>{escape(after.title)}</p></a></div></nav>{self.related(story, stories)}<h4 id="
            '"mh-comments">Hãy bình luận đầu tiên</h4><div id="respond"><h3>Để lại một phản hồi</h3><textarea></textarea></div>'
            f'</div><aside class="mh-sidebar">{self.sidebar(stories)}</aside></div>'
        )
