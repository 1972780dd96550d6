"""The statutory forms, as data.

Each form is a TOML file beside this module: tables, blocks, rows, columns, groups, their
Chinese and English labels, units, identities and legal source. The files are the only place
where the package knows what a form contains; a new form is a new file. The 2014 form is a
list of indicators, each with a unit of its own; the later forms cross rows with columns.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Alias:
    """A wording met in print that means the same label, and why it is known to."""

    zh: str
    why: str


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: its code, its Chinese wording, its English one.

    ``group`` is the code of the merged label beside or above it, or of the indicator that the
    label is printed under in a list; ``signed`` is of columns alone, and so is ``unit``, but in
    a list, where each row has its own.
    """

    code: str
    zh: str
    en: str
    group: str | None = None
    unit: str = ""
    signed: bool = False
    aliases: tuple[Alias, ...] = ()

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
    are what a list prints above its columns without figures.
    """

    code: str
    section: str
    zh: str
    en: str
    blocks: tuple[Block, ...]
    corner: str = ""
    row_groups: tuple[Label, ...] = ()
    column_groups: tuple[Label, ...] = ()
    heads: tuple[Label, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether the table is a list of indicators: one column, a unit for each row."""
        return bool(self.heads)

    def cells(self) -> Iterator[tuple[Label, Label]]:
        """Every (row, column) that the form has, in printed order; the column with the unit."""
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield row, replace(column, unit=row.unit) if row.unit else column

    def row(self, code: str) -> Label:
        return next(row for block in self.blocks for row in block.rows if row.code == code)

    def column(self, code: str, row: str) -> Label:
        """The column called `code` that crosses `row`."""
        return next(c for r, c in self.cells() if (r.code, c.code) == (row, code))


@dataclass(frozen=True, slots=True)
class Identity:
    """A rule that the figures of one table obey: the sum of `left` = the sum of `right`.

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
        """The row that the others are parts of."""
        return self.left[0] if self.relation == "equals" else self.right[0]

    def operands(self, codes: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes that `left` and `right` name, each in the order of `codes`."""
        return _named(self.left, codes), _named(self.right, codes)


@lru_cache(maxsize=1 << 8)
def _named(patterns: tuple[str, ...], codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if any(fnmatchcase(code, p) for p in patterns))


@dataclass(frozen=True, slots=True)
class Form:
    """A statutory form.

    Attributes
    ----------
    id, zh, en : its id, its name in Chinese and in English
    years : the first and the last reporting year that it is prescribed for
    legal : the rules that prescribe it
    tables, identities : what it prints, and what must add up in it
    """

    id: str
    zh: str
    en: str
    years: tuple[int, int]
    legal: tuple[str, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...] = field(default=())

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


def _label(entry: dict[str, Any]) -> Label:
    aliases = tuple(Alias(**alias) for alias in entry.pop("aliases", ()))
    return Label(**entry, aliases=aliases)


def _labels(entries: list[dict[str, Any]]) -> tuple[Label, ...]:
    return tuple(_label(dict(entry)) for entry in entries)


def _block(entry: dict[str, Any]) -> Block:
    return Block(entry["zh"], entry["en"], _labels(entry["rows"]), _labels(entry["columns"]))


def _inherited(entry: dict[str, Any], parent: Table) -> Table:
    """The parent form's table, less the rows that were dropped, plus those that were added."""
    dropped = set(entry.get("without_rows", ()))
    block = parent.blocks[0]
    rows = [row for row in block.rows if row.code not in dropped]
    for added in entry.get("block", ()):
        at = [row.code for row in rows].index(added["insert_before"])
        rows[at:at] = _labels(added["rows"])
    groups = (*_labels(entry.get("row_groups", [])), *parent.row_groups)
    return replace(parent, blocks=(replace(block, rows=tuple(rows)),), row_groups=groups)


def _table(entry: dict[str, Any]) -> Table:
    if "inherits" in entry:
        return _inherited(entry, load_form(entry["inherits"]).table(entry["code"]))
    return Table(
        code=entry["code"],
        section=entry["section"],
        zh=entry["zh"],
        en=entry["en"],
        blocks=tuple(_block(block) for block in entry["block"]),
        corner=entry.get("corner", ""),
        row_groups=_labels(entry.get("row_groups", [])),
        column_groups=_labels(entry.get("column_groups", [])),
        heads=_labels(entry.get("heads", [])),
    )


@cache
def load_form(form_id: str) -> Form:
    """Load one form by its id: ``"2014"``, ``"2019"`` or ``"2021"``.

    Parameters
    ----------
    form_id : the year of the rule that prescribes it

    Returns
    -------
    Form

    Raises
    ------
    KeyError
        There is no such form; the message names those there are.
    """
    source = files(__name__) / f"form_{form_id}.toml"
    if not source.is_file():
        raise KeyError(f"no form {form_id!r}; there are {', '.join(FORM_IDS)}")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    identities = tuple(
        Identity(**{**entry, "left": tuple(entry["left"]), "right": tuple(entry["right"])})
        for entry in data.get("identity", ())
    )
    if not identities and "inherits" in data:
        identities = load_form(data["inherits"]).identities
    return Form(
        id=data["id"],
        zh=data["zh"],
        en=data["en"],
        years=(data["years"][0], data["years"][1]),
        legal=tuple(data["legal"]),
        tables=tuple(_table(entry) for entry in data["table"]),
        identities=identities,
    )


FORM_IDS = tuple(
    sorted(
        entry.name.removeprefix("form_").removesuffix(".toml")
        for entry in files(__name__).iterdir()
        if entry.name.startswith("form_") and entry.name.endswith(".toml")
    )
)


def forms() -> tuple[Form, ...]:
    """All forms, oldest first."""
    return tuple(load_form(form_id) for form_id in FORM_IDS)


@cache
def tables_called(code: str) -> tuple[Table, ...]:
    """The tables of this code, over all forms that have one, oldest first."""
    return tuple(table for form in forms() for table in form.tables if table.code == code)


@cache
def parts_elsewhere(table: str, row: str) -> frozenset[str]:
    """The rows into which another form divides a row: (六)其他处理 of 2019 has three in 2021."""
    by_form = [{label.code for label, _ in t.cells()} for t in tables_called(table)]
    parts = {code for codes in by_form for code in codes if code.startswith(f"{row}_")}
    beside = {code for codes in by_form if row in codes for code in codes}
    return frozenset(parts - beside)
