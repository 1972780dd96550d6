"""One file to the rows it gives, and the rows of some files to bytes.

Every process that reads files, here or on another machine, runs this and nothing else of
`gxlab.build`. What a file gives depends on its content alone, not on its name or place.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa

from gxlab.dataset.rows import Row, rows_of_report
from gxlab.errors import FileError
from gxlab.extract.reports import extract_report
from gxlab.readers import content_of, document_of
from gxlab.schema import frame

#: The tables that reports give rows to.
ROWS = ("reports", "observations", "checks", "unplaced")
# What is read is handed on at least this often, so that little is lost with a process.
_SECONDS = 1.0
_CODEC = pa.Codec("zstd", compression_level=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: the rows of a report, or the stage and the reason of a failure.

    Without `sha256` the content was never seen whole, or is not what failed: what became of
    the file is no property of its content, and is not kept.
    """

    sha256: str | None = None
    report_id: str | None = None
    stage: str | None = None
    reason: str | None = None
    simulated: bool = False
    rows: dict[str, list[Row]] = field(default_factory=dict)


def read_file(path: str) -> Outcome:
    """Read one file; what is wrong with it is an outcome, not an error."""
    sha256 = None
    nameless = Path()
    try:
        data = content_of(Path(path))
        sha256 = hashlib.sha256(data).hexdigest()
        report = extract_report(document_of(data, nameless))
        return Outcome(
            sha256, report.report_id, simulated=report.simulated, rows=rows_of_report(report)
        )
    except FileError as error:
        return Outcome(sha256, stage=error.stage, reason=error.reason)
    except MemoryError:
        return Outcome(stage="limit", reason="there was not enough memory to read it")
    except Exception as error:  # a file of a sort never met must not stop the build
        reason = f"unexpected {type(error).__name__}: {error}; please report it with the file"
        return Outcome(sha256, stage="extract", reason=reason)


def read_files(
    paths: Sequence[str], begins: Callable[[int], object] = lambda position: None
) -> Iterator[tuple[int, bytes]]:
    """Read files in turn; yields, now and then, how many were read and their packed outcomes.

    Parameters
    ----------
    paths : the files
    begins : told the position of each file before it is read
    """
    outcomes: list[Outcome] = []
    since = time.monotonic()
    for position, path in enumerate(paths):
        begins(position)
        outcomes.append(read_file(path))
        if time.monotonic() - since > _SECONDS or position == len(paths) - 1:
            yield len(outcomes), pack(outcomes)
            outcomes, since = [], time.monotonic()


@cache
def table_schema(table: str) -> pa.Schema:
    """A table's columns in Arrow, with what pandas needs to give them their types back."""
    return pa.Schema.from_pandas(frame(table, ()), preserve_index=False)


def pack(outcomes: Sequence[Outcome]) -> bytes:
    """Outcomes as bytes: a line of JSON that says what they are, then their rows.

    The rows are an Arrow file of a row for each outcome, in which each table's rows are a list,
    compressed as a whole.
    """
    lists = {
        table: _lists(table, [outcome.rows.get(table, ()) for outcome in outcomes])
        for table in ROWS
    }
    batch = pa.RecordBatch.from_pydict(lists)
    rows = io.BytesIO()
    with pa.ipc.new_file(rows, batch.schema) as writer:
        writer.write_batch(batch)
    about = [(o.sha256, o.report_id, o.stage, o.reason, o.simulated) for o in outcomes]
    head = json.dumps({"outcomes": about, "size": rows.tell()})
    compressed: bytes = _CODEC.compress(rows.getbuffer(), asbytes=True)
    return head.encode() + b"\n" + compressed


def outcomes_of(packed: bytes) -> list[list[Any]]:
    """Of each packed outcome: sha256, report_id, stage, reason, simulated."""
    outcomes: list[list[Any]] = json.loads(packed[: packed.index(b"\n")])["outcomes"]
    return outcomes


def rows_of(packed: bytes) -> pa.RecordBatch:
    """A row for each packed outcome, a column for each of `ROWS`."""
    end = packed.index(b"\n")
    size = json.loads(packed[:end])["size"]
    rows = _CODEC.decompress(memoryview(packed)[end + 1 :], decompressed_size=size)
    return pa.ipc.open_file(rows).get_batch(0)


def _lists(table: str, rows: Sequence[Sequence[Row]]) -> pa.ListArray:
    schema = table_schema(table)
    every = [row for some in rows for row in some]
    arrays = [pa.array([row[field.name] for row in every], field.type) for field in schema]
    ends = accumulate((len(some) for some in rows), initial=0)
    structs = pa.StructArray.from_arrays(arrays, fields=list(schema))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs)
