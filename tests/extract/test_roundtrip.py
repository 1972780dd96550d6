"""Nine published reports, typeset in every format and read again."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from gxlab.checks.within import check
from gxlab.samples.typeset.printed import Printed
from tests.conftest import Key
from tests.formats import FORMATS, extraction

SHANGHAI_2019 = "shanghai-general-office-2019"


@pytest.mark.parametrize("format_", FORMATS)
def test_every_figure_of_nine_reports(
    format_: str, reports: dict[str, Printed], truth: dict[str, dict[Key, Decimal]]
) -> None:
    for name, printed in reports.items():
        found = extraction(FORMATS[format_](printed, None))
        reported = {o.key: o.value for o in found.observations if o.status == "reported"}
        assert reported == truth[name], name
        assert found.unplaced == (), name
        assert found.form.id == printed.form_id, name


@pytest.mark.parametrize("format_", ["html portal", "pdf", "docx", "text row-bar"])
def test_what_holds_and_what_does_not(format_: str, reports: dict[str, Printed]) -> None:
    broken = {}
    for name, printed in reports.items():
        found = extraction(FORMATS[format_](printed, None))
        for verdict in check(found.form, found.observations):
            if verdict.verdict == "broken":
                broken[name, verdict.identity, verdict.instance] = (verdict.left, verdict.right)
    assert broken == {
        ("hongze-2023", "D1", "reconsideration"): (0, 11),
        ("hongze-2023", "D1", "litigation_after_reconsideration"): (0, 5),
    }


@pytest.mark.parametrize("format_", FORMATS)
def test_empty_totals_are_blank_and_break_nothing(
    format_: str, reports: dict[str, Printed]
) -> None:
    found = extraction(FORMATS[format_](reports[SHANGHAI_2019], None))
    cells = {o.key: o for o in found.observations}
    granted = cells["applications", "granted", "total"]
    assert (granted.status, granted.value, granted.raw) == ("blank", None, "")
    assert Counter(o.status for o in found.observations) == {"reported": 63, "blank": 135}
    verdicts = check(found.form, found.observations)
    (row,) = [v for v in verdicts if (v.identity, v.instance) == ("A3", "granted")]
    assert row.verdict == "not_assessable"
    assert row.holds_with_blanks_as_zero is False
    assert row.note == "total blank, research blank, public_interest blank"
    (carried,) = [v for v in verdicts if (v.identity, v.instance) == ("A3", "carried_in")]
    assert carried.holds_with_blanks_as_zero is True


def test_a_one_row_other_is_read_as_it_stands(reports: dict[str, Printed]) -> None:
    found = extraction(FORMATS["docx"](reports["hongze-2024"], None))
    cells = {o.key: o.status for o in found.observations}
    assert found.form.id == "2021"
    assert found.mixed == ("applications: row «(六)其他处理» as in form 2019",)
    assert cells["applications", "other", "total"] == "reported"
    assert cells["applications", "other_else", "total"] == "absent"
