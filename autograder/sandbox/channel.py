"""One check's connection to its child: requests and answers in frames, with a deadline. Used by sandbox.py."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.failures import BadReply, Raised, StudentFailure
from autograder.sandbox.session import HEADER

POLL_SECONDS = 0.2  # how often a child that takes its time is looked at: looking takes some ms


class Channel:
    """Asks one child; after the first failure every further request fails the same way.

    Args:
        connection: to the child.
        deadline: by time.monotonic().
        look: called every POLL_SECONDS or so, however talkative the child is; may raise a StudentFailure.
        lost: the child closed the connection: says why.
        late: the deadline has passed: says so.
    """

    def __init__(
        self,
        connection: socket.socket,
        deadline: float,
        look: Callable[[], None],
        lost: Callable[[], StudentFailure],
        late: Callable[[], StudentFailure],
    ) -> None:
        self._connection = connection
        self._deadline = deadline
        self._look = look
        self._lost = lost
        self._late = late
        self._next_look = time.monotonic() + POLL_SECONDS
        self._failure: StudentFailure | None = None

    def request(self, name: str, *arguments: Any) -> Any:
        """Have the child do `name`; its answer, a plain value with handles in it.

        Raises:
            Raised: the student's code raised an exception; the child lives on.
            StudentFailure: the child is late, gone, or talks nonsense.
        """
        if self._failure:
            raise self._failure
        try:
            frame = wire.encode((name, *arguments))
            self._send(HEADER.pack(len(frame)) + frame)
            (length,) = HEADER.unpack(self._receive(HEADER.size))
            if length > wire.MAX_FRAME:
                raise BadReply
            return read_answer(self._receive(length))
        except Raised:
            raise
        except StudentFailure as failure:
            self._failure = failure
            raise

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            sent = self._patiently(lambda view=view: self._connection.send(view))  # type: ignore[misc]
            view = view[sent:]

    def _receive(self, length: int) -> bytes:
        received = bytearray()
        while len(received) < length:
            wanted = min(length - len(received), 2**20)
            piece = self._patiently(lambda wanted=wanted: self._connection.recv(wanted))  # type: ignore[misc]
            if not piece:
                raise self._lost()
            received += piece
        return bytes(received)

    def _patiently(self, operation: Callable[[], Any]) -> Any:
        """Do a socket operation, looking at the child and at the clock while it takes time."""
        while True:
            now = time.monotonic()
            if now >= self._deadline:
                raise self._late()
            if now >= self._next_look:
                self._look()
                self._next_look = time.monotonic() + POLL_SECONDS
            self._connection.settimeout(min(self._deadline - now, POLL_SECONDS))
            try:
                return operation()
            except TimeoutError:
                continue
            except OSError:  # reset: the child is gone
                raise self._lost() from None


def read_answer(frame: bytes) -> Any:
    """The value in a session's answer.

    Raises:
        Raised: the answer is that student code raised an exception.
        BadReply: it is no answer.
    """
    try:
        answer = wire.decode(frame)
    except wire.WireError:
        raise BadReply from None
    match answer:  # the type first: an array compares with a word entry by entry, and has no truth
        case (str("value"), value):
            return value
        case (str("raised"), str(type_name), str(message), list(frames)):
            raise Raised(type_name, message, [_frame(frame) for frame in frames])
    raise BadReply


def _frame(frame: Any) -> tuple[int, str]:
    match frame:
        case (int(line), str(function)):
            return line, function
    raise BadReply
