"""A small archive to which anything may happen between two looks at it, at random but the same each time."""

import itertools
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from pipelines.schema import open_database

SEEN: Final = "2026-11-20T03:04:05Z"
#: Tables with rows of articles.
_OWNED: Final = ("article_texts", "article_html", "versions", "article_urls", "article_authors", "article_tags",
                 "images", "attachments", "related_links", "read_counts", "flags")  # fmt: skip


class ChangingArchive:
    """An archive at ``path`` of two sites, one of which lets its texts out, with a writer of its own."""

    def __init__(self, path: Path, seed: int, articles: int = 14) -> None:
        self.db, self.draw = open_database(path), random.Random(seed)
        self.db.conn.execute("PRAGMA foreign_keys = OFF")
        self._numbers = itertools.count(1)
        for site, rights in ((1, "full"), (2, "excerpt")):
            self._put("sites", id=site, slug=f"trang-{site}", name=f"Trang {site}", url=f"http://trang-{site}.example/",
                      rights_publish=rights)  # fmt: skip
        for number in range(1, 9):
            self._put("authors", id=number, name=f"Tác giả {number}", name_fold=f"tac gia {number}")
            self._put("tags", id=number, name=f"từ khoá {number}")
            self._put("sections", id=number, site_id=1 + number % 2, name=f"Mục {number}")
        for _ in range(articles):
            self.appear()

    def happen(self, times: int = 1) -> None:
        """Let so many things happen, in one transaction."""
        self.db.conn.execute("BEGIN IMMEDIATE")
        for _ in range(times):
            self.draw.choice(self._events())()
        self.db.conn.execute("COMMIT")

    def _events(self) -> tuple[Callable[[], None], ...]:
        often = (self.look, self.edit, self.hide, self.link)
        return (*often, *often, self.appear, self.show, self.unlink, self.move, self.forget_address, self.vanish,
                self.swap, self.revisit, self.taint, self.rename, self.lose, self.found_site)  # fmt: skip

    def _put(self, table: str, **values: Any) -> int:
        sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
        return int(self.db.conn.execute(sql, list(values.values())).lastrowid or 0)

    def _any(self, table: str = "articles", where: str = "1") -> int:
        found = [row[0] for row in self.db.conn.execute(f"SELECT id FROM {table} WHERE {where} ORDER BY id")]
        return self.draw.choice(found) if found else 0

    def _url(self, article: int) -> str:
        found = self.db.conn.execute("SELECT url FROM articles WHERE id = ?", (article,)).fetchone()
        return str(found[0]) if found else "http://trang-1.example/"

    def _capture(self, site: int, url: str, refers_to: int | None = None) -> int:
        number = next(self._numbers)
        return self._put("captures", site_id=site, url=url, captured_at=SEEN, status=200, warc="kho.warc.gz",
                         offset=number, length=1, digest=f"sha1:{number}", refers_to=refers_to)  # fmt: skip

    def appear(self) -> None:
        """A new article with a row in every list."""
        number, site = next(self._numbers), self.draw.choice((1, 1, 2))
        url = f"http://trang-{site}.example/bai/{number}"
        capture = self._capture(site, url)
        article = self._put("articles", site_id=site, id_space="a", identity=f"a{number}", url=url,
                            title=f"Bài {number}", section_id=self._any("sections"),
                            author_id=self._any("authors"), capture_id=capture,
                            first_seen_at=SEEN, last_seen_at=SEEN, changed_at=SEEN)  # fmt: skip
        self._put("article_texts", article_id=article, title=f"Bài {number}", body=f"thân riêng{article}kín đoàn viên",
                  lead=f"lời dẫn riêng{article}kín", captions="ảnh")  # fmt: skip
        self._put("article_html", article_id=article, body_html=f"<p>{number}</p>")
        self._put("article_authors", article_id=article, position=1, author_id=self._any("authors"), role="text")
        self._put("article_tags", article_id=article, position=1, tag_id=self._any("tags"))
        self._put("images", article_id=article, position=1, url=f"http://trang-{site}.example/anh/{number % 5}.jpg")
        self._capture(site, f"http://trang-{site}.example/anh/{number % 5}.jpg")
        self._put("attachments", article_id=article, position=1, url=f"{url}.pdf")
        self._put("pages", site_id=site, url=f"{url}/in", kind="article", article_id=article, discovered_at=SEEN)
        self._version(article, capture)

    def _version(self, article: int, capture: int) -> None:
        count = self.db.conn.execute("SELECT count(*) FROM versions WHERE article_id = ?", (article,)).fetchone()[0]
        self._put("versions", article_id=article, number=count + 1, seen_at=SEEN, capture_id=capture, digest="d",
                  extractor=1, staged=self.draw.choice((0, 0, 1)), title=f"Bài {article}",
                  body=f"riêng{article}kín")  # fmt: skip

    def look(self) -> None:
        """An article is seen again: a count, a capture."""
        article, number = self._any(), next(self._numbers)
        capture = self._capture(1, self._url(article))
        self.db.conn.execute("UPDATE articles SET last_seen_at = ? WHERE id = ?", (f"{number}", article))
        self._put("read_counts", article_id=article, seen_at=f"{number}", read_count=number, capture_id=capture)

    def edit(self) -> None:
        """Its text is another one, its lists too."""
        article, number = self._any(), next(self._numbers)
        capture = self._capture(1, self._url(article))
        self.db.conn.execute(
            "UPDATE article_texts SET body = ? WHERE article_id = ?", (f"riêng{article}kín {number}", article)
        )
        self.db.conn.execute("UPDATE articles SET capture_id = ? WHERE id = ?", (capture, article))
        self.db.conn.execute("DELETE FROM article_tags WHERE article_id = ?", (article,))
        sql = "INSERT OR IGNORE INTO article_tags (article_id, position, tag_id) VALUES (?, 1, ?)"
        self.db.conn.execute(sql, (article, self._any("tags")))
        self._version(article, capture)

    def hide(self) -> None:
        """It is hidden."""
        self.db.conn.execute("UPDATE articles SET status = 'hidden' WHERE id = ?", (self._any(),))

    def show(self) -> None:
        """It is shown again."""
        self.db.conn.execute(
            "UPDATE articles SET status = 'live' WHERE id = ?", (self._any(where="status = 'hidden'"),)
        )

    def link(self) -> None:
        """One article leads to another, of which an address or an id is known."""
        target = self._any()
        sql = """INSERT INTO related_links (article_id, url, kind, position, target_id, first_seen_at, last_seen_at)
          VALUES (?, ?, 'related', 1, ?, ?, ?) ON CONFLICT DO UPDATE SET target_id = excluded.target_id"""
        url = self.draw.choice((self._url(target), f"http://trang-1.example/cu/{target}"))
        self.db.conn.execute(sql, (self._any(), url, self.draw.choice((None, target)), SEEN, SEEN))

    def unlink(self) -> None:
        """It does not any more."""
        self.db.conn.execute("DELETE FROM related_links WHERE article_id = ?", (self._any(),))

    def move(self) -> None:
        """An article has another address, and keeps the old one."""
        article = self._any()
        sql = "INSERT OR IGNORE INTO article_urls (article_id, url, first_seen_at) VALUES (?, ?, ?)"
        self.db.conn.execute(
            sql, (article, self.draw.choice((self._url(article), f"http://trang-1.example/cu/{article}")), SEEN)
        )
        self.db.conn.execute(
            "UPDATE articles SET url = ? WHERE id = ?", (f"http://m.example/{next(self._numbers)}", article)
        )

    def forget_address(self) -> None:
        """One of its addresses is forgotten."""
        self.db.conn.execute("DELETE FROM article_urls WHERE article_id = ?", (self._any(),))

    def vanish(self) -> None:
        """An article is taken out of the archive altogether."""
        article = self._any()
        for table in _OWNED:
            self.db.conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (article,))
        self.db.conn.execute("UPDATE related_links SET target_id = NULL WHERE target_id = ?", (article,))
        self.db.conn.execute("DELETE FROM articles WHERE id = ?", (article,))

    def swap(self) -> None:
        """Two articles change their numbers, two captures their places, an image its article."""
        for table, column, between in (("articles", "identity", "''"), ("captures", "offset", "-1")):
            one, two = self._any(table), self._any(table)
            values = [self.db.conn.execute(f"SELECT {column}, {'site_id' if table == 'articles' else '1'} FROM {table} "
                                           "WHERE id = ?", (each,)).fetchone() for each in (one, two)]  # fmt: skip
            if values[0] and values[1] and values[0][1] == values[1][1]:
                self.db.conn.execute(f"UPDATE {table} SET {column} = {between} WHERE id = ?", (one,))
                self.db.conn.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (values[0][0], two))
                self.db.conn.execute(
                    f"UPDATE {table} SET {column} = ? WHERE id = ? AND id <> ?", (values[1][0], one, two)
                )
                self.db.conn.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = {between}", (values[1][0],))
        moved = "UPDATE OR IGNORE images SET article_id = ? WHERE article_id = ?"
        self.db.conn.execute(moved, (self._any(), self._any()))

    def revisit(self) -> None:
        """A capture says that nothing changed since another one, or is found to say so."""
        old = self._any("captures")
        site, url = self.db.conn.execute("SELECT site_id, url FROM captures WHERE id = ?", (old,)).fetchone()
        self._capture(site, url, old)
        self.db.conn.execute("UPDATE captures SET refers_to = ? WHERE id = ?", (old, self._any("captures")))

    def taint(self) -> None:
        """A mark is found in what an article was read from."""
        sql = "INSERT OR IGNORE INTO flags (capture_id, position, article_id, kind) VALUES (?, 1, ?, 'hidden_text')"
        self.db.conn.execute(sql, (self._any("captures"), self._any()))

    def rename(self) -> None:
        """An author, a section and a tag are called something else."""
        for table in ("authors", "sections", "tags"):
            self.db.conn.execute(
                f"UPDATE {table} SET name = ? WHERE id = ?", (f"tên {next(self._numbers)}", self._any(table))
            )

    def lose(self) -> None:
        """A capture is lost, or is gone from the table; one is named as the proof of an article's state."""
        self.db.conn.execute("UPDATE captures SET lost = 1 WHERE id = ?", (self._any("captures"),))
        self.db.conn.execute("DELETE FROM captures WHERE id = ?", (self._any("captures"),))
        self.db.conn.execute(
            "UPDATE articles SET status_capture_id = ? WHERE id = ?", (self._any("captures"), self._any())
        )

    def found_site(self) -> None:
        """Another site comes, with a capture."""
        number = next(self._numbers)
        site = self._put("sites", slug=f"moi-{number}", name="Trang mới", url=f"http://moi-{number}.example/",
                         rights_publish=self.draw.choice(("full", "metadata")))  # fmt: skip
        self._capture(site, f"http://moi-{number}.example/")
