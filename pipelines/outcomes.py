"""What a page's result means for its row and for its article: done, again later, suspected, confirmed gone.

Nothing disappears on one look: a page of an article that is gone is ``suspected`` first, and ``gone`` (or an article
``replaced``, ``unreachable``) only when another look, ``confirm_after`` later or more, says the same.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from crawler.page import FILES, PageKind, Signal
from crawler.ports import NOT_MODIFIED, PageResult
from crawler.profiles import Schedule
from pipelines import article_rows, issue_rows, recrawl
from pipelines.transactions import Run, timestamp

#: Reason of a page that failed by a fault of the program: it says nothing about the site.
FAULT: Final = "fault"
#: Page states that say the page did not show its article.
_MISSING: Final = ("suspected", "gone", "failed")


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a page: when (aware), and when it is looked at again: two looks that find an article gone confirm
    each other where they lie ``confirm_after`` apart."""

    at: datetime
    schedule: Schedule

    @property
    def confirm_after(self) -> timedelta:
        """How far apart."""
        return timedelta(seconds=self.schedule.confirm_after)


def settle(run: Run, result: PageResult, article_id: int | None, redirect_id: int | None, look: Look) -> str:
    """Write the page's new state, its article's status and the page's issues; returns the state that was stored."""
    now = timestamp(look.at)
    row = run.connection.execute(
        "SELECT article_id, redirect_id, suspected_at, reason FROM pages WHERE id = ?", (result.page.id,)
    ).fetchone()
    known = article_id or row["article_id"]
    result = _with_vanished(result, row["article_id"], article_id)
    moved = known is not None and _leads_elsewhere(run, result, known)
    missing = result.state in _MISSING and result.reason != FAULT
    suspected_at = (row["suspected_at"] or now) if missing or moved else None
    confirmed = suspected_at is not None and suspected_at <= timestamp(look.at - look.confirm_after)
    state = result.state
    if state in ("suspected", "gone") and (known or state == "suspected"):
        state = "gone" if confirmed else "suspected"
    if known and moved:
        _doubt(run, result, known, "replaced" if confirmed else "suspected", now)
    elif known and state in _MISSING and (state != "failed" or confirmed):
        _doubt(run, result, known, "unreachable" if state == "failed" else state, now)
    result = replace(result, state=state)
    meant = replace(result, reason=row["reason"]) if result.reason == NOT_MODIFIED else result
    due = _retry(result) or recrawl.due_at(run, meant, known, look.at, look.schedule)
    leads = (known, redirect_id) if (known, redirect_id) != (row["article_id"], row["redirect_id"]) else ()
    _write_page(run, result, (suspected_at, due), leads, now)
    _record_issues(run, result, known, now)
    if article_id:
        _confirm_predecessors(run, article_id, look)
        _join_redirects(run, article_id, result.page.id, now)
    if redirect_id:
        _join_redirects(run, None, redirect_id, now)
    return state


def _with_vanished(result: PageResult, had: int | None, has: int | None) -> PageResult:
    """A page that held an article and now shows something else in its place is suspected, whatever it was called."""
    if had and not has and result.state == "done" and result.redirect_to is None:
        return replace(result, state="suspected", reason=result.reason or "article.vanished")
    return result


def _leads_elsewhere(run: Run, result: PageResult, article_id: int) -> bool:
    """Whether the page redirects to something that is not its article, as far as ids and earlier looks tell."""
    if result.redirect_to is None:
        return False
    own = run.connection.execute("SELECT id_space, source_id FROM articles WHERE id = ?", (article_id,)).fetchone()
    link = result.redirect_to
    there = "SELECT 1 FROM pages WHERE site_id = ? AND url = ? AND article_id = ? AND redirect_id IS NULL"
    if run.connection.execute(there, (run.site_id, link.url, article_id)).fetchone():
        return False
    return not (own["source_id"] and (link.id_space, link.source_id) == (own["id_space"], own["source_id"]))


def _doubt(run: Run, result: PageResult, article_id: int, status: str, now: str) -> None:
    """Lower the article's status, unless another page still shows it, or did when it was last looked at."""
    elsewhere = run.connection.execute(
        "SELECT 1 FROM pages WHERE article_id = ? AND id <> ? AND state IN ('done', 'pending', 'leased')"
        " AND suspected_at IS NULL AND redirect_id IS NULL LIMIT 1",
        (article_id, result.page.id),
    ).fetchone()
    if not elsewhere:
        article_rows.set_status(run, article_id, status, result.capture.id if result.capture else None, now)


def _write_page(
    run: Run, result: PageResult, times: tuple[str | None, str | None], leads: tuple[int | None, ...], now: str
) -> None:
    """``times``: since when the page is missing, and when it is due again; ``leads``: the article and the page that it
    leads to, where they differ: setting them touches two indexes."""
    suspected_at, due = times
    again = result.state in ("pending", "failed")
    run.connection.execute(
        f"UPDATE pages SET {'article_id = ?, redirect_id = ?,' if leads else ''} state = ?, kind = ?,"
        " reason = CASE WHEN ? THEN reason ELSE ? END, tries = CASE WHEN ? THEN tries + 1 ELSE 0 END, next_due = ?,"
        " lease_token = NULL, last_seen_at = ?, last_status = coalesce(?, last_status),"
        " last_capture_id = coalesce(?, last_capture_id), suspected_at = ? WHERE id = ?",
        (*leads, result.state, _kind(result), result.reason == NOT_MODIFIED, result.reason, again, due,
         now, result.status, result.capture.id if result.capture else None, suspected_at, result.page.id),
    )  # fmt: skip


