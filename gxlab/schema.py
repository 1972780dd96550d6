"""The columns of every table that gxlab writes: name, type, and what it holds.

One list for each table; the tables are made from it, and so is what is published about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from gxlab.cells import STATUSES


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


HOLDS = "holds"
BROKEN = "broken"
NOT_ASSESSABLE = "not_assessable"
#: The verdicts on one instance of an identity.
VERDICTS = (HOLDS, BROKEN, NOT_ASSESSABLE)
LEVELS = ("province", "prefecture", "county", "township", "department")
SCOPES = ("total", "website", "other")


_ID = Field(
    "report_id",
    "str",
    "one file's report, unique: its `report_key`, and ~ with the start of the file's hash where "
    "several files give one",
)
_KEY = Field(
    "report_key",
    "str",
    "what the files of one report share: region code, body and year; begins with simulated- "
    "where it is simulated",
)
_WHERE = (
    Field("region_code", "str", "six-digit code (GB/T 2260) of the region reported on"),
    Field("province", "str", "name of the province"),
    Field("prefecture", "str", "name of the prefecture; missing at province level"),
    Field("county", "str", "name of the county; missing above county level"),
)
_LEVEL = Field("level", "str", "level of the body; a department is one at any level", LEVELS)
_YEAR = Field("year", "Int64", "the reporting year, not the year of publication")
_FORM = Field("form", "str", "id of the statutory form, found from the tables: 2014, 2019 or 2021")

OBSERVATIONS = (
    _ID,
    _KEY,
    Field("body", "str", "the reporting body, as it names itself"),
    _LEVEL,
    *_WHERE,
    _YEAR,
    _FORM,
    Field("table", "str", "code of the statutory table, or prose"),
    Field("row", "str", "code of the row"),
    Field("column", "str", "code of the column"),
    Field("value", "float64", "the number, in `unit`; missing unless `status` is reported"),
    Field(
        "unit",
        "str",
        "unit of the value: 件, 项, 万元 (10,000 yuan), in prose also 条, 元, 人, 次, %",
    ),
    Field("status", "str", "what is printed in the cell", STATUSES),
    Field("raw", "str", "the cell's text as printed", empty=True),
    Field("page", "Int64", "page of a PDF"),
    Field(
        "locator",
        "str",
        "where the cell stands: box, element path, table cell or line; empty where it is absent",
        empty=True,
    ),
    Field("approximate", "bool", "whether the text says 余, 约 or 多 (prose alone)"),
    Field("note", "str", "what the text leaves open (prose alone)"),
)

CHECKS = (
    _ID,
    Field("identity", "str", "id of the identity: A1, A2, A3, D1"),
    Field("table", "str", "code of the statutory table"),
    Field("instance", "str", "the column (A1, A2) or row (A3, D1) it is drawn for"),
    Field("verdict", "str", "the verdict on this instance", VERDICTS),
    Field("left", "float64", "sum of the left side; missing where not assessable"),
    Field("right", "float64", "sum of the right side; missing where not assessable"),
    Field("difference", "float64", "left less right"),
    Field(
        "holds_with_blanks_as_zero",
        "boolean",
        "where blanks alone stand in the way: would it hold with them read as zero",
    ),
    Field("note", "str", "the operands that were not reported, with their status", empty=True),
    Field("suspect", "str", "the one cell that would explain this and all breaks it is part of"),
    Field("suspect_value", "float64", "the value of that cell with which they would hold"),
)

UNPLACED = (
    _ID,
    Field("table", "str", "code of the statutory table, where it is known"),
    Field("text", "str", "the text that could not be given a place"),
    Field("reason", "str", "why not"),
    Field("page", "Int64", "page of a PDF"),
    Field("locator", "str", "where it stands"),
)

REPORTS = (
    _ID,
    _KEY,
    Field("file", "str", "the file, relative to the folder that was built"),
    Field("format", "str", "pdf, docx, doc, html or text, as found from the content"),
    Field("sha256", "str", "hash of the file"),
    Field("body", "str", "the reporting body, as it names itself"),
    Field("kind", "str", "kind of body"),
    _LEVEL,
    *_WHERE,
    _YEAR,
    Field("title", "str", "title as printed"),
    Field("published", "str", "date of publication where printed, YYYY-MM-DD"),
    _FORM,
    Field("mixed", "str", "what in the tables belongs to another form"),
    Field("simulated", "bool", "whether the file says that gxlab simulated it"),
    Field("reported", "Int64", "cells with a number"),
    Field("blank", "Int64", "cells printed empty"),
    Field("not_applicable", "Int64", "cells with a mark such as /"),
    Field("unreadable", "Int64", "cells with something that is no certain number"),
    Field("absent", "Int64", "cells of the form that the report does not print"),
    Field("unplaced", "Int64", "texts in the tables that could not be given a place"),
    Field("identities_hold", "Int64", "instances of identities that hold"),
    Field("identities_broken", "Int64", "instances that are broken"),
    Field("identities_not_assessable", "Int64", "instances with an operand not reported"),
)

FAILURES = (
    Field("file", "str", "the file"),
    Field("stage", "str", "where it failed: open, read, extract, limit, duplicate or simulated"),
    Field("reason", "str", "what is wrong with it"),
)

HEADLINES = (
    Field("body", "str", "the reporting body"),
    _LEVEL,
    *_WHERE,
    _YEAR,
    Field("disclosed_total", "Int64", "pieces of information disclosed in the year (条)"),
    Field("disclosed_scope", "str", "what `disclosed_total` counts", SCOPES),
    Field("approximate", "bool", "whether `disclosed_total` is printed with 余, 约 or 多"),
    Field("applications_new", "Int64", "applications newly received (件)"),
    Field("applications_carried_in", "Int64", "applications carried in from the year before (件)"),
    Field("granted", "Int64", "applications granted in full, 予以公开 (件)"),
    Field("partly_granted", "Int64", "applications granted in part, 部分公开 (件)"),
    Field("refused", "Int64", "applications refused, 不予公开 (件)"),
    Field("unavailable", "Int64", "applications unavailable, 无法提供 (件)"),
    Field("declined", "Int64", "applications declined, 不予处理 (件)"),
    Field("other", "Int64", "applications otherwise concluded, 其他处理 (件)"),
    Field("applications_carried_out", "Int64", "applications carried out to the next year (件)"),
    Field("reconsideration_cases", "Int64", "administrative reconsideration cases, 行政复议 (件)"),
    Field("litigation_cases", "Int64", "administrative litigation cases, 行政诉讼 (件)"),
    Field("processing_fee_yuan", "float64", "information-processing fee, 信息处理费 (元)"),
    Field("fee_revenue_10k_yuan", "float64", "administrative fees, 行政事业性收费 (万元)"),
    Field("permits", "Int64", "decisions on administrative permits, 行政许可 (件)"),
    Field("penalties", "Int64", "decisions on administrative penalties, 行政处罚 (件)"),
    Field(
        "coercive_measures", "Int64", "decisions on administrative coercive measures, 行政强制 (件)"
    ),
    Field("url", "str", "the page that the values were coded from"),
    Field("caveat", "str", "what keeps the row from being compared freely"),
)

CODEBOOK = (
    Field("form", "str", "id of the form; prose for values that only the prose states"),
    Field("table", "str", "code of the table"),
    Field("row", "str", "code of the row"),
    Field("column", "str", "code of the column"),
    Field("table_zh", "str", "the table's title as the form prints it"),
    Field("table_en", "str", "the table's title in English"),
    Field("row_group_zh", "str", "the merged labels beside the row, or the headings above it"),
    Field("row_zh", "str", "the row's label as the form prints it"),
    Field("row_en", "str", "the row's label in English"),
    Field("column_group_zh", "str", "the merged labels above the column"),
    Field("column_zh", "str", "the column's label as the form prints it"),
    Field("column_en", "str", "the column's label in English"),
    Field("unit", "str", "unit of the values"),
    Field("identities", "str", "the identities that the cell is an operand of"),
    Field("legal", "str", "the rules that prescribe it"),
)

TABLES: Mapping[str, tuple[Field, ...]] = {
    "reports": REPORTS,
    "observations": OBSERVATIONS,
    "checks": CHECKS,
    "unplaced": UNPLACED,
    "failures": FAILURES,
    "headlines": HEADLINES,
    "codebook": CODEBOOK,
}


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
