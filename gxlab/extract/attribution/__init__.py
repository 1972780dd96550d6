"""Who reports, for where and for which year, each told from a text that can be pointed to.

Nothing is guessed. What the report does not tell, or tells of several places alike, is None,
and `Attribution.evidence` says why.

The heading of the report is told from the links and lists around it by where it stands (right
above the text) and by what else says the same (the page's title, the statistics period). The
region is read in the name of the body; where the name does not decide (鼓楼区, 财政局), the rest
of the report may: first the name written out in full, then the site and the portal's metadata,
then the addresses and governments named at the beginning and the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gxlab.document import Document
from gxlab.extract.attribution.body import read_signature, tell_body
from gxlab.extract.attribution.body_kinds import KINDS, kind_of
from gxlab.extract.attribution.dates import tell_published
from gxlab.extract.attribution.location import Place, tell_level, tell_place
from gxlab.extract.attribution.portal import read_metadata, title_parts
from gxlab.extract.attribution.report_text import (
    ENDS,
    Pages,
    Told,
    first_of_text,
    read_lines,
    stops,
)
from gxlab.extract.attribution.title import parse_title, tell_title
from gxlab.regions import lineage

__all__ = ["KINDS", "Attribution", "attribution_of", "kind_of", "parse_title"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who, where and when; None where the report does not tell.

    Attributes
    ----------
    body : name of the reporting body as printed, without white space
    kind : a key of `KINDS`
    level : ``province``, ``prefecture``, ``county`` (a government or its office), ``department``
        (also zones and institutions) or ``township``
    region_code : the most specific division whose body it is, six digits
    province, prefecture, county : its names in the year of the report; None also where there is
        none (the prefecture of a district of 北京市)
    year : the year reported on, not that of publication
    title : the heading, without white space
    published : the full date of publication or signature
    evidence : for each field the text it was told from and its place, or why it is None
    """

    body: str | None = None
    kind: str | None = None
    level: str | None = None
    region_code: str | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    year: int | None = None
    title: str | None = None
    published: date | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


def _read_pages(document: Document, parts: list[Told]) -> Pages:
    lines = read_lines(document)
    start = first_of_text(lines)
    metadata = read_metadata(document, lines[:start], lines[max(start, len(lines) - ENDS) :])
    sites = [told for told in parts if told.text and not parse_title(told.text)]
    flow = "".join(line.text for line in lines)
    return Pages(lines, start, flow, stops(lines), metadata, sites + metadata["body"])


def _tell_region(
    place: Place, year: int | None, evidence: dict[str, str]
) -> tuple[str | None, str | None, str | None, str | None]:
    """The code and the names (province, prefecture, county), as far as the candidates agree."""
    lineages = [lineage(each, year) for each in place.regions]
    names = [
        told.pop() if len(told := set(each)) == 1 else None for each in zip(*lineages, strict=True)
    ]
    province, prefecture, county = names or (None, None, None)
    code = place.regions[0].code if place.certain else None
    caveat = place.regions[0].caveat(year) if place.certain else ""
    for name in ("region_code", "province", "prefecture", "county"):
        evidence[name] = f"{place.why}; {caveat}" if caveat else place.why
    return code, province, prefecture, county


def attribution_of(document: Document) -> Attribution:
    """Tell who reports, for where and for which year.

    Parameters
    ----------
    document : what a reader yields; its title, paragraphs and grids are used

    Returns
    -------
    Attribution
        With None and a reason in ``evidence`` for whatever is not told.
    """
    evidence: dict[str, str] = {}
    parts = title_parts(document)
    pages = _read_pages(document, parts)
    signed, dated = read_signature(pages)
    title = tell_title(parts, pages, signed, evidence)
    year = title.year if title else None
    body = tell_body(title, pages, signed, evidence)
    published = tell_published(year, pages, dated, evidence)
    kind = kind_of(body, year) if body else None
    place = Place((), False, "the body is not told")
    if body is not None:
        place = tell_place(body, kind, pages, year)
    evidence["kind"] = f"by the name «{body}»" if kind else "the name of the body does not tell"
    level = tell_level(kind, place)
    evidence["level"] = evidence["kind"] if level else "neither name nor division of the body tells"
    where = _tell_region(place, year, evidence)
    text = title.text or None if title else None
    return Attribution(body, kind, level, *where, year, text, published, evidence)
