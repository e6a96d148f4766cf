"""How well the archive's search finds what a reader means, beside stock Datasette on the same database in the same run.

    python -m bench.search_quality FOLDER --articles 100000      a generated archive, made in FOLDER where it is not there
    python -m bench.search_quality ARCHIVE                        any archive as it is

Known items: four syllables of a title and five of a body, typed with accents and without; how high does the article
stand (mean reciprocal rank within ten)? Names: of the first hits for a full name with accents, as many as there are
articles with it (ten at most), how many hold it with exactly these accents? And the size of the index beside that of
the texts, held from 10,000 articles on: that of a small archive is mostly its vocabulary, which hardly grows later.
Exits with 1 where a bound does not hold.
"""

import argparse
import asyncio
import json
import random
import re
import sqlite3
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from bench.filled import archive
from bench.readers import Reader, stock
from publish.application import make_datasette
from publish.search_query import parse
from publish.spelling import exact, fold, has_accents, words

#: Accentless against accented, names with exact accents, index against text.
LEAST_SHARE, LEAST_NAMES, MOST_INDEX = 0.95, 1.0, 0.65
SHOWN: Final = 10
#: Articles of an archive whose index is held to its bound in whole pages, of a smaller one in bytes.
MANY: Final = 10_000
#: Three syllables with capitals and accents: mostly people, else places.
_NAME: Final = re.compile(r"\b(?:[A-ZĐÀ-ỹ][a-zđà-ỹ]+ ){2}[A-ZĐÀ-ỹ][a-zđà-ỹ]+\b")

Ask = Callable[[str], Coroutine[Any, Any, list[int]]]


def known_items(connection: sqlite3.Connection, count: int) -> Iterator[tuple[str, int, str]]:
    """Kind of question, article, question with accents."""
    draw = random.Random(7)
    ids = [row[0] for row in connection.execute("SELECT id FROM articles WHERE status <> 'hidden' ORDER BY id")]
    for article in draw.sample(ids, min(count, len(ids))):
        sql = "SELECT title, body FROM article_texts WHERE article_id = ?"
        for kind, text, length in zip(
            ("title", "body"), connection.execute(sql, [article]).fetchone(), (4, 5), strict=True
        ):
            said = words(text)
            begin = draw.randrange(max(1, len(said) - length))
            question = " ".join(said[begin : begin + length])
            if has_accents(question):
                yield kind, article, question


def names(connection: sqlite3.Connection, count: int) -> list[str]:
    """Names as texts write them, drawn by article; those first whose spelling without accents has other names too."""
    draw, found = random.Random(11), dict[str, None]()
    last = connection.execute("SELECT max(article_id) FROM article_texts").fetchone()[0]
    for _ in range(20 * count):
        row = connection.execute(
            "SELECT body FROM article_texts WHERE article_id >= ? LIMIT 1", [draw.randint(1, last)]
        ).fetchone()
        found |= dict.fromkeys(name for name in _NAME.findall(row[0]) if has_accents(name))
    twins: dict[str, set[str]] = {}
    for name in found:
        twins.setdefault(fold(name), set()).add(exact(name))
    return sorted(found, key=lambda name: -len(twins[fold(name)]))[:count]


def holders(connection: sqlite3.Connection, name: str) -> set[int]:
    """Articles, hidden ones aside, that hold ``name`` with its accents (either place of the tone mark)."""
    sql = """SELECT t.article_id, t.title, t.lead, t.body, t.captions FROM article_texts_fts f
      JOIN article_texts t ON t.article_id = f.rowid JOIN articles a ON a.id = f.rowid
      WHERE article_texts_fts MATCH ? AND a.status <> 'hidden'"""
    rows = connection.execute(sql, [parse(name).narrow()])
    wanted = f" {exact(name)} "
    return {row[0] for row in rows if any(wanted in f" {exact(text or '')} " for text in row[1:])}


