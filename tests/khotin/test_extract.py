"""``khotin extract``: what is read again is what the crawl read; gains are written, losses are refused."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from khotin import readers
from khotin.main import cli
from tests.khotin.conftest import Sample

Copy = Callable[[], Sample]


def run(sample: Sample, *words: str, jobs: int = 1) -> Result:
    words = ("extract", "--archive", str(sample.archive), "--jobs", str(jobs), *words)
    return CliRunner().invoke(cli, words, standalone_mode=False)


@contextmanager
def database(sample: Sample) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(sample.archive / "archive.db")) as connection:
        yield connection
        connection.commit()


def number(sample: Sample, sql: str) -> int:
    with database(sample) as connection:
        return int(connection.execute(sql).fetchone()[0])


@pytest.mark.parametrize("jobs", [1, 2])
def test_reading_again_gives_what_the_crawl_gave(
    copy_of_sample: Copy, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(readers, "FEW", 1)
    made = copy_of_sample()
    before = made.rows()
    result = run(made, jobs=jobs)
    assert result.return_value == 0, result.output
    read, same = (int(word) for word in result.output.split() if word.isdigit() and int(word) > 1)
    assert read == same >= len(before)
    assert made.rows() == before
    assert number(made, "SELECT count(*) FROM versions WHERE cause = 're-extraction'") == 0


def spoil(connection: sqlite3.Connection) -> None:
    """Make the archive what a poorer extractor would have left: a wrong title, no byline anywhere, no captions."""
    connection.execute("UPDATE articles SET title = 'Sai' WHERE source_id = '41'")
    connection.execute("UPDATE article_texts SET title = 'Sai' WHERE article_id = 1")
    connection.execute("UPDATE articles SET byline = NULL")
    connection.execute("UPDATE images SET caption = NULL")
    connection.execute("DELETE FROM article_authors")
    connection.execute("UPDATE versions SET digest = 'x' || id")


def test_gains_are_reported_and_written_as_re_extractions(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    before = made.rows()
    with database(made) as connection:
        spoil(connection)
    assert made.rows() != before
    result = run(made, "--dry-run")
    assert result.return_value == 0
    rows = {line.split()[0]: line.split()[1:] for line in result.output.splitlines() if line.startswith("  ")}
    bylines = sum(1 for row in before.values() if row["byline"])
    assert bylines > 0
    assert rows["byline"] == [str(bylines), "0", "0"]
    assert rows["authors"][1] == "0"
    assert rows["images"][2] != "0"
    assert made.rows() != before  # nothing was written
    assert run(made).return_value == 0
    assert made.rows() == before
    again = run(made)
    assert " 0 articles found anew" in again.output
    assert "gained" not in again.output
    causes = "SELECT count(*) FROM versions WHERE cause = 're-extraction'"
    assert number(made, causes) == len(before)


def test_a_field_that_would_be_lost_stops_the_site_until_it_is_allowed(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    clean = made.rows()
    with database(made) as connection:
        connection.execute("UPDATE articles SET document_number = '12-KH/ĐTN' WHERE document_number IS NULL")
        connection.execute("UPDATE articles SET byline = NULL")
    before = made.rows()
    result = run(made)
    assert result.return_value == 9
    assert "document_number lost: http://" in result.output
    assert "nothing was written; --allow-loss writes it all the same" in result.output
    assert made.rows() == before
    assert run(made, "--allow-loss").return_value == 0
    assert made.rows() == clean


def test_an_article_that_is_read_as_none_is_named_and_kept(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    front = "SELECT last_capture_id FROM pages WHERE kind = 'seed' LIMIT 1"
    with database(made) as connection:
        connection.execute(f"UPDATE articles SET capture_id = ({front}) WHERE source_id = '41'")
        connection.execute("UPDATE pages SET article_id = NULL WHERE article_id IN (SELECT id FROM articles"
                           " WHERE source_id = '41')")  # fmt: skip
    before = made.rows()
    result = run(made)
    assert result.return_value == 9
    assert "1 articles are not read as such any more" in result.output
    assert run(made, "--allow-loss").return_value == 0
    assert made.rows() == before


def test_a_page_that_had_no_article_may_have_one_now(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    before = made.rows()
    with database(made) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        article = connection.execute("SELECT id FROM articles WHERE source_id = '41'").fetchone()[0]
        connection.execute("UPDATE pages SET article_id = NULL WHERE article_id = ?", (article,))
        connection.execute("UPDATE related_links SET target_id = NULL WHERE target_id = ?", (article,))
        for table in ("article_texts", "article_html", "versions", "article_urls", "article_authors", "article_tags",
                      "images", "attachments", "related_links", "read_counts", "field_sources"):  # fmt: skip
            connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article,))
        connection.execute("DELETE FROM articles WHERE id = ?", (article,))
    result = run(made)
    assert result.return_value == 0
    assert " 1 articles found anew" in result.output
    after = made.rows()
    assert after.keys() == before.keys()
    assert after["news/41"]["body_text"] == before["news/41"]["body_text"]


def test_a_record_that_cannot_be_read_is_named(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    before = made.rows()
    with database(made) as connection:
        warc, offset = connection.execute(
            "SELECT c.warc, c.offset FROM captures c JOIN articles a ON a.capture_id = c.id WHERE a.source_id = '41'"
        ).fetchone()
    with (made.archive / "warc" / warc).open("r+b") as file:
        file.seek(offset + 40)
        file.write(b"\x00" * 40)
    result = run(made)
    assert result.return_value == 1
    assert f"{warc}: the record at byte {offset} cannot be read" in result.output
    assert made.rows() == before


def test_an_archive_of_an_older_schema_is_brought_up_to_date_first(tmp_path: Path) -> None:
    old = Path(__file__).parent.parent / "data" / "archive-v1.db"
    (tmp_path / "archive.db").write_bytes(old.read_bytes())
    result = run(Sample(tmp_path, ""), "--dry-run")
    assert result.exception is None or "schema" not in str(result.exception)
    with database(Sample(tmp_path, "")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] > 1


def test_a_site_that_the_archive_does_not_have_is_said(sample: Sample) -> None:
    result = run(sample, "--site", "khong_co")
    assert "the archive has no site 'khong_co'" in str(result.exception)


def test_texts_that_a_damaged_database_has_lost_are_read_again(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    before = made.rows()
    with database(made) as connection:
        connection.execute("DELETE FROM article_texts WHERE article_id = 1")
        connection.execute("DELETE FROM article_html WHERE article_id = 2")
        connection.execute("DELETE FROM versions WHERE article_id = 3")
    result = run(made)
    assert result.return_value == 0, result.output
    assert made.rows() == before
    verify = ("verify", "--archive", str(made.archive), "--jobs", "1")
    result = CliRunner().invoke(cli, verify, standalone_mode=False)
    assert result.return_value == 0, result.output
