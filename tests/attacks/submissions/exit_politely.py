"""sys.exit(0) in forward, SystemExit from a constructor, and an exit handler that would end the process with success."""

import atexit
import os
import sys

atexit.register(os._exit, 0)


class Linear:
    def __init__(self, weight, bias):
        pass

    def forward(self, x):
        sys.exit(0)


class ReLU:
    def __init__(self):
        raise SystemExit(0)


Sigmoid = BCEWithLogits = Sequential = ReLU
