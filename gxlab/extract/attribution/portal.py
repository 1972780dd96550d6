"""What the portal says around a report: its title, its table or lines of metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gxlab.document import Document
from gxlab.extract.attribution.body_kinds import kind_of
from gxlab.extract.attribution.dates import DATE, SPAN
from gxlab.extract.attribution.report_text import LONGEST, Line, Told

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
# Between the parts of a page's title: a sign, or a space that is not beside a number.
_SITE = re.compile(r"[\-_|｜—–>»]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def title_parts(document: Document) -> list[Told]:
    """The parts of the page's title: the heading, the names of the section and the site."""
    text = document.title[:LONGEST]
    spans = [found.span() for found in SPAN.finditer(text)]
    parts, end = [], 0
    for sign in _SITE.finditer(text):
        # The dash of «2023-2024年» parts nothing.
        if not any(first < sign.start() < last for first, last in spans):
            parts.append(text[end : sign.start()])
            end = sign.end()
    return [Told("".join(part.split()), "title") for part in (*parts, text[end:])]


def read_metadata(
    document: Document, above: list[Line], below: list[Line]
) -> dict[str, list[Told]]:
    """What the portal's table, or lines above or below the report, say: body, date, title, year."""
    told: dict[str, list[Told]] = {name: [] for name in _LABELS}
    for name, value in _in_tables(document):
        told[name].append(value)
    for line in (*above, *below):
        if len(line.text) <= 200 and (":" in line.text or "：" in line.text):
            for name, label in _INLINE.items():
                values = label.findall(line.raw[:LONGEST])
                told[name] += [Told(value, line.where) for value in values]
    for lines in (above, below):
        for name, value in _on_two_lines(lines):
            told[name].append(value)
    return told


def _in_tables(document: Document) -> Iterator[tuple[str, Told]]:
    for grid in document.grids:
        if not any(map(_labelled, grid.texts)):
            continue
        for row in grid.rows():
            for at, cell in enumerate(row):
                for name, value in _labelled(cell.text):
                    after = row[at + 1].text[:LONGEST] if at + 1 < len(row) else ""
                    yield name, Told(value or "".join(after.split()), cell.locator)


def _labelled(text: str) -> tuple[tuple[str, str], ...]:
    """The labels of metadata with which a cell begins, each with the value beside it, if any."""
    text = "".join(text.split())
    if not 2 <= len(text) <= 80:
        return ()
    found = ((name, label.match(text)) for name, label in _LABEL.items())
    return tuple(
        (name, text[label.end() :])
        for name, label in found
        if label and (label.end() == len(text) or text[label.end() - 1] in ":：】]")
    )


def _on_two_lines(lines: list[Line]) -> Iterator[tuple[str, Told]]:
    """A label alone on its line, and on the next one a body or a date.

    Where another body follows, the label heads a list of bodies to choose from.
    """
    texts = [line.text for line in lines]
    for at, (label, value) in enumerate(pairwise(texts)):
        if len(label) > 12 or len(value) > 40:
            continue
        if _LABEL["published"].fullmatch(label) and DATE.match(value):
            yield "published", Told(value, lines[at + 1].where)
        if _LABEL["body"].fullmatch(label) and kind_of(value):
            after = texts[at + 2] if at + 2 < len(texts) else ""
            if len(after) > 40 or not kind_of(after):
                yield "body", Told(value, lines[at + 1].where)
