"""Everything in small classes, with type hints; the order is kept in an ordered dictionary."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable


class Node:
    """A node of a computation graph: the operation `op` on the nodes `inputs`.

    op is one of input, const, add, sub, mul, pow. value is None until it is computed; a constant has its value from
    the start. name is the name of a variable. Two nodes are the same only if they are one object.
    """

    def __init__(self, op, inputs=(), value=None, name=""):
        """Keep what the node is; inputs becomes a tuple."""
        self.op = op
        self.inputs = tuple(inputs)
        self.value = value
        self.name = name

    def __repr__(self):
        """Say what the node is, in a few characters."""
        return f"<{self.op} {self.name or self.value}>"


def variable(name):
    """Make a variable: its value comes from the feed of forward, by this name."""
    return Node("input", name=name)


def constant(value):
    """Make a constant, a number as a node."""
    return Node("const", value=value)


def add(a, b):
    """Make the node a + b; a and b are nodes."""
    return Node("add", (a, b))


def sub(a, b):
    """Make the node a - b; a and b are nodes."""
    return Node("sub", (a, b))


def mul(a, b):
    """Make the node a × b; a and b are nodes."""
    return Node("mul", (a, b))


def power(a, k):
    """Make the node a to the power k; a is a node and k a number, which becomes a constant."""
    return Node("pow", (a, constant(k)))


def square_plus_three(x: Node) -> Node:
    return Polynomial(3, 0, 1)(x)


def sum_times_difference(x: Node, y: Node) -> Node:
    return mul(*(operation(x, y) for operation in (add, sub)))


class Polynomial:
    """Builds the graph of c0 + c1 x + c2 x² + ... by Horner's rule."""

    def __init__(self, *coefficients: float) -> None:
        self.coefficients = coefficients

    def __call__(self, x: Node) -> Node:
        result = constant(0)
        for coefficient in reversed(self.coefficients):
            result = add(mul(result, x), constant(coefficient))
        return result


class Sorter:
    def __init__(self) -> None:
        self.done: OrderedDict[int, Node] = OrderedDict()

    def sort(self, output: Node) -> list[Node]:
        pile = [output]
        while pile:
            node = pile.pop()
            if id(node) in self.done:
                continue
            waiting = [source for source in node.inputs if id(source) not in self.done]
            if waiting:
                pile += [node, *waiting]
            else:
                self.done[id(node)] = node
        return list(self.done.values())


def topological_order(output: Node) -> list[Node]:
    return Sorter().sort(output)


class Calculator:
    def __init__(self, feed: dict[str, float]) -> None:
        self.feed = dict(feed)

    def visit(self, node: Node) -> None:
        getattr(self, f"visit_{node.op}")(node, *node.inputs)

    def visit_input(self, node: Node) -> None:
        node.value = self.feed[node.name]

    def visit_const(self, node: Node) -> None:
        node.value = float(node.value)

    def visit_add(self, node: Node, a: Node, b: Node) -> None:
        node.value = a.value + b.value

    def visit_sub(self, node: Node, a: Node, b: Node) -> None:
        node.value = a.value - b.value

    def visit_mul(self, node: Node, a: Node, b: Node) -> None:
        node.value = a.value * b.value

    def visit_pow(self, node: Node, a: Node, b: Node) -> None:
        node.value = a.value**b.value


def forward(output: Node, feed: dict[str, float]) -> float:
    calculator = Calculator(feed)
    for node in topological_order(output):
        calculator.visit(node)
    return output.value


def numerical_gradient(f: Callable[[list[float]], float], point: list[float], h: float = 1e-5) -> list[float]:
    def along(direction: list[int]) -> float:
        ahead = f([x + h * d for x, d in zip(point, direction)])
        behind = f([x - h * d for x, d in zip(point, direction)])
        return (ahead - behind) / (2.0 * h)

    return [along([int(i == j) for j in range(len(point))]) for i in range(len(point))]
