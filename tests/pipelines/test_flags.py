"""What others put into a page is kept by capture, shown in a view and exported, and is no change of the article."""

import json
from typing import Any

from crawler.article import Flag, FlagKind
from pipelines.export import Filters, export_archive
from pipelines.store import DATABASE

SPAM = Flag(FlagKind.COMMERCIAL_LINK, "khach san bac ninh", "http://ban-hang.example/")


def test_flags_are_kept_capture_by_capture(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1, flags=(SPAM,))
    assert crawl.see(1, flags=(SPAM,)) == "unchanged"
    rows = crawl.rows("SELECT site, kind, text, url FROM v_flags")
    assert rows == [("mau", "commercial_link", SPAM.text, SPAM.url)] * 2
    path = crawl.archive / "out" / "articles.jsonl"
    export_archive(crawl.archive / DATABASE, "jsonl", path, Filters())
    (item,) = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    (flag,) = item["flags"]
    assert (flag["kind"], flag["text"], flag["url"]) == (SPAM.kind, SPAM.text, SPAM.url)
    assert flag["first_captured_at"] <= flag["last_captured_at"]
