"""From a folder of report files to a dataset: Parquet tables and a list of failures.

```
files ──outcomes──▶ packs ──cache──▶ plan ──▶ tables
     (pool, cluster)
```

`files` lists what is below a folder. `outcomes` makes rows of a file, in `processes` that `pool`
watches or on the workers of a `cluster`; `packs` are what they hand over, and `cache` keeps these,
so that a file is read once. `plan` says which file becomes which report, and `tables` writes them
in the order of file names. What is written depends on the files alone: not on who read them, in
which order, or how often the build was cut short.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from gxlab.dataset.building import cluster, pool, tables
from gxlab.dataset.building.cache import Store, locked, read_state, write_state
from gxlab.dataset.building.files import Source, Stamp, content_hash, digest, scan, text_of
from gxlab.dataset.building.outcomes import Outcome, read_files
from gxlab.dataset.building.packs import ReadBatch, pack_of, rows_of, table_schema
from gxlab.dataset.building.plan import Failure, KeptOutcome, Plan, kept_outcomes, make_plan
from gxlab.dataset.building.progress import Progress, showing
from gxlab.dataset.descriptor import describe
from gxlab.dataset.limits import Limits

# A file changed within this time (ns) before it was looked at may change again unnoticed: the
# clocks of file systems tick as slowly as this.
_TICK = 2 * 10**9


def write_dataset(
    folder: str | Path,
    output: str | Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress | bool = False,
    limits: Limits,
    recheck: bool = False,
) -> None:
    """Read every file below `folder` and write a dataset.

    Parameters and errors are those of `gxlab.build`; `limits` are its ``timeout`` and ``memory``.
    """
    folder, output = Path(folder).absolute(), Path(output).absolute()
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: there is no such folder of reports")
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be at least 1, not {workers}")
    read: _Read = partial(pool.read, workers=workers or os.cpu_count() or 1, limits=limits)
    if scheduler:
        read = partial(cluster.read, scheduler=scheduler, folder=folder, limits=limits)
    cache = output / ".cache"
    with locked(cache), showing(progress) as report:
        _build(folder, output, cache, read, report, recheck)


def observations(
    files: Iterable[str | Path],
) -> tuple[pd.DataFrame, list[Failure]]:
    """The tidy table of a few files, read one after another and kept in memory.

    Parameters
    ----------
    files : the files, of any format

    Returns
    -------
    DataFrame
        Columns as in `gxlab.schema.OBSERVATIONS`.
    list of Failure
        The files that did not become reports.
    """
    names = [os.fspath(file) for file in files]
    packs = {str(number): pack_of(read) for number, read in enumerate(read_files(names))}
    kept = [one for name, pack in packs.items() for one in kept_outcomes(name, pack)]
    plan = make_plan(map(text_of, names), kept)
    pieces = tables.pieces(plan, lambda name: rows_of(packs[name]))
    rows = [piece["observations"] for piece in pieces]
    table = pa.Table.from_batches(rows, table_schema("observations"))
    return table.to_pandas(), plan.failures


_Read = Callable[[Sequence[str]], Iterator[ReadBatch]]


def _build(
    folder: Path, output: Path, cache: Path, read: _Read, progress: Progress, recheck: bool
) -> None:
    """Do what is left to do since the last build: nothing, write, or read and write."""
    now = time.time_ns()
    sources = scan(folder, but_not=output)
    state = {} if recheck else read_state(cache)
    is_intact = bool(state) and _stamps(output, state["written"]) == state["written"]
    scanned = digest((s.name, s.stamp, s.fault) for s in sources)
    if is_intact and state["scanned"] == scanned:
        progress(len(sources), len(sources), state["failed"])
        return

    store = Store(cache)
    outcomes = _outcomes(sources, store, state.get("files", ()), read, progress)
    plan = make_plan((source.name for source in sources), outcomes)
    made = _digest_of(plan)
    written = state.get("written")
    if not is_intact or state["made"] != made:
        (cache / "state.json").unlink(missing_ok=True)
        written = _write(plan, store, output, cache / "new")
        store.prune({kept.pack for kept in outcomes})

    steady = [(s, kept) for s, kept in zip(sources, outcomes, strict=True) if _is_old(s, now)]
    # What was no property of a file's content may be otherwise next time.
    is_certain = all(kept.outcome.sha256 or not kept.pack for kept in outcomes)
    is_settled = is_certain and len(steady) == len(sources)
    write_state(
        cache,
        {
            "scanned": scanned if is_settled else None,
            "made": made,
            "written": written,
            "failed": len(plan.failures),
            "files": [
                {"name": s.name, "stamp": asdict(s.stamp), "sha256": kept.outcome.sha256}
                for s, kept in steady
                if s.stamp and kept.outcome.sha256
            ],
        },
    )


def _digest_of(plan: Plan) -> str:
    """A hash of all that decides what is written."""
    reports = [(one.file, one.report_id, one.kept.outcome.sha256) for one in plan.reports]
    return digest([plan.failures, reports])


def _outcomes(
    sources: Sequence[Source],
    store: Store,
    files: Iterable[dict[str, Any]],
    read: _Read,
    progress: Progress,
) -> list[KeptOutcome]:
    """What became of each source: what is known of its content, and what is read now.

    `files` are those of the last build, with ``name``, ``stamp`` and ``sha256``.
    """
    store.load()
    hashes = {(file["name"], Stamp(**file["stamp"])): file["sha256"] for file in files}
    outcomes = [_known(source, hashes, store) for source in sources]
    todo = [i for i, kept in enumerate(outcomes) if kept is None]
    done = len(sources) - len(todo)
    failed = sum(kept is not None and kept.outcome.failed for kept in outcomes)
    progress(done, len(sources), failed)
    for batch in read([sources[i].path for i in todo]):
        for position, kept in zip(batch.positions, store.add(batch.pack), strict=True):
            outcomes[todo[position]] = kept
            done, failed = done + 1, failed + kept.outcome.failed
        progress(done, len(sources), failed)
    return [kept for kept in outcomes if kept is not None]


def _known(
    source: Source, hashes: dict[tuple[str, Stamp], str], store: Store
) -> KeptOutcome | None:
    """What became of a file with this content, if one was read."""
    if source.stamp is None:
        return KeptOutcome(Outcome(stage="open", reason=source.fault))
    sha256 = hashes.get((source.name, source.stamp))
    if sha256 is None and store.known:
        sha256 = content_hash(source.path)
    return store.known.get(sha256 or "")


def _is_old(source: Source, now: int) -> bool:
    """Whether a file's stamp is sure to change with the file."""
    stamp = source.stamp
    return stamp is None or max(stamp.modified, stamp.changed) < now - _TICK


def _write(plan: Plan, store: Store, output: Path, new: Path) -> dict[str, dict[str, int]]:
    """Write the dataset beside, then put it in its place; returns the stamps of its files."""
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    tables.write(plan, store.open_pack, new)
    describe(new)
    names = sorted(path.name for path in new.iterdir())
    for name in names:
        (new / name).replace(output / name)
    new.rmdir()
    return _stamps(output, names)


def _stamps(folder: Path, names: Iterable[str]) -> dict[str, dict[str, int]]:
    """Size and time of files; those that are gone have none."""
    found = {name: folder / name for name in names}
    stats = {name: path.stat() for name, path in found.items() if path.is_file()}
    return {
        name: {"size": stat.st_size, "modified": stat.st_mtime_ns} for name, stat in stats.items()
    }
