"""Values hand-coded from the prose of many reports, made ready to stand beside extracted ones.

They are kept apart from what the package extracted: somebody read the beginning of each page and
typed what it states. An empty cell says that the passage read did not state it, never zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from gxlab.regions import Region, find, lineage
from gxlab.schema import HEADLINES, frame

_PLACES = ("province", "prefecture", "county")
_CAVEATS = {
    "website": "counts what the website published, which may include news",
    "other": "counts neither all channels nor the website alone",
}
#: The caveat of a report that may tell only a part of what its place does.
OF_OFFICE = "the report of the government's office, which may count the office alone"
_OFFICE = ("办公室", "办公厅", "政府办")


def read_headlines(path: Path) -> pd.DataFrame:
    """Read ``data/headlines.csv``: a row for each report, columns as in `schema.HEADLINES`.

    Added to what was typed: ``region_code``, told from the names of the places in the year, and
    ``caveat``, which says what keeps a row from being compared freely.

    Raises
    ------
    ValueError
        A column that was to be read is not there.
    """
    typed = pd.read_csv(path, dtype="str").rename(columns={"approx": "approximate"})
    made = {"region_code", "caveat"}
    lacking = [f.name for f in HEADLINES if f.name not in {*typed.columns, *made}]
    if lacking:
        raise ValueError(f"{path}: has no column {', '.join(lacking)}")
    return frame("headlines", (dict(_row(row)) for row in typed.to_dict("records")))


def _row(typed: dict[Any, Any]) -> Iterator[tuple[str, object]]:
    told: dict[str, Any] = {
        name: None if pd.isna(value) else value for name, value in typed.items()
    }
    told["approximate"] = told["approximate"] is not None
    told["region_code"] = _region_code(told)
    told["caveat"] = "; ".join(caveats(told | {"scope": told["disclosed_scope"]})) or None
    for field in HEADLINES:
        value = told[field.name]
        number = isinstance(value, str) and field.dtype in ("Int64", "float64")
        yield field.name, float(value) if number else value


def _region_code(told: dict[str, Any]) -> str | None:
    """The one division with the names of the row; None where none or several could be meant."""
    level = next((place for place in reversed(_PLACES) if told[place]), None)
    if level is None:
        return None
    year = int(told["year"])
    wanted = tuple(told[place] for place in _PLACES)
    found = [place for place in find(told[level], year, level) if _fits(place, year, wanted)]
    return found[0].code if len(found) == 1 else None


def _fits(place: Region, year: int, wanted: tuple[str | None, ...]) -> bool:
    names = lineage(place, year)
    return all(w is None or w == name for w, name in zip(wanted, names, strict=True))


def caveats(told: Mapping[Any, Any]) -> Iterator[str]:
    """What keeps a volume from being compared freely: ``scope, level, body, region_code``."""
    if told["scope"] in _CAVEATS:
        yield _CAVEATS[told["scope"]]
    if told["level"] != "department" and str(told["body"]).endswith(_OFFICE):
        yield OF_OFFICE
    if pd.isna(told["region_code"]):
        yield "its place is in no list of divisions under these names"
