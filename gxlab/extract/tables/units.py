"""The units of money that a table states: in its title, in a cell of its own, in a column's label.

The forms count money in 万元. A report that counts in 元 is ten thousand times off unless its own
statement is found, so a table with two statements is believed in neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gxlab.extract.tables.labels import fold, fold_width

_UNIT = re.compile(r"[百千万亿]*元")
# A unit stated for a whole table or row: «单位:元», «(元)», or a cell that is a unit alone.
_STATED_UNIT = re.compile(r"(?:单位[:为]?|\()(?:人民币)?([百千万亿]*元)|^([百千万亿]*元)$")
# A longer text is prose, whose «(元)» need not be about the table.
_LONGEST_STATEMENT = 60


def stated_unit(texts: Iterable[str]) -> str:
    """The unit of money that texts state, ``?`` where they state two; nothing for 万元."""
    stated = {
        match.group(1) or match.group(2)
        for text in texts
        if len(text) <= _LONGEST_STATEMENT and (match := _STATED_UNIT.search(fold_width(text)))
    }
    if stated <= {"万元"}:
        return ""
    return stated.pop() if len(stated) == 1 else "?"


def unit_in(label: str) -> str:
    """The unit of money in a label, or nothing."""
    found = _UNIT.search(fold(label).key)
    return found.group() if found else ""
