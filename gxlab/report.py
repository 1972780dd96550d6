"""One report: its figures, who, where and when, and the verdicts on its arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gxlab.check import BROKEN, HOLDS, NOT_ASSESSABLE, Check, Suspect, check, suspects
from gxlab.document import Document
from gxlab.errors import NotAReportError
from gxlab.extract import Extraction, Observation, extract
from gxlab.extract.assemble import Key
from gxlab.extract.numbers import ABSENT, STATUSES
from gxlab.forms import Form, Label, Table, tables_called
from gxlab.identify import Identity, identify
from gxlab.identify.simulated import is_simulated
from gxlab.prose import TABLE as PROSE
from gxlab.prose import read_prose
from gxlab.prose.codes import rows as prose_rows
from gxlab.readers import read_document
from gxlab.schema import frame

if TYPE_CHECKING:
    from gxlab.evidence import Evidence


@dataclass(frozen=True)
class Report:
    """A government information disclosure annual report, as its file prints it.

    Made by `read`. Tables are pandas DataFrames, computed when first asked for.

    Attributes
    ----------
    path, format, sha256 : the file, its format as told from the content, its hash
    identity : who, where and when, each with the text that it was told from
    prose : figures told in sections 一 and 六, which no table has
    simulated : whether the file says that `gxlab.simulate` made it
    form : the statutory form, told from the tables
    mixed : what in the tables belongs to another form, a sentence each
    """

    path: Path
    format: str
    sha256: str
    identity: Identity
    extraction: Extraction
    prose: tuple[Observation, ...] = ()
    simulated: bool = False

    @property
    def form(self) -> Form:
        return self.extraction.form

    @property
    def mixed(self) -> tuple[str, ...]:
        return self.extraction.mixed

    @property
    def report_id(self) -> str:
        """Region code, body and year; a part that the report does not tell is the file's hash.

        That of a simulated report begins with ``simulated-``.
        """
        who = self.identity
        mark = "simulated-" if self.simulated else ""
        if who.body is None or who.year is None:
            return f"{mark}unidentified-{self.sha256[:12]}"
        return f"{mark}{who.region_code or 'unknown'}-{who.body}-{who.year}"

    @property
    def cells(self) -> tuple[Observation, ...]:
        """What `observations` tabulates: the tables' cells, then the figures told in prose."""
        return self.extraction.observations + self.prose

    @cached_property
    def observations(self) -> pd.DataFrame:
        """The tidy table: a row for every cell that the form has or the report prints.

        Figures told in prose follow, with ``table`` = ``prose``.

        Returns
        -------
        DataFrame
            Columns as in `gxlab.schema.OBSERVATIONS`; ``value`` (float) is in ``unit`` and is
            missing unless ``status`` is ``reported``; ``raw`` is the text as printed;
            ``locator`` says where it stood.
        """
        return frame("observations", self.rows("observations"))

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
        return frame("checks", self.rows("checks"))

    @cached_property
    def unplaced(self) -> pd.DataFrame:
        """Texts of the statutory tables that could not be given a place, and why."""
        return frame("unplaced", self.rows("unplaced"))

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a table of `gxlab.schema` but ``failures``, values in its fields' order."""
        makers = {
            "reports": self._summary,
            "observations": self._observations,
            "checks": self._checks,
            "unplaced": self._unplaced,
        }
        return makers[table]()

    def _summary(self) -> Iterator[tuple[Any, ...]]:
        who = self.identity
        status = Counter(o.status for o in self.cells)
        verdict = Counter(v.verdict for v in self.verdicts)
        yield (
            self.report_id, str(self.path), self.format, self.sha256,
            who.body, who.kind, who.level, who.region_code, who.province, who.prefecture,
            who.county, who.year, who.title, who.published and who.published.isoformat(),
            self.form.id, "; ".join(self.mixed) or None, self.simulated,
            *(status[name] for name in STATUSES), len(self.extraction.unplaced),
            *(verdict[name] for name in (HOLDS, BROKEN, NOT_ASSESSABLE)),
        )  # fmt: skip

    def _observations(self) -> Iterator[tuple[Any, ...]]:
        who = self.identity
        about = (
            self.report_id, who.body, who.level, who.region_code,
            who.province, who.prefecture, who.county, who.year, self.form.id,
        )  # fmt: skip
        for o in self.cells:
            yield (
                *about, o.table, o.row, o.column, _float(o.value),
                o.unit, o.status, o.raw, o.page, o.locator, o.approximate, o.note or None,
            )  # fmt: skip

    def _checks(self) -> Iterator[tuple[Any, ...]]:
        blamed = {id(verdict): s for s in self.suspects for verdict in s.mends}
        for verdict in self.verdicts:
            suspect = blamed.get(id(verdict))
            yield (
                self.report_id, verdict.identity, verdict.table, verdict.instance,
                verdict.verdict, _float(verdict.left), _float(verdict.right),
                _float(verdict.difference), verdict.holds_with_blanks_as_zero, verdict.note,
                ".".join(suspect.key) if suspect else None,
                _float(suspect.proposed) if suspect else None,
            )  # fmt: skip

    def _unplaced(self) -> Iterator[tuple[Any, ...]]:
        for u in self.extraction.unplaced:
            yield self.report_id, u.table, u.text, u.reason, u.page, u.locator

    def table(self, code: str) -> pd.DataFrame:
        """One table as printed, for a person: Chinese labels, the text of each cell.

        Parameters
        ----------
        code : ``disclosure``, ``applications`` or ``disputes``; ``indicators`` in form 2014

        Returns
        -------
        DataFrame of str
            A row for each row of the form; missing where the report has no such cell.
        """
        self.form.table(code)
        cells = {o.key: o for o in self.extraction.observations if o.table == code}
        shown = {
            labels_of(key, self.form): None if o.status == ABSENT else o.raw
            for key, o in cells.items()
        }
        printed = pd.DataFrame(pd.Series(shown, dtype="object").unstack(sort=False))
        return printed.rename_axis(index=None, columns=None)

    def evidence(self, table: str, row: str, column: str, *, full: bool = False) -> Evidence:
        """The place where the file prints a figure, with the cell outlined, to check it by eye.

        Parameters
        ----------
        table, row, column : codes as in `observations`; ``prose`` for a figure told in prose
        full : the whole page or table instead of the header and the rows about the cell

        Returns
        -------
        gxlab.evidence.Evidence
            Shown by Jupyter: of a PDF the page, of other formats the text. A cell that the report
            does not print has evidence that says so.

        Raises
        ------
        KeyError
            Neither the form nor the report has such a cell; the message names the nearest code.
        gxlab.OpenError, gxlab.ReadError
            The file is gone, or is no longer what the report was read from.
        """
        from gxlab.evidence import evidence_of

        return evidence_of(self, (table, row, column), full=full)

    def __repr__(self) -> str:
        who = self.identity
        reported = sum(o.value is not None for o in self.extraction.observations)
        broken = sum(verdict.verdict == "broken" for verdict in self.verdicts)
        return (
            f"<{'Simulated report' if self.simulated else 'Report'} "
            f"{who.body or '?'} {who.year or '?'}: form {self.form.id}, "
            f"{reported} figures, {broken} broken identities, "
            f"{len(self.extraction.unplaced)} unplaced>"
        )

    def _repr_html_(self) -> str:
        from gxlab.display import report_html

        return report_html(self)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@cache
