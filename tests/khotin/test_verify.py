"""``khotin verify``: an archive that is whole passes; every kind of damage is found and named."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from click.testing import CliRunner, Result

from crawler.errors import ArchiveError
from khotin import readers
from khotin.main import cli
from tests.khotin.conftest import Sample

Copy = Callable[[], Sample]


def run(made: Sample, jobs: int = 1) -> Result:
    words = ("verify", "--archive", str(made.archive), "--jobs", str(jobs))
    return CliRunner().invoke(cli, words, standalone_mode=False)


@contextmanager
def database(made: Sample) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(made.archive / "archive.db")) as connection:
        yield connection
        connection.commit()


def capture_of(made: Sample, source_id: str) -> tuple[int, str, int, int]:
    """Id, file, offset and length of the capture of one article."""
    with database(made) as connection:
        row = connection.execute(
            "SELECT c.id, c.warc, c.offset, c.length FROM captures c JOIN articles a ON a.capture_id = c.id"
            " WHERE a.source_id = ?",
            (source_id,),
        ).fetchone()
    return tuple(row)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_whole_archive_is_well(sample: Sample, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(readers, "FEW", 1)
    result = run(sample, jobs)
    assert result.return_value == 0, result.output
    with database(sample) as connection:
        captures = connection.execute("SELECT count(*) FROM captures").fetchone()[0]
    assert f" {captures} captures and {len(sample.rows())} articles looked at: all is well" in result.output


def test_nothing_is_changed_not_even_how_a_copy_keeps_its_journal(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    with database(made) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    before = {path.name: path.read_bytes() for path in made.archive.iterdir() if path.is_file()}
    assert run(made).return_value == 0
    assert {path.name: path.read_bytes() for path in made.archive.iterdir() if path.is_file()} == before


def test_an_archive_that_nobody_can_write_is_proved_but_for_its_index(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda _, wish: wish != os.W_OK)
    result = run(sample)
    assert result.return_value == 0, result.output
    assert "cannot be written: the full-text index was not looked at" in result.output


def test_one_flipped_byte_is_found_with_its_place(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    _, warc, offset, length = capture_of(made, "41")
    with (made.archive / "warc" / warc).open("r+b") as file:
        file.seek(offset + length // 2)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))
    result = run(made)
    assert result.return_value == 1
    assert f"{warc}: byte {offset}: " in result.output
    others = [line for line in result.output.splitlines() if warc in line and f"byte {offset}" not in line]
    assert others == []  # the records behind it are read again


def test_a_request_record_that_no_row_names_is_looked_at_too(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    _, warc, offset, length = capture_of(made, "41")
    with (made.archive / "warc" / warc).open("r+b") as file:
        file.seek(offset + length + 60)
        file.write(b"\xff\x00\xff\x00")
    result = run(made)
    assert result.return_value == 1
    assert f"{warc}: byte {offset + length}: no record can be read here" in result.output


def test_a_file_that_is_missing_or_cut_is_named(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    _, warc, offset, length = capture_of(made, "41")
    path = made.archive / "warc" / warc
    path.write_bytes(path.read_bytes()[: offset + length - 5])
    result = run(made)
    assert f"{warc}: byte {offset}: no record can be read here: the file ends in the middle of it" in result.output
    assert "no record begins here" in result.output
    path.unlink()
    result = run(made)
    assert result.return_value == 1
    assert "captures lie in it, and it cannot be read: No such file or directory" in result.output


WRONG_ROWS = {
    "UPDATE captures SET digest = 'sha1:' || substr(digest, 6, 31) || '2' WHERE id = :id": "the payload is not what",
    "UPDATE captures SET url = url || '0' WHERE id = :id": "the record is of http://",
    "UPDATE captures SET captured_at = '2020-01-01T00:00:00Z' WHERE id = :id": "not of 2020-01-01T00:00:00Z",
    "UPDATE captures SET length = length - 1 WHERE id = :id": "the record has ",
    "UPDATE captures SET status = 203 WHERE id = :id": "the answer's status is 200, not 203",
    "UPDATE captures SET offset = offset + 1 WHERE id = :id": "no record begins here",
}


@pytest.mark.parametrize("sql", WRONG_ROWS)
def test_a_row_that_says_something_else_than_its_record_is_named(copy_of_sample: Copy, sql: str) -> None:
    made = copy_of_sample()
    number, *_ = capture_of(made, "41")
    with database(made) as connection:
        connection.execute(sql, {"id": number})
    result = run(made)
    assert result.return_value == 1
    wrong = next(line for line in result.output.splitlines() if f"capture {number} of" in line)
    assert WRONG_ROWS[sql] in wrong


def test_a_text_that_its_capture_does_not_give_is_named(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    with database(made) as connection:
        connection.execute("UPDATE article_texts SET body = body || ' thêm' WHERE article_id ="
                           " (SELECT id FROM articles WHERE source_id = '41')")  # fmt: skip
    result = run(made)
    assert result.return_value == 1
    assert "body_text is not what its capture gives" in result.output
    assert "shows another text than its current version" in result.output


def test_a_search_index_that_missed_a_write_is_named(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    with database(made) as connection:
        connection.execute("INSERT INTO article_texts_fts (article_texts_fts, rowid, title, lead, body, captions)"
                           " SELECT 'delete', article_id, title, lead, body, captions FROM article_texts"
                           " LIMIT 1")  # fmt: skip
    result = run(made)
    assert result.return_value == 1
    assert "the full-text index does not agree with the texts" in result.output


def test_a_row_that_refers_to_nothing_is_named(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    with database(made) as connection:
        connection.execute("UPDATE articles SET section_id = 999 WHERE source_id = '41'")
    result = run(made)
    assert result.return_value == 1
    assert "of articles refers to a row of sections that is not there" in result.output


def test_a_damaged_database_is_said_not_shown_as_a_traceback(copy_of_sample: Copy) -> None:
    made = copy_of_sample()
    with database(made) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = made.archive / "archive.db"
    data = bytearray(path.read_bytes())
    data[8192 * 3 : 8192 * 40] = b"\x55" * (8192 * 37)
    path.write_bytes(bytes(data))
    result = run(made)
    assert result.return_value == 1 or isinstance(result.exception, ArchiveError)
    assert "archive.db" in result.output + str(result.exception)
