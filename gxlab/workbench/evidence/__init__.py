"""Evidence for a value: the place in the file where it is printed, to be checked by eye.

A PDF is drawn and the cell outlined (`page`); of other formats the text around the cell is
shown, with nothing of the file's own markup (`excerpts`). The file is read again each
time and must be the one that the report was made from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from gxlab.cells import ABSENT, PROSE, UNREADABLE, Key, Observation
from gxlab.document import Document, Grid, Paragraph
from gxlab.errors import OpenError, ReadError
from gxlab.extract.prose import read_unsettled
from gxlab.extract.reports import ExtractedReport
from gxlab.forms import forms
from gxlab.forms.labels import cell_labels
from gxlab.forms.prose_codes import prose_rows
from gxlab.readers import read_document
from gxlab.readers.common import decode
from gxlab.workbench import html
from gxlab.workbench.evidence import excerpts, page
from gxlab.workbench.evidence.around import cell_at
from gxlab.workbench.overview import reading

_HASH = 12
_MANY = 12
# Pixels of a notebook for a point of the page: print is small.
_WIDER = 1.3


@dataclass(frozen=True, repr=False)
class Evidence:
    """Where a report prints a value: made by `Report.evidence`, shown by Jupyter.

    Attributes
    ----------
    text : what was read and where it stands, in a line
    png : a picture of the place with the cell outlined; None where the file is no PDF, or
        nothing is printed
    html : the same for a notebook; safe to show, whatever the file holds
    """

    text: str
    html: str
    png: bytes | None = None

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Evidence {self.text}>"

    def _repr_html_(self) -> str:
        return self.html

    def save(self, path: str | Path) -> Path:
        """Write the picture (``.png``, of a PDF alone) or the fragment as a page (``.html``).

        Parameters
        ----------
        path : the file to write

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ValueError
            The name ends in neither, or there is no picture.
        """
        path = Path(path)
        if path.suffix == ".png" and self.png is not None:
            path.write_bytes(self.png)
        elif path.suffix == ".html":
            path.write_text(html.page(self.text, self.html), encoding="utf-8")
        elif path.suffix == ".png":
            raise ValueError(f"{path}: there is no picture to save (save .html): {self.text}")
        else:
            raise ValueError(f"{path}: the name of evidence ends in .png or .html")
        return path


def evidence_of(report: ExtractedReport, key: Key, *, full: bool = False) -> Evidence:
    """What `Report.evidence` returns, and its errors."""
    cells = [cell for cell in report.cells if cell.key == key]
    if not cells:
        _check_key(report, key)
    printed = [cell for cell in cells if cell.status != ABSENT]
    if not printed and key[0] == PROSE:
        printed = _contradictory(report, key)
    if not printed:
        words, where = _name(report, key) + _absence(report, key), _where(report, key)
        return Evidence(f"{words}; {where}", html.styled(html.caption(words, where)))
    lines, parts, pictures = [], [], []
    data = _unchanged(report)
    document = _document(report.path, report.sha256)
    for cell in printed:
        words, where = _name(report, key) + _reading(cell), _where(report, key, cell.locator)
        lines.append(f"{words}; {where}")
        parts.append(html.caption(words, where))
        if cell.page is not None and document.format == "pdf":
            pictures.append(page.draw(data, document, cell, full=full))
            width = _WIDER * pictures[-1].width / page.SCALE
            parts.append(html.image(page.to_png(pictures[-1:]), width, lines[-1]))
        else:
            parts.append(_excerpt(data, document, cell, full))
    png = page.to_png(pictures) if pictures else None
    return Evidence("\n".join(lines), html.styled("".join(parts)), png)


def _unchanged(report: ExtractedReport) -> bytes:
    """The bytes of the report's file, which must be those that it was read from."""
    try:
        data = report.path.read_bytes()
    except OSError as error:
        reason = f"cannot be opened again to show evidence: {error.strerror or error}"
        raise OpenError(report.path, reason) from error
    now = hashlib.sha256(data).hexdigest()
    if now != report.sha256:
        raise ReadError(
            report.path,
            f"has changed since the report was read from it (sha256 {report.sha256[:_HASH]} "
            f"then, {now[:_HASH]} now); read it again",
        )
    return data


