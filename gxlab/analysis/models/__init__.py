"""Models and intervals for disclosure data, each a function from a tidy table to a result.

=====================  ================================================================
module                 what it holds
=====================  ================================================================
full_disclosure        `full_disclosure_glm`: who is granted everything, within reports
applications           `applications_count_model`: how many apply, over bodies and years
labels                 what a term is called in English and Chinese
table                  `regression_table`: fitted models side by side, as papers print them
intervals              `wilson`: intervals for rates
comparisons            `changes`, `rates_by_applicant`, `shares_of_grounds`, `rate_table`
digit_tests            `last_digits`, `first_digits`: heaping, and Benford's law
rendering              ratios and tables as a person reads them
rounding               `significant`: the digits on which every processor agrees
=====================  ================================================================

A blank is never a zero: what is not reported leaves its report out, and the result names it.
The count models and intervals are statsmodels', which is imported where it is used: it takes a
second, and most of the package does without.
"""

from gxlab.analysis.models.applications import CountModel, applications_count_model
from gxlab.analysis.models.comparisons import (
    changes,
    rate_table,
    rate_text,
    rates_by_applicant,
    shares_of_grounds,
)
from gxlab.analysis.models.digit_tests import DigitTest, first_digits, last_digits
from gxlab.analysis.models.full_disclosure import FullDisclosure, full_disclosure_glm
from gxlab.analysis.models.intervals import wilson
from gxlab.analysis.models.table import RegressionTable, regression_table

__all__ = [
    "CountModel",
    "DigitTest",
    "FullDisclosure",
    "RegressionTable",
    "applications_count_model",
    "changes",
    "first_digits",
    "full_disclosure_glm",
    "last_digits",
    "rate_table",
    "rate_text",
    "rates_by_applicant",
    "regression_table",
    "shares_of_grounds",
    "wilson",
]
