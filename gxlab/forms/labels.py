"""What a cell's row and column are called on the page."""

from __future__ import annotations

from functools import cache

from gxlab.cells import PROSE, Key
from gxlab.forms import Form, Label, Table, tables_called
from gxlab.forms.prose_codes import prose_rows


@cache
def cell_labels(key: Key, form: Form) -> tuple[str, str]:
    """The Chinese labels of a cell's row and column, in the form or in another that has it.

    A row whose words are another's too has those of the row that it is under before its own.
    """
    code, row, column = key
    if code == PROSE:
        of_prose = prose_rows()[row]
        return of_prose.zh, of_prose.column(column).zh
    own = tuple(table for table in form.tables if table.code == code)
    for table in (*own, *tables_called(code)):
        for r, c in table.cells():
            if (r.code, c.code) == (row, column):
                return _own_name(table, r), c.zh
    raise KeyError(key)


def _own_name(table: Table, row: Label) -> str:
    rows = [other for block in table.blocks for other in block.rows]
    alike = sum(other.zh == row.zh for other in rows) > 1
    above = next((other.zh for other in rows if alike and other.code == row.group), "")
    return f"{above} {row.zh}".strip()
