"""Two files of one report against each other, cell by cell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gxlab.cells import ABSENT, BLANK, REPORTED
from gxlab.checks.judging import judge
from gxlab.errors import GxlabError


def between_files(observations_a: pd.DataFrame, observations_b: pd.DataFrame) -> pd.DataFrame:
    """Two files of one report (its web page and its PDF) against each other, cell by cell.

    Parameters
    ----------
    observations_a, observations_b : tidy tables; one report each, or several, then paired by
        ``report_key``

    Returns
    -------
    DataFrame
        Columns as in `BETWEEN`, identity F1: a row for each cell with a value in either file.
        ``instance`` is row and column. A value beside a cell that was not reported is
        ``not_assessable``.

    Raises
    ------
    GxlabError
        No report is in both.
    """
    a, b = _of_file(observations_a), _of_file(observations_b)
    if a["report_id"].nunique() == b["report_id"].nunique() == 1:
        b["report_key"] = a["report_key"].iloc[0]
    common = set(a["report_key"]) & set(b["report_key"])
    if not common:
        raise GxlabError(
            f"no report is in both: the first has {', '.join(sorted(set(a['report_key'])))}, the "
            f"second {', '.join(sorted(set(b['report_key'])))}; give two files of one report"
        )
    on = ["report_key", "table", "instance", "nth"]
    sides = [
        f[f["report_key"].isin(common)].drop(columns="report_id").set_index(on).add_prefix(side)
        for f, side in ((a, "left_"), (b, "right_"))
    ]
    rows = sides[0].join(sides[1], how="outer").reset_index()
    rows["report_id"], rows["report_id_next"] = (
        rows["report_key"].map(dict(zip(f["report_key"], f["report_id"], strict=True)))
        for f in (a, b)
    )
    for side, which in (("left", "first"), ("right", "second")):
        status = rows[f"{side}_status"].fillna(ABSENT)
        rows[f"{side}_missing"] = (f"{which} file: " + status).mask(status == REPORTED, "")
        rows[f"{side}_with_blanks"] = np.where(status == BLANK, 0.0, np.nan)
    rows = rows[rows["left_value"].notna() | rows["right_value"].notna()]
    return judge(rows.assign(identity="F1", within=0.0, soft=False, why=""))


def _of_file(observations: pd.DataFrame) -> pd.DataFrame:
    """The cells of a file; ``nth`` tells apart what its prose states more than once."""
    names = ["report_id", "report_key", "table", "value", "status"]
    cells = observations[names].assign(
        instance=observations["row"] + "." + observations["column"],
    )
    cells["value"] = cells["value"].where(cells["status"] == REPORTED)
    return cells.assign(nth=cells.groupby(["report_id", "table", "instance"]).cumcount())
