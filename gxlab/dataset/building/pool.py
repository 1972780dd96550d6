"""Files read by processes of this machine, each watched by the one that gives it work.

A file that takes too long or too much memory ends the process that reads it, and nothing else:
what that process had read and not handed over is read again by another.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import wait

from gxlab.dataset.building.outcomes import Outcome, Reading
from gxlab.dataset.building.packs import ReadBatch, pack_of
from gxlab.dataset.building.processes import Fault, ReadingProcess
from gxlab.dataset.limits import Limits
from gxlab.errors import BuildError

# Files given to a process at once: enough that the giving costs nothing.
_MOST = 32
# Files that one process reads before another takes its place: what libraries and memos keep of
# each file goes with it, so that memory does not grow with the folder.
_LIFE = 1000
# Seconds between two looks at the processes.
_PACE = 0.1
# How often processes end at one file, or before any, until that is blamed: once or twice may be
# somebody's doing.
_TRIES = 3


def read(paths: Sequence[str], *, workers: int, limits: Limits) -> Iterator[ReadBatch]:
    """Read files by several processes.

    Parameters
    ----------
    paths : the files
    workers : how many processes read at once
    limits : what one file may take

    Yields
    ------
    ReadBatch
        Files as they are read; every position in `paths` once, in no certain order.

    Raises
    ------
    gxlab.BuildError
        No process can be started.
    """
    pool = _Pool(paths, workers, limits)
    try:
        while not pool.finished:
            pool.give()
            pool.wait()
            batches = pool.collect()
            # The processes have work again before what they did is dealt with.
            pool.give()
            yield from batches
    finally:
        pool.end()


class _Pool:
    """Files that wait to be read, and the processes that read."""

    def __init__(self, paths: Sequence[str], workers: int, limits: Limits) -> None:
        self.paths, self.workers, self.limits = paths, workers, limits
        self.waiting = deque(range(len(paths)))
        self.processes: list[ReadingProcess] = []
        # How many processes ended at each file; under None, before they had begun any.
        self.deaths: Counter[int | None] = Counter()

    @property
    def finished(self) -> bool:
        return not self.waiting and not any(process.batch for process in self.processes)

    def give(self) -> None:
        """Give files to the processes that have none, old ones replaced."""
        for process in [process for process in self.processes if not process.batch]:
            if self.waiting and process.given >= _LIFE:
                self._remove(process)
            elif self.waiting:
                self._give_batch(process)
        while self.waiting and len(self.processes) < self.workers:
            self.processes.append(ReadingProcess(self.limits))
            self._give_batch(self.processes[-1])

    def _give_batch(self, process: ReadingProcess) -> None:
        """Give a process as many files as it reads in one go, fewer towards the end."""
        size = max(1, min(_MOST, len(self.waiting) // (2 * self.workers)))
        batch = [self.waiting.popleft() for _ in range(size)]
        process.give(batch, [self.paths[position] for position in batch])

    def wait(self) -> None:
        """Wait until a process hands something over or ends, but not for long."""
        wait([process.pipe for process in self.processes if process.batch], timeout=_PACE)

    def collect(self) -> list[ReadBatch]:
        """What has been read, or has failed by a limit, since the last time."""
        batches: list[ReadBatch] = []
        for process in list(self.processes):
            alive = process.alive  # asked first: what it sent before its end is taken too
            batches += process.results()
            fault = process.fault(self.limits)
            if fault or not alive:
                self._remove(process)
                batches += self._take_back(process, fault or self._fault_of_death(process))
        return batches

    def _fault_of_death(self, process: ReadingProcess) -> Fault | None:
        """The file that a process ended at by itself, if several have."""
        if not process.unread:
            return None
        at, ending = process.ended_at(), process.ending()
        self.deaths[at] += 1
        if self.deaths[at] < _TRIES:
            return None
        if at is None:
            raise BuildError(f"processes that read files end before they have read any ({ending})")
        return Fault(at, f"ends the process that reads it ({ending})")

    def _take_back(self, process: ReadingProcess, fault: Fault | None) -> Iterator[ReadBatch]:
        """What a process that is gone has not read waits again, but for a file to blame."""
        unread = process.unread
        if fault:
            unread.remove(fault.position)
            failure = Reading(Outcome(stage="limit", reason=fault.reason))
            yield ReadBatch([fault.position], pack_of([failure]))
        self.waiting.extendleft(reversed(unread))

    def _remove(self, process: ReadingProcess) -> None:
        self.processes.remove(process)
        process.end()

    def end(self) -> None:
        """End every process; what they were reading is lost."""
        for process in self.processes:
            process.end()
