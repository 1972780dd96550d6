"""A table of the forms in an unknown layout is listed, not read."""

from __future__ import annotations

from tests.extract.tables.small_tables import DISCLOSURE, extracted, reported, table


def test_values_of_a_table_whose_layout_is_not_known_are_listed() -> None:
    heads = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "(一)予以公开")
    turned = "".join(
        f"<tr><td>{who}<td>1{at}<td>2{at}<td>3{at}</tr>"
        for at, who in enumerate(("自然人", "商业企业", "科研机构"))
    )
    body = f"<table><tr><td>申请人{''.join(f'<td>{x}' for x in heads)}</tr>{turned}</table>"
    body = f"{table(*DISCLOSURE, head='')}<p>三、收到和处理政府信息公开申请情况</p>{body}"
    assert "new.natural_person" not in reported(body)
    unplaced = extracted(body).unplaced
    assert sorted(piece.text for piece in unplaced) == sorted(
        f"{x}{y}" for x in "123" for y in "012"
    )
    assert {piece.table for piece in unplaced} == {"applications"}
