"""A dataset: the tables that a build wrote, to be looked at, queried, and taken elsewhere.

`load` opens the one that ships with the package, or one's own. Each table is read when it is
first asked for, with the types of `gxlab.schema`, from Parquet or CSV.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from gxlab.descriptor import DESCRIPTOR, read_descriptor
from gxlab.errors import DatasetError
from gxlab.schema import TABLES, frame, marked, read_csv

if TYPE_CHECKING:
    from gxlab.panel import Panel

#: Names the dataset that `load` opens when it is given none.
VARIABLE = "GXLAB_DATASET"
#: What makes a folder a dataset; the others may be missing and are then empty.
_NEEDED = ("reports", "observations", "checks")
_SUFFIXES = (".parquet", ".csv")


class Dataset:
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
        """Figures hand-coded from prose, kept apart (`schema.HEADLINES`); empty in one's own."""
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
        table : code of one table; the statutory tables of all forms for None
        what : ``value``, ``status`` or ``raw``

        Returns
        -------
        DataFrame
            ``report_id``, who, where and when, then ``table.row.column``; missing where the
            report has no such cell. Figures told in prose are in it if asked for: one that is
            told twice and not the same is missing.
        """
        cells = self.observations
        cells = cells[cells["table"] == table] if table else cells[cells["table"] != "prose"]
        if table and cells.empty:
            known = ", ".join(sorted(self.observations["table"].unique()))
            raise KeyError(f"no table {table!r} in {self.path}; it has {known}")
        key = cells["table"] + "." + cells["row"] + "." + cells["column"]
        told = cells.assign(key=key)[["report_id", "key", what]].drop_duplicates()
        told = told.drop_duplicates(["report_id", "key"], keep=False)
        values = told.pivot(index="report_id", columns="key", values=what)
        about = self.reports.set_index("report_id")[list(_ABOUT)]
        return marked(about.join(values[list(dict.fromkeys(key))], how="right").reset_index(), self)

    def measures(self, codes: Iterable[str] | None = None, **options: Any) -> pd.DataFrame:
        """`gxlab.measures` of the dataset's observations, with its options."""
        from gxlab.measures import measures

        return measures(self.observations, codes, **options)

    def panel(
        self,
        measures: Iterable[str] | None = None,
        by: Sequence[str] = ("county", "year"),
        **options: Any,
    ) -> Panel:
        """`gxlab.panel` of the dataset's observations, with its options."""
        from gxlab.panel import panel

        return panel(self.observations, measures, by, **options)

    def query(self, sql: str) -> pd.DataFrame:
        """Answer a question in SQL (DuckDB's) over the tables; nothing can be changed by it.

        Parameters
        ----------
        sql : one ``select``; the tables are those of `tables`, and ``labels``, which gives the
            Chinese and English labels of every ``table, row, column``

        Raises
        ------
        gxlab.QueryError
            It is no select, or names what is not there; the message suggests what may be meant.

        Examples
        --------
        >>> import gxlab as gx
        >>> gx.load().query('''select year, sum(value) as received from observations
        ...     where "table" = 'applications' and "row" = 'new' and "column" = 'total'
        ...     and body = '宿迁市人民政府' group by year order by year''')["year"].tolist()
        [2023, 2024]
        """
        from gxlab.query import answer

        return marked(answer(self, sql), self)

    def export(
        self, path: str | Path, table: str = "observations", *, lang: Literal["zh", "en"] = "zh"
    ) -> Path:
        """Write a table for other tools, told by the name: .csv, .parquet, .dta or .xlsx.

        Parameters
        ----------
        path : the file to write
        table : one of `tables`, or ``wide``; .xlsx has all of them, and the codebook, whatever
            this says
        lang : the language of Stata's labels for codes

        Raises
        ------
        ValueError
            The name ends otherwise, or there is no such table.
        """
        from gxlab.export import export

        return export(self, Path(path), table, lang)

    def __repr__(self) -> str:
        kind = "Simulated dataset" if self.simulated else "Dataset"
        failed = len(self.failures)
        reported = int(self.reports["reported"].sum())
        return (
            f"<{kind} {self.path.name}: {len(self.reports)} reports, {reported:,} figures, "
            f"{failed} failures, version {self.version}>"
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{name}</td><td>{len(getattr(self, name)):,}</td></tr>"
            for name in self.tables
            if name != "codebook"
        )
        simulated = "<b>SIMULATED 模拟数据.</b> " if self.simulated else ""
        years = self.reports["year"].dropna()
        span = f"report years {years.min()}–{years.max()}" if len(years) else "no report"
        return (
            f"<div><p>{simulated}<b>{escape(self.path.name)}</b>, version "
            f"{escape(self.version)}: {span}.</p><table><tr><th>table</th><th>rows</th></tr>"
            f"{rows}</table></div>"
        )


_ABOUT = (
    "body", "kind", "level", "region_code", "province", "prefecture", "county", "year", "form",
)  # fmt: skip


def load(path: str | Path | None = None) -> Dataset:
    """Open a dataset.

    Parameters
    ----------
    path : a folder that `gxlab.build` wrote; without one, that named by the environment
        variable ``GXLAB_DATASET``; without that, the dataset that ships with gxlab (nine
        published reports, and figures hand-coded from the prose of 165)

    Raises
    ------
    gxlab.DatasetError
        There is no such folder, or it is no dataset.
    """
    return Dataset(path or os.environ.get(VARIABLE) or shipped())


def shipped() -> Path:
    """The folder of the dataset that ships with gxlab: in a checkout, or installed beside it."""
    places = (
        Path(__file__).parents[1] / "data" / "dataset",
        Path(sys.prefix) / "share" / "gxlab" / "dataset",
    )
    for place in places:
        if (place / DESCRIPTOR).is_file():
            return place
    raise DatasetError(
        f"the dataset that ships with gxlab is in neither of {', '.join(map(str, places))}; "
        "install gxlab with pip, or work in a checkout"
    )
