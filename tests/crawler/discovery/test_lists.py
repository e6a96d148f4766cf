"""The end of lists that have none."""

from crawler.discovery.listings import STALE, Lists

SIDEBAR = {f"/bai/{number}" for number in range(71, 101)}


def pages(count: int) -> list[tuple[str, set[str]]]:
    """A list of a hundred articles, ten a page, the newest first, with the thirty newest beside each."""
    return [
        (f"/tin?trang={page}", SIDEBAR | {f"/bai/{n}" for n in range(100 - page * 10 + 1, 111 - page * 10) if n > 0})
        for page in range(2, count + 2)
    ]


def test_a_sidebar_of_the_newest_articles_does_not_end_a_list() -> None:
    lists = Lists()
    assert not any(lists.is_beyond_end(url, shown) for url, shown in pages(9))


def test_a_list_that_goes_on_with_its_sidebar_alone_ends() -> None:
    lists = Lists()
    ended = [lists.is_beyond_end(url, shown) for url, shown in pages(30)]
    assert ended.index(True) == 9 + STALE - 1


def test_each_list_has_an_end_of_its_own() -> None:
    lists = Lists()
    for number in range(2, 2 + STALE + 1):
        lists.is_beyond_end(f"/a/trang-{number}", ["/bai/1"])
    assert lists.is_beyond_end("/a/trang-99", ["/bai/1"])
    assert not lists.is_beyond_end("/b/trang-2", ["/bai/1"])
