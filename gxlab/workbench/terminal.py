"""A report on a terminal: who, where and when, the tables as printed, the verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gxlab.cells import ABSENT, BLANK, UNREADABLE, Key, Observation
from gxlab.checks.within import AT_MOST, Check
from gxlab.forms import Form
from gxlab.forms.labels import cell_labels
from gxlab.forms.sheet import Sheet
from gxlab.schema import BROKEN, HOLDS
from gxlab.workbench.display import prose_line, report_sheets
from gxlab.workbench.reports import Report

_SHOWN = {BLANK: "", ABSENT: "[dim]absent[/dim]"}
_LABEL, _GAP = 28, 3  # signs of a row's label where there is room for them, and between columns


def show_report(report: Report, console: Console) -> None:
    """Print a report for a person to compare with the page."""
    _show_who(report, console)
    cells = {o.key: o for o in report.extraction.observations}
    broken = {key for v in report.verdicts if v.verdict == BROKEN for key in v.keys}
    for sheet in report_sheets(report):
        console.print(f"\n[bold]{escape(sheet.heading)}[/bold]  [dim]{sheet.table}[/dim]")
        for table in _tables(sheet, report.form, cells, broken, console.width):
            console.print(table)
    if report.prose:
        console.print("\n[bold]figures told in prose[/bold]")
    for figure in report.prose:
        console.print(escape(f"  {prose_line(figure)}"), soft_wrap=True)
    _show_verdicts(report, console)


def _show_who(report: Report, console: Console) -> None:
    who = report.attribution
    place = " / ".join(p for p in (who.province, who.prefecture, who.county) if p)
    console.print(
        f"[bold]{escape(who.body or 'body not told')}[/bold] {who.year or 'year not told'}"
    )
    console.print(
        f"{place or 'place not told'} {who.region_code or ''} · level: {who.level or '-'}"
    )
    published = f" · published {who.published.isoformat()}" if who.published else ""
    console.print(
        f"form {report.form.id} · {report.format} · {escape(report.path.name)}{published}"
    )
    if report.simulated:
        console.print("[yellow]simulated 模拟数据[/yellow]: not a report of any public body")
    for sentence in report.mixed:
        console.print(f"[yellow]mixed:[/yellow] {escape(sentence)}")


def _tables(
    sheet: Sheet, form: Form, cells: dict[Key, Observation], broken: set[Key], room: int
) -> list[Table]:
    """The sheet as plain tables, one for each run of rows with the same columns."""
    tables: list[Table] = []
    columns: tuple[str, ...] = ()
    own = (cells.get(box_.key) for box_ in sheet.boxes if box_.key)
    longest = max((len(cell.raw) + 2 for cell in own if cell and cell.raw.isdigit()), default=0)
    for labels, keys in _rows(sheet, form):
        if labels[1] != columns:
            columns = labels[1]
            table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
            # Four signs a line where columns are many. What does not fit is cut off, and that
            # would be the column of totals; a number is never folded.
            width = 8 if len(columns) > 3 else 24
            width = max(min(width, (room - _LABEL) // len(columns) - _GAP), 6, longest)
            label = max(min(_LABEL, room - len(columns) * (width + _GAP) - _GAP), 6)
            table.add_column("", min_width=label, max_width=label, overflow="fold")
            for column in columns:
                table.add_column(column, justify="right", overflow="fold", max_width=width)
            tables.append(table)
        tables[-1].add_row(escape(labels[0]), *(_value(cells.get(k), k in broken) for k in keys))
    return tables


def _rows(sheet: Sheet, form: Form) -> list[tuple[tuple[str, tuple[str, ...]], list[Key]]]:
    """Each row of figures: its label, its column labels, its cells' keys."""
    by_row: dict[str, list[Key]] = {}
    for box_ in sheet.boxes:
        if box_.key:
            by_row.setdefault(box_.key[1], []).append(box_.key)
    rows = []
    for keys in by_row.values():
        names = [cell_labels(key, form) for key in keys]
        name = names[0][0]
        if form.table(sheet.table).is_list:
            name = f"{name} [{form.table(sheet.table).column(keys[0][2], keys[0][1]).unit}]"
        rows.append(((name, tuple(column for _, column in names)), keys))
    return rows


def _value(cell: Observation | None, broken: bool) -> str:
    if cell is None:
        return _SHOWN[ABSENT]
    text = _SHOWN.get(cell.status, escape(" ".join(cell.raw.split())))
    if cell.status == UNREADABLE:
        return f"[yellow]{text} ?[/yellow]"
    return f"[red]{text} ![/red]" if broken else text


def _sums(verdict: Check) -> str:
    relation = "is more than" if verdict.relation == AT_MOST else "is not"
    return f"{verdict.left} {relation} {verdict.right}"


def _show_verdicts(report: Report, console: Console) -> None:
    holds = sum(v.verdict == HOLDS for v in report.verdicts)
    broken = [v for v in report.verdicts if v.verdict == BROKEN]
    rest = len(report.verdicts) - holds - len(broken)
    console.print(f"\nidentities: {holds} hold, {len(broken)} broken, {rest} not assessable")
    for v in broken:
        console.print(f"[red]broken[/red] {v.identity} {v.instance}: {_sums(v)}")
    for s in report.suspects:
        name = ".".join(s.key)
        console.print(
            f"  {name} is printed {s.printed}; with {s.proposed} all that it breaks would hold"
        )
    left = report.extraction.unplaced
    if left:
        console.print(f"{len(left)} texts could not be placed:")
    for u in left[:20]:
        console.print(escape(f"  «{u.text}» {u.reason} ({u.locator})"))


_MOST_ROWS, _MOST_RECORDS, _FOLDED = 60, 10, 12


def show_table(table: pd.DataFrame, console: Console, *, simulated: bool = False) -> None:
    """Print the answer to a query; missing values are empty, of a long one the head.

    What is too wide for the terminal is printed as records: a line for each column.
    """
    title = "SIMULATED 模拟数据" if simulated else None
    most = _MOST_ROWS
    shown = _grid(table.head(most), title)
    if _needs(table.head(most)) > console.width:
        most = _MOST_RECORDS
        if title:
            console.print(title)
        for number, row in enumerate(table.head(most).itertuples(index=False), start=1):
            console.print(_record(f"row {number}", table.columns, row))
    else:
        console.print(shown)
    more = len(table) - most
    rows = f"{len(table)} row" + ("" if len(table) == 1 else "s")
    console.print(f"{rows}; the first {most} shown, -o writes all" if more > 0 else rows)


def _needs(table: pd.DataFrame) -> int:
    """The signs that a line takes when no column is folded into fewer than `_FOLDED`."""
    texts = ([str(name), *map(_plain, table[name])] for name in table.columns)
    return sum(min(max(map(cell_len, text)), _FOLDED) + _GAP for text in texts)


def _grid(table: pd.DataFrame, title: str | None) -> Table:
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title)
    for name in table.columns:
        number = pd.api.types.is_numeric_dtype(table[name])
        shown.add_column(escape(str(name)), justify="right" if number else "left", overflow="fold")
    for row in table.itertuples(index=False):
        shown.add_row(*(escape(_plain(value)) for value in row))
    return shown


def _record(heading: str, columns: Iterable[object], row: Iterable[object]) -> Table:
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    shown.add_column(heading, overflow="fold")
    shown.add_column("", overflow="fold")
    for name, value in zip(columns, row, strict=True):
        shown.add_row(escape(str(name)), escape(_plain(value)))
    return shown


def _plain(value: Any) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
