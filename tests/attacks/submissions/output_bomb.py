"""Prints for ever, whether anybody listens or not."""

import os

while True:
    for output in (1, 2):
        try:
            os.write(output, b"x" * 2**16)
        except OSError:
            pass
