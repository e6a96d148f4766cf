"""What repeats on a site's pages is the site's."""

from crawler.extract.decode import parse_page
from crawler.extract.memory import RIPE, SiteMemory

HEADER = "Tỉnh đoàn Mẫu - Diễn đàn của tuổi trẻ"


def memory(pages: int) -> SiteMemory:
    learnt = SiteMemory()
    for number in range(pages):
        markup = f"<div>{HEADER}</div><h1>Bài số {number}</h1><p>Nội dung riêng của bài {number}.</p>"
        learnt = learnt.learn(parse_page(markup.encode(), "text/html; charset=utf-8", f"http://x.vn/{number}"))
    return learnt


def test_a_line_of_every_page_is_the_site_s() -> None:
    learnt = memory(RIPE)
    assert learnt.is_repeated(HEADER)
    assert learnt.is_repeated(HEADER.upper())
    assert not learnt.is_repeated("Nội dung riêng của bài 3.")
    assert len(learnt.repeated()) == 1


def test_an_unripe_memory_claims_nothing() -> None:
    learnt = memory(RIPE - 1)
    assert not learnt.is_repeated(HEADER)
    assert not learnt.repeated()


def test_a_line_twice_on_one_page_counts_once() -> None:
    assert SiteMemory().observe(["một dòng", "một dòng"]).counts["một dòng"] == 1


def test_merging_adds_up() -> None:
    both = memory(RIPE // 2).merge(memory(RIPE // 2))
    assert both.version == RIPE
    assert both.is_repeated(HEADER)
