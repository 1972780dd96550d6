"""`make bench`: the ratios that the project promises, measured side by side in one run.

Nothing here decides a test. The results go to ``build/bench.json`` and, with ``--readme``, into
the README, with the date and the class of the machine.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from tests.bench import building, querying, reading
from tests.bench.ratios import Ratio
from tests.conftest import ROOT

_README = re.compile(r"(?<=<!-- bench -->\n).*?(?=<!-- /bench -->)", re.DOTALL)


def main() -> int:
    results: list[Ratio] = []
    with TemporaryDirectory() as folder:
        work = Path(folder)
        for part in (reading.ratios(), querying.ratios(work), building.ratios(work)):
            for ratio in part:
                results.append(ratio)
                mark = "" if ratio.holds else "   <- not reached"
                print(f"{ratio.ratio:8.2f}  ({ratio.wanted})  {ratio.what}{mark}", flush=True)
    report = {"date": date.today().isoformat(), "machine": _machine()}
    output = ROOT / "build" / "bench.json"
    output.parent.mkdir(exist_ok=True)
    content = json.dumps(report | {"ratios": [asdict(r) for r in results]}, indent=1)
    output.write_text(content + "\n", "utf-8")
    print(output)
    if "--readme" in sys.argv:
        readme = ROOT / "README.md"
        table = _table(results, report)
        readme.write_text(_README.sub(lambda _: table, readme.read_text("utf-8")), "utf-8")
    return 0


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{platform.machine()}, {cores} cores, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def _table(results: list[Ratio], report: dict[str, str]) -> str:
    lines = ["| what | ratio | wanted | on |", "|---|---|---|---|"]
    lines += [f"| {r.what} | {r.ratio:.3g} | {r.wanted} | {r.sample} |" for r in results]
    return "\n".join([*lines, "", f"Measured {report['date']} on {report['machine']}.", ""])


if __name__ == "__main__":
    raise SystemExit(main())
