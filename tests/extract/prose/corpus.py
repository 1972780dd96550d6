"""A report of one paragraph, and the figures that a sentence of the corpus expects."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from gxlab.document import Document, Paragraph
from gxlab.extract.prose import read_prose

HERE = Path(__file__).parent
Figure = tuple[str, Decimal, bool]


def corpus(name: str) -> list[dict[str, Any]]:
    """The sentences of one corpus file."""
    data = tomllib.loads((HERE / name).read_text(encoding="utf-8"))
    sentences: list[dict[str, Any]] = data["sentence"]
    return sentences


def report(*lines: str, year: int = 2024) -> Document:
    """A report of plain text whose section 一 holds the lines."""
    title = f"某县人民政府{year}年政府信息公开工作年度报告"
    texts = [title, "一、总体情况", *lines]
    blocks = tuple(Paragraph(text, f"line {n}") for n, text in enumerate(texts, start=1))
    return Document(Path("report.txt"), "text", "0" * 64, title, blocks)


def expected(sentence: dict[str, Any]) -> set[Figure]:
    figures = set()
    for told in sentence["expect"]:
        code, value = told.split()
        figures.add((code, Decimal(value.lstrip("~")), value.startswith("~")))
    return figures


def found(sentence: dict[str, Any]) -> set[Figure]:
    lines = [line for line in (sentence.get("under"), sentence["text"]) if line]
    observations = read_prose(report(*lines, year=sentence.get("year", 2024)))
    return {(f"{o.row}.{o.column}", o.value or Decimal(0), o.approximate) for o in observations}
