"""Recursion through C without a limit, until the stack is used up."""

import functools
import sys

sys.setrecursionlimit(10**9)


class Linear:
    def __init__(self, *parameters):
        self.forward(None)

    def forward(self, x):
        return functools.reduce(lambda *_: self.forward(x), [0, 0])


ReLU = Sigmoid = BCEWithLogits = Sequential = Linear
