"""Folders of many reports: those of `data/typed.csv` under other names, years and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gxlab.samples.typeset.printed import Printed
from tests.formats import FORMATS

_SUFFIXES = {"html": "html", "pdf": "pdf", "docx": "docx", "text": "txt"}
_FAMILIES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
CHEAP = ("html plain", "text row-bar", "html word gb18030", "text cell-bar")
MIXED = ("html portal", "pdf", "docx", "text row-bar", "html plain")


def write_reports(
    folder: Path, count: int, reports: Mapping[str, Printed], formats: Sequence[str] = CHEAP
) -> None:
    """Write `count` reports, each of another body, spread over some folders."""
    models = list(reports.values())
    for number in range(count):
        path, content = report(number, models, formats)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def report(number: int, models: Sequence[Printed], formats: Sequence[str]) -> tuple[str, bytes]:
    """The path and the content of the report of this number."""
    model = models[number % len(models)]
    body = f"江苏省{_town(number)}镇人民政府"
    year = 2019 + number % 6
    permits = next(key for key in model.cells if key[1] == "permits")
    printed = replace(
        model,
        body=body,
        year=year,
        title=f"{body}{year}年政府信息公开工作年度报告",
        signature=body,
        cells={**model.cells, permits: str(number)},
    )
    format_ = formats[number % len(formats)]
    suffix = _SUFFIXES[format_.split()[0]]
    content = FORMATS[format_](printed, None)
    return f"{number % 7}/report-{number:05}.{suffix}", content


def _town(number: int) -> str:
    name = ""
    for _ in range(3):
        number, at = divmod(number, len(_FAMILIES))
        name += _FAMILIES[at]
    return name


def contents(dataset: Path) -> dict[str, bytes]:
    """Every file of a dataset but its cache."""
    return {path.name: path.read_bytes() for path in dataset.iterdir() if path.name != ".cache"}
