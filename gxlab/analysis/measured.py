"""The measures of reports and groups: a numerator and a denominator, kept beside the value.

What is divided by what is in the catalogue. A measure is missing wherever one of its cells was
not reported, and ``reason`` says which; a blank is never read as zero. Groups of reports get the
sums of their operands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd

from gxlab.analysis.catalogue import Measure, Operands, chosen, definitions_by_code
from gxlab.checks.sums import add_up, cells_of, form_cells, matches, without_twice
from gxlab.errors import GxlabError
from gxlab.regions import region
from gxlab.regions.lasting import body_key, lasting_region
from gxlab.schema import marked

#: What a report is known by, in the result of `measures` without groups.
KEYS = (
    "report_id", "report_key", "body", "level", "region_code", "province", "prefecture", "county",
    "year",
)  # fmt: skip
PLACES = ("province", "prefecture", "county")
SIDES = ("numerator", "denominator")
RESULT = ("measure", "value", *SIDES, "unit", "form", "n_reports", "n_missing", "reason", "note")


class NotComparable(GxlabError):  # noqa: N818 - reads as what it says: these are not comparable
    """Values of several forms were to be put together that do not mean the same."""


# --- Reports ----------------------------------------------------------------------------------


def reports_of(observations: pd.DataFrame) -> pd.DataFrame:
    """One row for each report of the tidy table: who, where and when, under lasting identities.

    Returns
    -------
    DataFrame
        `KEYS`, ``form``, ``lasting_region`` (newest code of the region), ``body_key`` (the body
        within it), ``province_code, prefecture_code, county_code`` (newest codes of these).
    """
    reports = observations.drop_duplicates("report_id")[[*KEYS, "form"]].reset_index(drop=True)
    codes, years = reports["region_code"], reports["year"]
    made = {f"{place}_code": lasting(partial(_at, place), codes, years) for place in PLACES}
    return reports.assign(
        lasting_region=lasting(lasting_region, codes, years),
        body_key=lasting(body_key, reports["body"], years),
        **made,
    )


def lasting(
    key: Callable[[str, int | None], str | None], names: pd.Series, years: pd.Series
) -> pd.Series:
    """What each name is known by over the years, as `key` finds it; missing where the name is."""
    of = zip(names, years, strict=True)
    known = [None if pd.isna(n) else key(n, None if pd.isna(y) else int(y)) for n, y in of]
    return pd.Series(known, names.index, dtype="str")


@cache
def _at(level: str, code: str, year: int | None) -> str | None:
    """The lasting region of the division of one level that a division is, or lies in."""
    try:
        place = region(code, year)
        while place.level != level and place.parent:
            place = region(place.parent, year)
    except LookupError:
        return None
    return lasting_region(place.code, year) if place.level == level else None


@cache
def newest_name(lasting: str) -> str | None:
    """The name under which a lasting region is known last; None if it is in no list."""
    code, _, last = lasting.partition("-")
    try:
        return region(code, int(last) if last else None).name
    except LookupError:
        return None


def _operands(observations: pd.DataFrame, wanted: Sequence[Measure]) -> pd.DataFrame:
    """The sums above and below the line: ``report_id, measure, side`` and those of `add_up`."""
    cells = cells_of(observations)
    printed = {str(form): set(rows) for form, rows in cells.groupby("form")["key"]}
    names = ["form", "measure", "side", "key", "table", "row", "family", "foreign"]
    terms = pd.DataFrame(_terms(wanted, printed), columns=names).drop_duplicates()
    terms = terms.astype({**dict.fromkeys(names, "str"), "family": "bool", "foreign": "bool"})
    asked = cells[["report_id", "form"]].drop_duplicates().merge(terms, on="form")
    there = pd.MultiIndex.from_frame(cells[["report_id", "key"]])
    at = pd.MultiIndex.from_frame(asked[["report_id", "key"]])
    asked = asked[~asked["foreign"] | at.isin(there)]
    # A whole stands beside parts of another form only where a report prints what its form lacks.
    mixed = asked["family"] & asked["report_id"].isin(asked.loc[asked["foreign"], "report_id"])
    asked = pd.concat([asked[~mixed], without_twice(asked[mixed], cells)]).sort_index()
    return add_up(cells, asked, ["report_id", "measure", "side"])


def _terms(
    wanted: Iterable[Measure], printed: Mapping[str, set[str]]
) -> Iterable[tuple[str, str, str, str, str, str, bool, bool]]:
    """Each operand's cells, form by form; ``foreign`` ones are printed, but not in the form."""
    for form, measure in product(printed, wanted):
        operands = measure.on(form)
        own = set(form_cells(form))
        for side in SIDES if operands else ():
            for term in getattr(operands, side):
                family = "*" in term
                keys = sorted(own | printed[form]) if family else [term]
                for key in keys:
                    if matches(key, term):
                        foreign = family and key not in own
                        table, row, _ = key.split(".")
                        yield form, measure.code, side, key, table, row, family, foreign


