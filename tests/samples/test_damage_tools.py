"""Each damage does what it says and leaves every other cell as it was."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from gxlab.cells import Key
from gxlab.forms.sheet import Box, Sheet
from gxlab.samples.typeset.printed import Printed
from tests import damage


@pytest.fixture
def tables(small: Printed) -> list[Sheet]:
    return small.sheets()


@pytest.fixture
def numbered(tables: list[Sheet]) -> Sheet:
    """The applications table with a number of its own in every cell."""
    boxes = tuple(
        replace(box, text=str(at)) if box.role == "value" else box
        for at, box in enumerate(tables[1].boxes)
    )
    return replace(tables[1], boxes=boxes)


def texts(*parts: Sheet) -> dict[Key, str]:
    return {box.key: box.text for part in parts for box in part.boxes if box.key}


def labelled(sheet: Sheet, text: str) -> Box:
    return next(box for box in sheet.boxes if box.text == text)


def is_tiled(sheet: Sheet) -> bool:
    area = sum(box.rowspan * box.colspan for box in sheet.boxes)
    whole = all(box is not None for row in sheet.cover() for box in row)
    return whole and area == sheet.n_rows * sheet.n_cols


@pytest.mark.parametrize("row", ["new", "granted", "refused_state_secret", "other_else", "total"])
def test_remove_row_shrinks_merged_cells(numbered: Sheet, row: str) -> None:
    cut = damage.remove_row(numbered, row)
    assert is_tiled(cut)
    assert texts(cut) == {key: text for key, text in texts(numbered).items() if key[1] != row}


def test_remove_row_keeps_a_group_that_begins_in_it(numbered: Sheet) -> None:
    cut = damage.remove_row(numbered, "unavailable_not_held")
    assert labelled(cut, "(四)无法提供").rowspan == 2
    assert labelled(cut, "2.没有现成信息需要另行制作").row == labelled(cut, "(四)无法提供").row


def test_remove_tr_pushes_the_row_that_a_group_now_reaches(numbered: Sheet) -> None:
    cut = damage.remove_tr(numbered, "refused_administrative_query")
    assert (labelled(cut, "(三)不予公开").rowspan, cut.n_cols) == (8, 11)
    pushed = labelled(cut, "1.本机关不掌握相关政府信息")
    assert pushed.col == labelled(numbered, pushed.text).col + 1
    gone = "refused_administrative_query"
    assert texts(cut) == {key: text for key, text in texts(numbered).items() if key[1] != gone}


def test_remove_tr_loses_a_group_that_begins_in_it(numbered: Sheet) -> None:
    cut = damage.remove_tr(numbered, "unavailable_not_held")
    assert "(四)无法提供" not in [box.text for box in cut.boxes]
    assert labelled(cut, "2.没有现成信息需要另行制作").col == 1


def test_cells_are_blanked_respelt_and_annotated(numbered: Sheet) -> None:
    key = ("applications", "granted", "natural_person")
    before = texts(numbered)
    assert texts(damage.blank(numbered, [key])) == {**before, key: ""}
    assert texts(damage.set_text(numbered, key, "1,234")) == {**before, key: "1,234"}
    assert texts(damage.note_in_cell(numbered, key, "(其中修订16件)")) == {
        **before,
        key: before[key] + "(其中修订16件)",
    }
    with pytest.raises(KeyError, match="no cell"):
        damage.blank(numbered, [("applications", "granted", "nobody")])


def test_mark_row(numbered: Sheet, tables: list[Sheet]) -> None:
    marked = texts(damage.mark_row(numbered, "granted", "/"))
    before = texts(numbered)
    assert {key for key in before if marked[key] != before[key]} == {
        key for key in before if key[1] == "granted"
    }
    assert set(texts(damage.mark_row(tables[2], 3, "—")).values()) == {"—"}


def test_subtotal_column(numbered: Sheet) -> None:
    wide = damage.add_subtotal_column(numbered)
    assert is_tiled(wide)
    assert wide.n_cols == 11
    assert labelled(wide, "法人或其他组织").colspan == 6
    assert labelled(wide, "小计").col == labelled(wide, "其他").col + 1
    assert texts(wide) == texts(numbered)
    row = wide.rows()[wide.row_of("new")]
    assert (row[-2].key, int(row[-2].text)) == (None, sum(int(box.text) for box in row[2:7]))


def test_labels_are_spaced_slipped_and_respelt(numbered: Sheet) -> None:
    spaced = damage.space_labels(numbered, Random(1))
    assert texts(spaced) == texts(numbered)
    pairs = list(zip(numbered.boxes, spaced.boxes, strict=True))
    assert any(old.text != new.text for old, new in pairs)
    assert all(old.text == new.text.replace(" ", "") for old, new in pairs)
    at = numbered.boxes.index(labelled(numbered, "2.其他法律行政法规禁止公开"))
    slips = {damage.slip_label(numbered, at, Random(n)).boxes[at].text for n in range(20)}
    assert {len(slip) - len("2.其他法律行政法规禁止公开") for slip in slips} == {-1, 0}
    slip = "2.其他法律行政止公开"
    assert damage.respell(numbered, at, slip).boxes[at].text == slip


def test_repeated_header_cuts_the_merged_labels(numbered: Sheet) -> None:
    cut = damage.repeat_header(numbered, "unavailable_not_held")
    assert is_tiled(cut)
    assert cut.n_rows == numbered.n_rows + 3
    assert texts(cut) == texts(numbered)
    assert [box.text for box in cut.boxes].count("申请人情况") == 2
    below = cut.rows()[cut.row_of("unavailable_needs_creation")]
    assert [(box.text, box.rowspan) for box in below[:2]] == [("", 11), ("", 2)]


def test_tables_are_split(tables: list[Sheet]) -> None:
    disputes = damage.split_disputes(tables[2])
    assert [part.n_cols for part in disputes] == [5, 5, 5]
    assert [part.boxes[0].text for part in disputes] == ["行政复议", "行政诉讼", "行政诉讼"]
    blocks = damage.split_blocks(tables[0])
    assert [part.n_rows for part in blocks] == [4, 3, 4, 3]
    assert [part.heading for part in blocks] == ["二、主动公开政府信息情况", "", "", ""]
    assert all(map(is_tiled, disputes + blocks))
    assert texts(*disputes, *blocks) == texts(tables[0], tables[2])
