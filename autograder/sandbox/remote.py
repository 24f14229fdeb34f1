"""Objects that live in the sandbox, so that a suite reads as ordinary Python: `student.Tensor(x) * 2` runs over there.

Plain values and arrays come back as copies, everything else as a Remote.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from autograder.sandbox.failures import BadReply, NoLength, Raised
from autograder.sandbox.wire import Handle

MAX_ITERATED = 1_000_000

_BINARY = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor", "lshift", "rshift"]
_UNARY = ["neg", "pos", "abs", "invert"]
_COMPARISONS = ["lt", "le", "gt", "ge"]


class Asks(Protocol):
    """A channel to where student code runs: sandboxed, or local for code of our own."""

    def request(self, name: str, *arguments: Any) -> Any:
        """Have `name` done over there; its answer, a plain value with handles in it."""


class Remote:
    """An object over there. Calls, attributes, operators, indexing, iteration and len() act on it.

    `==` and hash() compare identity over there: the same object is always the same Remote number.
    """

    __slots__ = ("_channel", "_handle")
    _channel: Asks
    _handle: Handle
    __array_ufunc__ = None  # `array @ remote` is the remote's affair

    def __init__(self, channel: Asks, handle: Handle) -> None:
        object.__setattr__(self, "_channel", channel)
        object.__setattr__(self, "_handle", handle)

    def __repr__(self) -> str:
        return f"<{self._handle.description} in the sandbox>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Remote) and other._handle.number == self._handle.number

    def __hash__(self) -> int:
        return hash(self._handle.number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python itself and pytest look for must not run over there
            raise AttributeError(name)
        return ask(self._channel, "getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        ask(self._channel, "setattr", self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it over there."""
        return ask(self._channel, "call", self, list(args), kwargs)

    def __getitem__(self, key: Any) -> Any:
        return ask(self._channel, "operator", "getitem", [self, key])

    def __setitem__(self, key: Any, value: Any) -> None:
        ask(self._channel, "operator", "setitem", [self, key, value])

    def __iter__(self) -> Iterator[Any]:
        items = ask(self._channel, "items", self, MAX_ITERATED)
        if not isinstance(items, list):
            raise BadReply
        return iter(items)

    def __len__(self) -> int:
        try:
            length = ask(self._channel, "length", self)
        except Raised as problem:
            if problem.type_name == "TypeError":
                raise NoLength(problem.type_name, problem.message, problem.frames) from None
            raise
        if type(length) is not int or not 0 <= length <= sys.maxsize:
            raise BadReply
        return length

    def __bool__(self) -> bool:
        return ask(self._channel, "operator", "truth", [self]) is True


def _operator(name: str, *, reflected: bool = False) -> Callable[..., Any]:
    def method(self: Remote, *others: Any) -> Any:
        operands = [*others, self] if reflected else [self, *others]
        return ask(self._channel, "operator", name, operands)

    return method


for _name in _BINARY:
    setattr(Remote, f"__{_name}__", _operator(f"__{_name}__"))
    setattr(Remote, f"__r{_name}__", _operator(f"__{_name}__", reflected=True))
for _name in _UNARY + _COMPARISONS:
    setattr(Remote, f"__{_name}__", _operator(f"__{_name}__"))


def ask(channel: Asks, name: str, *arguments: Any) -> Any:
    """A request with Remotes in the arguments and in the answer."""
    return _wrap(channel, channel.request(name, *_unwrap(list(arguments))))


def _unwrap(value: Any) -> Any:
    if isinstance(value, Remote):
        return value._handle
    if type(value) in (list, tuple):
        return type(value)(_unwrap(item) for item in value)
    if type(value) is dict:
        return {key: _unwrap(item) for key, item in value.items()}
    if type(value) is slice:
        return slice(*(_unwrap(item) for item in (value.start, value.stop, value.step)))
    return value


def _wrap(channel: Asks, value: Any) -> Any:
    if type(value) is Handle:
        return Remote(channel, value)
    if type(value) in (list, tuple):
        return type(value)(_wrap(channel, item) for item in value)
    if type(value) is dict:
        return {key: _wrap(channel, item) for key, item in value.items()}
    return value
