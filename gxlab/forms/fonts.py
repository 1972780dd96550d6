"""The Chinese font that comes with the dependencies, so that no machine shows boxes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def chinese_font() -> Path:
    """The file of Noto Sans SC (SIL Open Font License), as the package zhplot carries it.

    The package is found and not imported: importing it changes matplotlib's settings.

    Raises
    ------
    ModuleNotFoundError
        zhplot is not installed; it is a dependency of gxlab.
    """
    spec = find_spec("zhplot")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the package zhplot, which carries the font, is not installed")
    return Path(spec.submodule_search_locations[0], "fonts", "NotoSansSC-Regular.ttf")
