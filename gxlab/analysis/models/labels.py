"""What the terms of models are called, in English and Chinese."""

from __future__ import annotations

from typing import Literal

from gxlab.forms import labels_with

Lang = Literal["en", "zh"]

#: Kinds of applicant, the form's columns but the total.
_KINDS = {kind.code: kind for kind in labels_with("applications", plays="applicant")}
KINDS = tuple(_KINDS)
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
#: What a table of models says of them.
_WORDS = {
    "control": ("Control: ", "控制变量:"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "estimates": ("Estimates", "估计量"),
    "odds": ("odds ratios", "优势比"),
    "log_odds": ("log odds ratios", "对数优势比"),
    "rate": ("rate ratios", "发生率比"),
    "log_rate": ("log rate ratios", "对数发生率比"),
    "coefficients": ("coefficients", "系数"),
    "n": ("N", "样本量"),
    "n_reports": ("Reports", "报告数"),
    "effects": ("Fixed effects", "固定效应"),
    "standard_errors": ("Standard errors", "标准误"),
    "dispersion": ("Dispersion (Pearson)", "离散度(Pearson)"),
    "r_squared": ("R²", "R²"),
    "deviance": ("Deviance", "偏差"),
    "log_likelihood": ("Log-likelihood", "对数似然"),
    "aic": ("AIC", "AIC"),
    "intervals": ("In brackets: confidence intervals at {}.", "方括号内为 {} 置信区间。"),
    "errors": ("In parentheses: standard errors.", "括号内为标准误。"),
    "errors_of_ratios": (
        "In parentheses: standard errors, those of ratios by the delta method.",
        "括号内为标准误(比值的标准误按 delta 法计算)。",
    ),
    "stars": ("* p < .05, ** p < .01, *** p < .001.", "* p < .05, ** p < .01, *** p < .001。"),
    "references": ("Reference: {}.", "参照组:{}。"),
}


def word(key: str, lang: Lang) -> str:
    """What a table of models says, by its key."""
    return _WORDS[key][lang == "zh"]


def label(term: str, lang: Lang) -> str:
    """The name of a term; the term itself where there is none."""
    if term in _KINDS:
        return _KINDS[term].en if lang == "en" else _KINDS[term].zh
    return _TERMS.get(term, (term, term))[lang == "zh"]


#: The four regions of 国家统计局 (东西中部和东北地区划分方法, 2011), by the first two digits.
REGIONS = {
    **dict.fromkeys(("11", "12", "13", "31", "32", "33", "35", "37", "44", "46"), "east"),
    **dict.fromkeys(("14", "34", "36", "41", "42", "43"), "central"),
    **dict.fromkeys(
        ("15", "45", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"), "west"
    ),
    **dict.fromkeys(("21", "22", "23"), "northeast"),
}
