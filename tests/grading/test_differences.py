from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from autograder.grading import differences
from autograder.grading.differences import describe, kind, number
from autograder.grading.gradcheck import Mismatch
from autograder.sandbox.remote import Remote
from autograder.sandbox.wire import Handle

RIGHT = np.array([[1.5, -2.0, 3.0], [0.5, 0.25, -4.0]])
SQUARE = np.array([[1.0, 2.0], [3.0, 4.0]])
REMOTE = Remote(None, Handle(0, "Tensor"))


def words(got, expected=RIGHT, name="dx"):
    return describe(Mismatch(name, got, expected))


def changed(index, value, array=RIGHT):
    result = array.copy()
    result[index] = value
    return result


@pytest.mark.parametrize(
    ("got", "expected", "en", "ja"),
    [
        (None, RIGHT, "dx is None. Is a return or an assignment missing?", "dx が None です"),
        (None, 1.0, "dx is None.", "dx が None です"),
        (RIGHT.tolist(), RIGHT, "dx should be numpy.ndarray (2, 3), but is list.", "型は numpy.ndarray (2, 3) のはず"),
        (1.0, RIGHT, "dx should be numpy.ndarray (2, 3), but is float.", "float でした"),
        (np.float64(1), RIGHT, "but is float64.", "float64 でした"),
        (REMOTE, RIGHT, "but is Tensor.", "Tensor でした"),
        (RIGHT > 0, RIGHT, "dx should have dtype float64, but has bool.", "dtype は float64 のはず"),
        (RIGHT.astype(complex), RIGHT, "but has complex128.", "complex128 でした"),
        (RIGHT.astype(np.float32), RIGHT, "dx should have dtype float64, but has float32.", "float32 でした"),
        (RIGHT[0], RIGHT, "dx should have shape (2, 3), but has (3,).", "形は (2, 3) のはずですが、(3,)"),
        (RIGHT[None], RIGHT, "but has (1, 2, 3).", "(1, 2, 3) でした"),
        (np.array(1.0), RIGHT, "but has ().", "() でした"),
        (RIGHT.T, RIGHT, "dx should have shape (2, 3), but is transposed: (3, 2).", "転置した (3, 2)"),
        (RIGHT.T + 1, RIGHT, "dx should have shape (2, 3), but has (3, 2).", "(3, 2) でした"),
        (SQUARE.T, SQUARE, "dx is transposed.", "dx が転置されています"),
        (changed((0, 1), np.nan), RIGHT, "dx holds nan or inf in 1 entries", "1 個あります"),
        (RIGHT * np.inf, RIGHT, "dx holds nan or inf in 6 entries", "6 個あります"),
        (0 * RIGHT, RIGHT, "dx is all zeros.", "dx がすべて 0 です"),
        (RIGHT, 0 * RIGHT, "dx should be all zeros here.", "すべて 0 のはず"),
        (-RIGHT, RIGHT, "dx has the opposite sign.", "符号が逆です"),
        (5 * RIGHT, RIGHT, "dx is exactly 5 times what it should be.", "ちょうど 5 倍"),
        (RIGHT / 8, RIGHT, "dx is exactly 0.125 times", "0.125 倍"),
        (-2 * RIGHT, RIGHT, "dx is exactly -2 times", "-2 倍"),
        (
            changed((1, 0), 9.0),
            RIGHT,
            "dx differs in 1 of 6 entries; most of all at [1, 0]: 9, where 0.5 is right.",
            "6 個の要素のうち 1 個が違います。差が最も大きいのは [1, 0] で、9 でした (正しくは 0.5)",
        ),
        (2.5, 2.0, "dx should be 2, but is 2.5.", "2 のはずですが、2.5 でした"),
        (0.0, 2.0, "dx should be 2, but is 0.", "0 でした"),
        (3, 2.0, "dx should be 2, but is 3.", "3 でした"),
        (-2.0, 2.0, "dx has the opposite sign.", "符号が逆です"),
        (2.0, 0.0, "dx should be 0, but is 2.", "0 のはず"),
        (np.nan, 2.0, "dx holds nan or inf in 1 entries", "1 個あります"),
        (np.array(2.0), 2.0, "dx should be float, but is numpy.ndarray ().", "numpy.ndarray ()"),
        (np.array([2.0]), 2.0, "but is numpy.ndarray (1,).", "numpy.ndarray (1,)"),
        (True, 2.0, "dx should be float, but is bool.", "bool でした"),
        ("2", 2.0, "dx should be float, but is str.", "str でした"),
        (REMOTE, 2.0, "dx should be float, but is Tensor.", "Tensor でした"),
        (np.float32(2.0), 2.0, "dx should be float, but is float32.", "float32 でした"),
        (np.int64(2), 2.0, "dx should be float, but is int64.", "int64 でした"),
        (10**100, 2.0, "dx should be 2, but is 1e+100.", "1e+100 でした"),
        (np.array(3.0), np.array(2.0), "dx should be 2, but is 3.", "3 でした"),
        (np.array(-2.0), np.array(2.0), "dx has the opposite sign.", "符号が逆です"),
        (np.array(0.0), np.array(2.0), "dx should be 2, but is 0.", "0 でした"),
        (np.array(1.0), np.array(0.0), "dx should be 0, but is 1.", "1 でした"),
        (np.float32(2.0), np.array(2.0), "dx should be numpy.ndarray (), but is float32.", "float32 でした"),
        (np.array([2.0, 2.0]), np.array([1.0, 1.0]), "exactly 2 times", "2 倍"),
        (np.array([3.0]), np.array([1.0]), "dx differs in 1 of 1 entries; most of all at [0]: 3, where 1", "[0] で、3"),
    ],
)
def test_each_difference_has_its_words_in_both_languages(got, expected, en, ja):
    text = words(got, expected)
    assert en in text.en
    assert ja in text.ja
    assert "{" not in text.en + text.ja


