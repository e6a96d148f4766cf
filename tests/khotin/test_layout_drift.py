"""A template that changes under a profile or a reader's rules opens an issue of its own, with the rules and an example,
and closes it when the template is back or the profile was mended. Real crawls of a site on loopback."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.profile_files import for_url, with_family
from crawler.profiles import Era, Layout, Profile
from crawler.run import RunOptions, crawl_in_child
from khotin.main import cli
from tests.families.site import Answer, running

COUNT = 8
AGAIN = RunOptions(delay=0, recheck=True)


class Site(dict[str, Answer]):
    """A site whose template names its byline by a class that can change."""

    byline = "tac-gia"

    def get(self, path: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        if path == "/":
            links = "".join(f'<li><a href="/tin/bai-{n}.html">Bài số {n} của Đoàn xã</a></li>' for n in range(COUNT))
            return Answer(f"<html><body><ul>{links}</ul></body></html>")
        number = path.removeprefix("/tin/bai-").removesuffix(".html")
        return self._article(int(number)) if number.isdecimal() else default

    def _article(self, number: int) -> Answer:
        words = "Đoàn viên thanh niên ra quân dọn vệ sinh đường làng, trồng cây xanh và sửa nhà cho người già neo đơn."
        body = "".join(f"<p>{words} Việc thứ {n} ở ấp {number}.</p>" for n in range(5))
        by = f'<p class="{self.byline}">Trần Hải Yến</p>'
        head = f"<html><head><title>Ra quân {number}</title></head><body><h1>Ra quân dọn vệ sinh ấp {number}</h1>"
        return Answer(f'{head}<div class="nd">{body}</div>{by}</body></html>')


@pytest.fixture
def site() -> Iterator[tuple[str, Site]]:
    answers = Site()
    with running(answers, Answer("<h1>404</h1>", 404)) as origin:
        yield origin, answers


def profile(origin: str, byline: str = "p.tac-gia") -> Profile:
    layout = Layout("bai", "h1", {"title": ("h1",), "body": ("div.nd",), "byline": (byline,)})
    return replace(with_family(for_url(origin + "/"), "generic"), eras=(Era("nay", "news", (layout,)),))


def drifts(archive: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive / "archive.db")) as connection:
        sql = "SELECT key, message FROM issues WHERE code = 'layout.drift' AND resolved_at IS NULL"
        return connection.execute(sql).fetchall()


def test_a_selector_that_stopped_matching_is_an_issue_until_it_matches_again(
    site: tuple[str, Site], tmp_path: Path
) -> None:
    origin, answers = site
    for _ in range(2):
        crawl_in_child(profile(origin), tmp_path, AGAIN)
    assert drifts(tmp_path) == []
    answers.byline = "nguoi-viet"
    for _ in range(2):
        crawl_in_child(profile(origin), tmp_path, AGAIN)
        ((key, message),) = drifts(tmp_path)
        assert key == "byline layout.bai.byline"
        assert message.startswith(f"byline: {COUNT} of {COUNT} articles are no longer read by layout.bai.byline, ")
        assert f"{origin}/tin/bai-" in message
    found = CliRunner().invoke(cli, ["status", "--json", "--archive", str(tmp_path)], standalone_mode=False)
    (standing,) = json.loads(found.output)["sites"]
    assert message in [problem["message"] for problem in standing["problems"]]
    shown = CliRunner().invoke(cli, ["status", "--archive", str(tmp_path)], standalone_mode=False).output
    assert message in shown
    answers.byline = "tac-gia"
    crawl_in_child(profile(origin), tmp_path, AGAIN)
    assert drifts(tmp_path) == []


def test_a_profile_that_was_mended_is_no_drift_and_closes_it(site: tuple[str, Site], tmp_path: Path) -> None:
    origin, answers = site
    crawl_in_child(profile(origin), tmp_path, AGAIN)
    answers.byline = "nguoi-viet"
    crawl_in_child(profile(origin), tmp_path, AGAIN)
    assert len(drifts(tmp_path)) == 1
    crawl_in_child(profile(origin, "p.nguoi-viet"), tmp_path, AGAIN)
    assert drifts(tmp_path) == []
