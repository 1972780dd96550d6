"""A simulated corpus: what it says of itself, that it is read back, that it stays apart."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import gxlab as gx
from gxlab.cli import app
from gxlab.document import Document, Paragraph
from gxlab.extract.attribution.simulated import NOTE, is_simulated
from gxlab.readers import read_document
from gxlab.samples.simulation.draw import draw
from gxlab.samples.typeset.formats import FORMATS
from tests.conftest import ROOT

KEY = ["report_id", "table", "row", "column"]
WHO = ["body", "level", "region_code", "province", "prefecture", "county", "year", "form"]
EVERY_FORMAT = dict.fromkeys(FORMATS, 1 / len(FORMATS))
ERRORS = gx.Parameters(blank_totals=0.2, broken_totals=0.3, blank_zeros=0.2)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> gx.Simulation:
    folder = tmp_path_factory.mktemp("corpus")
    parameters = gx.Parameters(formats=EVERY_FORMAT)
    return gx.simulate(folder, reports=42, seed=3, parameters=parameters)


@pytest.fixture(scope="module")
def built(corpus: gx.Simulation, tmp_path_factory: pytest.TempPathFactory) -> gx.Dataset:
    return build_of(corpus, tmp_path_factory.mktemp("built"))


def build_of(corpus: gx.Simulation, output: Path) -> gx.Dataset:
    assert corpus.folder
    return gx.build(corpus.folder / "reports", output / "dataset")


def both(truth: pd.DataFrame, read: pd.DataFrame) -> pd.DataFrame:
    return truth.merge(read, on=KEY, how="outer", suffixes=("", "_read"), indicator=True)


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_file_is_read_as_it_was_drawn(corpus: gx.Simulation, built: gx.Dataset) -> None:
    assert set(corpus.reports["format"]) == set(FORMATS)
    assert set(corpus.reports["form"]) == {"2019", "2021"}
    assert built.failures.empty
    cells = both(corpus.truth, built.observations)
    assert (cells["_merge"] == "both").all()
    for column in ("value", "status", "unit", *WHO):
        pd.testing.assert_series_equal(
            cells[column], cells[f"{column}_read"], check_names=False, obj=column
        )
    assert len(built.unplaced) == 0


def test_the_identities_hold_within_and_between_years(built: gx.Dataset) -> None:
    assert set(built.checks["verdict"]) == {"holds"}
    years = gx.between_years(built.observations)
    assert set(years.query("identity == 'C1'")["verdict"]) == {"holds"}
    # The form of 2019 has no stock in force, so 2021 has nothing to be compared with.
    assert set(years.query("identity == 'C2' and verdict != 'holds'")["verdict"]) == {
        "not_assessable"
    }
    assert years["verdict"].eq("holds").sum() > 100
    prose = gx.prose_against_table(built.observations)
    assert set(prose["verdict"]) == {"holds"}


def test_everything_says_that_it_is_simulated(corpus: gx.Simulation, built: gx.Dataset) -> None:
    assert all(path.name.startswith("simulated-") for path in corpus.files)
    assert built.reports["simulated"].all()
    assert built.observations["report_id"].str.startswith("simulated-").all()
    assert corpus.folder
    about = json.loads((corpus.folder / "SIMULATED.json").read_text("utf-8"))
    assert about["note"] == NOTE
    assert (about["seed"], about["reports"]) == (3, 42)
    assert about["parameters"]["applications_dispersion"] == 0.4
    assert repr(corpus) == "<Simulation: 42 reports of 7 bodies, 2019–2024, seed 3>"
    report = gx.read(corpus.files[0])
    assert report.simulated
    assert repr(report).startswith("<Simulated report ")
    assert "simulated 模拟数据" in report._repr_html_()


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        gx.simulate(tmp_path / name, reports=12, seed=9, parameters=ERRORS)
    assert digest(tmp_path / "one") == digest(tmp_path / "other")
    gx.simulate(tmp_path / "one", reports=12, seed=10, parameters=ERRORS)
    assert digest(tmp_path / "one") != digest(tmp_path / "other")


def test_without_a_folder_nothing_is_written(corpus: gx.Simulation) -> None:
    tables = gx.simulate(None, reports=42, seed=3, parameters=corpus.parameters)
    assert (tables.folder, tables.files) == (None, ())
    for name in ("reports", "truth", "planted"):
        pd.testing.assert_frame_equal(getattr(tables, name), getattr(corpus, name))


def test_a_larger_corpus_begins_with_the_smaller() -> None:
    few, many = (list(draw(n, 4, gx.Parameters())) for n in (20, 50))
    assert many[:20] == few
    assert len({report.report_id for report in many}) == 50


def test_planted_errors_are_what_is_printed_and_listed(tmp_path: Path) -> None:
    formats = {"html-plain": 1.0}
    simulation = gx.simulate(
        tmp_path / "corpus", reports=60, seed=2, parameters=replace(ERRORS, formats=formats)
    )
    kinds = simulation.reports["error"].value_counts()
    assert set(kinds.index) == {"", "blank_totals", "broken_totals", "blank_zeros"}
    built = build_of(simulation, tmp_path)
    read = built.observations
    cells = both(simulation.truth, read)
    pd.testing.assert_series_equal(cells["value"], cells["value_read"], check_names=False)
    planted = simulation.planted.merge(read, on=KEY)
    assert len(planted) == len(simulation.planted)
    assert (planted["printed"] == planted["raw"].fillna("")).all()
    assert (planted["true"] != planted["printed"]).all()
    checks = built.checks.groupby("report_id")["verdict"].agg(set)
    of = simulation.reports.set_index("report_id")["error"]
    assert all("broken" in checks[report] for report in of.index[of == "broken_totals"])
    assert not any("broken" in checks[report] for report in of.index[of != "broken_totals"])
    assert all("not_assessable" in checks[report] for report in of.index[of == "blank_totals"])


def test_real_and_simulated_reports_are_never_built_together(
    corpus: gx.Simulation, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for path in (ROOT / "data" / "reports" / "suqian-2024.docx", corpus.files[0]):
        (folder / path.name).write_bytes(path.read_bytes())
    dataset = gx.build(folder, tmp_path / "dataset")
    assert dataset.reports["file"].tolist() == ["suqian-2024.docx"]
    assert not dataset.simulated
    assert dataset.failures.to_numpy().tolist() == [[
        corpus.files[0].name, "simulated",
        "is simulated, and suqian-2024.docx is not: build simulated reports apart",
    ]]  # fmt: skip
    assert not dataset.reports["simulated"].any()
    (folder / "suqian-2024.docx").unlink()
    alone = gx.build(folder, tmp_path / "dataset")
    assert alone.simulated
    assert alone.reports["simulated"].tolist() == [True]


def test_the_bundled_reports_are_not_simulated() -> None:
    files = sorted((ROOT / "data" / "reports").iterdir())
    assert [path.name for path in files if is_simulated(read_document(path))] == []


@pytest.mark.parametrize(
    ("text", "simulated"),
    [
        (NOTE, True),
        (NOTE.replace("。", "。\n"), True),
        ("本年度开展政府信息公开模拟申请演练2次,模拟数据已归档。", False),
        ("本文件为模拟数据", False),
        ("Simulated by gxlab", False),
        (NOTE[:-5], False),
    ],
)
def test_the_whole_note_alone_marks_a_report(text: str, simulated: bool) -> None:
    document = Document(Path("a"), "text", "", "", (Paragraph(text, "line 1"),))
    assert is_simulated(document) is simulated


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(gx.GxlabError, match="holds other files; simulated reports never stand"):
        gx.simulate(tmp_path, reports=3)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"years": (2016, 2020)}, "from 2019 on"),
        ({"partly": 0.5}, "together 1"),
        ({"formats": {"ods": 1.0}}, "no format ods; there are html-portal"),
        ({"carried": 1.0}, "carried=1.0: give a share"),
        ({"kinds": {"natural_person": 1.0}}, "kinds needs the keys natural_person"),
        ({"blank_totals": 0.6, "broken_totals": 0.6}, "one kind of error at most"),
    ],
)
def test_parameters_that_make_no_sense_are_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(gx.GxlabError, match=said):
        gx.Parameters(**wrong)  # type: ignore[arg-type]


def test_more_bodies_than_there_are_is_said(tmp_path: Path) -> None:
    with pytest.raises(gx.GxlabError, match=r"give \d+ reports at most; 90000 were asked for"):
        gx.simulate(tmp_path / "a", reports=90_000)
    with pytest.raises(gx.GxlabError, match="no county-level division lies in 某省"):
        gx.simulate(tmp_path / "a", reports=9, parameters=gx.Parameters(provinces=("某省",)))


def test_without_the_extra_a_pdf_says_what_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "gxlab.samples.typeset.pdf", None)
    with pytest.raises(gx.GxlabError, match="pip install 'gxlab\\[typeset\\]'"):
        gx.simulate(tmp_path / "a", reports=1, parameters=gx.Parameters(formats={"pdf": 1.0}))


def test_the_command_line_simulates(tmp_path: Path) -> None:
    words = ["simulate", str(tmp_path / "corpus"), "--reports", "3", "--seed", "5"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0
    assert "3 simulated reports, seed 5" in result.stdout
    assert len(list((tmp_path / "corpus" / "reports").iterdir())) == 3
    (tmp_path / "corpus" / "SIMULATED.json").unlink()
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 1
    assert "holds other files" in result.stderr
