"""A peer that answers as it likes, over a real socket."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time

import numpy as np
import pytest

from autograder.sandbox import channel as channel_module
from autograder.sandbox import wire
from autograder.sandbox.channel import Channel
from autograder.sandbox.failures import BadReply, Died, Raised, StudentFailure, TimedOut
from autograder.sandbox.remote import Remote, ask
from autograder.sandbox.session import HEADER, MAX_FRAMES_SHOWN, MAX_WORDS, receive
from autograder.text import Text


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def open_channel(ours, seconds=30.0, look=lambda: None):
    lost = lambda: Died(Text.same("lost"))  # noqa: E731
    late = lambda: TimedOut(Text.same("late"))  # noqa: E731
    return Channel(ours, time.monotonic() + seconds, look, lost, late)


@pytest.fixture
def channel(pair):
    return open_channel(pair[0])


def forever(call, *arguments):
    while True:
        call(*arguments)


def framed(value) -> bytes:
    frame = value if isinstance(value, bytes) else wire.encode(value)
    return HEADER.pack(len(frame)) + frame


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00",
        b"l" + struct.pack("!I", 2**32 - 1),
        wire.encode(None),
        wire.encode(("value",)),
        wire.encode(("value", 1, 2)),
        wire.encode(("other", 1)),
        wire.encode((b"value", 1)),
        wire.encode((np.zeros(3), 1)),
        wire.encode((np.zeros(0), "E", "m", [])),
        wire.encode({"value": 1}),
        wire.encode(("value", 1)) + b"N",
        wire.encode(("raised", "E", "m")),
        wire.encode(("raised", "E", "m", None)),
        wire.encode(("raised", "E", None, [])),
        wire.encode(("raised", 1, "m", [])),
        wire.encode(("raised", "E", "m", [1])),
        wire.encode(("raised", "E", "m", [(1,)])),
        wire.encode(("raised", "E", "m", [("1", "f")])),
        wire.encode(("raised", "E", "m", [(1, 2)])),
        wire.encode(("raised", "E", "m", [(1.0, "f")])),
        wire.encode(("raised", "E", "m", "frames")),
    ],
)
def test_what_is_no_answer_is_a_bad_reply_and_the_end(pair, channel, answer):
    pair[1].sendall(framed(answer) + framed(("value", 1)))
    for _ in range(2):  # the good answer that follows is not taken any more
        with pytest.raises(BadReply):
            channel.request("call")


def test_a_frame_that_claims_too_much_is_refused_before_it_is_read(pair, channel):
    pair[1].sendall(HEADER.pack(wire.MAX_FRAME + 1))
    with pytest.raises(BadReply):
        channel.request("call")


def test_an_answer_from_before_the_question_is_a_value_and_nothing_more(pair, channel):
    pair[1].sendall(framed(("value", 1)) + framed(("value", 2)))
    assert channel.request("call") == 1
    assert channel.request("call") == 2
    assert receive(pair[1]) == wire.encode(("call",))


def test_an_exception_is_cut_whatever_the_other_side_says(pair, channel):
    frames = [(2**300, "f" * 10**6)] * (2 * MAX_FRAMES_SHOWN)
    sender = threading.Thread(target=pair[1].sendall, args=[framed(("raised", "E" * 10**6, "m" * 10**6, frames))])
    sender.start()
    with pytest.raises(Raised) as raised:
        channel.request("call")
    sender.join()
    assert len(raised.value.text.en) <= 2 * MAX_WORDS
    assert len(raised.value.type_name) <= MAX_WORDS
    assert len(raised.value.frames) == MAX_FRAMES_SHOWN
    assert all(len(function) <= MAX_WORDS for _, function in raised.value.frames)


def test_after_an_exception_the_channel_goes_on(pair, channel):
    pair[1].sendall(framed(("raised", "ValueError", " no \n", [(3, "f")])) + framed(("value", [wire.Handle(4, "A")])))
    with pytest.raises(Raised, match="ValueError: no"):
        channel.request("call")
    (remote,) = ask(channel, "call")
    assert isinstance(remote, Remote)


def test_lengths_and_items_that_are_none_are_bad_replies(pair, channel):
    for answer in [-1, 2**64, True, 1.0, None, "3"]:
        pair[1].sendall(framed(("value", answer)))
        with pytest.raises(BadReply):
            len(Remote(channel, wire.Handle(0, "A")))
    for answer in [None, (1, 2), wire.Handle(1, "x"), {"a": 1}]:
        pair[1].sendall(framed(("value", answer)))
        with pytest.raises(BadReply):
            iter(Remote(channel, wire.Handle(0, "A")))
    pair[1].sendall(framed(("value", 1)))
    assert bool(Remote(channel, wire.Handle(0, "A"))) is False  # only True is true


@pytest.mark.parametrize("sent", [b"", b"\x00", HEADER.pack(10), HEADER.pack(10) + b"abc"])
def test_a_peer_that_hangs_up_is_lost_and_stays_lost(pair, channel, sent):
    pair[1].sendall(sent)
    pair[1].close()
    for _ in range(2):
        with pytest.raises(Died, match="lost"):
            channel.request("call")


@pytest.mark.parametrize("sent", [b"", b"\x00", HEADER.pack(10) + b"abc"])
def test_a_peer_that_stops_in_the_middle_meets_the_deadline(pair, sent):
    channel = open_channel(pair[0], seconds=0.2)
    pair[1].sendall(sent)
    for _ in range(2):
        with pytest.raises(TimedOut, match="late"):
            channel.request("call")


def test_a_peer_that_never_reads_meets_the_deadline(pair):
    channel = open_channel(pair[0], seconds=0.3)
    with pytest.raises(TimedOut, match="late"):
        channel.request("keep", np.zeros(10**6))


def test_a_peer_that_dribbles_meets_the_deadline_and_is_looked_at(pair):
    """A byte every now and then keeps nobody from looking at its memory."""
    looks = []
    channel = open_channel(pair[0], seconds=1.0, look=lambda: looks.append(1))
    stop = threading.Event()

    def dribble():
        pair[1].sendall(HEADER.pack(wire.MAX_FRAME))
        while not stop.wait(channel_module.POLL_SECONDS / 10):
            pair[1].sendall(b"x")

    thread = threading.Thread(target=dribble)
    thread.start()
    with pytest.raises(TimedOut):
        channel.request("call")
    stop.set()
    thread.join()
    assert looks


def test_a_child_that_answers_at_once_is_looked_at_too(pair):
    class Noticed(StudentFailure):
        pass

    def look():
        raise Noticed(Text.same("seen"))

    channel = open_channel(pair[0], look=look)

    def answer():
        with contextlib.suppress(OSError):
            while receive(pair[1]) is not None:
                pair[1].sendall(framed(("value", 1)))

    thread = threading.Thread(target=answer)
    thread.start()
    with pytest.raises(Noticed):
        forever(channel.request, "call")
    pair[0].close()
    thread.join()
