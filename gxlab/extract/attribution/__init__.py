"""Who reports, for where and for which year, each with the text that says so and its place.

Nothing is guessed. What the report does not say, or says of several places alike, is None, and
`Attribution.evidence` says why.

The heading of the report is known among the links and lists around it by where it stands (right
above the text) and by what else says the same (the page's title, the statistics period). The
region is read in the name of the body; where the name does not decide (鼓楼区, 财政局), the rest
of the report may: first the name written out in full, then the site and the portal's metadata,
then the addresses and governments named at the beginning and the end.

The modules, in the order that a report goes through them:

========================  ====================================================================
``report_text``           the lines of running text, each with its place
``dates``                 years, spans of years and dates as they are printed
``body_kinds``            a body's name parted from its divisions; its kind: department, township
``portal``                the parts of the page's title; the portal's metadata
``signature``             who signed the report and when; when it was published
``sources``               all of these, read once
``title``                 the heading, and the year reported on
``body``                  the body that reports
``location``              its division and level
``simulated``             whether the file says that it was simulated (read on its own)
========================  ====================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gxlab.document import Document
from gxlab.extract.attribution.body import find_body
from gxlab.extract.attribution.body_kinds import KINDS, kind_of
from gxlab.extract.attribution.location import Location, find_location, level_of
from gxlab.extract.attribution.signature import find_published
from gxlab.extract.attribution.sources import read_sources
from gxlab.extract.attribution.title import find_title, parse_title
from gxlab.regions import lineage

__all__ = ["KINDS", "Attribution", "attribution_of", "kind_of", "parse_title"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who, where and when; None where the report does not say.

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
    evidence : for each field the text that it was found in and its place, or why it is None
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


def _region_fields(
    location: Location, year: int | None, evidence: dict[str, str]
) -> dict[str, str | None]:
    """The fields of `Attribution` that say where, as far as the candidates agree."""
    lineages = [lineage(each, year) for each in location.regions]
    names = [
        alike.pop() if len(alike := set(each)) == 1 else None
        for each in zip(*lineages, strict=True)
    ]
    code = location.regions[0].code if location.certain else None
    caveat = location.regions[0].caveat(year) if location.certain else ""
    fields = ("region_code", "province", "prefecture", "county")
    evidence |= dict.fromkeys(fields, f"{location.why}; {caveat}" if caveat else location.why)
    return dict(zip(fields, (code, *(names or (None, None, None))), strict=True))


def attribution_of(document: Document) -> Attribution:
    """Find who reports, for where and for which year.

    Parameters
    ----------
    document : what a reader yields; its title, paragraphs and grids are used

    Returns
    -------
    Attribution
        With None and a reason in ``evidence`` for whatever was not found.
    """
    evidence: dict[str, str] = {}
    sources = read_sources(document)
    title = find_title(sources, evidence)
    year = title.year if title else None
    body = find_body(title, sources, evidence)
    published = find_published(year, sources.metadata, sources.signed, evidence)
    kind = kind_of(body, year) if body else None
    location = Location((), False, "the body was not found")
    if body is not None:
        location = find_location(body, kind, sources, year)
    evidence["kind"] = f"by the name «{body}»" if kind else "the name of the body does not say"
    level = level_of(kind, location)
    evidence["level"] = evidence["kind"] if level else "neither name nor division of the body says"
    where = _region_fields(location, year, evidence)
    return Attribution(
        body=body,
        kind=kind,
        level=level,
        **where,
        year=year,
        title=title.text or None if title else None,
        published=published,
        evidence=evidence,
    )