@lru_cache(maxsize=4)
def _document(path: Path, sha256: str) -> Document:
    """The file's blocks; kept, since evidence is asked for one cell after another."""
    return read_document(path)


def _excerpt(data: bytes, document: Document, cell: Observation, full: bool) -> str:
    """The text around a value that is in no PDF."""
    if not cell.locator:
        return html.note("Nothing is printed after the row's label; there is no place to show.")
    if document.format == "text":
        return html.table(excerpts.of_lines(decode(data).splitlines(), cell, full=full))
    grids = (block for block in document.blocks if isinstance(block, Grid))
    for grid in grids:
        if target := cell_at(grid, cell.locator):
            return html.table(excerpts.of_grid(grid, target, full=full))
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.locator == cell.locator:
            return html.table(excerpts.of_paragraph(block.text, cell.raw, full=full))
    return html.note("The place is not found in the file as it is read now.")


# --- The words ------------------------------------------------------------------------------


def _name(report: ExtractedReport, key: Key) -> str:
    return " × ".join(cell_labels(key, report.form))


def _reading(cell: Observation) -> str:
    several = cell.status == UNREADABLE and " | " in cell.raw
    return f": {reading(cell)}" + " (shown where the first of these stands)" * several


def _where(report: ExtractedReport, key: Key, locator: str = "") -> str:
    file = f"{'.'.join(key)} in {report.path.name} (sha256 {report.sha256[:_HASH]})"
    return f"{file}, {locator}" if locator else file


def _absence(report: ExtractedReport, key: Key) -> str:
    """The words for a cell that the form, or the vocabulary of prose, has and the report lacks."""
    if key[0] == PROSE:
        return ": absent; no clause of sections 一 and 六 that was read has it"
    there = [cell.key for cell in report.extraction.observations if cell.status != ABSENT]
    row = sum(other[:2] == key[:2] for other in there)
    column = sum((other[0], other[2]) == (key[0], key[2]) for other in there)
    return (
        f": absent; form {report.form.id} has this cell, the report does not print it "
        f"(of its row {row} cells are printed, of its column {column})"
    )


def _contradictory(report: ExtractedReport, key: Key) -> list[Observation]:
    """The places of a value that the prose prints more than once, and not the same."""
    _unchanged(report)
    note = "printed more than once, and not the same; no value is taken"
    row = prose_rows()[key[1]]
    document = _document(report.path, report.sha256)
    pages = {p.locator: p.page for p in document.paragraphs}
    return [
        Observation(*key, None, row.column(key[2]).unit, UNREADABLE, raw, pages.get(place), place,
                    note=note)
        for unsettled in read_unsettled(document)
        if (unsettled.row, unsettled.column) == key[1:]
        for raw, place in zip(unsettled.printed, unsettled.locators, strict=True)
    ]  # fmt: skip


def _check_key(report: ExtractedReport, key: Key) -> None:
    """Raise a KeyError for a key that this report's form does not have."""
    known = [cell.key for cell in report.extraction.observations]
    known += [(PROSE, row.code, column.code) for row in prose_rows().values()
              for column in row.columns]  # fmt: skip
    if key in known:
        return
    depth, codes = 0, sorted({code for code, _, _ in known})
    while depth < 2 and key[depth] in codes:
        depth += 1
        codes = [other[depth] for other in known if other[:depth] == key[:depth]]
    what = ("table", "row", "column")[depth]
    within = f" in {'.'.join(key[:depth])}" if depth else ""
    message = f"form {report.form.id} has no {what} {key[depth]!r}{within}"
    raise KeyError(message + (_in_another_form(key) or _suggestion(key[depth], codes)))


def _in_another_form(key: Key) -> str:
    others = [
        form.id
        for form in forms()
        for table in form.tables
        for row, column in table.cells()
        if (table.code, row.code, column.code) == key
    ]
    return f"; form {' and form '.join(others)} has, and the report does not print it" if others \
        else ""  # fmt: skip


def _suggestion(code: str, codes: Sequence[str]) -> str:
    codes = list(dict.fromkeys(codes))
    if near := get_close_matches(code, codes, n=1):
        return f"; did you mean {near[0]!r}?"
    more = f" and {len(codes) - _MANY} more" if len(codes) > _MANY else ""
    return f"; there are {', '.join(codes[:_MANY])}{more}"
