"""What a form is made of: tables of blocks, rows and columns, and the identities they obey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import lru_cache

from gxlab.cells import Key

#: What a row of the applications table may be, in the order of the forms.
OUTCOMES = ("granted", "partly_granted", "refused", "unavailable", "declined", "other")
#: Rows of the applications table that are no outcomes, and what they count.
OUTSIDE = ("received", "carried_in", "carried_out")
#: What a label may play besides: the printed total of a row or column; a kind of applicant; the
#: merged labels over all outcomes and over all kinds of applicant.
PARTS = (*OUTSIDE, "total", "applicant", "outcomes", "applicants")
#: How a table is printed: see `gxlab.forms`.
LAYOUTS = ("blocks", "matrix", "strip", "list")


@dataclass(frozen=True, slots=True)
class Alias:
    """A wording met in print that means the same label, and why it is known to."""

    zh: str
    why: str


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: its code, its wording in Chinese and English, and what it plays.

    ``group`` is the code of the merged label beside or above it, or of the indicator that the
    label is printed under in a list; ``signed`` is of columns alone, and so is ``unit``, except
    in a list, where each row has its own. ``plays`` is one of `PARTS`, ``outcome`` one of
    `OUTCOMES`; ``part_of`` is the row of another form that prints the whole of which this row
    is a part.
    """

    code: str
    zh: str
    en: str
    group: str | None = None
    unit: str = ""
    signed: bool = False
    aliases: tuple[Alias, ...] = ()
    plays: str = ""
    outcome: str = ""
    part_of: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.zh, *(alias.zh for alias in self.aliases))


@dataclass(frozen=True, slots=True)
class Block:
    """Rows and the columns that cross them, under one title."""

    zh: str
    en: str
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One statutory table: its blocks and the merged labels that group rows and columns.

    ``corner`` is the text above the row labels; it names neither a row nor a column. ``heads``
    are what a list prints above its columns without values. ``decides`` says that the cells of
    this table, where any is printed, tell which form a report has.
    """

    code: str
    section: str
    zh: str
    en: str
    layout: str
    blocks: tuple[Block, ...]
    corner: str = ""
    decides: bool = False
    row_groups: tuple[Label, ...] = ()
    column_groups: tuple[Label, ...] = ()
    heads: tuple[Label, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether the table is a list of indicators: one column, a unit for each row."""
        return self.layout == "list"

    @property
    def rows(self) -> tuple[Label, ...]:
        return tuple(row for block in self.blocks for row in block.rows)

    def cells(self) -> Iterator[tuple[Label, Label]]:
        """Every (row, column) that the form has, in printed order; the column with the unit."""
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield row, replace(column, unit=row.unit) if row.unit else column

    def row(self, code: str) -> Label:
        return next(row for row in self.rows if row.code == code)

    def column(self, code: str, row: str) -> Label:
        """The column called `code` that crosses `row`."""
        return next(c for r, c in self.cells() if (r.code, c.code) == (row, code))


@dataclass(frozen=True, slots=True)
class Identity:
    """A rule that the values of one table obey: the sum of `left` = the sum of `right`.

    ``relation`` is ``equals``, or ``at_most`` where the left sum may be less (其中, of which).
    ``per`` is the axis along which one instance is drawn: with ``per = "column"`` the operands
    are rows and every column has an instance of its own.
    """

    id: str
    table: str
    per: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    zh: str
    en: str
    source: str
    relation: str = "equals"

    @property
    def whole(self) -> str:
        """The row of which the others are parts."""
        return self.left[0] if self.relation == "equals" else self.right[0]

    def operands(self, codes: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes that `left` and `right` name, each in the order of `codes`."""
        return _named(self.left, codes), _named(self.right, codes)


@lru_cache(maxsize=1 << 8)
def _named(patterns: tuple[str, ...], codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if any(fnmatchcase(code, p) for p in patterns))


@dataclass(frozen=True, slots=True)
class Lack:
    """A cell that the form does not have though others do, and what a figure says of it."""

    cell: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Form:
    """A statutory form.

    Attributes
    ----------
    id, zh, en : its id, its name in Chinese and in English
    years : the first and the last reporting year that it is prescribed for
    legal : the rules that prescribe it
    tables, identities : what it prints, and what must add up in it
    lacks : why it has no cell for what other forms ask for
    assumed : whether a report has it where neither its cells nor its year say otherwise
    """

    id: str
    zh: str
    en: str
    years: tuple[int, int]
    legal: tuple[str, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...] = field(default=())
    lacks: tuple[Lack, ...] = ()
    assumed: bool = False

    def table(self, code: str) -> Table:
        """One of its tables.

        Parameters
        ----------
        code : as in the tidy table

        Returns
        -------
        Table

        Raises
        ------
        KeyError
            There is no such table; the message names those there are.
        """
        for table in self.tables:
            if table.code == code:
                return table
        names = ", ".join(table.code for table in self.tables)
        raise KeyError(f"form {self.id} has no table {code!r}; it has {names}")

    def cell_keys(self) -> Iterator[Key]:
        """Every cell of the form, in printed order."""
        for table in self.tables:
            for row, column in table.cells():
                yield table.code, row.code, column.code

    def why_not(self, cell: str) -> tuple[str, str]:
        """Why the form has no such cell.

        Parameters
        ----------
        cell : table, row and column, joined by dots

        Returns
        -------
        (str, str)
            The reason in English and in Chinese.
        """
        for lack in self.lacks:
            if lack.cell == cell:
                return lack.en, lack.zh
        return f"the {self.id} form does not ask for it", f"{self.id} 年格式无此项"
