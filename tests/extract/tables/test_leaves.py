"""What a column may be, by the forms."""

from __future__ import annotations

from tests.extract.tables.small_tables import DISCLOSURE, reported, table


def test_an_amount_is_of_the_row_that_its_column_is_of() -> None:
    head = "<td>信息内容<td>采购项目数量<td>采购总金额"
    assert reported(table(head, "<td>政府集中采购<td>3<td>45", head=""))["procurement.amount"] == 45
    cells = reported(
        table(*DISCLOSURE, head="") + table(head, "<td>行政事业性收费<td>3<td>45", head="")
    )
    assert "fees.amount" not in cells
