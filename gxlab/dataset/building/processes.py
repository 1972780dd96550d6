"""A process that reads files, from both its ends: `ReadingProcess` and what it runs.

Why our own, and no pool out of a library: a process that is killed, by a limit, by the system for
want of memory, or by a fault in a library's C code, may cost only the file that it was at. In
loky's pool one killed process fails everything that was asked for; in pebble's (5.2) all processes
share one pipe, so that one killed while idle or while sending breaks the pool, and what waits is
never answered. Neither limits memory. Here each process has a pipe of its own.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any

import psutil

from gxlab.dataset.building.outcomes import read_files
from gxlab.dataset.building.packs import ReadBatch, pack_of
from gxlab.dataset.limits import Limits

# Once a process has been at one file for so many seconds, those that it started count as its.
_LONG = 1.0
# Seconds that a process outlives the time of its file when nobody is left to end it.
_GRACE = 10

# A server that has everything imported gives a new process in no time; where there is none
# (Windows), each process imports for itself.
SERVED = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT: Any = multiprocessing.get_context("forkserver" if SERVED else "spawn")
PRELOADED = [
    "gxlab.dataset.building.packs",
    *(f"gxlab.readers.{name}" for name in ("doc", "docx", "html", "pdfium", "text")),
]


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is to blame for what it did to its process, and the reason in words."""

    position: int
    reason: str


class ReadingProcess:
    """A process that reads files, as seen from the one that gives it work.

    Attributes
    ----------
    batch : positions of the files that it was given last; empty when it has read them all
    read : how many of these it has handed over
    given : how many files it was given in its life
    """

    def __init__(self, limits: Limits) -> None:
        self.batch: list[int] = []
        self.read = self.given = 0
        # In memory that both share: which file of its batch it is at; -1 before the first.
        self._at: Any = _CONTEXT.RawValue("q", -1)
        # The same as last seen from here, and since when.
        self._seen, self._since = -1, 0.0
        self.pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(
            target=_serve, args=(theirs, self._at, limits.seconds), daemon=True
        )
        with _nameless_main():
            self._process.start()
        theirs.close()
        self._watched: psutil.Process | None = None
        with suppress(psutil.Error):  # it is gone, and will be found so
            self._watched = psutil.Process(self._process.pid)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return bool(self._process.is_alive())

    @property
    def unread(self) -> list[int]:
        """Positions of the files that it was given and has not handed over."""
        return self.batch[self.read :]

    def give(self, batch: list[int], paths: list[str]) -> None:
        """Have it read files; `batch` are their positions in what was asked for."""
        self.batch, self.read = batch, 0
        self.given += len(batch)
        self._at.value = self._seen = -1
        with suppress(OSError):  # it is gone, and will be found so
            self.pipe.send(paths)

    def results(self) -> Iterator[ReadBatch]:
        """What it has handed over since it was last asked."""
        with suppress(EOFError, OSError):
            while self.pipe.poll():
                count, pack = self.pipe.recv()
                yield ReadBatch(self.batch[self.read : self.read + count], pack)
                self.read += count
                if self.read == len(self.batch):
                    self.batch, self.read = [], 0

    def fault(self, limits: Limits) -> Fault | None:
        """The file that it is at, where that exceeds a limit."""
        now = time.monotonic()
        if self._seen != self._at.value:
            self._seen, self._since = self._at.value, now
        if not self.batch or self._seen < self.read:  # between two files
            return None
        at = self.batch[self._seen]
        if now - self._since > limits.seconds:
            return Fault(at, f"took longer than {limits.seconds:g} s")
        if self._memory(with_children=now - self._since > _LONG) > limits.memory * 1024**3:
            return Fault(at, f"needed more than {limits.memory:g} GiB of memory")
        return None

    def _memory(self, *, with_children: bool) -> int:
        """Bytes that it holds, and those that it started (what reads .doc)."""
        if self._watched is None:
            return 0
        with suppress(psutil.Error):
            children = self._watched.children(recursive=True) if with_children else []
            return sum(process.memory_info().rss for process in (self._watched, *children))
        return 0

    def end(self) -> None:
        """End it: one that is idle goes when its pipe closes; another is killed."""
        if self.batch:
            if self._watched is not None:
                _end_children(self._watched)
            self._process.kill()
        self.pipe.close()
        self._process.join()

    def ended_at(self) -> int | None:
        """Position of the file that it ended at; None where it had begun none."""
        at = self._at.value
        return None if at < 0 else self.batch[max(at, self.read)]

    def ending(self) -> str:
        """How it ended: the name of the signal, or the exit status."""
        code = self._process.exitcode
        if code is None or code >= 0:
            return f"exit status {code}"
        with suppress(ValueError):
            return signal.Signals(-code).name
        return f"signal {-code}"


_STARTING = threading.Lock()


@contextmanager
def _nameless_main() -> Iterator[None]:
    """Hide the program that runs: a new process would run a script without a guard again."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            if SERVED:
                _CONTEXT.set_forkserver_preload(PRELOADED)
            yield
        finally:
            sys.modules["__main__"] = main


# --- What the process runs --------------------------------------------------------------------


def _serve(pipe: Connection, at: Any, seconds: float) -> None:
    """Read what comes through the pipe, until nothing can come any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent gets it too, and ends this
    logging.disable(logging.CRITICAL)  # what libraries say of a file would spoil the display
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def begins(position: int) -> None:
        at.value = position
        _alarm(int(seconds) + _GRACE)

    with suppress(EOFError, OSError):
        while True:
            for readings in read_files(pipe.recv(), begins):
                _alarm(0)
                pipe.send((len(readings), pack_of(readings)))
    os._exit(0)


def _alarm(seconds: int) -> None:
    """Have the system end this process then, whatever it is in; 0 calls it off."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _end_with_parent() -> None:
    """Wait for the parent to be gone, however it went, and leave nobody who reads for nobody."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        _end_children(psutil.Process())
        os._exit(1)


def _end_children(process: psutil.Process) -> None:
    with suppress(psutil.Error):
        for child in process.children(recursive=True):
            child.kill()
