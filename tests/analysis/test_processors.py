"""The same bytes on every processor: what fits give does not hang on how its floats are added.

OpenBLAS, which numpy and scipy each carry, has a kernel for every family of processors, and numpy
loops of its own for every set of vector instructions. A processor can be told to use those of an
older one, so that one machine stands for several. Without `gxlab.analysis.models.rounding` the
kernel of Nehalem gives another 05_applications.pdf.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gxlab.workbench.reproduction import execute
from tests.conftest import ROOT

FOLDER = ROOT / "notebooks"
MODELS, CORPUS = "05_models.ipynb", "07_your_own_corpus.ipynb"
#: Uses the BLAS of numpy and of scipy, which die of an instruction that the processor lacks.
MULTIPLY = "import numpy, scipy.linalg; a = numpy.eye(300); scipy.linalg.inv(a @ a)"
VECTORS = " ".join(np.show_config(mode="dicts")["SIMD Extensions"].get("found", []))


def skip_unless_borne(kernel: str) -> None:
    """Skip where OpenBLAS cannot work as on this processor, or is not what numpy uses."""
    env = {**os.environ, "OPENBLAS_CORETYPE": kernel, "OPENBLAS_VERBOSE": "2"}
    done = subprocess.run([sys.executable, "-c", MULTIPLY], env=env, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"this processor lacks instructions of {kernel}'s")
    taken = re.findall(r"Core: (\w+)", done.stdout + done.stderr)
    allowed = {kernel, "Haswell"} if kernel == "Zen" else {kernel}  # many builds make them one
    if not taken or not set(taken) <= allowed:
        pytest.skip(f"{kernel}'s kernel was asked for, {', '.join(taken) or 'none'} was taken")


# Each value of each knob at least once. Notebook 07 takes long: once, on the processor that is
# farthest from today's. On this one as it is, `make reproduce` executes it.
@pytest.mark.parametrize(
    ("kernel", "threads", "seed", "without", "names"),
    [
        ("Nehalem", "1", "1", VECTORS, [MODELS, CORPUS]),
        ("Haswell", "2", "2", "", [MODELS]),
        ("Zen", "1", "2", "", [MODELS]),
        ("SkylakeX", "2", "1", "", [MODELS]),
    ],
    ids=["Nehalem", "Haswell", "Zen", "SkylakeX"],
)
def test_notebooks_with_fits_give_the_committed_bytes(
    kernel: str,
    threads: str,
    seed: str,
    without: str,
    names: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    skip_unless_borne(kernel)
    monkeypatch.setenv("OPENBLAS_CORETYPE", kernel)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", threads)
    monkeypatch.setenv("PYTHONHASHSEED", seed)
    monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", without)
    (tmp_path / "data").symlink_to(ROOT / "data")
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for name in names:
        shutil.copy(FOLDER / name, notebooks)
        execute(notebooks / name)
    made = {path.relative_to(notebooks): path for path in notebooks.rglob("*.*")}
    assert {path.suffix for path in made} == {".ipynb", ".pdf", ".png"}
    different = [p for p in made if made[p].read_bytes() != (FOLDER / p).read_bytes()]
    assert sorted(map(str, different)) == []
