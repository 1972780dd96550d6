"""How a report looks in a notebook: its tables as the form prints them, verdicts marked.

All text that comes from a file is somebody else's and is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from gxlab.check import BROKEN, HOLDS
from gxlab.extract.assemble import Key, Observation
from gxlab.extract.numbers import ABSENT, NOT_APPLICABLE, REPORTED, UNREADABLE
from gxlab.forms.sheet import Box, Sheet, sheets_of

if TYPE_CHECKING:
    from gxlab.report import Report

# Notebooks are light or dark: colours are given for both sides of a cell, text and ground.
_STYLE = """
<style>
.gxlab table.gx {border-collapse: collapse; margin: .4em 0 1.2em; font-size: 12px;}
.gxlab table.gx td {border: 1px solid #9a9a9a; padding: 2px 6px; text-align: center;
  background: #fff; color: #1a1a1a; max-width: 24em;}
.gxlab table.gx td.title, .gxlab table.gx td.header, .gxlab table.gx td.note,
.gxlab table.gx td.group {background: #eef2f7; font-weight: 600;}
.gxlab table.gx td.label {text-align: left;}
.gxlab table.gx td.value {font-variant-numeric: tabular-nums; text-align: right;}
.gxlab table.gx td.unreadable {background: #fdf0d5; color: #7a4b00;}
.gxlab table.gx td.absent {background: repeating-linear-gradient(45deg,
  #fff, #fff 4px, #e4e4e4 4px, #e4e4e4 5px);}
.gxlab table.gx td.not_applicable {color: #777;}
.gxlab table.gx td.broken {outline: 2px solid #c0392b; outline-offset: -2px;}
.gxlab table.gx td.suspect {background: #f9d6d2; color: #7b1a10; font-weight: 700;}
.gxlab .who {font-size: 13px; margin-bottom: .5em;} .gxlab .why {font-size: 12px;}
.gxlab h4 {margin: .6em 0 .2em;}
</style>
"""


def report_html(report: Report) -> str:
    """The whole report as HTML: who, the tables, broken checks, what could not be placed."""
    cells = {o.key: o for o in report.extraction.observations}
    marks = _marks(report)
    parts = [_STYLE, '<div class="gxlab">', _who(report)]
    for sheet in report_sheets(report):
        parts.append(f"<h4>{escape(sheet.heading)}</h4>")
        parts.append(_table(sheet, cells, marks))
    parts += [_prose(report), _verdicts(report), _unplaced(report), "</div>"]
    return "".join(parts)


def report_sheets(report: Report) -> list[Sheet]:
    """The form's sheets with this report's printed text in them."""
    one_row = any(o.key[1] == "other" and o.status != ABSENT for o in _applications(report))
    known = {box.key for sheet in sheets_of(report.form, {}, one_row_other=one_row)
             for box in sheet.boxes}  # fmt: skip
    figures = {o.key: o.raw for o in report.extraction.observations if o.key in known}
    return sheets_of(report.form, figures, one_row_other=one_row)


def _applications(report: Report) -> Iterable[Observation]:
    return (o for o in report.extraction.observations if o.table == "applications")


def _marks(report: Report) -> dict[Key, str]:
    """What is said of a cell by the checks it is part of."""
    marks: dict[Key, str] = {}
    for verdict in report.verdicts:
        if verdict.verdict == BROKEN:
            said = f"{verdict.identity} {verdict.instance}: {verdict.sums}"
            for key in verdict.keys:
                marks[key] = f"{marks[key]}; {said}" if key in marks else said
    for suspect in report.suspects:
        marks[suspect.key] += f"; would hold with {suspect.proposed}"
    return marks


def _who(report: Report) -> str:
    who = report.identity
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


def _table(sheet: Sheet, cells: dict[Key, Observation], marks: dict[Key, str]) -> str:
    suspect = {key for key, said in marks.items() if "would hold with" in said}
    rows = []
    for boxes in sheet.rows():
        tds = "".join(_cell(box, cells, marks, suspect) for box in boxes)
        rows.append(f"<tr>{tds}</tr>")
    return f'<table class="gx">{"".join(rows)}</table>'


def _cell(box: Box, cells: dict[Key, Observation], marks: dict[Key, str], suspect: set[Key]) -> str:
    classes: list[str] = [box.role]
    title = ""
    if box.key:
        cell = cells.get(box.key)
        status = cell.status if cell else ABSENT
        if status in (UNREADABLE, ABSENT, NOT_APPLICABLE):
            classes.append(status)
        title = ".".join(box.key) + (f" — {status}" if status != REPORTED else "")
        if box.key in marks:
            classes.append("broken")
            title += f" — {marks[box.key]}"
        if box.key in suspect:
            classes.append("suspect")
    spans = (f' rowspan="{box.rowspan}"' if box.rowspan > 1 else "") + (
        f' colspan="{box.colspan}"' if box.colspan > 1 else ""
    )
    tip = f' title="{escape(title, quote=True)}"' if title else ""
    return f'<td class="{" ".join(classes)}"{spans}{tip}>{escape(box.text)}</td>'


def _verdicts(report: Report) -> str:
    broken = [verdict for verdict in report.verdicts if verdict.verdict == BROKEN]
    holds = sum(verdict.verdict == HOLDS for verdict in report.verdicts)
    open_ = len(report.verdicts) - holds - len(broken)
    text = f"{holds} identities hold, {len(broken)} broken, {open_} not assessable."
    items = "".join(
        f"<li>{escape(v.identity)} {escape(v.instance)}: {escape(v.sums)}</li>" for v in broken
    )
    items += "".join(
        f"<li>{escape('.'.join(s.key))} is printed {s.printed}; with {s.proposed} "
        "all that it breaks would hold</li>"
        for s in report.suspects
    )
    return f'<div class="why">{text}<ul>{items}</ul></div>' if items else f"<div>{text}</div>"


def prose_line(figure: Observation) -> str:
    """A figure told in prose, in a line: its code, its value, the words it was told in."""
    about = "about " if figure.approximate else ""
    note = f" ({figure.note})" if figure.note else ""
    return f"{figure.row}.{figure.column}: {about}{figure.value} {figure.unit}{note} «{figure.raw}»"


def _prose(report: Report) -> str:
    if not report.prose:
        return ""
    items = "".join(f"<li>{escape(prose_line(figure))}</li>" for figure in report.prose)
    return f'<div class="why">Figures told in prose:<ul>{items}</ul></div>'


def _unplaced(report: Report) -> str:
    left = report.extraction.unplaced
    if not left:
        return ""
    items = "".join(
        f"<li>«{escape(u.text)}» — {escape(u.reason)} ({escape(u.locator)})</li>" for u in left[:20]
    )
    more = f"<li>… and {len(left) - 20} more</li>" if len(left) > 20 else ""
    return f'<div class="why">{len(left)} texts could not be placed:<ul>{items}{more}</ul></div>'
