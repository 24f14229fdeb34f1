"""Whatever comes through the pipe is a value or one of the documented errors, in the codec, the channel and beyond."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_wire import VALUES

from autograder.sandbox import wire
from autograder.sandbox.channel import Channel, read_answer
from autograder.sandbox.failures import Died, StudentFailure, TimedOut
from autograder.sandbox.remote import Remote, ask
from autograder.sandbox.session import HEADER, MAX_FRAMES_SHOWN
from autograder.sandbox.wire import Handle, WireError
from autograder.text import Text

PLAIN = (type(None), bool, int, float, str, bytes, list, tuple, dict, slice, type(...), np.ndarray, np.generic, Handle)
LONGEST_MESSAGE = 1000  # characters

ANSWERS = st.one_of(
    VALUES.map(lambda value: ("value", value)),
    st.tuples(st.just("raised"), VALUES, VALUES, VALUES),
    st.tuples(
        st.just("raised"),
        st.text(),
        st.text(),
        st.lists(st.tuples(st.integers() | VALUES, st.text() | VALUES), max_size=30),
    ),
    VALUES,
).map(lambda value: _encoded(value))
SOUP = st.lists(
    st.sampled_from(
        [*(b"NTFifIsbltdaghSE"[i : i + 1] for i in range(16)), *map(bytes, ([0, 0, 0, 1], [0], [11], [255]))]
    )
).map(b"".join)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["set", "cut", "insert", "repeat"]), st.integers(0, 2**16), st.binary(min_size=1, max_size=8)
    ),
    max_size=6,
)


def _encoded(value: Any) -> bytes:
    try:
        return wire.encode(value)
    except WireError:  # an int too long for the wire
        return b""


def edited(frame: bytes, edits: list[tuple[str, int, bytes]]) -> bytes:
    """`frame` after a few accidents, or intentions."""
    data = bytearray(frame)
    for how, place, content in edits:
        at = place % (len(data) + 1)
        match how:
            case "set":
                data[at : at + len(content)] = content
            case "cut":
                del data[at : at + len(content)]
            case "insert":
                data[at:at] = content
            case "repeat":
                data[at:at] = data[: len(content) * 8]
    return bytes(data)


FRAMES = st.one_of(st.binary(max_size=200), SOUP, ANSWERS, st.builds(edited, ANSWERS, EDITS))


def run(cases: int, strategy: st.SearchStrategy[Any], judge: Callable[[Any], None]) -> None:
    """Judge so many cases."""
    settings(max_examples=cases, deadline=None, suppress_health_check=list(HealthCheck))(given(strategy)(judge))()


def cases(some: int, many: int) -> pytest.MarkDecorator:
    """A few in `make test`, many in the sweep."""
    return pytest.mark.parametrize("cases", [some, pytest.param(many, marks=pytest.mark.sweep)])


def assert_plain(value: Any) -> None:
    assert type(value) in PLAIN or isinstance(value, np.generic)
    if isinstance(value, np.ndarray | np.generic):
        assert value.dtype.kind in "biufc"
    if isinstance(value, dict):
        assert all(type(key) is str for key in value)
    inner = value.values() if type(value) is dict else value if type(value) in (list, tuple) else ()
    for item in inner:
        assert_plain(item)


@cases(200, 3000)
def test_a_frame_is_plain_data_or_a_wire_error(cases):
    def judge(frame: bytes) -> None:
        try:
            value = wire.decode(frame)
        except WireError:
            return
        assert_plain(value)
        wire.encode(value)

    run(cases, FRAMES, judge)


@cases(200, 3000)
def test_an_answer_is_a_value_or_a_failure_of_the_student_s(cases):
    def judge(frame: bytes) -> None:
        try:
            assert_plain(read_answer(frame))
        except StudentFailure as problem:
            failure = problem
        else:
            return
        assert len(failure.text.en) <= LONGEST_MESSAGE
        frames = getattr(failure, "frames", [])
        assert len(frames) <= MAX_FRAMES_SHOWN
        assert all(isinstance(line, int) and type(function) is str for line, function in frames)

    run(cases, FRAMES, judge)


def framed(frame: bytes) -> bytes:
    return HEADER.pack(len(frame)) + frame


def use(value: Any) -> None:
    """What a suite may do with an answer without asking further."""
    repr(value)
    if isinstance(value, Remote):
        hash(value)
        assert value in [value]
    for item in value if type(value) in (list, tuple) else ():
        use(item)


@cases(100, 1500)
def test_a_stream_of_anything_gives_values_until_one_failure_and_then_that_failure_alone(cases):
    def judge(stream: bytes) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(stream)
            theirs.shutdown(socket.SHUT_WR)
            lost, late = (lambda: Died(Text.same("lost"))), (lambda: TimedOut(Text.same("late")))
            channel = Channel(ours, time.monotonic() + 30, lambda: None, lost, late)
            for _ in range(len(stream) + 1):  # each answer has a header at least: the stream comes to its end
                try:
                    use(ask(channel, "call"))
                except StudentFailure:
                    if channel._failure is not None:
                        break
            else:
                pytest.fail("the channel never failed")
            with pytest.raises(type(channel._failure)):
                channel.request("call")

    parts = st.one_of(st.binary(max_size=50), FRAMES.map(framed), st.builds(edited, FRAMES.map(framed), EDITS))
    run(cases, st.lists(parts, max_size=5).map(b"".join), judge)


class OneAnswer:
    """A channel whose every answer is the same."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def request(self, name: str, *arguments: Any) -> Any:
        return self.answer


@cases(100, 1000)
def test_what_a_suite_does_with_an_object_over_there_fails_as_the_student_s_or_not_at_all(cases):
    acts: list[Callable[[Remote], Any]] = [
        len,
        list,
        bool,
        lambda remote: remote + 1,
        lambda remote: remote[0],
        lambda remote: remote.data,
        lambda remote: remote(1),
        lambda remote: abs(remote),
    ]

    def judge(answer: Any) -> None:
        for act in acts:
            remote = Remote(OneAnswer(answer), Handle(1, "Tensor"))
            with contextlib.suppress(StudentFailure):
                use(act(remote))

    run(cases, st.integers() | st.floats() | VALUES, judge)
