"""What an export of the web archive itself is made from: the rows of ``captures``, and the pages for its reader."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

#: Captures that a hidden article was read from, that hold its address, or its files where no visible article has them;
#: and the revisits of these. What a visible article was read from stays.
_OF_HIDDEN: Final = """
WITH hidden AS (SELECT id, site_id, url, capture_id FROM articles WHERE status = 'hidden'),
files AS (
  SELECT h.site_id, i.url FROM hidden h JOIN images i ON i.article_id = h.id
  UNION SELECT h.site_id, t.url FROM hidden h JOIN attachments t ON t.article_id = h.id
),
urls AS (
  SELECT site_id, url FROM hidden
  UNION SELECT h.site_id, u.url FROM hidden h JOIN article_urls u ON u.article_id = h.id
  UNION SELECT h.site_id, p.url FROM hidden h JOIN pages p ON p.article_id = h.id
  UNION SELECT f.site_id, f.url FROM files f WHERE NOT EXISTS (
    SELECT 1 FROM images i JOIN articles a ON a.id = i.article_id WHERE i.url = f.url AND a.status <> 'hidden')
  AND NOT EXISTS (
    SELECT 1 FROM attachments t JOIN articles a ON a.id = t.article_id WHERE t.url = f.url AND a.status <> 'hidden')
),
found AS (
  SELECT c.id FROM urls u JOIN captures c ON c.site_id = u.site_id AND c.url = u.url
  UNION SELECT capture_id FROM hidden WHERE capture_id NOT NULL
  UNION SELECT v.capture_id FROM hidden h JOIN versions v ON v.article_id = h.id WHERE v.capture_id NOT NULL
),
own AS (SELECT f.id FROM found f
  WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.capture_id = f.id AND a.status <> 'hidden')
  AND NOT EXISTS (
    SELECT 1 FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.capture_id = f.id AND a.status <> 'hidden'))
SELECT id FROM own UNION SELECT id FROM captures WHERE refers_to IN (SELECT id FROM own)
"""
#: All captures of a site that does not allow its texts, and their revisits.
_BY_RIGHTS: Final = """
WITH own AS (SELECT id FROM captures WHERE site_id IN (SELECT id FROM sites WHERE rights_publish <> 'full'))
SELECT id FROM own UNION SELECT id FROM captures WHERE refers_to IN (SELECT id FROM own)
"""

_WANTED: Final = """(NOT withheld(c.id) AND (:site IS NULL OR s.slug = :site)
  AND (:since IS NULL OR c.captured_at >= :since))"""
_CAPTURES: Final = f"FROM captures c JOIN sites s ON s.id = c.site_id WHERE c.lost = 0 AND {_WANTED}"
#: A capture as the index shows it. What the server called "not modified" (304) is the capture that it refers to, seen
#: again at a later time: replay software would serve the 304 itself, an empty page.
_ROWS: Final = f"""
SELECT line(c.url, c.captured_at, c.method, coalesce(o.status, c.status), coalesce(o.media_type, c.media_type),
  coalesce(o.record_type, c.record_type), c.digest, coalesce(o.length, c.length), coalesce(o.offset, c.offset),
  coalesce(o.warc, c.warc)) AS text
FROM captures c JOIN sites s ON s.id = c.site_id LEFT JOIN captures o ON o.id = c.refers_to AND c.status = 304
  AND o.lost = 0 AND o.site_id = c.site_id AND NOT withheld(o.id)
WHERE c.lost = 0 AND {_WANTED} ORDER BY text
"""

_PAGES: Final = """
SELECT s.slug, a.id_space, coalesce(a.source_id, a.id) AS number, c.url, c.captured_at, a.title, t.lead, t.body
FROM articles a JOIN sites s ON s.id = a.site_id JOIN captures c ON c.id = a.capture_id
LEFT JOIN article_texts t ON t.article_id = a.id
WHERE a.status <> 'hidden' AND c.lost = 0 AND NOT withheld(c.id) AND (:site IS NULL OR s.slug = :site)
ORDER BY s.slug, c.captured_at, a.id
"""


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """One capture as its row says: ``captured_at`` UTC (``2026-11-23T05:38:00Z``); ``offset`` and ``length`` in bytes
    of its record in the file ``warc``. Of what was not modified, all but URL, time and method is the original's."""

    url: str
    captured_at: str
    method: str
    status: int
    media_type: str | None
    record_type: str
    digest: str
    length: int
    offset: int
    warc: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """One article as a page of the web archive: the address and time of the capture that it was read from."""

    id: str
    url: str
    captured_at: str
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where one capture's record lies: the capture's id, URL and file, offset and length in bytes."""

    id: int
    url: str
    warc: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class WarcRow:
    """One WARC file with captures of the export: its name, the offset of the last and the end of the furthest of them,
    and the places (offset, length) of records that must not leave the archive."""

    name: str
    last: int
    end: int
    holes: tuple[tuple[int, int], ...]


def of_hidden(connection: sqlite3.Connection) -> frozenset[int]:
    """Ids of the captures that show what is hidden."""
    return frozenset(row[0] for row in connection.execute(_OF_HIDDEN))


def by_rights(connection: sqlite3.Connection) -> frozenset[int]:
    """Ids of the captures that their site's rights keep back."""
    return frozenset(row[0] for row in connection.execute(_BY_RIGHTS))


