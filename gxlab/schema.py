"""The columns of every table that gxlab writes: name, type, and what it holds.

One list for each table; the tables are made from it, and so is what is published about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, its pandas dtype, what it holds."""

    name: str
    dtype: str
    description: str


_ID = Field("report_id", "str", "region code, body and year; begins with simulated- where it is")
_WHERE = (
    Field("region_code", "str", "six-digit code (GB/T 2260) of the region reported on"),
    Field("province", "str", "name of the province"),
    Field("prefecture", "str", "name of the prefecture; missing at province level"),
    Field("county", "str", "name of the county; missing above county level"),
)
_YEAR = Field("year", "Int64", "the reporting year, not the year of publication")
_FORM = Field("form", "str", "id of the statutory form, told from the tables: 2014, 2019 or 2021")

OBSERVATIONS = (
    _ID,
    Field("body", "str", "the reporting body, as it names itself"),
    Field("level", "str", "province, prefecture, county, township or department"),
    *_WHERE,
    _YEAR,
    _FORM,
    Field("table", "str", "code of the statutory table, or prose"),
    Field("row", "str", "code of the row"),
    Field("column", "str", "code of the column"),
    Field("value", "float64", "the figure, in `unit`; missing unless `status` is reported"),
    Field(
        "unit",
        "str",
        "unit of the value: 件, 项, 万元 (10,000 yuan), in prose also 条, 元, 人, 次, %",
    ),
    Field("status", "str", "reported, blank, not_applicable, unreadable or absent"),
    Field("raw", "str", "the cell's text as printed"),
    Field("page", "Int64", "page of a PDF"),
    Field("locator", "str", "where the cell stands: box, element path, table cell or line"),
    Field("approximate", "bool", "whether the text says 余, 约 or 多 (prose alone)"),
    Field("note", "str", "what the text leaves open (prose alone)"),
)

CHECKS = (
    _ID,
    Field("identity", "str", "id of the identity: A1, A2, A3, D1"),
    Field("table", "str", "code of the statutory table"),
    Field("instance", "str", "the column (A1, A2) or row (A3, D1) it is drawn for"),
    Field("verdict", "str", "holds, broken or not_assessable"),
    Field("left", "float64", "sum of the left side; missing where not assessable"),
    Field("right", "float64", "sum of the right side; missing where not assessable"),
    Field("difference", "float64", "left less right"),
    Field(
        "holds_with_blanks_as_zero",
        "boolean",
        "where blanks alone stand in the way: would it hold with them read as zero",
    ),
    Field("note", "str", "the operands that were not reported, with their status"),
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
    Field("file", "str", "the file, relative to the folder that was built"),
    Field("format", "str", "pdf, docx, doc, html or text, as told from the content"),
    Field("sha256", "str", "hash of the file"),
    Field("body", "str", "the reporting body, as it names itself"),
    Field("kind", "str", "kind of body"),
    Field("level", "str", "province, prefecture, county, township or department"),
    *_WHERE,
    _YEAR,
    Field("title", "str", "title as printed"),
    Field("published", "str", "date of publication where printed, YYYY-MM-DD"),
    _FORM,
    Field("mixed", "str", "what in the tables belongs to another form"),
    Field("simulated", "bool", "whether the file says that gxlab simulated it"),
    Field("reported", "Int64", "cells with a figure"),
    Field("blank", "Int64", "cells printed empty"),
    Field("not_applicable", "Int64", "cells with a mark such as /"),
    Field("unreadable", "Int64", "cells with something that is no figure"),
    Field("absent", "Int64", "cells of the form that the report does not print"),
    Field("unplaced", "Int64", "texts of the tables that could not be given a place"),
    Field("identities_hold", "Int64", "instances of identities that hold"),
    Field("identities_broken", "Int64", "instances that are broken"),
    Field("identities_not_assessable", "Int64", "instances with an operand not reported"),
)

FAILURES = (
    Field("file", "str", "the file"),
    Field("stage", "str", "where it failed: open, read, extract, duplicate or simulated"),
    Field("reason", "str", "what is wrong with it"),
)

TABLES: Mapping[str, tuple[Field, ...]] = {
    "reports": REPORTS,
    "observations": OBSERVATIONS,
    "checks": CHECKS,
    "unplaced": UNPLACED,
    "failures": FAILURES,
}


def frame(table: str, rows: Iterable[Iterable[Any]]) -> pd.DataFrame:
    """A table of rows, each value in the order of the table's fields, with their types."""
    fields = TABLES[table]
    made = pd.DataFrame(list(rows), columns=[field.name for field in fields], dtype="object")
    return made.astype({field.name: field.dtype for field in fields})
