"""NukeViet 3 under its theme "modern", with addresses rewritten and as a query. Reconstructed from the theme's templates."""

from collections.abc import Sequence
from html import escape

from tests.families.nukeviet import _FOLDER, NukeViet3
from tests.families.stories import TAGS, Story


class NukeViet3Modern(NukeViet3):
    """Release 3.4 under its theme "modern": the poster's account beside the time, source and author in one box."""

    name = "nukeviet3-modern"

    def below(self, story: Story) -> str:
        name = f"<strong>Tác giả bài viết: </strong>{story.author}" if story.author else ""
        source = f"<br /><strong>Nguồn tin: </strong>{story.source}" if story.source else ""
        return f'<div class="aright source">{name}{source}</div>' if name or source else ""

    def keywords(self, story: Story) -> str:
        links = ", ".join(f'<a title="{TAGS[t]}" href="{self.tag(t)}">{TAGS[t]}</a>' for t in story.tags)
        return f'<div class="oop fl"><div class="header-oop tag">Từ khóa:</div><p>{links}</p></div>' if links else ""

    def article(self, story: Story, newest: Sequence[Story]) -> str:
        when = story.published
        day = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")[when.weekday()]
        image = (
            f'<div id="imghome" class="fl left" style="width:100px;margin-right:20px;"><a href="{_FOLDER}{story.picture}" rel="shadowbox">'
            f'<img alt="{escape(story.title)}" src="{_FOLDER}{story.picture}" width="100"/></a><p><em></em></p></div>'
            if story.picture
            else ""
        )
        titles = {s.id: s for s in newest}
        related = "".join(
            f'<li><a title="{escape(titles[i].title)}" href="{self.path(titles[i])}">{escape(titles[i].title)}</a> <span class="date">'
            f"({titles[i].published:%d/%m/%Y})</span></li>"
            for i in story.related
        )
        return (
            '<div class="header-details"><div class="action fr right"><a rel="nofollow" href="javascript:void(0);" class="email">Gửi bài viết'
            ' qua email</a><br/><a href="javascript: void(0)" class="print">In ra</a><br/><a class="save" href="'
            f'{self.path(story).replace("/news/", "/news/savefile/")}">Lưu bài viết này</a></div><div class="title"><h1>{escape(story.title)}</h1>'
            f'<span class="small">Đăng lúc: {day} - {when:%d/%m/%Y %H:%M} - Người đăng bài viết: <a href="#" class="highlight">Ban biên tập</a></span></div>'
            f'<div class="clear"></div></div><div id="hometext" class="short-desc clearfix">{image}<h2>{story.lead}</h2></div><div id="bodytext" '
            f'class="details-content clearfix">{self.text(story)}{self.files(story)}</div><div class="clear"></div>{self.below(story)}<div class="copyright">'
            "Chú ý: Việc đăng lại bài viết trên ở website hoặc các phương tiện truyền thông khác mà không ghi rõ nguồn http://tinhdoan.example là vi "
            f'phạm bản quyền.</div><div class="box clearfix">{self.keywords(story)}<div class="oop fr"><div class="header-oop icon-rating">Đánh giá bài viết'
            '</div><span itemscope itemtype="http://data-vocabulary.org/Review-aggregate">Xếp hạng: <span itemprop="rating">5</span> - <span itemprop="votes">'
            '2</span> phiếu bầu</span><form id="form3B" action=""><div id="stringrating" class="small">Tổng số điểm của bài viết là: 10 trong 2 đánh giá</div>'
            '<span id="hover-test">Click để đánh giá bài viết</span></form></div></div><div class="other-news"><h4>Những tin cũ hơn</h4><ul>'
            f'{related}</ul></div><div id="idcomment"><div class="header-comment"><div class="fr right small"><a href="javascript:void(0);">+ Xem phản hồi</a>'
            '<a href="javascript:void(0);">- Gửi phản hồi</a></div><h3>Ý kiến bạn đọc</h3></div><div id="formcomment"><input value="Tên của bạn"/></div></div>'
        )


class NukeViet3Query(NukeViet3Modern):
    """Release 3 without rewriting: ``index.php?language=vi&nv=news&op=Section/Slug-12``."""

    name = "nukeviet3-query"

    def path(self, story: Story) -> str:
        return f"/index.php?language=vi&nv=news&op={story.section.title()}/{story.slug.title()}-{story.id}"

    def section(self, slug: str, page: int) -> str:
        return f"/index.php?language=vi&nv=news&op={slug.title()}" + (f"/page-{page}" if page > 1 else "")

    def tag(self, slug: str) -> str:
        return f"/index.php?language=vi&nv=news&op=tag/{slug}"
