"""What the checks of an automatic differentiation engine have in common. The suite of a04 imports this.

An operation, f, is a function that PyTorch's tensors and the student's both understand. The last functions run over
there, next to the student's code.
"""

from __future__ import annotations

import operator
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.grading import gradcheck, oracle
from autograder.grading.draw import Draw
from autograder.grading.gradcheck import RTOL_FLOAT64, RTOL_NETWORK, Mismatch, expect
from autograder.grading.workbench import Workbench

Array = NDArray[Any]
Operation = Callable[..., Any]

ADD, SUB, MUL, DIV = operator.add, operator.sub, operator.mul, operator.truediv
DECADES = 20  # orders of magnitude to either side, where magnitudes are far apart
LARGEST = float(np.finfo(np.float64).max)


def far_apart(draw: Draw, *shape: int, extreme: float = 0.0) -> Array:
    """Both signs, magnitudes from 1e-20 to 1e20, and once each plus and minus `extreme`, unless that is 0.

    Differences of a sum of such numbers drown in rounding; at LARGEST those with any step overflow.
    """
    values = draw.both_signs(*shape) * 10.0 ** draw.rng.uniform(-DECADES, DECADES, shape)
    if extreme:
        values.flat[draw.rng.permutation(values.size)[:2]] = extreme, -extreme
    return np.asarray(values)


def agrees(student: Any, f: Operation, inputs: Sequence[Array], upstream: Array, rtol: float = RTOL_FLOAT64) -> None:
    """The value and the inputs' gradients of f, a graph of one operation, whose inputs all require a gradient.

    Raises:
        Mismatch: one of them is not PyTorch's.
    """
    right = oracle.graph(lambda *tensors: [f(*tensors)], inputs, [upstream])
    tensors = [student.Tensor(value, requires_grad=True) for value in inputs]
    output = f(*tensors)
    expect(output.data, right.values[0], "data", rtol)
    output.backward(upstream)
    gradients_agree(output, tensors, right.inputs, rtol)


def gradients_agree(
    output: Any, tensors: Sequence[Any], gradients: Sequence[Array | None], rtol: float = RTOL_FLOAT64
) -> None:
    """The gradients of an operation's operands, of those that are tensors; None stands for another.

    Raises:
        Mismatch: one is not what it should be.
    """
    try:
        for name, tensor, gradient in zip("abc", tensors, gradients, strict=False):
            if tensor is not None and gradient is not None:
                expect(tensor.grad, gradient, f"{name}.grad", rtol)
    except Mismatch:  # tells the diagnosis an operation that forgets its upstream gradient from a backward that does
        gradcheck.current_trace.record("output.grad", output.grad)
        raise


def agrees_for_upstreams(student: Any, draw: Draw, f: Operation, *inputs: Array) -> None:
    """As `agrees`, for a random upstream gradient and for zero."""
    shape = oracle.graph(lambda *tensors: [f(*tensors)], inputs, []).values[0].shape
    for upstream in draw.upstreams(*shape):
        agrees(student, f, inputs, upstream)


def broadcasts(student: Any, draw: Draw, f: Operation, one: tuple[int, ...], other: tuple[int, ...]) -> None:
    """As above, for operands of two shapes, both ways round; those of a sum are far apart in magnitude."""
    numbers = far_apart if f is ADD else Draw.nonzero
    a, b = np.asarray(numbers(draw, *one)), np.asarray(numbers(draw, *other))
    agrees_for_upstreams(student, draw, f, a, b)
    agrees_for_upstreams(student, draw, f, b, a)


def costs_elsewhere(student: Any, draw: Draw, f: Operation) -> bool:
    """Whether f has wrong gradients for any two tensors, while + has right ones: f's own check has cost that point."""
    a, b, upstream = draw.nonzero(2), draw.nonzero(2), draw.both_signs(2)
    wrong = []
    for operation in (f, ADD):
        try:
            agrees(student, operation, [a, b], upstream)
        except Mismatch:
            wrong.append(operation)
    return wrong == [f] and f is not ADD


def agrees_with_constant(
    student: Any, f: Operation, value: Any, x: Array, *, left: bool, values_only: bool = False
) -> None:
    """As `agrees`, for a tensor x and a constant `value`, number or array, which is the left one or the right one.

    Raises:
        Mismatch: the value, or x's gradient unless `values_only`, is not PyTorch's.
    """
    constant = np.asarray(value, dtype=np.float64)
    inputs = [constant, x] if left else [x, constant]
    shape = np.broadcast_shapes(constant.shape, x.shape)
    upstream = np.linspace(-1.3, 1.7, int(np.prod(shape))).reshape(shape)
    right = oracle.graph(lambda *tensors: [f(*tensors)], inputs, [upstream])
    tensor = student.Tensor(x, requires_grad=True)
    output = f(value, tensor) if left else f(tensor, value)
    expect(output.data, right.values[0], "data")
    output.backward(upstream)
    if not values_only:
        gradients_agree(output, [None, tensor] if left else [tensor, None], right.inputs)


def graph_agrees(student: Any, f: Callable[..., Sequence[Any]], inputs: Sequence[Array], upstream: Array) -> None:
    """The gradients of f's inputs, and of all tensors that f returns, the output last, where they have any.

    Whether tensors on the way have a gradient is another check's affair.

    Raises:
        Mismatch: one of them is not PyTorch's.
    """
    right = oracle.graph(f, inputs, [upstream])
    leaves = [student.Tensor(value, requires_grad=True) for value in inputs]
    tensors = list(f(*leaves))
    tensors[-1].backward(upstream)
    for number, (leaf, gradient) in enumerate(zip(leaves, right.inputs, strict=True)):
        if gradient is not None:
            expect(leaf.grad, gradient, f"x{number}.grad", RTOL_NETWORK)
    for number, (tensor, gradient) in enumerate(zip(tensors, right.tensors, strict=True)):
        got = tensor.grad
        if got is not None and gradient is not None:
            expect(got, gradient, f"t{number}.grad", RTOL_NETWORK)


def fastest_walk(worker: Workbench, levels: int) -> float:
    """Seconds of the faster of two walks, over a new ladder each."""
    seconds = []
    for _ in range(2):
        top = worker.run(build_ladder, worker.module.Tensor(np.array(1.0), requires_grad=True), levels)
        start = time.perf_counter()
        worker.run(walk, top)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def build_ladder(x: Any, levels: int) -> Any:
    """A graph of `levels` tensors, each used twice by the next. Runs over there."""
    for _ in range(levels):
        x = x + x
    return x


def walk(output: Any) -> None:
    """Go back, and nothing else, so that no more than a word crosses. Runs over there."""
    output.backward()


def walk_chain(x: Any, one: Any, length: int) -> Any:
    """Build a chain, walk it and drop it; the value at its end. Runs over there."""
    import gc

    y = x
    for _ in range(length):
        y = y + one
    y.backward()
    value = y.data
    del y
    gc.collect()
    return value


def raises_runtime_error(tensor: Any, grad: Any) -> bool:
    """Whether backward raises one of its own accord. Runs over there."""
    try:
        if grad is None:
            tensor.backward()
        else:
            tensor.backward(grad)
    except (NotImplementedError, RecursionError):  # these are kinds of it too
        raise
    except RuntimeError:
        return True
    return False
