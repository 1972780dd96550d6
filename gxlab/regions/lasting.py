"""Places and bodies over time: one key for what was renamed, recoded or promoted."""

from __future__ import annotations

from functools import cache

from gxlab.regions import leading, region

_GOVERNMENT = {"", "政府", "行政公署", "行署", "人民政府"}
_OFFICE = {f"{of}办公{room}" for of in ("政府", "人民政府", "行署") for room in "室厅"}


@cache
def lasting_region(code: str, year: int | None = None) -> str:
    """The newest code of a division: what it became after renaming, recoding and promotion.

    Parameters
    ----------
    code : six digits, as of `year`; a code that is in no list is its own identity
    year : needed where a code went on to another division: 万盛区, merged into 綦江区 with its
        code, is ``500110-2010``, the code and its last year

    Examples
    --------
    >>> lasting_region("320829", 2014), lasting_region("320813", 2023)  # 洪泽县, 洪泽区
    ('320813', '320813')
    """
    try:
        place = region(code, year)
    except LookupError:
        return code
    while place.successor and place.last_year:
        if not place.change:
            return f"{place.code}-{place.last_year}"
        place = region(place.successor, place.last_year + 1)
    return place.code


@cache
def body_key(body: str, year: int | None = None) -> str:
    """A body's name less its divisions, so that 洪泽县财政局 and 洪泽区财政局 are one.

    A government is ``人民政府`` and its office ``人民政府办公室``, however they are written; the
    two are not the same body.
    """
    rest = body[leading(body, year).end :]
    if rest in _GOVERNMENT:
        return "人民政府"
    return "人民政府办公室" if rest in _OFFICE else rest
