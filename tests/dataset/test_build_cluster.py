"""A build on a Dask cluster: the same bytes, also when a worker dies at it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import gxlab as gx
from gxlab.dataset.building import cluster
from gxlab.samples.typeset.printed import Printed
from tests.dataset.many import contents, write_reports

distributed = pytest.importorskip("distributed")
COUNT = 40


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, reports: dict[str, Printed]) -> Path:
    folder = tmp_path_factory.mktemp("many") / "reports"
    write_reports(folder, COUNT, reports)
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 500)
    return folder


@pytest.fixture
def address() -> Iterator[str]:
    """A scheduler and two workers on this machine."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as there:
        yield there.scheduler_address


def test_a_killed_worker_changes_no_byte(
    many: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_BATCH", 4)
    with distributed.Client(address, set_as_default=False) as client:
        workers = list(client.run(os.getpid).values())
    killed: list[int] = []

    def kill(done: int, total: int, failed: int) -> None:
        if done >= 8 and not killed:
            killed.append(workers[0])
            os.kill(workers[0], signal.SIGKILL)

    local = contents(gx.build(many, tmp_path / "local").path)
    remote = gx.build(many, tmp_path / "remote", scheduler=address, progress=kill)
    assert killed
    assert contents(remote.path) == local


def test_limits_hold_on_a_cluster_too(tmp_path: Path, address: str) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "endless.txt").write_text("政府信息公开\n" * 8_000_000, "utf-8")
    dataset = gx.build(tmp_path / "reports", tmp_path / "dataset", scheduler=address, memory=0.5)
    assert dataset.failures["stage"].tolist() == ["limit"]
    assert dataset.failures["reason"].tolist() == ["needed more than 0.5 GiB of memory"]


def test_a_worker_with_another_gxlab_is_refused(
    many: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "extractor", lambda: "another")
    with pytest.raises(gx.BuildError, match="a worker there has another gxlab"):
        gx.build(many, tmp_path / "dataset", scheduler=address)


def test_no_scheduler(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(gx.BuildError, match=r"tcp://127\.0\.0\.1:9: no scheduler answers there"):
        gx.build(many, tmp_path / "dataset", scheduler="tcp://127.0.0.1:9")
