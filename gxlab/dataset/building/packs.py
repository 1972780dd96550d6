"""A pack: the outcomes of some files, and their rows, as bytes.

An Arrow file with a row for each outcome and a column for each table, whose cells are lists of
that table's rows; its metadata say what became of each file. Packs travel between processes, and
are what a build keeps between runs.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache

import pyarrow as pa

from gxlab.dataset.building.outcomes import Outcome, Reading
from gxlab.schema import frame

#: The tables that reports give rows to.
TABLES_OF_REPORTS = ("reports", "observations", "checks", "unplaced")
_COMPRESSED = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=1))


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Files that were read together: their positions in what was asked for, and their pack."""

    positions: list[int]
    pack: bytes


@cache
def table_schema(table: str) -> pa.Schema:
    """A table's columns in Arrow, with what pandas needs to give them their types back."""
    return pa.Schema.from_pandas(frame(table, ()), preserve_index=False)


def pack_of(readings: Sequence[Reading]) -> bytes:
    """Pack what was read of some files."""
    columns = {
        table: pa.array(
            [reading.rows.get(table, []) for reading in readings],
            pa.list_(pa.struct(list(table_schema(table)))),
        )
        for table in TABLES_OF_REPORTS
    }
    outcomes = json.dumps([asdict(reading.outcome) for reading in readings])
    batch = pa.RecordBatch.from_pydict(columns, metadata={"outcomes": outcomes})
    pack = io.BytesIO()
    with pa.ipc.new_file(pack, batch.schema, options=_COMPRESSED) as writer:
        writer.write_batch(batch)
    return pack.getvalue()


def outcomes_of(pack: bytes) -> list[Outcome]:
    """What became of each file of a pack, in order."""
    outcomes = json.loads(pa.ipc.open_file(pack).schema.metadata[b"outcomes"])
    return [Outcome(**outcome) for outcome in outcomes]


def rows_of(pack: bytes) -> pa.RecordBatch:
    """A row for each outcome of a pack, a column for each of `TABLES_OF_REPORTS`."""
    return pa.ipc.open_file(pack).get_batch(0)
