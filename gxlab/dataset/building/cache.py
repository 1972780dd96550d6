"""What a build keeps between runs, in ``.cache`` of the dataset.

``packs/VERSION/HASH.pack`` hold what was read; VERSION stands for the extractor, and HASH for the
pack's own bytes, so that one cut short is noticed. ``state.json``, written last, says which files
the dataset was made of. A build that is killed leaves packs, each whole or not there, and the next
one takes them up.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from gxlab.dataset.building.files import digest
from gxlab.dataset.building.packs import rows_of
from gxlab.dataset.building.plan import KeptOutcome, kept_outcomes
from gxlab.errors import BuildError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Libraries that a value or a byte of the dataset may depend on.
_LIBRARIES = (
    "lxml", "pandas", "pdfminer.six", "pdfplumber", "pyarrow", "pypdfium2", "python-docx",
    "rapidfuzz",
)  # fmt: skip
# Packs that are held unpacked: of files that were read at different times, neighbours by name
# are in different packs.
_OPEN = 8


@cache
def extractor() -> str:
    """A hash of all that decides what is read from a file: the package, and its libraries."""
    root = Path(__file__).parents[2]
    files = sorted(p for p in root.rglob("*") if p.suffix in (".py", ".toml", ".csv"))
    contents = [(p.relative_to(root).as_posix(), p.read_bytes()) for p in files]
    return digest([_version("gxlab"), *contents, *map(_version, _LIBRARIES)])[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


class Store:
    """The packs that are kept.

    Attributes
    ----------
    known : what became of a file, by the hash of its content
    open_pack : gives the rows of the pack of this name; those of the last few are held
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "packs" / extractor()
        self.known: dict[str, KeptOutcome] = {}
        self.open_pack = lru_cache(_OPEN)(self._rows_of)

    def load(self) -> None:
        """Learn what earlier builds kept; a pack that is not what its name says is dropped."""
        for path in sorted(self.folder.glob("*.pack")):
            pack = path.read_bytes()
            if _name(pack) == path.name:
                self._learn(path.name, pack)
            else:
                path.unlink()

    def add(self, pack: bytes) -> list[KeptOutcome]:
        """Keep a pack; returns its outcomes, in order."""
        name = _name(pack)
        kept = self._learn(name, pack)
        if any(one.outcome.sha256 for one in kept):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self.folder / name, pack)
        return kept

    def _learn(self, name: str, pack: bytes) -> list[KeptOutcome]:
        kept = kept_outcomes(name, pack)
        self.known |= {one.outcome.sha256: one for one in kept if one.outcome.sha256}
        return kept

    def _rows_of(self, name: str) -> pa.RecordBatch:
        return rows_of((self.folder / name).read_bytes())

    def prune(self, wanted: Collection[str]) -> None:
        """Forget the packs that nothing is wanted of, and those of other extractors."""
        for path in self.folder.glob("*"):
            if path.name not in wanted:
                path.unlink()
        for other in self.folder.parent.glob("*"):
            if other != self.folder:
                shutil.rmtree(other)


def _name(pack: bytes) -> str:
    return f"{hashlib.sha256(pack).hexdigest()[:32]}.pack"


def write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that there is never half a file of this name."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def read_state(folder: Path) -> dict[str, Any]:
    """What the last build that ended noted; nothing where none did or it cannot be read."""
    try:
        state = json.loads((folder / "state.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) and state.get("extractor") == extractor() else {}


def write_state(folder: Path, state: dict[str, Any]) -> None:
    write_whole(folder / "state.json", json.dumps({"extractor": extractor(), **state}).encode())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a dataset's cache, so that two builds do not write one dataset.

    Raises
    ------
    gxlab.BuildError
        Another process holds it. The system lets go of it when a process ends, however it does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n")
    with (folder / "lock").open("a+b") as stream:
        try:
            _lock(stream)
        except OSError:
            raise BuildError(
                f"{folder.parent}: another build is writing this dataset; wait for it to end"
            ) from None
        yield


def _lock(stream: IO[bytes]) -> None:
    """Take the file's lock; `OSError` where another process has it."""
    if sys.platform == "win32":
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
