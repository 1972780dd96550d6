"""pdfium is held to pdfplumber: the same pages, paragraphs, cells, values and places."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

import gxlab as gx
from gxlab.readers import pdfium, plumber
from gxlab.readers.page import Page
from gxlab.readers.pdf import read
from gxlab.samples.typeset.printed import Printed
from tests.conftest import ROOT, original
from tests.extract.tables.test_damage import drawn_report, hurt
from tests.formats import PDF
from tests.readers.odd_pdfs import (
    RULES,
    drawn,
    in_form,
    slanted,
    stretched,
    table,
    turned,
    written_upward,
)

# Points: what 32 bits leave of a place on a page.
NEAR = 0.002
BUNDLED = sorted(path.name for path in (ROOT / "data" / "reports").glob("*.pdf"))
ODD = [in_form, written_upward, slanted, stretched, turned(90), turned(180), turned(270)]


def assert_same_pages(data: bytes) -> None:
    ours, theirs = pdfium.pages(data), plumber.pages(data)
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert one.height == pytest.approx(other.height, abs=NEAR)
        assert _chars(one) == _chars(other)
        assert [len(cells) for cells in one.tables] == [len(cells) for cells in other.tables]
        for cells, reference in zip(one.tables, other.tables, strict=True):
            assert cells == [pytest.approx(cell, abs=NEAR) for cell in reference]


def _chars(page: Page) -> list[tuple[object, ...]]:
    """Characters by place, places to the twentieth of a point and none near a tie."""
    return sorted(
        (char.text, *(round(20 * (number + 0.0037)) for number in char[1:])) for char in page.chars
    )


def assert_same_blocks(data: bytes) -> None:
    ours, theirs = (read(data, Path("file"), library) for library in ("pdfium", "pdfplumber"))
    assert ours == theirs


@pytest.mark.parametrize("name", ["hongze-2023.pdf", "huaian-2024.pdf"])
def test_originals(name: str) -> None:
    path = original(name)
    assert_same_pages(path.read_bytes())
    assert_same_report(path)


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_reports(name: str) -> None:
    path = ROOT / "data" / "reports" / name
    assert_same_pages(path.read_bytes())
    assert_same_report(path)


def assert_same_report(path: Path) -> None:
    ours, theirs = gx.read(path), gx.read(path, pdf="pdfplumber")
    assert ours.observations.equals(theirs.observations)
    assert ours.unplaced.equals(theirs.unplaced)
    assert ours.attribution == theirs.attribution
    assert ours.observations["status"].eq("reported").any()


@pytest.mark.parametrize("style", PDF)
def test_typeset_reports(style: str, reports: dict[str, Printed]) -> None:
    for printed in list(reports.values())[::3]:
        data = PDF[style](printed, None)
        assert_same_pages(data)
        assert_same_blocks(data)


@pytest.mark.parametrize("seed", range(8))
def test_damaged_reports(seed: int) -> None:
    rng = Random(seed)
    printed = drawn_report(rng)
    style = rng.choice(list(PDF))
    data = PDF[style](printed, hurt(printed, rng, style).sheets)
    assert_same_pages(data)
    assert_same_blocks(data)


@pytest.mark.parametrize("rules", RULES)
def test_rules_in_every_way_they_are_drawn(rules: str) -> None:
    data = drawn(lambda canvas: table(canvas, RULES[rules]))
    assert_same_pages(data)
    assert_same_blocks(data)


@pytest.mark.parametrize("page", ODD)
def test_odd_pages(page: object) -> None:
    data = drawn(page)  # type: ignore[arg-type]
    assert_same_pages(data)
    assert_same_blocks(data)


def test_a_library_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="'poppler' is no library for PDF"):
        gx.read(ROOT / "data" / "reports" / BUNDLED[0], pdf="poppler")
