"""Questions in SQL over a dataset's tables, answered by DuckDB and unable to change anything.

Parquet is queried where it lies: a question reads the columns and row groups that it needs.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from gxlab.dataset.codes import labels
from gxlab.dataset.stored import Stored
from gxlab.errors import QueryError

_UNKNOWN = re.compile(
    r'(?:column|Table with name|Function with name) "?([\w.]+)"?(?: not found| does not exist)?',
    re.I,
)
# Columns of the tidy table that SQL wants for itself.
_RESERVED = re.compile(r'syntax error at or near "(table|column|row)"', re.I)


def answer(dataset: Stored, sql: str) -> pd.DataFrame:
    """The rows that answer `sql`, a single select; see `Dataset.query`."""
    with duckdb.connect(":memory:") as connection:
        names = _give_tables(connection, dataset)
        _only_select(connection, sql)
        try:
            found = connection.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise QueryError(_explain(error, names, sql)) from None
    return _to_pandas(found)


def _give_tables(connection: duckdb.DuckDBPyConnection, dataset: Stored) -> dict[str, list[str]]:
    """Register the tables, then forbid every other file; returns the columns of each table."""
    paths = []
    for name in dataset.tables:
        path = dataset.file(name)
        if path is not None and path.suffix == ".parquet":
            quoted = str(path).replace("'", "''")
            connection.execute(f"create view {name} as from read_parquet('{quoted}')")
            paths.append(str(path))
        elif name != "codebook":
            connection.register(name, getattr(dataset, name))
    of_codes = labels().reset_index()
    connection.register("labels", of_codes)
    connection.execute("set allowed_paths = $1", [paths])
    connection.execute("set enable_external_access = false")
    # A rate over nothing is missing, and not infinite.
    connection.execute("set ieee_floating_point_ops = false")
    connection.execute("set error_on_division_by_zero = false")
    connection.execute("set lock_configuration = true")
    columns = connection.execute(
        "select table_name, column_name from duckdb_columns() where not internal"
    ).fetchall()
    names: dict[str, list[str]] = {"labels": of_codes.columns.tolist()}
    for table, column in columns:
        names.setdefault(str(table), []).append(str(column))
    return names


def _only_select(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(_explain(error, {}, sql)) from None
    if len(statements) != 1 or statements[0].type not in (
        duckdb.StatementType.SELECT,
        duckdb.StatementType.EXPLAIN,
    ):
        raise QueryError("a query is one select; nothing in a dataset can be changed by it")


def _explain(error: Exception, names: dict[str, list[str]], sql: str) -> str:
    """DuckDB's reason in a line, and what may have been meant by a name that is not there."""
    reason = str(error).strip().splitlines()[0].removeprefix("Binder Error: ")
    if reserved := _RESERVED.search(reason):
        word = reserved.group(1)
        return f'{reason}; "{word}" is a word of SQL: write the column in double quotes'
    found = _UNKNOWN.search(reason)
    if not found:
        return reason
    wrong = found.group(1).rsplit(".", 1)[-1]
    if "Table" in found.group(0):
        return f"there is no table {wrong!r}; {_meant(wrong, list(names))}"
    asked = [columns for table, columns in names.items() if table in sql] or list(names.values())
    known = sorted({column for columns in asked for column in columns})
    elsewhere = [table for table, columns in names.items() if wrong in columns]
    meant = f"it is a column of {' and '.join(elsewhere)}" if elsewhere else _meant(wrong, known)
    text = "; a text is written in single quotes" if f'"{wrong}"' in sql else ""
    return f"there is no column {wrong!r} in what is asked{text}; {meant}"


def _meant(wrong: str, known: list[str]) -> str:
    near = get_close_matches(wrong, known, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"


def _to_pandas(found: Any) -> pd.DataFrame:
    """An Arrow table with the types of the tidy tables: whole numbers stay whole, with gaps."""
    for at, field in enumerate(found.schema):
        if pa.types.is_decimal(field.type):  # sums of whole numbers, wider than any value here
            whole = field.type.scale == 0
            found = found.set_column(
                at, field.name, found.column(at).cast(pa.int64() if whole else pa.float64())
            )
    types = {
        pa.int64(): pd.Int64Dtype(),
        pa.int32(): pd.Int64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    table: pd.DataFrame = found.to_pandas(types_mapper=types.get)
    return table
