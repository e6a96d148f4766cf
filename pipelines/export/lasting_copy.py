"""The copy for publication beside a crawl: made in short transactions, true of one moment, renewed by what changed.

As long as one transaction reads, SQLite cannot cut the write-ahead log back, and a million articles take minutes. So
articles and captures are brought over a few at a time, each lot in a transaction of its own. What was written meanwhile
(``changes``) is brought over again, then what was written during that, until so little is left that one transaction
brings it all. That one sees a single moment, and the copy is true of it:

* A row that was not written since it was brought over is as it was.
* What is kept back is judged by what was hidden as the round began. An article or capture of which something else is
  kept back now than in the round before is brought over again, with those that were written.
* Where the rights of a site changed, everything is made anew.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Set
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from crawler import __version__
from pipelines.export.copied_rows import CopiedRows, open_copy, without_private
from pipelines.export.publishable import CAPTURES, COPIED, MASKED, NEEDED, OF_ARTICLES, REPLACED, WHOLE
from pipelines.export.sqlite_copy import ARTICLES_AT_ONCE, CAPTURES_AT_ONCE, ids
from pipelines.export.withholding import Kept, Withholding, tied_to, withholding
from pipelines.schema.changes import Change, agreed, changed_since, newest, witnesses

#: A copy of which more than this share of the articles is to be brought over again is made anew: that packs it as well.
MOST_CHANGED: Final = 0.25


class OutdatedError(Exception):
    """A copy cannot be brought up to date by what changed since: another release made it, the archive is not the one it
    was made from, the rights of a site changed, or much of it did. Make it anew."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a copy was made from: the last changes of the archive that it has, newest first; the rules it was made by;
    each site's rights; ids of articles and captures of which something was kept back because of what was hidden; how
    many articles were brought over again since it was made from nothing."""

    changes: list[Change]
    rules: str
    rights: dict[int, str]
    articles: list[int]
    captures: list[int]
    renewed: int = 0

    def as_json(self) -> dict[str, Any]:
        """The same in what JSON can say."""
        return asdict(self) | {"rights": list(self.rights.items())}

    @classmethod
    def of_json(cls, said: dict[str, Any]) -> "Basis":
        """What ``as_json`` said."""
        changes = [(seq, kind, number, lot) for seq, kind, number, lot in said["changes"]]
        return cls(**said | {"changes": changes, "rights": dict(said["rights"])})

    def withheld(self) -> Withholding:
        """What was kept back, as far as it is known."""
        articles, captures = (frozenset[Kept]((number, None) for number in of) for of in (self.articles, self.captures))
        return Withholding(self.rights, articles, captures)


@dataclass(frozen=True, slots=True)
class _Due:
    """What a round has to bring over: ids of articles and captures, and of those that were written after ``since``."""

    since: int
    articles: frozenset[int] = frozenset()
    captures: frozenset[int] = frozenset()

    @classmethod
    def of(cls, changes: list[Change], since: int) -> "_Due":
        """Those of ``changes`` after ``since``: they may be lost, and the copy has them."""
        lost = [(kind, number) for seq, kind, number, _ in changes if seq > since]
        return cls(since, *(frozenset(number for of, number in lost if of == kind) for kind in ("article", "capture")))

    def is_small(self) -> bool:
        return len(self.articles) <= ARTICLES_AT_ONCE and len(self.captures) <= ARTICLES_AT_ONCE


_Lot = TypeVar("_Lot")


@dataclass(frozen=True, slots=True)
class LastingCopy:
    """A copy in the making at ``path``. ``source``: the archive, outside a transaction, rows as ``sqlite3.Row``;
    ``mask``: without telephone numbers and e-mail addresses; ``pause`` is called whenever nothing is being read; what
    ``tell`` returns in the last transaction is returned with the copy's basis."""

    source: sqlite3.Connection
    path: Path
    tell: Callable[[], Any]
    mask: bool = False
    pause: Callable[[], None] = lambda: None

    def fill(self) -> tuple[Basis, Any]:
        """Make it from nothing. OutdatedError where the rights of a site change meanwhile."""
        self.path.unlink(missing_ok=True)
        with self._writing() as rows:
            with self._reading():
                before, since = withholding(self.source, None), newest(self.source)
            rows.make_tables()
            self._bring(ids(self.source, "articles", ARTICLES_AT_ONCE), rows.put_articles)
            self._bring(ids(self.source, "captures", CAPTURES_AT_ONCE), rows.put_captures)
            rows.index()
            basis, told = self._catch_up(rows, _Due(since), before)
            return replace(basis, renewed=0), told

    def renew(self, basis: Basis) -> tuple[Basis, Any]:
        """Bring the copy at ``path``, made from ``basis``, up to date. OutdatedError where that cannot be done."""
        with self._writing() as rows:
            with self._reading():
                agreed_at = agreed(self.source, basis.changes)
                if basis.rules != self._rules() or agreed_at is None:
                    raise OutdatedError
                changed = len(changed_since(self.source, agreed_at[0], "article"))
            if basis.renewed + changed > MOST_CHANGED * rows.articles():
                raise OutdatedError
            after, told = self._catch_up(rows, _Due.of(basis.changes, agreed_at[0]), basis.withheld())
            return replace(after, renewed=after.renewed + basis.renewed), told

    def _catch_up(self, rows: CopiedRows, due: _Due, before: Withholding) -> tuple[Basis, Any]:
        """Bring over what is ``due`` and was written since, and what is kept back otherwise than ``before``."""
        rows.follow_texts()
        while True:
            with self._reading():
                now = withholding(self.source, None)
                if not now.allows_as(before):
                    raise OutdatedError
                due = self._due(due, before, now)
                if due.is_small():
                    self._renew(rows, due)
                    lists, found = rows.take_lists(), (self._basis(now, rows.renewed), self.tell())
                    break
                before, after = now, _Due(newest(self.source))
            self._renew_in_lots(rows, due)
            due = after
        self.pause()
        rows.renew_lists(lists)
        rows.settle()
        return found

    def _due(self, due: _Due, before: Withholding, now: Withholding) -> _Due:
        """``due`` with all that was written since, or that is kept back otherwise ``now``."""
        captures = due.captures | {number for number, _ in before.captures ^ now.captures}
        captures |= changed_since(self.source, due.since, "capture")
        articles = due.articles | {number for number, _ in before.articles ^ now.articles}
        articles |= changed_since(self.source, due.since, "article")
        return _Due(due.since, frozenset(articles), frozenset(captures))

    def _renew_in_lots(self, rows: CopiedRows, due: _Due) -> None:
        """Bring over what is due. What names a capture, and was not written itself, names it at any time."""
        articles = set(due.articles)

        def renew_captures(captures: Set[int]) -> None:
            articles.update(self._renew_captures(rows, captures))

        self._bring(_lots(due.captures), renew_captures)
        self._bring(_lots(articles), rows.renew_articles)

    def _renew(self, rows: CopiedRows, due: _Due) -> None:
        rows.renew_articles(due.articles | self._renew_captures(rows, due.captures))

    def _renew_captures(self, rows: CopiedRows, captures: Set[int]) -> set[int]:
        """Bring captures over with their revisits; the articles that name one."""
        articles, revisits = tied_to(self.source, captures)
        rows.renew_captures(captures | revisits)
        return articles

    def _bring(self, lots: Iterator[_Lot], bring: Callable[[_Lot], None]) -> None:
        for lot in lots:
            with self._reading():
                bring(lot)
            self.pause()

    @contextmanager
    def _writing(self) -> Iterator[CopiedRows]:
        """The file, in one transaction: where it breaks off, the file is worth nothing. What is kept back is looked for
        once without a transaction, since a cold disk may take seconds for what then takes none."""
        withholding(self.source, None, self.pause)
        with closing(open_copy(self.path)) as copy:
            copy.execute("BEGIN")
            yield CopiedRows(self.source, copy, mask=self.mask)
            copy.execute("COMMIT")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One short transaction: the archive as of one moment. It is committed for the temporary tables that stay."""
        self.source.execute("BEGIN")
        try:
            yield
        finally:
            self.source.execute("COMMIT")

    def _basis(self, now: Withholding, renewed: int) -> Basis:
        articles, captures = (sorted({number for number, _ in kept}) for kept in (now.articles, now.captures))
        return Basis(witnesses(self.source), self._rules(), dict(now.rights), articles, captures, renewed)

    def _rules(self) -> str:
        """What differs where a copy would be made otherwise: rules, release, tables."""
        made = self.source.execute(
            f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({', '.join('?' * len(COPIED))}) OR type = 'view'", COPIED
        )
        tables = sorted(without_private(str(row[0])) for row in made.fetchall())
        rules = (__version__, self.mask, OF_ARTICLES, CAPTURES, WHOLE, NEEDED, REPLACED, MASKED, tables)
        return hashlib.sha256(repr(rules).encode()).hexdigest()


def _lots(numbers: Set[int]) -> Iterator[frozenset[int]]:
    ordered = sorted(numbers)
    for first in range(0, len(ordered), ARTICLES_AT_ONCE):
        yield frozenset(ordered[first : first + ARTICLES_AT_ONCE])
