from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from autograder.grading.draw import SEED_BITS, Draw, check_seed, submission_seed
from autograder.grading.gradcheck import KINK_MARGIN

SEEDS = st.integers(0, 2**256 - 1)
SHAPES = stn.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
quick = settings(max_examples=100, deadline=None)


def test_golden_numbers():
    """A report from last year can be graded again with the same inputs."""
    assert submission_seed(b"secret", "digest") == GOLDEN_SUBMISSION
    assert check_seed(123, "test_linear_forward[5x3x4]") % 2**64 == GOLDEN_CHECK
    draw = Draw(check_seed(123, "test_linear_forward[5x3x4]"))
    np.testing.assert_allclose(draw.normal(2), GOLDEN_NORMAL, rtol=1e-12)
    np.testing.assert_allclose(draw.nonzero(2), GOLDEN_NONZERO, rtol=1e-12)


def test_another_process_draws_the_same():
    source = (
        "from autograder.grading.draw import *\n"
        "seed = submission_seed(b'secret', 'digest')\n"
        "print(seed, check_seed(seed, 'test_x'), Draw(check_seed(seed, 'test_x')).both_signs(2, 3).tolist())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", source],
            env={"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    seed = submission_seed(b"secret", "digest")
    values = Draw(check_seed(seed, "test_x")).both_signs(2, 3).tolist()
    assert runs == {f"{seed} {check_seed(seed, 'test_x')} {values}\n"}


def test_a_seed_depends_on_all_that_it_should_and_fits_into_json():
    seeds = {submission_seed(secret, digest) for secret in (b"", b"a", b"b") for digest in ("", "x", "y", "表")}
    assert len(seeds) == 12
    assert all(0 <= seed < 2**SEED_BITS and int(float(seed)) == seed for seed in seeds)
    checks = {
        check_seed(seed, check)
        for seed in (0, 1, 12, 2**48)
        for check in ("test_a", "test_b", "test_a[1]", "test_a[2]")
    }
    assert len(checks) == 16
    draws = {tuple(Draw(seed).normal(3)) for seed in checks}
    assert len(draws) == 16


@quick
@given(SEEDS, SHAPES)
def test_the_same_seed_gives_the_same_in_the_same_order(seed, shape):
    one, other = Draw(seed), Draw(seed)
    for name in ("normal", "nonzero", "both_signs", "soft_labels", "whole"):
        a, b = getattr(one, name)(*shape), getattr(other, name)(*shape)
        np.testing.assert_array_equal(a, b)
        assert type(a) is np.ndarray
        assert a.shape == shape


@quick
@given(SEEDS, SHAPES)
def test_values_stay_away_from_the_kink(seed, shape):
    draw = Draw(seed)
    for values in (draw.nonzero(*shape), draw.both_signs(*shape)):
        size = np.abs(values)
        assert ((size >= 0.1) & (size >= KINK_MARGIN) & (size <= 2.0)).all()


@quick
@given(SEEDS, stn.array_shapes(min_dims=1, max_dims=3, min_side=2, max_side=4))
def test_both_signs_are_there(seed, shape):
    values = Draw(seed).both_signs(*shape)
    assert (values > 0).any()
    assert (values < 0).any()


def test_both_signs_come_at_any_place():
    firsts = [Draw(seed).both_signs(2)[0] > 0 for seed in range(50)]
    assert 5 < sum(firsts) < 45
    places = {int(np.argmin(Draw(seed).both_signs(6))) for seed in range(100)}
    assert places == set(range(6))


@quick
@given(SEEDS, SHAPES)
def test_upstreams_are_random_then_zero_and_never_all_ones(seed, shape):
    first, second, *more = Draw(seed).upstreams(*shape)
    assert more == []
    assert first.shape == second.shape == shape
    assert not second.any()
    if first.size:
        assert not (first == 1).all()
        assert not (first == first.ravel()[0]).all() or first.size == 1
        assert (first != 0).all()


@quick
@given(SEEDS, SHAPES)
def test_labels_and_whole_numbers_are_what_they_are_called(seed, shape):
    draw = Draw(seed)
    labels, whole = np.asarray(draw.soft_labels(*shape)), np.asarray(draw.whole(*shape))
    assert ((labels > 0) & (labels < 1)).all()
    assert whole.dtype == np.int64
    assert ((np.abs(whole) >= 1) & (np.abs(whole) <= 4)).all()


@pytest.mark.parametrize("name", ["normal", "nonzero", "both_signs", "soft_labels"])
def test_floats_are_float64_arrays(name):
    assert getattr(Draw(1), name)(2, 3).dtype == np.float64


GOLDEN_SUBMISSION = 43996914526070
GOLDEN_CHECK = 13631735423360340539
GOLDEN_NORMAL = [-0.5720319658157914, 1.9212977959732072]
GOLDEN_NONZERO = [-0.3037532654379701, -0.6628773969695271]
