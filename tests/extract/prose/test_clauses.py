"""Folding and cutting a passage, and the way back to what was printed."""

from __future__ import annotations

from gxlab.extract.prose.clauses import fold, split
from gxlab.extract.prose.quantities import find_quantities


def test_numbers_in_names_are_masked() -> None:
    text = fold("“三安全1稳定”《2024年要点》(国办函〔2020〕109号)12条").text
    assert [q.value for q in find_quantities(text) if not q.vague] == [109, 12]


def test_clauses_know_where_they_were_printed() -> None:
    flat = fold("全市受理申请 3,119 件，答复 3050件（含上年结转 34件）。")
    clauses = split(flat)
    assert [c.text for c in clauses] == [
        "全市受理申请3,119件",
        "答复3050件",
        "含上年结转34件",
    ]
    assert [c.depth for c in clauses] == [0, 0, 1]
    first = clauses[0]
    assert flat.raw(first.start, first.end, first.start) == "全市受理申请 3,119 件"


def test_raw_is_short_and_holds_its_number() -> None:
    flat = fold("按照要求" * 30 + "主动公开政府信息77条")
    (clause,) = split(flat)
    raw = flat.raw(clause.start, clause.end, clause.quantities[0].start)
    assert len(raw) <= 60
    assert raw.endswith("主动公开政府信息77条")
