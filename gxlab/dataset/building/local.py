"""Files read by processes of this machine, each watched by the one that gives it work.

A file that takes too long or too much memory ends the process that reads it, and nothing else:
what that process had read and not handed over is read again by another.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any

import psutil

from gxlab.dataset.building.work import Outcome, pack, read_files
from gxlab.errors import BuildError

# Files given to a process at once: enough that the giving costs nothing.
_MOST = 32
# Files that one process reads before another takes its place: what libraries and memos keep of
# each file goes with it, so that memory does not grow with the folder.
_LIFE = 1000
# Seconds between two looks at the processes.
_PACE = 0.1
# Once a process has been at one file for so many seconds, those that it started count as its.
_LONG = 1.0
# How often processes end at one file, or before any, until that is blamed: once or twice may be
# somebody's doing.
_TRIES = 3
# Seconds that a process outlives the time of its file when nobody is left to end it.
_GRACE = 10

# A server that has everything imported gives a new process in no time; where there is none
# (Windows), each process imports for itself.
_SERVED = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT: Any = multiprocessing.get_context("forkserver" if _SERVED else "spawn")
_PRELOADED = [
    f"gxlab.{name}"
    for name in ("build.local", "readers.docx", "readers.html", "readers.pdfium", "readers.text")
]


#: What one file may take, where nothing else is asked for.
SECONDS, GIBIBYTES = 120.0, 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: seconds, and GiB of memory."""

    seconds: float
    memory: float


def read(
    paths: Sequence[str], *, workers: int, limits: Limits
) -> Iterator[tuple[list[int], bytes]]:
    """Read files by several processes.

    Yields
    ------
    positions, packed : list of int, bytes
        Positions in `paths` and the packed outcomes of these files, as they are done; every
        position once.

    Raises
    ------
    gxlab.BuildError
        No process can be started.
    """
    pending = deque(range(len(paths)))
    deaths: Counter[int] = Counter()
    readers: list[_Reader] = []
    try:
        while pending or any(reader.batch for reader in readers):
            _give(pending, paths, readers, workers, limits)
            wait([reader.pipe for reader in readers if reader.batch], timeout=_PACE)
            done: list[tuple[list[int], bytes]] = []
            for reader in list(readers):
                alive = reader.process.is_alive()
                done += reader.results()
                why = reader.exceeds(limits)
                if why or not alive:
                    readers.remove(reader)
                    reader.end()
                    done += _lost(reader, why, pending, deaths)
            # The processes have work again before what they did is dealt with.
            _give(pending, paths, readers, workers, limits)
            yield from done
    finally:
        for reader in readers:
            reader.end()


def _give(
    pending: deque[int],
    paths: Sequence[str],
    readers: list[_Reader],
    workers: int,
    limits: Limits,
) -> None:
    """Give files to those that have none, fewer at once towards the end."""
    for reader in list(readers):
        if not pending or reader.batch:
            continue
        if reader.given < _LIFE:
            _give_one(reader, pending, paths, workers)
        else:
            readers.remove(reader)
            reader.end()
    while pending and len(readers) < workers:
        readers.append(_Reader(limits))
        _give_one(readers[-1], pending, paths, workers)


