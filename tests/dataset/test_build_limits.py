"""A file that takes too long, too much, or the process with it costs only itself."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import gxlab as gx
from gxlab.dataset.building import pool, processes
from gxlab.samples.typeset.printed import Printed
from tests.dataset.many import write_reports
from tests.dataset.test_build_many import workers_of_this_process

GOOD = 6


@pytest.fixture
def folder(tmp_path: Path, reports: dict[str, Printed]) -> Path:
    """Some reports, and among them a file that would take minutes and gigabytes."""
    write_reports(tmp_path / "reports", GOOD, reports)
    (tmp_path / "reports" / "0" / "endless.txt").write_text("政府信息公开\n" * 8_000_000, "utf-8")
    return tmp_path / "reports"


def failure(dataset: gx.Dataset) -> list[str]:
    """The one failure: file, stage, reason; all else was read."""
    assert len(dataset.reports) == GOOD
    assert dataset.reports["reported"].min() > 50
    (row,) = dataset.failures.values.tolist()
    return [str(value) for value in row]


def test_a_file_that_takes_too_long(folder: Path) -> None:
    dataset = gx.build(folder, folder.parent / "dataset", timeout=5, memory=100)
    assert failure(dataset) == ["0/endless.txt", "limit", "took longer than 5 s"]


def test_a_file_that_takes_too_much_memory(folder: Path) -> None:
    dataset = gx.build(folder, folder.parent / "dataset", memory=0.5)
    reason = "needed more than 0.5 GiB of memory"
    assert failure(dataset) == ["0/endless.txt", "limit", reason]


def test_a_limit_is_tried_again_and_what_was_read_is_not(folder: Path) -> None:
    gx.build(folder, folder.parent / "dataset", memory=0.5)
    calls: list[tuple[int, int, int]] = []
    (folder / "0" / "endless.txt").write_text("政府信息公开\n", "utf-8")
    dataset = gx.build(folder, folder.parent / "dataset", progress=lambda *c: calls.append(c))
    assert calls[0] == (GOOD, GOOD + 1, 0)
    assert failure(dataset)[1] == "extract"


class Stillborn(processes.ReadingProcess):
    """A process that ends before it has begun a file, as where its libraries cannot be loaded."""

    def give(self, batch: list[int], paths: list[str]) -> None:
        self.batch, self.read = batch, 0
        self._process.kill()
        self._process.join()


def test_processes_that_end_before_they_have_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "ReadingProcess", Stillborn)
    with pytest.raises(gx.BuildError, match=r"end before they have read any \(SIGKILL\)"):
        gx.build(folder, folder.parent / "dataset", workers=1)


@pytest.mark.skipif(not processes.SERVED, reason="processes are found otherwise there")
def test_a_file_that_ends_the_process_each_time(folder: Path) -> None:
    """As a fault in a library's own code does; here it is done from outside."""
    seen: set[int] = set()
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.05):
            for reader in workers_of_this_process():
                if reader.cpu_times().user > 1.0:  # the reports are done long before
                    seen.add(reader.pid)
                    reader.kill()

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        dataset = gx.build(folder, folder.parent / "dataset", memory=100)
    finally:
        over.set()
        thread.join()
    reason = "ends the process that reads it (SIGKILL)"
    assert failure(dataset) == ["0/endless.txt", "limit", reason]
    assert len(seen) == pool._TRIES
