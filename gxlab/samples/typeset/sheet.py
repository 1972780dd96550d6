"""The statutory tables of a report to be printed."""

from __future__ import annotations

from gxlab.cells import Key
from gxlab.forms import load_form
from gxlab.forms.sheet import Box, Role, Sheet, in_order, sheets_of
from gxlab.samples.typeset.printed import Printed

__all__ = ["Box", "Key", "Printed", "Role", "Sheet", "in_order", "sheets"]


def sheets(printed: Printed) -> list[Sheet]:
    """The statutory tables of a report, with the official forms' merged cells."""
    form = load_form(printed.form_id)
    return sheets_of(form, printed.cells, one_row_other=printed.one_row_other)
