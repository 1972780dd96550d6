"""From a folder of report files to a dataset: Parquet tables and a list of failures.

```
files ──work──▶ packed outcomes ──store──▶ tables
       (local, cluster)
```

`files` lists what is below a folder; `work` turns one file into rows, in processes that `local`
watches or on the workers of a `cluster`; `store` keeps what was read, so that it is read once;
`tables` writes everything in the order of file names. What is written depends on the files
alone: not on who read them, in which order, or how often the build was cut short.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa

from gxlab.dataset.building import cluster, local, tables
from gxlab.dataset.building.files import Source, content_hash, digest, scan, text_of
from gxlab.dataset.building.local import Limits
from gxlab.dataset.building.progress import Progress, showing
from gxlab.dataset.building.store import Store, locked, read_state, write_state
from gxlab.dataset.building.tables import Failure, Kept
from gxlab.dataset.building.work import read_files, rows_of, table_schema
from gxlab.dataset.descriptor import describe

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
    """Read every file below `folder` and write a dataset; the options are `gxlab.build`'s."""
    folder, output = Path(folder).absolute(), Path(output).absolute()
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: there is no such folder of reports")
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be at least 1, not {workers}")
    read: _Read = partial(local.read, workers=workers or os.cpu_count() or 1, limits=limits)
    if scheduler:
        read = partial(cluster.read, scheduler=scheduler, folder=folder, limits=limits)
    cache = output / ".cache"
    with locked(cache), showing(progress) as report:
        _build(folder, output, cache, read, report, recheck)


def observations(
    files: Iterable[str | Path],
) -> tuple[pd.DataFrame, list[Failure]]:
    """The tidy table of a few files, read one after another and kept in memory.

    Returns
    -------
    DataFrame
        Columns as in `gxlab.schema.OBSERVATIONS`.
    list of Failure
        The files that did not become reports.
    """
    names = [os.fspath(file) for file in files]
    packs = {str(i): packed for i, (_, packed) in enumerate(read_files(names))}
    kept = [one for pack, packed in packs.items() for one in tables.kept_of(pack, packed)]
    plan = tables.plan(zip(map(text_of, names), kept, strict=True))
    pieces = tables.pieces(plan, lambda pack: rows_of(packs[pack]))
    rows = [piece["observations"] for piece in pieces]
    table = pa.Table.from_batches(rows, table_schema("observations"))
    return table.to_pandas(), plan.failures


_Read = Callable[[Sequence[str]], Iterator[tuple[list[int], bytes]]]


def _build(
    folder: Path, output: Path, cache: Path, read: _Read, progress: Progress, recheck: bool
) -> None:
    """Do what is left to do."""
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
    plan = tables.plan((s.name, kept) for s, kept in zip(sources, outcomes, strict=True))
    made = digest([plan.failures, [(name, id_, kept.sha256) for name, id_, kept in plan.reports]])
    written = state.get("written")
    if not is_intact or state["made"] != made:
        (cache / "state.json").unlink(missing_ok=True)
        written = _write(plan, store, output, cache / "new")
        store.prune({kept.pack for kept in outcomes})

    steady = [(s, kept) for s, kept in zip(sources, outcomes, strict=True) if _is_old(s, now)]
    # What was no property of a file's content may be otherwise next time.
    is_certain = all(kept.sha256 or not kept.pack for kept in outcomes)
    is_settled = is_certain and len(steady) == len(sources)
    write_state(
        cache,
        {
            "scanned": scanned if is_settled else None,
            "made": made,
            "written": written,
            "failed": len(plan.failures),
            "files": [[s.name, s.stamp, kept.sha256] for s, kept in steady if kept.sha256],
        },
    )


def _outcomes(
    sources: Sequence[Source],
    store: Store,
    files: Iterable[tuple[str, list[int], str]],
    read: _Read,
    progress: Progress,
) -> list[Kept]:
    """What became of each source: what is known of its content, and what is read now."""
    store.load()
    hashes = {(name, *stamp): sha256 for name, stamp, sha256 in files}
    outcomes = [_known(source, hashes, store) for source in sources]
    todo = [i for i, outcome in enumerate(outcomes) if outcome is None]
    done = len(sources) - len(todo)
    failed = sum(known is not None and known.stage is not None for known in outcomes)
    progress(done, len(sources), failed)
    for positions, packed in read([sources[i].path for i in todo]):
        for position, kept in zip(positions, store.add(packed), strict=True):
            outcomes[todo[position]] = kept
            done, failed = done + 1, failed + (kept.stage is not None)
        progress(done, len(sources), failed)
    return [outcome for outcome in outcomes if outcome is not None]


def _known(source: Source, hashes: dict[tuple[object, ...], str], store: Store) -> Kept | None:
    """What became of a file with this content, if one was read."""
    if source.stamp is None:
        return Kept("", 0, None, None, "open", source.fault)
    sha256 = hashes.get((source.name, *source.stamp))
    if sha256 is None and store.known:
        sha256 = content_hash(source.path)
    return store.known.get(sha256 or "")


def _is_old(source: Source, now: int) -> bool:
    """Whether a file's stamp is sure to change with the file."""
    return source.stamp is None or max(source.stamp[1:3]) < now - _TICK


def _write(plan: tables.Plan, store: Store, output: Path, new: Path) -> dict[str, list[int]]:
    """Write the dataset beside, then put it in its place; returns the stamps of its files."""
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    tables.write(plan, store.batch, new)
    describe(new)
    names = sorted(path.name for path in new.iterdir())
    for name in names:
        (new / name).replace(output / name)
    new.rmdir()
    return _stamps(output, names)


def _stamps(folder: Path, names: Iterable[str]) -> dict[str, list[int]]:
    """Size and time of files; those that are gone have none."""
    found = {name: folder / name for name in names}
    stats = {name: path.stat() for name, path in found.items() if path.is_file()}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}
