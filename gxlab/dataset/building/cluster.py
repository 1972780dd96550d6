"""Files read by the workers of a Dask cluster, through the same code, under the same limits.

Workers open the files themselves: the folder must be at the same path on each of them. Each
batch of files is read by a process of its own, so that a bad file ends no worker.
"""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

from gxlab.dataset.building import pool
from gxlab.dataset.building.cache import extractor
from gxlab.dataset.building.packs import ReadBatch
from gxlab.dataset.limits import Limits
from gxlab.errors import BuildError

# Files of one task at most: more than at home, because the way is longer.
_BATCH = 64
# Seconds until a scheduler that does not answer, or has no workers, is given up.
_PATIENCE = 20


def read(
    paths: Sequence[str], *, scheduler: str, folder: Path, limits: Limits
) -> Iterator[ReadBatch]:
    """Read files on a cluster; yields what `gxlab.dataset.building.pool.read` yields.

    Parameters
    ----------
    paths : the files
    scheduler : the address of the scheduler, such as ``tcp://127.0.0.1:8786``
    folder : holds the files, on every worker
    limits : what one file may take

    Raises
    ------
    gxlab.BuildError
        There is no such scheduler, it has no workers, a worker does not see the folder or has
        another gxlab, or workers keep dying.
    """
    if not paths:
        return
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise BuildError(
            "a cluster needs Dask, which is not installed: pip install 'gxlab[cluster]'"
        ) from None
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BuildError(f"{scheduler}: no scheduler answers there ({error})") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise BuildError(f"{scheduler}: the scheduler has no workers") from None
        size = max(1, min(_BATCH, len(paths) // (4 * sum(client.nthreads().values()))))
        starts = range(0, len(paths), size)
        futures = client.map(
            _task,
            [list(paths[start : start + size]) for start in starts],
            folder=str(folder),
            limits=limits,
            wanted=extractor(),
            pure=False,
        )
        first = {future.key: start for future, start in zip(futures, starts, strict=True)}
        done = as_completed(futures, loop=client.loop, with_results=True)
        del futures  # so that a result is let go of once it is dealt with
        try:
            for future, batches in done:
                start = first[future.key]
                for batch in batches:
                    positions = [start + position for position in batch.positions]
                    yield ReadBatch(positions, batch.pack)
        except KilledWorker as error:
            raise BuildError(
                f"{scheduler}: workers keep dying ({error}); what was read is kept"
            ) from error


def _task(paths: list[str], *, folder: str, limits: Limits, wanted: str) -> list[ReadBatch]:
    """Read some files; runs on a worker."""
    host = socket.gethostname()
    if extractor() != wanted:
        raise BuildError(
            f"{host}: a worker there has another gxlab, or other versions of the libraries that "
            "it reads with, than the machine that asks; install the same"
        )
    if not Path(folder).is_dir():
        raise BuildError(
            f"{host}: a worker there does not see {folder}; the folder must be shared with it "
            "under the same path"
        )
    # Dask marks its workers as having no children; these end by themselves when it does.
    multiprocessing.current_process().daemon = False
    return list(pool.read(paths, workers=1, limits=limits))
