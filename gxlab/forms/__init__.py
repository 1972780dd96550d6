"""The statutory forms, as data.

Each form is a TOML file, ``form_ID.toml``, beside this module: the only place where the package
knows what a form contains. A new form is a new file; no code names a form by its id. The 2014
form is a list of indicators, each with a unit of its own; the later ones cross rows with columns.

A form of one's own, or one to be tried, may stand in another folder: the environment variable
``GXLAB_FORMS`` names it (several, parted as in ``PATH``) before gxlab is first used. It is read
once, so that what was derived from the forms never changes under way, and processes that are
started inherit it.

What a form's TOML says
-----------------------
``id, zh, en``, ``legal`` (its sources) and ``years`` (first and last report year; 9999: still
    in force). Recognition asks for the first year alone: a form is in force until the next begins.
``inherits``
    The id of the form whose tables and identities this one takes over, all of them, in its order.
    What is said below replaces, changes or adds to them. ``drop_tables``, ``drop_identities``:
    codes and ids of those that are not taken over.
``assumed = true``
    Of one form: it is assumed of a report whose cells are of several forms alike, and whose year
    is not stated. It is not inherited.
``[[lacks]]`` with ``cell, zh, en``
    What a figure says of a cell (table.row.column) of other forms that this form does not ask for.

``[[table]]``: a whole table, in place of the inherited one with its ``code`` if there is one
    ``code, section, zh, en``; ``corner``: the text above the row labels.
    ``layout``: ``blocks`` (one below another, each with its header), ``matrix`` (rows by columns,
    groups merged to the left and above), ``strip`` (one row of values; what would be rows stands
    side by side above the columns), ``list`` (indicator, unit, count).
    ``decides = true``: the cells of this table decide which form it is, before all others.
    ``heads``: labels of a list's columns without values.
    ``row_groups, column_groups``: labels of merged cells.
    ``[[table.block]]`` with ``zh, en`` (its title, or nothing), ``rows`` and ``columns``.

Labels (``rows``, ``columns``, groups, ``heads``)
    ``code, zh, en``; ``aliases``: other wordings, each ``zh`` with its ``why``; ``group``: the
    merged label it stands under; ``unit`` (of a column; in a list, of a row); ``signed`` (+12).
    ``outcome`` (rows of applications, or a group for all its rows): ``granted``,
    ``partly_granted``, ``refused``, ``unavailable``, ``declined``, ``other``. The row's code is
    that word or begins with it: ``refused_third_party`` is a ground of refusal.
    ``part_of``: the row by which another form prints the whole of which it is a part. Never are
    both added up: the parts where any of them is printed, else the whole.
    ``plays``: ``received, carried_in, carried_out`` (rows outside the outcomes), ``total`` (a
    printed total), ``applicant`` (a column that is a kind of applicant), ``outcomes`` and
    ``applicants`` (the merged labels over all of these).

``[[identity]]``: replaces the inherited one with its ``id``, or is a new one
    ``table``; ``per``: ``column`` (the operands are rows) or ``row``; ``left, right``: codes whose
    sums are compared, ``*`` for the rest of a code; ``relation``: ``equals`` or ``at_most``;
    ``zh, en, source``.

``[[change]]``: to an inherited ``table``, in the order in which they stand
    ``rows, columns``: an entry with a known code rewords it (what it does not give is kept), one
    with a new code is added ``before`` or ``after`` another's code, or at the end. ``drop_rows,
    drop_columns``: codes. ``block``: the title of the block that is meant, where there are several.
    ``new_block``: a block, ``before`` or ``after`` the title of another; ``drop_block``: a title.
    ``row_groups, column_groups, heads``: as rows. ``section, zh, en, corner``: replaced.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Set
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from gxlab.errors import GxlabError
from gxlab.forms.loading import form_from
from gxlab.forms.model import OUTCOMES, OUTSIDE, Alias, Block, Form, Identity, Label, Table

__all__ = [
    "OUTCOMES",
    "OUTSIDE",
    "Alias",
    "Block",
    "Form",
    "Identity",
    "Label",
    "Table",
    "counted_twice",
    "form_ids",
    "forms",
    "forms_with",
    "labels_with",
    "load_form",
    "parts_elsewhere",
    "succession",
    "tables_called",
]

#: The environment variable that names folders with further forms.
FOLDERS = "GXLAB_FORMS"
_PREFIX, _SUFFIX = "form_", ".toml"


@cache
def _sources() -> dict[str, Traversable]:
    """The file of each form by its id; a folder named later replaces what an earlier one has."""
    further = [Path(name) for name in os.environ.get(FOLDERS, "").split(os.pathsep) if name]
    if gone := [str(folder) for folder in further if not folder.is_dir()]:
        raise GxlabError(f"{FOLDERS} names {', '.join(gone)}: there is no such folder")
    found = {
        entry.name.removeprefix(_PREFIX).removesuffix(_SUFFIX): entry
        for folder in (files(__name__), *further)
        for entry in folder.iterdir()
        if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX)
    }
    return dict(sorted(found.items()))


def form_ids() -> tuple[str, ...]:
    """The ids of all forms, oldest first."""
    return tuple(_sources())


@cache
def load_form(form_id: str) -> Form:
    """Load one form by its id, such as ``"2021"``.

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
    if form_id not in _sources():
        raise KeyError(f"no form {form_id!r}; there are {', '.join(form_ids())}")
    return form_from(_sources()[form_id].read_text(encoding="utf-8"), load_form)


