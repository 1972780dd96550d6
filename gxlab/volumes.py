"""Volumes disclosed in a year, from wherever they are told, each with its scope and its source.

Until 2018 the count stood in the form of 2014; since 2019 it stands in the prose of section 一
alone, and every body chooses what it counts: all channels, its website, its WeChat account. A
comparison over scopes is none, so the scope is a column and is never dropped.
"""

from __future__ import annotations

import pandas as pd

from gxlab.dataset import Dataset
from gxlab.extract.numbers import REPORTED
from gxlab.schema import marked

_WHO = ("body", "level", "region_code", "province", "prefecture", "county", "year")
COLUMNS = ("report_id", *_WHO, "scope", "value", "approximate", "source", "where")


def volumes(dataset: Dataset) -> pd.DataFrame:
    """Pieces of information (条) that bodies disclosed in a year, by scope.

    Parameters
    ----------
    dataset : its observations (section 一 of reports, and the list of form 2014) and, where it
        has them, its hand-coded headlines

    Returns
    -------
    DataFrame
        A row for each figure: ``report_id`` (missing for headlines), ``body, level, region_code,
        province, prefecture, county, year``; ``scope``: ``total`` (all channels, as stated),
        ``website``, another channel's code as in the codebook, or ``other``; ``value`` in 条;
        ``approximate`` (余, 约, 多); ``source``: ``prose``, ``form 2014`` or ``headlines``;
        ``where``: the locator in the report, or the address of the page. One body may tell
        several scopes, and a report may be in both sources: compare within one of each.
    """
    made = pd.concat([_told(dataset.observations), _coded(dataset.headlines)], ignore_index=True)
    made["approximate"] = made["approximate"].astype("bool")
    return marked(made, dataset)


def _told(observations: pd.DataFrame) -> pd.DataFrame:
    prose = (observations["table"] == "prose") & (observations["row"] == "disclosed")
    listed = (observations["table"] == "indicators") & (
        observations["row"].eq("disclosed") | observations["row"].isin(_CHANNELS)
    )
    told = observations[(prose | listed) & (observations["status"] == REPORTED)]
    in_list = told["table"] == "indicators"
    return told.assign(
        scope=told["column"].mask(in_list, told["row"].map(_CHANNELS).fillna("total")),
        source=told["table"].mask(in_list, "form 2014"),
        where=told["locator"],
    )[list(COLUMNS)]


_CHANNELS = {
    f"disclosed_{channel}": channel
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
    )[list(COLUMNS)]
