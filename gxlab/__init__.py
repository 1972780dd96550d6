"""gxlab: China's government information disclosure annual reports as tidy, traceable data.

The public names of the package are those listed here, and no others.
"""

from gxlab.between import between_files, between_years, prose_against_table
from gxlab.build import build
from gxlab.check import Check, Suspect
from gxlab.document import Document
from gxlab.errors import BuildError, FileError, GxlabError, NotAReportError, OpenError, ReadError
from gxlab.forms import Form, load_form
from gxlab.measures import NotComparable, crosswalk, definitions, measures
from gxlab.panel import Panel, panel
from gxlab.readers import read_document
from gxlab.report import Report, read

__version__ = "0.1.0"

__all__ = [
    "BuildError",
    "Check",
    "Document",
    "FileError",
    "Form",
    "GxlabError",
    "NotAReportError",
    "NotComparable",
    "OpenError",
    "Panel",
    "ReadError",
    "Report",
    "Suspect",
    "__version__",
    "between_files",
    "between_years",
    "build",
    "crosswalk",
    "definitions",
    "load_form",
    "measures",
    "panel",
    "prose_against_table",
    "read",
    "read_document",
]
