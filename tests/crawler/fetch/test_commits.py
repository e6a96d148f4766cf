"""Outcomes go into the database several at a time, after their captures are on disk, and fail one by one."""

import asyncio
from collections.abc import Sequence
from typing import Any

from crawler.errors import DiskFullError
from crawler.fetch import commits
from crawler.fetch.commits import MOST, Commits


class Books:
    """A session and its store at once: keeps what was asked of it, in order."""

    def __init__(self, bad: Any = None, full: bool = False) -> None:
        self.done: list[Any] = []
        self.store: Any = self
        self.bad, self.full = bad, full

    async def sync(self) -> None:
        if self.full:
            raise DiskFullError("full")
        self.done.append("sync")

    async def on_store(self, call: Any, *given: Any) -> Any:
        return call(*given)

    def commit(self, result: Any) -> str:
        return self.commit_all([result])[0]

    def commit_all(self, results: Sequence[Any]) -> list[str]:
        if self.bad in results:
            raise KeyError(self.bad)
        self.done.append(list(results))
        return ["new"] * len(results)


async def outcomes(books: Books, number: int, eager: bool = False) -> list[Any]:
    given: Any = Commits(books)
    given.eager = eager
    return await asyncio.gather(*(given.commit(one) for one in range(number)), return_exceptions=True)


def test_outcomes_are_committed_together_and_after_the_sync() -> None:
    books = Books()
    assert asyncio.run(outcomes(books, MOST)) == ["new"] * MOST
    assert books.done == ["sync", list(range(MOST))]


def test_few_outcomes_wait_a_moment_and_not_where_nothing_else_could_come() -> None:
    books = Books()
    assert asyncio.run(outcomes(books, 2)) == ["new", "new"]
    assert books.done == ["sync", [0, 1]]
    books = Books()
    asyncio.run(outcomes(books, 2, eager=True))
    assert [entry for entry in books.done if entry != "sync"] == [[0], [1]]


def test_a_fault_with_one_outcome_fails_that_one_alone() -> None:
    books = Books(bad=1)
    told = asyncio.run(outcomes(books, 3))
    assert (told[0], type(told[1]), told[2]) == ("new", KeyError, "new")
    assert books.done == ["sync", [0], [2]]


def test_nothing_is_committed_whose_capture_is_not_on_disk() -> None:
    books = Books(full=True)
    assert {type(one) for one in asyncio.run(outcomes(books, 3))} == {DiskFullError}
    assert books.done == []


def test_settling_does_not_wait_for_more(monkeypatch: Any) -> None:
    monkeypatch.setattr(commits, "WAIT", 60.0)

    async def settled(books: Books) -> str:
        given = Commits(books)
        given.eager = False
        waiting = asyncio.ensure_future(given.commit("a"))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        await given.settle()
        return await waiting

    assert asyncio.run(settled(Books())) == "new"
