"""Which links a crawl lets in, beyond what whole crawls show."""

from collections.abc import Sequence

from crawler.page import Link, PageKind, Refusal
from crawler.ports import PageRef, PageResult
from crawler.profile_files import for_url
from crawler.spiders.admission import OFFSITE_ROWS, SITEMAP_DEPTH, VARIANTS_MADE, VARIANTS_STATIC, Admission

SITE = for_url("http://a.vn/")
PAGE = PageRef(1, "http://a.vn/tin", PageKind.PAGE, 1)


def admitted(admission: Admission, links: Sequence[Link], refusals: Sequence[Refusal] = ()) -> PageResult:
    return admission.of(PageResult(PAGE, "done", "listing", links=links, refusals=refusals), SITE)


def requisites(*names: str) -> list[Link]:
    return [Link(f"http://a.vn/{name}", PageKind.REQUISITE) for name in names]


def test_a_file_is_let_in_once_a_crawl_as_each_kind() -> None:
    admission = Admission()
    css, photo = requisites("s.css", "anh.jpg")
    assert admitted(admission, [css, photo]).links == (css, photo)
    asset = Link(photo.url, PageKind.ASSET)
    assert admitted(admission, [css, photo, asset]).links == (asset,)
    assert admitted(admission, [css, photo, asset]).links == ()


def test_requisites_with_a_fresh_number_each_time_come_to_an_end() -> None:
    admission = Admission()
    counters = admitted(admission, requisites(*(f"dem.php?r={n}" for n in range(VARIANTS_MADE + 9))))
    assert len(counters.links) == VARIANTS_MADE
    assert {refusal.reason for refusal in counters.refusals} == {"budget:file:/dem.php?r"}
    assert len(counters.refusals) == VARIANTS_STATIC, "a row each would go on for ever"
    sheets = admitted(admission, requisites(*(f"s.css?t={n}" for n in range(20)), *(f"{n}.css?t=1" for n in range(20))))
    assert len(sheets.links) == VARIANTS_STATIC + 20


def test_refusals_are_said_once_and_of_one_foreign_host_not_without_end() -> None:
    admission = Admission()
    offsite = [Refusal(f"http://b.vn/{n}", "offsite") for n in range(2 * OFFSITE_ROWS)]
    traps = [Refusal(f"http://a.vn/print/{n}", "trap:print") for n in range(2 * OFFSITE_ROWS)]
    said = admitted(admission, (), [*offsite, *traps, Refusal("http://c.vn/", "offsite")]).refusals
    assert len(said) == OFFSITE_ROWS + 2 * OFFSITE_ROWS + 1
    assert admitted(admission, (), [*offsite, *traps]).refusals == ()


def test_a_page_that_is_to_be_tried_again_says_nothing_about_its_shape() -> None:
    admission = Admission()
    shape_links = [Link(f"http://a.vn/lich/{n}", PageKind.LISTING) for n in range(300)]
    for link in shape_links:
        waiting = PageResult(PageRef(1, link.url, PageKind.LISTING, 1), "pending", "http_503")
        assert admission.to_wake(waiting) == []
    assert admitted(admission, shape_links).refusals == ()
    for link in shape_links[:30]:
        assert admission.to_wake(PageResult(PageRef(1, link.url, PageKind.LISTING, 1), "done", "listing")) == []
    more = [Link(f"http://a.vn/lich/{n}", PageKind.LISTING) for n in range(300, 305)]
    assert [refusal.reason for refusal in admitted(admission, more).refusals] == ["budget:/lich/#"] * 5
    assert [signal.key for signal in admission.signals({"budget:/lich/#"})] == ["/lich/#"]
    assert admission.signals(set()) == [], "woken in the meantime"


def test_what_earlier_crawls_refused_is_woken_where_they_also_learned_better() -> None:
    admission = Admission()
    woken = admission.learn(["http://a.vn/muc/7"] * 3, ["budget:/muc/#", "budget:/lich/#"])
    assert "budget:/muc/#" in dict(woken)
    assert "budget:/lich/#" not in dict(woken)
    assert {reason for reason, _ in woken if "off-host" in reason} == {
        "budget:off-host:requisite", "budget:off-host:asset"
    }  # fmt: skip


def test_sitemaps_that_lead_to_sitemaps_come_to_an_end() -> None:
    def part(depth: int, url: str) -> PageResult:
        page = PageRef(depth, f"http://a.vn/sitemap{depth}.xml", PageKind.SITEMAP, depth)
        result = PageResult(page, "done", "sitemap", links=[Link(url, PageKind.SITEMAP)])
        return Admission().of(result, SITE)

    assert part(SITEMAP_DEPTH - 1, "http://a.vn/sitemap9.xml").links
    assert [refusal.reason for refusal in part(SITEMAP_DEPTH, "http://a.vn/sitemap9.xml").refusals] == ["depth"]
    assert part(SITEMAP_DEPTH, "http://a.vn/wp-json/wp/v2/posts?page=9").links
