"""The catalogue of measures: what is divided by what, and which forms may be compared.

It is data, ``measures.toml``; for which forms a measure is defined follows from the cells that
they have.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from gxlab.cells import PROSE
from gxlab.checks.sums import form_cells, matches
from gxlab.forms import form_ids


@dataclass(frozen=True, slots=True)
class Operands:
    """The terms that are added up above and below the line."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    scale: int = 1

    @property
    def text(self) -> str:
        """The division as one line: ``a + b / c``."""
        above, below = " + ".join(self.numerator), " + ".join(self.denominator)
        above = above if self.scale == 1 else f"{self.scale} * {above}"
        return f"({above}) / ({below})" if below else above

    @property
    def in_prose(self) -> bool:
        """Whether what is above the line stands in the prose, not in a table."""
        return all(term.startswith(f"{PROSE}.") for term in self.numerator)

    def of(self, form: str) -> bool:
        """Whether the form has a cell for every term; the prose is open to all forms."""
        return form in form_ids() and all(
            term.startswith(f"{PROSE}.") or any(matches(key, term) for key in form_cells(form))
            for term in (*self.numerator, *self.denominator)
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """One entry of ``measures.toml``; a measure without a denominator is a count or an amount."""

    code: str
    unit: str
    zh: str
    en: str
    formula_zh: str
    formula_en: str
    note: str
    operands: tuple[Operands, ...]
    comparable: bool = False
    undefined: Mapping[str, str] = field(default_factory=dict)

    def on(self, form: str) -> Operands | None:
        """The operands in one form; None where the measure is not defined for it."""
        return next((operands for operands in self.operands if operands.of(form)), None)

    def why_not(self, form: str) -> str:
        """Why the measure is missing for every report of a form; empty where it is defined."""
        if self.on(form):
            return ""
        return f"not defined for form {form}: {self.undefined.get(form, 'it has no such cells')}"

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms for which the measure is defined, oldest first."""
        return tuple(form for form in form_ids() if self.on(form))

    @property
    def alike(self) -> tuple[tuple[str, ...], ...]:
        """The forms in groups: those of one group may be pooled, those of different ones not."""
        if self.comparable:
            return (self.forms,)
        of: dict[Operands | None, list[str]] = {}
        for form in self.forms:
            of.setdefault(self.on(form), []).append(form)
        return tuple(map(tuple, of.values()))


@cache
def definitions_by_code() -> dict[str, Measure]:
    """Every measure, in the order of ``measures.toml``."""
    data = tomllib.loads((files(__package__) / "measures.toml").read_text(encoding="utf-8"))
    return {entry["code"]: _measure(entry) for entry in data["measure"]}


def _measure(entry: dict[str, Any]) -> Measure:
    operands = tuple(
        Operands(
            numerator=tuple(of["numerator"]),
            denominator=tuple(of.get("denominator", ())),
            scale=of.get("scale", 1),
        )
        for of in entry.pop("operands")
    )
    return Measure(**entry, operands=operands)


def chosen(codes: Iterable[str] | None) -> list[Measure]:
    """The measures with these codes, all of them for None; `KeyError` names those there are."""
    known = definitions_by_code()
    wanted = list(known) if codes is None else list(codes)
    if unknown := [code for code in wanted if code not in known]:
        raise KeyError(f"no measure {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[code] for code in wanted]


def definitions() -> pd.DataFrame:
    """What each measure is: a row for each, with its formula in Chinese and English.

    Returns
    -------
    DataFrame of str
        ``measure, zh, en, unit, formula_zh, formula_en, forms, note``. ``unit`` is ``share``
        where the numerator is a part of the denominator; ``forms`` those it is defined for.
    """
    rows = [
        (m.code, m.zh, m.en, m.unit, m.formula_zh, m.formula_en, ", ".join(m.forms), m.note)
        for m in chosen(None)
    ]
    columns = ["measure", "zh", "en", "unit", "formula_zh", "formula_en", "forms", "note"]
    return pd.DataFrame(rows, columns=columns)


def crosswalk() -> pd.DataFrame:
    """What may be compared across forms, and why what may not be may not.

    Returns
    -------
    DataFrame of str
        A row for each measure: ``measure, zh, en``, a column for each form with the cells that
        are added up and divided in it (or why there are none), ``comparable`` (``2014 ≠ 2019 =
        2021``) and ``note``.
    """
    rows = []
    for m in chosen(None):
        cells = {
            f"form_{form}": found.text if (found := m.on(form)) else m.why_not(form)
            for form in form_ids()
        }
        equal = " ≠ ".join(" = ".join(forms) for forms in m.alike)
        about = {"measure": m.code, "zh": m.zh, "en": m.en}
        rows.append({**about, **cells, "comparable": equal, "note": m.note})
    return pd.DataFrame(rows)
