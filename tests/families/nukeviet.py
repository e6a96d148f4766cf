"""NukeViet sites under themes that were not seen: release 3, and the mobile theme and a bought one of release 4.
Reconstructed from the system's templates."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from tests.families.site import ABOUT, Answer, Answers, assets, body_html, feed, paged, signature
from tests.families.stories import NAME, SECTIONS, TAGS, Story

_FOLDER = "/uploads/news/2021_06/"
_DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def _day(when: datetime) -> str:
    return _DAYS[when.weekday()]


class NukeViet3:
    """Release 3.4, default theme: addresses with capitals and a closing slash, no microdata, no read count."""

    name, family, size = "nukeviet3", "nukeviet", 4
    headers = {"Set-Cookie": "nv3c_Fqs_sess=abc; path=/; HttpOnly"}
    generator = "NukeViet v3.4"
    hidden: tuple[str, ...] = ("read_count",)

    def path(self, story: Story) -> str:
        return f"/vi/news/{story.section.title()}/{story.slug.title()}-{story.id}/"

    def source_id(self, story: Story) -> str:
        return str(story.id)

    def section(self, slug: str, page: int) -> str:
        return f"/vi/news/{slug.title()}/" + (f"page-{page}/" if page > 1 else "")

    def tag(self, slug: str) -> str:
        return f"/vi/news/tag/{slug}/"

    def answers(self, stories: Sequence[Story]) -> Answers:
        newest = sorted(stories, key=lambda s: s.published, reverse=True)
        found = assets(stories, _FOLDER)
        found["/"] = Answer(self.page("main", NAME, self.listing(newest), newest))
        for slug, shown in SECTIONS.items():
            pages = paged([s for s in newest if s.section == slug], self.size)
            for number, part in enumerate(pages, 1):
                content = self.listing(part) + self.pager(slug, number, len(pages))
                found[self.section(slug, number)] = Answer(self.page("viewcat", shown, content, newest))
        for story in stories:
            content = self.article(story, newest)
            found[self.path(story)] = Answer(self.page("detail", story.title, content, newest, story))
        about = f'<div id="page" class="page"><h2>Giới thiệu</h2>{"".join(f"<p>{line}</p>" for line in ABOUT)}</div>'
        found["/vi/about/"] = Answer(self.page("main", "Giới thiệu", about, newest, module="about"))
        paths = {s.id: self.path(s) for s in stories}
        found["/vi/news/rss/"] = Answer(feed(newest, paths, "{origin}"), media_type="application/rss+xml")
        return found

    def missing(self) -> Answer:
        return Answer(
            "<html><head><title>Lỗi 404</title></head><body>Không tìm thấy trang bạn yêu cầu</body></html>", 404
        )

    def listing(self, part: Sequence[Story]) -> str:
        return "".join(
            f'<div class="news_column"><div class="items clearfix"><h3><a href="{self.path(s)}" title="{escape(s.title)}">'
            f"{escape(s.title)}</a></h3><p><span class='time'>{s.published:%H:%M}</span> | <span class='date'>"
            f"{s.published:%d/%m/%Y}</span></p><p>{s.lead}</p></div></div>"
            for s in part
        )

    def pager(self, slug: str, number: int, count: int) -> str:
        links = "".join(
            f'<span class="current">{n}</span>' if n == number else f'<a href="{self.section(slug, n)}">{n}</a>'
            for n in range(1, count + 1)
        )
        return f'<div class="generate_page">{links}</div>' if count > 1 else ""

    def text(self, story: Story) -> str:
        return "".join(body_html(part, _FOLDER) for part in story.parts) + signature(story)

    def files(self, story: Story) -> str:
        return "".join(f'<p><a href="{_FOLDER}{name}">{name}</a></p>' for name in story.files)

    def below(self, story: Story) -> str:
        author = f'<p style="text-align: right;"><strong>Tác giả bài viết: </strong>{story.author}</p>'
        source = f'<p style="text-align: right;"><strong>Nguồn tin: </strong>{story.source}</p>'
        return (author if story.author else "") + (source if story.source else "")

    def lead(self, story: Story) -> str:
        image = (
            f'<div id="imghome" class="fl" style="width:183px;margin-right:8px;"><a href="{_FOLDER}{story.picture}" rel='
            f'"shadowbox"><img alt="{escape(story.title)}" src="{_FOLDER}{story.picture}" width="183"/></a><p><em></em></p></div>'
            if story.picture
            else ""
        )
        return f'<div id="hometext">{image}{story.lead}</div>'

    def keywords(self, story: Story) -> str:
        links = ", ".join(f'<a title="{TAGS[t]}" href="{self.tag(t)}"><em>{TAGS[t]}</em></a>' for t in story.tags)
        return f'<div class="keywords"><strong>Từ khóa: </strong>{links}</div>' if links else ""

    def related(self, story: Story, newest: Sequence[Story]) -> str:
        titles = {s.id: s for s in newest}
        items = "".join(
            f'<li><a title="{escape(titles[i].title)}" href="{self.path(titles[i])}">{escape(titles[i].title)}</a> <span '
            f'class="date">({titles[i].published:%d/%m/%Y})</span></li>'
            for i in story.related
        )
        return f'<p><strong>Những tin cũ hơn</strong></p><ul class="related">{items}</ul>'

    def article(self, story: Story, newest: Sequence[Story]) -> str:
        when = story.published
        path = self.path(story)
        return (
            '<div class="news_column" style="padding:0 !important;margin:0 !important;"><div id="news_detail"><h1>'
            f'{escape(story.title)}</h1><span class="time">{_day(when)} - {when:%d/%m/%Y %H:%M}</span><div class="control"><ul>'
            '<li><a rel="nofollow" class="sendmail" title="Gửi bài viết qua email" href="javascript:void(0);"></a></li><li><a '
            f'class="print" title="In ra" href="javascript: void(0)"></a></li><li><a class="savefile" title="Lưu bài viết '
            f'này" href="{path.replace("/news/", "/news/savefile/")}"></a></li></ul></div><div style="clear: both;"></div>'
            f'{self.lead(story)}<div class="bodytext">{self.text(story)}{self.files(story)}</div>{self.below(story)}<p '
            'class="copyright">Chú ý: Việc đăng lại bài viết trên ở website hoặc các phương tiện truyền thông khác mà không ghi '
            f'rõ nguồn là vi phạm bản quyền.</p></div><form id="form3B" action=""><div class="clearfix"><div id="stringrating">'
            "Tổng số điểm của bài viết là: 5 trong 1 đánh giá</div><div><span id='hover-test'>Click để đánh giá bài viết</span>"
            f'</div></div></form>{self.keywords(story)}<div id="idcomment"><ul class="control"><li><a href="javascript:void(0);">'
            "<strong>Xem ý kiến</strong></a></li><li>-- <a href='javascript:void(0);'><strong>Gửi ý kiến</strong></a></li></ul>"
            "<div id='formcomment'><label><strong>Họ tên</strong></label><input></div></div>"
            f"{self.related(story, newest)}</div>"
        )

    def crumbs(self, story: Story | None) -> str:
        section = (
            f' <span class="breadcrumbs-arrow">&raquo;</span> <a href="{self.section(story.section, 1)}" title="">'
            f"{SECTIONS[story.section]}</a>"
            if story
            else ""
        )
        return f'<div class="breadcrumbs"><a href="/" title="Trang nhất">Trang nhất</a>{section}</div>'

    def page(
        self, function: str, title: str, content: str, newest: Sequence[Story], story: Story | None = None, module: str = "news"
    ) -> str:  # fmt: skip
        menu = "".join(f'<li><a href="{self.section(slug, 1)}">{shown}</a></li>' for slug, shown in SECTIONS.items())
        latest = "".join(f'<li><a href="{self.path(s)}">{escape(s.title)}</a></li>' for s in newest[:5])
        return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)} - {NAME}</title>
<meta name="author" content="{NAME}"><meta name="generator" content="{self.generator}">{self.head(story)}
<script type="text/javascript">var nv_siteroot="/",nv_sitelang="vi",nv_name_variable="nv",nv_fc_variable="op",
nv_lang_variable="language",nv_module_name="{module}",nv_func_name="{function}";</script></head><body>
<div id="header"><div id="logo"><a title="{NAME}" href="/"><img src="/uploads/logo.png" alt="{NAME}"></a></div><div
id="topmenu"><ul><li><a href="/">Trang nhất</a></li>{menu}<li><a href="/vi/about/">Giới thiệu</a></li></ul></div></div>
{self.crumbs(story)}<div id="middle"><div id="main">{content}</div><div id="rside"><div class="box"><h3>Tin mới nhất</h3>
<ul>{latest}</ul></div><div class="box"><h3>Thống kê truy cập</h3><ul><li>Đang truy cập: 12</li><li>Hôm nay: 340</li><li>
Tổng lượt truy cập: 1.200.551</li></ul></div></div></div><div id="footer"><p>Bản quyền thuộc về {NAME}. Mã nguồn NukeViet
CMS</p></div></body></html>"""

    def head(self, story: Story | None) -> str:
        return ""


