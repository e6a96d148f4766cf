"""Crawls in processes of their own: each may be asked to stop, each gives its summary or its error back.

A pipe to each child carries the wish to stop, beside the signals that a terminal or a service manager sends to all:
asked twice in two ways, a child still stops once. A child whose parent died stops too.
"""

import contextlib
import multiprocessing
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Final

from crawler.errors import STOPPED, ArchiveError, KhotinError, StoppedError
from crawler.ports import CrawlSummary
from crawler.profiles import Profile
from crawler.stopping import SIGNALS, Stop

#: Seconds between two looks whether the operator wants an end.
LOOK: Final = 0.2
#: Seconds that a child has for quitting at once.
QUIT_TIME: Final = 5.0
DRAIN: Final = "drain"
QUIT: Final = "quit"
#: What a child does: ``crawl(profile, stop)``. Must be picklable.
Crawl = Callable[[Profile, Stop], CrawlSummary]


@dataclass(frozen=True, slots=True)
class Ended:
    """How the crawl of one site ended: its summary, or the error (which may hold a summary as well)."""

    profile: Profile
    summary: CrawlSummary | None = None
    error: KhotinError | None = None


class Child:
    """One crawl in a process of its own, started by the constructor. ``pipe`` can be waited for."""

    def __init__(self, crawl: Crawl, profile: Profile) -> None:
        self.profile = profile
        self.pipe, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_work, args=(theirs, crawl, profile), name=f"khotin {profile.slug}")
        # Until the child listens to them, signals wait: it would end with a traceback while it still imports.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()

    def tell(self, word: str) -> None:
        """Ask for DRAIN or QUIT."""
        with contextlib.suppress(OSError):  # it has ended already
            self.pipe.send(word)

    def kill(self) -> None:
        """End it from outside."""
        self._process.kill()

    def result(self) -> Ended:
        """How it ended; waits for that."""
        try:
            ended: Ended = self.pipe.recv()
        except (EOFError, OSError):
            ended = Ended(self.profile)
        self.pipe.close()
        self._process.join()
        if ended.summary is not None or ended.error is not None:
            return ended
        if self._process.exitcode == STOPPED:
            return Ended(self.profile, error=StoppedError("Stopped at once; what was committed is kept."))
        return Ended(self.profile, error=ArchiveError(
            f"The crawl of {self.profile.slug} was killed (out of memory?). What was committed is kept, and the same "
            "command goes on."
        ))  # fmt: skip


def run_one(crawl: Crawl, profile: Profile) -> CrawlSummary:
    """One crawl in a child; returns its summary or raises its error. Where the caller is interrupted meanwhile, the
    child drains first."""
    child = Child(crawl, profile)
    try:
        child.pipe.poll(None)
    except BaseException:
        child.tell(DRAIN)
        child.result()
        raise
    ended = child.result()
    if ended.error is not None:
        raise ended.error
    assert ended.summary is not None  # noqa: S101 (one of the two)
    return ended.summary


class Children:
    """Several crawls, ``jobs`` at once. One that fails stops no other. ``stop`` listens to signals: the first drains
    all that run and starts no more, the second ends them at once."""

    def __init__(self, crawl: Crawl, profiles: Sequence[Profile], jobs: int, stop: Stop) -> None:
        self._crawl, self._jobs, self._stop = crawl, jobs, stop
        self._waiting = deque(profiles)
        self._running: list[Child] = []
        self._told = False
        self._quit_at = 0.0

    def run(self) -> Iterator[Ended]:
        """Yields how each crawl ended, as they end. Those that a stop came before are not among them."""
        try:
            while self._running or (self._waiting and not self._stop.asked):
                while self._waiting and len(self._running) < self._jobs and not self._stop.asked:
                    self._running.append(Child(self._crawl, self._waiting.popleft()))
                ready = wait([child.pipe for child in self._running], LOOK)
                for child in [child for child in self._running if child.pipe in ready]:
                    self._running.remove(child)
                    yield child.result()
                self._pass_on()
        finally:
            for child in self._running:  # the caller failed
                child.tell(DRAIN)

    def _pass_on(self) -> None:
        """Tell the children what the operator wants."""
        if self._stop.asked and not self._told:
            self._told = True
            for child in self._running:
                child.tell(DRAIN)
        if self._stop.urgent and not self._quit_at:
            self._quit_at = time.monotonic() + QUIT_TIME
            for child in self._running:
                child.tell(QUIT)
        if self._quit_at and time.monotonic() > self._quit_at:
            for child in self._running:
                child.kill()


def _work(pipe: "Connection[Ended, str]", crawl: Crawl, profile: Profile) -> None:
    """What the child does."""
    stop = Stop()
    threading.Thread(target=_listen, args=(pipe, stop), daemon=True).start()
    try:
        with stop.on_signals():
            ended = Ended(profile, summary=crawl(profile, stop))
    except KhotinError as problem:
        ended = Ended(profile, error=problem)
    except Exception as problem:  # noqa: BLE001 (a fault of the program in one site's crawl ends that crawl alone)
        traceback.print_exc(file=sys.stderr)
        ended = Ended(profile, error=KhotinError(f"The program failed: {type(problem).__name__}: {problem}"))
    with contextlib.suppress(OSError):  # nobody is left who wants to know
        pipe.send(ended)


def _listen(pipe: "Connection[Ended, str]", stop: Stop) -> None:
    """Carry out what the parent says; its death means DRAIN."""
    with contextlib.suppress(EOFError, OSError):
        while pipe.recv() != QUIT:
            stop.ask()
        stop.quit()
    stop.ask()
