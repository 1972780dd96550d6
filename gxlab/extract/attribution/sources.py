"""All places that may say who reports, for where and when, each read once."""

from __future__ import annotations

from dataclasses import dataclass

from gxlab.document import Document
from gxlab.extract.attribution.portal import PortalMetadata, read_metadata, title_parts
from gxlab.extract.attribution.report_text import ReportText, Snippet, read_lines
from gxlab.extract.attribution.signature import Signature, read_signature


@dataclass(frozen=True)
class Sources:
    """The text of the report, the parts of its page's title, the portal's metadata, who signed."""

    text: ReportText
    page_title: list[Snippet]
    metadata: PortalMetadata
    signed: Signature


def read_sources(document: Document) -> Sources:
    """Read a document for all that may attribute it."""
    text = ReportText(read_lines(document))
    return Sources(text, title_parts(document), read_metadata(document, text), read_signature(text))
