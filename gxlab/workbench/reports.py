"""One report as an object: its cells as tables, the verdicts on its arithmetic, its evidence."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Self

import pandas as pd

from gxlab.cells import ABSENT
from gxlab.checks.within import Check, Suspect, check, suspects
from gxlab.dataset.rows import check_rows, observation_rows, unplaced_rows
from gxlab.extract.reports import ExtractedReport, extract_report
from gxlab.forms.labels import cell_labels
from gxlab.readers import read_document
from gxlab.schema import BROKEN, frame
from gxlab.workbench import html
from gxlab.workbench.evidence import Evidence, evidence_of
from gxlab.workbench.overview import Overview, overview_of


@dataclass(frozen=True, repr=False)
class Report(ExtractedReport):
    """A government information disclosure annual report, as its file prints it.

    Made by `read`. Tables are pandas DataFrames, computed when first asked for.

    Attributes
    ----------
    path, format, sha256 : the file, its format as found from the content, its hash
    attribution : who, where and when, each with the text that it was found in
    extraction : the cells of the statutory tables, and what could not be placed
    prose : values printed in sections 一 and 六, which no table has
    simulated : whether the file says that `gxlab.simulate` made it
    form : the statutory form
    mixed : what in the tables belongs to another form, a sentence each
    """

    @classmethod
    def of(cls, extracted: ExtractedReport) -> Self:
        """The same report, with what can be asked of it.

        Parameters
        ----------
        extracted : what was read from the file

        Returns
        -------
        Report
        """
        return cls(**{field.name: getattr(extracted, field.name) for field in fields(extracted)})

    @cached_property
    def observations(self) -> pd.DataFrame:
        """The tidy table: a row for every cell that the form has or the report prints.

        Values read from prose follow, with ``table`` = ``prose``.

        Returns
        -------
        DataFrame
            Columns as in `gxlab.schema.OBSERVATIONS`; ``value`` (float) is in ``unit`` and is
            missing unless ``status`` is ``reported``; ``raw`` is the text as printed;
            ``locator`` says where it stood.
        """
        return frame("observations", observation_rows(self))

    @cached_property
    def verdicts(self) -> tuple[Check, ...]:
        """Every instance of every identity of the form, with its operands."""
        return tuple(check(self.form, self.extraction.observations))

    @cached_property
    def suspects(self) -> tuple[Suspect, ...]:
        """Cells that alone would explain the breaks they are part of; never applied."""
        return tuple(suspects(self.verdicts, self.extraction.observations))

    @cached_property
    def checks(self) -> pd.DataFrame:
        """The verdicts as a table: columns as in `gxlab.schema.CHECKS`, a row for each instance."""
        return frame("checks", check_rows(self, self.verdicts, self.suspects))

    @cached_property
    def unplaced(self) -> pd.DataFrame:
        """Texts of the statutory tables that could not be given a place, and why."""
        return frame("unplaced", unplaced_rows(self))

    def table(self, code: str) -> pd.DataFrame:
        """One table as printed, for a person: Chinese labels, the text of each cell.

        Parameters
        ----------
        code : ``disclosure``, ``applications`` or ``disputes``; ``indicators`` in form 2014

        Returns
        -------
        DataFrame of str
            A row for each row of the form; missing where the report has no such cell.

        Raises
        ------
        KeyError
            The report's form has no such table; the message names those it has.
        """
        self.form.table(code)
        shown = {
            cell_labels(cell.key, self.form): None if cell.status == ABSENT else cell.raw
            for cell in self.extraction.observations
            if cell.table == code
        }
        printed = pd.DataFrame(pd.Series(shown, dtype="object").unstack(sort=False))
        return printed.rename_axis(index=None, columns=None)

    def evidence(self, table: str, row: str, column: str, *, full: bool = False) -> Evidence:
        """The place where the file prints a value, with the cell outlined, to check it by eye.

        Parameters
        ----------
        table, row, column : codes as in `observations`; ``prose`` for a value read from prose
        full : the whole page or table instead of the header and the rows about the cell

        Returns
        -------
        gxlab.Evidence
            Shown by Jupyter: of a PDF the page, of other formats the text. A cell that the report
            does not print has evidence that says so.

        Raises
        ------
        KeyError
            Neither the form nor the report has such a cell; the message names the nearest code.
        gxlab.OpenError, gxlab.ReadError
            The file is gone, or is no longer what the report was read from.
        """
        return evidence_of(self, (table, row, column), full=full)

    def __repr__(self) -> str:
        who = self.attribution
        reported = sum(cell.value is not None for cell in self.extraction.observations)
        broken = sum(verdict.verdict == BROKEN for verdict in self.verdicts)
        return (
            f"<{'Simulated report' if self.simulated else 'Report'} "
            f"{who.body or '?'} {who.year or '?'}: form {self.form.id}, "
            f"{reported} values, {broken} broken identities, "
            f"{len(self.extraction.unplaced)} unplaced>"
        )

    def _overview(self) -> Overview:
        """What a notebook and a terminal show of the report."""
        return overview_of(self, self.verdicts, self.suspects)

    def _repr_html_(self) -> str:
        return html.report(self._overview())


def read(path: str | Path, *, pdf: str = "pdfium") -> Report:
    """Read one report file: a web page, PDF, Word file or plain text.

    Parameters
    ----------
    path : the file; its format is found from its content
    pdf : the library that reads PDF pages: ``"pdfium"``, or the slower ``"pdfplumber"``, to
        which its results are held

    Returns
    -------
    Report

    Raises
    ------
    gxlab.OpenError
        The file is missing, empty, or of no kind that gxlab reads.
    gxlab.ReadError
        The file is damaged, encrypted, or has no text.
    gxlab.NotAReportError
        None of the statutory tables is in it.
    """
    return Report.of(extract_report(read_document(path, pdf=pdf)))
