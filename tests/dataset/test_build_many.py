"""The same files make the same bytes: whoever reads them, when, and how often it is stopped."""

from __future__ import annotations

import importlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

import gxlab as gx
from gxlab.dataset.building import pool, processes, tables
from gxlab.dataset.building.packs import ReadBatch
from gxlab.samples.typeset.printed import Printed
from tests.conftest import ROOT
from tests.dataset.many import contents, write_reports

COUNT = 40
orchestrator = importlib.import_module("gxlab.dataset.building")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, reports: dict[str, Printed]) -> Path:
    folder = tmp_path_factory.mktemp("many") / "reports"
    write_reports(folder, COUNT, reports)
    (folder / "0" / "bad.pdf").write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 500)
    (folder / "1" / "copy.html").write_bytes((folder / "0" / "report-00000.html").read_bytes())
    return folder


@pytest.fixture(scope="module")
def undisturbed(many: Path) -> dict[str, bytes]:
    return contents(gx.build(many, many.parent / "undisturbed", workers=1).path)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from here on."""
    names: list[str] = []
    original = pool.read

    def recorded(paths: list[str], **options: Any) -> Iterator[ReadBatch]:
        names.extend(Path(path).name for path in paths)
        yield from original(paths, **options)

    monkeypatch.setattr(pool, "read", recorded)
    return names


def test_they_are_different_reports(undisturbed: dict[str, bytes], many: Path) -> None:
    dataset = gx.Dataset(many.parent / "undisturbed")
    assert dataset.reports["report_id"].nunique() == COUNT
    assert dataset.failures[["file", "stage"]].values.tolist() == [
        ["0/bad.pdf", "read"],
        ["1/copy.html", "duplicate"],
    ]


def test_the_number_of_processes_and_the_order_of_reading_change_no_byte(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = pool.read

    def shuffled(paths: list[str], **options: Any) -> Iterator[ReadBatch]:
        order = random.Random(7).sample(range(len(paths)), len(paths))
        for batch in original([paths[i] for i in order], **options):
            yield ReadBatch([order[i] for i in batch.positions], batch.pack)

    monkeypatch.setattr(pool, "read", shuffled)
    dataset = gx.build(many, tmp_path / "dataset", workers=2)
    assert contents(dataset.path) == undisturbed


def test_processes_that_read_are_replaced_and_no_byte_changes(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    original = processes.ReadingProcess.__init__

    def counted(process: processes.ReadingProcess, limits: processes.Limits) -> None:
        original(process, limits)
        started.append(process._process.pid)

    monkeypatch.setattr(processes.ReadingProcess, "__init__", counted)
    monkeypatch.setattr(pool, "_LIFE", 8)
    assert contents(gx.build(many, tmp_path / "dataset", workers=2).path) == undisturbed
    assert len(set(started)) > 2


def test_how_rows_come_in_changes_no_byte(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups of rows are cut by number, also where there are several of them."""
    monkeypatch.setattr(tables, "_GROUP", 700)
    one = contents(gx.build(many, tmp_path / "one", workers=1).path)
    monkeypatch.setattr(pool, "_MOST", 3)
    other = contents(gx.build(many, tmp_path / "other", workers=2).path)
    assert one == other
    assert one != undisturbed


def test_a_file_that_is_moved_is_not_read_again(
    many: Path, tmp_path: Path, read: list[str]
) -> None:
    folder = shutil.copytree(many, tmp_path / "reports")
    gx.build(folder, tmp_path / "dataset")
    read.clear()
    (folder / "0" / "report-00000.html").rename(folder / "2" / "moved.html")
    dataset = gx.build(folder, tmp_path / "dataset")
    assert read == []
    assert "2/moved.html" in set(dataset.failures["file"])


def test_nothing_is_read_or_written_when_nothing_has_changed(
    many: Path, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orchestrator, "_TICK", 0)
    first = gx.build(many, tmp_path / "dataset")
    times = {path.name: path.stat().st_mtime_ns for path in first.path.iterdir()}
    read.clear()
    monkeypatch.setattr(orchestrator, "Store", None)  # not even what was read is looked at
    calls: list[tuple[int, int, int]] = []
    gx.build(many, tmp_path / "dataset", progress=lambda *call: calls.append(call))
    assert read == []
    assert calls == [(COUNT + 2, COUNT + 2, 2)]
    assert {path.name: path.stat().st_mtime_ns for path in first.path.iterdir()} == times


def test_only_what_has_changed_is_read(many: Path, tmp_path: Path, read: list[str]) -> None:
    folder = shutil.copytree(many, tmp_path / "reports")
    gx.build(folder, tmp_path / "dataset")
    read.clear()
    path = folder / "3" / "report-00003.txt"
    before = path.stat()
    # As long as before, and as old as before for all that it says.
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    (folder / "new.txt").write_bytes((folder / "4" / "report-00039.txt").read_bytes() + b"\n")
    (folder / "5" / "report-00005.txt").unlink()
    dataset = gx.build(folder, tmp_path / "dataset")
    assert sorted(read) == ["new.txt", "report-00003.txt"]
    assert contents(dataset.path) == contents(gx.build(folder, tmp_path / "anew").path)


def test_a_lost_table_is_written_again_without_reading(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path, read: list[str]
) -> None:
    dataset = gx.build(many, tmp_path / "dataset")
    (dataset.path / "observations.parquet").write_bytes(b"not what was written")
    (dataset.path / "checks.parquet").unlink()
    read.clear()
    gx.build(many, tmp_path / "dataset")
    assert read == []
    assert contents(dataset.path) == undisturbed