def index_share(connection: sqlite3.Connection, column: str = "pgsize") -> float:
    """Bytes of the full-text index to one byte of indexed text (UTF-8): whole pages, or (``payload``) what they hold.
    The index takes three pages at least beside its data, which counts where there are few articles."""
    tables = [f"article_texts_fts_{part}" for part in ("data", "idx", "docsize", "config")]
    size = sum(
        connection.execute(f"SELECT coalesce(sum({column}), 0) FROM dbstat WHERE name = ?", [table]).fetchone()[0]
        for table in tables
    )
    lengths = " + ".join(f"coalesce(length(cast({name} AS blob)), 0)" for name in ("title", "lead", "body", "captions"))
    return float(size / connection.execute(f"SELECT sum({lengths}) FROM article_texts").fetchone()[0])


def ask_ours(datasette: Any) -> Ask:
    """Ids of the first hits of ``/tim-kiem.json``."""

    async def ask(question: str) -> list[int]:
        answer = await datasette.client.get("/tim-kiem.json?" + urlencode({"q": question}))
        return [row["id"] for row in answer.json()["articles"]][:SHOWN] if answer.status_code == 200 else []

    return ask


def ask_stock(server: Reader) -> Ask:
    """Ids of the first rows of the table's own search; none where it answers with an error."""

    async def ask(question: str) -> list[int]:
        path = f"/archive/article_texts.json?{urlencode({'_search': question, '_size': SHOWN, '_shape': 'array'})}"
        answer = server.get(path)
        return [row["article_id"] for row in json.loads(answer.body)] if answer.status == 200 else []

    return ask


async def found(ask: Ask, asked: list[tuple[str, int, str]]) -> dict[tuple[str, str], float]:
    """Mean reciprocal rank by kind of question and way of typing."""
    ranks: dict[tuple[str, str], list[float]] = {}
    for kind, article, question in asked:
        for typed, text in (("accents", question), ("none", fold(question))):
            ids = await ask(text)
            ranks.setdefault((kind, typed), []).append(1 / (1 + ids.index(article)) if article in ids else 0.0)
    return {key: sum(many) / len(many) for key, many in ranks.items()}


async def exactly(ask: Ask, held: dict[str, set[int]]) -> float:
    """The mean share of the first hits for a name that hold it exactly."""
    shares = []
    for name, articles in held.items():
        first = min(SHOWN, len(articles))
        shares.append(len(articles.intersection((await ask(name))[:first])) / first)
    return sum(shares) / len(shares) if shares else 1.0


async def measure(database: Path, count: int, server: Reader) -> int:
    """Print the figures, those of stock Datasette by its ``server``; 1 where a bound does not hold."""
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    asked = list(known_items(connection, count))
    held = {name: articles for name in names(connection, count) if (articles := holders(connection, name))}
    print(f"{database}: {len(asked)} known items, {len(held)} names, median {_median(held)} articles a name")
    broken = []
    for label, ask in (("ours", ask_ours(make_datasette(database))), ("stock", ask_stock(server))):
        ranks, share = await found(ask, asked), await exactly(ask, held)
        for kind in ("title", "body"):
            accents, none = ranks.get((kind, "accents"), 0.0), ranks.get((kind, "none"), 0.0)
            print(f"{label:<6}{kind:<6} MRR@10 with accents {accents:.3f}, without {none:.3f}")
            if label == "ours" and none < LEAST_SHARE * accents:
                broken.append(f"{kind}: without accents {none / accents:.3f} of with")
        print(f"{label:<6}names  with exact accents first: {share:.3f}")
        if label == "ours" and share < LEAST_NAMES:
            broken.append(f"names {share:.3f}")
    pages, held = index_share(connection), index_share(connection, "payload")
    print(f"index {pages:.3f} of the text in whole pages, {held:.3f} in bytes")
    many = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    size = pages if many >= MANY else held
    broken += [f"index {size:.3f}"] if size > MOST_INDEX else []
    for problem in broken:
        print(f"BROKEN: {problem}")
    return 1 if broken else 0


def _median(held: dict[str, set[int]]) -> int:
    many = sorted(map(len, held.values()))
    return many[len(many) // 2] if many else 0


def main() -> int:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--articles", type=int, help="generate this many where FOLDER has no archive")
    options.add_argument("--questions", type=int, default=200)
    said = options.parse_args()
    database = archive(said.folder, said.articles) if said.articles else said.folder / "archive.db"
    with stock(database) as port:
        return asyncio.run(measure(database, said.questions, Reader(port)))


if __name__ == "__main__":
    sys.exit(main())
