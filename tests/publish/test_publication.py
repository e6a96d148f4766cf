"""The copy for the public: what it brings, and that a new one takes the place of the old while readers read."""

import asyncio
import html
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from khotin import publication
from khotin.publishing import Publishing
from pipelines.schema import open_database
from publish.application import make_datasette
from publish.editions import Editions
from publish.publication import read_facts
from tests.publish.conftest import build


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path)
    publication.make(tmp_path)
    return tmp_path


def pages(folder: Path, *paths: str, **options: Any) -> dict[str, tuple[int, str]]:
    datasette = make_datasette(publication.copy_of(folder), **options)

    async def ask() -> dict[str, tuple[int, str]]:
        await datasette.invoke_startup()
        answers = {path: await datasette.client.get(path, follow_redirects=True) for path in paths}
        return {path: (answer.status_code, answer.text) for path, answer in answers.items()}

    return asyncio.run(ask())


def test_every_kind_of_page_is_there(folder: Path) -> None:
    paths = ("/", "/?lang=en", "/bai/1", "/bai/1/phien-ban", "/bai/1/chup/1", "/bai/1/chup/1/trang", "/tim-kiem?q=doan",
             "/tim-kiem.json?q=doan", "/tim-kiem.csv?q=doan", "/tim-kiem.atom?q=doan", "/don-vi/kien_giang", "/tinh",
             "/tinh/an-giang", "/thang/2026-03", "/tinh-trang", "/tu-dien", "/xuat", "/bai/1/trich-dan.bib",
             "/archive/articles", "/archive/articles/1", "/archive", "/archive/v_articles.json")  # fmt: skip
    assert {path: status for path, (status, _) in pages(folder, *paths).items() if status != 200} == {}


@pytest.mark.parametrize("start", ["/", "/?lang=en", "/tinh-trang", "/tu-dien", "/xuat", "/bai/1", "/archive"])
def test_no_page_leads_to_what_the_copy_does_not_have(tmp_path: Path, start: str) -> None:
    database = open_database(build(tmp_path))
    with database.conn:
        database.conn.execute(
            "INSERT INTO crawls (id, site_id, lease_token, started_at) VALUES (1, 1, 1, '2026-11-20T01:00:00Z')"
        )
        database.conn.execute(
            "INSERT INTO issues (site_id, crawl_id, code, severity, message, advice, first_seen_at, last_seen_at)"
            " VALUES (1, 1, 'a', 'warning', 'b', 'c', '2026-11-20T01:00:00Z', '2026-11-20T01:00:00Z')"
        )
    database.close()
    publication.make(tmp_path)
    text = pages(tmp_path, start)[start][1]
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"/][^"]*)"', text)}
    assert {path: status for path, (status, _) in pages(tmp_path, *links).items() if status >= 400} == {}
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r'id="([^"]+)"', text))


def test_what_is_private_or_hidden_is_not(folder: Path) -> None:
    found = pages(folder, "/archive/pages", "/archive/issues", "/bai/12", "/archive/articles/12", "/archive/van-de")
    assert {path: status for path, (status, _) in found.items()} == dict.fromkeys(found, 404)


def test_sql_is_off_unless_it_is_switched_on(folder: Path) -> None:
    path = "/archive.json?sql=select+1+as+mot"
    assert pages(folder, path)[path][0] == 403
    status, text = pages(folder, path, sql=True)[path]
    assert (status, "mot" in text) == (200, True)


def test_rows_are_not_counted_again(folder: Path) -> None:
    counts = (read_facts(publication.copy_of(folder)) or {})["counts"]
    datasette = make_datasette(publication.copy_of(folder))
    assert datasette.databases["archive"].cached_table_counts == counts
    assert counts["articles"] == 12


