"""Exceptions too large to describe: their words, their names, their notes, their causes 100,000 deep and in a circle."""


class Deep(Exception):
    def __str__(self):
        return "x" * 10**8

    __repr__ = __str__


def chain():
    first = problem = Deep()
    for _ in range(100_000):
        problem.__cause__ = problem = Deep()
    problem.__context__ = first
    first.__notes__ = ["note" * 10**6] * 100
    return ExceptionGroup("group" * 10**6, [first] * 1000)


class Linear:
    def __init__(self, *parameters):
        raise Deep from chain()


class ReLU:
    def __init__(self):
        raise type("Name" * 10**6, (Exception,), {})("y" * 10**7)


Sigmoid = BCEWithLogits = Sequential = ReLU
