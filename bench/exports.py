"""Exports of a large archive, and the proof that they are whole: rows and sums against the database, Parquet and CSV read
back by DuckDB and pandas, the Data Package validated by frictionless.

    python -m bench.exports FOLDER --articles 100000        about 5 min; FOLDER gets the archive and export/

Prints seconds, peak memory and bytes of each format, then what was checked; raises at the first difference. Each format is
written by a process of its own, so that its peak is its own.
"""

import argparse
import hashlib
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import duckdb
import frictionless
import pandas
import pyarrow.parquet

from bench.filled import archive as filled_archive
from pipelines.export.files import LIST_FILES
from pipelines.export.formulas import unguarded
from pipelines.export.rows import KEYS, SCALARS

FORMATS: Final = {
    "jsonl": "articles.jsonl",
    "json": "articles.json",
    "csv": "",
    "parquet": "articles.parquet",
    "sqlite": "articles.db",
    "cdxj": "archive.cdxj",
}
BATCH: Final = 5_000
#: The command, which then says how many KiB it had in memory at most.
_CHILD: Final = """
import atexit
from khotin.main import main
lines = lambda: [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
atexit.register(lambda: print(*lines()))
main()
"""
#: The contract's values as the database has them, by SQL that shares nothing with the export's.
DATABASE_ROWS: Final = """
SELECT s.slug, a.id_space, a.source_id, a.url, a.title, t.lead, t.body, h.body_html, a.byline, a.published_at, a.read_count,
  a.status, a.versions FROM articles a JOIN sites s ON s.id = a.site_id JOIN article_texts t ON t.article_id = a.id
JOIN article_html h ON h.article_id = a.id WHERE a.status <> 'hidden'"""
SAME_KEYS: Final = ("site", "id_space", "source_id", "url", "title", "lead", "body_text", "body_html", "byline",
                    "published_at", "read_count", "status", "versions")  # fmt: skip
LIST_TABLES: Final = {
    "authors": "article_authors",
    "tags": "article_tags",
    "images": "images",
    "attachments": "attachments",
}

Rows = Iterable[tuple[Any, ...]]


class DifferenceError(Exception):
    """Two readings of one archive differ."""


def same(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise DifferenceError(f"{what}: {str(found)[:300]} where {str(wanted)[:300]} was wanted")
    print(f"  equal: {what}", flush=True)


def export(archive: Path, folder: Path, form: str) -> None:
    """Write one format and print what it took."""
    command = [sys.executable, "-c", _CHILD, "export", "--archive", str(archive), "--format", form]
    started = time.monotonic()
    child = subprocess.run([*command, "--output", str(folder / FORMATS[form])], capture_output=True, text=True)
    if child.returncode:
        raise DifferenceError(f"khotin export --format {form}: {child.stderr}")
    files = [entry for entry in manifest(folder) if entry["format"] == form]
    size = sum(entry["bytes"] for entry in files)
    print(f"{form:8} {time.monotonic() - started:7.1f} s {int(child.stdout) / 1024:7.0f} MiB peak {size / 1e6:9.1f} MB"
          f" {files[0]['rows']:>9,} rows", flush=True)  # fmt: skip


def manifest(folder: Path) -> list[dict[str, Any]]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]


def digest(rows: Rows) -> tuple[int, str]:
    """How many rows, and a sum over them in which their order does not count."""
    count = total = 0
    for row in rows:
        data = json.dumps(row, ensure_ascii=False, sort_keys=True).encode()
        total = (total + int.from_bytes(hashlib.sha256(data).digest())) % (1 << 256)
        count += 1
    return count, f"{total:064x}"