class NukeViet4Mobile(NukeViet3):
    """Release 4.5 under its mobile theme: microdata that hides, no read count."""

    name, generator = "nukeviet4-mobile", "NukeViet v4.5"

    def path(self, story: Story) -> str:
        return f"/{story.section}/{story.slug}-{story.id}.html"

    def section(self, slug: str, page: int) -> str:
        return f"/{slug}/" + (f"page-{page}.html" if page > 1 else "")

    def tag(self, slug: str) -> str:
        return f"/tag/{slug}"

    def head(self, story: Story | None) -> str:
        return (
            f'<meta property="og:title" content="{escape(story.title)}"><link rel="canonical" href="{{origin}}{self.path(story)}">'
            if story
            else ""
        )

    def lead(self, story: Story) -> str:
        image = (
            f'<div class="imghome text-center"><a href="#" id="pop" title=""><img id="imageresource" alt="" src="{_FOLDER}'
            f'{story.picture}" width="460" class="img-thumbnail"></a><div class="modal fade" id="imagemodal" aria-hidden="true">'
            '<div class="modal-dialog"><div class="modal-header"><button>&times;</button><h4 class="modal-title"></h4></div>'
            '<div class="modal-body"><img src="" id="imagepreview" class="img-thumbnail"></div></div></div><em class="show">'
            "</em><hr></div>"
            if story.picture
            else ""
        )
        return f'<div id="hometext">{image}<div class="h2" itemprop="description">{story.lead}</div></div>'

    def files(self, story: Story) -> str:
        return ""

    def offered(self, story: Story) -> str:
        items = "".join(
            f'<div class="list-group-item"><a href="{_FOLDER}{name}" title="Tập tin {n}">Tập tin {n}: <strong>{name}</strong></a></div>'
            for n, name in enumerate(story.files, 1)
        )
        return (
            f'<h3 class="newh3"><em class="fa fa-download">&nbsp;</em>File đính kèm</h3><div class="list-group '
            f'news-download-file">{items}</div>'
            if items
            else ""
        )

    def below(self, story: Story) -> str:
        author = f'<p class="text-right"><strong>Tác giả: </strong>{story.author}</p>' if story.author else ""
        source = f'<p class="text-right"><strong>Nguồn tin: </strong>{story.source}</p>' if story.source else ""
        return self.offered(story) + author + source

    def article(self, story: Story, newest: Sequence[Story]) -> str:
        when = story.published
        titles = {s.id: s for s in newest}
        older = "".join(
            f'<li><em class="fa fa-angle-right">&nbsp;</em><a class="list-inline" href="{self.path(titles[i])}" title="">'
            f"{escape(titles[i].title)}</a> <em>({titles[i].published:%d/%m/%Y})</em></li>"
            for i in story.related
        )
        tags = ", ".join(f'<a title="{TAGS[t]}" href="{self.tag(t)}"><em>{TAGS[t]}</em></a>' for t in story.tags)
        keywords = f'<div class="keywords"><em class="fa fa-tags">&nbsp;</em><strong>Tags: </strong>{tags}</div>'
        return (
            '<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope><div class='
            f'"panel-body"><h1 itemprop="headline">{escape(story.title)}</h1><div class="hidden hide d-none" itemprop="author" '
            'itemscope><span itemprop="name">quantri</span></div><span class="hidden hide d-none" itemprop="datePublished">'
            f'{when.isoformat()}</span><em class="time">{_day(when)} - {when:%d/%m/%Y %H:%M}</em><hr/>{self.lead(story)}<div '
            f'class="bodytext">{self.text(story)}</div>{self.below(story)}<hr/><div class="socialicon pull-left"><a href='
            f'"http://twitter.com/share" class="twitter-share-button">Tweet</a></div>{keywords if tags else ""}<form id="form3B" '
            'action=""><p id="stringrating">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</p><span id="hover-test">Click '
            'để đánh giá bài viết</span></form><div class="clear">&nbsp;</div><p><strong>Những tin cũ hơn</strong></p><ul '
            f'class="related">{older}</ul></div></div>'
        )


