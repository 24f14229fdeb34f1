"""The sandboxed child: it runs the student's module and answers the grader's requests, one check long.

Part of what the sandbox holds: standard library and numpy only; worker.py loads it and gives it `wire`. Objects stay
here behind numbered handles, plain values and numeric arrays cross as copies.
"""

from __future__ import annotations
import __future__

import operator
import os
import socket
import struct
import sys
import traceback
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from autograder.sandbox import wire

HEADER = struct.Struct("!I")  # before each frame: its length
MAX_FRAMES_SHOWN = 20  # of a traceback
MAX_WORDS = 500  # characters of an exception's message
FUTURES = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})


def use(codec: Any) -> None:
    """Set the module `wire`, which inside the sandbox is no part of a package."""
    global wire
    wire = codec


def serve(connection: socket.socket) -> None:
    """Answer requests until the grader closes the connection."""
    session = Session()
    while (request := receive(connection)) is not None:
        answer = session.answer(wire.decode(request))
        connection.sendall(HEADER.pack(len(answer)) + answer)


def receive(connection: socket.socket) -> bytes | None:
    """One frame, None when the other side has closed."""
    header = _exactly(connection, HEADER.size)
    return None if header is None else _exactly(connection, HEADER.unpack(header)[0])


def _exactly(connection: socket.socket, length: int) -> bytes | None:
    parts = []
    while length:
        piece = connection.recv(min(length, 2**20))
        if not piece:
            return None
        parts.append(piece)
        length -= len(piece)
    return b"".join(parts)


def words(make: Callable[[], str]) -> str:
    """What `make` gives, cut; empty where it fails, since names and messages too are the student's code."""
    try:
        return str.__str__(make())[:MAX_WORDS]
    except BaseException:
        return ""


