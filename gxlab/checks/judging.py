"""Verdicts on two reports, shaped like those within one (`gxlab.schema.CHECKS`).

What may be innocent is ``soft`` and says why. Nothing is altered.
"""

from __future__ import annotations

import pandas as pd

from gxlab.schema import BROKEN, CHECKS, HOLDS, NOT_ASSESSABLE, Field

#: The verdict of a soft check whose two sides differ.
SOFT = "soft"
#: The columns of every table of checks between reports.
BETWEEN = (
    *CHECKS,
    Field("report_id_next", "str", "the other report: of the year after, or of the other file"),
    Field("soft", "bool", "whether a difference may be innocent"),
    Field("why", "str", "why a difference may be innocent, or what explains it"),
)


def judge(rows: pd.DataFrame) -> pd.DataFrame:
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
