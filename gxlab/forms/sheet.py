"""A form's tables as they are printed: boxes on a grid, merged as the regulator merged them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from gxlab.cells import Key
from gxlab.forms import OUTSIDE, Form, Label, Table, parts_elsewhere, tables_called

Role = Literal["title", "header", "group", "label", "value", "note"]

LABEL_COLUMNS = 3
# What a list prints beside a heading, where unit and value would stand.
_NO_VALUE = "——"
HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class Box:
    """One cell, perhaps merged: the rows and columns it covers, its text, what it is."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    role: Role
    key: Key | None = None

    @property
    def bottom(self) -> int:
        return self.row + self.rowspan

    @property
    def right(self) -> int:
        return self.col + self.colspan

    @property
    def lines(self) -> tuple[str, ...]:
        """The text as narrow columns print it: a header of four characters breaks in half."""
        if self.role == "header" and self.col and len(self.text) == 4:
            return self.text[:2], self.text[2:]
        return tuple(self.text.split("\n"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed table. Boxes stand in reading order; none overlaps another."""

    table: str
    heading: str
    boxes: tuple[Box, ...]
    n_rows: int
    n_cols: int

    def rows(self) -> list[list[Box]]:
        """The boxes that begin in each row, left to right."""
        rows: list[list[Box]] = [[] for _ in range(self.n_rows)]
        for box in self.boxes:
            rows[box.row].append(box)
        return [sorted(row, key=lambda box: box.col) for row in rows]

    def cover(self) -> list[list[Box | None]]:
        """For each row and column, the box that covers it; None where the grid has a hole."""
        grid: list[list[Box | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for box in self.boxes:
            for row in range(box.row, min(box.bottom, self.n_rows)):
                for col in range(box.col, box.right):
                    grid[row][col] = box
        return grid

    @property
    def header_rows(self) -> int:
        """How many rows stand above the first row that has a label or carries values."""
        body = (box.row for box in self.boxes if box.role in ("label", "value"))
        return min(body, default=self.n_rows)

    def row_of(self, code: str) -> int:
        """The row of the grid in which the form's row `code` stands."""
        for box in self.boxes:
            if box.key is not None and box.key[1] == code:
                return box.row
        raise KeyError(f"no row {code!r} in table {self.table!r}")


def sheets_of(form: Form, cells: Mapping[Key, str], *, one_row_other: bool = False) -> list[Sheet]:
    """The form's tables as printed, with the official forms' merged cells.

    Parameters
    ----------
    cells : the text of each cell by (table, row, column); a key that is not in it is empty
    one_row_other : whether a row that the form has in parts is printed whole, as another form
        has it, with an empty cell beside it: (六)其他处理 is one row in the form of 2019

    Raises
    ------
    ValueError
        A value has no cell in the form: it would have been dropped silently.
    """
    built = [_sheet_of(form, table, cells, one_row_other) for table in form.tables]
    homeless = set(cells) - {box.key for sheet in built for box in sheet.boxes}
    if homeless:
        raise ValueError(f"form {form.id} has no cell for {sorted(homeless)}")
    return built


def _sheet_of(form: Form, table: Table, cells: Mapping[Key, str], one_row_other: bool) -> Sheet:
    if table.layout == "list":
        return _list(table, cells)
    if table.layout == "blocks":
        return _blocks(table, cells)
    if table.layout == "strip":
        return _strip(table, cells)
    return _matrix(table, cells, _wholes(table) if one_row_other else {})


def _wholes(table: Table) -> dict[str, Label]:
    """The rows that the table has in parts and another form has whole, as that form words them."""
    own = {row.code for row in table.rows}
    others = {row.code: row for other in tables_called(table.code) for row in other.rows}
    return {
        code: row
        for code, row in others.items()
        if code not in own and parts_elsewhere(table.code, code) & own
    }


def in_order(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Boxes in reading order: by row, then by column."""
    return tuple(sorted(boxes, key=lambda box: (box.row, box.col)))


def _blocks(table: Table, cells: Mapping[Key, str]) -> Sheet:
    """Blocks one below another, each under its title and with its own header."""
    width = max(len(block.columns) for block in table.blocks) + 1
    boxes: list[Box] = []
    at = 0
    for block in table.blocks:
        # Where a block has fewer columns than the widest, its last one takes what is left.
        spans = [1] * (len(block.columns) - 1) + [width - len(block.columns)]
        boxes.append(Box(at, 0, 1, width, block.zh, "title"))
        boxes.append(Box(at + 1, 0, 1, 1, table.corner, "header"))
        for col, (label, span) in enumerate(zip(block.columns, spans, strict=True), start=1):
            boxes.append(Box(at + 1, col, 1, span, label.zh, "header"))
        for row, label in enumerate(block.rows, start=at + 2):
            boxes.append(Box(row, 0, 1, 1, label.zh, "label"))
            values = _values(table, label, block.columns, cells, row, first=1)
            boxes += [replace(box, colspan=span) for box, span in zip(values, spans, strict=True)]
        at += 2 + len(block.rows)
    return _sheet(table, boxes, at, width)


def _matrix(table: Table, cells: Mapping[Key, str], wholes: Mapping[str, Label]) -> Sheet:
    """Rows by columns, groups merged to the left and above.

    Each of the `wholes` stands in the place of its parts, with an empty cell beside its label, as
    淮安市洪泽区 2023 has it.
    """
    (block,) = table.blocks
    rows = list(dict.fromkeys(wholes.get(row.part_of, row) for row in block.rows))
    groups = {group.code: group.zh for group in table.row_groups}
    boxes = _applicants(table)
    at = HEADER_ROWS
    for group, members in groupby(rows, key=lambda label: label.group):
        labels = list(members)
        if group is not None:
            boxes.append(Box(at, 1, len(labels), 1, groups[group], "group"))
        for label in labels:
            col = 2 if group is not None else 0 if label.plays in OUTSIDE else 1
            boxes.append(Box(at, col, 1, LABEL_COLUMNS - col, label.zh, "label"))
            if label.code in wholes:
                boxes[-1] = replace(boxes[-1], colspan=1)
                boxes.append(Box(at, 2, 1, 1, "", "label"))
            boxes += _values(table, label, block.columns, cells, at, first=LABEL_COLUMNS)
            at += 1
    inside = [at for at, label in enumerate(rows, HEADER_ROWS) if label.plays not in OUTSIDE]
    over = next(group.zh for group in table.row_groups if group.plays == "outcomes")
    boxes.append(Box(inside[0], 0, len(inside), 1, over, "group"))
    return _sheet(table, boxes, at, LABEL_COLUMNS + len(block.columns))


def _applicants(table: Table) -> list[Box]:
    """The three header rows of 申请情况: who applied."""
    columns = table.blocks[0].columns
    groups = {group.code: group.zh for group in table.column_groups}
    over = next(group.zh for group in table.column_groups if group.plays == "applicants")
    boxes = [
        Box(0, 0, HEADER_ROWS, LABEL_COLUMNS, table.corner, "note"),
        Box(0, LABEL_COLUMNS, 1, len(columns), over, "group"),
    ]
    at = LABEL_COLUMNS
    for group, members in groupby(columns, key=lambda label: label.group):
        width = len(list(members))
        if group is not None:
            boxes.append(Box(1, at, 1, width, groups[group], "group"))
        at += width
    for col, label in enumerate(columns, LABEL_COLUMNS):
        row, rowspan = (2, 1) if label.group else (1, 2)
        boxes.append(Box(row, col, rowspan, 1, label.zh, "header"))
    return boxes


def _strip(table: Table, cells: Mapping[Key, str]) -> Sheet:
    """One row of values; the form's rows stand side by side above the columns."""
    (block,) = table.blocks
    wide = len(block.columns)
    groups = {group.code: group.zh for group in table.row_groups}
    boxes: list[Box] = []
    start = 0
    for group, members in groupby(block.rows, key=lambda label: label.group):
        width = len(list(members)) * wide
        if group is not None:
            boxes.append(Box(0, start, 1, width, groups[group], "group"))
        start += width
    for at, label in enumerate(block.rows):
        first = at * wide
        level = 1 if label.group else 0
        boxes.append(Box(level, first, 1, wide, label.zh, "group"))
        for col, column in enumerate(block.columns, first):
            boxes.append(Box(level + 1, col, 2 - level, 1, column.zh, "header"))
        boxes += _values(table, label, block.columns, cells, row=3, first=first)
    return _sheet(table, boxes, 4, wide * len(block.rows))


def _list(table: Table, cells: Mapping[Key, str]) -> Sheet:
    """An indicator a row, with its unit and its value; headings have «——» in their place."""
    (block,) = table.blocks
    (column,) = block.columns
    heads = [head for head in table.heads if head.code in ("indicator", "unit")]
    boxes = [Box(0, col, 1, 1, label.zh, "header") for col, label in enumerate((*heads, column))]
    headings = {group.code: group for group in table.row_groups}
    at = 1
    for label in block.rows:
        for heading in _opened(label, headings):
            boxes += _line_of_list(at, heading.zh, _NO_VALUE, _NO_VALUE, None)
            at += 1
        key = (table.code, label.code, column.code)
        boxes += _line_of_list(at, label.zh, label.unit, cells.get(key, ""), key)
        at += 1
    return _sheet(table, boxes, at, len(heads) + 1)


def _opened(label: Label, headings: dict[str, Label]) -> list[Label]:
    """The headings above a row that have not been printed yet, outermost first."""
    opened: list[Label] = []
    code = label.group
    while code is not None and (heading := headings.pop(code, None)) is not None:
        opened.insert(0, heading)
        code = heading.group
    return opened


def _line_of_list(row: int, label: str, unit: str, value: str, key: Key | None) -> list[Box]:
    return [
        Box(row, 0, 1, 1, label, "label"),
        Box(row, 1, 1, 1, unit, "label"),
        Box(row, 2, 1, 1, value, "value" if key else "label", key),
    ]


def _values(
    table: Table,
    label: Label,
    columns: tuple[Label, ...],
    cells: Mapping[Key, str],
    row: int,
    first: int,
) -> list[Box]:
    keys = [(table.code, label.code, column.code) for column in columns]
    return [
        Box(row, col, 1, 1, cells.get(key, ""), "value", key) for col, key in enumerate(keys, first)
    ]


def _sheet(table: Table, boxes: Iterable[Box], n_rows: int, n_cols: int) -> Sheet:
    heading = f"{table.section}、{table.zh}" if table.section else table.zh
    return Sheet(table.code, heading, in_order(boxes), n_rows, n_cols)
