"""Figures: each a function from a table to an Axes, usable in one line on one's own data.

Every figure comes in two widths (``size="column"`` or ``"page"``) and two languages
(``lang="en"`` or ``"zh"``); Chinese is printed with the font that gxlab depends on. What is
missing is named or hatched, and figures of simulated data are marked as such.
"""

from __future__ import annotations

from gxlab.analysis.outcomes import outcome_counts
from gxlab.figures.disclosed import disclosure_volumes, documents
from gxlab.figures.fees import fee_revenue, processing_fees
from gxlab.figures.maps import county_map
from gxlab.figures.models import coefficients
from gxlab.figures.outcomes import (
    OUTCOMES,
    application_outcomes,
    outcomes_by_applicant,
    refusal_grounds,
)
from gxlab.figures.quality import coverage, digits, identities, prose_against_table, statuses
from gxlab.figures.rate_bars import rate_over_years, rates
from gxlab.figures.saving import save
from gxlab.figures.styling import WIDTHS, is_simulated, mark_simulated, style

__all__ = [
    "OUTCOMES",
    "WIDTHS",
    "application_outcomes",
    "coefficients",
    "county_map",
    "coverage",
    "digits",
    "disclosure_volumes",
    "documents",
    "fee_revenue",
    "identities",
    "is_simulated",
    "mark_simulated",
    "outcome_counts",
    "outcomes_by_applicant",
    "processing_fees",
    "prose_against_table",
    "rate_over_years",
    "rates",
    "refusal_grounds",
    "save",
    "statuses",
    "style",
]
