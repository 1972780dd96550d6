"""What a page break cut in two is made one again."""

from __future__ import annotations

from gxlab.document import Cell, Grid
from gxlab.extract.tables.grid_seams import rejoin_at_seams


def test_the_values_of_a_row_that_a_page_cuts_stand_where_they_are_printed() -> None:
    texts = [("一、本年新收政府信息", "7", ""), ("公开申请数量", "", "8")]
    cells = [
        Cell(row, col, 1, 1, text, f"page {row + 1}, cell {col}", row + 1)
        for row, line in enumerate(texts)
        for col, text in enumerate(line)
    ]
    healed = rejoin_at_seams(Grid(tuple(cells), 2, 3, "page 1", seams=(1,))).cells
    assert [(c.text, c.locator, c.page) for c in healed[1:3]] == [
        ("7", "page 1, cell 1", 1), ("8", "page 2, cell 2", 2),
    ]  # fmt: skip
    assert [c.text for c in healed[4:]] == ["", ""]
