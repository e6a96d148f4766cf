"""What was hidden stays hidden: at the next look, at another address, under another id; what replaced it does not."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pipelines import takedowns
from tests.pipelines.conftest import BODY

OTHER = "\n".join(
    f"Huyện đoàn An Biên trao {n} suất học bổng cho học sinh khó khăn tại trường số {n}." for n in range(8)
)
AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def hidden(crawl: Any) -> Any:
    """A crawl that has seen article 1, which was hidden then."""
    crawl.begin()
    crawl.see(1)
    takedowns.hide(crawl.store.db.conn, ["http://mau.vn/news.php?id=1"], "theo yêu cầu", AT)
    crawl.clock.forward(days=2)
    return crawl


def statuses(crawl: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = crawl.rows("SELECT identity, status FROM articles ORDER BY id")
    return found


def test_at_the_next_look(hidden: Any) -> None:
    hidden.see(1, title="Ngày Chủ nhật xanh số 1, lần hai", read_count=99)
    assert statuses(hidden) == [("1", "hidden")]


def test_at_another_address_of_the_same_id(hidden: Any) -> None:
    hidden.see(1, url="http://mau.vn/tin/1-ngay-chu-nhat-xanh.html")
    assert statuses(hidden) == [("1", "hidden")]


def test_under_another_id(hidden: Any) -> None:
    hidden.see(7, url="http://mau.vn/bai-viet/ngay-chu-nhat-xanh-7.html")
    assert statuses(hidden) == [("1", "hidden"), ("7", "hidden")]
    assert hidden.rows("SELECT article_id, why FROM takedowns ORDER BY id")[1] == (
        2, "the text of http://mau.vn/news.php?id=1, which is hidden: theo yêu cầu",
    )  # fmt: skip
    assert hidden.one("SELECT count(*) FROM issues WHERE code = 'takedown.followed' AND severity = 'info'") == 1


def test_with_a_few_words_changed(hidden: Any) -> None:
    hidden.see(7, body_text=BODY.replace("Thạnh Lộc", "Thạnh Hưng", 2))
    assert statuses(hidden)[1] == ("7", "hidden")


def test_another_article_under_its_id_is_shown(hidden: Any) -> None:
    hidden.see(1, title="Huyện đoàn An Biên trao học bổng", body_text=OTHER)
    assert statuses(hidden) == [("1", "hidden"), ("1#2", "live")]


def test_a_new_article_with_the_same_headline_is_shown(hidden: Any) -> None:
    hidden.see(7, title="Ngày Chủ nhật xanh số 1", body_text=OTHER)
    assert statuses(hidden)[1] == ("7", "live")


def test_once_it_is_shown_again_nothing_follows_it(hidden: Any) -> None:
    takedowns.show(hidden.store.db.conn, ["http://mau.vn/news.php?id=1"], "rút lại", AT)
    hidden.see(7)
    assert statuses(hidden) == [("1", "live"), ("7", "live")]
