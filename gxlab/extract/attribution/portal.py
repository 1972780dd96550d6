"""What the portal says around a report: the title of its page, its table or lines of metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gxlab.document import Document
from gxlab.extract.attribution.body_kinds import kind_of
from gxlab.extract.attribution.dates import DATE, SPAN
from gxlab.extract.attribution.report_text import (
    ENDS,
    LONGEST,
    PrintedLine,
    ReportText,
    Snippet,
)

_LABELS = {
    "body": "发布(?:机构|单位|机关|部门)|发文(?:机关|单位)|公开(?:机构|单位|主体|责任部门)"
    "|责任单位|制发机关|编制单位|(?:信息|文章)?来源",
    "published": "公开日期|发布日期|发布时间|公开时间|成文日期|生成日期|发文日期",
    "title": "名称|标题|信息名称|文件名称|公文名称",
    "year": "年度|年份|所属年度|所属年份|报告年度",
}
_LABEL = {name: re.compile(f"[\\[【]?({pattern})[:：\\]】]*") for name, pattern in _LABELS.items()}
_INLINE = {
    name: re.compile(rf"(?<![\u4e00-\u9fff])(?:{pattern})[:：]\s*([^\s|｜\]】]+(?:\s+\d+:\d+)?)")
    for name, pattern in _LABELS.items()
    if name in ("body", "published")
}
# Between the parts of a page's title: a mark, or a space that is not beside a number.
_SEPARATOR = re.compile(r"[\-_|｜—–>»]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True)
class PortalMetadata:
    """What the portal's metadata say, each in the order of the page."""

    body: list[Snippet]
    published: list[Snippet]
    title: list[Snippet]
    year: list[Snippet]


# The name of a field of `PortalMetadata`, and a value that stands behind one of its labels.
_Entry = tuple[str, Snippet]


def title_parts(document: Document) -> list[Snippet]:
    """The parts of the page's title: the heading, the names of the section and the site."""
    text = document.title[:LONGEST]
    spans = [found.span() for found in SPAN.finditer(text)]
    parts, end = [], 0
    for separator in _SEPARATOR.finditer(text):
        # The dash of «2023-2024年» separates nothing.
        if not any(first < separator.start() < last for first, last in spans):
            parts.append(text[end : separator.start()])
            end = separator.end()
    return [Snippet("".join(part.split()), "title") for part in (*parts, text[end:])]


def read_metadata(document: Document, text: ReportText) -> PortalMetadata:
    """What the portal's table, or lines above or below the report, say."""
    above = text.lines[: text.start]
    below = text.lines[max(text.start, len(text.lines) - ENDS) :]
    found: dict[str, list[Snippet]] = {name: [] for name in _LABELS}
    for name, value in (
        *_in_tables(document),
        *_in_lines([*above, *below]),
        *_on_two_lines(above),
        *_on_two_lines(below),
    ):
        found[name].append(value)
    return PortalMetadata(**found)


def _in_tables(document: Document) -> Iterator[_Entry]:
    """A label in a cell, and its value behind it («发布机构:财政局») or in the next cell."""
    for grid in document.grids:
        for row in grid.rows():
            for at, cell in enumerate(row):
                for name, value in _labelled(cell.text):
                    after = row[at + 1].text[:LONGEST] if at + 1 < len(row) else ""
                    yield name, Snippet(value or "".join(after.split()), cell.locator)


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """The labels of metadata with which a cell begins, each with the value behind it, if any."""
    text = "".join(text.split())
    if not 2 <= len(text) <= 80:
        return
    for name, pattern in _LABEL.items():
        label = pattern.match(text)
        if label and (label.end() == len(text) or text[label.end() - 1] in ":：】]"):
            yield name, text[label.end() :]


def _in_lines(lines: Sequence[PrintedLine]) -> Iterator[_Entry]:
    """«来源:安丘市财政局 发布日期:2025-01-14 10:22» on one line."""
    for line in lines:
        if len(line.text) <= 200 and (":" in line.text or "：" in line.text):
            for name, label in _INLINE.items():
                for value in label.findall(line.printed[:LONGEST]):
                    yield name, Snippet(value, line.where)


def _on_two_lines(lines: Sequence[PrintedLine]) -> Iterator[_Entry]:
    """A label alone on its line, and on the next one a body or a date.

    Where another body follows, the label heads a list of bodies to choose from.
    """
    texts = [line.text for line in lines]
    for at, (label, value) in enumerate(pairwise(texts)):
        if len(label) > 12 or len(value) > 40:
            continue
        if _LABEL["published"].fullmatch(label) and DATE.match(value):
            yield "published", Snippet(value, lines[at + 1].where)
        if _LABEL["body"].fullmatch(label) and kind_of(value):
            after = texts[at + 2] if at + 2 < len(texts) else ""
            if len(after) > 40 or not kind_of(after):
                yield "body", Snippet(value, lines[at + 1].where)
