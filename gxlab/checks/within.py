"""Verdicts on a report's own arithmetic, and the one cell that would explain the breaks.

The identities are the forms' (`gxlab.forms.Identity`). A printed value is never altered:
what the arithmetic suggests stands beside it as a `Suspect`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gxlab.cells import ABSENT, BLANK, REPORTED, Key, Observation
from gxlab.forms import Form, Identity, counted_twice, tables_called
from gxlab.schema import BROKEN, HOLDS, NOT_ASSESSABLE

AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on one instance of an identity.

    Attributes
    ----------
    identity, table : as in the forms
    instance : the column (A1, A2) or the row (A3, D1) for which the rule was drawn; in a list
        of indicators, the whole that is compared with its parts
    verdict : ``holds``, ``broken`` or ``not_assessable``
    left, right : the two sums; missing where an operand was not reported
    holds_with_blanks_as_zero : where blanks alone stand in the way, whether the rule would
        hold with them read as zero; missing otherwise
    note : the operands that were not reported, each with its status
    left_keys, right_keys : the cells that are summed on either side
    relation : ``equals``, or ``at_most``: the left sum may be less than the right one
    """

    identity: str
    table: str
    instance: str
    verdict: str
    left: Decimal | None
    right: Decimal | None
    holds_with_blanks_as_zero: bool | None
    note: str
    left_keys: tuple[Key, ...]
    right_keys: tuple[Key, ...]
    relation: str = "equals"

    @property
    def sums(self) -> str:
        """The two sums of a broken rule as they stand to one another."""
        return f"{self.left} {'>' if self.relation == AT_MOST else '≠'} {self.right}"

    @property
    def difference(self) -> Decimal | None:
        """Left less right; zero where the rule holds."""
        return None if self.left is None or self.right is None else self.left - self.right

    @property
    def keys(self) -> tuple[Key, ...]:
        """The cells of both sides."""
        return self.left_keys + self.right_keys


@dataclass(frozen=True, slots=True)
class Suspect:
    """The only cell whose change alone would mend every break that it is part of.

    Attributes
    ----------
    key : the cell's table, row and column
    printed, proposed : its value, and the one with which the identities would hold
    mends : the broken identities that it is part of
    """

    key: Key
    printed: Decimal
    proposed: Decimal
    mends: tuple[Check, ...]


def check(form: Form, observations: Iterable[Observation]) -> list[Check]:
    """Every instance of every identity of the form, in the form's order."""
    cells = {o.key: o for o in observations}
    axes = {identity.table: _axes(identity.table, cells) for identity in form.identities}
    return [
        _verdict(identity, instance, left, right, cells)
        for identity in form.identities
        for instance, left, right in _instances(identity, *axes[identity.table])
    ]


def _axes(table: str, cells: Mapping[Key, Observation]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rows and columns of one table, without rows that would be counted twice."""
    keys = [key for key in cells if key[0] == table]
    rows = list(dict.fromkeys(key[1] for key in keys))
    columns = tuple(dict.fromkeys(key[2] for key in keys))
    printed = {key[1] for key in keys if cells[key].status != ABSENT}
    dropped = counted_twice(table, rows, printed)
    return tuple(row for row in rows if row not in dropped), columns


def _instances(
    identity: Identity, rows: tuple[str, ...], columns: tuple[str, ...]
) -> Iterable[tuple[str, tuple[Key, ...], tuple[Key, ...]]]:
    by_column = identity.per == "column"
    operands, instances = (rows, columns) if by_column else (columns, rows)
    left, right = identity.operands(operands)
    in_list = any(table.is_list for table in tables_called(identity.table))
    for instance in instances:

        def key(operand: str, instance: str = instance) -> Key:
            row, column = (operand, instance) if by_column else (instance, operand)
            return identity.table, row, column

        name = identity.whole if in_list else instance
        yield name, tuple(map(key, left)), tuple(map(key, right))


def _verdict(
    identity: Identity,
    instance: str,
    left: tuple[Key, ...],
    right: tuple[Key, ...],
    cells: Mapping[Key, Observation],
) -> Check:
    # A row of another form has only the cells that are printed of it.
    status = {key: cells[key].status if key in cells else ABSENT for key in (*left, *right)}
    missing = {key: found for key, found in status.items() if found != REPORTED}
    left_sum, right_sum = _sum(left, cells), _sum(right, cells)
    holds = _stand(identity.relation, left_sum, right_sum)
    only_blanks = bool(missing) and all(found == BLANK for found in missing.values())
    axis = 1 if identity.per == "column" else 2
    return Check(
        identity=identity.id,
        table=identity.table,
        instance=instance,
        verdict=NOT_ASSESSABLE if missing else HOLDS if holds else BROKEN,
        left=None if missing else left_sum,
        right=None if missing else right_sum,
        holds_with_blanks_as_zero=holds if only_blanks else None,
        note=", ".join(f"{key[axis]} {found}" for key, found in missing.items()),
        left_keys=left,
        right_keys=right,
        relation=identity.relation,
    )


def _stand(relation: str, left: Decimal, right: Decimal) -> bool:
    return left <= right if relation == AT_MOST else left == right


def _sum(keys: Iterable[Key], cells: Mapping[Key, Observation]) -> Decimal:
    values = (cells[key].value for key in keys if key in cells)
    return sum((value for value in values if value), Decimal(0))


def suspects(checks: Sequence[Check], observations: Iterable[Observation]) -> list[Suspect]:
    """For each group of breaks that share cells, the one cell that explains them all, if any."""
    values = {o.key: o.value for o in observations if o.value is not None}
    part_of: dict[Key, list[Check]] = defaultdict(list)
    for verdict in checks:
        if verdict.verdict != NOT_ASSESSABLE:
            for key in verdict.keys:
                part_of[key].append(verdict)
    found = []
    for group in _groups([c for c in checks if c.verdict == BROKEN]):
        candidates = [
            Suspect(key, values[key], value, tuple(group))
            for key in sorted(set.intersection(*(set(c.keys) for c in group)))
            if (value := _mending_value(key, values[key], part_of[key])) is not None
        ]
        if len(candidates) == 1:
            found += candidates
    return found


def _groups(broken: list[Check]) -> list[list[Check]]:
    """Breaks that share cells, together."""
    groups: list[list[Check]] = []
    for one in broken:
        touching = [g for g in groups if any(set(one.keys) & set(other.keys) for other in g)]
        groups = [g for g in groups if g not in touching]
        groups.append([*(check for g in touching for check in g), one])
    return groups


def _mending_value(key: Key, printed: Decimal, rules: list[Check]) -> Decimal | None:
    """The value of one cell with which every rule that it is part of would hold.

    Only an equation gives a value: a part that exceeds its whole could be any smaller number.
    """
    wanted = set()
    for one in rules:
        assert one.difference is not None
        if one.relation != AT_MOST:
            change = -one.difference if key in one.left_keys else one.difference
            wanted.add(printed + change)
    value = wanted.pop() if len(wanted) == 1 else None
    if value is None or value < 0:
        return None
    return value if all(_would_stand(one, key, value - printed) for one in rules) else None


def _would_stand(rule: Check, key: Key, change: Decimal) -> bool:
    assert rule.left is not None
    assert rule.right is not None
    left, right = (change, Decimal(0)) if key in rule.left_keys else (Decimal(0), change)
    return _stand(rule.relation, rule.left + left, rule.right + right)
