"""Reports and tables on a terminal, and in the files that commands write."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from gxlab.cells import ABSENT, UNREADABLE
from gxlab.schema import write_csv
from gxlab.workbench.overview import Overview
from gxlab.workbench.printed import PrintedCell, PrintedTable

# The characters of a row's label where there is room for them, and those between columns.
_LABEL, _GAP = 28, 3
# What follows the text of a marked cell, and its style.
_MARKS = {
    "suspect": (" *", "bold red"),
    "broken": (" !", "red"),
    UNREADABLE: (" ?", "yellow"),
    ABSENT: ("absent", "dim"),
}


def show_report(shown: Overview, console: Console) -> None:
    """Print a report for a person to compare with the page.

    Who, where and when, the tables as printed, what their marks mean, the verdicts.
    """
    first, *rest = map(escape, shown.who)
    console.print("\n".join([f"[bold]{first}[/bold]", *rest]))
    for printed in shown.tables:
        console.print(f"\n[bold]{escape(printed.title)}[/bold]  [dim]{printed.code}[/dim]")
        for table in _tables(printed, console.width):
            console.print(table)
    console.print()
    for mark in shown.legend:
        after, style = _MARKS.get(mark.name, ("", ""))
        sample = f": [{style}]{after.strip()}[/{style}]" if after else ""
        console.print(f"{mark.count} {escape(mark.meaning)}{sample}")
    for remarks in shown.remarks:
        console.print(f"\n[bold]{escape(remarks.heading)}[/bold]")
        for item in remarks.items:
            console.print(Padding(escape(item), (0, 0, 0, 2)))


def _tables(printed: PrintedTable, room: int) -> list[Table]:
    """A form's table without merged cells, as one for each run of rows with the same columns."""
    tables: list[Table] = []
    columns: tuple[str, ...] = ()
    rows: dict[str, list[PrintedCell]] = {}
    for cell in (cell for row in printed.rows for cell in row):
        if cell.key:
            rows.setdefault(cell.key[1], []).append(cell)
    numbers = (cell.text for row in rows.values() for cell in row if cell.text.isdigit())
    longest = max((len(number) + 2 for number in numbers), default=0)
    for row in rows.values():
        names = tuple(cell.labels[1] for cell in row)
        if names != columns:
            columns = names
            tables.append(_table(columns, longest, room))
        texts = (_marked(" ".join(cell.text.split()), cell.marks) for cell in row)
        tables[-1].add_row(escape(row[0].labels[0]), *texts)
    return tables


def _table(columns: tuple[str, ...], longest: int, room: int) -> Table:
    """A table without rows yet, as wide as the terminal has room.

    Rich cuts off what does not fit, and that would be the column of totals: where columns are
    many, their labels are folded into four Chinese characters a line. A number is never folded.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    width = 8 if len(columns) > 3 else 24
    width = max(min(width, (room - _LABEL) // len(columns) - _GAP), 6, longest)
    label = max(min(_LABEL, room - len(columns) * (width + _GAP) - _GAP), 6)
    table.add_column("", min_width=label, max_width=label, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", overflow="fold", max_width=width)
    return table


def _marked(text: str, marks: Iterable[str]) -> str:
    """A cell's text with the first of its marks that a terminal can show, as rich's markup."""
    mark = next((mark for mark in _MARKS if mark in marks), None)
    if mark is None:
        return escape(text)
    after, style = _MARKS[mark]
    return f"[{style}]{escape(text)}{after}[/{style}]"


def write_table(table: pd.DataFrame, output: Path | None) -> None:
    """Write a table as its file's name says, .parquet or .csv; CSV to standard output without."""
    if output is not None and output.suffix == ".parquet":
        table.to_parquet(output, index=False)
    else:
        write_csv(table, output or sys.stdout)


_MOST_ROWS, _MOST_RECORDS, _FOLDED = 60, 10, 12


def show_table(table: pd.DataFrame, console: Console, *, simulated: bool = False) -> None:
    """Print the answer to a query: missing values empty, only the head of a long one.

    What is too wide for the terminal is printed as records: a line for each column.
    """
    title = "SIMULATED 模拟数据" if simulated else None
    wide = _needs(table.head(_MOST_ROWS)) > console.width
    most = _MOST_RECORDS if wide else _MOST_ROWS
    if wide:
        console.print(title or "", end="\n" if title else "")
        for number, row in enumerate(table.head(most).itertuples(index=False), start=1):
            record = pd.DataFrame({f"row {number}": table.columns, "": row}, dtype="object")
            console.print(_grid(record))
    else:
        console.print(_grid(table.head(most), title))
    more = len(table) - most
    rows = f"{len(table)} row" + ("" if len(table) == 1 else "s")
    console.print(f"{rows}; the first {most} shown, -o writes all" if more > 0 else rows)


def _needs(table: pd.DataFrame) -> int:
    """The characters that a line takes when no column is folded into fewer than `_FOLDED`."""
    texts = ([str(name), *map(_plain, table[name])] for name in table.columns)
    return sum(min(max(map(cell_len, text)), _FOLDED) + _GAP for text in texts)


def _grid(table: pd.DataFrame, title: str | None = None) -> Table:
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title)
    for name in table.columns:
        number = pd.api.types.is_numeric_dtype(table[name])
        shown.add_column(escape(str(name)), justify="right" if number else "left", overflow="fold")
    for row in table.itertuples(index=False):
        shown.add_row(*(escape(_plain(value)) for value in row))
    return shown


def _plain(value: Any) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
