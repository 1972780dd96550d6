"""Values hand-coded from the prose of many reports, made ready to stand beside extracted ones.

They are kept apart from what the package extracted: somebody read the beginning of each page and
typed what it states. An empty cell says that the passage read did not state it, never zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from gxlab.dataset.rows import Row
from gxlab.regions import Region, find, lineage
from gxlab.schema import HEADLINES, frame

_PLACES = ("province", "prefecture", "county")
_CAVEATS = {
    "website": "counts what the website published, which may include news",
    "other": "counts neither all channels nor the website alone",
}
#: The caveat of a report that may count only a part of what its place discloses.
OF_OFFICE = "the report of the government's office, which may count the office alone"
_OFFICE = ("办公室", "办公厅", "政府办")


def read_headlines(path: Path) -> pd.DataFrame:
    """Read ``data/headlines.csv``, which people coded.

    Parameters
    ----------
    path : the file; its columns are those of `gxlab.schema.HEADLINES` but for the two added here

    Returns
    -------
    DataFrame
        A row for each report, columns as in `gxlab.schema.HEADLINES`. Added are ``region_code``,
        found from the names of the places in that year, and ``caveat``, which says what keeps a
        row from being compared freely.

    Raises
    ------
    ValueError
        The file lacks a column; the message names it.
    """
    typed = pd.read_csv(path, dtype="str").rename(columns={"approx": "approximate"})
    made = {"region_code", "caveat"}
    lacking = [f.name for f in HEADLINES if f.name not in {*typed.columns, *made}]
    if lacking:
        raise ValueError(f"{path}: has no column {', '.join(lacking)}")
    return frame("headlines", (_row(row) for row in typed.to_dict("records")))


def _row(typed: Mapping[Any, Any]) -> Row:
    """A row as it was typed, every cell a text, with its types and what is added."""
    row: Row = {name: None if pd.isna(value) else value for name, value in typed.items()}
    row["approximate"] = row["approximate"] is not None
    row["region_code"] = _region_code(row)
    row["caveat"] = "; ".join(caveats(row | {"scope": row["disclosed_scope"]})) or None
    for field in HEADLINES:
        if field.dtype in ("Int64", "float64") and row[field.name] is not None:
            row[field.name] = float(row[field.name])
    return {field.name: row[field.name] for field in HEADLINES}


def _region_code(row: Row) -> str | None:
    """The one division with the names of the row; None where none or several could be meant."""
    level = next((place for place in reversed(_PLACES) if row[place]), None)
    if level is None:
        return None
    year = int(row["year"])
    wanted = tuple(row[place] for place in _PLACES)
    found = [place for place in find(row[level], year, level) if _fits(place, year, wanted)]
    return found[0].code if len(found) == 1 else None


def _fits(place: Region, year: int, wanted: tuple[str | None, ...]) -> bool:
    names = lineage(place, year)
    return all(w is None or w == name for w, name in zip(wanted, names, strict=True))


def caveats(row: Mapping[Any, Any]) -> Iterator[str]:
    """What keeps a volume from being compared freely, a clause each.

    Parameters
    ----------
    row : has ``scope, level, body, region_code``
    """
    if row["scope"] in _CAVEATS:
        yield _CAVEATS[row["scope"]]
    if row["level"] != "department" and str(row["body"]).endswith(_OFFICE):
        yield OF_OFFICE
    if pd.isna(row["region_code"]):
        yield "its place is in no list of divisions under these names"
