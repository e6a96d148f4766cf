"""The judgement at the end of a crawl: did it find what the profile says a healthy one finds?"""

from dataclasses import dataclass
from typing import Final

from crawler.errors import EXIT_CODES
from crawler.page import Signal
from crawler.profiles import Expect, Profile
from pipelines import baselines, issue_rows
from pipelines.transactions import Run

#: Fewer articles than this say nothing about a share.
ENOUGH: Final = 10
#: More than this share of failed pages, or of articles that lost a field, is a bad day.
FAILED_SHARE: Final = 0.5
STAGED_SHARE: Final = 0.2

#: Field of ``[expect.fill]`` or key of the export -> SQL that is true where an article ``a`` has a value.
FIELDS: Final = {
    **{key: f"a.{key} IS NOT NULL" for key in (
        "title", "byline", "source", "published_at", "event_date", "modified_at", "read_count", "document_number",
    )},
    "published": "a.published_at IS NOT NULL",
    "modified": "a.modified_at IS NOT NULL",
    "section": "a.section_id IS NOT NULL",
    "authors": "a.author_id IS NOT NULL",
    "author": "a.author_id IS NOT NULL",
    "images": "a.image_count > 0",
    "attachments": "a.attachment_count > 0",
    "body_text": "a.word_count > 0",
    "body": "a.word_count > 0",
    "lead": "EXISTS (SELECT 1 FROM article_texts t WHERE t.article_id = a.id AND t.lead IS NOT NULL)",
    "related": "a.related_state = 'listed'",
    "tags": "EXISTS (SELECT 1 FROM article_tags t WHERE t.article_id = a.id)",
}  # fmt: skip

#: Of these a site's past tells the share: what its system prints, not what its writers may leave out.
LEARNED: Final = {
    name: FIELDS[name] for name in ("title", "byline", "published", "read_count", "section", "images", "body")
}

_LIVE: Final = "SELECT count(*) FROM articles WHERE site_id = :site AND status IN ('live', 'hidden')"

#: Issues that the judgement opens, and closes again when the next one finds them settled.
CODES: Final = (
    *baselines.CODES,
    "health.unread", "health.articles", "health.fill", "health.listings", "health.failed_pages", "health.lost_fields",
)  # fmt: skip
#: Issue of a crawl that accepts any certificate.
UNVERIFIED: Final = "tls.unverified"

#: Issues that a whole crawl says anew or not at all.
BUDGET_CODES: Final = ("budget.shape", "budget.off_host")


@dataclass(frozen=True, slots=True)
class Judgement:
    """``judged`` is ``passed``, ``failed`` or ``unjudged`` (the crawl was stopped early); ``problems`` say why."""

    judged: str
    problems: tuple[Signal, ...] = ()


def judge(run: Run, expect: Expect | None, reason: str, seen: tuple[Signal, ...] = ()) -> Judgement:
    """Judge a crawl that ended for ``reason`` against ``expect`` and what the crawl itself shows; ``seen``: what was
    wrong with the site as a whole. One that ended early is only judged for that, and for having read nothing at all: a
    limit must not hide it."""
    unread = (*seen, *_unread(run)) if EXIT_CODES.get(reason) == 0 else ()
    if reason != "finished":
        return Judgement("failed", unread) if unread else Judgement("unjudged")
    expect = expect or Expect()
    found = (*unread, *_articles(run, expect), *_fill(run, expect), *_listings(run), *_failed(run), *_lost(run))
    problems = (*found, *baselines.problems(run, LEARNED))
    return Judgement("failed" if problems else "passed", problems)


def note_exceptions(run: Run, profile: Profile, now: str) -> None:
    """Open an issue in each crawl that accepts any certificate; close it when the exception is over."""
    if profile.fetch.verify_tls:
        issue_rows.resolve_site(run, (UNVERIFIED,), now)
        return
    advice = "Ask the site to renew its certificate; take verify_tls = false out of the profile when it has."
    text = "The profile accepts any certificate: what came over https may not come from this site."
    issue_rows.record(run, [Signal(UNVERIFIED, text, advice, file=profile.file, key="fetch.verify_tls")], now)


def record(run: Run, judgement: Judgement, now: str) -> None:
    """Open an issue for each problem; close those of earlier judgements that are settled."""
    if judgement.judged == "unjudged":
        return
    issue_rows.resolve_site(run, CODES, now)
    issue_rows.resolve_unsaid(run, BUDGET_CODES, now)
    issue_rows.record(run, judgement.problems, now)


def emptied(run: Run, lists: int, known: int) -> list[Signal]:
    """The problem of lists that once led to articles and now lead to none (``lists`` of them were read), where no other
    list leads to articles of the archive (``known``)."""
    if not lists or known or _number(run, _LIVE) < ENOUGH:
        return []
    return [_problem("health.listings", f"None of {lists} lists leads to any article of the archive.", "")]


