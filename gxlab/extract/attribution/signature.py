"""Who signed the report and when, and the date on which it was published."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from gxlab.extract.attribution.body_kinds import kind_of
from gxlab.extract.attribution.dates import DATE, read_date
from gxlab.extract.attribution.portal import PortalMetadata
from gxlab.extract.attribution.report_text import ReportText, Snippet, quote


class Signature(NamedTuple):
    """The body and the date under the text; None where there is none."""

    body: Snippet | None = None
    date: Snippet | None = None


def read_signature(text: ReportText) -> Signature:
    """The signature, looked for from the end: a short line with a date, the body before it.

    The body stands on the line of the date or on the one above it. A date alone counts only on
    the last two lines: higher up it may be that of anything.
    """
    lines = text.lines
    for at in range(len(lines) - 1, text.start, -1):
        line = lines[at]
        found = DATE.search(line.text) if len(line.text) <= 50 else None
        if not found or line.text[found.end() :].strip(")）。"):
            continue
        dated = Snippet(found.group(), line.where)
        above = line.text[: found.start()].strip("(（") or lines[at - 1].text
        if len(above) <= 40 and not re.search("[，。；:：]", above) and kind_of(above):
            return Signature(Snippet(above, line.where), dated)
        if at >= len(lines) - 2 and not line.text[: found.start()]:
            return Signature(None, dated)
    return Signature()


def find_published(
    year: int | None, metadata: PortalMetadata, signed: Signature, evidence: dict[str, str]
) -> date | None:
    """The first full date of publication or signature after the year reported on.

    An earlier one is not taken: it is that of a template, or of the report before.
    """
    reasons = []
    for found in (*metadata.published, signed.date):
        day = read_date(found.text) if found else None
        if found is None or day is None:
            continue
        if year is not None and day.year > year:
            evidence["published"] = quote(found)
            return day
        since = f"{year} had not ended" if year else "the year of the report is not known"
        reasons.append(f"{quote(found)}: {since}")
    evidence["published"] = "; ".join(reasons) or "no full date of publication or signature"
    return None
