"""A form of 2027 is one file: it is read, checked, measured and drawn, and changes nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gxlab.forms import FOLDERS
from tests.conftest import ROOT
from tests.forms.of_2027 import ONE_MORE, TOML, bundled

Found = dict[str, Any]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What a process that has the form finds."""
    folder: Path = tmp_path_factory.mktemp("forms")
    (folder / "form_2027.toml").write_text(TOML, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.forms.of_2027"],
        env={**os.environ, FOLDERS: str(folder), "MPLBACKEND": "agg", "PYTHONUTF8": "1"},
        capture_output=True,
        cwd=ROOT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    made: Found = json.loads(done.stdout)
    return made


def test_nothing_that_ships_changes(found: Found) -> None:
    without = bundled()
    assert len(without) == 9
    assert found["bundled"] == without


def test_a_report_of_it_is_read_exactly_in_every_format(found: Found) -> None:
    exact = ["2027", [], 0, 0]
    assert found["formats"]
    assert {name: of for name, of in found["formats"].items() if of != exact} == {}


def test_its_identities_hold_and_find_what_is_wrong(found: Found) -> None:
    files = found["files"]
    assert (files["forms"], files["years"]) == (["2027"] * 3, [2027, 2028, 2027])
    assert files["verdicts"] == [[name, "holds"] for name in ("A1", "A2", "A3", "D1")]
    assert files["broken"] == [["A2", "business"], ["A3", ONE_MORE]]


def test_its_years_and_its_prose_are_checked(found: Found) -> None:
    assert found["files"]["carried"] == {"natural_person": "holds", "business": "broken"}
    assert found["files"]["prose"] == [["P1", "holds"]]


def test_it_has_all_measures_of_the_form_that_it_inherits(found: Found) -> None:
    assert found["catalogue"]["as in 2021"]
    assert found["files"]["missing"] == []
    assert found["files"]["refusals"] == found["files"]["refused"] > 0
    assert found["catalogue"]["compared"] == "2014 ≠ 2019 = 2021 = 2027"
    assert found["catalogue"]["columns"][-1] == "form_2027"


def test_the_codebook_has_it(found: Found) -> None:
    known = found["catalogue"]
    assert known["label"] == "9.属于个人隐私信息"
    assert known["reworded"] == "3.补正后所需信息仍无法确定"
    assert known["identities"] == "A2, A3"
    assert not known["dropped"]


def test_figures_draw_it(found: Found) -> None:
    files = found["files"]
    assert files["bars"] == ["淮安市洪泽区人民政府 2027", "淮安市洪泽区人民政府 2028"]
    assert files["empty"] == []
    assert files["grounds"] == 9
    assert "in 2 of 2 reports, which print all nine grounds" in files["counted"]


def test_reports_without_its_ground_are_added_up_with_it(found: Found) -> None:
    """A 2021 report has eight grounds; a sum over nine does not leave it out."""
    said = found["files"]["with older"]
    assert "in 10 of 10 reports, which print all the grounds" in said


@pytest.mark.parametrize(
    ("cells", "year", "form"),
    [
        # What several forms have alike: that of the year, and no form is newer than it need be.
        ("what three forms share", None, "2021"),
        ("what three forms share", 2019, "2019"),
        ("what three forms share", 2024, "2021"),
        ("what three forms share", 2030, "2027"),
        ("what 2021 and 2027 share", None, "2021"),
        ("what 2021 and 2027 share", 2019, "2021"),
        ("what 2021 and 2027 share", 2024, "2021"),
        ("what 2021 and 2027 share", 2027, "2027"),
        # What one form alone has weighs more than the year.
        ("2021, with the row that 2027 drops", 2027, "2021"),
        ("2027, with the row that it adds", 2024, "2027"),
        ("2027, with the row that it adds", None, "2027"),
        ("2019", 2024, "2019"),
        ("2014", 2024, "2014"),
    ],
)
def test_cells_tell_the_form_and_then_the_year(
    found: Found, cells: str, year: int | None, form: str
) -> None:
    assert found["recognised"][f"{cells}: {year}"] == form


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import gxlab.forms; gxlab.forms.forms()"],
        env={**os.environ, FOLDERS: str(tmp_path / "nowhere")},
        capture_output=True,
        cwd=ROOT,
        encoding="utf-8",
    )
    assert "nowhere: there is no such folder" in done.stderr
