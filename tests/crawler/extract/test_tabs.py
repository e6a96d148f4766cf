"""What icons and tabs say that no word does: which number counts reads, which list is behind which tab."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Profile
from tests.families.engines import ENGINES
from tests.families.stories import stories

TEXT = "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5
CLOCK, EYE, TALK = (f'<i class="fa fa-{name}"></i>' for name in ("clock-o", "eye", "comment-o"))


def article(body: str, family: str = "generic"):  # type: ignore[no-untyped-def]
    profile = Profile(slug="thu", name="Tỉnh đoàn Thử", hosts=("a.vn",), family=family)
    page = f"<body><div><h1>Đoàn xã ra quân ngày Chủ nhật xanh lần thứ hai</h1>{body}</div></body>"
    found = read(parse_page(page.encode(), "text/html; charset=utf-8", "http://a.vn/tin/1.html"), profile).article
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("row", "count"),
    [
        (f"<span>{CLOCK}10:31 15/10/2018</span> <span>{EYE}4.982</span> <span>{TALK}3</span>", "4.982"),
        (f"{CLOCK} 10:31 15/10/2018 {TALK} 3 {EYE} 4982", "4982"),
        (f"<span>{CLOCK}10:31 15/10/2018</span> <span>{TALK}3</span>", None),
        (f"<span>10:31 15/10/2018</span> <span>{EYE} 1,371</span>", "1,371"),
        ("<span>10:31 15/10/2018</span> <span>4982</span> <span>3</span>", None),
        ("<span>10:31 15/10/2018</span> <span>4982</span>", "4982"),
    ],
)
def test_a_count_is_what_its_icon_says(row: str, count: str | None) -> None:
    found = article(f"<p>{row}</p>{TEXT}")
    assert (found.published, found.read_count) == ("10:31 15/10/2018", count)


@pytest.mark.parametrize("attribute", ["href", 'href="#" data-target', 'role="tab" href="#" data-bs-target'])
def test_a_list_is_of_the_kind_that_its_tab_says(attribute: str) -> None:
    tabs = f'<ul><li><a {attribute}="#moi">Tin mới hơn</a></li><li><a {attribute}="#cu">Tin cũ hơn</a></li></ul>'
    boxes = "".join(
        f'<div id="{name}"><ul><li><a href="/tin/{number}.html">Tuổi trẻ xã {number} giúp dân gặt</a></li></ul></div>'
        for name, number in (("moi", 2), ("cu", 3))
    )
    found = article(f"<p>10:31 15/10/2018</p>{TEXT}<div><div>{tabs}</div><div>{boxes}</div></div>")
    assert [(str(link.kind), link.url[-7:]) for link in found.related] == [("newer", "/2.html"), ("older", "/3.html")]


@pytest.mark.parametrize("family", ["nukeviet", "generic"])
def test_the_edition_for_public_offices_has_both(family: str) -> None:
    site, story = ENGINES["nukeviet4-egov"], stories()[3]
    profile = Profile(slug="thu", name="", hosts=("tinhdoan.example",), family=family)
    page = parse_page(
        site.answers(stories())[site.path(story)].payload, "text/html", f"http://tinhdoan.example{site.path(story)}"
    )
    found = read(page, profile).article
    assert found is not None
    assert [str(link.kind) for link in found.related] == ["newer", "older", "older"]
    assert found.read_count == str(story.hits)
