"""The rows that one report gives to each table of a dataset, each a value by its field's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from gxlab.cells import STATUSES, Observation
from gxlab.checks.within import Check, Suspect, check, suspects
from gxlab.extract.reports import ExtractedReport
from gxlab.schema import BROKEN, HOLDS, NOT_ASSESSABLE

Row = dict[str, Any]


def rows_of_report(report: ExtractedReport) -> dict[str, list[Row]]:
    """The report's rows in ``reports``, ``observations``, ``checks`` and ``unplaced``."""
    cells = report.extraction.observations
    verdicts = check(report.form, cells)
    return {
        "reports": [summary(report, verdicts)],
        "observations": list(observation_rows(report)),
        "checks": list(check_rows(report, verdicts, suspects(verdicts, cells))),
        "unplaced": list(unplaced_rows(report)),
    }


def summary(report: ExtractedReport, verdicts: Sequence[Check]) -> Row:
    """The report's one row in ``reports``."""
    status = Counter(cell.status for cell in report.cells)
    verdict = Counter(one.verdict for one in verdicts)
    who = report.attribution
    return {
        **_about(report),
        "file": str(report.path),
        "format": report.format,
        "sha256": report.sha256,
        "kind": who.kind,
        "title": who.title,
        "published": who.published and who.published.isoformat(),
        "mixed": "; ".join(report.mixed) or None,
        "simulated": report.simulated,
        **{name: status[name] for name in STATUSES},
        "unplaced": len(report.extraction.unplaced),
        "identities_hold": verdict[HOLDS],
        "identities_broken": verdict[BROKEN],
        "identities_not_assessable": verdict[NOT_ASSESSABLE],
    }


def observation_rows(report: ExtractedReport) -> Iterator[Row]:
    """A row for every cell that the form has or the report prints, then those of the prose."""
    about = _about(report)
    for cell in report.cells:
        yield cell_row(about, cell)


def cell_row(about: Row, cell: Observation) -> Row:
    """A cell's row in ``observations``; `about` is what the rows of its report share."""
    return {**about, **cell._asdict(), "value": _float(cell.value), "note": cell.note or None}


def check_rows(
    report: ExtractedReport, verdicts: Sequence[Check], blamed: Sequence[Suspect]
) -> Iterator[Row]:
    """A row for every instance of every identity of the form."""
    blame = {id(verdict): suspect for suspect in blamed for verdict in suspect.mends}
    for one in verdicts:
        suspect = blame.get(id(one))
        yield {
            "report_id": report.report_id,
            "identity": one.identity,
            "table": one.table,
            "instance": one.instance,
            "verdict": one.verdict,
            "left": _float(one.left),
            "right": _float(one.right),
            "difference": _float(one.difference),
            "holds_with_blanks_as_zero": one.holds_with_blanks_as_zero,
            "note": one.note,
            "suspect": ".".join(suspect.key) if suspect else None,
            "suspect_value": _float(suspect.proposed) if suspect else None,
        }


def unplaced_rows(report: ExtractedReport) -> Iterator[Row]:
    """A row for every text of the tables that could not be given a place."""
    for text in report.extraction.unplaced:
        yield {"report_id": report.report_id, **asdict(text)}


def _about(report: ExtractedReport) -> Row:
    """What every row of a report's cells says of the report."""
    who = report.attribution
    return {
        "report_id": report.report_id,
        "report_key": report.report_id,  # a dataset makes the first unique, and keeps this
        "body": who.body,
        "level": who.level,
        "region_code": who.region_code,
        "province": who.province,
        "prefecture": who.prefecture,
        "county": who.county,
        "year": who.year,
        "form": report.form.id,
    }


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
