"""Reports that print last year's figures beside this year's: only this year's are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxlab.document import Document
from gxlab.extract.tables import Extraction, extract
from gxlab.readers import read_blocks

RESULTS = "".join(
    f"<td>{name}" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
)
HEAD = "<tr><td colspan=5>行政复议<td colspan=10>行政诉讼</tr><tr>{}{}</tr><tr>{}</tr>".format(
    RESULTS.replace("<td>", "<td rowspan=2>"),
    "<td colspan=5>未经复议直接起诉<td colspan=5>复议后起诉",
    RESULTS * 2,
)


def extracted(body: str, year: int | None = 2023) -> Extraction:
    content = f"<html><body>{body}</body></html>".encode()
    title, blocks = read_blocks("html", content, Path("page"))
    found = extract(Document(Path("page"), "html", "", title, tuple(blocks)), year)
    assert found is not None
    return found


def reported(body: str, year: int | None = 2023) -> dict[str, int]:
    cells = extracted(body, year).observations
    return {f"{o.row}.{o.column}": int(o.value) for o in cells if o.value is not None}


def compared(earlier: str, later: str) -> str:
    return (
        "<table><tr><td colspan=7>第二十条第(一)项</tr>"
        "<tr><td rowspan=2>信息内容<td colspan=2>本年制发件数<td colspan=2>本年废止件数"
        "<td colspan=2>现行有效件数</tr>"
        f"<tr><td>{earlier}<td>{later}<td>{earlier}<td>{later}<td>{earlier}<td>{later}</tr>"
        "<tr><td>规章<td>11<td>21<td>12<td>22<td>13<td>23</tr></table>"
    )


@pytest.mark.parametrize(
    "names", [("2022年", "2023年"), ("2022年度", "2023年度"), ("上年", "本年")]
)
def test_of_two_columns_the_reporting_years_is_taken(names: tuple[str, str]) -> None:
    assert reported(compared(*names)) == {
        "regulations.issued": 21, "regulations.repealed": 22, "regulations.in_force": 23,
    }  # fmt: skip
    assert [o.text for o in extracted(compared(*names)).unplaced] == ["11", "12", "13"]


def test_columns_of_other_years_alone_are_no_values_of_this_one() -> None:
    body = compared("2021年", "2022年") + DISPUTES.format("2023年")
    assert not any(key.startswith("regulations") for key in reported(body))


NUMBERS = "".join(f"<td>{n}" for n in range(31, 46))
OLD_NUMBERS = NUMBERS.replace("<td>", "<td>9")
DISPUTES = (
    "<table><tr><td colspan=15>{}行政复议、行政诉讼情况</tr>" + HEAD + f"<tr>{NUMBERS}</tr></table>"
)


def test_a_row_beside_another_year_is_left() -> None:
    head = HEAD.replace("<tr>", "<tr><td rowspan=3>年度", 1)
    body = f"<table>{head}<tr><td>2022年{OLD_NUMBERS}</tr><tr><td>2023年{NUMBERS}</tr></table>"
    assert sorted(reported(body).values()) == list(range(31, 46))
    assert extracted(body).unplaced[0].reason == "is of the year 2022, not of 2023"


@pytest.mark.parametrize(("caption", "figures"), [("2023年", 15), ("2022年", 0)])
def test_a_caption_says_the_year_of_its_table(caption: str, figures: int) -> None:
    rows = compared("2022年", "2023年")
    told = reported(rows + DISPUTES.format(caption))
    assert len(told) == 3 + figures
    above = f"<p>{caption}</p><table>{HEAD}<tr>{NUMBERS}</tr></table>"
    assert len(reported(rows + above)) == 3 + figures


def test_without_a_reporting_year_nothing_is_chosen() -> None:
    found = extracted(DISPUTES.format("") + compared("2022年", "2023年"), None)
    assert {o.status for o in found.observations if o.row == "regulations"} == {"unreadable"}