def forms() -> tuple[Form, ...]:
    """All forms, oldest first."""
    return tuple(load_form(form_id) for form_id in form_ids())


@cache
def succession(year: int | None) -> tuple[Form, ...]:
    """All forms, in the order in which they come into question for a report of a year.

    The newest that had begun by then comes first, then the older ones, as some bodies keep a
    form for years; then the later ones, the nearest first, so that a new form never takes over
    what an older one explains as well. Where the year is not known it is that of the form which
    is to be assumed.
    """
    at = next(f.years[0] for f in forms() if f.assumed) if year is None else year
    begun = sorted((f for f in forms() if f.years[0] <= at), key=lambda f: -f.years[0])
    later = sorted((f for f in forms() if f.years[0] > at), key=lambda f: f.years[0])
    return (*begun, *later)


@cache
def tables_called(code: str) -> tuple[Table, ...]:
    """The tables of this code, over all forms that have one, oldest first."""
    return tuple(table for form in forms() for table in form.tables if table.code == code)


@cache
def forms_with(table: str, row: str = "", column: str = "") -> tuple[str, ...]:
    """The ids of the forms that have a cell with all that is given of it; oldest first."""

    def has(form: Form) -> bool:
        return any(
            all(part in ("", own) for part, own in zip((table, row, column), key, strict=True))
            for key in form.cell_keys()
        )

    return tuple(form.id for form in forms() if has(form))


@cache
def labels_with(
    table: str, *, plays: str = "", outcome: str = "", among: frozenset[str] = frozenset()
) -> tuple[Label, ...]:
    """The rows or columns of a table that play a part or are of an outcome.

    Those of the forms `among` that have the table, of all forms where none of them has. Each is
    worded as the newest of these has it; those of older forms come first.
    """
    asked = [form for form in forms_with(table) if form in among] or forms_with(table)
    found: dict[str, Label] = {}
    for of in (load_form(form).table(table) for form in asked):
        for label in (*of.rows, *(c for block in of.blocks for c in block.columns)):
            if (plays and label.plays == plays) or (outcome and label.outcome == outcome):
                found[label.code] = label
    return tuple(found.values())


@cache
def parts_elsewhere(table: str, row: str) -> frozenset[str]:
    """The rows into which another form divides a row: (六)其他处理 of 2019 has three in 2021."""
    return frozenset(
        part.code
        for of in tables_called(table)
        if row not in {other.code for other in of.rows}
        for part in of.rows
        if part.part_of == row
    )


def counted_twice(table: str, rows: Iterable[str], printed: Set[str]) -> frozenset[str]:
    """Those of the rows that must not enter a sum: a whole beside its parts of another form.

    The parts count where any of them is printed, else the whole: (六)其他处理 is one row in the
    form of 2019 and three in that of 2021, and bodies have put the one into the other's table.
    """
    rows = set(rows)
    twice: frozenset[str] = frozenset()
    for whole in rows:
        if parts := parts_elsewhere(table, whole) & rows:
            twice |= {whole} if parts & printed else parts
    return twice
