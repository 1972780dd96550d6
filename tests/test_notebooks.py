"""The notebooks run from a clean state, without warnings, and show what they say."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from gxlab.reproduce import execute
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_gives_what_it_is_committed_with(path: Path, tmp_path: Path) -> None:
    again = tmp_path / path.name
    picture = path.parent / "figures" / "01_application_outcomes.png"
    before = picture.read_bytes()
    execute(path, again)
    new, old = (nbformat.read(p, as_version=4) for p in (again, path))
    assert [cell.source for cell in new.cells] == [cell.source for cell in old.cells]
    for now, then in zip(new.cells, old.cells, strict=True):
        outputs = now.get("outputs", [])
        assert not [o for o in outputs if o.get("name") == "stderr"], "a warning"
        assert outputs == then.get("outputs", [])
    assert picture.read_bytes() == before
