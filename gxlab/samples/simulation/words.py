"""The prose of a simulated report, each sentence with the values that it states."""

from __future__ import annotations

from typing import NamedTuple

from gxlab.samples.simulation.draw import Drawn

Values = dict[tuple[str, str], int]
_LITIGATION = ("litigation_direct", "litigation_after_reconsideration")


class Sentence(NamedTuple):
    """A paragraph and its values by (row, column) of ``forms/prose.toml``."""

    text: str
    values: Values


def overview(drawn: Drawn, volume_on_website: int) -> list[Sentence]:
    """Section 一: the volume disclosed with its scope, applications, disputes."""
    return [_volume(drawn, volume_on_website), _applications(drawn), _disputes(drawn)]


def other(drawn: Drawn) -> list[Sentence]:
    """Section 六: the information-processing fee."""
    text = f"全年收取政府信息公开信息处理费{drawn.fee}元。"
    if not drawn.fee:
        text = f"{drawn.year}年未收取政府信息公开信息处理费。"
    return [Sentence(text, {("processing_fee", "amount"): drawn.fee})]


def _volume(drawn: Drawn, website: int) -> Sentence:
    of, year, n = drawn.place.name[-1], drawn.year, drawn.volume
    on_all = {("disclosed", "total"): n}
    on_website = {("disclosed", "website"): website}
    if drawn.website_only:
        wordings = (
            Sentence(f"依托{of}人民政府门户网站,全年发布各类政务信息{website:,}条。", on_website),
            Sentence(f"{year}年通过政府网站公开政府信息{website}条。", on_website),
        )
    else:
        both = f"全年主动公开政府信息{n}条,其中网站公开{website}条。"
        wordings = (
            Sentence(f"{year}年,全{of}主动公开政府信息{n}条。", on_all),
            Sentence(both, {**on_all, **on_website}),
        )
    return wordings[drawn.wording % 2]


def _applications(drawn: Drawn) -> Sentence:
    new, carried_in, concluded, carried_out = (
        int(drawn.cells["applications", row, "total"])
        for row in ("new", "carried_in", "total", "carried_out")
    )
    values = {("applications", "new"): new, ("applications", "carried_in"): carried_in}
    if drawn.wording // 2 % 2:
        return Sentence(f"全年新收政府信息公开申请{new}件,上年结转{carried_in}件。", values)
    text = (
        f"上年结转政府信息公开申请{carried_in}件,本年新收{new}件,"
        f"办结{concluded}件,结转下年度继续办理{carried_out}件。"
    )
    rest = {("applications", "concluded"): concluded, ("applications", "carried_out"): carried_out}
    return Sentence(text, values | rest)


def _disputes(drawn: Drawn) -> Sentence:
    reconsidered = int(drawn.cells["disputes", "reconsideration", "total"])
    sued = sum(int(drawn.cells["disputes", row, "total"]) for row in _LITIGATION)
    values = {("reconsideration", "total"): reconsidered, ("litigation", "total"): sued}
    if not reconsidered:
        return Sentence("全年未发生因政府信息公开引发的行政复议、行政诉讼。", values)
    text = f"全年因政府信息公开被申请行政复议{reconsidered}件、被提起行政诉讼{sued}件。"
    return Sentence(text, values)
