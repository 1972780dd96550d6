"""The codes of the prose table and the wordings that stand for them, from ``prose.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a row: its labels, its unit, the wordings (patterns) that stand for it."""

    code: str
    zh: str
    en: str
    unit: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the prose table. ``unlisted`` names what has no column, so as to be set apart."""

    code: str
    zh: str
    en: str
    why: str
    columns: tuple[Column, ...]
    unlisted: tuple[str, ...] = ()

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds the wordings, each in the group of its column's code; ``unlisted`` come first."""
        return _pattern(self.code)


@cache
def rows() -> dict[str, Row]:
    """The rows of the prose table by code, in the order of the file."""
    return {entry["code"]: _row(entry) for entry in _data()["row"]}


def sources() -> tuple[str, ...]:
    """The rules under which reports state these values."""
    return tuple(_data()["legal"])


@cache
def _data() -> dict[str, Any]:
    source = files(__package__) / "prose.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _row(entry: dict[str, Any]) -> Row:
    columns = tuple(
        Column(**{**column, "words": tuple(column.get("words", ()))}) for column in entry["columns"]
    )
    unlisted = tuple(entry.get("unlisted", ()))
    return Row(entry["code"], entry["zh"], entry["en"], entry["why"], columns, unlisted)


@cache
def _pattern(code: str) -> re.Pattern[str]:
    row = rows()[code]
    # The longest wording wins where two begin at one place, so collective names go first.
    groups = {column.code: column.words for column in reversed(row.columns) if column.words}
    parts = [f"(?P<{code}>{'|'.join(words)})" for code, words in groups.items()]
    if row.unlisted:
        parts.insert(0, f"(?P<unlisted>{'|'.join(row.unlisted)})")
    return re.compile("|".join(parts))
