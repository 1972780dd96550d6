"""What the prose of a report says beside its tables; the pairs are data, ``pairs.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import product

import numpy as np
import pandas as pd

from gxlab.cells import REPORTED
from gxlab.checks.judging import judge
from gxlab.checks.sums import add_up, cells_of, form_cells, matches
from gxlab.forms import form_ids


def prose_against_table(observations: pd.DataFrame) -> pd.DataFrame:
    """Values of the prose beside those of the tables, and why they may differ.

    P1 applications received and carried; P2 concluded; P3 reconsideration; P4 litigation; P5
    administrative fees; P6 outcomes. What stands beside what is data: ``pairs.toml``.

    Parameters
    ----------
    observations : the tidy table; values of the prose have the table ``prose``

    Returns
    -------
    DataFrame
        Columns as in `BETWEEN`: a row for each value of the prose for which the report's form
        has a cell. ``left`` is the prose, ``right`` the table; ``instance`` is the prose's row
        and column. All are soft: a difference has the verdict ``soft``, and ``why`` says what
        else the value equals, or that the scope may differ. An approximate value (余, 约)
        holds within its last digit that is not zero.
    """
    prose = observations[observations["table"] == "prose"].reset_index(drop=True)
    reported = prose["status"] == REPORTED
    approximate = prose.get("approximate", pd.Series(False, prose.index)).eq(True)
    left = prose[["report_id", "form"]].assign(
        nth=prose.index,
        instance=prose["row"] + "." + prose["column"],
        left_value=prose["value"].where(reported),
        left_with_blanks=np.nan,
        left_missing=("prose " + prose["status"]).mask(reported, ""),
        within=prose["value"].map(_last_digit).where(approximate & reported, 0.0),
    )
    asked = left.merge(_readings(), on=["form", "instance"])
    keys = ["nth", "identity", "table", "reading", "why"]
    sums = add_up(cells_of(observations), asked, keys).set_index(keys).add_prefix("right_")
    rows = left.merge(sums.reset_index(), on="nth")
    table, other = rows[rows["reading"] == 0], rows[rows["reading"] > 0]
    equal = other[(other["left_value"] - other["right_value"]).abs() <= other["within"] + 1e-9]
    instead = equal.drop_duplicates("nth").set_index("nth")["why"]
    why = table["nth"].map(instead).astype("str").fillna(table["why"])
    return judge(table.assign(why=why, report_id_next=None, soft=True))


@cache
def _readings() -> pd.DataFrame:
    """The cells of each form that stand beside a value of the prose, or that it may be instead.

    ``reading`` is 0 for the cells beside it, then 1 and so on; ``why`` is what to say.
    """
    data = tomllib.loads((files(__package__) / "pairs.toml").read_text(encoding="utf-8"))
    rows = []
    for form, pair in product(form_ids(), data["pair"]):
        beside = next((cells for term in pair["table"] if (cells := _expand(form, [term]))), [])
        readings = [(beside, data["prose"]["scope"])]
        readings += [(_expand(form, i["cells"]), i["why"]) for i in pair.get("instead", ())]
        for prose, (nth, (cells, why)) in product(pair["prose"], enumerate(readings)):
            table = beside[0].split(".")[0] if beside else ""
            rows += [(form, prose, pair["identity"], table, nth, why, key) for key in cells]
    names = ["form", "instance", "identity", "table", "reading", "why", "key"]
    return pd.DataFrame(rows, columns=names)


def _expand(form: str, terms: Iterable[str]) -> list[str]:
    return [key for term in terms for key in form_cells(form) if matches(key, term)]


def _last_digit(value: float) -> float:
    """The step of a rounded value: 10 for 6750, 10 000 for 180 000; 0 for a fraction."""
    if not np.isfinite(value) or value == 0 or value % 1:
        return 0.0
    digits = str(int(abs(value)))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))
