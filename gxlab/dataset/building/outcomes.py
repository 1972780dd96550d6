"""What becomes of a file: the rows of a report, or the stage and the reason of a failure.

Every process that reads files, here or on another machine, runs `read_files` and nothing else of
this folder. What a file gives depends on its content alone, not on its name or place.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gxlab.dataset.rows import Row, rows_of_report
from gxlab.errors import FileError
from gxlab.extract.reports import extract_report
from gxlab.readers import content_of, document_of

# What is read is handed on at least this often (s), so that little is lost with a process.
_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, in a few words; its rows are kept apart.

    Attributes
    ----------
    sha256 : hash of the content. Without it the content was never seen whole, or is not to
        blame: what became of the file is no property of its content, and is not kept.
    report_key : of a report: region code, body and year
    stage, reason : of a failure: where it failed, and what is wrong with the file
    simulated : whether the file says that gxlab simulated it
    """

    sha256: str | None = None
    report_key: str | None = None
    stage: str | None = None
    reason: str | None = None
    simulated: bool = False

    @property
    def failed(self) -> bool:
        """Whether the file did not become a report."""
        return self.stage is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """An outcome with the rows that the report gives to each table; a failure gives none."""

    outcome: Outcome
    rows: dict[str, list[Row]] = field(default_factory=dict)


def read_file(path: str) -> Reading:
    """Read one file; what is wrong with it is an outcome, not an error."""
    sha256 = None
    nameless = Path()  # no row may depend on where the file lies
    try:
        data = content_of(Path(path))
        sha256 = hashlib.sha256(data).hexdigest()
        report = extract_report(document_of(data, nameless))
        outcome = Outcome(sha256, report_key=report.report_id, simulated=report.simulated)
        return Reading(outcome, rows_of_report(report))
    except FileError as error:
        return Reading(Outcome(sha256, stage=error.stage, reason=error.reason))
    except MemoryError:
        return Reading(Outcome(stage="limit", reason="there was not enough memory to read it"))
    except Exception as error:  # a file of a sort never met must not stop the build
        reason = f"unexpected {type(error).__name__}: {error}; please report it with the file"
        return Reading(Outcome(sha256, stage="extract", reason=reason))


def read_files(
    paths: Sequence[str], begins: Callable[[int], object] = lambda position: None
) -> Iterator[list[Reading]]:
    """Read files in turn; yields what was read about once a second, and at the end.

    Parameters
    ----------
    paths : the files
    begins : called with the position of each file before it is read
    """
    readings: list[Reading] = []
    since = time.monotonic()
    for position, path in enumerate(paths):
        begins(position)
        readings.append(read_file(path))
        if time.monotonic() - since > _SECONDS or position == len(paths) - 1:
            yield readings
            readings, since = [], time.monotonic()