def _give_one(reader: _Reader, pending: deque[int], paths: Sequence[str], workers: int) -> None:
    size = max(1, min(_MOST, len(pending) // (2 * workers)))
    batch = [pending.popleft() for _ in range(size)]
    reader.give(batch, [paths[position] for position in batch])


def _lost(
    reader: _Reader, why: str, pending: deque[int], deaths: Counter[int]
) -> Iterator[tuple[list[int], bytes]]:
    """What becomes of the files of a process that is gone: most are read again."""
    unread = reader.batch[reader.done :]
    if not unread:
        return
    at = reader.seen if why else reader.at.value
    blamed = unread[max(at - reader.done, 0)] if at >= 0 else -1
    deaths[blamed] += 1
    if not why and deaths[blamed] >= _TRIES:
        why = f"ends the process that reads it ({_ending(reader.process.exitcode)})"
        if blamed < 0:
            raise BuildError(
                "processes that read files end before they have read any "
                f"({_ending(reader.process.exitcode)})"
            )
    if why:
        yield [blamed], pack([Outcome(stage="limit", reason=why)])
        unread.remove(blamed)
    pending.extendleft(reversed(unread))


def _ending(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit status {code}"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"


class _Reader:
    """A process that reads files, as seen from the one that gives it work."""

    def __init__(self, limits: Limits) -> None:
        self.batch: list[int] = []
        self.given = self.done = 0
        self.at: Any = _CONTEXT.RawValue("q", -1)
        self.seen, self.since = -1, 0.0
        self.pipe, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(
            target=_serve, args=(theirs, self.at, limits.seconds), daemon=True
        )
        with _nameless_main():
            self.process.start()
        theirs.close()
        self.own: psutil.Process | None = None
        with suppress(psutil.Error):  # it is gone, and will be found so
            self.own = psutil.Process(self.process.pid)

    def give(self, batch: list[int], paths: list[str]) -> None:
        self.batch, self.done = batch, 0
        self.given += len(batch)
        self.at.value = self.seen = -1
        with suppress(OSError):  # it is gone, and will be found so
            self.pipe.send(paths)

    def results(self) -> Iterator[tuple[list[int], bytes]]:
        """What it has handed over since it was last asked."""
        with suppress(EOFError, OSError):
            while self.pipe.poll():
                count, packed = self.pipe.recv()
                yield self.batch[self.done : self.done + count], packed
                self.done += count
                if self.done == len(self.batch):
                    self.batch, self.done = [], 0

    def exceeds(self, limits: Limits) -> str:
        """Which limit the file that it is at exceeds, in words; "" where none."""
        now = time.monotonic()
        if self.seen != self.at.value:
            self.seen, self.since = self.at.value, now
        if not self.batch or self.seen < self.done:  # between two files
            return ""
        if now - self.since > limits.seconds:
            return f"took longer than {limits.seconds:g} s"
        if self._memory(now - self.since > _LONG) > limits.memory * 1024**3:
            return f"needed more than {limits.memory:g} GiB of memory"
        return ""

    def _memory(self, with_family: bool) -> int:
        if self.own is None:
            return 0
        with suppress(psutil.Error):
            family = [self.own, *(self.own.children(recursive=True) if with_family else ())]
            return sum(process.memory_info().rss for process in family)
        return 0

    def end(self) -> None:
        """One that is idle ends when nobody can give it work; another is killed."""
        if self.batch:
            if self.own is not None:
                _end_children(self.own)
            self.process.kill()
        self.pipe.close()
        self.process.join()


@contextmanager
def _nameless_main() -> Iterator[None]:
    """Hide the program that runs: a new process would run a script without a guard again."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            if _SERVED:
                _CONTEXT.set_forkserver_preload(_PRELOADED)
            yield
        finally:
            sys.modules["__main__"] = main


_STARTING = threading.Lock()


def _serve(pipe: Connection, at: Any, seconds: float) -> None:
    """Read what comes through the pipe, until nothing can come any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends this
    logging.disable(logging.CRITICAL)  # what libraries say of a file would spoil the display
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def begins(position: int) -> None:
        at.value = position
        _alarm(int(seconds) + _GRACE)

    with suppress(EOFError, OSError):
        while True:
            for done in read_files(pipe.recv(), begins):
                _alarm(0)
                pipe.send(done)
    os._exit(0)


def _alarm(seconds: int) -> None:
    """Have the system end this process then, whatever it is in."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        _end_children(psutil.Process())
        os._exit(1)


def _end_children(process: psutil.Process) -> None:
    with suppress(psutil.Error):
        for child in process.children(recursive=True):
            child.kill()
