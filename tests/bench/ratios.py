"""How to measure a ratio: both sides in one run, in turns, and the medians of their times."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from threading import Event, Thread

import psutil

# So often each piece of work is timed in its turn.
_TIMES = 4


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the benchmark: what was measured, the ratio, what is wanted of it."""

    what: str
    ratio: float
    wanted: str
    holds: bool
    sample: str

    @classmethod
    def at_least(cls, what: str, ratio: float, bound: float, sample: str) -> Ratio:
        return cls(what, ratio, f"at least {bound:g}", ratio >= bound, sample)

    @classmethod
    def at_most(cls, what: str, ratio: float, bound: float, sample: str) -> Ratio:
        return cls(what, ratio, f"at most {bound:g}", ratio <= bound, sample)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(
    one: Callable[[], object], other: Callable[[], object], turns: int
) -> tuple[float, float]:
    """The median times of two pieces of work, done in turns.

    In its turn each is done once to warm up and then timed: the first time after the other's it
    would pay for sorting out the memory that the other gave back.
    """
    times: list[list[float]] = [[], []]
    for _ in range(turns):
        for work, taken in zip((one, other), times, strict=True):
            work()
            taken += [seconds(work) for _ in range(_TIMES)]
    return median(times[0]), median(times[1])


def in_python(code: str, *args: str) -> None:
    """Run code in a fresh interpreter."""
    subprocess.run([sys.executable, "-c", code, *args], check=True, stdout=subprocess.DEVNULL)


def peak_memory(code: str, *args: str) -> float:
    """The most memory (bytes) that a fresh interpreter and all its children had at one moment."""
    with subprocess.Popen([sys.executable, "-c", code, *args], stdout=subprocess.DEVNULL) as run:
        done, peak = Event(), [0.0]
        watch = Thread(target=_watch, args=(run.pid, done, peak))
        watch.start()
        status = run.wait()
        done.set()
        watch.join()
    if status:
        raise RuntimeError(f"the measured program ended with status {status}")
    return peak[0]


def _watch(pid: int, done: Event, peak: Sequence[float]) -> None:
    assert isinstance(peak, list)
    process = psutil.Process(pid)
    while not done.wait(0.05):
        total = 0.0
        try:
            for one in (process, *process.children(recursive=True)):
                total += _own(one)
        except psutil.Error:
            continue
        peak[0] = max(peak[0], total)


def _own(process: psutil.Process) -> float:
    """A process's memory, what it shares with others counted once over all of them."""
    try:
        return float(process.memory_full_info().pss)
    except psutil.Error:
        return 0.0
