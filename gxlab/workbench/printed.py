"""A printed table as it is shown: one model, drawn by `html` and by `terminal`.

Texts may come from a file, and are somebody else's: nothing here is markup, and whoever draws
a table escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from gxlab.cells import Key


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One cell of a printed table, perhaps merged.

    Attributes
    ----------
    text : as printed
    role : what it is in the table: ``title``, ``header``, ``group``, ``label``, ``value``,
        ``note``, ``number`` (of a line) or nothing in particular
    marks : why it is drawn otherwise than its like: a status, ``zero``, ``broken``, ``suspect``,
        ``here`` (the cell that is asked for), ``along`` (its row and header), ``omitted``
    spans : the characters of `text` that are highlighted, each from its first to after its last
    notes : lines that explain it to who points at it
    key, labels : of a value, its codes, and what its row and its column are called
    """

    text: str
    role: str = ""
    rowspan: int = 1
    colspan: int = 1
    marks: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()
    key: Key | None = None
    labels: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """Rows of cells, each cell in the row where it begins.

    Attributes
    ----------
    title, code : the heading above it, and what the data calls it
    kind : ``form``, ``lines`` (of a text, with their numbers), ``prose`` or nothing in particular
    """

    rows: tuple[tuple[PrintedCell, ...], ...]
    title: str = ""
    code: str = ""
    kind: str = ""
