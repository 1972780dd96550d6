"""Cells that contradict one another, or belong to two forms."""

from __future__ import annotations

from gxlab.extract.tables.assemble import assemble
from gxlab.extract.tables.placement import Piece, PlacedCell, Placement
from gxlab.forms import forms
from tests.extract.tables.small_tables import NEW, statuses, table


def test_a_whole_beside_its_parts_is_not_read_in_the_form_that_has_it_either() -> None:
    known = next(form for form in forms() if form.id == "2019")
    keys = [(t.code, row.code, column.code) for t in known.tables for row, column in t.cells()]
    keys.append(("applications", "other_fee_unpaid", "total"))
    found = assemble(Placement([PlacedCell(key, Piece("1", "here")) for key in keys]))
    assert found is not None
    assert found.form == known
    assert {o.status for o in found.observations if o.row == "other"} == {"absent"}
    assert [cell.table for cell in found.unplaced] == ["applications"] * 7


def test_the_same_row_twice_and_not_the_same_is_unreadable() -> None:
    again = NEW.replace("<td>21", "<td>22")
    assert statuses(table(NEW, again), "new")["total"] == "unreadable"
    assert statuses(table(NEW, again), "new")["business"] == "reported"
    assert statuses(table(NEW, NEW), "new")["total"] == "reported"
