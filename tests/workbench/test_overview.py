"""What is shown of a report beside its tables."""

from __future__ import annotations

from dataclasses import replace

import gxlab as gx
from gxlab.extract.tables.placement import Unplaced
from tests.conftest import ROOT


def test_many_unplaced_texts_are_counted_and_the_first_are_shown() -> None:
    report = gx.read(ROOT / "data" / "reports" / "huaian-2024.pdf")
    texts = tuple(Unplaced(f"text <{n}>", "no row", f"line {n}") for n in range(25))
    many = replace(report, extraction=replace(report.extraction, unplaced=texts))
    html = many._repr_html_()
    assert "25 texts could not be placed" in html
    assert "«text &lt;19&gt;» no row (line 19)" in html
    assert "text &lt;20&gt;" not in html
    assert "… and 5 more" in html
