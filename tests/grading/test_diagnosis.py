from __future__ import annotations

import contextlib

import numpy as np
import pytest

from autograder.grading.diagnosis import follows, same_value
from autograder.grading.gradcheck import Trace
from autograder.sandbox.remote import Remote
from autograder.sandbox.wire import Handle

A = np.array([[1.0, -2.0], [3.0, 0.5]])
EYE = np.eye(2)


def remote(number: int = 0, description: str = "Tensor") -> Remote:
    return Remote(None, Handle(number, description))


SAME = {
    "None": (None, None),
    "arrays": (A, A.copy()),
    "another order in memory": (A, np.asfortranarray(A)),
    "rounding": (A, A * (1 + 1e-12)),
    "numbers": (1.0, 1.0 + 1e-13),
    "a float and a numpy float": (1.0, np.float64(1.0)),
    "NaN": (np.nan, np.nan),
    "infinity": (np.inf, np.inf),
    "NaN and infinity at the same places": (np.array([np.nan, np.inf, 1.0]), np.array([np.nan, np.inf, 1.0])),
    "nothing finite": (np.full(3, np.nan), np.full(3, np.nan)),
    "zeros": (np.zeros(3), -np.zeros(3)),
    "no entries": (np.zeros((0, 3)), np.zeros((0, 3))),
    "whole numbers": (np.array([1, 2]), np.array([1, 2])),
    "huge whole numbers": (10**30, 10**30),
    "truth": (True, True),
    "numpy's truth": (np.bool_(True), np.bool_(True)),
    "masks": (A > 0, A > 0),
    "complex arrays": (A + 1j, A + 1j),
    "strings": ("x", "x"),
    "lists": ([1.0, None, "x"], [1.0 + 1e-13, None, "x"]),
    "lists of arrays": ([A, [A, EYE]], [A.copy(), [A * (1 + 1e-12), EYE]]),
    "tuples": ((A, 1.0), (A, 1.0)),
    "dicts": ({"w": A, "b": None}, {"w": A.copy(), "b": None}),
    "objects of one kind": (remote(1), remote(2)),
    "lists of objects": ([remote(1)], [remote(2)]),
    "tiny": (np.array([1e-300, 2e-300]), np.array([1e-300, 2e-300])),
    "huge": (np.array([1e300, 2e300]), np.array([1e300, 2e300])),
}
DIFFERENT = {
    "None": (None, 0.0),
    "values": (A, A + 1e-6),
    "one entry": (A, np.where(A == 0.5, 0.5 + 1e-6, A)),
    "sign": (A, -A),
    "transposed": (A, A.T),
    "shape": (A, A[None]),
    "1 and (1,)": (1.0, np.array([1.0])),
    "a number and a 0-d array": (np.float64(1.0), np.array(1.0)),
    "dtype": (A, A.astype(np.float32)),
    "floats and whole numbers": (np.array([1.0]), np.array([1])),
    "float and int": (1.0, 1),
    "int and True": (1, True),
    "float and huge int": (1e30, 10**31),
    "NaN and 0": (np.nan, 0.0),
    "NaN and infinity": (np.nan, np.inf),
    "signs of infinity": (np.inf, -np.inf),
    "NaN at other places": (np.array([np.nan, 1.0]), np.array([1.0, np.nan])),
    "NaN and finite": (np.array([np.nan, 1.0]), np.array([1.0, 1.0])),
    "finite beside infinity": (np.array([np.inf, 1.0]), np.array([np.inf, 2.0])),
    "zero and 1e-300": (np.zeros(2), np.array([0.0, 1e-300])),
    "1e-300 and zero": (np.array([0.0, 1e-300]), np.zeros(2)),
    "tiny": (np.array([1e-300, 2e-300]), np.array([2e-300, 1e-300])),
    "huge": (np.array([1e300, 2e300]), np.array([2e300, 1e300])),
    "masks": (A > 0, A < 0),
    "masks of other shapes": (A > 0, (A > 0).ravel()),
    "a mask and numbers": (A > 0, (A > 0).astype(float)),
    "complex dtypes": ((A + 1j).astype(np.complex64), A + 1j),
    "complex arrays": (A + 1j, A - 1j),
    "list and tuple": ([1.0], (1.0,)),
    "list and array": ([1.0], np.array([1.0])),
    "lengths": ([A, A], [A]),
    "lists of arrays": ([A, A], [A, A + 1]),
    "dicts": ({"w": A}, {"w": A + 1}),
    "keys": ({"w": A}, {"v": A}),
    "strings": ("x", "y"),
    "string and bytes": ("x", b"x"),
    "objects of two kinds": (remote(), remote(0, "Linear")),
    "an object and a value": (remote(), 1.0),
    "an object and its repr": (remote(), repr(remote())),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_the_same_value(one, other, recwarn):
    assert same_value(one, other) is True
    assert same_value(other, one) is True
    assert not recwarn.list


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_another_value(one, other):
    assert same_value(one, other) is False
    assert same_value(other, one) is False


@pytest.mark.parametrize("one", [a for a, _ in [*SAME.values(), *DIFFERENT.values()]], ids=repr)
def test_any_two_values_can_be_compared(one):
    for other in [b for _, b in [*SAME.values(), *DIFFERENT.values()]]:
        assert same_value(one, other) in (True, False)


def trace(*entries):
    result = Trace()
    for name, value in entries:
        result.record(name, value)
    return result


def recording(entries):
    def run(trace):
        for name, value in entries:
            trace.record(name, value)

    return run


def test_a_run_follows_another_where_names_values_and_end_are_the_same():
    whole = [("dw", A), ("raised", "ValueError")]
    assert follows(trace(*whole), recording([("dw", A * (1 + 1e-12)), ("raised", "ValueError")]))
    assert follows(trace(), recording([]))
    for other in [
        [],
        [("dw", A)],
        [("dw", A), ("raised", "TypeError")],
        [("dx", A), ("raised", "ValueError")],
        [("raised", "ValueError"), ("dw", A)],
        [("dw", -A), ("raised", "ValueError")],
        [*whole, ("db", A)],
    ]:
        assert not follows(trace(*whole), recording(other))
        assert not follows(trace(*other), recording(whole))


def test_a_run_that_goes_astray_ends_there_whatever_a_check_catches():
    def run(trace):
        with contextlib.suppress(Exception):
            trace.record("dw", -A)
        raise AssertionError("went on")

    assert not follows(trace(("dw", A), ("db", A)), run)
