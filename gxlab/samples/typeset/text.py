"""A report as plain text, in the four ways in which crawlers store tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from gxlab.forms.sheet import Sheet
from gxlab.samples.typeset.flow import flow
from gxlab.samples.typeset.printed import Printed

TextStyle = Literal["cell-bar", "lone-bar", "lines", "row-bar"]


def to_text(
    printed: Printed,
    sheets: Sequence[Sheet] | None = None,
    *,
    style: TextStyle,
    label_break: str | None = None,
) -> str:
    """Print a report as the text of its page.

    A merged cell appears once, where it begins, so a row holds fewer cells than the table has
    columns.

    Parameters
    ----------
    printed : the report
    sheets : its tables, where they are not those of the form
    style : ``"cell-bar"``, each cell on a line ended by `` |``, short rows padded by a line of
        bars; ``"lone-bar"``, a line with a bar between the cells of a row; ``"lines"``, a cell
        a line and no mark; ``"row-bar"``, a row a line with `` | `` between its cells
    label_break : what stands where a page broke a narrow header («商业 企业»); by default a
        space in the styles with marks on the cell's own line, nothing in the others
    """
    printer, usual_break = _STYLES[style]
    between = usual_break if label_break is None else label_break
    lines: list[str] = []
    for item in flow(printed, sheets):
        if isinstance(item, Sheet):
            rows = [[between.join(box.lines) for box in row] for row in item.rows()]
            lines += printer(rows, item.n_cols)
        else:
            lines.append(item.text)
    return "\n".join(lines) + "\n"


def _cell_bar(rows: list[list[str]], n_cols: int) -> list[str]:
    lines: list[str] = []
    for row in rows:
        lines += [f"{cell} |" if cell else "|" for cell in row]
        lines.append("|" * (n_cols - len(row)))
    # Crawlers strip what follows the table's last cell, its padding too.
    return [line for line in lines[:-1] if line]


def _lone_bar(rows: list[list[str]], n_cols: int) -> list[str]:
    lines: list[str] = []
    for row in rows:
        for at, cell in enumerate(row):
            lines += ["|"] if at else []
            lines += [cell] if cell else []
    return lines


def _lines(rows: list[list[str]], n_cols: int) -> list[str]:
    return [cell for row in rows for cell in row]


def _row_bar(rows: list[list[str]], n_cols: int) -> list[str]:
    return [" | ".join(row) for row in rows]


_Printer = Callable[[list[list[str]], int], list[str]]
_STYLES: dict[TextStyle, tuple[_Printer, str]] = {
    "cell-bar": (_cell_bar, " "),
    "lone-bar": (_lone_bar, ""),
    "lines": (_lines, ""),
    "row-bar": (_row_bar, " "),
}
