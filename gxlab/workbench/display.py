"""How a report looks in a notebook: its tables as the form prints them, verdicts marked.

All text that comes from a file is somebody else's and is escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from gxlab.cells import ABSENT, NOT_APPLICABLE, REPORTED, UNREADABLE, Key, Observation
from gxlab.checks.within import Check, Suspect
from gxlab.extract.reports import ExtractedReport
from gxlab.forms import Form
from gxlab.forms.labels import cell_labels
from gxlab.forms.sheet import Box, Sheet, sheets_of
from gxlab.schema import BROKEN, HOLDS

# Notebooks are light or dark: colours are given for both sides of a cell, text and ground.
_STYLE = """
<style>
.gxlab .sheet {overflow-x: auto; margin: .4em 0 1.2em;}
.gxlab table.gx {border-collapse: collapse; font-size: 12px; margin: 0;}
.gxlab table.gx td, .gxlab .key {border: 1px solid #9a9a9a; padding: 2px 6px;
  text-align: center; background: #fff; color: #1a1a1a; max-width: 24em;}
.gxlab table.gx td.title, .gxlab table.gx td.header, .gxlab table.gx td.note,
.gxlab table.gx td.group {background: #eef2f7; font-weight: 600;}
.gxlab table.gx td.header {min-width: 3.1em; text-wrap: balance;}
.gxlab table.gx td.group {max-width: 7em; text-wrap: balance;}
.gxlab table.gx td.group[colspan] {max-width: none;}
.gxlab table.gx td.label {text-align: left;}
.gxlab table.gx td.value {font-variant-numeric: tabular-nums; text-align: right;}
.gxlab table.gx td.zero, .gxlab .key.not_applicable,
.gxlab table.gx td.not_applicable {color: #767676;}
.gxlab table.gx tr:hover td.value, .gxlab table.gx tr:hover td.label {background: #fff6d6;}
.gxlab table.gx td.unreadable, .gxlab .key.unreadable {background: #fdf0d5; color: #7a4b00;}
.gxlab table.gx td.absent, .gxlab table.gx tr:hover td.absent, .gxlab .key.absent {
  background: repeating-linear-gradient(45deg, #fff, #fff 4px, #e4e4e4 4px, #e4e4e4 5px);}
.gxlab table.gx td.broken, .gxlab .key.broken {outline: 2px solid #c0392b; outline-offset: -2px;}
.gxlab table.gx td.suspect, .gxlab .key.suspect {background: #f9d6d2; color: #7b1a10;
  font-weight: 700;}
.gxlab table.gx td:focus {outline: 3px solid #1f6feb; outline-offset: -3px;}
.gxlab table.gx td:focus::after {content: attr(title); position: fixed; z-index: 9;
  margin: 1.8em 0 0 -6em; max-width: 32em; padding: 4px 8px; white-space: pre-line;
  text-align: left; font-weight: 400; background: #1a1a1a; color: #fff;}
.gxlab .who {font-size: 13px; margin-bottom: .5em;} .gxlab .why {font-size: 12px;}
.gxlab .why ul {margin: .2em 0 .8em;} .gxlab .legend {font-size: 12px; margin-bottom: .8em;}
.gxlab .legend .item {white-space: nowrap; margin-right: 1.4em;}
.gxlab h4 {margin: .6em 0 .2em;}
</style>
"""
# What a mark in the tables means, in the words of the legend.
_LEGEND = {
    "suspect": ("0", "alone explains every break it is part of"),
    "broken": ("0", "in a broken identity"),
    "unreadable": ("?", "printed, and no certain number"),
    "not_applicable": ("/", "a mark in place of a number"),
    "blank": ("\u2007", "printed empty, which is not zero"),
    "absent": ("\u2007", "in the form, not in the report"),
}


def report_html(
    report: ExtractedReport, verdicts: Sequence[Check], suspects: Sequence[Suspect]
) -> str:
    """The whole report as HTML: who, the tables, broken checks, what could not be placed."""
    cells = {o.key: o for o in report.extraction.observations}
    marks = _marks(report, verdicts, suspects)
    parts = [_STYLE, '<div class="gxlab">', _who(report)]
    for sheet in report_sheets(report):
        parts.append(f"<h4>{escape(sheet.heading)}</h4>")
        parts.append(_table(sheet, report.form, cells, marks))
    parts += [
        _legend(report, verdicts, suspects),
        _verdicts(report, verdicts, suspects),
        _prose(report),
        _unplaced(report),
        "</div>",
    ]
    return "".join(parts)


def _legend(report: ExtractedReport, verdicts: Sequence[Check], suspects: Sequence[Suspect]) -> str:
    """What the marks that occur in this report mean, each with how many cells have it."""
    counts = Counter(o.status for o in report.extraction.observations)
    counts["broken"] = len({k for v in verdicts if v.verdict == BROKEN for k in v.keys})
    counts["suspect"] = len(suspects)
    items = [f'<span class="item">{counts[REPORTED]} figures</span>']
    items += [
        f'<span class="item"><span class="key {name}">{sign}</span> {counts[name]} {said}</span>'
        for name, (sign, said) in _LEGEND.items()
        if counts[name]
    ]
    return f'<div class="legend">{" ".join(items)}</div>'


def report_sheets(report: ExtractedReport) -> list[Sheet]:
    """The form's sheets with this report's printed text in them."""
    one_row = any(o.key[1] == "other" and o.status != ABSENT for o in _applications(report))
    known = {box.key for sheet in sheets_of(report.form, {}, one_row_other=one_row)
             for box in sheet.boxes}  # fmt: skip
    figures = {o.key: o.raw for o in report.extraction.observations if o.key in known}
    return sheets_of(report.form, figures, one_row_other=one_row)


def _applications(report: ExtractedReport) -> Iterable[Observation]:
    return (o for o in report.extraction.observations if o.table == "applications")


def _marks(
    report: ExtractedReport, verdicts: Sequence[Check], suspects: Sequence[Suspect]
) -> dict[Key, str]:
    """What is said of a cell by the checks it is part of."""
    marks: dict[Key, str] = {}
    for verdict in verdicts:
        if verdict.verdict == BROKEN:
            said = _break(verdict, report.form)
            for key in verdict.keys:
                marks[key] = f"{marks[key]}; {said}" if key in marks else said
    for suspect in suspects:
        marks[suspect.key] += f"; would hold with {suspect.proposed}"
    return marks


def _who(report: ExtractedReport) -> str:
    who = report.attribution
    place = " / ".join(p for p in (who.province, who.prefecture, who.county) if p)
    facts = [
        f"<b>{escape(who.body or 'body not told')}</b>",
        escape(str(who.year or "year not told")),
        escape(f"{place} {who.region_code or ''}".strip() or "place not told"),
        f"form {report.form.id}",
        escape(f"{report.format}: {report.path.name}"),
    ]
    if report.simulated:
        facts.insert(0, "<b>simulated 模拟数据</b>")
    mixed = "".join(f"<br>mixed: {escape(sentence)}" for sentence in report.mixed)
    return f'<div class="who">{" · ".join(facts)}{mixed}</div>'


def _table(sheet: Sheet, form: Form, cells: dict[Key, Observation], marks: dict[Key, str]) -> str:
    rows = []
    for boxes in sheet.rows():
        tds = "".join(_cell(box, form, cells, marks) for box in boxes)
        rows.append(f"<tr>{tds}</tr>")
    return f'<div class="sheet"><table class="gx">{"".join(rows)}</table></div>'


def _cell(box: Box, form: Form, cells: dict[Key, Observation], marks: dict[Key, str]) -> str:
    classes: list[str] = [box.role]
    named = ""
    if box.key:
        cell = cells.get(box.key)
        status = cell.status if cell else ABSENT
        classes += _classes(box.key, status, box.text, marks)
        said = [f"{' × '.join(cell_labels(box.key, form))} ({status})", ".".join(box.key)]
        said += [text for text in (marks.get(box.key), cell.locator if cell else None) if text]
        named = f' title="{escape(chr(10).join(said), quote=True)}"'
        if {"broken", "unreadable"} & set(classes):
            named += ' tabindex="0"'  # what is doubtful can be reached without a mouse
    spans = (f' rowspan="{box.rowspan}"' if box.rowspan > 1 else "") + (
        f' colspan="{box.colspan}"' if box.colspan > 1 else ""
    )
    return f'<td class="{" ".join(classes)}"{spans}{named}>{escape(box.text)}</td>'


def _classes(key: Key, status: str, text: str, marks: dict[Key, str]) -> Iterable[str]:
    if status in (UNREADABLE, ABSENT, NOT_APPLICABLE):
        yield status
    if text == "0":
        yield "zero"
    if key in marks:
        yield "broken"
        if "would hold with" in marks[key]:
            yield "suspect"


def _verdicts(
    report: ExtractedReport, verdicts: Sequence[Check], suspects: Sequence[Suspect]
) -> str:
    broken = [verdict for verdict in verdicts if verdict.verdict == BROKEN]
    holds = sum(verdict.verdict == HOLDS for verdict in verdicts)
    open_ = len(verdicts) - holds - len(broken)
    text = f"{holds} identities hold, {len(broken)} broken, {open_} not assessable."
    items = "".join(f"<li>{escape(_break(verdict, report.form))}</li>" for verdict in broken)
    items += "".join(
        f"<li>{escape(' × '.join(cell_labels(s.key, report.form)))} is printed {s.printed}; "
        f"with {s.proposed} all that it breaks would hold</li>"
        for s in suspects
    )
    return f'<div class="why">{text}<ul>{items}</ul></div>' if items else f"<div>{text}</div>"


def _break(verdict: Check, form: Form) -> str:
    """A broken identity in a line: where, the rule, the two sums."""
    rule = next(identity for identity in form.identities if identity.id == verdict.identity)
    if form.table(rule.table).is_list:
        where = form.table(rule.table).row(verdict.instance).zh
    else:
        where = cell_labels(verdict.keys[0], form)[1 if rule.per == "column" else 0]
    return f"{rule.id} {where}: {rule.en}: {verdict.sums}"


def prose_line(figure: Observation) -> str:
    """A figure told in prose, in a line: its code, its value, the words it was told in."""
    return f"{figure.row}.{figure.column}: {_told(figure)}"


def _told(figure: Observation) -> str:
    about = "about " if figure.approximate else ""
    note = f" ({figure.note})" if figure.note else ""
    return f"{about}{figure.value} {figure.unit}{note} «{figure.raw}»"


def _prose(report: ExtractedReport) -> str:
    if not report.prose:
        return ""
    items = "".join(
        f'<li title="{escape(f"{o.row}.{o.column}, {o.locator}", quote=True)}">'
        f"{escape(' × '.join(cell_labels(o.key, report.form)))}: {escape(_told(o))}</li>"
        for o in report.prose
    )
    return f'<div class="why">Figures told in prose:<ul>{items}</ul></div>'


def _unplaced(report: ExtractedReport) -> str:
    left = report.extraction.unplaced
    if not left:
        return ""
    items = "".join(
        f"<li>«{escape(u.text)}» — {escape(u.reason)} ({escape(u.locator)})</li>" for u in left[:20]
    )
    more = f"<li>… and {len(left) - 20} more</li>" if len(left) > 20 else ""
    return f'<div class="why">{len(left)} texts could not be placed:<ul>{items}{more}</ul></div>'
