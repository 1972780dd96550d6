"""Which file becomes which report of a dataset, under which id, and which files become none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gxlab.dataset.building.outcomes import Outcome
from gxlab.dataset.building.packs import outcomes_of

# Characters of a file's hash that tell it from another file of the same report.
_HASH = 8


@dataclass(frozen=True, slots=True)
class KeptOutcome:
    """An outcome, and where its rows are: the name of a pack, and the row in it.

    What could not even be opened is in no pack.
    """

    outcome: Outcome
    pack: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """A file that did not become a report: where it failed, and what is wrong with it."""

    file: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlannedReport:
    """A file that becomes a report, and the id that it has in this dataset."""

    file: str
    report_id: str
    kept: KeptOutcome


@dataclass(frozen=True, slots=True)
class Plan:
    """All reports of a dataset, and all failures, in the order of file names."""

    reports: list[PlannedReport]
    failures: list[Failure]


def kept_outcomes(name: str, pack: bytes) -> list[KeptOutcome]:
    """The outcomes of a pack that is kept under this name."""
    return [KeptOutcome(outcome, name, row) for row, outcome in enumerate(outcomes_of(pack))]


def make_plan(files: Iterable[str], outcomes: Iterable[KeptOutcome]) -> Plan:
    """Tell reports from failures, from copies, and from other files of the same report.

    A file that repeats another byte for byte is a failure. Where several files give one
    ``report_key``, the ``report_id`` of each is that and the start of the file's own hash.

    Parameters
    ----------
    files, outcomes : the files' names, and what became of each
    """
    read: list[tuple[str, KeptOutcome]] = []
    failures: list[Failure] = []
    first_with: dict[str, str] = {}
    every = zip(files, outcomes, strict=True)
    for file, kept in sorted(every, key=lambda one: (one[0], one[1].outcome.sha256 or "")):
        outcome = kept.outcome
        if outcome.stage is not None:
            failures.append(Failure(file, outcome.stage, outcome.reason or ""))
        elif (first := first_with.setdefault(str(outcome.sha256), file)) != file:
            reason = f"is the same file, byte for byte, as {first}"
            failures.append(Failure(file, "duplicate", reason))
        else:
            read.append((file, kept))
    # Real and simulated reports never mix: beside a real one, simulated ones are failures.
    if real := [(file, kept) for file, kept in read if not kept.outcome.simulated]:
        reason = f"is simulated, and {real[0][0]} is not: build simulated reports apart"
        failures += [Failure(f, "simulated", reason) for f, kept in read if kept.outcome.simulated]
        read = real
    shared = Counter(kept.outcome.report_key for _, kept in read)
    reports = [PlannedReport(file, _report_id(kept.outcome, shared), kept) for file, kept in read]
    return Plan(reports, sorted(failures))


def _report_id(outcome: Outcome, shared: Counter[str | None]) -> str:
    own = f"~{str(outcome.sha256)[:_HASH]}" if shared[outcome.report_key] > 1 else ""
    return f"{outcome.report_key}{own}"
