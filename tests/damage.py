"""What happens to tables on their way into print: pure functions from a sheet to a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from gxlab.cells import Key
from gxlab.forms.sheet import Box, Sheet, in_order

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LABELS = frozenset({"title", "header", "group", "label"})
ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other_org")


def remove_row(sheet: Sheet, row: int | str) -> Sheet:
    """Take a row out as a careful editor does: merged cells shrink, what is below moves up.

    `row` is a row of the grid, or the code of a row of the form.
    """
    row = _row(sheet, row)
    boxes = []
    for box in sheet.boxes:
        if box.row <= row < box.bottom:
            box = replace(box, rowspan=box.rowspan - 1)
        elif box.row > row:
            box = replace(box, row=box.row - 1)
        if box.rowspan:
            boxes.append(box)
    return replace(sheet, boxes=in_order(boxes), n_rows=sheet.n_rows - 1)


def remove_tr(sheet: Sheet, row: int | str) -> Sheet:
    """Take a ``<tr>`` out as a careless editor does, and place the rest as a browser would.

    The cells that begin in the row vanish; merged cells from above keep their ``rowspan`` and
    so reach one row too far, where they push the cells of that row to the right.
    """
    row = _row(sheet, row)
    rows = sheet.rows()
    del rows[row]
    taken: set[tuple[int, int]] = set()
    boxes = []
    for at, cells in enumerate(rows):
        col = 0
        for box in cells:
            while (at, col) in taken:
                col += 1
            rowspan = min(box.rowspan, len(rows) - at)
            boxes.append(replace(box, row=at, col=col, rowspan=rowspan))
            taken |= {(at + r, col + c) for r in range(rowspan) for c in range(box.colspan)}
            col += box.colspan
    n_cols = max((box.right for box in boxes), default=0)
    return replace(sheet, boxes=in_order(boxes), n_rows=len(rows), n_cols=n_cols)


def blank(sheet: Sheet, keys: Iterable[Key]) -> Sheet:
    """Empty the cells of these keys."""
    for key in keys:
        sheet = set_text(sheet, key, "")
    return sheet


def set_text(sheet: Sheet, key: Key, text: str) -> Sheet:
    """Print another text in the cell of a key; KeyError where the sheet has no such cell."""
    return respell(sheet, _index(sheet, key), text)


def note_in_cell(sheet: Sheet, key: Key, note: str) -> Sheet:
    """Add a note after a figure, in its own cell («22(其中修订16件)»)."""
    at = _index(sheet, key)
    return respell(sheet, at, sheet.boxes[at].text + note)


def mark_row(sheet: Sheet, row: int | str, mark: str = "/") -> Sheet:
    """Print a mark in every value cell of a row (of the grid, or of the form, by its code)."""

    def marked(box: Box) -> Box:
        here = box.row == row if isinstance(row, int) else box.key is not None and box.key[1] == row
        return replace(box, text=mark) if here and box.role == "value" else box

    return _each(sheet, marked)


def respell(sheet: Sheet, box_index: int, new_text: str) -> Sheet:
    """Print another text in the box at this place of ``sheet.boxes``."""
    boxes = list(sheet.boxes)
    boxes[box_index] = replace(boxes[box_index], text=new_text)
    return replace(sheet, boxes=tuple(boxes))


def space_labels(sheet: Sheet, rng: Random) -> Sheet:
    """Put a stray space inside about a third of the labels («总 计», «重 新出具»)."""

    def spaced(box: Box) -> Box:
        if box.role not in _LABELS or len(box.text) < 2 or rng.random() > 1 / 3:
            return box
        at = rng.randrange(1, len(box.text))
        return replace(box, text=f"{box.text[:at]} {box.text[at:]}")

    return _each(sheet, spaced)


def slip_label(sheet: Sheet, box_index: int, rng: Random) -> Sheet:
    """Drop or replace one Chinese character of a label, as a typist's slip does."""
    text = sheet.boxes[box_index].text
    places = [match.start() for match in _CHINESE.finditer(text)]
    if not places:
        raise ValueError(f"box {box_index} has no Chinese character: {text!r}")
    at = rng.choice(places)
    pool = sorted({c for box in sheet.boxes for c in _CHINESE.findall(box.text)} - {text[at]})
    new = rng.choice(["", rng.choice(pool)]) if pool else ""
    return respell(sheet, box_index, text[:at] + new + text[at + 1 :])


