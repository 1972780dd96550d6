"""One cell of a report: its value with the status it has, what was printed, and where.

There are four ways of having no number, and they are kept apart in every layer: a cell printed
empty is no zero, nor is a mark, a number that cannot be read, or a cell that the report lacks.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

REPORTED = "reported"
BLANK = "blank"
NOT_APPLICABLE = "not_applicable"
UNREADABLE = "unreadable"
ABSENT = "absent"
STATUSES = (REPORTED, BLANK, NOT_APPLICABLE, UNREADABLE, ABSENT)

#: The ``table`` of a value that is printed in the prose, and in none of the statutory tables.
PROSE = "prose"

#: What a cell is known by: the codes of its table, row and column.
Key = tuple[str, str, str]


class Observation(NamedTuple):
    """One cell of a report: what it is, what was printed, and where.

    ``approximate`` and ``note`` are of values read from prose: 余, 约 or 多 was printed, and
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