class NukeViet4Bought(NukeViet4Mobile):
    """Release 4 under a bought theme: nothing named as the system names it, a count beside the stamp."""

    name = "nukeviet4-bought"
    hidden = ()

    def article(self, story: Story, newest: Sequence[Story]) -> str:
        when = story.published
        titles = {s.id: s for s in newest}
        older = "".join(
            f'<div class="item-tin"><a href="{self.path(titles[i])}"><img src="/t.gif" alt=""></a><h5><a href="'
            f'{self.path(titles[i])}">{escape(titles[i].title)}</a></h5></div>'
            for i in story.related
        )
        tags = "".join(f'<a class="btn" href="{self.tag(t)}">{TAGS[t]}</a> ' for t in story.tags)
        image = f'<p class="anh-dai-dien"><img src="{_FOLDER}{story.picture}" alt=""></p>' if story.picture else ""
        author = f'<div class="tac-gia-bai"><b>Tác giả:</b> {story.author}</div>' if story.author else ""
        source = f'<div class="nguon-bai"><b>Nguồn tin:</b> {story.source}</div>' if story.source else ""
        return (
            f'<div class="khung-tin"><div class="ten-bai"><h2>{escape(story.title)}</h2></div><div class="dong-thong-tin">'
            f'<i class="fa fa-clock-o"></i> {_day(when)} - {when:%d/%m/%Y %H:%M} <i class="fa fa-eye"></i> Đã xem: {story.hits}'
            f'</div>{image}<div class="gioi-thieu-bai"><strong>{story.lead}</strong></div><div class="phan-than">'
            f"{self.text(story)}</div>{self.offered(story)}{author}{source}<div class='the-tag'>Từ khóa: {tags}</div></div>"
            f'<div class="khung-tin"><div class="dau-khung"><span>Những tin cũ hơn</span></div>{older}</div>'
        )
