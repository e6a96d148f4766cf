"""Layout drift: a field that is read by another rule than before, or by none, where neither our rules nor the profile
changed. What the archive knows is the rule that gave each field of each article; a crawl compares each look with it."""

import sqlite3
from collections import Counter, defaultdict
from typing import Final

from crawler.article import Article
from crawler.page import Signal
from pipelines import baselines, issue_rows
from pipelines.transactions import Run

#: What is made of another field (the byline) has nothing of its own to say.
DERIVED: Final = ("authors",)

CODE: Final = "layout.drift"

#: Fewer articles that changed their rule are chance; so are those that are less than this share of all that had it.
LEAST: Final = 5
CHANGED: Final = 0.5
#: A rule that gave a field of this share of the last articles gives it of more than half as many new ones.
USUAL: Final = 0.8

#: The rules of an article whose last look was by the same profile and program as this crawl.
_BEFORE: Final = (
    "SELECT f.field, f.rule FROM articles a JOIN captures c ON c.id = a.capture_id JOIN crawls o ON o.id = c.crawl_id"
    " JOIN crawls n ON n.id = :crawl AND n.profile_digest IS o.profile_digest AND n.software IS o.software"
    " JOIN field_sources f ON f.article_id = a.id WHERE a.id = :article"
)
_SAME_RULES: Final = (
    "SELECT 1 FROM crawls n JOIN crawls o ON o.id = (SELECT max(id) FROM crawls WHERE site_id = :site AND id < :crawl"
    " AND reason = 'finished' AND judged IN ('passed', 'accepted')) WHERE n.id = :crawl"
    " AND n.profile_digest IS o.profile_digest AND n.software IS o.software"
)
_OPEN: Final = (
    "SELECT i.id, i.key, n.profile_digest IS NOT o.profile_digest OR n.software IS NOT o.software AS mended"
    " FROM issues i JOIN crawls o ON o.id = i.crawl_id JOIN crawls n ON n.id = :crawl"
    " WHERE i.site_id = :site AND i.code = :code AND i.resolved_at IS NULL"
)


class Drift:
    """What one crawl saw of rules. Look for look in memory; ``settle`` at its end writes and closes issues."""

    def __init__(self) -> None:
        self._new = 0
        self._now: Counter[tuple[str, str]] = Counter()
        self._of_new: Counter[tuple[str, str]] = Counter()
        self._had: Counter[tuple[str, str]] = Counter()
        self._moved: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._example: dict[tuple[str, str], str] = {}
        self._first_new = ""
        #: Articles, and the rules before of those that were known, of the transaction that is open.
        self._looks: list[tuple[Article, list[tuple[str, str]] | None]] = []

    def look(self, run: Run, article: Article, known: sqlite3.Row | None) -> None:
        """Note a look, before it is stored (``known``: the article's row); it counts when that is committed."""
        before = None
        if known is not None:
            rows = run.connection.execute(_BEFORE, {"crawl": run.crawl_id, "article": known["id"]})
            before = [(row["field"], row["rule"]) for row in rows]
        self._looks.append((article, before))

    def forget(self) -> None:
        """The looks since the last count are not stored."""
        self._looks.clear()

    def count(self) -> None:
        """The looks since the last count are stored."""
        for article, before in self._looks:
            self._count(article, before)
        self._looks.clear()

    def _count(self, article: Article, before: list[tuple[str, str]] | None) -> None:
        rules = {field: source.rule for field, source in article.provenance.items() if field not in DERIVED}
        self._now.update(rules.items())
        if before is None:
            self._new += 1
            self._of_new.update(rules.items())
            self._first_new = self._first_new or article.url
            return
        for field, rule in before:
            if field in DERIVED:
                continue
            self._had[field, rule] += 1
            if rules.get(field) != rule:
                self._moved[field, rule][rules.get(field, "")] += 1
                self._example.setdefault((field, rule), article.url)

    def settle(self, run: Run, now: str) -> None:
        """Close the issues of rules that hold again, or that our side changed; open one for each that changed."""
        for row in run.connection.execute(_OPEN, {"site": run.site_id, "crawl": run.crawl_id, "code": CODE}).fetchall():
            field, _, rule = row["key"].partition(" ")
            if row["mended"] or self._now[field, rule] > self._moved[field, rule].total():
                run.connection.execute("UPDATE issues SET resolved_at = ? WHERE id = ?", (now, row["id"]))
        found = {signal.key: signal for signal in (*self._of_known(), *self._of_news(run))}
        issue_rows.record(run, found.values(), now)

    def _of_known(self) -> list[Signal]:
        found = []
        for (field, rule), moved in self._moved.items():
            changed, had = moved.total(), self._had[field, rule]
            if changed >= LEAST and changed > CHANGED * had:
                found.append(_signal((field, rule), moved, f"{changed} of {had} articles", self._example[field, rule]))
        return found

    def _of_news(self, run: Run) -> list[Signal]:
        """Rules that gave a field of nearly all articles before, and of hardly any new one."""
        given = {"site": run.site_id, "crawl": run.crawl_id}
        if self._new < baselines.ENOUGH or run.connection.execute(_SAME_RULES, given).fetchone() is None:
            return []
        chosen = f"SELECT id FROM ({baselines.BEFORE})"
        total = run.connection.execute(f"SELECT count(*) FROM ({chosen})", given).fetchone()[0]
        usual = run.connection.execute(
            f"SELECT field, rule, count(*) AS n FROM field_sources WHERE article_id IN ({chosen}) GROUP BY 1, 2", given
        ).fetchall()
        return [
            _signal((row["field"], row["rule"]), rules := self._rules_of_new(row["field"], row["rule"]),
                    f"{rules.total()} of {self._new} new articles", self._first_new)
            for row in usual
            if row["field"] not in DERIVED and total >= baselines.ENOUGH and row["n"] >= USUAL * total
            and self._of_new[row["field"], row["rule"]] * total < CHANGED * row["n"] * self._new
        ]  # fmt: skip

    def _rules_of_new(self, field: str, old: str) -> Counter[str]:
        others = Counter({rule: n for (name, rule), n in self._of_new.items() if name == field and rule != old})
        others[""] += self._new - self._of_new[field, old] - others.total()
        return others


def _signal(what: tuple[str, str], rules: Counter[str], how_many: str, example: str) -> Signal:
    field, old = what
    new = ", ".join(f"{rule or 'no rule'} ({count})" for rule, count in rules.most_common(3) if count)
    return Signal(
        CODE,
        f"{field}: {how_many} are no longer read by {old}, but by {new}: {example}",
        "The site's layout changed: look at the example; where the value is wrong or missing, bring the profile up to"
        " date and run `khotin extract`.",
        key=f"{field} {old}",
    )
