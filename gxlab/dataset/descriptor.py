"""The descriptor of a dataset: a Frictionless Data Package, written beside the tables.

It says of every table its columns, their types and meaning, and the hash of its file; nothing in
it depends on when or where it was written. https://specs.frictionlessdata.io/data-package/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from gxlab.schema import TABLES, Field, is_simulated, read_csv

DESCRIPTOR = "datapackage.json"
_TYPES = {
    "str": "string",
    "Int64": "integer",
    "float64": "number",
    "bool": "boolean",
    "boolean": "boolean",
}
_TITLES = {
    "reports": "The reports, a row each",
    "observations": "The tidy table: a row for each cell of each report",
    "checks": "Verdicts on the arithmetic of the reports' own tables",
    "unplaced": "Texts in the tables that could not be given a place",
    "failures": "Files that did not become reports, with the reason",
    "headlines": "Values hand-coded from the prose of many reports; not extracted by gxlab",
    "codebook": "What every code stands for, Chinese and English",
}
_KEYS = {"reports": ["report_id"], "codebook": ["form", "table", "row", "column"]}
_OF_A_REPORT = ("observations", "checks", "unplaced")


def describe(folder: Path, extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Write ``datapackage.json`` for the tables in a folder.

    Parameters
    ----------
    folder : holds the tables of a dataset, as .parquet or .csv
    extra : members of the package to add, such as ``title``, ``licenses`` and ``sources``

    Returns
    -------
    dict
        The package, as it was written.
    """
    files = [
        path
        for name in TABLES
        for suffix in (".parquet", ".csv")
        if (path := folder / f"{name}{suffix}").is_file()
    ]
    resources = [_resource(path) for path in files]
    hashes = hashlib.sha256("".join(r["hash"] for r in resources).encode()).hexdigest()
    package = {
        "profile": "data-package",
        "name": "gxlab-dataset",
        **(extra or {}),
        "version": f"{version('gxlab')}+{hashes[:8]}",
        "simulated": _simulated(folder),
        "resources": resources,
    }
    part = folder / f"{DESCRIPTOR}.part"
    part.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(folder / DESCRIPTOR)
    return package


def read_descriptor(folder: Path) -> dict[str, Any]:
    """What `describe` wrote in a folder; empty where it did not."""
    path = folder / DESCRIPTOR
    if not path.is_file():
        return {}
    package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return package


def _resource(path: Path) -> dict[str, Any]:
    is_csv = path.suffix == ".csv"
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    about: dict[str, Any] = {
        "name": path.stem,
        "title": _TITLES[path.stem],
        "path": path.name,
        "profile": "tabular-data-resource",
        "format": path.suffix[1:],
        "mediatype": "text/csv" if is_csv else "application/vnd.apache.parquet",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": _schema(path.stem, TABLES[path.stem]),
    }
    return about | ({"encoding": "utf-8"} if is_csv else {})


def _schema(table: str, fields: Iterable[Field]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(field) for field in fields], "missingValues": [""]}
    if table in _KEYS:
        schema["primaryKey"] = _KEYS[table]
    if table in _OF_A_REPORT:
        reference = {"resource": "reports", "fields": "report_id"}
        schema["foreignKeys"] = [{"fields": "report_id", "reference": reference}]
    return schema


def _field(field: Field) -> dict[str, Any]:
    about: dict[str, Any] = {
        "name": field.name,
        "type": _TYPES[field.dtype],
        "description": field.description,
    }
    if about["type"] == "boolean":
        about |= {"trueValues": ["True"], "falseValues": ["False"]}
    return about | ({"constraints": {"enum": list(field.values)}} if field.values else {})


def _simulated(folder: Path) -> bool:
    """Whether the reports of a folder are simulated: a build takes only all of them or none."""
    parquet, text = folder / "reports.parquet", folder / "reports.csv"
    if parquet.is_file():
        return is_simulated(pd.read_parquet(parquet, columns=["report_id"]))
    return text.is_file() and is_simulated(read_csv("reports", text))
