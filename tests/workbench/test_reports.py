from __future__ import annotations

import re
from pathlib import Path

import pytest

import gxlab as gx
from gxlab.samples.typeset.printed import Printed
from tests import damage
from tests.conftest import ROOT
from tests.formats import FORMATS

BUNDLED = ROOT / "data" / "reports"


@pytest.fixture(scope="module")
def hongze() -> gx.Report:
    return gx.read(BUNDLED / "hongze-2023.pdf")


def test_a_table_is_shown_as_printed(hongze: gx.Report) -> None:
    table = hongze.table("applications")
    assert list(table.columns) == [
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
    ]  # fmt: skip
    assert table.loc["(七)总计", "总计"] == "21"
    assert table.loc["3.其他"].isna().all()
    with pytest.raises(KeyError, match="no table 'applicants'; it has disclosure, applications"):
        hongze.table("applicants")


def test_checks_name_the_suspect(hongze: gx.Report) -> None:
    row = hongze.checks.query("instance == 'reconsideration'").iloc[0]
    assert (row["verdict"], row["difference"]) == ("broken", -11)
    assert (row["suspect"], row["suspect_value"]) == ("disputes.reconsideration.total", 11)


def test_repr_says_the_essential(hongze: gx.Report) -> None:
    assert repr(hongze) == (
        "<Report 淮安市洪泽区人民政府 2023: form 2021, 186 values, 2 broken identities, 0 unplaced>"
    )


def test_the_display_shows_the_form_and_marks_the_breaks(hongze: gx.Report) -> None:
    html = hongze._repr_html_()
    assert html.count("<table") == 3
    assert "三、本年度办理结果" in html
    assert html.count('tabindex="0"') == len(re.findall(r'<td class="[^"]*broken', html)) == 10
    assert "would hold with 11" in html
    assert "D1 行政复议: total = upheld + corrected + other + pending: 0 ≠ 11" in html
    assert "(disputes.reconsideration.total) is printed 0; with 11 all that it breaks would" in html


def test_the_legend_says_what_occurs_and_how_often(hongze: gx.Report) -> None:
    (legend,) = re.findall(r'<div class="legend">.*?</div>', hongze._repr_html_())
    words = re.sub(r"<.*?>", "", legend)
    assert "186 values" in words
    assert "1 alone explains every break" in words
    assert "21 in the form, not in the report" in words
    assert "no certain number" not in words


def test_the_display_escapes_what_the_file_says(
    tmp_path: Path, reports: dict[str, Printed]
) -> None:
    printed = reports["suqian-2024"]
    disclosure, applications, disputes = printed.sheets()
    evil = "5<script>alert(1)</script>"
    hurt = damage.set_text(applications, ("applications", "new", "business"), evil)
    path = tmp_path / "evil.docx"
    path.write_bytes(FORMATS["docx"](printed, [disclosure, hurt, disputes]))
    report = gx.read(path)
    cell = report.observations.query("row == 'new' and column == 'business'").iloc[0]
    assert (cell["status"], cell["raw"]) == ("unreadable", evil)
    html = report._repr_html_()
    assert "<script>" not in html
    assert "5&lt;script&gt;" in html


def test_reports_can_be_sent_between_processes(hongze: gx.Report) -> None:
    import pickle

    again = pickle.loads(pickle.dumps(hongze))
    assert again.observations.equals(hongze.observations)
