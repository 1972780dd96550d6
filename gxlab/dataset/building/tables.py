"""From the packs to the tables of a dataset, a few files at a time.

What is written depends on the names and contents of the files alone: rows stand in the order of
file names, and are cut into groups of a fixed number, whatever pieces they come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gxlab.dataset.building.packs import TABLES_OF_REPORTS, table_schema
from gxlab.dataset.building.plan import Plan, PlannedReport
from gxlab.schema import frame

# Rows of a Parquet row group: what is held in memory of each table.
_GROUP = 1 << 16

#: Gives the rows of the pack of this name.
OpenPack = Callable[[str], pa.RecordBatch]


def write(plan: Plan, open_pack: OpenPack, folder: Path) -> None:
    """Write every table, and the failures, into a folder."""
    writers = {table: _Writer(table, folder) for table in TABLES_OF_REPORTS}
    try:
        for piece in pieces(plan, open_pack):
            for table, rows in piece.items():
                writers[table].add(rows)
    finally:
        for writer in writers.values():
            writer.close()
    failures = frame("failures", map(asdict, plan.failures))
    failures.to_csv(folder / "failures.csv", index=False, lineterminator="\n")


def pieces(plan: Plan, open_pack: OpenPack) -> Iterator[dict[str, pa.RecordBatch]]:
    """The rows of every table, in the order of files: neighbours of one pack at a time."""
    for pack, reports in groupby(plan.reports, key=lambda report: report.kept.pack):
        yield _piece(list(reports), open_pack(pack))


def _piece(reports: Sequence[PlannedReport], batch: pa.RecordBatch) -> dict[str, pa.RecordBatch]:
    """The rows of some reports of one pack, with what only the dataset knows of them."""
    # A copy, also of neighbours: a slice would hold the whole pack until its rows are written.
    rows = batch.take(pa.array([report.kept.row for report in reports]))
    of_dataset = {
        "report_id": [report.report_id for report in reports],
        "file": [report.file for report in reports],
    }
    tables = {}
    for table in TABLES_OF_REPORTS:
        schema = table_schema(table)
        lists = rows[table]
        of_report = pc.list_parent_indices(lists)
        columns = dict(zip(schema.names, lists.flatten().flatten(), strict=True))
        for name in of_dataset.keys() & columns.keys():
            own = pa.array(of_dataset[name], schema.field(name).type)
            columns[name] = own.take(of_report)
        tables[table] = pa.RecordBatch.from_pydict(columns, schema=schema)
    return tables


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
