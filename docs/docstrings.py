"""How the docstrings of the package are laid out for numpydoc.

numpydoc takes what follows ``name :`` for a type. Here it is the description, unless a sentence
of its own follows on the next line::

    path : the file; its format is
        found from its content          -> a description of two lines

    coverage : DataFrame of str
        A row for each unit             -> a type, and a description
"""

from __future__ import annotations

import re

_ENTRY = re.compile(r"(?P<name>\w[\w, ]*?) : (?P<text>.+)")
_SECTIONS = ("Parameters", "Attributes", "Other Parameters")


def describe_entries(
    app: object, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Move descriptions from where numpydoc looks for types; for `autodoc-process-docstring`."""
    section, made = "", []
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if below and set(below) == {"-"}:
            section = line
        entry = _ENTRY.fullmatch(line) if section in _SECTIONS else None
        if entry and not _begins_a_sentence(below):
            made += [entry["name"], f"    {entry['text']}"]
        else:
            made.append(line)
    lines[:] = made


def _begins_a_sentence(line: str) -> bool:
    return line.startswith(" ") and line.strip()[:1].isupper()