def labels_of(key: Key, form: Form) -> tuple[str, str]:
    """The Chinese labels of a cell's row and column, in the form or in another that has it.

    A row whose words are another's too has those of the row that it is under before its own.
    """
    code, row, column = key
    if code == PROSE:
        told = prose_rows()[row]
        return told.zh, told.column(column).zh
    own = tuple(table for table in form.tables if table.code == code)
    for table in (*own, *tables_called(code)):
        for r, c in table.cells():
            if (r.code, c.code) == (row, column):
                return _own_name(table, r), c.zh
    raise KeyError(key)


def _own_name(table: Table, row: Label) -> str:
    rows = [other for block in table.blocks for other in block.rows]
    alike = sum(other.zh == row.zh for other in rows) > 1
    above = next((other.zh for other in rows if alike and other.code == row.group), "")
    return f"{above} {row.zh}".strip()


def read(path: str | Path, *, pdf: str = "pdfium") -> Report:
    """Read one report file: a web page, PDF, Word file or plain text.

    Parameters
    ----------
    path : the file; its format is told from its content
    pdf : the library that reads PDF pages: ``"pdfium"``, or the slower ``"pdfplumber"``, to
        which its results are held

    Raises
    ------
    gxlab.OpenError
        The file is missing, empty, or of no kind that gxlab reads.
    gxlab.ReadError
        The file is damaged, encrypted, or has no text.
    gxlab.NotAReportError
        None of the statutory tables is in it.
    """
    return report_of(read_document(path, pdf=pdf))


def report_of(document: Document) -> Report:
    """The report that a document is, if it has any of the statutory tables."""
    who = identify(document)
    extraction = extract(document, who.year)
    if extraction is None:
        raise NotAReportError(
            document.path,
            "none of the statutory tables (主动公开, 申请, 复议诉讼) could be told in it; it may "
            "be another document, the page that links to the report, or a table without rules",
        )
    prose = tuple(read_prose(document, who))
    file = document.path, document.format, document.sha256
    return Report(*file, who, extraction, prose, is_simulated(document))
