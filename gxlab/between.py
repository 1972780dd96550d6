"""Checks between reports: years of one body, prose and table, two files of one report.

A body is followed over the years by what its region became (`region_identity`) and by its name
within it (`body_key`). The verdicts are shaped like those within a report
(`gxlab.schema.CHECKS`); what may be innocent is ``soft`` and says why. Nothing is altered.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from itertools import product

import numpy as np
import pandas as pd

from gxlab.check import BROKEN, HOLDS, NOT_ASSESSABLE
from gxlab.errors import GxlabError
from gxlab.extract.numbers import ABSENT, BLANK, REPORTED
from gxlab.forms import FORM_IDS, load_form
from gxlab.regions import leading, region
from gxlab.schema import CHECKS, Field

#: The verdict of a soft check whose two sides differ.
SOFT = "soft"
#: The columns of every table that this module makes.
BETWEEN = (
    *CHECKS,
    Field("report_id_next", "str", "the other report: of the year after, or of the other file"),
    Field("soft", "bool", "whether a difference may be innocent"),
    Field("why", "str", "why a difference may be innocent, or what explains it"),
)
_CLASHING = "printed more than once, and not the same"
_GOVERNMENT = {"", "政府", "行政公署", "行署", "人民政府"}
_OFFICE = {f"{of}办公{room}" for of in ("政府", "人民政府", "行署") for room in "室厅"}

# --- Places and bodies over time --------------------------------------------------------------


@cache
def region_identity(code: str, year: int | None = None) -> str:
    """The newest code of a division: what it became after renaming, recoding and promotion.

    Parameters
    ----------
    code : six digits, as of `year`; a code that is in no list is its own identity
    year : needed where a code went on to another division: 万盛区, merged into 綦江区 with its
        code, is ``500110-2010``, the code and its last year

    Examples
    --------
    >>> region_identity("320829", 2014), region_identity("320813", 2023)  # 洪泽县, 洪泽区
    ('320813', '320813')
    """
    try:
        place = region(code, year)
    except LookupError:
        return code
    while place.successor and place.last_year:
        if not place.change:
            return f"{place.code}-{place.last_year}"
        place = region(place.successor, place.last_year + 1)
    return place.code


@cache
def body_key(body: str, year: int | None = None) -> str:
    """A body's name less its divisions, so that 洪泽县财政局 and 洪泽区财政局 are one.

    A government is ``人民政府`` and its office ``人民政府办公室``, however they are written; the
    two are not the same body.
    """
    rest = body[leading(body, year).end :]
    if rest in _GOVERNMENT:
        return "人民政府"
    return "人民政府办公室" if rest in _OFFICE else rest


# --- Adding up cells --------------------------------------------------------------------------


@cache
def form_cells(form: str) -> tuple[str, ...]:
    """Every cell of a form, written table.row.column; none for a form that is not known."""
    if form not in FORM_IDS:
        return ()
    return tuple(
        f"{table.code}.{row.code}.{column.code}"
        for table in load_form(form).tables
        for row, column in table.cells()
    )


@cache
def matches(key: str, term: str) -> bool:
    """Whether a cell is meant by a term, table.row.column with ``*`` for the rest of a code."""
    return all(map(fnmatchcase, key.split("."), term.split(".")))


def cells_of(observations: pd.DataFrame) -> pd.DataFrame:
    """One row for each cell of each report, its ``key`` written table.row.column.

    A figure that a report gives twice and not the same has no value and a status that says so.
    """
    names = ["report_id", "form", "table", "row", "column", "value", "status"]
    cells = observations[names].assign(
        key=observations["table"] + "." + observations["row"] + "." + observations["column"],
        approximate=observations.get("approximate", False),
    )
    cells = cells.drop_duplicates(["report_id", "key", "value", "status"])
    clash = cells.duplicated(["report_id", "key"], keep=False)
    cells["value"] = cells["value"].mask(clash | (cells["status"] != REPORTED))
    cells["status"] = cells["status"].mask(clash, _CLASHING)
    return cells.drop_duplicates(["report_id", "key"])


def add_up(cells: pd.DataFrame, asked: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Sums of cells: missing wherever one of them was not reported, never with a zero for it.

    Parameters
    ----------
    cells : from `cells_of`
    asked : a row for each cell to be added: the columns of `by`, ``report_id``, ``key`` and,
        where some are subtracted, ``sign`` (1 or -1)
    by : the columns that tell one sum from another

    Returns
    -------
    DataFrame
        The columns of `by`; ``value``; ``with_blanks``, the sum with blanks read as zero where
        they alone stand in the way; ``missing``, what was not reported; ``approximate``, whether
        one of the figures is.
    """
    there = cells[["report_id", "key", "value", "status", "approximate"]]
    rows = asked.merge(there, on=["report_id", "key"], how="left")
    status = rows["status"].fillna(ABSENT)
    bad = (status != REPORTED) | rows["value"].isna()
    rows = rows.assign(
        value=rows["value"].fillna(0.0) * rows.get("sign", 1),
        bad=bad,
        worse=bad & (status != BLANK),
        approximate=rows["approximate"].eq(True),
        missing=rows["key"] + " " + status,
    )
    groups = rows.groupby(by, sort=False)
    sums = groups[["bad", "worse", "approximate"]].any().assign(value=groups["value"].sum())
    said = rows[bad].groupby(by)["missing"].agg("; ".join)
    sums["missing"] = said.reindex(sums.index).fillna("").astype("str")
    sums["with_blanks"] = sums["value"].where(sums["bad"] & ~sums["worse"])
    sums["value"] = sums["value"].mask(sums["bad"])
    return sums.drop(columns=["bad", "worse"]).reset_index()


