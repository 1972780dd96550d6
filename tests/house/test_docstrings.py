"""Every public name is documented in numpydoc's sections, its parameters by name."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import ModuleType
from typing import Any

import pytest

import gxlab as gx


def public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The public names of a module, and what the public classes among them define."""
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isclass(value) or inspect.isroutine(value):
            yield name, value
        if inspect.isclass(value):
            slots = {field.name for field in fields(value)} if is_dataclass(value) else set()
            members = {name for name in vars(value) if not name.startswith("_")} - slots
            yield from ((f"{name}.{member}", getattr(value, member)) for member in sorted(members))


PUBLIC = dict(public(gx)) | {f"figures.{name}": value for name, value in public(gx.figures)}


def section(docstring: str, title: str) -> str | None:
    """The text below an underlined title; None where there is none."""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\S[^\n]*\n-{{3,}}\n|\Z)", docstring, re.M | re.S)
    return found and found.group(1)


def described(docstring: str, title: str) -> set[str]:
    """The names that a section describes: ``path, format : the file and its format``."""
    lines = re.findall(r"^(\w[\w*, ]*?)(?: :.*)?$", section(docstring, title) or "", re.M)
    return {name.strip() for line in lines for name in line.split(",")}


def lacking(value: Any) -> list[str]:
    """What the docstring of a function, a class or a property does not have."""
    docstring = inspect.getdoc(value)
    if not docstring:
        return ["a docstring"]
    if isinstance(value, type):
        sections = described(docstring, "Attributes") | described(docstring, "Parameters")
        return ["Attributes"] if is_dataclass(value) and not sections else []
    if not (inspect.isfunction(value) or inspect.ismethod(value)):
        return []
    signature = inspect.signature(value)
    parameters = [name for name in signature.parameters if name not in ("self", "cls")]
    lack = sorted(set(parameters) - described(docstring, "Parameters"))
    # What has no parameters says what it returns in its first line.
    gives = parameters and signature.return_annotation not in (None, "None")
    if gives and section(docstring, "Returns") is None:
        lack.append("Returns")
    return lack


def test_a_section_is_read_as_numpydoc_writes_it() -> None:
    docstring = inspect.getdoc(gx.measures) or ""
    assert described(docstring, "Parameters") == set(inspect.signature(gx.measures).parameters)
    assert section(docstring, "Returns")
    assert section(docstring, "Warnings") is None


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_documented(name: str) -> None:
    assert lacking(PUBLIC[name]) == []
