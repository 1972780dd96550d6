"""The notebooks run from a clean state, without warnings, and show what they say."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path

import nbformat
import pytest

import gxlab as gx
from gxlab.workbench.reproduction import execute
from tests.conftest import ROOT

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(path.name for path in FOLDER.glob("[0-9]*.ipynb"))
ON_ANY_DATASET = [name for name in NOTEBOOKS if "02" <= name < "07"]
#: Takes as long as three others, and is executed once: where that can be, as on another processor.
SLOWEST = pytest.mark.skipif(
    platform.machine() in ("x86_64", "AMD64"), reason="tests/analysis/test_processors.py does it"
)
FORMATS = {"html-plain": 0.6, "docx": 0.1, "text-row-bar": 0.2, "pdf": 0.1}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A place like the checkout, to run notebooks in; nothing is drawn beside the real ones."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "notebooks").mkdir()
    for name in NOTEBOOKS:
        shutil.copy(FOLDER / name, tmp_path / "notebooks" / name)
    return tmp_path


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> gx.Dataset:
    folder = tmp_path_factory.mktemp("simulated")
    parameters = gx.Parameters(formats=FORMATS, blank_totals=0.1, broken_totals=0.1)
    gx.simulate(folder / "corpus", reports=240, seed=3, parameters=parameters)
    return gx.build(folder / "corpus" / "reports", folder / "simulated-dataset")


def complaints(path: Path) -> list[str]:
    """What a notebook's cells printed on standard error, or failed with."""
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [str(o) for o in outputs if o.get("name") == "stderr" or o.output_type == "error"]


@pytest.mark.locked
@pytest.mark.parametrize("name", [*NOTEBOOKS[:-1], pytest.param(NOTEBOOKS[-1], marks=SLOWEST)])
def test_a_notebook_gives_what_it_is_committed_with(name: str, checkout: Path) -> None:
    path = checkout / "notebooks" / name
    execute(path)
    assert complaints(path) == []
    new, old = (nbformat.read(p, as_version=4) for p in (path, FOLDER / name))
    assert [cell.source for cell in new.cells] == [cell.source for cell in old.cells]
    for now, then in zip(new.cells, old.cells, strict=True):
        assert now.get("outputs", []) == then.get("outputs", [])
    drawn = {p.name: p.read_bytes() for p in path.parent.glob("figures/*")}
    committed = {p.name: p.read_bytes() for p in FOLDER.glob(f"figures/{name[:2]}_*")}
    assert drawn.keys() == committed.keys()
    assert [figure for figure in drawn if drawn[figure] != committed[figure]] == []
    assert {Path(figure).suffix for figure in drawn} == {".pdf", ".png"}


@pytest.mark.parametrize("name", ON_ANY_DATASET)
def test_a_notebook_runs_on_another_dataset_without_an_edit(
    name: str, checkout: Path, simulated: gx.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GXLAB_DATASET", str(simulated.path))
    path = checkout / "notebooks" / name
    execute(path)
    assert complaints(path) == []
    drawn = list(path.parent.glob("figures/**/*.png"))
    assert drawn
    assert {figure.parent.name for figure in drawn} == {simulated.path.name}
