"""Nodes count themselves as they are made; that order, cut to what is needed, is topological."""

import itertools


class Node:
    """A node of a computation graph: the operation `op` on the nodes `inputs`.

    op is one of input, const, add, sub, mul, pow. value is None until it is computed; a constant has its value from
    the start. name is the name of a variable. Two nodes are the same only if they are one object.
    """

    numbers = itertools.count()

    def __init__(self, op, inputs=(), value=None, name=""):
        """Keep what the node is; inputs becomes a tuple."""
        self.op = op
        self.inputs = tuple(inputs)
        self.value = value
        self.name = name
        self.number = next(Node.numbers)

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


def square_plus_three(x):
    return add(power(x, 2), constant(3))


def sum_times_difference(x, y):
    total, difference = add(x, y), sub(x, y)
    return mul(total, difference)


def topological_order(output):
    needed = {output}
    border = [output]
    while border:
        border = [source for node in border for source in dict.fromkeys(node.inputs) if source not in needed]
        needed.update(border)
    return sorted(needed, key=lambda node: node.number)


def forward(output, feed):
    order = topological_order(output)
    for node in order:  # forget the last run
        if node.op != "const":
            node.value = None
    for node in order:
        if node.op == "input":
            node.value = feed[node.name]
        if node.inputs:
            a, b = (source.value for source in node.inputs)
            node.value = (
                a + b if node.op == "add" else a - b if node.op == "sub" else a * b if node.op == "mul" else a**b
            )
    return order[-1].value


def numerical_gradient(f, point, h=1e-5):
    gradient = [0.0] * len(point)
    for i in range(len(point)):
        for sign in (1, -1):
            moved = point[:]
            moved[i] += sign * h
            gradient[i] += sign * f(moved) / (2 * h)
    return gradient
