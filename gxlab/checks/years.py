"""Two years of one body against each other.

A body is followed over the years by what its region became (`lasting_region`) and by its name
within it (`body_key`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from gxlab.checks.judging import judge
from gxlab.checks.sums import add_up, cells_of, form_cells, matches
from gxlab.forms import form_ids
from gxlab.regions.lasting import body_key, lasting_region

# (identity, side, sign, whether of the later report, cell); * is what an instance is drawn for.
_RULES = (
    ("C1", "left", 1, False, "applications.carried_out.*"),
    ("C1", "right", 1, True, "applications.carried_in.*"),
    ("C2", "left", 1, True, "disclosure.*.in_force"),
    ("C2", "right", 1, False, "disclosure.*.in_force"),
    ("C2", "right", 1, True, "disclosure.*.issued"),
    ("C2", "right", -1, True, "disclosure.*.repealed"),
)
_INSTANCES = {"C1": "applications.carried_in.*", "C2": "disclosure.*.in_force"}
_RECOUNT = {"C2": "a clean-up (清理) or a lapse may change the stock without a line of its own"}


def between_years(observations: pd.DataFrame) -> pd.DataFrame:
    """What one year's report ends with must be what the next year's begins with.

    C1: applications carried out of one year are those carried into the next, every column.
    C2: documents in force are those of the year before, plus issued, less repealed.

    Parameters
    ----------
    observations : the tidy table, with reports of years that follow each other

    Returns
    -------
    DataFrame
        Columns as in `BETWEEN`: a row for each column (C1) and row (C2) of each two reports of
        one body, a year apart. ``left`` is what was carried out (C1), what is in force in the
        later year (C2). Where the later report's form has no such cell there is no row; where
        the earlier one's has none, the verdict is ``not_assessable``.
    """
    cells = cells_of(observations)
    asked = _pairs(observations).merge(_rules(), on="form_next")
    asked["report_id"] = asked["report_id_next"].where(asked["later"], asked["report_id_first"])
    asked["key"] = _with_remark(asked, cells)
    asked["why"] = (asked["moved"] + "; " + asked["recount"]).str.strip("; ")
    keys = ["report_id_first", "report_id_next", "identity", "table", "instance", "why"]
    sums = add_up(cells, asked, [*keys, "side"])
    left, right = (sums[sums["side"] == side].set_index(keys) for side in ("left", "right"))
    rows = left.add_prefix("left_").join(right.add_prefix("right_")).reset_index()
    return judge(
        rows.rename(columns={"report_id_first": "report_id"}).assign(within=0.0, soft=False)
    )


def _pairs(observations: pd.DataFrame) -> pd.DataFrame:
    """Every two reports of one body a year apart; ``moved`` says that its code changed."""
    names = ["report_id", "body", "region_code", "year", "form"]
    reports = observations.drop_duplicates("report_id")[names].dropna()
    who = reports.assign(
        region=list(map(lasting_region, reports["region_code"], reports["year"])),
        name=list(map(body_key, reports["body"], reports["year"])),
    )
    later = who.assign(year=who["year"] - 1)
    pairs = who.merge(later, on=["region", "name", "year"], suffixes=("", "_next"))
    moved = (
        "the region's code went from " + pairs["region_code"] + " to " + pairs["region_code_next"]
    )
    same = pairs["region_code"] == pairs["region_code_next"]
    pairs["moved"] = (moved + ": its area may have changed too").mask(same, "")
    return pairs.rename(columns={"report_id": "report_id_first"})


def _rules() -> pd.DataFrame:
    """Every operand of every instance, by the form of the later report."""
    rows = []
    for form in form_ids():
        for identity, side, sign, later, term in _RULES:
            drawn = _INSTANCES[identity].split(".")
            for key in form_cells(form):
                if matches(key, _INSTANCES[identity]):
                    instance = key.split(".")[drawn.index("*")]
                    cell, recount = term.replace("*", instance), _RECOUNT.get(identity, "")
                    rows.append(
                        (form, identity, drawn[0], instance, side, sign, later, cell, recount)
                    )
    names = ["form_next", "identity", "table", "instance", "side", "sign", "later", "key"]
    return pd.DataFrame(rows, columns=[*names, "recount"])


def _with_remark(asked: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """The keys, with a remark on those that the earlier report's form does not have."""
    printed = pd.MultiIndex.from_frame(cells[["report_id", "key"]])
    there = pd.MultiIndex.from_frame(asked[["report_id", "key"]]).isin(printed)
    known = [key in form_cells(form) for form, key in zip(asked["form"], asked["key"], strict=True)]
    keep = asked["later"] | there | np.array(known, dtype=bool)
    return asked["key"].where(keep, asked["key"] + " (not in form " + asked["form"] + ")")
