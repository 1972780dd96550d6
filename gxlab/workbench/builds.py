"""Report files made into a dataset, or into one table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from gxlab.dataset import building
from gxlab.dataset.building.files import scan
from gxlab.dataset.building.plan import Failure
from gxlab.dataset.building.progress import Progress
from gxlab.dataset.limits import GIBIBYTES, SECONDS, Limits
from gxlab.workbench.datasets import Dataset


def build(
    folder: str | Path,
    output: str | Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress | bool = False,
    timeout: float = SECONDS,
    memory: float = GIBIBYTES,
    recheck: bool = False,
) -> Dataset:
    """Read every file below `folder` and write a dataset.

    What was read is kept in ``.cache`` of the dataset: a build that was cut short goes on where
    it was, and the next reads only files that are new or changed. The cache may be deleted.

    Parameters
    ----------
    folder : holds the report files, at any depth
    output : the folder to write ``reports.parquet``, ``observations.parquet``,
        ``checks.parquet``, ``unplaced.parquet`` and ``failures.csv`` into,
        and ``datapackage.json``, which describes them
    workers : how many processes read; as many as there are cores by default
    scheduler : the address of a Dask scheduler (``tcp://…``) whose workers read instead
    progress : True shows a bar (tqdm's, in a notebook or a terminal); a function is called now
        and then with how many files are dealt with, of how many, and how many of them failed
    timeout, memory : seconds and GiB that one file may take; one that takes more is a failure,
        and is tried again by the next build
    recheck : trust no time stamps: look into every file for whether it has changed, and write
        the tables anew

    Returns
    -------
    Dataset

    Raises
    ------
    NotADirectoryError
        There is no such folder.
    ValueError
        `workers` is less than 1.
    gxlab.BuildError
        Another build is writing this dataset; the cluster cannot be used.
    """
    building.write_dataset(
        folder,
        output,
        workers=workers,
        scheduler=scheduler,
        progress=progress,
        limits=Limits(timeout, memory),
        recheck=recheck,
    )
    return Dataset(output)


def tidy_table(paths: Iterable[Path]) -> tuple[pd.DataFrame, list[Failure]]:
    """The tidy table of files and of all below folders, and the files that are no reports."""
    files: list[str] = []
    for path in paths:
        files += [source.path for source in scan(path)] if path.is_dir() else [str(path)]
    return building.observations(files)
