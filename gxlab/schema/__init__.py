"""The columns of every table that gxlab writes: name, type, and what it holds.

They stand in ``columns.csv``; the tables are made from it, and so is what is published about them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, TextIO

import pandas as pd


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, its pandas dtype, what it holds.

    ``values`` are those it may have, where they are few; ``empty`` says that an empty text is a
    value of its own (nothing is printed), and not a missing one.
    """

    name: str
    dtype: str
    description: str
    values: tuple[str, ...] = ()
    empty: bool = False


#: The verdicts on one instance of an identity.
HOLDS = "holds"
BROKEN = "broken"
NOT_ASSESSABLE = "not_assessable"


def _tables() -> dict[str, tuple[Field, ...]]:
    text = (files(__package__) / "columns.csv").read_text(encoding="utf-8")
    tables: dict[str, tuple[Field, ...]] = {}
    for line in csv.DictReader(text.splitlines()):
        values, empty = tuple(line["values"].split()), line["empty"] == "yes"
        field = Field(line["name"], line["dtype"], line["description"], values, empty)
        tables[line["table"]] = (*tables.get(line["table"], ()), field)
    return tables


TABLES: Mapping[str, tuple[Field, ...]] = _tables()
REPORTS = TABLES["reports"]
OBSERVATIONS = TABLES["observations"]
CHECKS = TABLES["checks"]
UNPLACED = TABLES["unplaced"]
FAILURES = TABLES["failures"]
HEADLINES = TABLES["headlines"]
CODEBOOK = TABLES["codebook"]


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A table made of rows, with the order and the types of its fields.

    Parameters
    ----------
    table : one of `TABLES`
    rows : each with a value for every field, by name

    Returns
    -------
    DataFrame

    Raises
    ------
    ValueError
        A row lacks one of the table's fields, or has another.
    """
    fields, made_of = TABLES[table], list(rows)
    names = {field.name for field in fields}
    for row in made_of:
        if row.keys() != names:
            raise ValueError(f"{table}: a row differs in {sorted(row.keys() ^ names)}")
    made = pd.DataFrame(made_of, columns=[field.name for field in fields], dtype="object")
    return made.astype({field.name: field.dtype for field in fields})


def write_csv(table: pd.DataFrame, target: str | Path | TextIO | None) -> None:
    """Write a table as CSV: UTF-8, no index, counts as whole numbers (21, and not 21.0)."""
    table.to_csv(target, index=False, lineterminator="\n", float_format="%.15g")


def read_csv(table: str, path: Path) -> pd.DataFrame:
    """Read back what `write_csv` wrote of one of `TABLES`, with the same types and values."""
    read = pd.read_csv(path, dtype="str", keep_default_na=False)
    for field in TABLES[table]:
        if field.name not in read.columns:
            continue
        column = read[field.name] if field.empty else read[field.name].replace({"": None})
        if field.dtype in ("bool", "boolean"):
            column = column.map({"True": True, "False": False})
        elif field.dtype != "str":
            column = pd.to_numeric(column)
        read[field.name] = column
    return read.astype({f.name: f.dtype for f in TABLES[table] if f.name in read.columns})


def need(frame: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Check that a frame has what `what` needs.

    Parameters
    ----------
    frame : what was given
    columns : those that it must have
    what : the name of the function that asks, for the message

    Raises
    ------
    ValueError
        The frame lacks columns, which the message names, or has no rows.
    """
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        there = ", ".join(map(str, frame.columns)) or "none"
        raise ValueError(
            f"{what} needs the column{'s' * (len(missing) > 1)} {', '.join(missing)}; "
            f"the frame has {there}"
        )
    if frame.empty:
        raise ValueError(f"{what}: the frame has no rows, so there is nothing to draw")


def is_simulated(data: object) -> bool:
    """Whether data are simulated, or partly so: the one place that decides.

    Parameters
    ----------
    data : a DataFrame that says so in ``attrs["simulated"]``, in a true value of its column
        ``simulated`` or in a ``report_id`` that begins with ``simulated-``; or any object with
        a true attribute ``simulated``, such as a dataset

    Returns
    -------
    bool
    """
    if not isinstance(data, pd.DataFrame | pd.Series):
        return bool(getattr(data, "simulated", False))
    if data.attrs.get("simulated"):
        return True
    ids = [data.index.get_level_values(n) for n in data.index.names if n == "report_id"]
    if isinstance(data, pd.DataFrame):
        if "simulated" in data and bool(data["simulated"].eq(True).any()):
            return True
        ids += [pd.Index(data["report_id"])] if "report_id" in data else []
    return any(str(i).startswith("simulated-") for of in ids for i in of.unique())


def marked(table: pd.DataFrame, source: object) -> pd.DataFrame:
    """The table, made from `source`, with its mark where that is simulated."""
    if is_simulated(source):
        table.attrs["simulated"] = True
    return table
