"""Nodes sorted by their depth; values computed in a dictionary and written back at the end."""

import math


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


def square_plus_three(x):
    return Node("add", [Node("mul", [x, x]), Node("const", value=3)])


def sum_times_difference(x, y):
    return Node("mul", (Node("add", (x, y)), Node("sub", (x, y))))


def topological_order(output):
    depth, pile = {}, [output]
    while pile:
        node = pile[-1]
        if node in depth:
            pile.pop()
            continue
        waiting = [source for source in node.inputs if source not in depth]
        if waiting:
            pile.extend(waiting)
        else:
            depth[node] = 1 + max((depth[source] for source in node.inputs), default=-1)
            pile.pop()
    return sorted(depth, key=depth.get)


def forward(output, feed):
    values = {}
    for node in topological_order(output):
        operands = [values[source] for source in node.inputs]
        if node.op == "const":
            values[node] = node.value
        elif node.op == "input":
            values[node] = feed[node.name]
        elif node.op == "add":
            values[node] = math.fsum(operands)
        elif node.op == "sub":
            values[node] = operands[0] + -operands[1]
        elif node.op == "mul":
            values[node] = math.prod(operands)
        else:
            values[node] = math.pow(*operands)
    for node, value in values.items():
        node.value = value
    return values[output]


def numerical_gradient(f, point, h=1e-5):
    def slope(i):
        left, right = point[:i], point[i + 1 :]
        return (f([*left, point[i] + h, *right]) - f([*left, point[i] - h, *right])) / (2 * h)

    return list(map(slope, range(len(point))))
