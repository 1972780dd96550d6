"""A pack: the outcomes of some files, and their rows, as bytes.

A line of JSON says what became of each file; then follows an Arrow file, compressed as a whole,
with a row for each outcome and a column for each table, whose cells are lists of that table's
rows. Packs travel between processes, and are what a build keeps between runs.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import accumulate

import pyarrow as pa

from gxlab.dataset.building.outcomes import Outcome, Reading
from gxlab.dataset.rows import Row
from gxlab.schema import frame

#: The tables that reports give rows to.
TABLES_OF_REPORTS = ("reports", "observations", "checks", "unplaced")
_CODEC = pa.Codec("zstd", compression_level=1)


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
    lists = {
        table: _lists(table, [reading.rows.get(table, ()) for reading in readings])
        for table in TABLES_OF_REPORTS
    }
    batch = pa.RecordBatch.from_pydict(lists)
    rows = io.BytesIO()
    with pa.ipc.new_file(rows, batch.schema) as writer:
        writer.write_batch(batch)
    outcomes = [asdict(reading.outcome) for reading in readings]
    head = json.dumps({"outcomes": outcomes, "size": rows.tell()})
    compressed: bytes = _CODEC.compress(rows.getbuffer(), asbytes=True)
    return head.encode() + b"\n" + compressed


def outcomes_of(pack: bytes) -> list[Outcome]:
    """What became of each file of a pack, in order."""
    head = json.loads(pack[: pack.index(b"\n")])
    return [Outcome(**outcome) for outcome in head["outcomes"]]


def rows_of(pack: bytes) -> pa.RecordBatch:
    """A row for each outcome of a pack, a column for each of `TABLES_OF_REPORTS`."""
    end = pack.index(b"\n")
    size = json.loads(pack[:end])["size"]
    rows = _CODEC.decompress(memoryview(pack)[end + 1 :], decompressed_size=size)
    return pa.ipc.open_file(rows).get_batch(0)


def _lists(table: str, rows: Sequence[Sequence[Row]]) -> pa.ListArray:
    """One table's rows, a list for each outcome."""
    schema = table_schema(table)
    every = [row for of_outcome in rows for row in of_outcome]
    arrays = [pa.array([row[field.name] for row in every], field.type) for field in schema]
    ends = accumulate((len(of_outcome) for of_outcome in rows), initial=0)
    structs = pa.StructArray.from_arrays(arrays, fields=list(schema))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs)
