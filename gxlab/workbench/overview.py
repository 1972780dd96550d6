"""What is shown of a report, worded once for a notebook and a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gxlab.cells import ABSENT, BLANK, NOT_APPLICABLE, REPORTED, UNREADABLE, Key, Observation
from gxlab.checks.within import Check, Suspect
from gxlab.extract.reports import ExtractedReport
from gxlab.forms import Form
from gxlab.forms.labels import cell_labels
from gxlab.forms.sheet import Box, Sheet, sheets_of
from gxlab.schema import BROKEN, HOLDS
from gxlab.workbench.printed import PrintedCell, PrintedTable

_MOST_UNPLACED = 20
# What a mark in the tables means.
_MEANINGS = {
    REPORTED: "values",
    "suspect": "alone explains every break it is part of",
    "broken": "in a broken identity",
    UNREADABLE: "printed, and no certain number",
    NOT_APPLICABLE: "a mark in place of a number",
    BLANK: "printed empty, which is not zero",
    ABSENT: "in the form, not in the report",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that occurs in the tables: how many cells have it, and what it means."""

    name: str
    count: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Remarks:
    """Lines about a report under a heading."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All that is shown of a report.

    Attributes
    ----------
    who : lines: body and year; place and level; form and file; what belongs to another form
    tables : the form's tables with what the report prints in them
    legend : the marks that occur in them
    remarks : the verdicts, the values read from prose, what could not be placed
    """

    who: tuple[str, ...]
    tables: tuple[PrintedTable, ...]
    legend: tuple[Mark, ...]
    remarks: tuple[Remarks, ...]


def overview_of(
    report: ExtractedReport, verdicts: Sequence[Check], suspects: Sequence[Suspect]
) -> Overview:
    """What is shown of a report, with the verdicts on it."""
    cells = {cell.key: cell for cell in report.extraction.observations}
    reasons = _reasons(report.form, verdicts, suspects)
    suspected = {suspect.key for suspect in suspects}
    counts = Counter(cell.status for cell in cells.values())
    counts["broken"], counts["suspect"] = len(reasons), len(suspected)

    def shown(box: Box) -> PrintedCell:
        drawn = PrintedCell(box.text, box.role, box.rowspan, box.colspan)
        if box.key is None:
            return drawn
        why = reasons.get(box.key, [])
        marks = ["broken"] * bool(why) + ["suspect"] * (box.key in suspected)
        return _value(drawn, box.key, report.form, cells.get(box.key), marks, why)

    tables = tuple(
        PrintedTable(tuple(tuple(map(shown, row)) for row in sheet.rows()), sheet.heading,
                     sheet.table, "form")
        for sheet in _sheets(report)
    )  # fmt: skip
    legend = tuple(Mark(name, counts[name], text) for name, text in _MEANINGS.items()
                   if counts[name] or name == REPORTED)  # fmt: skip
    remarks = (_judged(report.form, verdicts, suspects), *_prose(report), *_unplaced(report))
    return Overview(tuple(_who(report)), tables, legend, remarks)


def _who(report: ExtractedReport) -> Iterator[str]:
    who = report.attribution
    simulated = "simulated 模拟数据 · " if report.simulated else ""
    yield f"{simulated}{who.body or 'body not found'} {who.year or 'year not found'}"
    place = " / ".join(p for p in (who.province, who.prefecture, who.county) if p)
    place = f"{place} {who.region_code or ''}".strip()
    yield f"{place or 'place not found'} · level: {who.level or '-'}"
    published = f" · published {who.published.isoformat()}" if who.published else ""
    yield f"form {report.form.id} · {report.format}: {report.path.name}{published}"
    yield from (f"mixed: {sentence}" for sentence in report.mixed)


# --- Tables ---------------------------------------------------------------------------------


def _sheets(report: ExtractedReport) -> list[Sheet]:
    """The form's sheets with this report's printed text in them."""
    cells = report.extraction.observations
    one_row = any(
        o.table == "applications" and o.row == "other" and o.status != ABSENT for o in cells
    )
    empty = sheets_of(report.form, {}, one_row_other=one_row)
    known = {box.key for sheet in empty for box in sheet.boxes}
    texts = {cell.key: cell.raw for cell in cells if cell.key in known}
    return sheets_of(report.form, texts, one_row_other=one_row)


