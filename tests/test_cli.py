from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pandas as pd
from rich.cells import cell_len
from typer.testing import CliRunner

import gxlab as gx
from gxlab.cli import app
from gxlab.dataset.building.cache import locked
from tests.conftest import ROOT

BUNDLED = ROOT / "data" / "reports"
HONGZE = str(BUNDLED / "hongze-2023.pdf")
SUQIAN = str(BUNDLED / "suqian-2024.docx")


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "120", "TERM": "dumb"})
    return result.exit_code, result.stdout, result.stderr


def test_extract_prints_the_tidy_table() -> None:
    code, out, err = run("extract", SUQIAN)
    table = pd.read_csv(StringIO(out), dtype=str)
    assert (code, err) == (0, "")
    assert len(table) == 200
    fees = table.query("row == 'fees'").iloc[0]
    assert (fees["value"], fees["unit"], fees["raw"]) == ("72701.2578", "万元", "72701.2578")
    assert table.query("row == 'permits'").iloc[0]["value"] == "1573179"


def test_extract_writes_what_it_could_read_and_names_the_rest(tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    code, _, err = run("extract", "no.pdf", SUQIAN, HONGZE, "-o", str(output))
    assert code == 1
    assert err == "not read: no.pdf: there is no such file\n"
    assert pd.read_parquet(output)["report_id"].nunique() == 2


def test_extract_takes_folders(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    assert run("extract", str(BUNDLED), "-o", str(output))[0] == 0
    assert pd.read_csv(output)["report_id"].nunique() == 9


def test_wrong_usage() -> None:
    code, _, err = run("extract", SUQIAN, "-o", "out.docx")
    assert code == 2
    assert "must end in .csv or .parquet" in err
    assert run("extract")[0] == 2
    assert run("build", "no-such-folder", "-o", "out")[0] == 2
    assert run("build", str(BUNDLED), "-o", "out", "--workers", "0")[0] == 2


def test_show_tells_who_and_marks_what_is_broken() -> None:
    code, out, _ = run("show", HONGZE)
    assert code == 0
    for words in (
        "淮安市洪泽区人民政府 2023",
        "江苏省 / 淮安市 / 洪泽区 320813",
        "mixed: applications: row «(六)其他处理» as in form 2019",
        "行政事业性收费",
        "186 values",
        "38 identities hold, 2 broken, 0 not assessable",
        "broken D1 行政复议: total = upheld + corrected + other + pending: 0 ≠ 11",
        "行政复议 × 总计 (disputes.reconsideration.total) is printed 0; with 11 all that it breaks",
    ):
        assert words in out


def test_show_keeps_every_column_on_a_narrow_terminal() -> None:
    for report in (HONGZE, SUQIAN, str(BUNDLED / "shanghai-general-office-2019.html")):
        result = CliRunner().invoke(app, ["show", report], env={"COLUMNS": "80", "TERM": "dumb"})
        lines = result.stdout.splitlines()
        assert max(cell_len(line) for line in lines) <= 80
        assert sum("总计" in line and "其他" in line for line in lines) >= 1
    new = next(line for line in lines if line.startswith(" 一、本年新收"))
    assert new.split()[-1] == "859"


def test_query_prints_what_is_too_wide_as_records() -> None:
    code, out, _ = run("query", "select * from headlines limit 2")
    assert code == 0
    assert "row 2" in out
    assert "disclosed_total" in out
    assert "row 1" not in run("query", "select body, year from reports")[1]
    code, _, err = run("query", "select 1", "-o", "no/such/folder.csv")
    assert code == 2
    assert "there is no such folder" in err


def test_version() -> None:
    assert run("--version") == (0, f"gxlab {gx.__version__}\n", "")


def test_show_of_a_bad_file() -> None:
    code, out, err = run("show", "gone.pdf")
    assert (code, out) == (1, "")
    assert err == "error: gone.pdf: there is no such file\n"


def test_build_writes_a_dataset_and_lists_failures(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.docx").write_bytes(Path(SUQIAN).read_bytes())
    (folder / "b.html").write_bytes(b"")
    code, out, err = run("build", str(folder), "-o", str(tmp_path / "set"))
    assert code == 1
    assert out.endswith("set: 1 reports, 200 values\n")
    assert "not read: b.html: the file is empty" in err
    failures = pd.read_csv(tmp_path / "set" / "failures.csv")
    assert failures.values.tolist() == [["b.html", "open", "the file is empty"]]


def test_build_of_a_dataset_that_another_build_writes(tmp_path: Path) -> None:
    with locked(tmp_path / "set" / ".cache"):
        code, out, err = run("build", str(BUNDLED), "-o", str(tmp_path / "set"))
    assert (code, out) == (1, "")
    assert "error:" in err
    assert "another build is writing this dataset; wait for it to end" in err


def test_build_names_only_some_of_many_failures(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(25):
        (folder / f"{number:02}.txt").write_bytes(b"")
    code, _, err = run("build", str(folder), "-o", str(tmp_path / "set"), "--workers", "1")
    assert code == 1
    assert err.count("the file is empty") == 20
    assert err.endswith("not read: 5 more files, which failures.csv names\n")
    assert len(pd.read_csv(tmp_path / "set" / "failures.csv")) == 25


def test_reproduce_outside_a_checkout(tmp_path: Path) -> None:
    code, _, err = run("reproduce", "--root", str(tmp_path))
    assert code == 1
    assert "run this in a checkout of gxlab" in err


def test_commands_import_only_what_they_need() -> None:
    heavy = (
        "statsmodels",
        "scipy",
        "matplotlib",
        "nbclient",
        "nbformat",
        "reportlab",
    )
    code = (
        "import sys; from typer.testing import CliRunner; from gxlab.cli import app\n"
        "assert CliRunner().invoke(app, sys.argv[1:]).exit_code == 0\n"
        f"print({set(heavy)} & set(sys.modules))"
    )
    for words in (["--help"], ["show", HONGZE], ["extract", SUQIAN], ["query", "select 1"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "set()", words


def test_help_waits_for_no_library_of_data() -> None:
    code = "import sys, gxlab.cli; print({'numpy', 'pandas', 'pyarrow'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
