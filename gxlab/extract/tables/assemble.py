"""From placed cells to one report's figures: which form it is, and every cell's status."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from gxlab.cells import ABSENT, Key, Observation
from gxlab.extract.tables.numbers import NO_NUMBER, Reading, read_number
from gxlab.extract.tables.placement import PlacedCell, Placement, Unplaced
from gxlab.forms import Form, Label, forms, parts_elsewhere


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


def assemble(found: Placement) -> Extraction | None:
    """Settle the form and give every cell of it a status; None where no figure was placed."""
    printed: dict[Key, list[PlacedCell]] = {}
    for figure in found.placed:
        printed.setdefault(figure.key, []).append(figure)
    outline = _outline(frozenset(printed))
    unplaced = list(found.unplaced)
    if outline.unknown:
        unplaced += _of_no_form([f for f in found.placed if f.key in outline.unknown])
    for key in sorted(outline.doubted, key=list(printed).index):
        reason = "stands beside its own parts; it may be one of them without its label"
        unplaced += _unplaced(printed.pop(key), reason)
    if outline.form is None:
        return None
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
            unplaced += _unplaced(figures, reason)
    return Extraction(outline.form, outline.mixed, tuple(observations), tuple(unplaced))


class _Outline(NamedTuple):
    """What follows from which cells are printed, whatever they hold.

    ``cells`` are the form's and those printed of other forms, in printed order, each with its
    column and with what is to be said where it is absent. ``unknown`` are of no form, and
    ``doubted`` those that stand beside their own parts; without these nothing may be left.
    """

    form: Form | None
    mixed: tuple[str, ...]
    cells: tuple[tuple[Key, Label, Observation], ...]
    unknown: Set[Key]
    doubted: Set[Key]


@lru_cache(maxsize=1 << 7)
def _outline(printed: frozenset[Key]) -> _Outline:
    unknown = printed - _all_cells()
    doubted = _beside_their_parts(printed - unknown)
    placed = printed - unknown - doubted
    if not placed:
        return _Outline(None, (), (), unknown, doubted)
    form = _recognise(placed)
    cells = tuple(
        (key, column, Observation(*key, None, column.unit, ABSENT, "", None, ""))
        for key, column in _in_printed_order(form, placed).items()
    )
    return _Outline(form, tuple(_mixture(form, placed)), cells, unknown, doubted)


def _beside_their_parts(printed: Set[Key]) -> Set[Key]:
    """Cells of a row that is one form's whole, where another form's parts of it are printed."""
    rows = {key[:2] for key in printed}
    wholes = {
        (table, row)
        for table, row in rows
        if any((table, part) in rows for part in parts_elsewhere(table, row))
    }
    return {key for key in printed if key[:2] in wholes}


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


def _observe(key: Key, column: Label, figures: Sequence[PlacedCell], differ: bool) -> Observation:
    """One cell's observation; where it is printed twice and differs, nothing is chosen."""
    where = figures[0].piece
    raw = where.text.strip()
    if differ:
        status, value = NO_NUMBER
        raw = " | ".join(figure.piece.text.strip() for figure in figures).strip()
    else:
        status, value = _read(figures[0], column)
    return Observation(*key, value, column.unit, status, raw, where.page, where.locator)


def _differ(figures: Iterable[PlacedCell], column: Label) -> bool:
    """Whether a cell that is printed more than once is not the same each time."""
    return len({_read(figure, column) for figure in figures}) > 1


def _read(figure: PlacedCell, column: Label) -> Reading:
    if not figure.certain:
        return NO_NUMBER
    return read_number(figure.piece.text, column.unit, figure.unit, column.signed)


def _of_no_form(figures: Iterable[PlacedCell]) -> Iterator[Unplaced]:
    for figure in figures:
        if figure.certain:
            _, row, column = figure.key
            yield from _unplaced([figure], f"no form has a column {column} in row {row}")


def _unplaced(figures: Iterable[PlacedCell], reason: str) -> Iterator[Unplaced]:
    for (table, _, _), piece, _, _ in figures:
        if text := " ".join(piece.text.split()):
            yield Unplaced(text, reason, piece.locator, piece.page, table)


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
