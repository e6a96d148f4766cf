"""NukeViet 4 under two themes that are bought: tags that no word announces, pictures that a script loads, other news above
the text, microdata that hides. Reconstructed from such themes' templates."""

from collections.abc import Sequence
from html import escape

from tests.families.nukeviet import _FOLDER, NukeViet4Mobile
from tests.families.stories import SECTIONS, TAGS, Story

_ICON = '<i class="fnt-icon"><svg viewBox="0 0 24 24"><path d="M12,4A4,4 0 0,1 16,8A4,4 0 0,1 12,12"/></svg></i>'


def _hidden(story: Story) -> str:
    day = story.published.isoformat()
    return (
        '<div class="hidden hide d-none" itemprop="author" itemtype="http://schema.org/Person" itemscope><span itemprop="name">'
        f'quantri</span></div><span class="hidden hide d-none" itemprop="datePublished">{day}</span><span class="hidden hide d-none" '
        f'itemprop="dateModified">{day}</span><span class="hidden hide d-none" itemprop="description">{escape(story.title)}</span>'
    )


class NukeViet4Card(NukeViet4Mobile):
    """A theme of cards: section, stamp, reads and length in one row; other news above the text too."""

    name = "nukeviet4-card"
    hidden = ()

    def article(self, story: Story, newest: Sequence[Story]) -> str:
        when = story.published
        titles = {s.id: s for s in newest}
        items = "".join(
            f'<li><em class="fa fa-angle-right">&nbsp;</em><h4><a href="{self.path(titles[i])}" title="">{escape(titles[i].title)}</a>'
            f"</h4><small><em>({titles[i].published:%d/%m/%Y})</em></small></li>"
            for i in story.related
        )
        tags = "".join(f'<li><a href="{self.tag(t)}" rel="tag nofollow">{TAGS[t]}</a></li>' for t in story.tags)
        author = (
            f'<div class="text-right author-name"><p class="h5">Tác giả: <strong>{story.author}</strong></p></div>'
            if story.author
            else ""
        )
        source = f'<p class="h5 text-right"><strong>Nguồn tin: </strong>{story.source}</p>' if story.source else ""
        return (
            '<div class="blog_posts stander_blog" itemtype="http://schema.org/NewsArticle" itemscope><article><div class="card"><div class='
            f'"card-block pt-0"><h1 class="card-title" itemprop="headline">{escape(story.title)}</h1>{_hidden(story)}<div class='
            f'"card-post-meta-top"><span class="post_meta_category"><a href="{self.section(story.section, 1)}">{SECTIONS[story.section]}'
            f'</a></span> <span class="post_meta_date">{when:%H:%M %d/%m/%Y}</span> <span class="post_meta_date">{story.hits} lượt xem'
            f'</span> <span class="post_meta_date">612 từ</span></div>{self.lead(story)}<div id="news-bodyhtml" class="post_content">'
            f"{self.text(story)}{author}{source}</div>{self.offered(story)}<div class='alert alert-info'>Chú ý: Việc đăng lại bài viết trên ở "
            "website khác mà không ghi rõ nguồn là vi phạm bản quyền.</div><div class='other-news'><h3>Có thể bạn quan tâm:</h3><ul class="
            f"'detail-related'>{items}</ul></div><div class='row meta-share'><div class='share-post'><em>Chia sẻ bài viết nhé:</em><br><ul><li>"
            "<a href='javascript:;'><i class='fa fa-link'></i></a></li></ul></div><form id='form3B'><em>Đừng quên vote ở đây nè:</em><br><span "
            f"id='numberrating'>0</span> / <span>5</span> (<span>0</span> phiếu bầu)</form></div><div class='card-post-meta-bottom'><ul "
            f"class='blog-post-tags'>{tags}</ul></div></div></div></article></div>"
        )


class NukeViet4Fnt(NukeViet4Mobile):
    """A theme on Bootstrap 5: drawn icons, tags behind one of them, pictures in ``data-src``."""

    name = "nukeviet4-fnt"
    hidden = ()

    def lead(self, story: Story) -> str:
        image = (
            '<div class="fnt-blog-image float-start"><figure class="figure"><img class="figure-img img-fluid lazyload" loading="lazy" '
            f'data-sizes="auto" data-src="{_FOLDER}{story.picture}" alt="" draggable="false"></figure></div>'
            if story.picture
            else ""
        )
        return f'{image}<div class="fnt-blog-description fw-bold"><p itemprop="description">{story.lead}</p></div>'

    def article(self, story: Story, newest: Sequence[Story]) -> str:
        when = story.published
        titles = {s.id: s for s in newest}
        items = "".join(
            f'<li class="d-flex mb-2">{_ICON}<a class="h6 mb-0 text-muted me-1" href="{self.path(titles[i])}" title="">'
            f"{escape(titles[i].title)}</a><small>({titles[i].published:%d/%m/%Y})</small></li>"
            for i in story.related
        )
        tags = ", ".join(
            f'<a class="text-muted" title="{TAGS[t]}" href="{self.tag(t)}"><small>{TAGS[t]}</small></a>'
            for t in story.tags
        )
        shown = f'<div class="fnt-blog-tags"><div class="d-flex"><span class="me-2">{_ICON}</span><div class="d-flex">{tags}</div></div></div>'
        return (
            '<div class="fnt-blog-page" itemtype="http://schema.org/NewsArticle" itemscope><div class="fnt-blog-page-inner clearfix"><h2 class='
            f'"fnt-blog-title" itemprop="headline">{escape(story.title)}</h2>{_hidden(story)}<div class="fnt-blog-info"><div class="d-flex">'
            f'<div class="fnt-blog-author d-inline-flex">{_ICON}<span><strong>Admin</strong></span></div><div class="d-inline-flex">{_ICON}<span>'
            f'Ngày đăng: <strong>{when:%H:%M %d/%m/%Y}</strong></span></div><div class="fnt-blog-view d-inline-flex">{_ICON}<span>Lượt xem: '
            f'<strong>{story.hits}</strong></span></div></div></div>{self.lead(story)}<div class="fnt-blog-content">{self.text(story)}'
            f"{self.below(story)}</div><div class='alert alert-danger'>Chú ý: Việc đăng lại bài viết trên ở website khác mà không ghi rõ nguồn "
            f"là vi phạm bản quyền.</div>{shown if tags else ''}<div class='fnt-facebook-plugins'><a>Chia sẻ</a></div></div></div><div class="
            f"'fnt-blog-more'><h4>Những tin cũ hơn</h4><ul class='list-unstyled'>{items}</ul></div>"
        )
