"""One thing done again and again, for containers and machines without a timer."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import click

from crawler.errors import STOPPED, KhotinError
from crawler.stopping import Stop


def repeat(interval: float, once: Callable[[Stop], int]) -> int:
    """Call ``once`` every ``interval`` seconds, counted from one beginning to the next; at once where it took longer.

    ``once`` gives an exit code and hears through its Stop that the operator wants an end; then this returns it. What
    goes wrong in one round is told and left to the next. Between rounds Ctrl-C and SIGTERM raise KeyboardInterrupt.
    """
    while True:
        begun, stop = time.monotonic(), Stop(talkative=True, leads=True)
        try:
            code = once(stop)
        except KhotinError as problem:
            click.echo(f"khotin: {problem}", err=True)
            code = problem.exit_code
        if stop.asked:
            return STOPPED
        wait = max(0.0, begun + interval - time.monotonic())
        at = datetime.now(UTC) + timedelta(seconds=wait)
        click.echo(f"khotin: round over, exit code {code}; the next begins at {at:%Y-%m-%d %H:%M:%S} UTC", err=True)
        time.sleep(wait)