class Session:
    """The student's module and objects, and what the grader may do with them: the methods do_*."""

    def __init__(self) -> None:
        self.objects: list[Any] = []
        self.numbers: dict[int, int] = {}  # id of an object -> its number; objects keeps it alive, so ids stay unique
        self.files: set[str] = set()  # file names under which student code was compiled
        self.spied: list[tuple[Any, str, Any]] = []  # owner, name and what was there before

    def answer(self, request: Any) -> bytes:
        """Do what is asked; a value, or what the student's code raised."""
        name, *arguments = request
        try:
            return wire.encode(("value", getattr(self, f"do_{name}")(*arguments)), self.register)
        except wire.WireError as problem:
            return wire.encode(("raised", "ValueError", f"this value cannot be handed over: {problem}", []))
        except BaseException as problem:  # SystemExit and KeyboardInterrupt too are the student's
            try:
                return wire.encode(("raised", *self.describe(problem)))
            except BaseException:  # an exception can be made so that it cannot even be looked at
                return wire.encode(("raised", "Exception", "", []))

    def describe(self, problem: BaseException) -> tuple[str, str, list[tuple[int, str]]]:
        """Type, message, and (line, function) of the student's own frames, the outermost first."""
        kind = words(lambda: type(problem).__name__) or "Exception"
        if isinstance(problem, SyntaxError) and isinstance(problem.filename, str) and problem.filename in self.files:
            return kind, words(lambda: str(problem.msg)), [(problem.lineno or 0, "")]
        message = words(lambda: str(problem))
        frames = [
            (line or 0, frame.f_code.co_name)
            for frame, line in traceback.walk_tb(problem.__traceback__)
            if frame.f_code.co_filename in self.files
        ]
        return kind, message, frames[-MAX_FRAMES_SHOWN:]

    def register(self, value: Any) -> wire.Handle:
        """The handle of an object: the same one each time, so that the grader can tell identity."""
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        name = words(lambda: type(value).__name__) or "object"
        return wire.Handle(number, f"{name} of {value.dtype}" if type(value) is np.ndarray else name)

    def resolve(self, value: Any) -> Any:
        """Put the objects in the place of their handles."""
        kind = type(value)
        if kind is wire.Handle:
            return self.objects[value.number]
        if kind is list or kind is tuple:
            return kind(self.resolve(item) for item in value)
        if kind is dict:
            return {key: self.resolve(item) for key, item in value.items()}
        if kind is slice:
            return slice(*(self.resolve(item) for item in (value.start, value.stop, value.step)))
        return value

    def do_load(self, path: str, name: str, cells: list[tuple[int, int]]) -> tuple[wire.Handle, list[Any]]:
        """Run the student's file as the module `name`.

        A notebook runs cell by cell, so that one that fails (a plot, say) does not take the others with it. Returns
        the module and the failures, each (number of the cell, type, message, frames).
        """
        sys.path.append(os.path.dirname(path))  # last: a student's numpy.py or random.py is never what gets imported
        module = types.ModuleType(name)
        module.__file__ = path
        sys.modules[name] = module
        filename = os.path.basename(path)
        self.files.add(filename)
        with open(path, encoding="utf-8-sig") as file:
            lines = file.read().split("\n")
        failures = []
        futures = 0  # a `from __future__ import` holds for the cells after it too, as in Jupyter
        for number, (first, last) in enumerate(cells or [(1, len(lines))]):
            source = "\n" * (first - 1) + "\n".join(lines[first - 1 : last]) + "\n"
            try:
                code = compile(source, filename, "exec", futures, dont_inherit=True)
                futures |= code.co_flags & FUTURES
                exec(code, module.__dict__)
            except BaseException as problem:
                failures.append((number, *self.describe(problem)))
        return self.register(module), failures

    def do_replace(self, target: Any, names: list[str], source: str) -> None:
        """Put the parts called `names` of a source of the grader's in the place of the student's.

        A name may be one of a class's, "Tensor.backward".
        """
        module = self.resolve(target)
        namespace: dict[str, Any] = {"__name__": "reference"}
        exec(compile(source, "<grader>", "exec", dont_inherit=True), namespace)
        for name in names:
            owner, _, member = name.rpartition(".")
            if owner:  # out of its class's dict, so that a static method or a property stays one
                setattr(getattr(module, owner), member, vars(namespace[owner])[member])
            else:
                setattr(module, name, namespace[name])

    def do_getattr(self, target: Any, name: str) -> Any:
        return getattr(self.resolve(target), name)

    def do_setattr(self, target: Any, name: str, value: Any) -> None:
        setattr(self.resolve(target), name, self.resolve(value))

    def do_call(self, target: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        return self.resolve(target)(*self.resolve(args), **self.resolve(kwargs))

    def do_operator(self, name: str, args: list[Any]) -> Any:
        return getattr(operator, name)(*self.resolve(args))

    def do_length(self, target: Any) -> int:
        return len(self.resolve(target))

    def do_items(self, target: Any, limit: int) -> list[Any]:
        """What iterating gives, up to `limit` values: an endless iterator must not fill the memory."""
        return [value for value, _ in zip(self.resolve(target), range(limit), strict=False)]

    def do_keep(self, value: Any) -> wire.Handle:
        """Keep an object here, to hand it to student code and to read it back afterwards."""
        return self.register(self.resolve(value))

    def do_value(self, target: Any) -> Any:
        return self.resolve(target)

    def do_spy(self, target: Any, name: str) -> wire.Handle:
        """From now on record the arguments of every call of `target.name`, `self` among them, in a list."""
        owner = self.resolve(target)
        original = getattr(owner, name)
        calls: list[list[Any]] = []

        def recorded(*args: Any, **kwargs: Any) -> Any:
            calls.append([*args, *kwargs.values()])
            return original(*args, **kwargs)

        setattr(owner, name, recorded)
        self.spied.append((owner, name, original))
        return self.register(calls)

    def unspy(self) -> None:
        """Put back what spies replaced; only where the process goes on after a check."""
        while self.spied:
            setattr(*self.spied.pop())

    def do_run(self, source: str, name: str, args: list[Any]) -> Any:
        """Run a function of the grader's, given as source, over here."""
        namespace: dict[str, Any] = {}
        exec(compile(source, "<grader>", "exec", dont_inherit=True), namespace)
        return namespace[name](*self.resolve(args))
