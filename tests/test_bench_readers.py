"""The servers that benches measure: stock Datasette has nothing of ours."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bench.readers import Reader, stock


def test_stock_datasette_is_measured_without_our_plugin(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT)")
    with stock(database) as port:
        assert json.loads(Reader(port).get("/-/plugins.json").body) == []
        assert Reader(port).get("/bai/1").status == 404
        page = Reader(port).get("/archive/articles")
    assert page.status == 200
    assert b"khotin" not in page.body
