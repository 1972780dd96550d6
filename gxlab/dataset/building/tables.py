"""From the outcomes of all files to the tables of a dataset, a few files at a time.

What is written depends on the names and contents of the files alone: rows stand in the order of
file names, and are cut into groups of a fixed number, whatever pieces they come in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gxlab.dataset.building.work import ROWS, outcomes_of, table_schema
from gxlab.schema import frame

# Rows of a Parquet row group: what is held in memory of each table.
_GROUP = 1 << 16


class Kept(NamedTuple):
    """What is known of an outcome: where its rows are, and what it says."""

    pack: str
    row: int
    sha256: str | None
    report_id: str | None
    stage: str | None
    reason: str | None
    simulated: bool = False


#: Gives the outcomes of the pack of this name.
Packs = Callable[[str], pa.RecordBatch]


def kept_of(pack: str, packed: bytes) -> list[Kept]:
    """What is known of the outcomes of a pack."""
    return [Kept(pack, row, *said) for row, said in enumerate(outcomes_of(packed))]


class Failure(NamedTuple):
    """A file that did not become a report: where it failed, and what is wrong with it."""

    file: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Which outcome becomes which report, under which id, and which files became none."""

    reports: list[tuple[str, str, Kept]]
    failures: list[Failure]


def plan(outcomes: Iterable[tuple[str, Kept]]) -> Plan:
    """Tell reports from failures, and copies, and files of one report, apart.

    A file that repeats another byte for byte is a failure; where several files give one
    ``report_id``, each has the start of its own hash added.

    Parameters
    ----------
    outcomes : files' names, and what became of each
    """
    reports: list[tuple[str, Kept]] = []
    failures: list[Failure] = []
    first_with: dict[str, str] = {}
    for name, kept in sorted(outcomes, key=lambda one: (one[0], one[1].sha256 or "")):
        if kept.stage is not None:
            failures.append(Failure(name, kept.stage, kept.reason or ""))
        elif (first := first_with.setdefault(str(kept.sha256), name)) != name:
            reason = f"is the same file, byte for byte, as {first}"
            failures.append(Failure(name, "duplicate", reason))
        else:
            reports.append((name, kept))
    reports, mixed = _without_simulated(reports)
    failures = sorted([*failures, *mixed])
    shared = Counter(kept.report_id for _, kept in reports)
    return Plan([(name, _own_id(kept, shared), kept) for name, kept in reports], failures)


def _without_simulated(
    reports: list[tuple[str, Kept]],
) -> tuple[list[tuple[str, Kept]], list[Failure]]:
    """Real and simulated reports never mix: beside a real one, simulated ones are failures."""
    real = [(name, kept) for name, kept in reports if not kept.simulated]
    if not real:
        return reports, []
    reason = f"is simulated, and {real[0][0]} is not: build simulated reports apart"
    return real, [Failure(name, "simulated", reason) for name, kept in reports if kept.simulated]


def _own_id(kept: Kept, shared: Counter[str | None]) -> str:
    own = f"~{str(kept.sha256)[:8]}" if shared[kept.report_id] > 1 else ""
    return f"{kept.report_id}{own}"


def pieces(made: Plan, packs: Packs) -> Iterator[dict[str, pa.RecordBatch]]:
    """The rows of every table, in the order of files, in pieces that are in one pack."""
    start = 0
    for stop in range(1, len(made.reports) + 1):
        pack = made.reports[start][2].pack
        if stop == len(made.reports) or made.reports[stop][2].pack != pack:
            yield _piece(made.reports[start:stop], packs(pack))
            start = stop


def _piece(
    reports: Sequence[tuple[str, str, Kept]], batch: pa.RecordBatch
) -> dict[str, pa.RecordBatch]:
    names, ids, kept = zip(*reports, strict=True)
    # A copy, also of neighbours: a slice would hold the whole pack until its rows are written.
    rows = batch.take(pa.array([one.row for one in kept]))
    tables = {}
    for table in ROWS:
        schema = table_schema(table)
        lists = rows[table]
        of_report = pc.list_parent_indices(lists)
        columns = lists.flatten().flatten()
        own = {"report_id": ids, "file": names}
        for name in own.keys() & set(schema.names):
            index = schema.get_field_index(name)
            columns[index] = pa.array(own[name], schema.types[index]).take(of_report)
        tables[table] = pa.RecordBatch.from_arrays(columns, schema=schema)
    return tables


def write(made: Plan, packs: Packs, folder: Path) -> None:
    """Write every table, and the failures, into a folder."""
    writers = {table: _Writer(table, folder) for table in ROWS}
    try:
        for piece in pieces(made, packs):
            for table, rows in piece.items():
                writers[table].add(rows)
    finally:
        for writer in writers.values():
            writer.close()
    failures = frame("failures", (one._asdict() for one in made.failures))
    failures.to_csv(folder / "failures.csv", index=False, lineterminator="\n")


class _Writer:
    """A Parquet file written in groups of a fixed number of rows."""

    def __init__(self, table: str, folder: Path) -> None:
        self.schema = table_schema(table)
        self.file = pq.ParquetWriter(folder / f"{table}.parquet", self.schema, compression="zstd")
        self.waiting: list[pa.RecordBatch] = []
        self.rows = 0

    def add(self, rows: pa.RecordBatch) -> None:
        self.waiting.append(rows)
        self.rows += rows.num_rows
        while self.rows >= _GROUP:
            self._flush(_GROUP)

    def _flush(self, size: int) -> None:
        # Combined, because where pieces meet would show in the pages of the file.
        table = pa.Table.from_batches(self.waiting, self.schema).combine_chunks()
        self.file.write_table(table.slice(0, size), row_group_size=size)
        self.waiting = table.slice(size).to_batches()
        self.rows -= size

    def close(self) -> None:
        if self.rows:
            self._flush(self.rows)
        self.file.close()
