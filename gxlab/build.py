"""From a folder of report files to a dataset: three Parquet tables and a list of failures.

A file that cannot be read costs only itself. What is written depends on the files alone: not
on their order, nor on when they were read.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from gxlab.check import BROKEN, HOLDS, NOT_ASSESSABLE
from gxlab.dataset import Dataset
from gxlab.descriptor import describe
from gxlab.errors import FileError
from gxlab.extract.numbers import STATUSES
from gxlab.report import Report, read
from gxlab.schema import frame

TABLES = ("reports", "observations", "checks", "unplaced")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that did not become a report: where it failed and why."""

    file: str
    stage: str
    reason: str


@dataclass(slots=True)
class Batch:
    """Reports read from several files, and the files that could not be."""

    reports: list[tuple[str, Report]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def frame(self, name: str) -> pd.DataFrame:
        """One table over all reports: ``observations``, ``checks``, ``unplaced``, ``reports``."""
        ids = self._unique_ids()
        if name == "reports":
            return frame(name, (_summary(ids[file], file, r) for file, r in self.reports))
        frames: list[pd.DataFrame] = [
            getattr(report, name).assign(report_id=ids[file]) for file, report in self.reports
        ]
        return pd.concat([frame(name, ()), *frames], ignore_index=True)

    @property
    def failure_frame(self) -> pd.DataFrame:
        """The failures as a table, by file."""
        return frame("failures", sorted((f.file, f.stage, f.reason) for f in self.failures))

    def _unique_ids(self) -> dict[str, str]:
        """A report's id; where several files give one, each has its own hash added."""
        shared = Counter(report.report_id for _, report in self.reports)
        return {
            file: report.report_id
            if shared[report.report_id] == 1
            else f"{report.report_id}~{report.sha256[:8]}"
            for file, report in self.reports
        }


def read_all(
    paths: Iterable[Path], root: Path | None = None
) -> Iterator[tuple[str, Report | Failure]]:
    """Read files one by one; a failure is yielded, not raised.

    Parameters
    ----------
    paths : the files
    root : the folder that file names are given relative to; as they are without one
    """
    for path in paths:
        name = _name(path.relative_to(root) if root else path)
        try:
            yield name, read(path)
        except FileError as error:
            yield name, Failure(name, error.stage, error.reason)
        except Exception as error:  # a file of a sort never met must not stop the batch
            reason = f"unexpected {type(error).__name__}: {error}; please report it with the file"
            yield name, Failure(name, "extract", reason)


def _name(path: Path) -> str:
    """A file's name as text; bytes that are no UTF-8 are marked, not lost."""
    return os.fsencode(path.as_posix()).decode("utf-8", errors="backslashreplace")


def gather(results: Iterable[tuple[str, Report | Failure]]) -> Batch:
    """Sort results into a batch; a file that repeats another byte for byte is a failure."""
    batch = Batch()
    first_with: dict[str, str] = {}
    for name, result in sorted(results, key=lambda item: item[0]):
        if isinstance(result, Failure):
            batch.failures.append(result)
        elif result.sha256 in first_with:
            reason = f"is the same file, byte for byte, as {first_with[result.sha256]}"
            batch.failures.append(Failure(name, "duplicate", reason))
        else:
            first_with[result.sha256] = name
            batch.reports.append((name, result))
    return _without_simulated(batch)


def _without_simulated(batch: Batch) -> Batch:
    """Real and simulated reports never mix: beside a real one, simulated ones are failures."""
    real = [(name, report) for name, report in batch.reports if not report.simulated]
    if real and len(real) < len(batch.reports):
        reason = f"is simulated, and {real[0][0]} is not: build simulated reports apart"
        made = [Failure(name, "simulated", reason) for name, r in batch.reports if r.simulated]
        return Batch(real, [*batch.failures, *made])
    return batch


def report_files(folder: Path, but_not: Path | None = None) -> list[Path]:
    """Every file below a folder, sorted, but hidden ones and those of the dataset itself."""
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and (but_not is None or Path(parent, name).resolve() != but_not.resolve())
        ]
        found += [Path(parent, name) for name in files if not name.startswith(".")]
    return sorted(found)


def build(
    folder: str | Path,
    output: str | Path,
    *,
    progress: Callable[[Sequence[Path]], Iterable[Path]] | None = None,
) -> Dataset:
    """Read every file below `folder` and write a dataset.

    Parameters
    ----------
    folder : holds the report files, at any depth
    output : the folder to write ``reports.parquet``, ``observations.parquet``,
        ``checks.parquet``, ``unplaced.parquet`` and ``failures.csv`` into
    progress : wraps the sequence of files to show how far the build is

    Returns
    -------
    Dataset
        What was written; its `failures` name the files that could not be read.
    """
    folder, output = Path(folder), Path(output)
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: there is no such folder of reports")
    files = report_files(folder, but_not=output)
    shown = progress(files) if progress else files
    batch = gather(read_all(shown, folder))
    output.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        _write(batch.frame(name), output / f"{name}.parquet")
    batch.failure_frame.to_csv(output / "failures.csv", index=False, lineterminator="\n")
    describe(output)
    return Dataset(output)


def _write(frame: pd.DataFrame, path: Path) -> None:
    """Write beside and rename, so that a build cut short leaves no half table."""
    part = path.with_suffix(".part")
    frame.to_parquet(part, index=False)
    part.replace(path)


def _summary(report_id: str, file: str, report: Report) -> tuple[object, ...]:
    """A report's row of the ``reports`` table, in the order of its fields."""
    who = report.identity
    status = Counter(o.status for o in report.cells)
    verdict = Counter(v.verdict for v in report.verdicts)
    return (
        report_id, file, report.format, report.sha256,
        who.body, who.kind, who.level, who.region_code, who.province, who.prefecture,
        who.county, who.year, who.title, who.published and who.published.isoformat(),
        report.form.id, "; ".join(report.mixed) or None, report.simulated,
        *(status[name] for name in STATUSES), len(report.extraction.unplaced),
        *(verdict[name] for name in (HOLDS, BROKEN, NOT_ASSESSABLE)),
    )  # fmt: skip
