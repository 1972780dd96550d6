"""A dataset's tables for other tools, with the forms' labels beside the codes.

CSV and Parquet for programs, Stata with variable and value labels, Excel with the codebook. What
was printed in a report is somebody else's text: none of it can run as a formula in Excel.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gxlab.dataset.codes import codebook, labels
from gxlab.dataset.stored import Stored
from gxlab.schema import TABLES, write_csv

_SUFFIXES = (".csv", ".parquet", ".dta", ".xlsx")
_CELL = ("table", "row", "column")
# When an export says that it was made: always the same, so that its bytes are.
_WHEN = datetime(2000, 1, 1)
# Stata's limits: characters of a variable's name, of its label; what a name is made of.
_NAME, _LABEL = 32, 80
_NOT_A_NAME = re.compile(r"\W")
_EXCEL_ROWS = 1_048_575
_EXCEL_TEXT = 32_767


def export(dataset: Stored, path: Path, table: str, lang: str) -> Path:
    """Write a table of a dataset for other tools; see `gxlab.Dataset.export`.

    Parameters
    ----------
    dataset : the dataset
    path : the file to write; its suffix says for what
    table : one of the dataset's, or ``wide``; .xlsx has all of them
    lang : the language of Stata's labels, ``zh`` or ``en``

    Returns
    -------
    Path
        `path`, which is written whole or not at all.

    Raises
    ------
    ValueError
        The suffix is none of those there are, or there is no such table.
    """
    if path.suffix not in _SUFFIXES:
        raise ValueError(f"{path}: must end in {', '.join(_SUFFIXES)}")
    known = [*dataset.tables, "wide"]
    if table not in known:
        raise ValueError(f"there is no table {table!r}; there are {', '.join(known)}")
    part = path.with_name(f".{path.name}.part")
    if path.suffix == ".csv":
        write_csv(_frame(dataset, table), part)
    elif path.suffix == ".parquet":
        _frame(dataset, table).to_parquet(part, index=False)
    elif path.suffix == ".dta":
        _stata(dataset, part, table, lang)
    else:
        _excel(dataset, part)
    part.replace(path)
    return path


def _frame(dataset: Stored, table: str) -> pd.DataFrame:
    """A table as it is exported: where it has cells, with their labels beside the codes."""
    made: pd.DataFrame
    if table in ("wide", "codebook"):
        made = dataset.wide() if table == "wide" else codebook()
    else:
        made = getattr(dataset, table)
    cells = set(_CELL) <= set(made.columns) and "row_zh" not in made.columns
    return made.join(labels(), on=list(_CELL)) if cells else made


# --- Stata ------------------------------------------------------------------------------------


def _stata(dataset: Stored, path: Path, table: str, lang: str) -> None:
    """Codes become labelled numbers: the label is the code, ``*_zh`` or ``*_en`` what it means."""
    made = _frame(dataset, table)
    other = "en" if lang == "zh" else "zh"
    made = made.drop(columns=[name for name in made if str(name).endswith(f"_{other}")])
    about = _descriptions(table, made)
    names = _stata_names([str(name) for name in made.columns])
    simulated = "SIMULATED 模拟数据: " if dataset.simulated else ""
    columns = {names[str(name)]: _for_stata(str(name), made[name]) for name in made.columns}
    pd.DataFrame(columns).to_stata(
        path,
        write_index=False,
        version=118,
        time_stamp=_WHEN,
        data_label=f"{simulated}gxlab {dataset.version}, {table}"[:_LABEL],
        variable_labels={names[name]: text[:_LABEL] for name, text in about.items()},
    )


def _for_stata(name: str, column: pd.Series) -> pd.Series:
    """Labelled numbers for what has few values, plain text and numbers for the rest."""
    coded = name in (*_CELL, "status", "level", "form", "unit", "verdict", "identity", "format")
    if coded and column.notna().any():
        values = pd.Categorical(column.astype("object"))
        return pd.Series(values, index=column.index)
    if isinstance(column.dtype, pd.StringDtype):
        return column.fillna("").astype("object")
    return column.astype("float64") if column.dtype != "bool" else column.astype("int8")


def _stata_names(names: list[str]) -> dict[str, str]:
    """Names that Stata takes: letters, digits and underscores, 32 at most, none twice."""
    made: dict[str, str] = {}
    for name in names:
        short = _NOT_A_NAME.sub("_", name.replace("applications.", "a.").replace(".", "_"))
        if len(short) > _NAME or short in made.values():
            mark = hashlib.sha256(name.encode()).hexdigest()[:4]
            short = f"{short[: _NAME - 5]}_{mark}"
        made[name] = short
    return made


def _descriptions(table: str, made: pd.DataFrame) -> dict[str, str]:
    """What each column holds: by the schema, or by the forms where it is a cell of theirs."""
    fields = {field.name: field.description for of in TABLES.values() for field in of}
    fields |= {field.name: field.description for field in TABLES.get(table, ())}
    known = labels()
    cells = {
        ".".join(key): f"{'.'.join(key)} {row}/{column}"
        for key, row, column in zip(known.index, known["row_zh"], known["column_zh"], strict=True)
    }
    every: Mapping[str, str] = cells | fields
    return {str(name): every[str(name)] for name in made.columns if str(name) in every}


# --- Excel ------------------------------------------------------------------------------------


def _excel(dataset: Stored, path: Path) -> None:
    """A sheet for each table, first that of a row a report; then the codebook and the columns."""
    sheets: dict[str, Callable[[], pd.DataFrame]] = {
        "about": partial(_about, dataset),
        "wide": dataset.wide,
    }
    for name in dataset.tables:
        if name != "codebook":
            sheets[name] = partial(_frame, dataset, name)
    sheets |= {"codebook": codebook, "columns": _columns}
    # Text is written as text, whatever it begins with, and stays so when a cell is edited.
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
        "in_memory": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": f"gxlab {dataset.version}", "created": _WHEN})
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"quote_prefix": True})
        for name, make in sheets.items():
            _sheet(book.add_worksheet(name), make(), head, text)


def _sheet(sheet: Worksheet, table: pd.DataFrame, head: Format, text: Format) -> None:
    """Fill a sheet with a table; `head` and `text` are how its names and its texts are shown."""
    if len(table) > _EXCEL_ROWS:
        raise ValueError(
            f"{sheet.name} has {len(table):,} rows, and Excel takes {_EXCEL_ROWS:,}; export .csv, "
            ".parquet or .dta, or a part that `query` gives"
        )
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)
    for col, column in enumerate(table.columns):
        sheet.set_column(col, col, _width(str(column), table.iloc[:, col]))
        sheet.write_string(0, col, str(column), head)
    for row, values in enumerate(table.itertuples(index=False), start=1):
        for col, value in enumerate(values):
            if pd.isna(value):
                continue
            if isinstance(value, str):
                if value:
                    sheet.write_string(row, col, value[:_EXCEL_TEXT], text)
            elif isinstance(value, bool):
                sheet.write_boolean(row, col, value)
            else:
                sheet.write_number(row, col, float(value))


def _width(name: str, column: pd.Series) -> float:
    """Of a column, in characters; a Chinese one is as wide as two others."""
    seen = [name, *column.head(50).dropna().astype("str")]
    widths = (sum(2 if ord(char) > 0x2E80 else 1 for char in text) for text in seen)
    return float(min(max(widths) + 2, 48))


def _about(dataset: Stored) -> pd.DataFrame:
    """What the dataset is, a line each: its name, version, title, licences."""
    package = dataset.about
    named = ((name, package[name]) for name in ("title", "description") if name in package)
    licences = (("licence", str(licence.get("name"))) for licence in package.get("licenses", ()))
    simulated = ("SIMULATED 模拟数据", "no value here is any public body's")
    lines = [
        *([simulated] if dataset.simulated else []),
        ("dataset", dataset.path.name),
        ("version", dataset.version),
        *named,
        *licences,
        ("missing", "an empty cell is a missing value, never a zero; `status` says why it is"),
    ]
    return pd.DataFrame(lines, columns=["what", "text"])


def _columns() -> pd.DataFrame:
    """What the columns of every table hold."""
    return pd.DataFrame(
        {
            "table": table,
            "column": field.name,
            "type": field.dtype,
            "description": field.description,
        }
        for table, fields in TABLES.items()
        for field in fields
    )
