"""«同比增长3.89%»: the change on the year before, of the value stated just before it."""

from __future__ import annotations

import re

from gxlab.extract.prose.clauses import Slot
from gxlab.extract.prose.context import Context, Hit
from gxlab.extract.prose.wording import is_bare
from gxlab.forms.prose_codes import prose_rows

_CHANGE = re.compile(
    r"(?:(?P<base>同比|比|较|与|相较于?|相比)(?P<year>上一?年度?|去年|20\d\d年度?|上年度)?"
    r"(?:同期|全年|度|水平)?(?:相比|比较)?,?)?"
    r"(?:信息)?(?:公开)?(?:数量|总量|总数|申请量|公开量|发布量|受理量|数|量)?(?:同比)?(?:均|大幅|略|小幅|有所)*"
    r"(?P<way>增长|增加|上升|提高|提升|增幅|多|少|增|减少|下降|降低|下滑|回落|降幅|减|降|上涨)"
    r"(?:率|幅度|了|幅|约|达|为|到达|达到|近|公开|收到|发布|:)*$"
)
_ROWS = {"disclosed": "disclosed_change", "applications": "applications_change"}
_FALLS = "减下降回少"


def read_change(slot: Slot, context: Context) -> list[Hit] | None:
    """The change that one quantity states; an empty list where it is one without a code.

    None says that the words are of no change. A difference («增加320条») has no code, nor has a
    percentage whose base is not stated.
    """
    before = slot.lead.rstrip(",").rsplit(",", 1)[-1] + "," if slot.lead else ""
    found = _CHANGE.search(before + slot.head)
    if found is None or not is_bare((before + slot.head)[len(before) : found.start()]):
        return None
    if slot.quantity.unit != "%" or slot.quantity.bound:
        return [] if found["base"] else None
    if context.anchor is None or not _on_last_year(found, context):
        return []
    row, column = context.anchor
    change = _ROWS.get(row, "")
    if not change or column not in {known.code for known in prose_rows()[change].columns}:
        return []
    value = -slot.quantity.value if found["way"][0] in _FALLS else slot.quantity.value
    return [Hit((change, column), value, slot.quantity.approximate)]


def _on_last_year(found: re.Match[str], context: Context) -> bool:
    if "同比" in found.group():
        return True
    year = found["year"] or ""
    if year.startswith("20"):
        return context.year is not None and int(year[:4]) == context.year - 1
    return bool(year)
