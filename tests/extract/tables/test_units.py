"""Money counts only in a unit that is certain."""

from __future__ import annotations

from tests.extract.tables.small_tables import extracted


def fees(before: str = "", head: str = "本年收费金额(单位:万元)", cell: str = "25") -> list[str]:
    rows = f"<tr><td>信息内容<td>{head}</tr><tr><td>行政事业性收费<td>{cell}</tr>"
    page = f"{before}<table>{rows}</table>"
    (fee,) = [o for o in extracted(page).observations if o.row == "fees"]
    return [fee.status, str(fee.value)]


def test_money_counts_only_in_a_unit_that_is_certain() -> None:
    assert fees() == ["reported", "25"]
    assert fees(before="<p>(单位:万元)</p>", head="本年收费金额") == ["reported", "25"]
    assert fees(before="<p>单位:元</p>") == ["unreadable", "None"]
    assert fees(head="本年收费金额(单位:元)") == ["unreadable", "None"]
    assert fees(head="本年收费金额(百万元)") == ["unreadable", "None"]
    assert fees(before="<p>单位:元</p>", cell="250000元") == ["reported", "25.0000"]