def test_a_difference_that_six_digits_do_not_show_is_shown():
    assert words(2.0 * (1 + 1e-9), 2.0).en == "dx should be 2, but is 2.000000002."
    text = words(changed((0, 0), 1.5 * (1 + 1e-9))).en
    assert "differs in 1 of 6 entries; most of all at [0, 0]: 1.500000002, where 1.5 is right" in text
    got, right = re.findall(r"[\d.]+", words(np.nextafter(0.1, 1), 0.1).en.removeprefix("dx should be").rstrip("."))
    assert got != right


def test_tiny_and_huge_values_have_their_patterns_too(recwarn):
    assert "exactly 3 times" in words(3e-200 * RIGHT, 1e-200 * RIGHT).en
    assert "exactly -3 times" in words(-3e200 * RIGHT, 1e200 * RIGHT).en
    assert "differs in" in words(changed((0, 0), 1e308, 1e-308 * RIGHT), 1e-308 * RIGHT).en
    assert "opposite sign" in words(-1e-200 * RIGHT, 1e-200 * RIGHT).en
    assert not recwarn.list


def test_unsigned_and_whole_numbers(recwarn):
    assert "exactly 2 times" in words(np.array([2, 4], dtype=np.uint8), np.array([1.0, 2.0])).en
    assert "at [0]: 254, where -2 is right" in words(np.array([254, 2], dtype=np.uint8), np.array([-2.0, 2.0])).en
    assert "opposite sign" in words(np.array([2, -4]), np.array([-2.0, 4.0])).en
    assert not recwarn.list


@settings(max_examples=200, deadline=None)
@given(st.data(), stn.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=5))
def test_the_worst_entry_is_the_worst_and_no_other_is_shown(data, shape):
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    expected = rng.uniform(1, 2, shape)
    got = expected + rng.uniform(0, 0.1, shape)
    worst = tuple(data.draw(st.integers(0, side - 1)) for side in shape)
    got[worst] += 3.0
    text = words(got, expected)
    assert f"at {list(worst)}: {got[worst]:.6g}, where {expected[worst]:.6g} is right" in text.en
    for language in (text.en, text.ja):
        shown = {f"{value:.6g}" for index, value in np.ndenumerate(expected) if index != worst}
        assert not shown & set(re.findall(r"\d+\.\d+", language))


@settings(max_examples=200, deadline=None)
@given(
    stn.arrays(st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_]), stn.array_shapes(max_side=3)),
    stn.arrays(np.float64, stn.array_shapes(max_side=3), elements=st.floats(-1e300, 1e300)),
)
def test_any_two_arrays_can_be_described_showing_one_expected_entry_at_most(got, expected):
    for given_, right in [(got, expected), (got.ravel()[0], expected), (got, float(expected.ravel()[0]))]:
        for language in ("ja", "en"):
            text = words(given_, right)[language]
            assert text
            assert len(text) < 200


def test_one_entry_as_for_a_long_vector():
    expected = np.random.default_rng(0).normal(size=1000)
    text = words(expected[::-1].copy(), expected).en
    shown = [f"{value:.6g}" for value in expected if f" {value:.6g}" in text]
    assert len(shown) <= 2  # the entry got at that place is another of the expected ones here
    assert len(text) < 120


def test_kind_and_number():
    assert kind(np.zeros((2, 3))) == "numpy.ndarray (2, 3)"
    assert kind(REMOTE) == "Tensor"
    assert kind(None) == "NoneType"
    assert [number(value) for value in (None, True, "1", [1.0], np.bool_(True), 1j, REMOTE, np.array(["1"]))] == [
        None
    ] * 8
    for value in (1, 1.0, np.float32(1), np.uint8(1), np.array(1)):
        assert number(value) == 1
    assert number(10**30).dtype == np.float64


def test_every_message_fills_in_the_same_places_in_both_languages():
    texts = {name: text for name, text in vars(differences).items() if isinstance(text, differences.Text)}
    assert len(texts) > 8
    for name, text in texts.items():
        assert sorted(re.findall(r"\{(\w+)\}", text.ja)) == sorted(re.findall(r"\{(\w+)\}", text.en)), name
