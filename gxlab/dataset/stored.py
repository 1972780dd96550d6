"""The tables of a dataset as they lie in a folder: opened, checked, typed.

Each table is read when it is first asked for, with the types of `gxlab.schema`, from Parquet or
CSV.
"""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from gxlab.dataset.descriptor import DESCRIPTOR, read_descriptor
from gxlab.errors import DatasetError
from gxlab.schema import TABLES, frame, marked, read_csv

#: What makes a folder a dataset; the others may be missing and are then empty.
_NEEDED = ("reports", "observations", "checks")
_SUFFIXES = (".parquet", ".csv")


class Stored:
    """The tables of a folder that `gxlab.build` wrote, or of the one that ships with gxlab.

    Parameters
    ----------
    path : the folder

    Raises
    ------
    gxlab.DatasetError
        There is no such folder, or it is no dataset; the message says what is missing.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if not self.path.is_dir():
            raise DatasetError(f"{self.path}: there is no such folder")
        lacking = [name for name in _NEEDED if self.file(name) is None]
        if lacking:
            raise DatasetError(
                f"{self.path}: is no dataset; it has no {', '.join(lacking)} (.parquet or .csv). "
                "Make one with `gxlab build FOLDER -o DATASET`"
            )

    def file(self, name: str) -> Path | None:
        """The file of a table; None where the dataset has none."""
        found = (self.path / f"{name}{suffix}" for suffix in _SUFFIXES)
        return next((path for path in found if path.is_file()), None)

    @property
    def tables(self) -> list[str]:
        """The tables that the dataset has, in the order of `gxlab.schema.TABLES`."""
        return [name for name in TABLES if self.file(name) is not None]

    def _table(self, name: str) -> pd.DataFrame:
        path = self.file(name)
        if path is None:
            return marked(frame(name, ()), self)
        read = pd.read_parquet(path) if path.suffix == ".parquet" else read_csv(name, path)
        lacking = [field.name for field in TABLES[name] if field.name not in read.columns]
        if lacking:
            raise DatasetError(
                f"{path}: has no column {', '.join(lacking)}; was it built by another version? "
                "Build it again"
            )
        return marked(read, self)

    @cached_property
    def reports(self) -> pd.DataFrame:
        """A row for each report: who, where, when, what its file gave (`schema.REPORTS`)."""
        return self._table("reports")

    @cached_property
    def observations(self) -> pd.DataFrame:
        """The tidy table: a row for each cell (`schema.OBSERVATIONS`)."""
        return self._table("observations")

    @cached_property
    def checks(self) -> pd.DataFrame:
        """The verdicts on the reports' own arithmetic (`schema.CHECKS`)."""
        return self._table("checks")

    @cached_property
    def unplaced(self) -> pd.DataFrame:
        """Texts of the tables that could not be given a place (`schema.UNPLACED`)."""
        return self._table("unplaced")

    @cached_property
    def failures(self) -> pd.DataFrame:
        """The files that did not become reports, and why (`schema.FAILURES`)."""
        return self._table("failures")

    @cached_property
    def headlines(self) -> pd.DataFrame:
        """Values hand-coded from prose, kept apart (`schema.HEADLINES`); none in one's own."""
        return self._table("headlines")

    @cached_property
    def about(self) -> dict[str, Any]:
        """The dataset's descriptor (Frictionless Data Package); empty where it has none."""
        return read_descriptor(self.path)

    @property
    def version(self) -> str:
        """The version of gxlab that built it and a hash of its tables, such as 0.1.0+4f2a91c0."""
        return str(self.about.get("version", "unversioned"))

    @property
    def simulated(self) -> bool:
        """Whether its reports are simulated; real and simulated ones are never in one dataset."""
        return bool(self.about.get("simulated", False))

    # --- Views of the tidy table --------------------------------------------------------------

    def wide(self, table: str | None = None, what: str = "value") -> pd.DataFrame:
        """One row for each report, one column for each cell of its tables.

        Parameters
        ----------
        table : code of one table; all statutory tables for None
        what : ``value``, ``status`` or ``raw``

        Returns
        -------
        DataFrame
            ``report_id, report_key``, who, where and when, then ``table.row.column``; missing
            where the report has no such cell. Values of the prose are in it if asked for: one
            that is stated twice and not the same is missing.

        Raises
        ------
        KeyError
            No report has such a table; the message names those there are.
        """
        cells = self.observations
        cells = cells[cells["table"] == table] if table else cells[cells["table"] != "prose"]
        if table and cells.empty:
            known = ", ".join(sorted(self.observations["table"].unique()))
            raise KeyError(f"no table {table!r} in {self.path}; it has {known}")
        key = cells["table"] + "." + cells["row"] + "." + cells["column"]
        stated = cells.assign(key=key)[["report_id", "key", what]].drop_duplicates()
        once = stated.drop_duplicates(["report_id", "key"], keep=False)
        values = once.pivot(index="report_id", columns="key", values=what)
        about = self.reports.set_index("report_id")[list(_ABOUT)]
        return marked(about.join(values[list(dict.fromkeys(key))], how="right").reset_index(), self)


_ABOUT = (
    "report_key", "body", "kind", "level", "region_code", "province", "prefecture", "county",
    "year", "form",
)  # fmt: skip


def shipped() -> Path:
    """The folder of the dataset that ships with gxlab: in a checkout, or installed beside it."""
    places = (
        Path(__file__).parents[2] / "data" / "dataset",
        Path(sys.prefix) / "share" / "gxlab" / "dataset",
    )
    for place in places:
        if (place / DESCRIPTOR).is_file():
            return place
    raise DatasetError(
        f"the dataset that ships with gxlab is in neither of {', '.join(map(str, places))}; "
        "install gxlab with pip, or work in a checkout"
    )