class Captures:
    """The captures of an archive that may be exported: not lost, not of hidden articles, of one site or all (``site``
    a slug), at or after ``since`` (UTC, as the rows have it). ``connection`` should be inside a transaction."""

    def __init__(self, connection: sqlite3.Connection, site: str | None = None, since: str | None = None) -> None:
        self._connection, self._bound = connection, {"site": site, "since": since}
        withheld = self._withheld = set(of_hidden(connection) | by_rights(connection))
        connection.create_function("withheld", 1, lambda number: number in withheld, deterministic=True)

    def places(self) -> Iterator[Place]:
        """Where each of them lies, file by file from start to end."""
        sql = f"SELECT c.id, c.url, c.warc, c.offset, c.length {_CAPTURES} ORDER BY c.warc, c.offset"
        return (Place(*row) for row in self._connection.execute(sql, self._bound))

    def leave_out(self, captures: Iterable[int]) -> None:
        """Count the captures with these ids, whose records cannot be read, as if they were lost."""
        self._withheld.update(captures)

    def lines(self, line: Callable[[CaptureRow], str]) -> Iterator[str]:
        """What ``line`` makes of each capture, in the order of the lines' UTF-8 bytes: SQLite sorts, on disk where
        memory does not do. ``line`` must not raise."""
        self._connection.create_function("line", 10, lambda *values: line(CaptureRow(*values)), deterministic=True)
        return (row[0] for row in self._connection.execute(_ROWS, self._bound))

    def warcs(self) -> list[WarcRow]:
        """The files that hold them, by name; their holes are all other captures in them, be they hidden or another
        site's."""
        files = self._connection.execute(
            f"SELECT c.warc, max(c.offset), max(c.offset + c.length) {_CAPTURES} GROUP BY 1 ORDER BY 1", self._bound
        ).fetchall()
        holes: dict[str, list[tuple[int, int]]] = {name: [] for name, _, _ in files}
        others = self._connection.execute(
            f"""SELECT c.warc, c.offset, c.length FROM captures c JOIN sites s ON s.id = c.site_id
            WHERE c.lost = 0 AND NOT {_WANTED} AND c.warc IN (SELECT c.warc {_CAPTURES}) ORDER BY 1, 2""",
            self._bound,
        )
        for name, offset, length in others:
            holes[name].append((offset, length))
        return [WarcRow(name, last, end, tuple(holes[name])) for name, last, end in files]

    def pages(self) -> Iterator[PageRow]:
        """The articles that are not hidden and whose capture is there, by site and time."""
        for row in self._connection.execute(_PAGES, self._bound):
            text = "\n".join(part for part in (row["lead"], row["body"]) if part)
            number = f"{row['slug']}/{row['id_space']}/{row['number']}"
            yield PageRow(number, row["url"], row["captured_at"], row["title"], text)

    def front(self) -> dict[str, Any] | None:
        """Of a single exported site: its ``name``, ``url`` and the time (``at``, or null) when that page was last
        captured; None for several."""
        sites = self._connection.execute("SELECT * FROM sites WHERE ? IS NULL OR slug = ?", (self._bound["site"],) * 2)
        found = sites.fetchall()
        if len(found) != 1:
            return None
        url = found[0]["url"]
        sql = f"SELECT max(c.captured_at) {_CAPTURES} AND c.url = :url AND c.status = 200"
        at = self._connection.execute(sql, self._bound | {"url": url}).fetchone()[0]
        return {"name": found[0]["name"], "url": url, "at": at}
