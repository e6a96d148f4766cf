"""NukeViet's edition for public offices under its theme "egov": stamp, reads and comments told apart by icons alone, and
lists of other news behind tabs. Reconstructed from the theme's templates."""

from collections.abc import Sequence
from html import escape

from tests.families.nukeviet import _FOLDER, NukeViet4Mobile, _day
from tests.families.stories import NAME, SECTIONS, TAGS, Story


class NukeViet4Egov(NukeViet4Mobile):
    """Release 4 for public offices: no word before the count of reads, today's date above every page."""

    name = "nukeviet4-egov"
    hidden = ()
    by_name = ("read_count",)

    def lead(self, story: Story) -> str:
        image = (
            '<figure class="article left noncaption pointer" style="width:100px;" onclick="modalShowByObj(this);"><p class="text-center">'
            f'<img alt="{escape(story.title)}" src="{_FOLDER}{story.picture}" class="img-thumbnail"/></p></figure>'
            if story.picture
            else ""
        )
        return f'<div class="clearfix">{image}<div class="hometext m-bottom">{story.lead}</div></div>'

    def offered(self, story: Story) -> str:
        items = "".join(
            f'<div class="list-group-item"><span class="badge"><a role="button" data-toggle="collapse" href="#pdf{n}"><i class="fa '
            f'fa-file-pdf-o"></i></a></span><a href="{_FOLDER}{name}" title="Tập tin {n}">Tập tin {n}: <strong>{name}</strong></a></div>'
            for n, name in enumerate(story.files, 1)
        )
        return (
            '<div class="panel panel-default"><div class="panel-heading"><i class="fa fa-download fa-fw"></i><strong>File đính kèm'
            f'</strong></div><div class="list-group news-download-file">{items}</div></div>'
            if items
            else ""
        )

    def below(self, story: Story) -> str:
        author = f'<p class="h5 text-right"><strong>Tác giả: </strong>{story.author}</p>' if story.author else ""
        source = f'<p class="h5 text-right"><strong>Nguồn tin: </strong>{story.source}</p>' if story.source else ""
        return f'{self.offered(story)}<div class="margin-bottom-lg">{author}{source}</div>'

    def related(self, story: Story, newest: Sequence[Story]) -> str:
        """The first behind the tab of newer ones, the others behind that of older ones."""
        titles = {s.id: s for s in newest}
        items = [
            f'<li><em class="fa fa-angle-right">&nbsp;</em><a href="{self.path(titles[i])}" title="{escape(titles[i].title)}"><h4>'
            f"{escape(titles[i].title)}</h4></a><em>({titles[i].published:%d/%m/%Y})</em></li>"
            for i in story.related
        ]
        return (
            '<div class="news_column panel panel-default newsdetailbox"><div class="panel-body other-news faqopinion"><div class='
            '"optabarea"><div class="tptabtitle"><ul><li><a href="#news-relatednew" class="active" data-toggle="faqoptab">Những tin '
            'mới hơn</a></li><li><a href="#news-related" data-toggle="faqoptab">Những tin cũ hơn</a></li></ul></div><div class='
            f'"tptabcontent tabtrue"><div class="clearfix" id="news-relatednew"><ul class="related related-square">{items[0]}</ul></div>'
            f'<div class="clearfix" id="news-related"><ul class="related related-square">{"".join(items[1:])}</ul></div></div></div></div></div>'
        )

    def article(self, story: Story, newest: Sequence[Story]) -> str:
        when = story.published
        tags = ", ".join(f'<a title="{TAGS[t]}" href="{self.tag(t)}"><em>{TAGS[t]}</em></a>' for t in story.tags)
        keywords = (
            '<div class="news_column panel panel-default newsdetailbox"><div class="panel-body"><div class="h5"><em class="fa fa-tags">'
            f"&nbsp;</em><strong>Từ khóa: </strong>{tags}</div></div></div>"
            if tags
            else ""
        )
        return (
            f'<div class="news_column panel panel-default newsdetail"><div class="panel-body"><h1 class="title margin-bottom-lg">'
            f'{escape(story.title)}</h1><div class="row margin-bottom-lg newsdetailmetatop"><div class="col-md-12"><span class="h5"><i '
            f'class="fa fa-clock-o" aria-hidden="true"></i>{_day(when)} - {when:%d/%m/%Y %H:%M}</span> <span class="h5"><i class="fa '
            f'fa-eye" aria-hidden="true"></i>{story.hits}</span> <span class="h5"><i class="fa fa-comment-o" aria-hidden="true"></i>'
            '3</span></div><div class="col-md-12"><ul class="list-inline text-right"><li><a class="dimgray" rel="nofollow" title="Gửi '
            'bài viết qua email" href="javascript:void(0);"><em class="fa fa-envelope fa-lg">&nbsp;</em></a></li><li><a class="dimgray" '
            f'title="Lưu bài viết này" href="/savefile{self.path(story)}"><em class="fa fa-save fa-lg">&nbsp;</em></a></li></ul></div>'
            f'</div>{self.lead(story)}<div id="news-bodyhtml" class="bodytext margin-bottom-lg">{self.text(story)}</div>'
            f'{self.below(story)}<div class="alert alert-info margin-bottom-lg">Chú ý: Việc đăng lại bài viết trên ở website hoặc các '
            "phương tiện truyền thông khác mà không ghi rõ nguồn là vi phạm bản quyền.</div></div></div>"
            f'{keywords}<div class="news_column panel panel-default newsdetailbox"><div class="panel-body"><form id="form3B" action=""><div '
            'class="h5 clearfix"><p id="stringrating">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</p><span id="hover-test">Click để '
            f"đánh giá bài viết</span></div></form></div></div>{self.related(story, newest)}"
        )

    def crumbs(self, story: Story | None) -> str:
        section = (
            '<li itemscope itemtype="http://data-vocabulary.org/Breadcrumb"><a href="'
            f'{self.section(story.section, 1)}" itemprop="url" title="{SECTIONS[story.section]}"><span class="txt" itemprop="title">'
            f"{SECTIONS[story.section]}</span></a></li>"
            if story
            else ""
        )
        return (
            '<nav class="third-nav"><div class="breadcrumbs-wrap"><div class="display"><a class="show-subs-breadcrumbs hidden" href="#">'
            '<em class="fa fa-lg fa-angle-right"></em></a><ul class="breadcrumbs list-none"></ul></div><ul class="subs-breadcrumbs"></ul>'
            '<ul class="temp-breadcrumbs hidden"><li itemscope itemtype="http://data-vocabulary.org/Breadcrumb"><a href="/" itemprop='
            f'"url" title="Trang nhất"><span itemprop="title">Trang nhất</span></a></li>{section}</ul></div><span class="current-time">'
            "Chủ nhật, 29/11/2026, 09:45</span></nav>"
        )

    def listing(self, part: Sequence[Story]) -> str:
        return f'<div class="box-icon-title box-icon-title-notop"><h2>{NAME}</h2></div>' + "".join(
            f'<div class="news_column listpage"><div class="panel panel-default"><div class="panel-body"><h3><a href="{self.path(s)}" '
            f'title="{escape(s.title)}">{escape(s.title)}</a></h3><div class="text-muted"><ul class="list-unstyled list-inline"><li><em '
            f'class="fa fa-clock-o">&nbsp;</em> {_day(s.published)} - {s.published:%d/%m/%Y %H:%M}</li><li><em class="fa fa-eye">&nbsp;</em> Đã '
            f'xem: {s.hits}</li></ul></div>{s.lead}<div class="viewmore text-right"><a href="{self.path(s)}" class="more">Xem tiếp&nbsp;<i '
            'class="fa fa-caret-right"></i></a></div></div></div></div>'
            for s in part
        )
