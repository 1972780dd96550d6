"""Saving figures: the same figure, the same bytes, and what it was made with in the file."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gxlab.dataset.stored import Stored, shipped
from gxlab.errors import DatasetError
from gxlab.figures.styling import SIMULATED, figure_of, is_simulated, mark_simulated, style


def save(
    ax: Axes | Figure, name: str, folder: str | Path | None = None, dataset: object = None
) -> tuple[Path, Path]:
    """Save a figure as ``folder/name.pdf`` and ``folder/name.png``.

    Parameters
    ----------
    ax : the figure, or an Axes in it
    name : the name of the files, without an ending
    folder : made where it is not there. Without one: ``figures``, and for a dataset other than
        the one that ships ``figures/`` and its name, so that neither overwrites the other's
    dataset : what the figure was made from: a dataset with its ``version``, or that version as
        text. It is written into both files beside the version of gxlab. Where the dataset says
        that it is ``simulated``, the figure is marked.

    Returns
    -------
    (Path, Path)
        The PDF (for print, its fonts embedded) and the PNG (300 dots an inch).

    Notes
    -----
    The same figure gives the same bytes with the same versions of matplotlib and its libraries:
    no date and no random name is written. Chinese can be copied from the PDF.
    """
    fig = ax if isinstance(ax, Figure) else figure_of(ax)
    if is_simulated(dataset):
        mark_simulated(fig)
    metadata = _metadata(fig, name, dataset)
    folder = _folder(dataset) if folder is None else Path(folder)
    pdf, png = (folder / f"{name}.{kind}" for kind in ("pdf", "png"))
    pdf.parent.mkdir(parents=True, exist_ok=True)
    with style():
        fig.savefig(pdf, metadata={**metadata, "CreationDate": None})
        fig.savefig(png, metadata={**metadata, "Software": metadata["Creator"]})
    return pdf, png


def _folder(dataset: object) -> Path:
    """Where the figures of a dataset go: those that ship with gxlab have a place of their own."""
    if not isinstance(dataset, Stored):
        return Path("figures")
    try:
        own = dataset.path.resolve() != shipped().resolve()
    except DatasetError:  # none ships with this installation, so this is another
        own = True
    return Path("figures", dataset.path.resolve().name if own else "")


def _metadata(fig: Figure, name: str, dataset: object) -> dict[str, str]:
    """What both files record about themselves, under names that a PDF and a PNG may have."""
    metadata = {"Title": name, "Creator": f"gxlab {version('gxlab')}"}
    if dataset is not None:
        made_of = dataset if isinstance(dataset, str) else getattr(dataset, "version", None)
        if not isinstance(made_of, str):
            raise TypeError(
                f"dataset is a {type(dataset).__name__} without a version; give a dataset, or "
                f"its version as text"
            )
        metadata["Subject"] = f"data: {made_of}"
    if any(text.get_gid() == "simulated" for text in fig.texts):
        metadata["Keywords"] = SIMULATED
    return metadata
