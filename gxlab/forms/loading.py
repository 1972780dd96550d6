"""A form's TOML becomes a `Form`; what it inherits is taken over and changed as it says."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gxlab.forms.model import (
    LAYOUTS,
    OUTCOMES,
    PARTS,
    Alias,
    Block,
    Form,
    Identity,
    Label,
    Lack,
    Table,
)

_Entry = dict[str, Any]
_TEXTS = ("section", "zh", "en", "corner")
_CHANGES = {
    "table", "block", "before", "after", "rows", "columns", "row_groups", "column_groups", "heads",
    "drop_rows", "drop_columns", "drop_block", "new_block", *_TEXTS,
}  # fmt: skip


def form_from(text: str, load: Callable[[str], Form]) -> Form:
    """The form that a TOML text describes.

    Parameters
    ----------
    text : as `gxlab.forms` says
    load : gives the form that is inherited, by its id

    Raises
    ------
    ValueError
        The text names a row, column, block or part that there is not; the message says which.
    """
    data = tomllib.loads(text)
    try:
        return _form(data, load)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"form {data.get('id', '?')}: {error}") from error


def _form(data: _Entry, load: Callable[[str], Form]) -> Form:
    parent = load(data["inherits"]) if "inherits" in data else None
    tables = _tables(data, parent)
    form = Form(
        id=data["id"],
        zh=data["zh"],
        en=data["en"],
        years=(data["years"][0], data["years"][1]),
        legal=tuple(data["legal"]),
        tables=tuple(_with_outcomes(table) for table in tables),
        identities=_identities(data, parent),
        lacks=tuple(Lack(**entry) for entry in data.get("lacks", ())),
        assumed=data.get("assumed", False),
    )
    _check(form)
    return form


# --- Tables -----------------------------------------------------------------------------------


def _tables(data: _Entry, parent: Form | None) -> list[Table]:
    """The parent's tables, each as it is, replaced or changed; then those that are new."""
    tables = {table.code: table for table in parent.tables} if parent else {}
    for code in data.get("drop_tables", ()):
        del tables[code]
    for entry in data.get("table", ()):
        tables[entry["code"]] = _table(entry)
    for entry in data.get("change", ()):
        tables[entry["table"]] = _changed(tables[entry["table"]], entry)
    return list(tables.values())


def _table(entry: _Entry) -> Table:
    groups = ("row_groups", "column_groups", "heads")
    given = {**entry, "blocks": tuple(_block(block) for block in entry["block"])}
    given |= {name: _labels(entry.get(name, ())) for name in groups}
    del given["block"]
    return Table(**given)


def _block(entry: _Entry) -> Block:
    return Block(entry["zh"], entry["en"], _labels(entry["rows"]), _labels(entry["columns"]))


def _labels(entries: Iterable[_Entry]) -> tuple[Label, ...]:
    return tuple(Label(**_fields(entry)) for entry in entries)


def _fields(entry: _Entry) -> _Entry:
    """The fields of a label that an entry gives."""
    if "aliases" not in entry:
        return entry
    return {**entry, "aliases": tuple(Alias(**alias) for alias in entry["aliases"])}


def _with_outcomes(table: Table) -> Table:
    """The table, a row in a group that is an outcome being of that outcome, too."""
    of = {group.code: group.outcome for group in table.row_groups}
    blocks = (
        replace(
            block,
            rows=tuple(
                replace(row, outcome=row.outcome or of.get(row.group or "", ""))
                for row in block.rows
            ),
        )
        for block in table.blocks
    )
    return replace(table, blocks=tuple(blocks))


# --- Changes to an inherited table ------------------------------------------------------------


