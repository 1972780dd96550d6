"""The files below a folder, and the stamps that show whether each is still what it was."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gxlab.errors import OpenError
from gxlab.readers import stat_of


@dataclass(frozen=True, slots=True)
class Stamp:
    """Shows, without reading a file, that it is still what it was.

    Attributes
    ----------
    size : bytes
    modified, changed : when its content, and when anything of it, last changed (ns). A program
        may set the first time back; none can set the second.
    inode : which file it is to the file system
    """

    size: int
    modified: int
    changed: int
    inode: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may hold a report. Without a stamp it cannot be opened; `fault` says why.

    `name` is relative to the folder of reports, and text whatever bytes it is made of.
    """

    name: str
    path: str
    stamp: Stamp | None = None
    fault: str = ""


def scan(folder: Path, but_not: Path | None = None) -> list[Source]:
    """Every file below a folder, but hidden ones, by its name relative to the folder.

    Links to files are followed. What cannot be looked into is listed too, with the reason.

    Parameters
    ----------
    folder : where to look, at any depth
    but_not : a folder below it to leave out, such as the dataset that is made from it
    """
    start = len(os.path.join(folder, ""))
    found = _walk(os.fspath(folder), but_not)
    sources = [_source(path, text_of(path[start:]), why) for path, why in found]
    return sorted(sources, key=lambda source: (source.name, source.path))


def _walk(folder: str, but_not: Path | None) -> Iterator[tuple[str, str]]:
    """The paths of files, and of folders that are not entered with the reason."""
    closed: list[OSError] = []
    own = os.path.realpath(but_not) if but_not else None
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        yield from ((os.path.join(parent, name), "") for name in files if name[0] != ".")
        shown = [(name, os.path.join(parent, name)) for name in folders if name[0] != "."]
        folders[:] = []
        for name, path in shown:
            if os.path.islink(path):
                yield path, "is a link to a folder; links to folders are not followed"
            elif own is None or os.path.realpath(path) != own:
                folders.append(name)
    for error in closed:
        yield os.fspath(error.filename), f"cannot be opened: {error.strerror}"


def _source(path: str, name: str, why: str) -> Source:
    if why:
        return Source(name, path, fault=why)
    try:
        found = stat_of(path)
    except OpenError as error:
        return Source(name, path, fault=error.reason)
    stamp = Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    return Source(name, path, stamp)


def text_of(name: str) -> str:
    """A file's name as text; bytes that are no UTF-8 are marked, not lost."""
    plain = name.replace(os.sep, "/")
    return os.fsencode(plain).decode("utf-8", errors="backslashreplace")


def digest(parts: Iterable[object]) -> str:
    """One hash of several things, by their ``repr``."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()


def content_hash(path: str) -> str | None:
    """The hash of a file's content; None where it cannot be read."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
