"""What is right, by PyTorch in float64. Suites import this; nothing of the student's ever comes here."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import threadpoolctl
import torch
from numpy.typing import NDArray
from torch.nn import functional

Array = NDArray[Any]

# One thread: the tensors are small, other graders run beside this one, and threads that wait for each other on busy
# cores turn 0.1 s of training into 8.
torch.set_num_threads(1)
threadpoolctl.threadpool_limits(1)


class LinearGradients(NamedTuple):
    """z = x Wᵀ + b, and the gradients for the upstream gradient dz; shapes as of x, weight, bias."""

    z: Array
    dx: Array
    dweight: Array
    dbias: Array


class NetworkGradients(NamedTuple):
    """A network of Linear layers with ReLU between: logits, the input's gradient, each Linear's gradients."""

    z: Array
    dx: Array
    dweights: list[Array]
    dbiases: list[Array]


class GraphGradients(NamedTuple):
    """Values of tensors, and what is in `grad` afterwards: of the inputs, of those tensors; None where nothing is."""

    values: list[Array]
    inputs: list[Array | None]
    tensors: list[Array | None]


def linear(x: Array, weight: Array, bias: Array, dz: Array) -> LinearGradients:
    """The linear layer; x (N, n), weight (m, n), bias (m,), dz (N, m)."""
    leaves = [_leaf(value) for value in (x, weight, bias)]
    z = functional.linear(*leaves)
    return LinearGradients(_array(z), *_gradients(z, leaves, dz))


def relu(z: Array, da: Array) -> tuple[Array, Array]:
    """max(0, z) and its gradient for the upstream gradient da, any shape; PyTorch too takes 0 at 0."""
    leaf = _leaf(z)
    a = torch.relu(leaf)
    return _array(a), _gradients(a, [leaf], da)[0]


def sigmoid(z: Array, da: Array) -> tuple[Array, Array]:
    """1 / (1 + e⁻ᶻ) and its gradient for the upstream gradient da, any shape."""
    leaf = _leaf(z)
    a = torch.sigmoid(leaf)
    return _array(a), _gradients(a, [leaf], da)[0]


def bce_with_logits(z: Array, y: Array) -> tuple[float, Array]:
    """The mean binary cross-entropy of logits z and targets y (one shape), and its gradient for z."""
    leaf = _leaf(z)
    loss = functional.binary_cross_entropy_with_logits(leaf, _constant(y))
    (dz,) = _gradients(loss, [leaf], np.ones(()))
    return loss.item(), dz


def softmax_cross_entropy(logits: Array, labels: Array) -> tuple[float, Array]:
    """The mean cross-entropy of logits (N, classes) and labels (N,), and its gradient for the logits."""
    leaf = _leaf(logits)
    loss = functional.cross_entropy(leaf, torch.tensor(labels, dtype=torch.int64))
    (dlogits,) = _gradients(loss, [leaf], np.ones(()))
    return loss.item(), dlogits


def network(
    x: Array,
    parameters: Sequence[tuple[Array, Array]],
    dz: Array,
    activation: str = "relu",
) -> NetworkGradients:
    """Linear layers (weight, bias) with the activation between them, none after the last."""
    leaf = _leaf(x)
    layers = [(_leaf(weight), _leaf(bias)) for weight, bias in parameters]
    z = leaf
    for index, (weight, bias) in enumerate(layers):
        z = functional.linear(z, weight, bias)
        if index < len(layers) - 1:
            z = getattr(torch, activation)(z)
    dx, *rest = _gradients(z, [leaf, *itertools.chain.from_iterable(layers)], dz)
    return NetworkGradients(_array(z), dx, rest[::2], rest[1::2])


def operation(op: str, *inputs: float) -> tuple[float, ...]:
    """The derivatives of one operation of a computation graph for each input; of pow for the base alone."""
    leaves = [_leaf(np.asarray(value)) for value in inputs]
    gradients = torch.autograd.grad(_OPERATIONS[op](*leaves), leaves[:1] if op == "pow" else leaves)
    return tuple(gradient.item() for gradient in gradients)


def graph_gradients(nodes: Sequence[tuple[str, tuple[int, ...], float, str]], output: int = -1) -> Array:
    """The derivative of the node `output` of a computation graph for every node; exponents count as fixed.

    Args:
        nodes: (op, indices of the inputs, value, name), inputs first; of a node with inputs the value is computed anew.
        output: index of the node to differentiate.
    """
    tensors: list[torch.Tensor] = []
    for op, inputs, value, _ in nodes:
        tensors.append(
            _OPERATIONS[op](*(tensors[i] for i in inputs)) if inputs else _leaf(np.asarray(value)),
        )
    gradients = torch.autograd.grad(tensors[output], tensors, allow_unused=True)
    return np.array([0.0 if gradient is None else gradient.item() for gradient in gradients])


_OPERATIONS: dict[str, Callable[..., torch.Tensor]] = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "pow": lambda base, exponent: torch.pow(base, exponent.detach()),
    "exp": torch.exp,
    "log": torch.log,
}


def graph(
    f: Callable[..., Sequence[Any]],
    inputs: Sequence[Array],
    upstreams: Sequence[Array],
    requires: Sequence[bool] = (),
) -> GraphGradients:
    """What an engine gives for the tensors f(*inputs), of which the last is the output.

    `f` is written with what PyTorch's tensors and an engine's have in common. Each of `upstreams` is sent back once.

    Args:
        f: takes tensors, returns tensors.
        inputs: the values of its arguments.
        upstreams: gradients of the output.
        requires: which inputs require a gradient; all where empty.
    """
    wanted = requires or [True] * len(inputs)
    leaves = [_leaf(value).requires_grad_(is_wanted) for value, is_wanted in zip(inputs, wanted, strict=True)]
    tensors = list(f(*leaves))
    for tensor in tensors:
        if tensor.requires_grad:
            tensor.retain_grad()
    for upstream in upstreams:
        tensors[-1].backward(_constant(upstream), retain_graph=True)
    gradients = [None if tensor.grad is None else _array(tensor.grad) for tensor in [*leaves, *tensors]]
    return GraphGradients([_array(tensor) for tensor in tensors], gradients[: len(leaves)], gradients[len(leaves) :])


def _leaf(value: Array) -> torch.Tensor:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def _constant(value: Array) -> torch.Tensor:
    return torch.tensor(value, dtype=torch.float64)


def _array(tensor: torch.Tensor) -> Array:
    return np.asarray(tensor.detach().numpy())


def _gradients(output: torch.Tensor, leaves: list[torch.Tensor], upstream: Array) -> list[Array]:
    return [_array(gradient) for gradient in torch.autograd.grad(output, leaves, _constant(upstream))]
