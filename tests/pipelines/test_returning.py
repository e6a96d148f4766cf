"""A hidden article stays hidden, whatever its site does with its id, its address and its text."""

from typing import Any

from pipelines import takedowns

OTHER = "\n".join(f"Hội trại tòng quân năm {n} khép lại với đêm lửa truyền thống thứ {n * 7}." for n in range(8))


def hide(crawl: Any, number: int = 1) -> None:
    url = f"http://mau.vn/news.php?id={number}"
    takedowns.hide(crawl.store.connection, [url], "theo yêu cầu", crawl.clock())
    crawl.store.connection.commit()
    crawl.clock.forward(hours=1)


def shown(crawl: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in crawl.rows("SELECT identity FROM articles WHERE status <> 'hidden' ORDER BY id")]


def test_a_hidden_article_that_is_seen_edited_missed_and_seen_again_stays_hidden(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    hide(crawl)
    crawl.see(1)
    crawl.see(1, lead="Tuổi trẻ cả tỉnh chung tay.")
    crawl.miss(1)
    crawl.see(1)
    assert shown(crawl) == []


def test_a_reused_id_shows_the_new_article_and_hides_the_old_one_when_it_is_given_back(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    hide(crawl)
    crawl.see(1, title="Hội trại tòng quân khép lại", body_text=OTHER)
    assert shown(crawl) == [("1#2",)]
    crawl.see(1)
    assert shown(crawl) == [("1#2",)]
    assert crawl.one("SELECT count(*) FROM articles WHERE status = 'hidden'") == 1


def test_a_hidden_article_that_moves_to_another_id_and_address_is_hidden_there_and_logged(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    hide(crawl)
    crawl.see(9, title="Ngày Chủ nhật xanh", url="http://mau.vn/news.php?id=9")
    crawl.see(10, title="Hội trại tòng quân khép lại", body_text=OTHER)
    assert shown(crawl) == [("10",)]
    assert crawl.rows("SELECT why FROM takedowns ORDER BY id") == [("theo yêu cầu",)] * 2
    assert crawl.one("SELECT count(*) FROM issues WHERE code = 'takedown.returned'") == 1


def test_an_article_that_is_edited_into_a_hidden_one_is_hidden(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.see(2, title="Hội trại tòng quân", body_text="Đêm lửa truyền thống.")
    hide(crawl)
    crawl.see(2, title="Ngày Chủ nhật xanh số 1 của tỉnh")
    assert shown(crawl) == []


def test_what_was_shown_again_on_purpose_stays_shown(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    hide(crawl)
    crawl.see(9)
    takedowns.show(crawl.store.connection, ["http://mau.vn/news.php?id=9"], "nhầm", crawl.clock())
    crawl.store.connection.commit()
    crawl.clock.forward(hours=1)
    crawl.see(9, lead="Tuổi trẻ cả tỉnh chung tay.")
    assert shown(crawl) == [("9",)]


def test_short_texts_are_the_same_only_when_all_of_them_is(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1, title="Thông báo", body_text="Đoàn xã họp.")
    hide(crawl)
    crawl.see(2, title="Thông báo", body_text="Đoàn xã họp lần hai.")
    crawl.see(3, title="Thông báo", body_text="Đoàn xã họp.")
    assert shown(crawl) == [("2",)]


def test_what_is_shown_again_has_the_status_that_its_page_has_by_then(crawl: Any) -> None:
    crawl.begin()
    for number in (1, 2):
        crawl.see(number)
        hide(crawl, number)
    for _ in range(2):
        crawl.see(2)
        crawl.miss(1)
        crawl.clock.forward(days=2)
    for number in (1, 2):
        takedowns.show(crawl.store.connection, [f"http://mau.vn/news.php?id={number}"], "cho phép", crawl.clock())
    assert crawl.rows("SELECT source_id, status FROM articles ORDER BY id") == [("1", "gone"), ("2", "live")]
