"""The codes of the prose table and the wordings that name them, from ``forms/prose.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class ProseColumn:
    """One column of a row: its labels, its unit, the wordings (patterns) that name it."""

    code: str
    zh: str
    en: str
    unit: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProseRow:
    """One row of the prose table. ``unlisted`` are wordings for what has no column.

    They are matched too, so that 抖音 is not overlooked and its value taken for a listed channel's.
    """

    code: str
    zh: str
    en: str
    why: str
    columns: tuple[ProseColumn, ...]
    unlisted: tuple[str, ...] = ()

    def column(self, code: str) -> ProseColumn:
        return next(column for column in self.columns if column.code == code)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches any wording, in the group of its column's code; ``unlisted`` are tried first."""
        # The longest wording wins where two begin at one place, so collective names go first.
        groups = {column.code: column.words for column in reversed(self.columns) if column.words}
        parts = [f"(?P<{code}>{'|'.join(words)})" for code, words in groups.items()]
        if self.unlisted:
            parts.insert(0, f"(?P<unlisted>{'|'.join(self.unlisted)})")
        return re.compile("|".join(parts))


@cache
def prose_rows() -> dict[str, ProseRow]:
    """The rows of the prose table by code, in the order of the file."""
    return {entry["code"]: _row(entry) for entry in _data()["row"]}


def prose_sources() -> tuple[str, ...]:
    """The rules under which reports state these values."""
    return tuple(_data()["legal"])


@cache
def _data() -> dict[str, Any]:
    source = files(__package__) / "prose.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _row(entry: dict[str, Any]) -> ProseRow:
    columns = tuple(
        ProseColumn(**{**column, "words": tuple(column.get("words", ()))})
        for column in entry["columns"]
    )
    unlisted = tuple(entry.get("unlisted", ()))
    return ProseRow(entry["code"], entry["zh"], entry["en"], entry["why"], columns, unlisted)