def test_a_torn_pack_is_noticed_and_its_files_are_read_again(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path, read: list[str]
) -> None:
    dataset = gx.build(many, tmp_path / "dataset")
    torn, flipped, *_ = sorted((dataset.path / ".cache").rglob("*.pack"))
    torn.write_bytes(torn.read_bytes()[:-100])
    content = bytearray(flipped.read_bytes())
    content[len(content) // 2] ^= 1
    flipped.write_bytes(content)
    (dataset.path / ".cache" / "state.json").write_bytes(b'{"extractor": ')
    read.clear()
    gx.build(many, tmp_path / "dataset")
    assert 2 <= len(read) < COUNT
    assert contents(dataset.path) == undisturbed


def test_another_extractor_reads_everything_again(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path, read: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    cache = importlib.import_module("gxlab.dataset.building.cache")
    gx.build(many, tmp_path / "dataset")
    read.clear()
    monkeypatch.setattr(cache, "extractor", lambda: "another")
    dataset = gx.build(many, tmp_path / "dataset")
    assert len(read) == COUNT + 2
    assert [path.name for path in (dataset.path / ".cache" / "packs").iterdir()] == ["another"]
    assert contents(dataset.path) == undisturbed


def test_recheck_trusts_no_time_and_reads_nothing_twice(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path, read: list[str]
) -> None:
    gx.build(many, tmp_path / "dataset")
    read.clear()
    dataset = gx.build(many, tmp_path / "dataset", recheck=True)
    assert read == []
    assert contents(dataset.path) == undisturbed


def test_two_builds_of_one_dataset(many: Path, tmp_path: Path) -> None:
    output = tmp_path / "dataset"

    def second(*_: int) -> None:
        with pytest.raises(gx.BuildError, match="another build is writing this dataset"):
            gx.build(many, output)

    gx.build(many, output, progress=second)


def test_a_script_needs_no_guard(many: Path, tmp_path: Path) -> None:
    """Processes that read do not run the program that started them again."""
    script = tmp_path / "script.py"
    script.write_text(
        f"print('begins')\nimport gxlab as gx\ngx.build({str(many / '2')!r}, 'dataset')\n", "utf-8"
    )
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("begins\n", "")
    assert len(gx.Dataset(tmp_path / "dataset").reports) == len(list((many / "2").iterdir()))


# Kills itself so many seconds after so many files are dealt with; where nothing is left to do
# by then, it waits for that.
BUILD = """
import os, psutil, signal, sys, threading, gxlab as gx
folder, output, after, seconds = *sys.argv[1:3], int(sys.argv[3]), float(sys.argv[4])
end = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL))
def progress(done, *_):
    if done >= after and not end.ident:
        family = [child.pid for child in psutil.Process().children(recursive=True)]
        print(done, *family, flush=True)
        end.start() if seconds else end.function(*end.args)
gx.build(folder, output, workers=2, progress=progress)
end.join()
"""


@pytest.mark.skipif(os.name == "nt", reason="processes are killed otherwise there")
def test_a_build_killed_at_any_moment_goes_on_to_the_same_bytes(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """Killed again and again: at a known moment, then at some moment after."""
    chance = random.Random(20)
    output = tmp_path / "dataset"
    reached = []
    for after in range(3, COUNT, 11):
        for seconds in (0.0, chance.uniform(0, 0.3)):
            arguments = map(str, (many, output, after, seconds))
            command = [sys.executable, "-c", BUILD, *arguments]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            with subprocess.Popen(
                command, stdout=subprocess.PIPE, text=True, env=environment
            ) as build:
                assert build.stdout
                done, *family = map(int, build.stdout.readline().split())
            reached.append(done)
            assert build.returncode == -signal.SIGKILL
            # Nobody is left who reads for nobody.
            assert all_end([p for p in psutil.process_iter() if p.pid in family])
    assert reached[0] < COUNT  # it was in the midst of it
    dataset = gx.build(many, output)
    assert contents(dataset.path) == undisturbed


def all_end(processes: list[psutil.Process]) -> bool:
    """Whether processes end within some time; one that nobody waited for has ended too."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(psutil.NoSuchProcess):
            processes = [p for p in processes if p.is_running() and p.status() != "zombie"]
        if not processes:
            return True
        time.sleep(0.05)
    return False


def workers_of_this_process() -> list[psutil.Process]:
    """The processes that read: children of the server that is a child of this one."""
    return [reader for child in psutil.Process().children() for reader in child.children()]


def test_what_a_new_process_has_imported_exists() -> None:
    """The server passes over a module that is not there, and every process would be slow."""
    for name in processes.PRELOADED:
        importlib.import_module(name)


@pytest.mark.skipif(not processes.SERVED, reason="processes are found otherwise there")
def test_processes_that_are_killed_cost_no_file(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    killed = []  # fewer than what makes a file be blamed

    def kill(done: int, total: int, failed: int) -> None:
        if done > 5 * (len(killed) + 1) and len(killed) < 2:
            killed.append(done)
            workers_of_this_process()[0].kill()

    dataset = gx.build(many, tmp_path / "dataset", workers=2, progress=kill)
    assert len(killed) == 2
    assert contents(dataset.path) == undisturbed
