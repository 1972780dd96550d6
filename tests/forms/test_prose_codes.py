"""The codes of the prose table in their data file."""

from __future__ import annotations

import re

from gxlab.forms.prose_codes import prose_rows


def test_the_codes_have_labels_units_and_reasons() -> None:
    for code, row in prose_rows().items():
        assert all((row.zh, row.en, row.why)), code
        for column in row.columns:
            assert all((column.zh, column.en, column.unit)), (code, column.code)
            for word in column.words:
                re.compile(word)


def test_the_results_of_litigation_are_those_of_reconsideration() -> None:
    columns = [
        [c.code for c in prose_rows()[row].columns] for row in ("reconsideration", "litigation")
    ]
    assert columns[0] == columns[1]


def test_a_change_for_every_volume() -> None:
    codes = [
        [c.code for c in prose_rows()[row].columns] for row in ("disclosed", "disclosed_change")
    ]
    assert codes[0] == codes[1]
