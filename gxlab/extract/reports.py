"""One document joined with the forms: its cells, and who reports, for where and for which year."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gxlab.cells import Observation
from gxlab.document import Document
from gxlab.errors import NotAReportError
from gxlab.extract.attribution import Attribution, attribution_of
from gxlab.extract.attribution.simulated import is_simulated
from gxlab.extract.prose import read_prose
from gxlab.extract.tables import Extraction, extract
from gxlab.forms import Form


@dataclass(frozen=True)
class ExtractedReport:
    """What a file prints, before anything is made of it.

    Attributes
    ----------
    path, format, sha256 : the file, its format as found from the content, its hash
    attribution : who, where and when, each with the text that it was found in
    extraction : the cells of the statutory tables, and what could not be placed
    prose : values printed in sections 一 and 六, which no table has
    simulated : whether the file says that `gxlab.simulate` made it
    """

    path: Path
    format: str
    sha256: str
    attribution: Attribution
    extraction: Extraction
    prose: tuple[Observation, ...] = ()
    simulated: bool = False

    @property
    def form(self) -> Form:
        """The statutory form, found from the tables."""
        return self.extraction.form

    @property
    def mixed(self) -> tuple[str, ...]:
        """What in the tables belongs to another form, a sentence each."""
        return self.extraction.mixed

    @property
    def report_id(self) -> str:
        """Region code, body and year; a part that the report does not give is the file's hash.

        That of a simulated report begins with ``simulated-``.
        """
        who = self.attribution
        mark = "simulated-" if self.simulated else ""
        if who.body is None or who.year is None:
            return f"{mark}unidentified-{self.sha256[:12]}"
        return f"{mark}{who.region_code or 'unknown'}-{who.body}-{who.year}"

    @property
    def cells(self) -> tuple[Observation, ...]:
        """The tables' cells, then the values printed in prose."""
        return self.extraction.observations + self.prose


def extract_report(document: Document) -> ExtractedReport:
    """The report that a document is.

    Raises
    ------
    gxlab.NotAReportError
        None of the statutory tables is in it.
    """
    who = attribution_of(document)
    extraction = extract(document, who.year)
    if extraction is None:
        raise NotAReportError(
            document.path,
            "none of the statutory tables (主动公开, 申请, 复议诉讼) was found in it; it may "
            "be another document, the page that links to the report, or a table without rules",
        )
    return ExtractedReport(
        path=document.path,
        format=document.format,
        sha256=document.sha256,
        attribution=who,
        extraction=extraction,
        prose=tuple(read_prose(document, who)),
        simulated=is_simulated(document),
    )