def _judge(rows: pd.DataFrame) -> pd.DataFrame:
    """Verdicts, in the columns of `BETWEEN`.

    `rows` has ``report_id, report_id_next, identity, table, instance, soft, why``; ``value``,
    ``with_blanks`` and ``missing`` of either side; ``within``, how far apart the two may be.
    """
    left, right, within = rows["left_value"], rows["right_value"], rows["within"] + 1e-9
    known = left.notna() & right.notna()
    verdict = rows["soft"].map({True: SOFT, False: BROKEN})
    verdict = verdict.mask((left - right).abs() <= within, HOLDS).where(known, NOT_ASSESSABLE)
    zero = left.fillna(rows["left_with_blanks"]) - right.fillna(rows["right_with_blanks"])
    could = (zero.abs() <= within).astype("boolean").mask(known | zero.isna())
    made = rows.assign(
        verdict=verdict,
        left=left.where(known),
        right=right.where(known),
        difference=(left - right).where(known),
        holds_with_blanks_as_zero=could,
        note=(rows["left_missing"] + "; " + rows["right_missing"]).str.strip("; "),
        suspect=None,
        suspect_value=None,
        why=rows["why"].where(verdict.isin([BROKEN, SOFT]), ""),
    )
    made = made[[field.name for field in BETWEEN]].reset_index(drop=True)
    return made.astype({field.name: field.dtype for field in BETWEEN})


# --- Years of one body ------------------------------------------------------------------------

# (identity, side, sign, of the later report, cell); * is what an instance is drawn for.
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
    return _judge(
        rows.rename(columns={"report_id_first": "report_id"}).assign(within=0.0, soft=False)
    )


