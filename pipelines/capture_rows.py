"""Rows of ``captures`` after something went wrong: lost ones are marked and their pages made due, whole ones found."""

from dataclasses import replace

from crawler.ports import CaptureRecord
from pipelines.crawl_rows import save_capture
from pipelines.transactions import Run


def warc_ends(run: Run) -> dict[str, int]:
    """Of each of the site's files, the byte where its last capture ends."""
    rows = run.connection.execute(
        "SELECT warc, max(offset + length) AS last_end FROM captures WHERE site_id = ? AND lost = 0"
        " AND imported_from IS NULL GROUP BY warc",
        (run.site_id,),
    )
    return {row["warc"]: row["last_end"] for row in rows}


def offsets(run: Run, warc: str) -> set[int]:
    """Where in ``warc`` the captures begin that have a row."""
    rows = run.connection.execute("SELECT offset FROM captures WHERE site_id = ? AND warc = ?", (run.site_id, warc))
    return {int(row["offset"]) for row in rows}


def lose(run: Run, warc: str, end: int) -> int:
    """Mark the captures of ``warc`` that reach past byte ``end``, and the revisits that refer to them, as lost; their
    pages are due again. Returns how many are lost now that were not."""
    lost = run.connection.execute(
        "UPDATE captures SET lost = 1 WHERE site_id = ? AND warc = ? AND offset + length > ? AND lost = 0",
        (run.site_id, warc, end),
    ).rowcount
    if lost:
        lost += run.connection.execute(
            "UPDATE captures SET lost = 1 WHERE lost = 0 AND refers_to IN (SELECT id FROM captures WHERE lost = 1)"
        ).rowcount
        run.connection.execute(
            "UPDATE pages SET state = 'pending', lease_token = NULL, tries = 0, next_due = NULL WHERE site_id = ?"
            " AND state <> 'refused' AND last_capture_id IN (SELECT id FROM captures WHERE site_id = ? AND lost = 1)",
            (run.site_id, run.site_id),
        )
    return int(lost)


def adopt(run: Run, capture: CaptureRecord) -> None:
    """Give a record that a killed crawl left without a row its row."""
    if capture.record_type == "revisit":
        row = run.connection.execute(
            "SELECT id FROM captures WHERE url = ? AND digest = ? AND record_type = 'response' AND lost = 0"
            " ORDER BY captured_at DESC LIMIT 1",
            (capture.url, capture.digest),
        ).fetchone()
        if row is None:
            return  # what it refers to is not there
        capture = replace(capture, refers_to=row["id"])
    save_capture(run, capture)
