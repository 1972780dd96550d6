"""Errors that a researcher can act on: which file, what is wrong with it, what to do."""

from __future__ import annotations

from pathlib import Path


class GxlabError(Exception):
    """Base of every error that gxlab raises on purpose."""


class FileError(GxlabError):
    """A file that cannot become a report.

    Parameters
    ----------
    path : the file
    reason : what is wrong with it and what may be done, as a sentence
    """

    stage = "read"

    def __init__(self, path: str | Path, reason: str) -> None:
        super().__init__(str(path), reason)
        self.path = Path(path)
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class OpenError(FileError):
    """The file cannot be opened: it is gone, empty, or of a kind that gxlab does not read."""

    stage = "open"


class ReadError(FileError):
    """The file is of a known kind and damaged, locked, or without text."""


class NotAReportError(FileError):
    """The file was read, and none of the statutory tables is in it."""

    stage = "extract"


class DatasetError(GxlabError):
    """A folder is no dataset, or a table of it is not as `gxlab.schema` says."""


class QueryError(GxlabError):
    """A query that cannot be answered: its words, or what it would do."""


class BuildError(GxlabError):
    """A dataset that cannot be built: another build holds it, a cluster cannot be used."""
