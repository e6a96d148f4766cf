"""How sites stand: the verdicts, and the page that shows them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.schema import open_database, open_readonly
from publish.standing import QUERY, Standing, standings

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def when(**ago: float) -> str:
    return (NOW - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Archive:
    """An archive of one site, filled row by row."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "archive.db"
        self.db = open_database(self.path)
        self.add("sites", slug="mau", name="Tỉnh đoàn Mẫu", url="http://mau.vn/")

    def add(self, table: str, **values: Any) -> None:
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        self.db.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))

    def run(self, judged: str, exit_code: int | None = 0, reason: str = "finished", **ago: float) -> None:
        self.add("crawls", site_id=1, started_at=when(**ago), ended_at=when(**ago), lease_token=1, judged=judged,
                 exit_code=exit_code, reason=reason, pages=10, articles_new=3)  # fmt: skip

    def page(self, number: int, state: str, kind: str = "article", status: int | None = None) -> None:
        self.add("pages", site_id=1, url=f"http://mau.vn/{number}", kind=kind, state=state, discovered_at=when(),
                 last_status=status)  # fmt: skip

    def standing(self) -> Standing:
        connection = open_readonly(self.path)
        try:
            rows = connection.execute(QUERY, {"now": NOW.strftime("%Y-%m-%dT%H:%M:%SZ")}).fetchall()
            return standings(rows, NOW)[0]
        finally:
            connection.close()


@pytest.fixture
def stand(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_a_site_that_was_never_crawled_is_new_and_no_alarm(stand: Archive) -> None:
    stand.run("unjudged", reason="imported", hours=1)
    found = stand.standing()
    assert (found.state, found.is_bad, found.last_run, found.coverage) == ("new", False, None, None)


@pytest.mark.parametrize(
    ("runs", "state"),
    [
        ([("passed", 0, 3)], "ok"),
        ([("passed", 0, 3), ("failed", 9, 1)], "failed"),
        ([("failed", 9, 30), ("passed", 0, 3)], "ok"),
        ([("passed", 0, 60)], "stale"),
        ([("passed", 0, 60), ("unjudged", 11, 1)], "stale"),
        ([("passed", 0, 3), ("unjudged", 11, 1)], "ok"),
        ([("passed", 0, 3), ("unjudged", 1, 1)], "failed"),
        ([("passed", 0, 3), ("unjudged", 18, 1)], "failed"),
        ([("unjudged", 0, 1)], "ok"),
        ([("unjudged", 0, 70)], "stale"),
        ([("failed", 9, 70), ("accepted", 0, 3)], "ok"),
    ],
)
def test_the_last_run_and_the_last_good_one_decide(
    stand: Archive, runs: list[tuple[str, int, float]], state: str
) -> None:
    for judged, code, hours in runs:
        stand.run(judged, code, hours=hours)
    assert stand.standing().state == state


def test_a_site_that_is_being_crawled_is_running(stand: Archive) -> None:
    stand.run("passed", hours=80)
    stand.run("running", None, "", hours=0.1)
    stand.add("leases", site_id=1, holder="h:1:", token=2, until=when(minutes=-5))
    assert stand.standing().state == "running"


def test_an_import_after_a_failed_run_does_not_hide_it(stand: Archive) -> None:
    stand.run("failed", 9, hours=5)
    stand.run("unjudged", reason="extracted", hours=1)
    found = stand.standing()
    assert (found.state, found.last_run_judged) == ("failed", "failed")


def test_coverage_counts_pages_for_readers(stand: Archive) -> None:
    for number, state in enumerate(("done", "done", "done", "gone", "pending", "leased", "failed", "refused")):
        stand.page(number, state)
    stand.page(20, "pending", "asset")
    stand.page(21, "pending", "requisite")
    stand.page(22, "pending", "guess")
    found = stand.standing()
    assert (found.coverage, found.waiting, found.failed) == (4 / 7, 2, 1)


def test_what_waits_to_be_looked_at_again_was_read(stand: Archive) -> None:
    for number, status in enumerate((200, 301, 404, 410, 503, 429, None)):
        stand.page(number, "pending", status=status)
    found = stand.standing()
    assert (found.coverage, found.waiting) == (4 / 7, 3)


def test_articles_and_issues_are_counted(stand: Archive) -> None:
    for number, status in enumerate(("live", "live", "gone", "suspected", "hidden")):
        stand.add("articles", site_id=1, id_space="a", identity=str(number), url="http://mau.vn/x", status=status,
                    first_seen_at=when(), last_seen_at=when(), changed_at=when())  # fmt: skip
    for number, (severity, resolved) in enumerate((("error", None), ("warning", None), ("info", None), ("error", "x"))):
        stand.add("issues", site_id=1, code="c", key=str(number), severity=severity, message="m",
                    first_seen_at=when(), last_seen_at=when(), resolved_at=resolved)  # fmt: skip
    found = stand.standing()
    assert (found.articles, found.live, found.absent, found.errors, found.warnings) == (4, 2, 2, 1, 1)


def test_the_page_shows_it(stand: Archive, get: Callable[..., Any]) -> None:
    stand.run("passed", days=100)
    stand.run("failed", 9, days=99)
    page = get("/tinh-trang", database=stand.path).text
    assert '<strong class="flag">lần gần nhất hỏng</strong>' in page
    assert f'<time datetime="{when(days=100)}">' in page
    assert 'class="problems"' not in page
    assert "State of collection" in get("/tinh-trang?lang=en", database=stand.path).text


def test_the_page_says_what_is_wrong_with_a_site_in_the_readers_language(
    stand: Archive, get: Callable[..., Any]
) -> None:
    stand.run("failed", 9, days=1)
    for code, resolved in (
        ("site.down", None),
        ("health.vanished", None),
        ("layout.drift", "x"),
        ("title.missing", None),
    ):
        stand.add("issues", site_id=1, code=code, key="", severity="error", message="http://mau.vn/bai-da-an",
                  first_seen_at="2026-11-20T02:00:00Z", last_seen_at=when(), resolved_at=resolved)  # fmt: skip
    page = get("/tinh-trang", database=stand.path).text
    assert "Trang không còn đó: không bài đã biết nào nằm đúng chỗ của nó. từ 20/11/2026" in page
    assert "Nhiều bài cùng lúc" in page
    assert "Bố cục trang đã đổi" not in page
    assert "bai-da-an" not in page, "a message may name an article that is hidden"
    assert (
        "Many articles are missing from their addresses at once. since 20"
        in get("/tinh-trang?lang=en", database=stand.path).text
    )
