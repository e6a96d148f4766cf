"""The operator's wish that a crawl ends: SIGINT, SIGTERM, or the word of the process that started this one. The first
drains (what is under way is finished, the books are closed), the second quits at once, as ``kill -9`` would."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING, Final

from crawler.errors import STOPPED
from crawler.fetch.wiring import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
#: Seconds between two looks whether the crawl has begun, where it is stopped before that.
LOOK: Final = 0.02
SHOW_CURSOR: Final = "\x1b[?25h"


class Stop:
    """``ask`` and ``quit`` may be called from any thread and from signal handlers, also before ``watch``: a wish that
    comes before the crawl is kept until there is one."""

    def __init__(self, talkative: bool = False, leads: bool = False) -> None:
        """``talkative``: say on stderr what a signal does. ``leads``: this process crawls nothing itself; it passes a
        second signal on (``urgent``) to those who do, and quits on a third."""
        self.asked = False
        self.urgent = False
        self._leads = leads
        self._talkative = talkative
        self._signals = 0
        self._listening = False
        self._sockets: tuple[socket.socket, socket.socket] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._crawler: Crawler | None = None
        self._task: asyncio.Future[None] | None = None
        self._draining: asyncio.Task[None] | None = None

    def watch(self, crawler: "Crawler", task: "asyncio.Future[None]", loop: asyncio.AbstractEventLoop) -> None:
        """From now on it is this crawl that ends: ``task`` runs it on ``loop``, which need not run yet."""
        self._crawler, self._task, self._loop = crawler, task, loop
        if self._listening:
            # The system may hand a signal to any thread; the loop has to wake up for Python to see it.
            ours, theirs = self._sockets = socket.socketpair()
            for end in self._sockets:
                end.setblocking(False)
            loop.add_reader(ours, ours.recv, 64)
            signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        if self.asked:
            self._wake()

    def ask(self) -> None:
        """Have the crawl drain and close its books. Asked again, nothing more happens."""
        if not self.asked:
            self.asked = True
            self._wake()

    def quit(self) -> None:
        """End this process now. The archive is as after a kill: what is committed is kept, the next crawl goes on."""
        self._say("khotin: stopped at once; the same command goes on where it stopped.\n")
        os._exit(STOPPED)

    @contextlib.contextmanager
    def on_signals(self) -> Iterator[None]:
        """Listen to SIGINT and SIGTERM, where this is the main thread; signals that were blocked come through now."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._signalled) for number in SIGNALS}
        self._listening = True
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        try:
            yield
        finally:
            self._forget()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _forget(self) -> None:
        """Be woken for signals no more."""
        if self._sockets is not None and self._loop is not None:
            signal.set_wakeup_fd(-1)
            with contextlib.suppress(RuntimeError):
                self._loop.remove_reader(self._sockets[0])
            for end in self._sockets:
                end.close()
            self._sockets = None

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1
        if self._signals == 1:
            self._say("khotin: stopping when what is under way is done; once more stops at once.\n")
            self.ask()
        elif self._leads and self._signals == 2:
            self.urgent = True
        else:
            self.quit()

    def _say(self, text: str) -> None:
        if self._talkative:  # straight to the file: whatever the signal interrupted may be writing to stderr itself
            with contextlib.suppress(OSError):
                os.write(2, f"\n{SHOW_CURSOR}{text}".encode() if sys.stderr.isatty() else text.encode())

    def _wake(self) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the crawl has ended
                self._loop.call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        if self._draining is None:
            self._draining = asyncio.ensure_future(self._drain())

    async def _drain(self) -> None:
        """End the crawl in order. One that has not begun yet does so first: its row then says what became of it."""
        crawler, task = self._crawler, self._task
        assert crawler is not None  # noqa: S101 (watch gave both)
        assert task is not None  # noqa: S101
        while not task.done():
            engine = crawler._engine  # noqa: SLF001 (the public name raises where there is none yet)
            if engine is not None and engine.running:
                session = session_of(crawler)
                session.interrupted = True
                if engine.spider is not None:
                    session.stop("shutdown")
                return
            await asyncio.sleep(LOOK)