def _value(
    drawn: PrintedCell,
    key: Key,
    form: Form,
    cell: Observation | None,
    marks: list[str],
    reasons: list[str],
) -> PrintedCell:
    """A value as it is drawn, with its status, its labels and what is wrong with it."""
    status = cell.status if cell else ABSENT
    marks = [status] * (status in (UNREADABLE, ABSENT, NOT_APPLICABLE)) + marks
    marks += ["zero"] * (drawn.text == "0")
    row, column = cell_labels(key, form)
    table = form.table(key[0])
    unit = f" [{table.column(key[2], key[1]).unit}]" if table.is_list else ""
    notes = [f"{row} × {column} ({status})", ".".join(key), *reasons, cell.locator if cell else ""]
    return replace(drawn, marks=tuple(marks), notes=tuple(filter(None, notes)), key=key,
                   labels=(row + unit, column))  # fmt: skip


# --- Remarks --------------------------------------------------------------------------------


def _reasons(
    form: Form, verdicts: Iterable[Check], suspects: Iterable[Suspect]
) -> Mapping[Key, list[str]]:
    """The broken identities that each cell is part of, and what would mend them."""
    reasons: dict[Key, list[str]] = {}
    for verdict in verdicts:
        if verdict.verdict == BROKEN:
            for key in verdict.keys:
                reasons.setdefault(key, []).append(_break(verdict, form))
    for suspect in suspects:
        reasons[suspect.key].append(f"would hold with {suspect.proposed}")
    return reasons


def _judged(form: Form, verdicts: Sequence[Check], suspects: Sequence[Suspect]) -> Remarks:
    broken = [verdict for verdict in verdicts if verdict.verdict == BROKEN]
    holds = sum(verdict.verdict == HOLDS for verdict in verdicts)
    rest = len(verdicts) - holds - len(broken)
    items = [f"broken {_break(verdict, form)}" for verdict in broken]
    items += [
        f"{_name(suspect.key, form)} is printed {suspect.printed}; with {suspect.proposed} all "
        "that it breaks would hold"
        for suspect in suspects
    ]
    heading = f"{holds} identities hold, {len(broken)} broken, {rest} not assessable"
    return Remarks(heading, tuple(items))


def _name(key: Key, form: Form) -> str:
    return f"{' × '.join(cell_labels(key, form))} ({'.'.join(key)})"


def _break(verdict: Check, form: Form) -> str:
    """A broken identity in a line: where, the rule, the two sums."""
    rule = next(identity for identity in form.identities if identity.id == verdict.identity)
    if form.table(rule.table).is_list:
        where = form.table(rule.table).row(verdict.instance).zh
    else:
        where = cell_labels(verdict.keys[0], form)[1 if rule.per == "column" else 0]
    return f"{rule.id} {where}: {rule.en}: {verdict.sums}"


def _prose(report: ExtractedReport) -> Iterator[Remarks]:
    """Values read from prose, with the words that they were read from."""
    if report.prose:
        items = (f"{_name(cell.key, report.form)}: {reading(cell)}; {cell.locator}"
                 for cell in report.prose)  # fmt: skip
        yield Remarks("values read from prose", tuple(items))


def reading(cell: Observation) -> str:
    """What was read, and the print that it was read from."""
    about = "about " if cell.approximate else ""
    value = f"{about}{cell.value} {cell.unit}, " if cell.value is not None else ""
    raw = f", printed «{' '.join(cell.raw.split())}»" if cell.raw else ""
    note = f" ({cell.note})" if cell.note else ""
    return f"{value}{cell.status}{raw}{note}"


def _unplaced(report: ExtractedReport) -> Iterator[Remarks]:
    if unplaced := report.extraction.unplaced:
        items = [f"«{u.text}» {u.reason} ({u.locator})" for u in unplaced[:_MOST_UNPLACED]]
        more = len(unplaced) - len(items)
        items += [f"… and {more} more"] if more else []
        yield Remarks(f"{len(unplaced)} texts could not be placed", tuple(items))
