"""The part of a web page, a Word file or a text that shows what a cell is, as a printed table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxlab.cells import Observation
from gxlab.document import Cell, Grid
from gxlab.extract.tables.numbers import is_value
from gxlab.workbench.evidence.around import head_rows, is_marked, rows_around
from gxlab.workbench.printed import PrintedCell, PrintedTable

# Characters of a paragraph that are shown before and after the words asked for.
_ROOM = 400
# Lines between a value and the labels above it that are taken for its own.
_MOST_LINES = 40


def of_grid(grid: Grid, target: Cell, *, full: bool) -> PrintedTable:
    """The rows of a table around a cell, with the cell marked, and its row and header too."""
    heads = head_rows(grid, target)
    kept = list(range(grid.n_rows)) if full else rows_around(grid, target)
    begins: dict[int, list[Cell]] = {row: [] for row in kept}
    for cell in grid.cells:
        if inside := [row for row in kept if cell.row <= row < cell.bottom]:
            begins[inside[0]].append(cell)
    rows: list[tuple[PrintedCell, ...]] = []
    for before, row in zip([-1, *kept], [*kept, grid.n_rows], strict=True):
        if omitted := row - before - 1:
            text = f"… {omitted} row{'s' if omitted > 1 else ''} left out"
            rows.append((PrintedCell(text, colspan=grid.n_cols, marks=("omitted",)),))
        if row in begins:
            cells = sorted(begins[row], key=lambda cell: cell.col)
            rows.append(tuple(_shown(cell, target, kept, heads) for cell in cells))
    return PrintedTable(tuple(rows))


def _shown(cell: Cell, target: Cell, kept: list[int], heads: list[int]) -> PrintedCell:
    here = cell.locator == target.locator
    mark = "here" if here else "along" if is_marked(cell, target, heads) else ""
    tall = sum(cell.row <= row < cell.bottom for row in kept)
    return PrintedCell(cell.text, "", tall, cell.colspan, marks=(mark,) if mark else ())


def of_paragraph(text: str, raw: str, *, full: bool) -> PrintedTable:
    """A paragraph with the words marked that a value was read from."""
    spans = [match.span() for match in pattern(raw).finditer(text)] if raw.strip() else []
    start, end = 0, len(text)
    if spans and not full:
        start, end = max(spans[0][0] - _ROOM, 0), min(spans[-1][1] + _ROOM, len(text))
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    moved = len(before) - start
    cell = PrintedCell(
        f"{before}{text[start:end]}{after}",
        spans=tuple((first + moved, last + moved) for first, last in spans),
    )
    return PrintedTable(((cell,),), kind="prose")


def pattern(raw: str) -> re.Pattern[str]:
    """A pattern that finds printed words again, however they are spaced and broken."""
    return re.compile(r"\s*".join(re.escape(char) for char in raw if not char.isspace()))


def of_lines(text: Sequence[str], cell: Observation, *, full: bool) -> PrintedTable:
    """The lines of a plain text around a value, with their numbers, the value marked."""
    number, place = (int(n) for n in re.findall(r"\d+", f"{cell.locator} 0")[:2])
    first, last = (1, len(text)) if full else (_label_above(text, number), number + 2)
    rows = []
    for at in range(max(first, 1), min(last, len(text)) + 1):
        line = PrintedCell(text[at - 1])
        if at == number:
            span = _token(line.text, place, cell.raw)
            line = PrintedCell(line.text, marks=("along",), spans=(span,))
        rows.append((PrintedCell(str(at), "number"), line))
    return PrintedTable(tuple(rows), kind="lines")


def _label_above(text: Sequence[str], number: int) -> int:
    """The first line of the labels right above a line of values, if they are near."""
    at = number - 1
    while at > max(number - _MOST_LINES, 1) and (not (bare := text[at - 1].strip("| \t"))
                                                 or is_value(bare)):  # fmt: skip
        at -= 1
    return at - 2


def _token(line: str, place: int, raw: str) -> tuple[int, int]:
    """Where the value stands in its line: the cell of that number, its words, or all of it."""
    if place and "|" in line:
        bars = [at for at, char in enumerate(line) if char == "|"]
        starts = [*([] if line.lstrip().startswith("|") else [-1]), *bars]
        ends = [*bars, len(line)][-len(starts) :]
        if place <= len(starts):
            start, end = starts[place - 1] + 1, ends[place - 1]
            bare = line[start:end].strip()
            start += line[start:end].index(bare)
            return (start, start + len(bare)) if bare else (start, end)
    if place and place <= len(cells := list(re.finditer(r"\S+", line))):
        return cells[place - 1].span()
    found = pattern(raw).search(line) if raw.strip() else None
    return found.span() if found else (0, len(line))
