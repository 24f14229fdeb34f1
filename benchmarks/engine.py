"""What README says about the speed of the engine: an epoch of MNIST's shape, against numpy by hand and PyTorch.

    python -m benchmarks.engine [--digits N] [--rounds N] [--dtype float32|float64]

Prints one line of JSON. All train the same 784-128-10 network from the same parameters, by SGD on batches of 100, with
one thread. The images are random numbers of MNIST's size, which cost what real ones do. The sides take turns, round by
round, so that a busy machine is busy for all; the medians count. That all end with the same loss is asserted.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from autograder.misconceptions import reference

Array = NDArray[Any]
SIZES, BATCH, STEP = (784, 128, 10), 100, 0.1
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
AGREE = {"float32": 1e-3, "float64": 1e-9}  # of the last losses, relative
Tensor = reference("a04_engine").Tensor


class Data:
    """Images, labels and first parameters [w1, b1, w2, b2]."""

    def __init__(self, digits: int, dtype: str) -> None:
        rng = np.random.default_rng(0)
        self.x = rng.random((digits, SIZES[0]), dtype=np.float32).astype(dtype)
        self.y = rng.integers(0, SIZES[2], digits)
        self.parameters: list[Array] = []
        for inputs, outputs in itertools.pairwise(SIZES):
            weight = rng.standard_normal((outputs, inputs)) * np.sqrt(2 / inputs)
            self.parameters += [weight.astype(dtype), np.zeros(outputs, dtype)]

    def batches(self) -> Iterator[tuple[Array, Array]]:
        for start in range(0, len(self.x), BATCH):
            yield self.x[start : start + BATCH], self.y[start : start + BATCH]


def by_hand(data: Data) -> float:
    """The network's forward and backward, written out."""
    w1, b1, w2, b2 = [parameter.copy() for parameter in data.parameters]
    rows = np.arange(BATCH)
    for x, y in data.batches():
        z1 = x @ w1.T + b1
        a1 = np.maximum(z1, 0)
        z2 = a1 @ w2.T + b2
        z2 -= z2.max(axis=1, keepdims=True)
        e = np.exp(z2)
        total = e.sum(axis=1, keepdims=True)
        loss = np.mean(np.log(total[:, 0]) - z2[rows, y])
        dz2 = e / total
        dz2[rows, y] -= 1
        dz2 /= BATCH
        dz1 = (dz2 @ w2) * (z1 > 0)
        gradients = [dz1.T @ x, dz1.sum(axis=0), dz2.T @ a1, dz2.sum(axis=0)]
        for parameter, gradient in zip((w1, b1, w2, b2), gradients, strict=True):
            parameter -= STEP * gradient
    return float(loss)


class OnEngine:
    """The same on the reference engine, out of its operations; keeps the seconds of forward and of backward."""

    def __init__(self) -> None:
        self.forward: list[float] = []
        self.backward: list[float] = []

    def __call__(self, data: Data) -> float:
        parameters = [Tensor(parameter.copy(), requires_grad=True) for parameter in data.parameters]
        w1, b1, w2, b2 = parameters
        one_hot = np.eye(SIZES[2], dtype=data.x.dtype)
        forward = backward = 0.0
        for x, y in data.batches():
            start = time.perf_counter()
            z = (x @ w1.T + b1).relu() @ w2.T + b2
            z = z - z.data.max(axis=1, keepdims=True)
            loss = (z.exp().sum(axis=1).log() - (z * one_hot[y]).sum(axis=1)).mean()
            between = time.perf_counter()
            for parameter in parameters:
                parameter.zero_grad()
            loss.backward()
            end = time.perf_counter()
            forward, backward = forward + between - start, backward + end - between
            for parameter in parameters:
                parameter.data -= STEP * parameter.grad
        self.forward.append(forward)
        self.backward.append(backward)
        return float(loss.data)


def on_torch(data: Data, batches: Callable[[], Any]) -> float:
    """The same in PyTorch, as its tutorials have it."""
    network = torch.nn.Sequential(torch.nn.Linear(*SIZES[:2]), torch.nn.ReLU(), torch.nn.Linear(*SIZES[1:]))
    network.to(torch.from_numpy(data.x).dtype)
    with torch.no_grad():
        for parameter, value in zip(network.parameters(), data.parameters, strict=True):
            parameter.copy_(torch.from_numpy(value))
    optimizer, criterion = torch.optim.SGD(network.parameters(), lr=STEP), torch.nn.CrossEntropyLoss()
    for x, y in batches():
        optimizer.zero_grad()
        loss = criterion(network(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--digits", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--dtype", choices=sorted(AGREE), default="float32", help="PyTorch's own default is float32")
    options = parser.parse_args()
    if not ONE_THREAD.items() <= os.environ.items():  # numpy reads them when it is imported: begin again
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.engine", *sys.argv[1:]], os.environ | ONE_THREAD)
    torch.set_num_threads(1)
    data = Data(options.digits // BATCH * BATCH, options.dtype)
    x, y = torch.from_numpy(data.x), torch.from_numpy(data.y)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=BATCH)
    on_engine = OnEngine()
    sides: dict[str, Callable[[], float]] = {
        "numpy": lambda: by_hand(data),
        "engine": lambda: on_engine(data),
        "torch": lambda: on_torch(data, lambda: zip(x.split(BATCH), y.split(BATCH), strict=True)),
        "torch_dataloader": lambda: on_torch(data, lambda: loader),
    }
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    losses = {}
    for _ in range(options.rounds):
        for name, epoch in sides.items():
            start = time.perf_counter()
            losses[name] = epoch()
            seconds[name].append(time.perf_counter() - start)
    assert np.allclose(list(losses.values()), losses["numpy"], rtol=AGREE[options.dtype]), losses
    median = {name: statistics.median(values) for name, values in seconds.items()}
    figures = {
        "digits": len(data.x),
        "rounds": options.rounds,
        "dtype": options.dtype,
        **{f"{name}_seconds": round(value, 3) for name, value in median.items()},
        **{f"engine_to_{name}": round(median["engine"] / median[name], 2) for name in sides if name != "engine"},
        "numpy_to_torch": round(median["numpy"] / median["torch"], 2),
        "backward_to_forward": round(statistics.median(on_engine.backward) / statistics.median(on_engine.forward), 2),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