def _number(run: Run, sql: str) -> int:
    row = run.connection.execute(sql, {"site": run.site_id, "crawl": run.crawl_id}).fetchone()
    return int(row[0] or 0)


def _unread(run: Run) -> list[Signal]:
    """Pages were asked for, and not one was read: each answered with an error, or was forbidden by robots.txt."""
    asked = run.connection.execute(
        "SELECT reason, count(*), sum(state IN ('done', 'suspected', 'gone')"
        " AND (last_status BETWEEN 200 AND 299 OR last_status = 304)) FROM pages"
        " WHERE site_id = :site AND crawl_id = :crawl AND coalesce(reason, '') <> 'absent'"
        " AND last_seen_at >= (SELECT started_at FROM crawls WHERE id = :crawl) GROUP BY 1 ORDER BY 2 DESC",
        {"site": run.site_id, "crawl": run.crawl_id},
    ).fetchall()
    if not asked or any(read for _, _, read in asked):
        return []
    total = sum(count for _, count, _ in asked)
    why = ", ".join(f"{count} {_in_words(reason or '')}" for reason, count, _ in asked[:3])
    return [_problem("health.unread", f"None of {total} pages could be read: {why}.", "")]


def _in_words(reason: str) -> str:
    """Why a page was not read, in words for a person; the bare reason where it speaks for itself."""
    if reason.startswith("http_"):
        return f"answered {reason.removeprefix('http_')}"
    return {"robots": "forbidden by robots.txt", "redirect": "redirected"}.get(reason, reason)


def _articles(run: Run, expect: Expect) -> list[Signal]:
    have = _number(run, _LIVE)
    if have >= expect.articles:
        return []
    return [_problem("health.articles", f"{have} live articles, at least {expect.articles} expected.", "articles")]


def _fill(run: Run, expect: Expect) -> list[Signal]:
    seen = (
        " FROM articles a WHERE a.site_id = :site AND a.status = 'live' AND a.kind IN ('article', 'document')"
        " AND a.last_seen_at >= (SELECT started_at FROM crawls WHERE id = :crawl)"
    )
    total, problems = _number(run, f"SELECT count(*) {seen}"), []
    if total < ENOUGH:
        return []
    for name, least in expect.fill.items():
        share = _number(run, f"SELECT count(*) {seen} AND {FIELDS[name]}") / total if name in FIELDS else 1.0
        if share < least:
            text = f"{name}: {share:.0%} of {total} articles have it, at least {least:.0%} expected."
            problems.append(_problem("health.fill", text, name))
    return problems


def _listings(run: Run) -> list[Signal]:
    looked = "FROM pages p WHERE p.site_id = :site AND p.crawl_id = :crawl"
    listings = f"{looked} AND p.kind = 'listing' AND p.state = 'done'"
    total = _number(run, f"SELECT count(*) {listings}")
    empty = _number(
        run,
        f"SELECT count(*) {listings} AND EXISTS (SELECT 1 FROM issues i WHERE i.page_id = p.id"
        " AND i.code = 'listing.no_links' AND i.resolved_at IS NULL)",
    )
    if not total or empty < total:
        return []
    return [_problem("health.listings", f"None of {total} listings led anywhere.", "")]


def _failed(run: Run) -> list[Signal]:
    looked = (
        "FROM pages WHERE site_id = :site AND crawl_id = :crawl AND last_seen_at IS NOT NULL AND kind <> 'requisite'"
    )
    total, failed = (_number(run, f"SELECT count(*) {looked} {more}") for more in ("", "AND state = 'failed'"))
    if total < ENOUGH or failed <= FAILED_SHARE * total:
        return []
    return [_problem("health.failed_pages", f"{failed} of {total} pages could not be fetched.", "")]


def _lost(run: Run) -> list[Signal]:
    staged = _number(run, "SELECT count(*) FROM versions WHERE crawl_id = :crawl AND staged = 1")
    seen = _number(
        run,
        "SELECT count(*) FROM articles WHERE site_id = :site"
        " AND last_seen_at >= (SELECT started_at FROM crawls WHERE id = :crawl)",
    )
    if staged < 3 or staged <= STAGED_SHARE * seen:
        return []
    return [_problem("health.lost_fields", f"{staged} of {seen} articles lost a field since the last crawl.", "")]


def _problem(code: str, message: str, key: str) -> Signal:
    advice = "What this crawl changed for the worse is not shown. Look at the site, then at the profile; crawl again."
    return Signal(code, message, advice, "error", key=key or None)