def per_report(observations: pd.DataFrame, wanted: Sequence[Measure]) -> pd.DataFrame:
    """Every measure of every report, with the columns of `reports_of`.

    ``usable`` says whether both operands are there and do not contradict each other; with a
    denominator of 0 they are, and the value alone is missing.
    """
    reports, sums = reports_of(observations), _operands(observations, wanted)
    about = pd.DataFrame(
        [
            (str(form), m.code, m.unit, m.why_not(str(form)), m.on(str(form)) or Operands(()))
            for form, m in product(reports["form"].unique(), wanted)
        ],
        columns=["form", "measure", "unit", "undefined", "operands"],
    )
    about["scale"] = [operands.scale for operands in about["operands"]]
    about["divided"] = [bool(operands.denominator) for operands in about.pop("operands")]
    rows = reports.merge(about, on="form")
    for side in SIDES:
        of = sums[sums["side"] == side].drop(columns=["side", "with_blanks"])
        of = of.rename(columns={name: f"{side}_{name}" for name in ("missing", "approximate")})
        rows = rows.merge(
            of.rename(columns={"value": side}), on=["report_id", "measure"], how="left"
        )
    above, below = rows["numerator"] * rows["scale"], rows["denominator"]
    missing = rows[[f"{side}_missing" for side in SIDES]].fillna("")
    reason = rows["undefined"].mask(missing.iloc[:, 0] != "", "numerator: " + missing.iloc[:, 0])
    both = (reason + "; denominator: " + missing.iloc[:, 1]).str.strip("; ")
    reason = reason.mask(missing.iloc[:, 1] != "", both)
    over = (rows["unit"] == "share") & (above > below)
    reason = reason.mask(over, "the report contradicts itself: the part exceeds the whole")
    usable = reason == ""
    reason = reason.mask(usable & (below == 0), "the denominator is 0")
    approximate = rows[[f"{side}_approximate" for side in SIDES]].eq(True).any(axis=1)
    value = (above / below.where(below != 0)).where(rows["divided"], above)
    return rows.assign(
        numerator=above,
        value=value.where(usable),
        reason=reason,
        usable=usable,
        note=np.where(approximate, "approximate, as printed", ""),
    )


# --- Groups of reports ------------------------------------------------------------------------


def measures(
    observations: pd.DataFrame,
    codes: Iterable[str] | None = None,
    *,
    by: Sequence[str] | None = None,
    how: Literal["pooled", "mean"] = "pooled",
    across_forms: bool = False,
) -> pd.DataFrame:
    """Rates, counts and amounts, a row for each report (or group of reports) and measure.

    Parameters
    ----------
    observations : the tidy table
    codes : which measures, as in `definitions`; all for None
    by : columns of the tidy table to group by, such as ``("province", "year")``, or
        ``lasting_region``. Places are distinguished by their newest code, not by their name, and
        a place keeps its identity when it is renamed or promoted; so does a body. A report that
        lacks one of them (a province's, where `by` has the county) is in no group.
    how : ``pooled`` divides the sum of the numerators by the sum of the denominators, over the
        reports that have both; ``mean`` is the mean of the reports' own values
    across_forms : put forms together though they are not comparable

    Returns
    -------
    DataFrame
        `KEYS`, or ``lasting_region`` (where `by` has a place or body) and `by`; then
        ``measure``; ``value`` in ``unit`` (a share is between 0 and 1); its ``numerator`` and
        ``denominator``; ``form``; ``n_reports`` that are in the value and ``n_missing`` that
        could not be; ``reason`` why the value is missing; ``note`` what to be careful of.

    Raises
    ------
    NotComparable
        A group mixes forms in which the measure is not the same; the message says why.
    """
    wanted = chosen(codes)
    rows = per_report(observations, wanted)
    if by is None:
        one = rows.assign(n_reports=rows["usable"].astype(int))
        one = one.assign(n_missing=1 - one["n_reports"])
        return marked(one[[*KEYS, *RESULT]].reset_index(drop=True), observations)
    keys = _keys(by)
    rows = rows.dropna(subset=keys)
    if not across_forms:
        refuse_mixtures(rows, wanted, keys)
    return marked(_named(pool(rows, keys, how), rows, by), observations)