def objects(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "articles.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def array(folder: Path) -> Iterator[dict[str, Any]]:
    """The JSON array, which stands one object a line."""
    with (folder / "articles.json").open(encoding="utf-8") as file:
        yield from (json.loads(line.rstrip(",\n")) for line in file if line not in ("[\n", "]\n"))


def fetched(statement: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := statement.fetchmany(BATCH):
        yield from batch


def plain(values: Iterable[Any]) -> tuple[Any, ...]:
    """A row of pandas with nulls as None and numbers as Python's."""
    return tuple(
        None if value is None or value != value else getattr(value, "item", lambda v=value: v)() for value in values
    )


def cells(item: dict[str, Any]) -> tuple[str, ...]:
    """An article's scalars as CSV has them."""
    return tuple("" if item[key] is None else str(item[key]) for key in SCALARS)


def check_database(database: Path, folder: Path) -> None:
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as own:
        every = own.execute("SELECT count(*) FROM articles").fetchone()[0]
        wanted = digest(own.execute(DATABASE_ROWS))
        lists = {
            name: own.execute(
                f"SELECT count(*) FROM {table} WHERE article_id IN (SELECT id FROM articles WHERE status <> 'hidden')"
            ).fetchone()[0]
            for name, table in LIST_TABLES.items()
        }
    rows = {entry["name"]: entry["rows"] for entry in manifest(folder)}
    same({rows[name] for name in rows if name.startswith("articles.") and name != "articles.db"}, {every}, "rows told")
    shown = (tuple(item[key] for key in SAME_KEYS) for item in objects(folder) if item["status"] != "hidden")
    same(digest(shown), wanted, f"JSON Lines and database, {wanted[0]:,} articles not hidden")
    same({name: rows[f"{name}.csv"] for name in lists}, lists, f"rows of lists and database, {sum(lists.values()):,}")
    with closing(sqlite3.connect(folder / "articles.db")) as copy:
        same(digest(copy.execute(DATABASE_ROWS)), wanted, "SQLite copy and database")
        same(copy.execute("PRAGMA integrity_check").fetchall(), [("ok",)], "integrity of the copy")


def check_readers(folder: Path) -> None:
    whole = digest(tuple(item[key] for key in KEYS) for item in objects(folder))
    same(digest(tuple(item[key] for key in KEYS) for item in array(folder)), whole, "JSON and JSON Lines")
    parquet = folder / "articles.parquet"
    with closing(duckdb.connect()) as duck:
        same(
            digest(fetched(duck.execute(f"SELECT {', '.join(KEYS)} FROM '{parquet}'"))),
            whole,
            "Parquet by DuckDB, all keys",
        )
    scalars = digest(tuple(item[key] for key in SCALARS) for item in objects(folder))
    groups = pyarrow.parquet.ParquetFile(parquet).iter_batches(BATCH, columns=list(SCALARS))
    frames = (group.to_pandas(integer_object_nulls=True)[list(SCALARS)] for group in groups)
    read = (plain(row) for frame in frames for row in frame.itertuples(index=False, name=None))
    same(digest(read), scalars, "Parquet by pandas, scalar keys")
    _check_csv(folder)


def _check_csv(folder: Path) -> None:
    wanted = digest(cells(item) for item in objects(folder))
    path = folder / "articles.csv"
    with closing(duckdb.connect()) as duck:
        rows = fetched(duck.execute(
            f"SELECT {', '.join(SCALARS)} FROM read_csv('{path}', all_varchar = true, header = true, nullstr = '\x01',"
            " max_line_size = 20000000)"
        ))  # fmt: skip
        same(digest(tuple(map(unguarded, row)) for row in rows), wanted, "CSV by DuckDB")
    frames = pandas.read_csv(path, dtype=str, keep_default_na=False, chunksize=BATCH)
    rows = (tuple(map(unguarded, row)) for frame in frames for row in frame.itertuples(index=False, name=None))
    same(digest(rows), wanted, "CSV by pandas")
    told = {entry["name"]: entry["rows"] for entry in manifest(folder)}
    for name in LIST_FILES:
        found = sum(len(item[name]) for item in objects(folder))
        same(told[f"{name}.csv"], found, f"rows of {name}.csv, {found:,}")


def check_package(folder: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    print(f"  sums of {len(manifest(folder))} files check", flush=True)
    started = time.monotonic()
    report = frictionless.validate(str(folder / "datapackage.json"))
    if not report.valid:
        raise DifferenceError(f"frictionless: {report.flatten(['name', 'type', 'note'])[:5]}")
    print(f"  frictionless: valid, {len(report.tasks)} files, {time.monotonic() - started:.0f} s", flush=True)


def timed(check: Callable[..., None], *places: Path) -> None:
    started = time.monotonic()
    check(*places)
    print(f"{check.__name__}: {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--articles", type=int, default=100_000)
    said = options.parse_args()
    database, folder = filled_archive(said.folder, said.articles), said.folder / "export"
    for form in FORMATS:
        export(said.folder, folder, form)
    timed(check_database, database, folder)
    timed(check_readers, folder)
    timed(check_package, folder)


if __name__ == "__main__":
    main()
