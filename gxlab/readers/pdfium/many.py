"""C functions, each called for many arguments at once.

LuaJIT compiles the loop over the arguments while the program runs, so that a call costs a
fifteenth of what it costs by way of ctypes. Where there is no LuaJIT (lupa brings none for macOS),
ctypes calls the function for each, to the same effect.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np

Numbers = np.ndarray[Any, np.dtype[Any]]
#: For many calls: an array with one for each, or what is the same for all. One is an array.
Argument = Numbers | float

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

    def __call__(self, *arguments: Any) -> Any:
        return self._once(*arguments)

    def each(self, *arguments: Argument) -> Numbers:
        """What the function gives for each set of arguments."""
        count = count_of(arguments)
        columns = [
            _column(argument, count, _TYPES[kind].in_array)
            for argument, kind in zip(arguments, self._takes, strict=True)
        ]
        given: Numbers = np.empty(count, _TYPES[self._gives].in_array)
        self._loop(count, given, *columns)
        return given

    @cached_property
    def _loop(self) -> Callable[..., None]:
        """Puts into an array what the function gives for each row of columns."""
        compiler = _compiler()
        if compiler is None:
            return self._by_ctypes
        loop = compiler.execute(_source(self._address, self._takes, self._gives))
        return lambda count, *arrays: loop(count, *map(address_of, arrays))

    def _by_ctypes(self, count: int, given: Numbers, *columns: Numbers) -> None:
        calls = map(self._once, *(column.tolist() for column in columns))
        given[:] = np.fromiter(calls, given.dtype, count)


def _column(argument: Argument, count: int, kind: np.dtype[Any]) -> Numbers:
    if isinstance(argument, np.ndarray):
        return np.ascontiguousarray(argument, kind)
    return np.full(count, argument, kind)


def _source(address: int, takes: tuple[Any, ...], gives: Any) -> str:
    """A loop over a function's calls, in Lua."""
    columns = {f"a{number}": _TYPES[kind].in_c for number, kind in enumerate(takes)}
    return _LOOP.format(
        address=address,
        gives=_TYPES[gives].in_c,
        takes=", ".join(columns.values()),
        columns=", ".join(columns),
        casts=" ".join(f'{name} = ffi.cast("{kind} *", {name})' for name, kind in columns.items()),
        arguments=", ".join(f"{name}[at]" for name in columns),
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
    return next(len(column) for column in arguments if isinstance(column, np.ndarray))


def address_of(array: Numbers) -> int:
    """Where the first number of an array lies."""
    return int(array.__array_interface__["data"][0])


def places_of(array: Numbers) -> Numbers:
    """Where each row of an array lies, or each number of one with no rows."""
    steps: Numbers = np.arange(len(array), dtype="u8") * np.uint64(array.strides[0])
    return steps + np.uint64(address_of(array))
