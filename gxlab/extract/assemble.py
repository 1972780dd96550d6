"""From placed cells to one report's figures: which form it is, and every cell's status."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from gxlab.extract.found import Figure, Found, Unplaced
from gxlab.extract.numbers import ABSENT, NO_NUMBER, Reading, read_number
from gxlab.forms import Form, Label, forms, parts_elsewhere

Key = tuple[str, str, str]


class Observation(NamedTuple):
    """One figure of a report: what it is, what was printed, and where.

    ``approximate`` and ``note`` are of figures told from prose: 余, 约 or 多 was printed, and
    what else the words leave open.
    """

    table: str
    row: str
    column: str
    value: Decimal | None
    unit: str
    status: str
    raw: str
    page: int | None
    locator: str
    approximate: bool = False
    note: str = ""

    @property
    def key(self) -> Key:
        return self.table, self.row, self.column


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that the statutory tables of one document say.

    ``form`` is told from the tables; ``mixed`` says, a sentence each, what in them belongs to
    another form.
    """

    form: Form
    mixed: tuple[str, ...]
    observations: tuple[Observation, ...]
    unplaced: tuple[Unplaced, ...]


def assemble(found: Found) -> Extraction | None:
    """Settle the form and give every cell of it a status; None where no figure was placed."""
    printed: dict[Key, list[Figure]] = {}
    unplaced = list(found.unplaced)
    known = _all_cells()
    for figure in found.figures:
        key = figure.key
        if key in printed:
            printed[key].append(figure)
        elif key in known:
            printed[key] = [figure]
        elif figure.certain and figure.piece.text.strip():
            reason = f"no form has a column {figure.column} in row {figure.row}"
            unplaced.append(_unplaced(figure, reason))
    for key in _beside_their_parts(printed):
        reason = "stands beside its own parts; it may be one of them without its label"
        unplaced += [_unplaced(f, reason) for f in printed.pop(key) if f.piece.text.strip()]
    if not printed:
        return None
    outline = _outline(frozenset(printed))
    observations = []
    for key, column, absent in outline.cells:
        figures = printed.get(key)
        if figures is None:
            observations.append(absent)
            continue
        differ = len(figures) > 1 and _differ(figures, column)
        observations.append(_observe(key, column, figures, differ))
        if differ:
            reason = f"{'.'.join(key)} is printed more than once, and not the same"
            unplaced += [_unplaced(f, reason) for f in figures if f.piece.text.strip()]
    return Extraction(outline.form, outline.mixed, tuple(observations), tuple(unplaced))


class _Outline(NamedTuple):
    """What follows from which cells are printed, whatever they hold.

    ``cells`` are the form's and those printed of other forms, in printed order, each with its
    column and with what is to be said where it is absent.
    """

    form: Form
    mixed: tuple[str, ...]
    cells: tuple[tuple[Key, Label, Observation], ...]


@lru_cache(maxsize=1 << 7)
def _outline(printed: frozenset[Key]) -> _Outline:
    form = _recognise(printed)
    cells = tuple(
        (key, column, Observation(*key, None, column.unit, ABSENT, "", None, ""))
        for key, column in _in_printed_order(form, printed).items()
    )
    return _Outline(form, tuple(_mixture(form, printed)), cells)


def _beside_their_parts(printed: Iterable[Key]) -> list[Key]:
    """Cells of a row that is one form's whole, where another form's parts of it are printed."""
    rows = {key[:2] for key in printed}
    wholes = {
        (table, row)
        for table, row in rows
        if any((table, part) in rows for part in parts_elsewhere(table, row))
    }
    return [key for key in printed if key[:2] in wholes]


@cache
def _cells() -> dict[str, dict[Key, Label]]:
    """For each form its cells in printed order, each with its column."""
    return {
        form.id: {
            (table.code, row.code, column.code): column
            for table in form.tables
            for row, column in table.cells()
        }
        for form in forms()
    }


@cache
def _all_cells() -> frozenset[Key]:
    return frozenset(key for cells in _cells().values() for key in cells)


@cache
def _own_cells() -> dict[str, frozenset[Key]]:
    """For each form the cells that no other has."""
    times = Counter(key for cells in _cells().values() for key in cells)
    return {
        form: frozenset(key for key in cells if times[key] == 1) for form, cells in _cells().items()
    }


def _recognise(printed: Set[Key]) -> Form:
    """The form with most of the cells that it alone has.

    A list of indicators decides where most of what is printed is of it. Section 二 decides where
    it is there, since a 2021 report may keep the one-row (六) of 2019; the newest form wins a
    tie.
    """

    def score(form: Form) -> tuple[bool, int, int, int, str]:
        own = printed & _own_cells()[form.id]
        disclosure = sum(1 for key in own if key[0] == "disclosure")
        shared = len(printed & _cells()[form.id].keys())
        lists = {table.code for table in form.tables if table.is_list}
        is_listed = sum(1 for key in own if key[0] in lists) > len(printed) / 2
        return is_listed, disclosure, len(own), shared, form.id

    return max(forms(), key=score)


def _in_printed_order(form: Form, printed: Set[Key]) -> dict[Key, Label]:
    """The form's cells, then those that are printed and belong to another form."""
    own = _cells()[form.id]
    foreign = printed - own.keys()
    if not foreign:
        return own
    cells = dict(own)
    for other in _cells().values():
        for key, column in other.items():
            if key in foreign:
                cells.setdefault(key, column)
    order = {table.code: i for i, table in enumerate(form.tables)}
    return dict(sorted(cells.items(), key=lambda item: order.get(item[0][0], len(order))))


def _observe(key: Key, column: Label, figures: Sequence[Figure], differ: bool) -> Observation:
    """One cell's observation; where it is printed twice and differs, nothing is chosen."""
    where = figures[0].piece
    raw = where.text
    status, value = _read(figures[0], column)
    if differ:
        status, value = NO_NUMBER
        raw = " | ".join(figure.piece.text.strip() for figure in figures)
    return Observation(*key, value, column.unit, status, raw.strip(), where.page, where.locator)


def _differ(figures: Iterable[Figure], column: Label) -> bool:
    """Whether a cell that is printed more than once is not the same each time."""
    return len({_read(figure, column) for figure in figures}) > 1


def _read(figure: Figure, column: Label) -> Reading:
    if not figure.certain:
        return NO_NUMBER
    return read_number(figure.piece.text, column.unit, figure.unit, column.signed)


def _unplaced(figure: Figure, reason: str) -> Unplaced:
    piece = figure.piece
    return Unplaced(" ".join(piece.text.split()), reason, piece.locator, piece.page, figure.table)


def _mixture(form: Form, printed: Set[Key]) -> list[str]:
    """What the tables hold that the form does not, told by row or by column."""
    foreign: dict[tuple[str, str], list[str]] = defaultdict(list)
    known = _cells()
    for key in sorted(printed - known[form.id].keys()):
        foreign[key[0], key[1]].append(key[2])
    sentences = []
    for (table, row), columns in foreign.items():
        other = next(f for f in forms() if (table, row, columns[0]) in known[f.id])
        label = other.table(table).row(row).zh
        what = f"row «{label}»"
        if any((table, row) == key[:2] for key in known[form.id]):
            names = "、".join(other.table(table).column(c, row).zh for c in columns)
            what = f"{what} with columns «{names}»"
        sentences.append(f"{table}: {what} as in form {other.id}")
    return sentences
