"""What the terms of models are called, in English and Chinese."""

from __future__ import annotations

from functools import cache
from typing import Literal

from gxlab.forms import labels_with

Lang = Literal["en", "zh"]

#: Kinds of applicant, the form's columns but the total.
KINDS = tuple(label.code for label in labels_with("applications", plays="applicant"))
_TERMS = {
    "const": ("constant", "常数项"),
    "alpha": ("alpha (negative binomial)", "alpha(负二项)"),
    "year": ("year", "年份"),
    "log_disclosed": ("log volume disclosed", "主动公开信息数(对数)"),
    "log_size": ("log size", "规模(对数)"),
    "district": ("district (区)", "市辖区"),
    "level": ("level", "层级"),
    "level[province]": ("level: province", "层级:省级"),
    "level[prefecture]": ("level: prefecture", "层级:地级"),
    "level[county]": ("level: county", "层级:县级"),
    "level[township]": ("level: township", "层级:乡级"),
    "level[department]": ("level: department", "层级:部门"),
    "region": ("region", "地区"),
    "region[east]": ("region: east", "地区:东部"),
    "region[central]": ("region: central", "地区:中部"),
    "region[west]": ("region: west", "地区:西部"),
    "region[northeast]": ("region: northeast", "地区:东北"),
}


@cache
def label(term: str, lang: Lang) -> str:
    """The name of a term; the term itself where there is none."""
    if term in KINDS:
        column = next(c for c in labels_with("applications", plays="applicant") if c.code == term)
        return column.en if lang == "en" else column.zh
    return _TERMS.get(term, (term, term))[0 if lang == "en" else 1]


#: The four regions of 国家统计局 (东西中部和东北地区划分方法, 2011), by the first two digits.
REGIONS = {
    **dict.fromkeys(("11", "12", "13", "31", "32", "33", "35", "37", "44", "46"), "east"),
    **dict.fromkeys(("14", "34", "36", "41", "42", "43"), "central"),
    **dict.fromkeys(
        ("15", "45", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"), "west"
    ),
    **dict.fromkeys(("21", "22", "23"), "northeast"),
}
