"""A dataset as an object: look at its tables, query them, measure them, export them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from gxlab.analysis.measured import measures
from gxlab.analysis.panels import Panel, panel
from gxlab.dataset.exporting import export
from gxlab.dataset.sql import answer
from gxlab.dataset.stored import Stored, shipped
from gxlab.schema import marked
from gxlab.workbench import html

#: The environment variable that names the dataset that `load` opens without a path.
VARIABLE = "GXLAB_DATASET"


class Dataset(Stored):
    """The tables of a folder that `gxlab.build` wrote, or of the one that ships with gxlab.

    Parameters
    ----------
    path : the folder

    Raises
    ------
    gxlab.DatasetError
        There is no such folder, or it is no dataset; the message says what is missing.
    """

    def measures(self, codes: Iterable[str] | None = None, **options: Any) -> pd.DataFrame:
        """`gxlab.measures` of the dataset's observations.

        Parameters
        ----------
        codes, options : as there

        Returns
        -------
        DataFrame
            As there.
        """
        return measures(self.observations, codes, **options)

    def panel(
        self,
        measures: Iterable[str] | None = None,
        by: Sequence[str] = ("county", "year"),
        **options: Any,
    ) -> Panel:
        """`gxlab.panel` of the dataset's observations.

        Parameters
        ----------
        measures, by, options : as there

        Returns
        -------
        gxlab.Panel
        """
        return panel(self.observations, measures, by, **options)

    def query(self, sql: str) -> pd.DataFrame:
        """Answer a question in SQL (DuckDB's) over the tables; nothing can be changed by it.

        Parameters
        ----------
        sql : one ``select``; the tables are those of `tables`, and ``labels``, which gives the
            Chinese and English labels of every ``table, row, column``

        Returns
        -------
        DataFrame
            The rows that answer it.

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
        return marked(answer(self, sql), self)

    def export(
        self, path: str | Path, table: str = "observations", *, lang: Literal["zh", "en"] = "zh"
    ) -> Path:
        """Write a table for other tools; the name ends in .csv, .parquet, .dta or .xlsx.

        Parameters
        ----------
        path : the file to write
        table : one of `tables`, or ``wide``; .xlsx has all of them, and the codebook, whatever
            is given here
        lang : the language of Stata's labels for codes

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ValueError
            The name ends otherwise, or there is no such table.
        """
        return export(self, Path(path), table, lang)

    def __repr__(self) -> str:
        kind = "Simulated dataset" if self.simulated else "Dataset"
        failed = len(self.failures)
        reported = int(self.reports["reported"].sum())
        return (
            f"<{kind} {self.path.resolve().name}: {len(self.reports)} reports, "
            f"{reported:,} values, {failed} failures, version {self.version}>"
        )

    def _repr_html_(self) -> str:
        years = self.reports["year"].dropna()
        return html.dataset(
            self.path.resolve().name,
            self.version,
            f"report years {years.min()}–{years.max()}" if len(years) else "no report",
            self.simulated,
            [(name, len(getattr(self, name))) for name in self.tables if name != "codebook"],
        )


def load(path: str | Path | None = None) -> Dataset:
    """Open a dataset.

    Parameters
    ----------
    path : a folder that `gxlab.build` wrote; without one, that named by the environment
        variable ``GXLAB_DATASET``; without that, the dataset that ships with gxlab (nine
        published reports, and values coded by hand from the prose of 165)

    Returns
    -------
    Dataset

    Raises
    ------
    gxlab.DatasetError
        There is no such folder, or it is no dataset.
    """
    return Dataset(path or os.environ.get(VARIABLE) or shipped())