def add_subtotal_column(sheet: Sheet) -> Sheet:
    """Add an eighth column 小计 to 申请情况, after 其他, under 法人或其他组织.

    Its cells hold the sum of the five kinds of organisation, or nothing where one of the five
    is no whole number; they have no key, for the form has no such cell.
    """
    last = next(box.col for box in sheet.boxes if box.key and box.key[2] == "other_org")
    boxes = []
    for box in sheet.boxes:
        if box.col > last:
            box = replace(box, col=box.col + 1)
        elif box.colspan > 1 and box.right > last:
            box = replace(box, colspan=box.colspan + 1)
        boxes.append(box)
        if box.col == last and box.role == "header":
            boxes.append(replace(box, col=last + 1, text="小计"))
        elif box.col == last and box.role == "value" and box.key:
            text = _subtotal(sheet, box.key[1])
            boxes.append(replace(box, col=last + 1, text=text, key=None))
    return replace(sheet, boxes=in_order(boxes), n_cols=sheet.n_cols + 1)


def repeat_header(sheet: Sheet, after_row: int | str) -> Sheet:
    """Print the header rows again after a row, as a table put together from pages has them.

    A merged label that the header cuts goes on below it as an empty cell.
    """
    seam = _row(sheet, after_row) + 1
    depth = sheet.header_rows
    boxes = [replace(box, row=box.row + seam) for box in sheet.boxes if box.row < depth]
    for box in sheet.boxes:
        if box.row >= seam:
            boxes.append(replace(box, row=box.row + depth))
        elif box.bottom > seam:
            below = box.bottom - seam
            boxes.append(replace(box, rowspan=box.rowspan - below))
            boxes.append(replace(box, row=seam + depth, rowspan=below, text=""))
        else:
            boxes.append(box)
    return replace(sheet, boxes=in_order(boxes), n_rows=sheet.n_rows + depth)


def split_disputes(sheet: Sheet) -> list[Sheet]:
    """复议、诉讼 as three tables of one row and five columns, each under its own title."""
    wide = sheet.n_cols // 3
    return [_part(sheet, 0, sheet.n_rows, at * wide, (at + 1) * wide) for at in range(3)]


def split_blocks(sheet: Sheet) -> list[Sheet]:
    """主动公开 as one table a block."""
    starts = [box.row for box in sheet.boxes if box.role == "title"]
    ends = [*starts[1:], sheet.n_rows]
    return [_part(sheet, top, end, 0, sheet.n_cols) for top, end in zip(starts, ends, strict=True)]


def _part(sheet: Sheet, top: int, bottom: int, left: int, right: int) -> Sheet:
    """The part of a sheet within these edges; only the part that begins it keeps its heading."""
    boxes = []
    for box in sheet.boxes:
        row, col = max(box.row, top), max(box.col, left)
        rowspan, colspan = min(box.bottom, bottom) - row, min(box.right, right) - col
        if rowspan > 0 and colspan > 0:
            boxes.append(
                replace(box, row=row - top, col=col - left, rowspan=rowspan, colspan=colspan)
            )
    heading = "" if top or left else sheet.heading
    return Sheet(sheet.table, heading, in_order(boxes), bottom - top, right - left)


def _each(sheet: Sheet, change: Callable[[Box], Box]) -> Sheet:
    return replace(sheet, boxes=tuple(change(box) for box in sheet.boxes))


def _row(sheet: Sheet, row: int | str) -> int:
    return sheet.row_of(row) if isinstance(row, str) else row


def _index(sheet: Sheet, key: Key) -> int:
    for at, box in enumerate(sheet.boxes):
        if box.key == key:
            return at
    raise KeyError(f"no cell {key} in table {sheet.table!r}")


def _subtotal(sheet: Sheet, row: str) -> str:
    texts = [
        box.text
        for box in sheet.boxes
        if box.key and box.key[1] == row and box.key[2] in ORGANISATIONS
    ]
    return str(sum(map(int, texts))) if all(text.isdecimal() for text in texts) else ""
