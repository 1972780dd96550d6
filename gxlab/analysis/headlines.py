"""Hand-coded values beside those of the tables, for the reports that are in both."""

from __future__ import annotations

import pandas as pd

from gxlab.analysis.measured import lasting, reports_of
from gxlab.cells import REPORTED
from gxlab.checks.prose import prose_against_table
from gxlab.dataset.stored import Stored
from gxlab.regions.lasting import body_key, lasting_region

#: The value of the prose (row, column) that a column holds, where a table has its like.
_CODED = {
    "applications_new": ("applications", "new"),
    "applications_carried_in": ("applications", "carried_in"),
    "applications_carried_out": ("applications", "carried_out"),
    "granted": ("application_outcomes", "granted"),
    "partly_granted": ("application_outcomes", "partly_granted"),
    "refused": ("application_outcomes", "refused"),
    "unavailable": ("application_outcomes", "unavailable"),
    "declined": ("application_outcomes", "declined"),
    "other": ("application_outcomes", "other"),
    "reconsideration_cases": ("reconsideration", "total"),
    "litigation_cases": ("litigation", "total"),
    "fee_revenue_10k_yuan": ("administrative_fees", "amount"),
}
_WHO = ["lasting_region", "body_key", "year"]


def headlines_against_table(dataset: Stored) -> pd.DataFrame:
    """Hand-coded values beside those of the tables, for the reports that are in both.

    Parameters
    ----------
    dataset : its headlines and observations; joined by the lasting identity of place and body
        (洪泽县 is 洪泽区), and the year

    Returns
    -------
    DataFrame
        As of `gxlab.prose_against_table`: a row for each headline for which the report's form
        has a cell, ``left`` the headline, ``right`` the table. A difference is ``soft``: somebody
        may have coded it wrongly, and the prose may be of another scope; ``why`` is what else
        the value equals. Headlines that are empty have no row.
    """
    observations = dataset.observations
    printed = observations[observations["table"] != "prose"]
    reports = reports_of(printed)[[*_WHO, "report_id", "form"]]
    coded = dataset.headlines
    coded = coded.assign(
        lasting_region=lasting(lasting_region, coded["region_code"], coded["year"]),
        body_key=lasting(body_key, coded["body"], coded["year"]),
    )
    both = coded.merge(reports.dropna(), on=_WHO)[["report_id", "form", *_CODED]]
    values = both.melt(["report_id", "form"], var_name="headline").dropna(subset="value")
    for nth, axis in enumerate(("row", "column")):
        values[axis] = values["headline"].map({name: of[nth] for name, of in _CODED.items()})
    values = values.assign(table="prose", status=REPORTED, value=values["value"].astype("float64"))
    return prose_against_table(pd.concat([printed, values], ignore_index=True))
