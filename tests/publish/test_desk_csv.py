"""CSV of the data desk: every row of a table and of a ready question, an error instead of a cut, nothing that runs."""

import asyncio
import csv
import io
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pipelines.export.formulas import guarded
from publish.application import make_datasette
from publish.desk_csv import _Checked
from publish.search_outputs import unarmed

Get = Callable[..., Any]
AWKWARD = ("=1+1", "+84 297", "-Đồng chí", "@SUM(A1)", "'=1", "\t=x", " =x", "＝1", "|calc", "%0A", "'", "-5", "12.5",
           'Anh "Ba", nói:\nxin chào\r\n=1+1', "đ" * 200_000)  # fmt: skip
MANY = 2_345


@pytest.fixture(scope="module")
def large(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive with more tags than Datasette gives of a query, awkward ones first, and months without end."""
    path = tmp_path_factory.mktemp("large") / "archive.db"
    with closing(sqlite3.connect(archive)) as own, closing(sqlite3.connect(path)) as copy:
        own.backup(copy)
        copy.execute("update articles set status = 'gone' where status = 'hidden'")  # else the desk is closed
        copy.execute("update sites set rights_publish = 'full'")
        copy.execute("delete from article_tags")
        copy.execute("delete from tags")
        names = [*AWKWARD, *(f"từ khoá {number}" for number in range(MANY - len(AWKWARD)))]
        copy.executemany("insert into tags (id, name) values (?, ?)", enumerate(names, 1))
        copy.executemany(
            "insert into articles (site_id, id_space, identity, url, title, month, first_seen_at, last_seen_at,"
            " changed_at) values (1, 'b', ?, ?, '=HYPERLINK(1)', ?, '', '', '')",
            [(str(n), f"http://tinhdoan.example/b/{n}", f"{n // 12:04}-{n % 12 + 1:02}") for n in range(12, 12 + MANY)],
        )
        copy.commit()
    return path


def rows(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.text[:300]
    return list(csv.reader(io.StringIO(answer.text, newline="")))


def asked(get: Get, path: Path, sql: str) -> Any:
    """The CSV of a query; Datasette 1.0 has it at another address and says so."""
    answer = get(f"/archive.csv?sql={quote(sql)}", path)
    return get(answer.headers["location"], path) if answer.status_code == 302 else answer


@pytest.mark.parametrize("query", ["", "?_size=max", "?_stream=on", "?_labels=on&_size=max"])
def test_a_table_is_given_whole(get: Get, large: Path, query: str) -> None:
    found = rows(get(f"/archive/tags.csv{query}", large))
    assert len(found) == MANY + 1
    assert found[0] == ["id", "name"]


def test_a_page_that_is_asked_for_is_a_page(get: Get, large: Path) -> None:
    assert len(rows(get("/archive/tags.csv?_size=10", large))) == 11


@pytest.mark.parametrize("name", ["bai-theo-thang", "articles-by-month"])
def test_a_ready_question_is_answered_whole(get: Get, large: Path, name: str) -> None:
    answer = get(f"/archive/{name}.csv", large)
    assert len(rows(answer)) > MANY
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert get(f"/archive/{name}.csv?bom=1", large).content.startswith(b"\xef\xbb\xbf")


def test_a_query_that_would_be_cut_is_refused(get: Get, large: Path) -> None:
    answer = asked(get, large, "select * from tags order by id")
    assert (answer.status_code, "would be cut" in answer.text) == (413, True)
    assert len(rows(asked(get, large, "select * from tags order by id limit 999"))) == 1000


def test_no_cell_runs_and_every_text_comes_back(get: Get, large: Path) -> None:
    for address in ("tags.csv", "most-read.csv", "articles.csv"):
        cells = [cell for row in rows(get(f"/archive/{address}", large)) for cell in row]
        armed = [cell for cell in cells if re.match(r"\s*[=+\-@|%＝＋－＠]|[\t\r\n]", cell)]
        assert [cell for cell in armed if not re.fullmatch(r"-?[\d.]+", cell)] == []
    wanted = [text if text in ("-5", "12.5") else guarded(text) for text in AWKWARD]
    for answer in (get("/archive/tags.csv", large), asked(get, large, "select * from tags order by id limit 50")):
        assert [row[1] for row in rows(answer)[1 : len(AWKWARD) + 1]] == wanted


@pytest.mark.parametrize("text", [*AWKWARD, "''a", "-", "", "a"])
def test_search_and_exports_disarm_alike(text: str) -> None:
    assert unarmed(text) == guarded(text)


def test_what_is_no_csv_and_what_fails_stay_as_they_are(get: Get, large: Path) -> None:
    assert get("/archive/nothing.csv", large).status_code == 404
    for sql in ("select nothing from tags", "select no_such from tags", "drop table tags"):
        assert asked(get, large, sql).status_code in (400, 403)
    assert rows(asked(get, large, "select name from tags where id is null")) == [["name"]]
    assert get("/other/bai-theo-thang.csv", large).status_code == 404
    assert get("/archive/tags.json?_size=1", large).json()["rows"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_pieces_of_any_size_make_the_same(size: int) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["id", "name"], *([n, text] for n, text in enumerate(AWKWARD[:-1]))])
    data = out.getvalue().encode()

    async def passed() -> bytes:
        sent: list[dict[str, Any]] = []

        async def keep(message: dict[str, Any]) -> None:
            sent.append(message)

        checked = _Checked(keep, None)
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"1")]
        await checked.send({"type": "http.response.start", "status": 200, "headers": headers})
        for start in range(0, len(data), size):
            await checked.send({"type": "http.response.body", "body": data[start : start + size], "more_body": True})
        await checked.send({"type": "http.response.body", "body": b""})
        assert [name for name, _ in sent[0]["headers"]] == [b"content-type"]
        return b"".join(message.get("body", b"") for message in sent)

    found = list(csv.reader(io.StringIO(asyncio.run(passed()).decode(), newline="")))
    assert found[1:] == [
        [str(n), text if text in ("-5", "12.5") else guarded(text)] for n, text in enumerate(AWKWARD[:-1])
    ]


def test_the_gate_stands_before_it(get: Get, archive: Path) -> None:
    assert get("/archive/tags.csv").status_code == 403
    assert rows(get("/archive/v_articles.csv"))[0][0] == "id"


def test_behind_another_path_it_is_the_same(large: Path) -> None:
    datasette = make_datasette(large)
    datasette._settings["base_url"] = "/kho/"

    async def ask() -> Any:
        return await datasette.client.get("/archive/tags.csv")  # the client adds base_url

    found = rows(asyncio.run(ask()))
    assert (len(found), found[1][1]) == (MANY + 1, "'=1+1")


def test_a_table_that_breaks_off_is_no_answer(large: Path) -> None:
    datasette = make_datasette(large)
    datasette._settings["max_csv_mb"] = 0.001

    async def ask() -> Any:
        return await datasette.client.get("/archive/tags.csv")

    with pytest.raises(RuntimeError, match="broke off"):
        asyncio.run(ask())
