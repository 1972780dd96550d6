"""gxlab: China's government information disclosure annual reports as tidy, traceable data.

The public names of the package are those listed here, and no others.
"""

from gxlab.between import between_files, between_years, prose_against_table
from gxlab.build import Batch, Failure, build
from gxlab.check import Check, Suspect
from gxlab.document import Document
from gxlab.errors import FileError, GxlabError, NotAReportError, OpenError, ReadError
from gxlab.forms import Form, load_form
from gxlab.measures import NotComparable, crosswalk, definitions, measures
from gxlab.models import (
    CountModel,
    DigitTest,
    FullDisclosure,
    applications_count_model,
    first_digits,
    full_disclosure_glm,
    last_digits,
    regression_table,
    wilson,
)
from gxlab.panel import Panel, panel
from gxlab.readers import read_document
from gxlab.report import Report, read
from gxlab.simulate import Parameters, Simulation, simulate

__version__ = "0.1.0"

__all__ = [
    "Batch",
    "Check",
    "CountModel",
    "DigitTest",
    "Document",
    "Failure",
    "FileError",
    "Form",
    "FullDisclosure",
    "GxlabError",
    "NotAReportError",
    "NotComparable",
    "OpenError",
    "Panel",
    "Parameters",
    "ReadError",
    "Report",
    "Simulation",
    "Suspect",
    "__version__",
    "applications_count_model",
    "between_files",
    "between_years",
    "build",
    "crosswalk",
    "definitions",
    "first_digits",
    "full_disclosure_glm",
    "last_digits",
    "load_form",
    "measures",
    "panel",
    "prose_against_table",
    "read",
    "read_document",
    "regression_table",
    "simulate",
    "wilson",
]