def test_the_status_page_knows_runs_that_the_copy_does_not_hold(tmp_path: Path) -> None:
    database = open_database(build(tmp_path))
    with database.conn:
        database.conn.execute(
            "INSERT INTO crawls (site_id, lease_token, started_at, ended_at, reason, judged, exit_code, pages) "
            "VALUES (1, 1, '2026-11-20T01:00:00Z', '2026-11-20T01:10:00Z', 'finished', 'passed', 0, 77)"
        )
    database.close()
    publication.make(tmp_path)
    found = pages(tmp_path, "/tinh-trang", "/")
    assert "20/11/2026" in found["/tinh-trang"][1]
    assert "20/11/2026" in found["/"][1]


def test_it_is_current_until_something_is_written(folder: Path) -> None:
    assert publication.is_current(folder)
    assert publication.may_be_shown(folder)
    database = open_database(folder / "archive.db")
    with database.conn:
        database.conn.execute("UPDATE articles SET read_count = 5000 WHERE id = 1")
    database.close()
    assert not publication.is_current(folder)
    assert publication.may_be_shown(folder)


@pytest.mark.parametrize("version", [1, 2])
def test_an_archive_of_an_earlier_release_is_upgraded_first(tmp_path: Path, version: int) -> None:
    data = Path(__file__).parents[1] / "data" / f"archive-v{version}.db"
    shutil.copy(data, tmp_path / "archive.db")
    publication.make(tmp_path)
    assert publication.may_be_shown(tmp_path)
    assert pages(tmp_path, "/")["/"][0] == 200


def test_what_was_hidden_since_may_not_be_shown(folder: Path) -> None:
    hide(folder, 1)
    assert not publication.may_be_shown(folder)


def hide(folder: Path, article: int) -> None:
    database = open_database(folder / "archive.db")
    with database.conn:
        database.conn.execute(
            "INSERT INTO takedowns (article_id, url, why, was, hidden_at) SELECT id, url, 'x', status, "
            "'2026-11-21T00:00:00Z' FROM articles WHERE id = ?",
            (article,),
        )
        database.conn.execute("UPDATE articles SET status = 'hidden' WHERE id = ?", (article,))
    database.close()


def test_a_hidden_article_goes_while_readers_read(folder: Path) -> None:
    publishing = Publishing(folder, refresh=3600.0, editions=(editions := Editions()))
    seen: list[int] = []

    async def run() -> None:
        await publishing.begin()
        following = asyncio.create_task(publishing.follow())
        readers = [asyncio.create_task(read(editions, seen)) for _ in range(4)]
        await asyncio.sleep(0.5)
        hide(folder, 1)
        async with asyncio.timeout(60):
            await asyncio.gather(*readers)
        following.cancel()

    asyncio.run(run())
    assert set(seen) == {200, 404}


async def read(editions: Editions, seen: list[int]) -> None:
    """Ask for an article again and again, until it is gone."""
    while 404 not in seen:
        seen.append(await status_of(editions, "/bai/1"))


async def status_of(editions: Editions, path: str) -> int:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": [], "http_version": "1.1", "scheme": "http"}  # fmt: skip
    await editions(scope, receive, send)
    return int(sent[0]["status"])


def test_an_edition_is_closed_behind_its_last_reader(folder: Path) -> None:
    editions = Editions()

    async def run() -> list[Any]:
        first, second = (make_datasette(publication.copy_of(folder)) for _ in range(2))
        await editions.publish(first)
        assert await status_of(editions, "/") == 200
        slow = asyncio.create_task(status_of(editions, "/archive/articles"))
        await asyncio.sleep(0)
        await editions.publish(second)
        assert await slow == 200
        assert await status_of(editions, "/") == 200
        return [getattr(one.executor, "_shutdown", None) for one in (first, second)]

    assert asyncio.run(run()) == [True, False]


def test_the_facts_are_json(folder: Path) -> None:
    facts = read_facts(publication.copy_of(folder))
    assert facts is not None
    assert json.loads(json.dumps(facts)) == facts
    assert read_facts(folder / "archive.db") is None
