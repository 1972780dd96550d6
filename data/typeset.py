"""Re-typeset the bundled reports in ``reports/`` from the published values.

``typed.csv`` holds the values of nine published reports, ``sources.csv`` where each was
published and the format it is printed in here. The files are marked as re-typeset: they carry
the values of the originals, and none of their words. Run from anywhere::

    python data/typeset.py
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from gxlab.samples.typeset.formats import FORMATS
from gxlab.samples.typeset.printed import Printed

DATA = Path(__file__).parent
NOTE = (
    "本文件由 gxlab 根据该机关已公布的统计数字重新排版,不是原件。"
    "Re-typeset by gxlab from the figures of the published report; not the original."
)
# Stands in a cell that is printed in the original, and whose figure was not typed.
OMITTED = "未录入"


def bundled_reports() -> dict[str, bytes]:
    """The re-typeset reports: file name and content of each."""
    typed = pd.read_csv(DATA / "typed.csv", dtype=str)
    sources = pd.read_csv(DATA / "sources.csv", dtype=str).fillna("")
    files = {}
    for source in sources.to_dict("records"):
        name, year = source["report_id"], source["year"]
        printed = Printed.from_rows(
            typed[typed["report_id"] == name],
            note=NOTE,
            overview=(f"本报告的统计期限自{year}年1月1日至{year}年12月31日。",),
        )
        not_typed = (tuple(key.split(".")) for key in source["not_typed"].split())
        printed = replace(printed, cells={**printed.cells, **dict.fromkeys(not_typed, OMITTED)})
        suffix, typeset = FORMATS[str(source["typeset_as"])]
        files[f"{name}.{suffix}"] = typeset(printed)
    return files


def main() -> None:
    """Write the files."""
    folder = DATA / "reports"
    folder.mkdir(exist_ok=True)
    for name, content in bundled_reports().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