def _changed(table: Table, entry: _Entry) -> Table:
    if unknown := set(entry) - _CHANGES:
        raise ValueError(f"a change of {table.code} has no key {', '.join(sorted(unknown))}")
    made = {name: entry[name] for name in _TEXTS if name in entry}
    for name in ("row_groups", "column_groups", "heads"):
        if name in entry:
            made[name] = _merged(getattr(table, name), entry[name])
    blocks = list(table.blocks)
    if "drop_block" in entry:
        del blocks[_block_at(table, entry["drop_block"])]
    if "new_block" in entry:
        at = _position([block.zh for block in blocks], entry)
        blocks.insert(at, _block(entry["new_block"]))
    elif any(name in entry for name in ("rows", "columns", "drop_rows", "drop_columns")):
        at = _block_at(table, entry.get("block"))
        blocks[at] = replace(
            blocks[at],
            rows=_merged(blocks[at].rows, entry.get("rows", ()), entry, entry.get("drop_rows", ())),
            columns=_merged(
                blocks[at].columns, entry.get("columns", ()), entry, entry.get("drop_columns", ())
            ),
        )
    return replace(table, blocks=tuple(blocks), **made)


def _block_at(table: Table, title: str | None) -> int:
    """Where the block with this title stands; a table of one block need not name it."""
    titles = [block.zh for block in table.blocks]
    if title is None and len(titles) == 1:
        return 0
    if title not in titles:
        raise ValueError(f"{table.code} has no block {title!r}; it has {', '.join(titles)}")
    return titles.index(title)


def _merged(
    labels: Sequence[Label],
    entries: Iterable[_Entry],
    where: Mapping[str, Any] | None = None,
    dropped: Iterable[str] = (),
) -> tuple[Label, ...]:
    """The labels less those dropped, with those of known codes reworded and the new ones put in.

    A new wording stands beside the parent's, which the parent form still has: both are read.
    """
    known = {label.code: label for label in labels}
    for code in dropped:
        if code not in known:
            raise ValueError(f"nothing called {code!r} to drop; there are {', '.join(known)}")
        del known[code]
    added = []
    for entry in entries:
        if entry["code"] in known:
            known[entry["code"]] = replace(known[entry["code"]], **_fields(entry))
        else:
            added.append(Label(**_fields(entry)))
    made = list(known.values())
    at = _position(list(known), where or {}) if added else 0
    return (*made[:at], *added, *made[at:])


def _position(names: list[str], entry: Mapping[str, Any]) -> int:
    """Where what is new goes: ``before`` or ``after`` one that is there, else to the end."""
    name = entry.get("before", entry.get("after"))
    if name is None:
        return len(names)
    if name not in names:
        raise ValueError(f"nothing called {name!r} to stand beside; there are {', '.join(names)}")
    return names.index(name) + ("before" not in entry)


# --- Identities -------------------------------------------------------------------------------


def _identities(data: _Entry, parent: Form | None) -> tuple[Identity, ...]:
    """The parent's identities, those of the same id replaced; then those that are new."""
    known = {identity.id: identity for identity in parent.identities} if parent else {}
    for name in data.get("drop_identities", ()):
        del known[name]
    for entry in data.get("identity", ()):
        sides = {side: tuple(entry[side]) for side in ("left", "right")}
        known[entry["id"]] = Identity(**{**entry, **sides})
    return tuple(known.values())


def _check(form: Form) -> None:
    """Raise where the form says something that the code could not keep."""
    for table in form.tables:
        if table.layout not in LAYOUTS:
            raise ValueError(f"{table.code} has no layout out of {', '.join(LAYOUTS)}")
        labels = (*table.rows, *(c for b in table.blocks for c in b.columns), *table.row_groups)
        for label in (*labels, *table.column_groups):
            if label.plays and label.plays not in PARTS:
                raise ValueError(f"{label.code} plays none of {', '.join(PARTS)}")
            if label.outcome and label.outcome not in OUTCOMES:
                raise ValueError(f"{label.code} is none of the outcomes {', '.join(OUTCOMES)}")
        for row in table.rows:
            # Measures and identities name a family by what its codes begin with: refused_*.
            if row.outcome and not f"{row.code}_".startswith(f"{row.outcome}_"):
                raise ValueError(f"the code {row.code} does not begin with {row.outcome}_")
    for identity in form.identities:
        table = form.table(identity.table)
        columns = tuple(dict.fromkeys(column.code for _, column in table.cells()))
        rows = tuple(row.code for row in table.rows)
        if not all(identity.operands(rows if identity.per == "column" else columns)):
            raise ValueError(f"{identity.id} adds up nothing that {identity.table} has")
