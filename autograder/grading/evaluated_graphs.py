"""Computation graphs with their values: written down here, built of the student's Node over there. For suites.

Nothing but plain values crosses: a node is (op, indices of its inputs, value, name), and comes after its inputs.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.drawing import Drawing, DrawnNode
from autograder.grading import drawings, gradcheck, oracle
from autograder.grading.differences import shown
from autograder.grading.draw import Draw
from autograder.grading.gradcheck import RTOL_FLOAT64

Entry = tuple[str, tuple[int, ...], float, str]

BINARY = ("add", "sub", "mul", "div")
UNARY = ("pow", "exp", "log")
SMALLEST, LARGEST = 0.2, 5.0  # the size of values in a random graph, so that no gradient vanishes or explodes
WIDEST = 1e4  # the largest gradient of a random graph over the smallest: each is visible beside the others
COMPUTE: dict[str, Callable[..., float]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "pow": operator.pow,
    "exp": math.exp,
    "log": math.log,
}


class Graph:
    """A graph being written down; every method that adds a node returns its index."""

    def __init__(self, nodes: Iterable[Entry] = ()) -> None:
        self.nodes: list[Entry] = list(nodes)

    def variable(self, value: float, name: str = "") -> int:
        """An input."""
        return self._append("input", (), value, name)

    def constant(self, value: float, name: str = "") -> int:
        """A constant."""
        return self._append("const", (), value, name)

    def node(self, op: str, *inputs: int, name: str = "") -> int:
        """An operation, evaluated at once."""
        return self._append(op, inputs, COMPUTE[op](*(self.nodes[i][2] for i in inputs)), name)

    def power(self, base: int, exponent: float, name: str = "") -> int:
        """A power, with a constant node for the exponent."""
        return self.node("pow", base, self.constant(exponent), name=name)

    def _append(self, op: str, inputs: tuple[int, ...], value: float, name: str) -> int:
        self.nodes.append((op, inputs, float(value), name or f"v{len(self.nodes)}"))
        return len(self.nodes) - 1

    def beyond_measure(self) -> Graph:
        """The same graph with (… − ∞) × −2 at its end: every gradient of before is −2 times what it was.

        What is computed from formulas gets it right. What is measured gets ∞ − ∞, in floats as in exact fractions, or
        ∞ × 0 with a complex step. No two nodes that matter get the same value.
        """
        graph = Graph(self.nodes)
        far = graph.node("sub", len(self.nodes) - 1, graph.constant(math.inf))
        graph.node("mul", far, graph.constant(-2.0))
        return graph

    def order(self, rng: np.random.Generator) -> list[int]:
        """Any topological order of all nodes but that the last one stays last."""
        last = len(self.nodes) - 1
        order: list[int] = []
        waiting = set(range(last))
        while waiting:
            ready = sorted(i for i in waiting if waiting.isdisjoint(self.nodes[i][1]))
            order.append(int(rng.choice(ready)))
            waiting.remove(order[-1])
        return [*order, last]

    def label(self, index: int) -> str:
        """The gradient of a node, for a message: which node, and what it computes."""
        name, formula = self.nodes[index][3], self.formula(index)
        return f"{name}.grad ({name} = {formula})" if formula else f"{name}.grad"

    def formula(self, index: int) -> str:
        """What a node computes; empty for a variable and a constant."""
        op, inputs, _, _ = self.nodes[index]
        return drawings.formula(op, [self.nodes[i][3] for i in inputs])

    def constants(self) -> list[int]:
        """The indices of all constants, exponents among them."""
        return [i for i, node in enumerate(self.nodes) if node[0] == "const"]


def expect_gradients(
    graph: Graph, got: Any, order: Sequence[int], *, every: bool = False, output: int = -1, below: int | None = None
) -> None:
    """`got`, the gradients of the nodes in `order`, are PyTorch's, up to rounding of the largest.

    Left out are constants, unless `every`, and the nodes from index `below` on.

    Raises:
        Mismatch, Broken: one is wrong; of several the one nearest to the output.
    """
    right = oracle.graph_gradients(graph.nodes, output)
    values = got if isinstance(got, list) and len(got) == len(order) else [None] * len(order)
    below = len(graph.nodes) if below is None else below
    compared = [p for p, i in enumerate(order) if i < below and (every or graph.nodes[i][0] != "const")]
    record(values, compared)
    # Of what is compared alone: a constant's gradient may be infinite, and no value is wrong by more than that.
    largest = max((abs(float(right[order[position]])) for position in compared), default=0.0)
    wrong = [p for p in compared if not is_right(values[p], float(right[order[p]]), RTOL_FLOAT64 * largest)]
    if wrong:
        first = wrong[-1]
        problem = gradcheck.wrong(graph.label(order[first]), values[first], float(right[order[first]]))
        problem.drawing = drawing(graph, order, values, right, compared, wrong)
        raise problem


def is_right(value: Any, expected: float, tolerance: float) -> bool:
    """Whether `value` is a number by itself and as good as `expected`."""
    numbers = gradcheck.plain_numbers(value) if not isinstance(value, tuple | list) else None
    return numbers is not None and abs(numbers[0] - expected) <= tolerance


def drawing(
    graph: Graph,
    order: Sequence[int],
    values: Sequence[Any],
    right: NDArray[Any],
    compared: Sequence[int],
    wrong: Sequence[int],
) -> Drawing | None:
    """The nodes in `order`, each with its gradient; `compared` and `wrong` are positions in the order."""
    places = {index: position for position, index in enumerate(order)}
    nodes = []
    for position, index in enumerate(order):
        op, inputs, value, name = graph.nodes[index]
        node = DrawnNode(name, op, graph.formula(index), tuple(places[i] for i in inputs), shown(value))
        if position in compared:
            node = drawings.compared(node, values[position], float(right[index]), wrong=position in wrong)
        elif op != "const":  # beyond what is compared, but what the others come from
            node = replace(node, got=shown(values[position]))
        nodes.append(node)
    return drawings.draw("gradients", nodes, wrong[-1])


def record(values: Sequence[Any], compared: Sequence[int]) -> None:
    """Note the compared gradients: their kinds, and the numbers among them as one array."""
    chosen = [values[position] for position in compared]
    numbers = [None if isinstance(value, tuple | list) else gradcheck.plain_numbers(value) for value in chosen]
    kinds = [
        "number" if number else "None" if value is None else "other"
        for number, value in zip(numbers, chosen, strict=True)
    ]
    gradcheck.current_trace.record("kinds", kinds)
    gradcheck.current_trace.record("gradients", np.array([number[0] if number else np.nan for number in numbers]))


def random_graph(draw: Draw, size: int, *, powers: bool) -> Graph:
    """About `size` operations on three variables, every node of which matters; without `powers` no pow."""
    while True:
        graph = _combined(_scattered(draw.rng, size, [*BINARY, *(UNARY if powers else UNARY[1:])]), draw.rng)
        if graph is not None and _is_balanced(oracle.graph_gradients(graph.nodes), graph):
            return graph


def _scattered(rng: np.random.Generator, size: int, ops: list[str]) -> Graph:
    """Operations on whatever is there already."""
    graph = Graph()
    for name in "xyz":
        graph.variable(float(rng.uniform(0.5, 2.0) * rng.choice([-1, 1])), name)
    graph.constant(float(rng.uniform(0.5, 2.0)))
    while len(graph.nodes) < size:
        usable = [i for i in range(len(graph.nodes)) if not _is_exponent(graph, i)]
        _try(graph, str(rng.choice(ops)), [int(i) for i in rng.choice(usable, 2)], rng)
    return graph


def _is_exponent(graph: Graph, index: int) -> bool:
    return any(op == "pow" and inputs[1] == index for op, inputs, _, _ in graph.nodes)


def _try(graph: Graph, op: str, inputs: list[int], rng: np.random.Generator) -> bool:
    """Append the operation if its value is a sensible one."""
    before = len(graph.nodes)
    first = graph.nodes[inputs[0]][2]
    if op == "log" and first <= 0:
        return False
    if op == "pow":
        graph.power(inputs[0], float(rng.choice([2, 3, -1, -2] if first < 0 else [2, 3, -1, 0.5, 1.5])))
    else:
        graph.node(op, *(inputs if op in BINARY else inputs[:1]))
    if SMALLEST <= abs(graph.nodes[-1][2]) <= LARGEST:
        return True
    del graph.nodes[before:]
    return False


def _combined(graph: Graph, rng: np.random.Generator) -> Graph | None:
    """Join what nothing uses yet, until one node depends on all; None where that does not come out."""
    for _ in range(100):
        used = {i for _, inputs, _, _ in graph.nodes for i in inputs}
        loose = [i for i in range(len(graph.nodes)) if i not in used]
        if len(loose) == 1:
            return graph
        pair = [int(i) for i in rng.choice(loose, 2, replace=False)]
        _try(graph, str(rng.choice(["add", "sub", "mul"])), pair, rng)
    return None


def _is_balanced(gradients: NDArray[Any], graph: Graph) -> bool:
    sizes = np.abs([gradient for i, gradient in enumerate(gradients) if not _is_exponent(graph, i)])
    return bool(np.isfinite(sizes).all() and sizes.min() > 0 and sizes.max() <= WIDEST * sizes.min())
