"""`gxlab reproduce`: the bundled reports as a dataset, the notebooks executed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from gxlab.build import build

_SECONDS_A_CELL = 300


def reproduce(root: Path) -> Iterator[str]:
    """Rebuild everything that a checkout shows; yields a line for each thing done.

    Parameters
    ----------
    root : the checkout, with ``data/reports`` and ``notebooks``

    Raises
    ------
    FileNotFoundError
        `root` is no checkout of gxlab.
    """
    reports, notebooks = root / "data" / "reports", root / "notebooks"
    for folder in (reports, notebooks):
        if not folder.is_dir():
            raise FileNotFoundError(f"{folder}: not found; run this in a checkout of gxlab")
    output = root / "build" / "dataset"
    dataset = build(reports, output)
    if len(dataset.failures):
        first = dataset.failures.iloc[0]
        raise RuntimeError(f"{first['file']}: {first['reason']}")
    yield f"{output}: {len(dataset.reports)} reports, {len(dataset.observations)} observations"
    for path in sorted(notebooks.glob("[0-9]*.ipynb")):
        execute(path)
        yield f"{path}: executed"


def execute(path: Path, output: Path | None = None) -> None:
    """Run a notebook from a clean state and save it with its results, in place by default.

    What changes from run to run and says nothing (times, the kernel's version) is left out.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=_SECONDS_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
    )
    client.execute()
    notebook.metadata.pop("language_info", None)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, output or path)