def _retry(result: PageResult) -> str | None:
    """When to try again, rounded up to the second that the column holds: never earlier than asked."""
    return timestamp(result.retry_at + timedelta(microseconds=999_999)) if result.retry_at else None


def _kind(result: PageResult) -> PageKind:
    """A guessed id that shows an article is a guess no more."""
    found = result.article is not None and result.page.kind in (PageKind.GUESS, PageKind.PAGE)
    return PageKind.ARTICLE if found else result.page.kind


def _record_issues(run: Run, result: PageResult, article_id: int | None, now: str) -> None:
    signals = [*result.signals]
    if not signals and (signal := _own_signal(result, article_id)) is not None:
        signals.append(signal)
    if result.decoding is not None and result.decoding.bad_sequences:
        signals.append(Signal(
            "charset.bad_sequences",
            f"{result.decoding.bad_sequences} bytes of the page are no valid {result.decoding.used}.",
            "They show as replacement characters; the capture keeps the bytes.", "info",
        ))  # fmt: skip
    if result.state == "gone":  # what was suspected is known now: one issue, not two
        issue_rows.resolve_code(run, result.page.id, "article.suspected", now)
    if result.state == "done":
        issue_rows.resolve_page(run, result.page.id, {signal.code for signal in signals}, now)
    issue_rows.record(run, signals, now, url=result.page.url, page_id=result.page.id, article_id=article_id)


def _own_signal(result: PageResult, article_id: int | None) -> Signal | None:
    """The issue of a page that went wrong without a word from whoever looked at it. A requisite's row says it all: a
    dead image of a template is no news."""
    if result.page.kind is PageKind.REQUISITE:
        return None
    why = f" ({result.reason})" if result.reason else ""
    if result.state == "failed":
        what = f"HTTP status {result.status}" if result.status else "no answer"
        return Signal("page.failed", f"The page could not be fetched: {what}{why}.", "The next crawl tries it again.")
    if result.state in ("suspected", "gone") and article_id:
        return Signal(f"article.{result.state}", f"The page shows its article no more{why}.",
                      "The archive keeps the article. A later crawl looks again.")  # fmt: skip
    if result.state in ("suspected", "gone") and result.page.kind is not PageKind.GUESS:
        return Signal("page.missing", f"A link leads to a page that is not there{why}.",
                      "Look at the page that has the link; if this was an article, it was gone before we came.",
                      "info")  # fmt: skip
    listing = result.page.kind in (PageKind.LISTING, PageKind.FEED, PageKind.SITEMAP)
    here = result.state == "done" and result.reason not in ("absent", NOT_MODIFIED) and result.redirect_to is None
    leads = any(link.kind not in FILES for link in result.links) or result.refusals
    if here and listing and not leads:
        return Signal("listing.no_links", "A listing leads nowhere: no link was found on it.",
                      "Look at the page; if its layout changed, bring the profile's patterns up to date.")  # fmt: skip
    return None


def _confirm_predecessors(run: Run, article_id: int, look: Look) -> None:
    """An article whose id still shows another article, confirm_after later, is ``replaced``."""
    one = run.connection.execute(
        "SELECT site_id, id_space, identity FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    run.connection.execute(
        "UPDATE articles SET status = 'replaced', status_since = :now WHERE site_id = :site AND id_space = :space"
        " AND (identity = :base OR identity > :base || '#' AND identity < :base || '$') AND id <> :id"
        " AND +status = 'suspected' AND status_since <= :before",
        {"now": timestamp(look.at), "before": timestamp(look.at - look.confirm_after), "id": article_id,
         "site": one["site_id"], "space": one["id_space"], "base": one["identity"].partition("#")[0]},
    )  # fmt: skip


def _join_redirects(run: Run, article_id: int | None, page_id: int, now: str) -> None:
    """URLs that redirect to the page ``page_id`` are other URLs of the article it shows, where the ids agree or the
    old URL has none. Called for either end, since either may be seen first."""
    run.connection.execute(
        "INSERT OR IGNORE INTO article_urls (article_id, url, first_seen_at)"
        " SELECT a.id, o.url, :now FROM pages o JOIN pages p ON p.id = o.redirect_id"
        " JOIN articles a ON a.id = coalesce(:article, p.article_id) WHERE o.redirect_id = :page"
        " AND (o.source_id IS NULL OR o.source_id = a.source_id AND coalesce(o.id_space, a.id_space) = a.id_space)"
        " AND coalesce(o.article_id, a.id) = a.id",
        {"now": now, "article": article_id, "page": page_id},
    )
