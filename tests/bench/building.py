"""Building: two workers against one, memory, and a second run; on simulated reports."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import gxlab as gx
from tests.bench.ratios import Ratio, peak_memory, seconds

_FEW, _MIXED, _MANY = 1_000, 2_000, 10_000
_BUILD = "import sys, gxlab; gxlab.build(sys.argv[1], sys.argv[2], workers=2)"


def ratios(work: Path) -> Iterator[Ratio]:
    """The ratios; `work` is a folder that may be filled."""
    mixed = _reports(work, _MIXED, pdf_share=0.2)
    one = seconds(lambda: gx.build(mixed, work / "one", workers=1))
    two = seconds(lambda: gx.build(mixed, work / "two", workers=2))
    sample = f"{_MIXED:,} simulated reports, one in five a PDF"
    yield Ratio.at_least("build: one worker against two", one / two, 1.8, sample)
    many, few = _reports(work, _MANY), _reports(work, _FEW)
    peaks = [
        peak_memory(_BUILD, str(folder), str(work / f"peak-{folder.name}"))
        for folder in (few, many)
    ]
    what = f"build: peak memory at {_MANY:,} reports against {_FEW:,}"
    yield Ratio.at_most(what, peaks[1] / peaks[0], 1.3, "simulated reports, two workers")
    output = work / "again"
    first = seconds(lambda: gx.build(many, output, workers=2))
    again = seconds(lambda: gx.build(many, output, workers=2))
    what = "build again with nothing changed, against the first"
    yield Ratio.at_most(what, again / first, 0.02, f"{_MANY:,} simulated reports")


def _reports(work: Path, count: int, pdf_share: float = 0.0) -> Path:
    folder = work / f"reports-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    formats = {"html-portal": 0.9 - pdf_share, "docx": 0.1, "pdf": pdf_share}
    parameters = gx.Parameters(formats=formats)
    gx.simulate(folder, reports=count, seed=count, parameters=parameters)
    return folder / "reports"
