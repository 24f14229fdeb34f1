"""Inputs of the checks, drawn from a seed that a student can neither guess nor choose. Suites get a Draw as `draw`."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.grading.gradcheck import KINK_MARGIN

Array = NDArray[Any]

SEED_BITS = 48  # survives JSON readers that know float64 only


def submission_seed(secret: bytes, digest: str) -> int:
    """A submission's seed: HMAC-SHA256 of its digest under the course's secret, cut to SEED_BITS."""
    return int.from_bytes(hmac.digest(secret, digest.encode(), hashlib.sha256)[: SEED_BITS // 8], "big")


def check_seed(seed: int, check: str) -> int:
    """A check's seed, from the submission's and the check's name (with its case)."""
    key = str(seed).encode()
    return int.from_bytes(hmac.digest(key, check.encode(), hashlib.sha256), "big")


class Draw:
    """Random float64 arrays; the same seed gives the same ones in the same order."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def normal(self, *shape: int) -> Array:
        """Standard normal."""
        return self.rng.standard_normal(shape)

    def nonzero(self, *shape: int) -> Array:
        """Both signs, every entry between 0.1 and 2 in size: far from a kink at 0."""
        size: Array = self.rng.uniform(max(0.1, KINK_MARGIN), 2.0, shape)
        signs: Array = self.rng.choice([-1.0, 1.0], shape)
        return np.asarray(size * signs)  # a product without dimensions is no array

    def both_signs(self, *shape: int) -> Array:
        """As nonzero, with at least one positive and one negative entry where there are two entries."""
        values = self.nonzero(*shape)
        flat = values.ravel()
        flat[: 2 if flat.size > 1 else 0] = self.rng.permutation([0.7, -0.9])[: flat.size]
        self.rng.shuffle(flat)
        return flat.reshape(shape)

    def soft_labels(self, *shape: int) -> Array:
        """Anywhere strictly between 0 and 1."""
        return self.rng.uniform(0.05, 0.95, shape)

    def whole(self, *shape: int) -> Array:
        """Whole numbers from -4 to 4, as int64, none 0."""
        size: Array = self.rng.integers(1, 5, shape)
        signs: Array = self.rng.choice([-1, 1], shape)
        return np.asarray(size * signs)

    def upstreams(self, *shape: int) -> Iterator[Array]:
        """Upstream gradients that no mistake survives: random with both signs, then zero; never all ones."""
        yield self.both_signs(*shape)
        yield np.zeros(shape)
