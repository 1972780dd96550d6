"""From placed cells to one report: which form it has, and the status of every cell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache

from gxlab.cells import ABSENT, Key, Observation
from gxlab.extract.tables.numbers import NO_NUMBER, Reading, read_number
from gxlab.extract.tables.placement import PlacedCell, Placement, Unplaced
from gxlab.forms import Form, Label, counted_twice, forms, succession


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that the statutory tables of one document say.

    ``form`` is recognised from the cells, and from the year where they do not tell; ``mixed``
    says, a sentence each, what in them belongs to another form.
    """

    form: Form
    mixed: tuple[str, ...]
    observations: tuple[Observation, ...]
    unplaced: tuple[Unplaced, ...]


def assemble(placement: Placement, year: int | None = None) -> Extraction | None:
    """Settle the form and give every cell of it a status; None where no value was placed."""
    printed: dict[Key, list[PlacedCell]] = {}
    for cell in placement.placed:
        printed.setdefault(cell.key, []).append(cell)
    unknown = printed.keys() - set().union(*_cells().values())
    doubted = _beside_their_parts(printed.keys() - unknown)
    placed = printed.keys() - unknown - doubted
    if not placed:
        return None
    form = _recognise(placed, year)
    unplaced = [
        *placement.unplaced,
        *_of_no_form(cell for cell in placement.placed if cell.key in unknown),
    ]
    for key in [key for key in printed if key in doubted]:
        reason = "stands beside its own parts; it may be one of them without its label"
        unplaced += _unplaced(printed.pop(key), reason)
    observations = []
    for key, column in _in_printed_order(form, placed).items():
        copies = printed.get(key, [])
        if not copies:
            observations.append(Observation(*key, None, column.unit, ABSENT, "", None, ""))
            continue
        differ = len(copies) > 1 and _differ(copies, column)
        observations.append(_observe(key, column, copies, differ))
        if differ:
            reason = f"{'.'.join(key)} is printed more than once, and not the same"
            unplaced += _unplaced(copies, reason)
    return Extraction(form, _mixture(form, placed), tuple(observations), tuple(unplaced))


def _beside_their_parts(printed: Set[Key]) -> Set[Key]:
    """Cells of a row that is one form's whole, where another form's parts of it are printed."""
    rows: dict[str, set[str]] = {}
    for table, row, _ in printed:
        rows.setdefault(table, set()).add(row)
    wholes = {table: counted_twice(table, of, of) for table, of in rows.items()}
    return {key for key in printed if key[1] in wholes[key[0]]}


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


def _recognise(printed: Set[Key], year: int | None) -> Form:
    """The form of the report's year, unless another has more of what is printed.

    Only cells that the one form has and the other has not tell two forms apart, and they weigh
    more than the year: some bodies kept the form of 2019 for years. Where a report prints cells
    of the tables that decide (section 二), these come before all others, since a 2021 report
    may keep the one-row (六) of 2019; a list of indicators decides where it is most of what is
    printed.
    """

    def known(form: Form) -> tuple[bool, int, int]:
        of = printed & _cells()[form.id].keys()
        lists = {table.code for table in form.tables if table.is_list}
        deciding = {table.code for table in form.tables if table.decides}
        is_listed = sum(key[0] in lists for key in of) > len(printed) / 2
        return is_listed, sum(key[0] in deciding for key in of), len(of)

    # Of forms that have as much, the first is taken.
    return max(succession(year), key=known)


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


def _observe(key: Key, column: Label, copies: Sequence[PlacedCell], differ: bool) -> Observation:
    """One cell's observation; where it is printed twice and differs, nothing is chosen."""
    where = copies[0].piece
    raw = where.text.strip()
    if differ:
        status, value = NO_NUMBER
        raw = " | ".join(cell.piece.text.strip() for cell in copies).strip()
    else:
        status, value = _read(copies[0], column)
    return Observation(*key, value, column.unit, status, raw, where.page, where.locator)


def _differ(copies: Iterable[PlacedCell], column: Label) -> bool:
    """Whether a cell that is printed more than once is not the same each time."""
    return len({_read(cell, column) for cell in copies}) > 1


def _read(cell: PlacedCell, column: Label) -> Reading:
    if not cell.certain:
        return NO_NUMBER
    return read_number(cell.piece.text, column.unit, cell.unit, column.signed)


def _of_no_form(copies: Iterable[PlacedCell]) -> Iterator[Unplaced]:
    for cell in copies:
        if cell.certain:
            _, row, column = cell.key
            yield from _unplaced([cell], f"no form has a column {column} in row {row}")


def _unplaced(copies: Iterable[PlacedCell], reason: str) -> Iterator[Unplaced]:
    for (table, _, _), piece, _, _ in copies:
        if text := " ".join(piece.text.split()):
            yield Unplaced(text, reason, piece.locator, piece.page, table)


def _mixture(form: Form, printed: Set[Key]) -> tuple[str, ...]:
    """What the tables hold that the form does not, a sentence for each row or its columns."""
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
    return tuple(sentences)
