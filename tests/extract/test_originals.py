"""Three published reports: every figure right, and nothing reported that is not there."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

import gxlab as gx
from tests.conftest import Key, original

ORIGINALS = {
    "anqiu-approval-bureau-2024.txt": "anqiu-approval-bureau-2024",
    "huaian-2024.pdf": "huaian-2024",
    "hongze-2023.pdf": "hongze-2023",
}


@pytest.mark.parametrize("name", ORIGINALS)
def test_every_figure_and_no_other(
    name: str, truth: dict[str, dict[Key, Decimal]], capsys: pytest.CaptureFixture[str]
) -> None:
    report = gx.read(original(name))
    cells = report.extraction.observations
    reported = {cell.key: cell.value for cell in cells if cell.status == "reported"}
    with capsys.disabled():
        statuses = dict(Counter(cell.status for cell in cells))
        print(f"\n{name}: {len(truth[ORIGINALS[name]])} figures in print, {statuses}", end=" ")
    assert reported == truth[ORIGINALS[name]]
    assert report.extraction.unplaced == ()


def test_hongze_2023_is_mixed_and_contradicts_itself() -> None:
    report = gx.read(original("hongze-2023.pdf"))
    assert report.form.id == "2021"
    assert report.mixed == ("applications: row «(六)其他处理» as in form 2019",)
    broken = report.checks.query("verdict == 'broken'")
    found = broken[["identity", "instance", "left", "right"]].values.tolist()
    assert found == [
        ["D1", "reconsideration", 0, 11],
        ["D1", "litigation_after_reconsideration", 0, 5],
    ]
    assert (report.checks["verdict"] == "holds").sum() == len(report.checks) - 2


def test_who_where_and_when() -> None:
    told = [gx.read(original(name)).attribution for name in ORIGINALS]
    assert [(who.body, who.level, who.region_code, who.year) for who in told] == [
        ("安丘市行政审批服务局", "department", "370784", 2024),
        ("淮安市人民政府", "prefecture", "320800", 2024),
        ("洪泽区人民政府", "county", "320813", 2023),
    ]


def test_the_locator_leads_to_the_printed_cell() -> None:
    path = original("huaian-2024.pdf")
    cell = gx.read(path).observations.query("row == 'permits'").iloc[0]
    assert (cell["raw"], cell["page"]) == ("447228", 3)
    import pdfplumber

    box = tuple(float(x) for x in cell["locator"].split("box ")[1].split(","))
    with pdfplumber.open(path) as pdf:
        assert pdf.pages[2].crop(box).extract_text() == "447228"
