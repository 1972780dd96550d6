"""Rejoining what the end of a page cut in two: a label, or a whole row.

A `Grid` that goes over several pages names the rows that begin a page (its seams). Nothing is
joined there unless the result is a label of the forms and the parts are not.
"""

from __future__ import annotations

from dataclasses import replace

from gxlab.document import Cell, Grid
from gxlab.extract.tables.labels import vocabularies
from gxlab.extract.tables.numbers import is_value

# The row and the column of a cell.
_Position = tuple[int, int]


def rejoin_at_seams(grid: Grid) -> Grid:
    """The grid without seams: what a page break cut in two is one again.

    A cell above a seam and the one right below it become one label where their texts joined are
    a label and they are not labels by themselves; an empty one below takes the label above. Each
    value keeps the place where it was printed.
    """
    if not grid.seams:
        return grid
    at = {(cell.row, cell.col): cell for cell in grid.cells}
    texts = {position: cell.text for position, cell in at.items()}
    printed = {position: position for position in at}  # where the text of each cell was printed
    for seam in grid.seams:
        _join_labels(grid, seam, texts)
        _join_row(grid, seam, texts, printed)
    cells = []
    for position, cell in at.items():
        if texts[position] != cell.text or printed[position] != position:
            source = at[printed[position]]
            cell = cell._replace(text=texts[position], locator=source.locator, page=source.page)
        cells.append(cell)
    return replace(grid, cells=tuple(cells), seams=())


def _join_labels(grid: Grid, seam: int, texts: dict[_Position, str]) -> None:
    """Give both sides of a label that a seam cut the whole of it."""
    above: dict[tuple[int, int], Cell] = {}
    for cell in grid.cells:
        if cell.bottom == seam:
            above.setdefault((cell.col, cell.colspan), cell)
    for lower in (cell for cell in grid.cells if cell.row == seam):
        upper = above.get((lower.col, lower.colspan))
        if upper is None or is_value(upper.text) or is_value(lower.text):
            continue
        joined = _joined_label(texts[upper.row, upper.col], lower.text)
        if joined:
            texts[upper.row, upper.col] = texts[lower.row, lower.col] = joined


def _joined_label(upper: str, lower: str) -> str | None:
    """The one label that two pieces make, or None where each stands for itself."""
    if not upper.strip():
        return None
    if not lower.strip():
        return upper if _is_label(upper) else None
    if _is_label(upper) and _is_label(lower):
        return None
    joined = upper + lower
    return joined if _is_label(joined) else None


def _join_row(
    grid: Grid, seam: int, texts: dict[_Position, str], printed: dict[_Position, _Position]
) -> None:
    """Make one row of two where a page break cut it: one label, and each value on one side.

    Where a column has a value on both sides they are two rows, whatever their labels.
    """
    upper = {c.col: (c.row, c.col) for c in grid.cells if c.row == seam - 1 and c.rowspan == 1}
    lower = {c.col: (c.row, c.col) for c in grid.cells if c.row == seam and c.rowspan == 1}
    pairs = [(upper[col], lower[col]) for col in upper.keys() & lower.keys()]
    same = [pair for pair in pairs if texts[pair[0]] == texts[pair[1]] != ""]
    if len(pairs) < len(lower) or not any(_is_label(texts[a]) for a, _ in same):
        return
    rest = [pair for pair in pairs if pair not in same]
    if any(texts[a].strip() and texts[b].strip() for a, b in rest):
        return
    for a, b in pairs:
        if texts[b] and not texts[a]:
            printed[a] = b
        texts[a] = texts[a] or texts[b]
        texts[b] = ""


def _is_label(text: str) -> bool:
    """Whether a text has the own words of a row or a group of rows of any table."""
    return any(words.names_row(text) for words in vocabularies())
