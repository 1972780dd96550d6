"""C functions, each called for many arguments at once.

LuaJIT compiles the loop over the arguments while the program runs, so that a call costs a
fifteenth of what it costs by way of ctypes. Where there is no LuaJIT (lupa brings none for macOS),
ctypes calls the function for each, to the same effect.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np

from gxlab.readers.page import Numbers

#: For many calls: an array or a range with one for each, or what is the same for all.
Argument = Numbers | range | float

POINTER, INT, UINT, FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float
# An argument that is a whole number, never below zero. A register holds it as it holds an
# address, and ctypes takes an address in a third of the time.
NUMBER = POINTER


class _Type(NamedTuple):
    """What a type is called in C, and in an array."""

    in_c: str
    in_array: np.dtype[Any]


_TYPES = {
    POINTER: _Type("uint64_t", np.dtype("u8")),
    INT: _Type("int32_t", np.dtype("i4")),
    UINT: _Type("uint32_t", np.dtype("u4")),
    FLOAT: _Type("float", np.dtype("f4")),
}
# For each argument: where its array lies, or where it begins, and by how much it grows.
_LOOP = """
local ffi = require "ffi"
local call = ffi.cast("{gives} (*)({takes})", {address})
return function(count, given, {columns})
    given = ffi.cast("{gives} *", given)
    {casts}
    for at = 0, count - 1 do given[at] = call({arguments}) end
end
"""


class Function:
    """A C function: called as such for one set of arguments, by `each` for many."""

    def __init__(self, address: int, takes: tuple[Any, ...], gives: Any) -> None:
        self._address, self._takes, self._gives = address, takes, gives
        # An address as a number, none as 0.
        returned = ctypes.c_size_t if gives is POINTER else gives
        self._once = ctypes.PYFUNCTYPE(returned, *takes)(address)
        self._loops: dict[tuple[bool, ...], Callable[..., None]] = {}

    def __call__(self, *arguments: Any) -> Any:
        return self._once(*arguments)

    def each(self, *arguments: Argument) -> Numbers:
        """What the function gives for each set of arguments, of which one is many."""
        given: Numbers = np.empty(count_of(arguments), _TYPES[self._gives].in_array)
        if not given.size:
            return given
        if _compiler() is None:
            calls = map(self._once, *map(_items, arguments))
            given[:] = np.fromiter(calls, given.dtype, given.size)
            return given
        columns = [
            np.ascontiguousarray(argument, _TYPES[kind].in_array)
            if isinstance(argument, np.ndarray)
            else argument
            for argument, kind in zip(arguments, self._takes, strict=True)
        ]
        loop = self._loop(tuple([isinstance(column, np.ndarray) for column in columns]))
        loop(given.size, address_of(given), *chain.from_iterable(map(_start_and_step, columns)))
        return given

    def _loop(self, are_arrays: tuple[bool, ...]) -> Callable[..., None]:
        if are_arrays not in self._loops:
            source = _source(self._address, self._takes, self._gives, are_arrays)
            self._loops[are_arrays] = _compiler().execute(source)
        return self._loops[are_arrays]


def _items(argument: Argument) -> Iterable[Any]:
    if isinstance(argument, np.ndarray):
        items: list[Any] = argument.tolist()
        return items
    return argument if isinstance(argument, range) else repeat(argument)


def _start_and_step(column: Argument) -> tuple[float, int]:
    if isinstance(column, np.ndarray):
        return address_of(column), 0
    return (column.start, column.step) if isinstance(column, range) else (column, 0)


def _source(address: int, takes: tuple[Any, ...], gives: Any, are_arrays: tuple[bool, ...]) -> str:
    """A loop over a function's calls, in Lua."""
    types = [_TYPES[kind].in_c for kind in takes]
    arrays = [number for number, is_array in enumerate(are_arrays) if is_array]
    return _LOOP.format(
        address=address,
        gives=_TYPES[gives].in_c,
        takes=", ".join(types),
        columns=", ".join(f"a{number}, step{number}" for number in range(len(takes))),
        casts=" ".join(
            f'a{number} = ffi.cast("{types[number]} *", a{number})' for number in arrays
        ),
        arguments=", ".join(
            f"a{number}[at]" if is_array else f"a{number} + at * step{number}"
            for number, is_array in enumerate(are_arrays)
        ),
    )


@cache
def _compiler() -> Any:
    """LuaJIT, or None where this machine has none."""
    try:
        from lupa.luajit21 import LuaRuntime
    except ImportError:
        return None
    return LuaRuntime(register_eval=False, register_builtins=False)


def count_of(arguments: Iterable[Argument]) -> int:
    """How many sets of arguments there are."""
    return next(len(many) for many in arguments if isinstance(many, (np.ndarray, range)))


def address_of(array: Numbers) -> int:
    """Where the first number of an array lies."""
    return ctypes.addressof(ctypes.c_char.from_buffer(array.data))


def places_of(array: Numbers) -> range:
    """Where each row of an array lies, or each number of one with no rows."""
    start = address_of(array) if array.size else 0
    step = array[:1].nbytes or 1
    return range(start, start + len(array) * step, step)
