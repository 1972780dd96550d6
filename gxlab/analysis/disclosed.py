"""Volumes disclosed in a year, from wherever they are printed, each with its scope and its source.

Until 2018 the count stood in the form of 2014; since 2019 it stands in the prose of section 一
alone, and every body chooses what it counts: all channels, its website, its WeChat account. A
comparison over scopes is none, so the scope is a column and is never dropped.
"""

from __future__ import annotations

import pandas as pd

from gxlab.analysis.measured import lasting
from gxlab.cells import REPORTED
from gxlab.dataset.headlines import caveats
from gxlab.dataset.stored import Stored
from gxlab.regions.lasting import body_key, lasting_region
from gxlab.schema import marked

_WHO = ("body", "level", "region_code", "province", "prefecture", "county", "year")
_FOUND = ("report_id", *_WHO, "scope", "value", "approximate", "source", "where", "caveat")
COLUMNS = (*_FOUND, "lasting_region", "body_key")
_TWICE = "printed more than once, and not the same"


def volumes(dataset: Stored) -> pd.DataFrame:
    """Pieces of information (条) that bodies disclosed in a year, by scope.

    Parameters
    ----------
    dataset : its observations (section 一 of reports, and the list of form 2014) and, where it
        has them, its hand-coded headlines

    Returns
    -------
    DataFrame
        A row for each value: ``report_id`` (missing for headlines), ``body, level, region_code,
        province, prefecture, county, year``; ``scope``: ``total`` (all channels, as stated),
        ``website``, another channel's code as in the codebook, or ``other``, and ``form_2014``
        or ``form_2014_website`` … in the list of 2014, which counts the same information in
        several channels once; ``value`` in 条; ``approximate`` (余, 约, 多); ``source``:
        ``prose``, ``form 2014`` or ``headlines``; ``where``: the locator in the report, or the
        address of the page; ``caveat``: what keeps the value from being compared freely;
        ``lasting_region`` and ``body_key``, which stay the same when a place is renamed.

    Notes
    -----
    One body may state several scopes, and a report may be in both sources: compare within one of
    each. Two files of one report give one row, without a value where they do not say the same.
    """
    made = pd.concat(
        [volumes_in_reports(dataset.observations), _coded(dataset.headlines)], ignore_index=True
    )
    made["approximate"] = made["approximate"].astype("bool")
    made["lasting_region"] = lasting(lasting_region, made["region_code"], made["year"])
    made["body_key"] = lasting(body_key, made["body"], made["year"])
    return marked(made, dataset)


def volumes_in_reports(observations: pd.DataFrame) -> pd.DataFrame:
    """The volumes in the tidy table: what `volumes` gives of reports, without the lasting names."""
    prose = (observations["table"] == "prose") & (observations["row"] == "disclosed")
    listed = (observations["table"] == "indicators") & observations["row"].isin(_LISTED)
    cells = observations[(prose | listed) & (observations["status"] == REPORTED)]
    in_list = cells["table"] == "indicators"
    cells = cells.assign(
        scope=cells["column"].mask(in_list, cells["row"].map(_LISTED)),
        source=cells["table"].mask(in_list, "form 2014"),
        where=cells["locator"],
    ).drop_duplicates(["report_key", "scope", "value"])
    twice = cells.duplicated(["report_key", "scope"], keep=False)
    cells["value"] = cells["value"].mask(twice)
    made = cells.drop_duplicates(["report_key", "scope"])
    rows = made[["body", "level", "region_code", "scope"]].to_dict("records")
    caveat = pd.Series(["; ".join(caveats(row)) for row in rows], made.index, dtype="str")
    caveat = caveat.mask(twice[made.index], _TWICE + "; " + caveat).str.removesuffix("; ")
    return made.assign(caveat=caveat.replace("", None))[list(_FOUND)]


_LISTED = {"disclosed": "form_2014"} | {
    f"disclosed_{channel}": f"form_2014_{channel}"
    for channel in ("gazette", "website", "weibo", "wechat", "other")
}


def _coded(headlines: pd.DataFrame) -> pd.DataFrame:
    coded = headlines[headlines["disclosed_total"].notna()]
    return coded.assign(
        report_id=pd.array([None] * len(coded), dtype="str"),
        scope=coded["disclosed_scope"],
        value=coded["disclosed_total"].astype("float64"),
        source="headlines",
        where=coded["url"],
    )[list(_FOUND)]
