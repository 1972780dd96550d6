"""`gxlab reproduce`: rebuild the dataset that ships, execute the notebooks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from gxlab.dataset.codes import codebook, codebook_markdown
from gxlab.dataset.descriptor import describe
from gxlab.dataset.headlines import read_headlines
from gxlab.schema import write_csv
from gxlab.workbench.builds import build
from gxlab.workbench.datasets import Dataset

_SECONDS_A_CELL = 300


def reproduce(root: Path) -> Iterator[str]:
    """Rebuild everything that a checkout shows, in place; yields a line for each thing done.

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
    built = root / "build" / "dataset"
    build(reports, built)
    dataset = ship(Dataset(built), root / "data")
    values = dataset.reports["reported"].sum()
    yield f"{dataset.path}: {len(dataset.reports)} reports, {values} values"
    for path in sorted(notebooks.glob("[0-9]*.ipynb")):
        execute(path)
        yield f"{path}: executed"


def ship(built: Dataset, data: Path, output: Path | None = None) -> Dataset:
    """Write the dataset that ships: what was built from the bundled reports, and the headlines.

    It is written as CSV, so that a changed value shows in the history of the repository.

    Parameters
    ----------
    built : the dataset of the bundled reports
    data : the folder ``data`` of a checkout, with ``headlines.csv`` and ``about.toml``
    output : where to write; ``data/dataset`` by default

    Raises
    ------
    RuntimeError
        One of the bundled reports could not be read.
    """
    if len(built.failures):
        first = built.failures.iloc[0]
        raise RuntimeError(f"{first['file']}: {first['reason']}")
    output = output or data / "dataset"
    output.mkdir(parents=True, exist_ok=True)
    tables = {name: getattr(built, name) for name in ("reports", "observations", "checks")}
    tables |= {"headlines": read_headlines(data / "headlines.csv"), "codebook": codebook()}
    for name, table in tables.items():
        write_csv(table, output / f"{name}.csv")
    (output / "CODEBOOK.md").write_text(codebook_markdown(), encoding="utf-8")
    describe(output, tomllib.loads((data / "about.toml").read_text(encoding="utf-8")))
    return Dataset(output)


def execute(path: Path, output: Path | None = None) -> None:
    """Run a notebook from a clean state and save it with its results, in place by default.

    What changes from run to run and has no meaning (times, the kernel's version) is dropped.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=_SECONDS_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        extra_arguments=["--IPKernelApp.log_level=40"],  # else a warning for every notebook
    )
    client.execute()
    notebook.metadata.pop("language_info", None)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, output or path)
