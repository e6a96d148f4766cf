"""Joomla with the extension K2. Reconstructed from its default item template in Vietnamese."""

from collections.abc import Sequence
from html import escape

from tests.families.joomla import FOLDER, Joomla
from tests.families.site import body_html, signature
from tests.families.stories import SECTIONS, TAGS, Story

_DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_TOOLS = (
    '<div class="itemToolbar"><ul><li><span class="itemTextResizerTitle">cỡ chữ</span> <a href="#"><span>giảm kích thước chữ'
    '</span></a> <a href="#"><span>tăng kích thước chữ</span></a></li><li><a class="itemPrintLink" href="?tmpl=component">'
    '<span>In</span></a></li><li><a class="itemEmailLink" href="/component/mailto/"><span>Email</span></a></li></ul></div>'
)


class K2(Joomla):
    """Items with intro and full text, their count and files below, further items of the account, keyword and section."""

    name = "joomla-k2"

    def path(self, story: Story) -> str:
        return f"/{story.section}/item/{story.id}-{story.slug}.html"

    def tag(self, slug: str) -> str:
        return f"/itemlist/tag/{slug}"

    def teaser(self, story: Story) -> str:
        return (
            f'<div class="itemContainer"><div class="catItemView"><div class="catItemHeader"><span class="catItemDateCreated">'
            f'{self.when(story)}</span><h3 class="catItemTitle"><a href="{self.path(story)}">{escape(story.title)}</a></h3></div>'
            f'<div class="catItemBody"><div class="catItemIntroText"><p>{story.lead}</p></div></div><div class="catItemReadMore">'
            f'<a class="k2ReadMore" href="{self.path(story)}">Đọc thêm...</a></div></div></div>'
        )

    def when(self, story: Story) -> str:
        at = story.published
        return f"{_DAYS[at.weekday()]}, {at.day:02} Tháng {at.month} {at.year} {at:%H:%M}"

    def text(self, story: Story, number: int) -> str:
        parts = story.parts if number < 0 else story.parts[number : number + 1]
        last = number in (-1, len(story.parts) - 1)
        source = f"<p><em>Nguồn: {story.source}</em></p>" if story.source and last else ""
        intro = f'<div class="itemIntroText"><p>{story.lead}</p></div>' if number <= 0 else ""
        end = f'<p style="text-align: right;"><strong>{story.author}</strong></p>' if story.author else signature(story)
        body = "".join(body_html(part, FOLDER) for part in parts) + (end if last else "") + source
        return f'{intro}<div class="itemFullText">{self.index(story, number)}{body}</div>'

    def links(self, story: Story) -> str:
        tags = "".join(f'<li><a href="{self.tag(tag)}">{TAGS[tag]}</a></li>' for tag in story.tags)
        files = "".join(f'<li><a href="{FOLDER}{name}">{name}</a><span>(12 Tải)</span></li>' for name in story.files)
        return (
            f'<div class="itemLinks"><div class="itemCategory"><span>Đăng trong</span> <a href="{self.category(story.section)}">'
            f"{SECTIONS[story.section]}</a></div>"
            + (
                f'<div class="itemTagsBlock"><span>Được gắn thẻ</span><ul class="itemTags">{tags}</ul></div>'
                if tags
                else ""
            )
            + (
                f'<div class="itemAttachmentsBlock"><span>Tải các đính kèm:</span><ul>{files}</ul></div>'
                if files
                else ""
            )
            + "</div>"
        )

    def further_items(self, story: Story, stories: Sequence[Story]) -> str:
        titles = {s.id: s for s in stories}
        place = list(stories).index(story)
        before, after = stories[place - 1], stories[(place + 1) % len(stories)]
        latest = "".join(f'<li><a href="{self.path(s)}">{escape(s.title)}</a></li>' for s in stories[2:5])
        related = "".join(
            f'<li><a class="itemRelTitle" href="{self.path(titles[i])}">{escape(titles[i].title)}</a></li>'
            for i in story.related
        )
        return (
            '<div class="itemAuthorBlock"><h3 class="itemAuthorName"><a rel="author" href="/itemlist/user/42">Quản trị</a></h3>'
            f'</div><div class="itemAuthorLatest"><h3>Bài mới nhất từ Quản trị</h3><ul>{latest}</ul></div><div class="itemRelated">'
            f'<h3>Các bài liên quan (theo thẻ)</h3><ul>{related}</ul></div><div class="itemNavigation"><span class='
            '"itemNavigationTitle">Các mục khác trong chuyên mục này:</span>\n'
            f'<a class="itemPrevious" href="{self.path(before)}">&laquo; {escape(before.title)}</a>\n'
            f'<a class="itemNext" href="{self.path(after)}">{escape(after.title)} &raquo;</a></div><div class="itemBackToTop">'
            '<a class="k2Anchor" href="#startOfPageId1">trở lại đầu trang</a></div><div class="itemComments"><h3>Gửi bình luận</h3>'
            "<p>Hãy chắc chắn rằng bạn đã nhập đầy đủ các thông tin bắt buộc, có dấu sao (*).</p></div>"
        )

    def article(self, story: Story, stories: Sequence[Story], number: int) -> str:
        picture = (
            f'<div class="itemImageBlock"><span class="itemImage"><a class="modal" href="{FOLDER}{story.picture}"><img src="{FOLDER}'
            f'{story.picture}" alt="" style="width:600px; height:auto;"></a></span><div class="clr"></div></div>'
            if story.picture and number <= 0
            else ""
        )
        return (
            f'<div id="k2Container" class="itemView"><span id="startOfPageId1"></span><div class="itemHeader"><span class='
            f'"itemDateCreated">{self.when(story)}</span>\n<h2 class="itemTitle">{escape(story.title)}</h2>\n<span class='
            '"itemAuthor">Được viết bởi&nbsp; <a rel="author" href="/itemlist/user/42">Quản trị</a></span></div>'
            f'{_TOOLS}<div class="itemRatingBlock"><span>Đánh giá mục này</span><ul><li><a href="#">1</a></li></ul><div>(0 bình chọn)'
            f'</div></div><div class="itemBody">{picture}{self.text(story, number)}{self.pager(story, number)}<div class='
            f'"itemContentFooter"><span class="itemHits">Đọc <b>{story.hits}</b> lần</span>\n<span class="itemDateModified">Sửa lần '
            f"cuối vào Thứ hai, 03 Tháng 1 2022 10:08</span></div></div>{self.links(story)}{self.further_items(story, stories)}</div>"
        )
