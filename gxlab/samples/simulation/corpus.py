"""Simulated reports as files, and the truth about them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pandas as pd

from gxlab.cells import BLANK, PROSE, REPORTED, Observation
from gxlab.dataset.rows import cell_row
from gxlab.errors import GxlabError
from gxlab.extract.attribution.simulated import NOTE
from gxlab.forms.prose_codes import prose_rows
from gxlab.samples.simulation.draw import Drawn, draw
from gxlab.samples.simulation.errors import Planted, plant
from gxlab.samples.simulation.parameters import Parameters
from gxlab.samples.simulation.words import Sentence, other, overview
from gxlab.samples.typeset.formats import FORMATS
from gxlab.samples.typeset.printed import Printed
from gxlab.schema import frame

#: The name of the file beside the reports that declares them simulated.
MARK = "SIMULATED.json"
_ABOUT = "simulated-"
_AT_ONCE = 500
_PLANTED = ("file", "report_id", "kind", "table", "row", "column", "true", "printed")
_OMITTED = "本节从略。"
_PREFACE = (
    "本报告参照《中华人民共和国政府信息公开条例》第五十条规定的内容排印,全部数字由程序按照已知参数模拟生成。"
    "统计期限自{year}年1月1日至{year}年12月31日。"
)


@dataclass(frozen=True, repr=False)
class Simulation:
    """A simulated corpus; made by `simulate`.

    Attributes
    ----------
    folder : holds ``SIMULATED.json``, the tables below and the folder ``reports``; None where
        nothing was written
    parameters, seed : what it was drawn from
    files : the report files
    reports : DataFrame, a row for each report: ``file, report_id, region_code, body, province,
        district, year, form, format``, what no report prints (``log_size``,
        ``log_mean_applications``, ``report_effect``), and ``volume, website_only, fee, error``
    truth : DataFrame with the columns of the tidy table (`gxlab.schema.OBSERVATIONS`): what a
        faultless extraction of the files gives
    planted : DataFrame ``file, report_id, kind, table, row, column, true, printed``: the cells
        that are not printed as they are
    """

    folder: Path | None
    parameters: Parameters
    seed: int
    files: tuple[Path, ...]
    reports: pd.DataFrame
    truth: pd.DataFrame
    planted: pd.DataFrame

    def __repr__(self) -> str:
        first, last = self.parameters.years
        bodies = self.reports["region_code"].nunique()
        return (
            f"<Simulation: {len(self.reports)} reports of {bodies} bodies, {first}–{last}, "
            f"seed {self.seed}>"
        )


def simulate(
    folder: str | Path | None,
    *,
    reports: int = 300,
    seed: int = 1,
    parameters: Parameters | None = None,
) -> Simulation:
    """Write a corpus of simulated reports with known parameters; the same for the same seed.

    Parameters
    ----------
    folder : where to write; empty, not there yet, or an earlier simulation, which is replaced.
        None writes nothing: the tables alone, for studies over many seeds
    reports : how many; bodies report in every year, so the last body may have fewer
    seed : not below 0; together with `parameters` and the versions of gxlab and numpy
        (``SIMULATED.json``) it decides every byte
    parameters : what to draw from; the defaults without

    Returns
    -------
    Simulation
        The files, the tables in them, and the cells that are not printed as they are.

    Raises
    ------
    gxlab.GxlabError
        The folder holds other files, or there are not enough county-level divisions.
    """
    parameters, folder = parameters or Parameters(), None if folder is None else Path(folder)
    if reports < 1 or seed < 0:
        raise GxlabError(f"reports={reports}, seed={seed}: give at least 1 report, and no seed < 0")
    source = draw(reports, seed, parameters)
    if folder is not None:
        _clear(folder)
        (folder / "reports").mkdir(parents=True, exist_ok=True)
        _mark(folder, reports, seed, parameters)
    made, planted, truth, files = [], [], [], []
    while done := [_Made(drawn, parameters) for drawn in islice(source, _AT_ONCE)]:
        if folder is not None:
            files += [one.write(folder / "reports") for one in done]
        made += [one.about for one in done]
        planted += [row for one in done for row in one.planted_rows]
        truth.append(frame("observations", chain.from_iterable(one.truth() for one in done)))
    rows = pd.concat(truth, ignore_index=True)
    rows.attrs["simulated"] = True
    simulation = Simulation(
        folder=folder,
        parameters=parameters,
        seed=seed,
        files=tuple(files),
        reports=pd.DataFrame(made),
        truth=rows,
        planted=pd.DataFrame(planted, columns=list(_PLANTED), dtype="str"),
    )
    if folder is not None:
        for name in ("reports", "planted"):
            table: pd.DataFrame = getattr(simulation, name)
            table.to_csv(folder / f"{_ABOUT}{name}.csv", index=False, lineterminator="\n")
        simulation.truth.to_parquet(folder / f"{_ABOUT}truth.parquet", index=False)
    return simulation


def _clear(folder: Path) -> None:
    """Empty the folder of an earlier simulation; refuse one that holds anything else."""
    if not folder.exists():
        return
    names = [path.name for path in folder.iterdir()]
    if names and MARK not in names:
        raise GxlabError(f"{folder}: holds other files; simulated reports never stand among others")
    for path in (*folder.glob(f"{_ABOUT}*"), *folder.glob(f"reports/{_ABOUT}*"), folder / MARK):
        path.unlink(missing_ok=True)


def _mark(folder: Path, reports: int, seed: int, parameters: Parameters) -> None:
    """Declare what the folder will hold before anything is in it."""
    about = {
        "note": NOTE,
        "gxlab": version("gxlab"),
        "numpy": np.__version__,
        "seed": seed,
        "reports": reports,
        "parameters": parameters.as_dict(),
    }
    text = json.dumps(about, ensure_ascii=False, indent=2)
    (folder / MARK).write_text(text + "\n", encoding="utf-8")


class _Made:
    """One report on its way from values to a file."""

    def __init__(self, drawn: Drawn, parameters: Parameters) -> None:
        self.drawn = drawn
        self.planted: list[Planted] = plant(drawn)
        self.texts = {**drawn.cells, **{cell.key: cell.printed for cell in self.planted}}
        website = max(round(drawn.volume * parameters.website_volume), 1)
        self.overview: list[Sentence] = overview(drawn, website)
        self.other: list[Sentence] = other(drawn)

    @property
    def name(self) -> str:
        suffix, _ = FORMATS[self.drawn.format]
        return f"{_ABOUT}{self.drawn.place.code}-{self.drawn.year}.{suffix}"

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        path.write_bytes(self.content)
        return path

    @property
    def content(self) -> bytes:
        drawn = self.drawn
        printed = Printed(
            body=drawn.body,
            year=drawn.year,
            title=f"{drawn.body}{drawn.year}年政府信息公开工作年度报告",
            form_id=drawn.form.id,
            cells={key: text for key, text in self.texts.items() if text},
            note=NOTE,
            preface=(_PREFACE.format(year=drawn.year),),
            overview=tuple(sentence.text for sentence in self.overview),
            problems=(_OMITTED,),
            other=tuple(sentence.text for sentence in self.other),
            signature=drawn.body,
            published=f"{drawn.year + 1}年1月{1 + drawn.wording % 28}日",
        )
        return FORMATS[drawn.format][1](printed)

    @property
    def about(self) -> dict[str, object]:
        """The report's row of `Simulation.reports`."""
        drawn = self.drawn
        return {
            "file": self.name, "report_id": drawn.report_id, "region_code": drawn.place.code,
            "body": drawn.body, "province": drawn.where[0], "district": drawn.district,
            "year": drawn.year, "form": drawn.form.id, "format": drawn.format,
            "log_size": drawn.log_size, "log_mean_applications": drawn.log_mean_applications,
            "report_effect": drawn.report_effect, "volume": drawn.volume,
            "website_only": drawn.website_only, "fee": drawn.fee, "error": drawn.error,
        }  # fmt: skip

    @property
    def planted_rows(self) -> Iterator[tuple[str, ...]]:
        for cell in self.planted:
            about = self.name, self.drawn.report_id, cell.kind
            yield (*about, *cell.key, cell.true, cell.printed)

    def truth(self) -> Iterator[dict[str, object]]:
        """The rows that a faultless extraction of the file gives."""
        drawn = self.drawn
        province, prefecture, county = drawn.where
        about = {
            "report_id": drawn.report_id,
            "report_key": drawn.report_id,
            "body": drawn.body,
            "level": "county",
            "region_code": drawn.place.code,
            "province": province,
            "prefecture": prefecture,
            "county": county,
            "year": drawn.year,
            "form": drawn.form.id,
        }
        yield from (cell_row(about, cell) for cell in (*self._cells(), *self._stated()))

    def _cells(self) -> Iterator[Observation]:
        """The cells of the tables, as printed."""
        for table in self.drawn.form.tables:
            for row, column in table.cells():
                key = table.code, row.code, column.code
                text = self.texts.get(key, "")
                value, status = (Decimal(text), REPORTED) if text else (None, BLANK)
                yield Observation(*key, value, column.unit, status, text, None, "")

    def _stated(self) -> Iterator[Observation]:
        """What the prose states."""
        for sentence in (*self.overview, *self.other):
            for (row, column), value in sentence.values.items():
                key = PROSE, row, column
                unit = prose_rows()[row].column(column).unit
                yield Observation(*key, Decimal(value), unit, REPORTED, sentence.text, None, "")
