"""Errors planted in simulated reports, of the kinds that real ones have."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from gxlab.cells import Key
from gxlab.samples.simulation.draw import Drawn


class Planted(NamedTuple):
    """One cell that is not printed as it is: the kind of error, the true and the printed text."""

    kind: str
    key: Key
    true: str
    printed: str


def plant(drawn: Drawn) -> list[Planted]:
    """The cells that the report's kind of error changes; none where it has none."""
    cells = drawn.cells
    if drawn.error == "blank_totals":
        keys = [key for key in cells if key[0] == "applications" and key[2] == "total"]
        return [Planted(drawn.error, key, cells[key], "") for key in keys]
    if drawn.error == "blank_zeros":
        return [Planted(drawn.error, key, "0", "") for key, text in cells.items() if text == "0"]
    if drawn.error == "broken_totals":
        rng = Random(drawn.wording)
        key = rng.choice([key for key in cells if key[2] == "total"])
        true = int(cells[key])
        off = rng.randint(1, 9) * (-1 if true > 9 and rng.random() < 0.5 else 1)
        return [Planted(drawn.error, key, str(true), str(true + off))]
    return []