def _pairs(observations: pd.DataFrame) -> pd.DataFrame:
    """Every two reports of one body a year apart; ``moved`` says that its code changed."""
    names = ["report_id", "body", "region_code", "year", "form"]
    reports = observations.drop_duplicates("report_id")[names].dropna()
    who = reports.assign(
        region=list(map(region_identity, reports["region_code"], reports["year"])),
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
    for form in FORM_IDS:
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


# --- Prose and table --------------------------------------------------------------------------


def prose_against_table(observations: pd.DataFrame) -> pd.DataFrame:
    """Figures of the prose beside those of the tables, and why they may differ.

    P1 applications received and carried; P2 concluded; P3 reconsideration; P4 litigation; P5
    administrative fees; P6 outcomes. What stands beside what is data: ``measures.toml``.

    Parameters
    ----------
    observations : the tidy table; figures of the prose have the table ``prose``

    Returns
    -------
    DataFrame
        Columns as in `BETWEEN`: a row for each figure of the prose for which the report's form
        has a cell. ``left`` is the prose, ``right`` the table; ``instance`` is the prose's row
        and column. All are soft: a difference has the verdict ``soft``, and ``why`` says what
        else the figure equals, or that the scope may differ. An approximate figure (余, 约)
        holds within its last digit that is not zero.
    """
    told = observations[observations["table"] == "prose"].reset_index(drop=True)
    said = told["status"] == REPORTED
    approximate = told.get("approximate", pd.Series(False, told.index)).eq(True)
    left = told[["report_id", "form"]].assign(
        nth=told.index,
        instance=told["row"] + "." + told["column"],
        left_value=told["value"].where(said),
        left_with_blanks=np.nan,
        left_missing=("prose " + told["status"]).mask(said, ""),
        within=told["value"].map(_last_digit).where(approximate & said, 0.0),
    )
    asked = left.merge(_readings(), on=["form", "instance"])
    keys = ["nth", "identity", "table", "reading", "why"]
    sums = add_up(cells_of(observations), asked, keys).set_index(keys).add_prefix("right_")
    rows = left.merge(sums.reset_index(), on="nth")
    table, other = rows[rows["reading"] == 0], rows[rows["reading"] > 0]
    equal = other[(other["left_value"] - other["right_value"]).abs() <= other["within"] + 1e-9]
    instead = equal.drop_duplicates("nth").set_index("nth")["why"]
    why = table["nth"].map(instead).astype("str").fillna(table["why"])
    return _judge(table.assign(why=why, report_id_next=None, soft=True))


@cache
def _readings() -> pd.DataFrame:
    """The cells of each form that stand beside a figure of the prose, or that it may be instead.

    ``reading`` is 0 for the cells beside it, then 1 and so on; ``why`` is what to say.
    """
    data = tomllib.loads((files("gxlab") / "measures.toml").read_text(encoding="utf-8"))
    rows = []
    for form, told in product(FORM_IDS, data["told"]):
        beside = next((cells for term in told["table"] if (cells := _expand(form, [term]))), [])
        readings = [(beside, data["prose"]["scope"])]
        readings += [(_expand(form, i["cells"]), i["why"]) for i in told.get("instead", ())]
        for prose, (nth, (cells, why)) in product(told["prose"], enumerate(readings)):
            table = beside[0].split(".")[0] if beside else ""
            rows += [(form, prose, told["identity"], table, nth, why, key) for key in cells]
    names = ["form", "instance", "identity", "table", "reading", "why", "key"]
    return pd.DataFrame(rows, columns=names)


def _expand(form: str, terms: Iterable[str]) -> list[str]:
    return [key for term in terms for key in form_cells(form) if matches(key, term)]


def _last_digit(value: float) -> float:
    """The step of a rounded figure: 10 for 6750, 10 000 for 180 000; 0 for a fraction."""
    if not np.isfinite(value) or value == 0 or value % 1:
        return 0.0
    digits = str(int(abs(value)))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


# --- Two files of one report ------------------------------------------------------------------


def between_files(observations_a: pd.DataFrame, observations_b: pd.DataFrame) -> pd.DataFrame:
    """Two files of one report (its web page and its PDF) against each other, figure by figure.

    Parameters
    ----------
    observations_a, observations_b : tidy tables; one report each, or several, then paired by
        their ids (less the hash that a dataset adds where two files have one id)

    Returns
    -------
    DataFrame
        Columns as in `BETWEEN`, identity F1: a row for each cell with a figure in either file.
        ``instance`` is row and column. A figure beside a cell that was not reported is
        ``not_assessable``.

    Raises
    ------
    GxlabError
        No report is in both.
    """
    a, b = _of_file(observations_a), _of_file(observations_b)
    if a["report_id"].nunique() == b["report_id"].nunique() == 1:
        b["report"] = a["report"].iloc[0]
    common = set(a["report"]) & set(b["report"])
    if not common:
        raise GxlabError(
            f"no report is in both: the first has {', '.join(sorted(set(a['report'])))}, the "
            f"second {', '.join(sorted(set(b['report'])))}; give two files of one report"
        )
    on = ["report", "table", "instance", "nth"]
    sides = [
        f[f["report"].isin(common)].drop(columns="report_id").set_index(on).add_prefix(side)
        for f, side in ((a, "left_"), (b, "right_"))
    ]
    rows = sides[0].join(sides[1], how="outer").reset_index()
    rows["report_id"], rows["report_id_next"] = (
        rows["report"].map(dict(zip(f["report"], f["report_id"], strict=True))) for f in (a, b)
    )
    for side, which in (("left", "first"), ("right", "second")):
        status = rows[f"{side}_status"].fillna(ABSENT)
        rows[f"{side}_missing"] = (f"{which} file: " + status).mask(status == REPORTED, "")
        rows[f"{side}_with_blanks"] = np.where(status == BLANK, 0.0, np.nan)
    rows = rows[rows["left_value"].notna() | rows["right_value"].notna()]
    return _judge(rows.assign(identity="F1", within=0.0, soft=False, why=""))


def _of_file(observations: pd.DataFrame) -> pd.DataFrame:
    """The cells of a file; ``nth`` tells apart what its prose states more than once."""
    cells = observations[["report_id", "table", "value", "status"]].assign(
        report=observations["report_id"].str.replace("~.*", "", regex=True),
        instance=observations["row"] + "." + observations["column"],
    )
    cells["value"] = cells["value"].where(cells["status"] == REPORTED)
    return cells.assign(nth=cells.groupby(["report_id", "table", "instance"]).cumcount())
