"""Two captures of real sites, played one after the other: what was added, edited and removed in between is found, field
by field, and nothing else; what is removed is gone only after a second look.

The captures and their ``changes.json`` lie beside the checkout, or in KHOTIN_SHARED; they are not part of it.
"""

import importlib.util
import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from crawler.ports import CrawlSummary
from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child
from tests.families.site import Answer, running

SHARED = Path(os.environ.get("KHOTIN_SHARED") or Path(__file__).parents[3] / "shared")
SITES = SHARED / "realsites"
PLAYER = SHARED / "tools/play_site.py"
PORTS = {"nukeviet": "127.0.0.1:8101", "wordpress": "127.0.0.1:8102"}
AGAIN = RunOptions(delay=0, recheck=True, confirm_after=1)
pytestmark = [
    pytest.mark.skipif(not SITES.is_dir(), reason="realsites is not beside this checkout (or in KHOTIN_SHARED)"),
    pytest.mark.timeout(240),
]


def player() -> ModuleType:
    spec = importlib.util.spec_from_file_location("play_site", PLAYER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Played(dict[str, Answer]):
    """A capture's answers under the address of a server of ours, and WordPress's listing of posts at any size."""

    def show(self, name: str, number: int, netloc: str) -> None:
        def ours(text: Any) -> Any:
            one, other = PORTS[name], netloc
            return text.replace(one.encode(), other.encode()) if isinstance(text, bytes) else text.replace(one, other)

        tools = player()
        pages = tools.load(SITES / name / f"capture-{number}.warc.gz")
        posts = tools.WordPressPosts(pages)
        self.clear()
        self.posts = lambda path: self._answer(posts.page(path), ours)
        for path, page in pages.items():
            self[path] = self._answer(page, ours)

    def _answer(self, page: Any, ours: Any) -> Any:
        if page is None:
            return None
        status, headers, body = page
        named = {name: ours(value) for name, value in headers}
        return Answer(ours(body), status, named.pop("Content-Type", "text/html"), named)

    def get(self, path: str, default: Any = None) -> Any:
        return super().get(path) or self.posts(path) or default


class Looked(NamedTuple):
    """The site's changes, the four crawls' summaries, and the archive after each of them: its tables by name."""

    changes: dict[str, Any]
    summaries: list[CrawlSummary]
    states: list[dict[str, Any]]


def state(archive: Path) -> dict[str, Any]:
    def rows(sql: str) -> list[Any]:
        return db.execute(sql).fetchall()

    with closing(sqlite3.connect(archive / "archive.db")) as db:
        return {
            "status": dict(rows("SELECT url, status FROM articles")),
            "since": dict(rows("SELECT url, status_since FROM articles")),
            "causes": Counter(row[0] for row in rows("SELECT cause FROM versions")),
            "changed": {row[0] for row in rows(
                "SELECT a.url FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.cause = 'change'")},
            "counts": dict(rows(
                "SELECT url, max(c.read_count) FROM articles a JOIN read_counts c ON c.article_id = a.id GROUP BY 1")),
            "versions": {url: [json.loads(images) for images in group] for url, group in _grouped(rows(
                "SELECT a.url, v.images FROM versions v JOIN articles a ON a.id = v.article_id"
                " WHERE v.cause <> 're-extraction' ORDER BY a.url, v.number"))},
            "texts": dict(_grouped(rows(
                "SELECT a.url, json_array(v.title, v.byline, v.body) FROM versions v JOIN articles a"
                " ON a.id = v.article_id WHERE v.cause <> 're-extraction' ORDER BY a.url, v.number"))),
        }  # fmt: skip


def _grouped(rows: list[Any]) -> Iterator[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for url, value in rows:
        groups.setdefault(url, []).append(value)
    yield from groups.items()


@pytest.fixture(scope="module", params=PORTS)
def looked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Looked:
    name, archive = request.param, tmp_path_factory.mktemp(request.param)
    played = Played()
    summaries, states = [], []
    with _playing(played) as origin:
        netloc = origin.partition("://")[2]
        for number, options in ((1, RunOptions(delay=0)), (2, AGAIN), (2, AGAIN), (2, AGAIN)):
            played.show(name, number, netloc)
            summaries.append(crawl_in_child(for_url(origin + "/"), archive, options))
            states.append(state(archive))
            time.sleep(1.1)  # what confirms must be another second
        said = (SITES / name / "changes.json").read_text(encoding="utf-8").replace(PORTS[name], netloc)
    return Looked(json.loads(said), summaries, states)


@contextmanager
def _playing(played: Played) -> Iterator[str]:
    with running(played, Answer("<h1>404</h1>", 404)) as origin:
        yield origin


def test_what_was_added_edited_and_counted_is_found_and_nothing_else(looked: Looked) -> None:
    before, after = looked.states[:2]
    new = {item["url"] for item in looked.changes["added"]}
    edited = {item["url_after"] for item in looked.changes["changed"]}
    assert after["changed"] == edited
    assert (looked.summaries[1].articles_new, looked.summaries[1].articles_changed) == (len(new), len(edited))
    renamed = {item["url_after"] for item in looked.changes["changed"] if item["url_after"] != item["url_before"]}
    assert set(after["status"]) - set(before["status"]) == new | renamed


def test_each_edit_shows_in_its_own_fields_and_in_no_other(looked: Looked) -> None:
    after = looked.states[1]
    for item in looked.changes["changed"]:
        old, new = (json.loads(text) for text in after["texts"][item["url_after"]])
        fields = {name for name, one, two in zip(("title", "author", "body_text"), old, new, strict=True) if one != two}
        assert fields == set(item["fields"]) & {"title", "author", "body_text"}, item["key"]
        pictures = after["versions"][item["url_after"]]
        assert (pictures[0] != pictures[1]) == ("images" in item["fields"]), item["key"]


def test_read_counts_that_rose_are_observed(looked: Looked) -> None:
    before, after = looked.states[0]["counts"], looked.states[1]["counts"]
    rose = {item["url"] for item in looked.changes["hits"] if item["db_before_capture2"] > item["db_before_capture1"]}
    known = rose & set(before) & set(after)
    assert len(known) >= 0.9 * len(rose)
    assert [url for url in known if after[url] <= before[url]] == []


def test_what_was_removed_is_suspected_then_gone_or_replaced(looked: Looked) -> None:
    removed = {item["url"] for item in looked.changes["removed"]}
    for number, wanted in ((1, {"suspected"}), (2, {"gone", "replaced"}), (3, {"gone", "replaced"})):
        status = looked.states[number]["status"]
        assert {url for url, said in status.items() if said != "live"} == removed
        assert {status[url] for url in removed} <= wanted


def test_a_redirect_to_a_neighbour_is_a_replacement_not_a_move(looked: Looked) -> None:
    status = looked.states[2]["status"]
    replaced = [url for url, said in status.items() if said == "replaced"]
    redirected = [item["url"] for item in looked.changes["removed"] if item["how"] == "unpublished"]
    assert replaced in ([], redirected)
    assert bool(replaced) == ("wordpress" in looked.changes["cms"])


def test_a_fourth_look_changes_nothing(looked: Looked) -> None:
    third, fourth = looked.states[2:]
    assert looked.summaries[3].articles_changed == looked.summaries[3].articles_new == 0
    assert (fourth["causes"], fourth["status"], fourth["since"]) == (third["causes"], third["status"], third["since"])
