"""How far a build is: given to a function, or shown as a bar in a notebook or a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Called with how many files are dealt with, of how many, and how many of them failed.
Progress = Callable[[int, int, int], object]


@contextmanager
def showing(progress: Progress | bool) -> Iterator[Progress]:
    """What to call with how far a build is: the caller's function; for True, what draws a bar."""
    if progress is False:
        yield lambda *_: None
    elif progress is True:
        from tqdm.auto import tqdm

        with tqdm(desc="reading reports", unit="file") as bar:

            def draw(done: int, total: int, failed: int) -> None:
                if bar.total is None:  # what is known already is no measure of the speed
                    bar.initial = done
                bar.total, bar.n = total, done
                bar.set_postfix(failed=failed)

            yield draw
    else:
        yield progress