def _keys(by: Sequence[str]) -> list[str]:
    """What to group by: the lasting region and key of each place and body that is asked for."""
    known = {*KEYS, "form", "lasting_region"}
    if isinstance(by, str) or not by or set(by) - known:
        raise ValueError(f"by={by!r}: give a sequence of columns out of {', '.join(sorted(known))}")
    keys = [f"{name}_code" if name in PLACES else name for name in by if name != "body"]
    return ["lasting_region", "body_key", *keys] if "body" in by else keys


def _named(pooled: pd.DataFrame, rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Put the newest names of places and bodies beside their identities."""
    for place in (place for place in PLACES if place in by):
        pooled[place] = [newest_name(code) for code in pooled[f"{place}_code"]]
        if "body" not in by:
            pooled["lasting_region"] = pooled[f"{place}_code"]
    if "body" in by:
        who = ["lasting_region", "body_key"]
        last = rows.sort_values("year").drop_duplicates(who, keep="last")[[*who, "body"]]
        pooled = pooled.drop(columns="body", errors="ignore").merge(last, on=who)
    first = ["lasting_region"] if "lasting_region" in pooled else []
    return pooled[list(dict.fromkeys([*first, *by, *RESULT]))]


def refuse_mixtures(
    rows: pd.DataFrame, wanted: Iterable[Measure], keys: Sequence[str] = ()
) -> None:
    """Raise `NotComparable` where a group puts forms together that may not be."""
    on = list(keys) or ["measure"]
    for measure in wanted:
        kind = {form: i for i, forms in enumerate(measure.alike) for form in forms}
        of = rows[rows["usable"] & (rows["measure"] == measure.code)]
        kinds = of.assign(kind=of["form"].map(kind)).groupby(on)["kind"].nunique()
        mixed = kinds.index[kinds > 1][:1]
        if len(mixed):
            forms = _joined(of, on, "form").reindex(mixed).iloc[0]
            where = f" (in {mixed[0]})" if keys else ""
            raise NotComparable(
                f"{measure.code} ({measure.zh}) may not be compared over the forms {forms}{where}: "
                f"{measure.note}. Take the forms one by one, leave the measure out, or allow it "
                f"with across_forms=True"
            )


def pool(rows: pd.DataFrame, keys: list[str], how: str = "pooled") -> pd.DataFrame:
    """One row for each group and measure: `keys` and `RESULT`, from the rows of `per_report`.

    Two files of one report count once; where they differ there is no value.
    """
    on = [*keys, "measure"]
    rows = rows.sort_values("usable", ascending=False, kind="stable")
    usable = rows[rows["usable"]].drop_duplicates([*on, "report_key", *SIDES])
    clash = usable[usable.duplicated([*on, "report_key"])].set_index(on).index
    rows = rows.drop_duplicates([*on, "report_key"])
    rows = rows.assign(**{side: rows[side].where(rows["usable"]) for side in SIDES})
    groups = rows.groupby(on)
    made = groups[["unit", "divided", "reason", "note"]].first()
    made["form"] = _joined(rows[rows["usable"]], on, "form")
    made["form"] = made["form"].fillna(_joined(rows, on, "form"))
    for side in SIDES:
        made[side] = groups[side].sum(min_count=1)
    below = made["denominator"]
    counted = groups["usable"].sum() if how == "pooled" else groups["value"].count()
    value = (made["numerator"] / below.where(below != 0)).where(made["divided"], made["numerator"])
    if how == "mean":
        value = groups["value"].mean()
        made[list(SIDES)] = np.nan
    made = made.assign(n_reports=counted, n_missing=groups.size() - counted)
    made["value"] = value.mask(made.index.isin(clash))
    reason = made["reason"].mask(made["n_reports"] > 0, "the denominator is 0")
    several = (groups.size() > 1) & (made["n_reports"] == 0)
    reason = reason.mask(several, "no report has it; the first: " + made["reason"])
    reason = reason.mask(made.index.isin(clash), "two files of one report do not say the same")
    levels = _joined(rows[rows["usable"]], on, "level").reindex(made.index).fillna("")
    double = "reports of several levels (" + levels + "): one may count what another counts"
    made["reason"] = reason.mask(made["value"].notna(), "")
    made["note"] = made["note"].mask(levels.str.contains(","), double)
    order = {code: i for i, code in enumerate(definitions_by_code())}
    made = made.reset_index().assign(order=lambda m: m["measure"].map(order))
    return made.sort_values([*keys, "order"], kind="stable").reset_index(drop=True)


def _joined(rows: pd.DataFrame, on: list[str], column: str) -> pd.Series:
    """The values of a column that occur in each group, in one text."""
    some = rows.drop_duplicates([*on, column]).sort_values(column)
    return some.groupby(on)[column].agg(", ".join)
