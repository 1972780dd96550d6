"""The information-processing fee (信息处理费), from wherever it is printed, over the applications.

It is charged for applications beyond the ordinary (国办函〔2020〕109号, in force since 2021), in
yuan, and stands in the prose of section 六 alone. It is no part of 行政事业性收费, the
administrative fees of section 二, which are all that a body charges for anything.
"""

from __future__ import annotations

import pandas as pd

from gxlab.analysis.catalogue import definitions_by_code
from gxlab.analysis.measured import KEYS, SIDES, measures
from gxlab.dataset.headlines import OF_OFFICE
from gxlab.dataset.stored import Stored
from gxlab.schema import marked

_MEASURE = "processing_fee_per_application"
_REPORT = ["region_code", "body", "year"]
COLUMNS = (*KEYS, "value", *SIDES, "source", "denominator_source", "where", "reason", "note")


def processing_fees(dataset: Stored) -> pd.DataFrame:
    """The information-processing fee that bodies state, over their new applications.

    Parameters
    ----------
    dataset : its observations (section 六 of reports) and, where it has them, its hand-coded
        headlines

    Returns
    -------
    DataFrame
        A row for each fee stated: `gxlab.measures.KEYS` (``report_id`` missing for headlines);
        ``value`` in 元/件, its ``numerator`` in 元 and ``denominator`` in 件; ``source`` of the
        fee: ``prose`` or ``headlines``; ``denominator_source``: ``table`` of the same report
        where the dataset has it, else ``headlines``; ``where``: the locator of the fee, or the
        address of the page; ``reason`` why the value is missing; ``note``.

    Notes
    -----
    A report that states no fee has no row: it is not known to have charged none. The fees of the
    2014 form (检索、复制、邮寄等成本) are something else, and in `gxlab.measures` alone.
    """
    measured = measures(dataset.observations, [_MEASURE])
    known = definitions_by_code()[_MEASURE]
    in_prose = [form for form in known.forms if (of := known.on(form)) and of.in_prose]
    measured = measured[measured["form"].isin(in_prose)]
    received = measured.dropna(subset=["denominator"]).drop_duplicates(_REPORT)
    parts = [_in_prose(measured, dataset.observations), _coded(dataset.headlines, received)]
    return marked(pd.concat(parts, ignore_index=True), dataset)


def _in_prose(measured: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    fee = (observations["table"] == "prose") & (observations["row"] == "processing_fee")
    at = observations[fee].drop_duplicates("report_id").set_index("report_id")["locator"]
    found = measured.dropna(subset=["numerator"]).assign(
        where=lambda rows: rows["report_id"].map(at),
    )
    found = found.drop_duplicates(["report_key", *SIDES])
    differ = found.duplicated("report_key", keep=False)
    return found.assign(
        value=found["value"].mask(differ),
        reason=found["reason"].mask(differ, "two files of one report do not say the same"),
        source="prose",
        denominator_source=pd.Series("table", found.index).where(found["denominator"].notna()),
    ).drop_duplicates("report_key")[list(COLUMNS)]


def _coded(headlines: pd.DataFrame, received: pd.DataFrame) -> pd.DataFrame:
    coded = headlines[headlines["processing_fee_yuan"].notna()].reset_index(drop=True)
    in_table = coded[_REPORT].merge(received[[*_REPORT, "denominator"]], how="left")["denominator"]
    own = coded["applications_new"].astype("float64")
    below = in_table.fillna(own)
    source = pd.Series("table", coded.index).where(in_table.notna(), "headlines")
    reason = pd.Series("", coded.index).mask(below == 0, "the denominator is 0")
    return coded.assign(
        report_id=pd.array([None] * len(coded), dtype="str"),
        report_key=pd.array([None] * len(coded), dtype="str"),
        value=coded["processing_fee_yuan"] / below.where(below != 0),
        numerator=coded["processing_fee_yuan"],
        denominator=below,
        source="headlines",
        denominator_source=source.where(below.notna()),
        where=coded["url"],
        reason=reason.mask(below.isna(), "denominator: applications received not stated"),
        note=coded["caveat"].str.contains(OF_OFFICE).eq(True).map({True: OF_OFFICE, False: ""}),
    )[list(COLUMNS)]
