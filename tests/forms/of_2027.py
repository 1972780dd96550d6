"""A form that does not exist, a row more, a row fewer and one reworded, and what gxlab makes of it.

Run as ``python -m tests.forms.of_2027`` where ``GXLAB_FORMS`` names a folder with the form; it
prints what it found as JSON. A process of its own, since forms are read once in each.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

import gxlab as gx
from gxlab.analysis.catalogue import chosen
from gxlab.checks.within import check
from gxlab.checks.years import between_years
from gxlab.extract.tables.assemble import assemble
from gxlab.extract.tables.placement import Piece, PlacedCell, Placement
from gxlab.forms import forms, load_form
from gxlab.samples.typeset.html import to_html
from gxlab.samples.typeset.printed import Printed
from tests.conftest import ROOT
from tests.formats import FORMATS, extraction

TOML = """\
id = "2027"
zh = "政府信息公开工作年度报告格式(2027)"
en = "Annual report form of 2027, which does not exist"
years = [2027, 9999]
inherits = "2021"
legal = ["none: made up to be tried"]

[[change]]
table = "disclosure"
block = "第二十条第(六)项"
rows = [{ code = "rewards", zh = "行政奖励", en = "administrative rewards" }]

[[change]]
table = "applications"
drop_rows = ["declined_publication"]
after = "refused_administrative_query"
rows = [
    { code = "refused_privacy", group = "refused", zh = "9.属于个人隐私信息", en = "privacy" },
    { code = "unavailable_unclear", zh = "3.补正后所需信息仍无法确定" },
]
"""
ONE_MORE, ONE_LESS = "refused_privacy", "declined_publication"


def bundled() -> dict[str, Any]:
    """Form and cells of each report that ships."""
    found = {}
    for path in sorted((ROOT / "data" / "reports").iterdir()):
        report = gx.read(path)
        cells = [[*o.key, str(o.value), o.status, o.raw] for o in report.extraction.observations]
        found[path.name] = [report.form.id, cells, [list(u) for u in report.unplaced.to_numpy()]]
    return json.loads(json.dumps(found, default=str))


def printed(year: int = 2027, carried_in: int = 3) -> Printed:
    """A report of the form whose arithmetic holds, no two blocks of it alike."""
    form, numbers = load_form("2027"), count(1)
    cells = {key: next(numbers) for key in form.cell_keys() if key[0] == "disclosure"}
    table = form.table("applications")
    (block,) = table.blocks
    kinds = [column.code for column in block.columns if column.plays == "applicant"]
    for at, kind in enumerate(kinds):
        column = {r.code: (nth * 7 + at * 3) % 11 for nth, r in enumerate(block.rows) if r.outcome}
        column["total"] = sum(column.values())
        column |= {"carried_in": carried_in, "carried_out": at + 4}
        column["new"] = column["total"] + at + 4 - carried_in
        cells |= {("applications", row, kind): n for row, n in column.items()}
    for row in block.rows:
        of_kinds = [cells["applications", row.code, kind] for kind in kinds]
        cells["applications", row.code, "total"] = sum(of_kinds)
    for row in form.table("disputes").rows:
        parts = {c: next(numbers) for c in ("upheld", "corrected", "other", "pending")}
        parts["total"] = sum(parts.values())
        cells |= {("disputes", row.code, column): n for column, n in parts.items()}
    return Printed(
        body="洪泽区人民政府",
        year=year,
        title=f"淮安市洪泽区人民政府{year}年政府信息公开工作年度报告",
        form_id="2027",
        cells={key: str(cells[key]) for key in form.cell_keys()},
        overview=(f"{year}年,新收政府信息公开申请{cells['applications', 'new', 'total']}件。",),
        other=("本年度未收取信息处理费。",),
        signature="洪泽区人民政府",
        published=f"{year + 1}年1月8日",
    )


def in_every_format() -> dict[str, Any]:
    """For each format the form, how many cells differ from what was printed, what was unplaced."""
    wanted = printed()
    found = {}
    for name, typeset in FORMATS.items():
        read = extraction(typeset(wanted, None))
        values = {o.key: str(o.value) for o in read.observations}
        differ = [".".join(key) for key, text in wanted.cells.items() if values[key] != text]
        found[name] = [read.form.id, differ, len(values) - len(wanted.cells), len(read.unplaced)]
    return found


def as_files() -> dict[str, Any]:
    """Reports of two years as files: verdicts, measures, figures."""
    first = printed()
    second = printed(2028, carried_in=4)
    wrong = dict(first.cells) | {("applications", ONE_MORE, "business"): "99"}
    reports = []
    with tempfile.TemporaryDirectory() as folder:
        for nth, one in enumerate((first, second, replace(first, cells=wrong))):
            path = Path(folder, f"{nth}.html")
            path.write_bytes(to_html(one))
            reports.append(gx.read(path))
    good, later, bad = reports
    both = pd.concat([good.observations, later.observations], ignore_index=True)
    measured = gx.measures(good.observations).set_index("measure")
    years = between_years(both).set_index("instance")["verdict"]
    said = gx.prose_against_table(good.observations)
    bars = gx.figures.application_outcomes(both)
    grounds = gx.figures.refusal_grounds(both)
    older = gx.load().observations
    with_older = gx.figures.refusal_grounds(
        pd.concat([older[older["form"] == "2021"], both], ignore_index=True)
    )
    found = {
        "forms": [report.form.id for report in reports],
        "years": [report.attribution.year for report in reports],
        "verdicts": sorted({(c.identity, c.verdict) for c in check(good.form, good.cells)}),
        "broken": sorted(
            (c.identity, c.instance) for c in check(bad.form, bad.cells) if c.verdict == "broken"
        ),
        "missing": sorted(measured.index[measured["reason"].str.startswith("not defined")]),
        "refusals": measured.loc["refusal_rate", "numerator"],
        "refused": sum(
            int(text)
            for (_, row, column), text in first.cells.items()
            if row.startswith("refused_") and column == "total"
        ),
        "carried": dict(years[years.index.isin(["natural_person", "business"])]),
        "prose": sorted({*zip(said["identity"], said["verdict"], strict=True)}),
        "bars": [bar.get_text() for bar in bars.get_yticklabels()],
        "empty": [text.get_text() for text in bars.texts if "no such" in text.get_text()],
        "grounds": len(grounds.get_yticklabels()),
        "with older": with_older.get_xlabel().replace("\n", " "),
        "counted": grounds.get_xlabel().replace("\n", " "),
    }
    plt.close("all")
    return found


def catalogue() -> dict[str, Any]:
    """What the catalogue of measures and the codebook say of the new form."""
    book = gx.codebook()
    own = book[book["form"] == "2027"].set_index(["table", "row", "column"])
    across = gx.crosswalk().set_index("measure")
    return {
        "as in 2021": all(m.on("2027") == m.on("2021") for m in chosen(None)),
        "columns": [name for name in across.columns if name.startswith("form_")],
        "compared": across.loc["refusal_rate", "comparable"],
        "label": own.loc[("applications", ONE_MORE, "total"), "row_zh"],
        "reworded": own.loc[("applications", "unavailable_unclear", "total"), "row_zh"],
        "dropped": ("applications", ONE_LESS, "total") in own.index,
        "identities": own.loc[("applications", ONE_MORE, "total"), "identities"],
    }


def recognised() -> dict[str, str]:
    """Which form is recognised from which cells in which year."""
    cells = {form.id: set(form.cell_keys()) for form in forms()}
    shared = cells["2019"] & cells["2021"] & cells["2027"]
    of = {
        "what three forms share": shared,
        "what 2021 and 2027 share": cells["2021"] & cells["2027"],
        "2021, with the row that 2027 drops": cells["2021"],
        "2027, with the row that it adds": cells["2027"],
        "2019": cells["2019"],
        "2014": cells["2014"],
    }
    found = {}
    for name, keys in of.items():
        placed = [PlacedCell(key, Piece("1", "")) for key in sorted(keys)]
        for year in (None, 2015, 2019, 2024, 2027, 2030):
            made = assemble(Placement(list(placed)), year)
            assert made is not None
            found[f"{name}: {year}"] = made.form.id
    return found


if __name__ == "__main__":
    json.dump(
        {
            "bundled": bundled(),
            "formats": in_every_format(),
            "files": as_files(),
            "catalogue": catalogue(),
            "recognised": recognised(),
        },
        sys.stdout,
        ensure_ascii=False,
        default=str,
    )
