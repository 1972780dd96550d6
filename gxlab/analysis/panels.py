"""A panel: places or bodies by year, and which of their reports are there.

A unit is known by the newest code of its region, never by its name: 洪泽县 and 洪泽区 are
one, the 鼓楼区 of two cities are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from gxlab.analysis.catalogue import chosen
from gxlab.analysis.measured import (
    PLACES,
    RESULT,
    newest_name,
    per_report,
    pool,
    refuse_mixtures,
    reports_of,
)
from gxlab.errors import GxlabError
from gxlab.schema import marked

UNITS = (*PLACES, "body")


@dataclass(frozen=True, repr=False)
class Panel:
    """Measures of units by year; made by `panel`.

    Attributes
    ----------
    data : DataFrame
        A row for each unit, year and measure: ``lasting_region``, the names of the unit and
        what it lies in, ``year``, ``body`` and ``report_id`` (missing where several reports are
        added up), then ``measure, value, numerator, denominator, unit, form, n_reports,
        n_missing, reason, note`` as in `gxlab.measures.measures`.
    coverage : DataFrame of str
        A row for each unit, a column for each year from the first to the last: the id of the
        form of its report (``2019``; ``2019, 2021`` where reports of both are added up), missing
        where there is no report.
    left_out : DataFrame of str
        ``report_id, body, level, reason``: the reports that are in no cell of the panel.
    """

    data: pd.DataFrame
    coverage: pd.DataFrame
    left_out: pd.DataFrame

    def wide(self, what: str = "value") -> pd.DataFrame:
        """One row for each unit and year, one column for each measure.

        Parameters
        ----------
        what : ``value``, ``numerator``, ``denominator`` or ``reason``

        Returns
        -------
        DataFrame
            What the unit is and its year, then the measures; missing where there is none.
        """
        keys = [name for name in self.data.columns if name not in (*RESULT, "report_id")]
        at = self.data.groupby(keys, dropna=False, sort=False).ngroup()
        cells = self.data.assign(at=at).pivot(index="at", columns="measure", values=what)
        about = self.data[keys].assign(at=at).drop_duplicates("at").set_index("at")
        wide = about.join(cells[list(self.data["measure"].unique())]).reset_index(drop=True)
        return marked(wide, self.data)

    def __repr__(self) -> str:
        measures = ", ".join(self.data["measure"].unique()) or "no measures"
        return f"<Panel: {self._size()}; {measures}>"

    def _repr_html_(self) -> str:
        """What is there, unit by unit: the values are in ``data``."""
        shown = self.coverage.head(_MOST_UNITS)
        more = len(self.coverage) - len(shown)
        rest = f"<p>… {more:,} units more</p>" if more else ""
        return f"<p><b>Panel</b>: {self._size()}. The form of each report that is there:</p>" + (
            shown.to_html(na_rep="") + rest
        )

    def _size(self) -> str:
        years = [int(year) for year in self.coverage.columns]
        span = f", {min(years)}–{max(years)}" if years else ""
        there = int(self.coverage.notna().to_numpy().sum())
        return (
            f"{len(self.coverage):,} units{span}, {there:,} of {self.coverage.size:,} years there, "
            f"{len(self.left_out):,} reports left out"
        )


#: Units that a notebook shows of a panel.
_MOST_UNITS = 30


def panel(
    observations: pd.DataFrame,
    measures: Iterable[str] | None = None,
    by: Sequence[str] = ("county", "year"),
    *,
    balanced: bool = False,
    level: str | None = None,
    years: Iterable[int] | None = None,
    across_forms: bool = False,
) -> Panel:
    """Measures of places or bodies by year, with what is missing.

    Parameters
    ----------
    observations : the tidy table
    measures : codes of `gxlab.measures.definitions`; all for None
    by : ``(unit, "year")``, the unit ``province``, ``prefecture``, ``county`` or ``body``
    balanced : keep the units alone that have every measure in every year
    level : the level of the reports to use; for None that of the unit, so that a county's own
        report stands for it and its departments are not added to it. ``level="county"`` with the
        unit ``prefecture`` adds up the counties of each.
    years : the years to use; for None from the first to the last that has a report
    across_forms : put forms side by side though they are not comparable

    Returns
    -------
    Panel
        Where a place has reports of several bodies for one year, that of its government stands
        for it; without one, none does (``left_out`` says so).

    Raises
    ------
    gxlab.measures.NotComparable
        The panel would hold forms in which a measure is not the same.
    gxlab.GxlabError
        No report is of that level and those years.
    """
    if len(by) != 2 or by[0] not in UNITS or by[1] != "year":
        raise ValueError(f"by={by!r}: give (unit, 'year') with a unit of {', '.join(UNITS)}")
    unit, wanted = by[0], chosen(measures)
    years = None if years is None else sorted(set(years))
    reports = _with_reasons(reports_of(observations), unit, level, years)
    used = reports[reports["reason"] == ""]
    if used.empty:
        why = "; ".join(reports["reason"].drop_duplicates().head(3)) or "there are no reports"
        raise GxlabError(f"no report is in a panel by {unit} and year: {why}")
    kept = observations[observations["report_id"].isin(used["report_id"])]
    keys = ["who", "year"]
    rows = per_report(kept, wanted).merge(used[["report_id", "who"]], on="report_id")
    if not across_forms:
        refuse_mixtures(rows, wanted)
    data = pool(rows, keys)
    span = years or list(range(int(used["year"].min()), int(used["year"].max()) + 1))
    if balanced:
        data = _balanced(data, len(span))
    about = _about(used, unit)
    names = [name for name in about if name != "who"]
    of_report = ["report_id"] if unit == "body" else ["body", "report_id"]
    single = used.groupby(keys)[of_report].nunique() == 1
    single = used.groupby(keys)[of_report].first().where(single).reset_index()
    data = data.merge(about, on="who").merge(single, on=keys, how="left")
    data = data[[*names, "year", *of_report, *RESULT]]
    left_out = reports.loc[reports["reason"] != "", ["report_id", "body", "level", "reason"]]
    coverage = _coverage(used, about, unit, span)
    return Panel(
        marked(data, observations),
        marked(coverage, observations),
        left_out.reset_index(drop=True),
    )


def _with_reasons(
    reports: pd.DataFrame, unit: str, level: str | None, years: list[int] | None
) -> pd.DataFrame:
    """The reports, each with its unit and why it is left out (empty where it is not)."""
    wanted = level or (unit if unit in PLACES else None)
    key = reports["lasting_region"] + " " + reports["body_key"]
    of_unit = reports[f"{unit}_code"] if unit in PLACES else key
    reason = pd.Series("", index=reports.index, dtype="str")
    lacking = of_unit.isna() | reports["year"].isna()
    reason = reason.mask(lacking, f"its {unit}, region or year is not known")
    if wanted:
        why = "its level is " + reports["level"].fillna("not known") + f", not {wanted}"
        reason = reason.mask(reports["level"].ne(wanted).fillna(True), why)
    if years is not None:
        reason = reason.mask(~reports["year"].isin(years), "its year is not asked for")
    reports = reports.assign(who=of_unit, key=key, reason=reason)
    if wanted in PLACES:
        reports["reason"] = reason.mask((reason == "") & _beside(reports), _BESIDE)
    return reports


_BESIDE = "another body reports for the same place and year; by=('body', 'year') keeps both"


def _beside(reports: pd.DataFrame) -> pd.Series:
    """Which reports to leave out where several bodies of one place report for the same year.

    That of the government is kept.
    """
    free = reports[reports["reason"] == ""]
    bodies = free.groupby(["lasting_region", "year"])["key"].transform("nunique")
    beside = (bodies > 1) & (free["body_key"] != "人民政府")
    return beside.reindex(reports.index, fill_value=False)


def _balanced(data: pd.DataFrame, years: int) -> pd.DataFrame:
    """The rows of units that have a value of every measure in every year."""
    full = data["value"].notna().groupby(data["who"]).sum() == years * data["measure"].nunique()
    return data[data["who"].isin(full.index[full])]


def _about(used: pd.DataFrame, unit: str) -> pd.DataFrame:
    """One row for each unit: its identity and its newest names."""
    last = used.sort_values("year").drop_duplicates("who", keep="last")
    places = PLACES[: PLACES.index(unit) + 1] if unit in PLACES else PLACES
    identity = last["who"] if unit in PLACES else last["lasting_region"]
    about = last[["who"]].assign(lasting_region=identity)
    for place in places:
        codes = last[f"{place}_code"]
        about[place] = pd.array(
            [None if pd.isna(code) else newest_name(code) for code in codes], dtype="str"
        )
    return about.assign(body=last["body"]) if unit == "body" else about


def _coverage(
    used: pd.DataFrame, about: pd.DataFrame, unit: str, span: Sequence[int]
) -> pd.DataFrame:
    """Unit by year: the id of the form of its report."""
    forms = used.drop_duplicates(["who", "year", "form"]).sort_values("form")
    cells = forms.groupby(["who", "year"])["form"].agg(", ".join).unstack("year")
    cells = cells.reindex(columns=pd.Index(list(span), dtype="int64"))
    named = about.set_index("who")[["lasting_region", unit]]
    matrix = cells.join(named).set_index(["lasting_region", unit]).sort_index()
    return matrix.rename_axis(columns="year")
