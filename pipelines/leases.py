"""One lease a site, with fencing: each take-over raises the token, and a writer with an older one stops."""

import os
import socket
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from crawler.errors import LeaseHeldError, LeaseLostError
from pipelines.transactions import Run, timestamp

#: How long a lease lasts without a sign of life. Writes extend it; a holder that died on this host loses it at once.
#: KHOTIN_LEASE_SECONDS makes it shorter where a take-over is tested.
LEASE_TIME: Final = timedelta(seconds=float(os.environ.get("KHOTIN_LEASE_SECONDS", "300")))


def holder_name() -> str:
    """Who we are: ``host:pid:start``, where ``start`` tells a later process with the same pid apart."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def _started(pid: int) -> str:
    """When the process started, in clock ticks since boot; empty where the system does not tell."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def is_dead(holder: str) -> bool:
    """True only where ``holder`` surely runs no more: a process of this host that is not there, or is another one."""
    host, _, process = holder.rpartition(":")[0].rpartition(":")
    start = holder.rpartition(":")[2]
    if host != socket.gethostname() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return bool(start) and _started(int(process)) not in ("", start)


def take(connection: sqlite3.Connection, site_id: int, now: datetime) -> int:
    """Take the site's lease inside the caller's transaction and return the new fencing token; LeaseHeldError where a
    holder that may be alive has it. One that would last longer than any does was dated by a clock that was ahead."""
    row = connection.execute("SELECT holder, token, until FROM leases WHERE site_id = ?", (site_id,)).fetchone()
    token = 1
    if row is not None:
        holder, token, until = row[0], row[1] + 1, row[2]
        if holder and until and timestamp(now) < until <= timestamp(now + 2 * LEASE_TIME) and not is_dead(holder):
            raise LeaseHeldError(
                f"Another crawl holds this site: {holder.rpartition(':')[0]}, until {until}. "
                "Wait for it to end, or stop it first."
            )
    connection.execute(
        "INSERT INTO leases (site_id, holder, token, until) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (site_id) DO UPDATE SET holder = excluded.holder, token = excluded.token, until = excluded.until",
        (site_id, holder_name(), token, timestamp(now + LEASE_TIME)),
    )
    return token


def check(run: Run, now: datetime) -> None:
    """Inside the caller's transaction: LeaseLostError where another crawl has the lease; extends ours when half of its
    time is gone, and dates it anew when the clock was set back: to others it would look like one that has lapsed."""
    row = run.connection.execute("SELECT token, holder, until FROM leases WHERE site_id = ?", (run.site_id,)).fetchone()
    if row is None or row[0] != run.token or row[1] is None:
        who = row[1].rpartition(":")[0] if row is not None and row[1] else "another crawl"
        raise LeaseLostError(f"{who} has taken this site over; this crawl stops. All it had committed is kept.")
    if not timestamp(now + LEASE_TIME / 2) <= row[2] <= timestamp(now + LEASE_TIME):
        run.connection.execute(
            "UPDATE leases SET until = ? WHERE site_id = ?", (timestamp(now + LEASE_TIME), run.site_id)
        )


def release(run: Run) -> None:
    """Give the lease back, if it is still ours. The token stays, so that it only ever rises."""
    run.connection.execute(
        "UPDATE leases SET holder = NULL, until = NULL WHERE site_id = ? AND token = ?", (run.site_id, run.token)
    )
