"""A report of one paragraph, and the values that a sentence of the corpus states."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from gxlab.document import Document, Paragraph
from gxlab.extract.prose import read_prose

SENTENCES = Path(__file__).parent / "sentences"
Value = tuple[str, Decimal, bool]


def corpus(name: str) -> list[dict[str, Any]]:
    """The sentences of one corpus file."""
    data = tomllib.loads((SENTENCES / name).read_text(encoding="utf-8"))
    sentences: list[dict[str, Any]] = data["sentence"]
    return sentences


def report(*lines: str, year: int = 2024) -> Document:
    """A report of plain text whose section 一 holds the lines."""
    title = f"某县人民政府{year}年政府信息公开工作年度报告"
    texts = [title, "一、总体情况", *lines]
    blocks = tuple(Paragraph(text, f"line {n}") for n, text in enumerate(texts, start=1))
    return Document(Path("report.txt"), "text", "0" * 64, title, blocks)


def expected(sentence: dict[str, Any]) -> set[Value]:
    values = set()
    for stated in sentence["expect"]:
        code, value = stated.split()
        values.add((code, Decimal(value.lstrip("~")), value.startswith("~")))
    return values


def found(sentence: dict[str, Any]) -> set[Value]:
    lines = [line for line in (sentence.get("under"), sentence["text"]) if line]
    observations = read_prose(report(*lines, year=sentence.get("year", 2024)))
    return {(f"{o.row}.{o.column}", o.value or Decimal(0), o.approximate) for o in observations}
