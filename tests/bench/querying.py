"""Querying: a year of ten million observations, through `.query` and in pandas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import gxlab as gx
from tests.bench.ratios import Ratio, side_by_side
from tests.conftest import ROOT

_ROWS = 10_000_000
_YEAR = 2023
_SQL = f"""select region_code, sum(value) as received from observations
    where year = {_YEAR} and "table" = 'applications' and "row" = 'new' and "column" = 'total'
    group by region_code order by region_code"""


def ratios(work: Path) -> Iterator[Ratio]:
    dataset = gx.Dataset(_ten_million(work))
    path = dataset.file("observations")
    assert path is not None

    def in_pandas() -> pd.DataFrame:
        cells = pd.read_parquet(path)
        cells = cells[
            (cells["year"] == _YEAR) & (cells["table"] == "applications")
            & (cells["row"] == "new") & (cells["column"] == "total")
        ]  # fmt: skip
        return cells.groupby("region_code", as_index=False)["value"].sum()

    assert dataset.query(_SQL)["received"].tolist() == in_pandas()["value"].tolist()
    ours, theirs = side_by_side(lambda: dataset.query(_SQL), in_pandas, 1)
    what = "a year's query: pandas against `.query` on the same Parquet"
    yield Ratio.at_least(what, theirs / ours, 5, f"{_ROWS:,} observations")


def _ten_million(work: Path) -> Path:
    """The shipped dataset's rows again and again, as a build would have written them."""
    shipped = gx.Dataset(ROOT / "data" / "dataset")
    folder = work / "ten-million"
    folder.mkdir(parents=True, exist_ok=True)
    shipped.reports.to_parquet(folder / "reports.parquet", index=False)
    shipped.checks.to_parquet(folder / "checks.parquet", index=False)
    rows = pa.Table.from_pandas(shipped.observations, preserve_index=False)
    with pq.ParquetWriter(folder / "observations.parquet", rows.schema) as writer:
        for _ in range(-(-_ROWS // (64 * rows.num_rows))):
            writer.write_table(pa.concat_tables([rows] * 64))
    return folder
