"""The checker itself is checked: with wrong gradients, each of which it has to notice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from autograder.grading import gradcheck
from autograder.grading.gradcheck import (
    RTOL_DIFFERENCES,
    RTOL_FLOAT32,
    Broken,
    Mismatch,
    Trace,
    begin,
    central_differences,
    expect,
    expect_number,
    norm,
    promise,
    relative_error,
    unchanged,
)
from autograder.sandbox.remote import Remote
from autograder.sandbox.wire import Handle
from autograder.text import Text

RIGHT = np.array([[1.0, -2.0, 3.0], [0.5, 0.25, -4.0]])
REMOTE = Remote(None, Handle(0, "Tensor"))


class Subclass(np.ndarray):
    pass


def with_entry(value: float, index: tuple[int, int] = (1, 2), array: np.ndarray = RIGHT) -> np.ndarray:
    changed = array.astype(np.float64).copy()
    changed[index] = value
    return changed


WRONG = {
    "None": None,
    "transposed": RIGHT.T,
    "flat": RIGHT.ravel(),
    "one dimension more": RIGHT[None],
    "one row": RIGHT[:1],
    "broadcastable": np.ones((1, 3)),
    "0-d": np.array(1.0),
    "empty": np.zeros((0, 3)),
    "float32": RIGHT.astype(np.float32),
    "float16": RIGHT.astype(np.float16),
    "complex": RIGHT.astype(complex),
    "bool": RIGHT > 0,
    "object": RIGHT.astype(object),
    "str": RIGHT.astype(str),
    "NaN": with_entry(np.nan),
    "all NaN": RIGHT * np.nan,
    "inf": with_entry(np.inf),
    "-inf": with_entry(-np.inf),
    "scalar": 1.0,
    "numpy scalar": np.float64(1.0),
    "list": RIGHT.tolist(),
    "tuple of rows": tuple(RIGHT),
    "subclass": RIGHT.view(Subclass),
    "masked": np.ma.masked_array(RIGHT),
    "remote": REMOTE,
    "string": "RIGHT",
    "True": True,
    "off by 1e-9": RIGHT * (1 + 1e-9),
    "one entry off by 1e-9": with_entry(-4.0 * (1 + 1e-9)),
    "sign": -RIGHT,
    "zero": 0 * RIGHT,
    "twice": 2 * RIGHT,
    "huge": RIGHT * 1e300,
    "whole": np.round(RIGHT).astype(int),
}


@pytest.mark.parametrize("got", WRONG.values(), ids=WRONG)
def test_a_wrong_gradient_is_noticed(got):
    with pytest.raises(Mismatch) as raised:
        expect(got, RIGHT, "dx")
    assert raised.value.name == "dx"
    assert raised.value.expected is RIGHT


@pytest.mark.parametrize("shape", [(1, 4), (4, 1), (1,), (4, 4), ()])
def test_a_bias_gradient_of_another_shape_is_noticed(shape):
    with pytest.raises(Mismatch):
        expect(np.ones(shape), np.ones(4), "dbias")


@pytest.mark.parametrize("got", [1e-300, -1e-300, 5e-324, 1e-160, 1.0, np.nan, np.inf], ids=lambda value: f"{value:g}")
def test_zero_is_zero_exactly(got):
    zero = np.zeros((2, 3))
    for array in (with_entry(got, array=zero), np.full((2, 3), got)):
        with pytest.raises(Mismatch):
            expect(array, zero, "dx")
    with pytest.raises(Mismatch):
        expect_number(got, 0.0, "loss")
    expect(-zero, zero, "dx")
    expect_number(-0.0, 0.0, "loss")


@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1.0, 1e200, 1e307])
def test_small_and_large_gradients_are_compared_too(scale):
    expect(RIGHT * scale, RIGHT * scale, "dx")
    for factor in (2.0, -1.0, 0.0):
        with pytest.raises(Mismatch):
            expect(RIGHT * scale * factor, RIGHT * scale, "dx")


@pytest.mark.parametrize(
    "got",
    [RIGHT.copy(), np.asfortranarray(RIGHT), RIGHT[::-1][::-1], RIGHT * (1 + 1e-14), with_entry(-4.0 * (1 + 1e-14))],
    ids=["same", "Fortran order", "strides", "rounding", "rounding of an entry"],
)
def test_a_right_gradient_passes(got):
    expect(got, RIGHT, "dx")


def test_whole_numbers_will_do_for_floats():
    for dtype in (np.int64, np.int8, np.uint8):
        expect(np.array([1, 2], dtype=dtype), np.array([1.0, 2.0]), "dx")
    with pytest.raises(Mismatch):
        expect(np.array([255], dtype=np.uint8), np.array([-1.0]), "dx")


def test_a_numpy_scalar_is_as_good_as_an_array_without_dimensions():
    for got in (np.float64(2.0), np.int64(2), np.array(2.0)):
        expect(got, np.array(2.0), "z")
    for got in (2.0, 2, np.float32(2.0), np.bool_(True), np.array([2.0]), np.complex128(2)):
        with pytest.raises(Mismatch):
            expect(got, np.array(2.0), "z")


def test_empty_arrays_have_a_shape_too():
    expect(np.zeros((0, 3)), np.zeros((0, 3)), "dx")
    with pytest.raises(Mismatch):
        expect(np.zeros((0, 2)), np.zeros((0, 3)), "dx")


def test_float32_is_graded_by_value_alone():
    for dtype in (np.float32, np.float64):
        expect(RIGHT.astype(dtype) * dtype(1 + 1e-5), RIGHT, "dx", RTOL_FLOAT32)
        with pytest.raises(Mismatch):
            expect(RIGHT.astype(dtype) * dtype(1 + 1e-3), RIGHT, "dx", RTOL_FLOAT32)
    with pytest.raises(Mismatch):
        expect(RIGHT.astype(np.float32)[:1], RIGHT, "dx", RTOL_FLOAT32)
    expect_number(np.float32(2.0), 2.0, "loss", RTOL_FLOAT32)


@pytest.mark.parametrize("got", [2.0, np.float64(2.0), 2, 2.0 * (1 + 1e-14)])
def test_a_right_number_passes(got):
    expect_number(got, 2.0, "loss")


@pytest.mark.parametrize(
    "got",
    [
        None,
        2.0 * (1 + 1e-9),
        -2.0,
        np.nan,
        np.inf,
        np.float32(2.0),
        np.int64(2),
        np.array(2.0),
        np.array([2.0]),
        True,
        "2.0",
        [2.0],
        2 + 0j,
        10**100,
        REMOTE,
    ],
    ids=repr,
)
def test_a_wrong_number_is_noticed(got):
    with pytest.raises(Mismatch):
        expect_number(got, 2.0, "loss")


def test_what_is_looked_at_is_written_down():
    trace = begin(Trace())
    assert gradcheck.current_trace is trace
    expect(RIGHT, RIGHT, "dx")
    expect_number(2.0, 2.0, "loss")
    unchanged(RIGHT, RIGHT, "x")
    promise(True, "kept", Text.same("words"))
    with pytest.raises(Mismatch):
        expect(None, RIGHT, "dw")
    assert [name for name, _ in trace.entries] == ["dx", "loss", "x afterwards", "kept", "dw"]
    assert trace.entries[-1] == ("dw", None)


@pytest.mark.parametrize("kept", [False, None, 1, "yes", np.True_, REMOTE], ids=repr)
def test_a_promise_is_kept_by_true_alone(kept):
    with pytest.raises(Broken, match="words") as raised:
        promise(kept, "kept", Text("言葉", "words"))
    assert raised.value.text.ja == "言葉"


@pytest.mark.parametrize(
    "value",
    [None, RIGHT * (1 + 1e-15), RIGHT.T, RIGHT.astype(np.float32), RIGHT.tolist(), with_entry(np.nan), REMOTE],
    ids=["None", "rounding", "transposed", "float32", "list", "NaN", "remote"],
)
def test_an_input_that_has_changed_is_noticed(value):
    unchanged(RIGHT.copy(), RIGHT, "x")
    with pytest.raises(Broken) as raised:
        unchanged(value, RIGHT, "x")
    assert "x was changed" in raised.value.text.en
    assert "x を" in raised.value.text.ja


FINITE = st.floats(-1e6, 1e6)


@settings(max_examples=50, deadline=None)
@given(stn.arrays(np.float64, stn.array_shapes(max_dims=3, max_side=4), elements=FINITE), st.floats(1e-9, 1e6))
def test_relative_error_is_what_numpy_s_norm_says(array, scale):
    wrong = array + scale
    size = np.linalg.norm(array.ravel())
    if size > 1e-100:
        assert relative_error(wrong, array) == pytest.approx(np.linalg.norm((wrong - array).ravel()) / size)
    assert relative_error(array, array) == 0.0


def test_norm_neither_vanishes_nor_overflows():
    assert norm(np.array([3e-300, 4e-300])) == pytest.approx(5e-300)
    assert norm(np.array([3e300, 4e300])) == pytest.approx(5e300)
    assert norm(np.zeros(0)) == norm(np.zeros((2, 2))) == 0.0
    assert np.isnan(norm(np.array([np.nan, 1.0])))
    assert norm(np.array([-np.inf, 1.0])) == np.inf
    assert norm(np.array(-2.0)) == 2.0


@pytest.mark.parametrize(
    ("f", "gradient"),
    [
        (lambda x: float((x**2).sum()), lambda x: 2 * x),
        (lambda x: float(np.exp(x).sum()), np.exp),
        (lambda x: float(np.prod(x)), lambda x: np.prod(x) / x),
        (lambda x: float(np.log1p(np.exp(-x)).mean()), lambda x: -1 / (1 + np.exp(x)) / x.size),
        (lambda x: 3.0, np.zeros_like),
    ],
    ids=["squares", "exp", "product", "softplus", "constant"],
)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (2, 1, 2), (0, 2)])
def test_central_differences_agree_with_the_derivative(f, gradient, shape):
    if shape == (0, 2) and f(np.ones(2)) != 3.0:
        f, gradient = (lambda x: float(x.sum())), np.ones_like
    point = np.random.default_rng(0).uniform(0.5, 2.0, shape)
    before = point.copy()
    seen = []

    def watched(x):
        seen.append(x)
        value = f(x)
        x[...] = np.nan  # f may do with its argument what it likes
        return value

    result = central_differences(watched, point)
    expect(result, np.asarray(gradient(point), dtype=np.float64), "gradient", RTOL_DIFFERENCES)
    np.testing.assert_array_equal(point, before)
    assert len(seen) == 2 * point.size
    assert not any(np.shares_memory(x, point) for x in seen)


def test_central_differences_divide_by_the_step_that_was_taken():
    point = np.array([1e6, -3e7])
    assert relative_error(central_differences(lambda x: float(x.sum()), point), np.ones(2)) < 1e-3
    assert relative_error(central_differences(lambda x: float(x[0]), np.array([1e6])), np.ones(1)) < 1e-12
