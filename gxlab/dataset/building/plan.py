"""Which file becomes which report of a dataset, under which id, and which files become none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    file: str
    kept: KeptOutcome


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
    candidates: list[_Candidate] = []
    failures: list[Failure] = []
    first_with: dict[str, str] = {}
    every = [_Candidate(file, kept) for file, kept in zip(files, outcomes, strict=True)]
    for one in sorted(every, key=lambda one: (one.file, one.kept.outcome.sha256 or "")):
        outcome = one.kept.outcome
        if outcome.stage is not None:
            failures.append(Failure(one.file, outcome.stage, outcome.reason or ""))
        elif (first := first_with.setdefault(str(outcome.sha256), one.file)) != one.file:
            reason = f"is the same file, byte for byte, as {first}"
            failures.append(Failure(one.file, "duplicate", reason))
        else:
            candidates.append(one)
    candidates, mixed = _without_simulated(candidates)
    shared = Counter(one.kept.outcome.report_key for one in candidates)
    reports = [
        PlannedReport(one.file, _report_id(one.kept.outcome, shared), one.kept)
        for one in candidates
    ]
    return Plan(reports, sorted([*failures, *mixed]))


def _without_simulated(candidates: Sequence[_Candidate]) -> tuple[list[_Candidate], list[Failure]]:
    """Real and simulated reports never mix: beside a real one, simulated ones are failures."""
    real = [one for one in candidates if not one.kept.outcome.simulated]
    if not real:
        return list(candidates), []
    reason = f"is simulated, and {real[0].file} is not: build simulated reports apart"
    simulated = [one for one in candidates if one.kept.outcome.simulated]
    return real, [Failure(one.file, "simulated", reason) for one in simulated]


def _report_id(outcome: Outcome, shared: Counter[str | None]) -> str:
    own = f"~{str(outcome.sha256)[:_HASH]}" if shared[outcome.report_key] > 1 else ""
    return f"{outcome.report_key}{own}"
