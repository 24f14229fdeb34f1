"""Plain recursion, with the limit raised; forward recursive too, with its own memory; point moved in place."""

import sys

sys.setrecursionlimit(10**6)


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
    return add(constant(3.0), power(x, 2.0))


def sum_times_difference(x, y):
    return sub(power(x, 2), power(y, 2))


def topological_order(output):
    order, seen = [], set()

    def visit(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        for source in node.inputs:
            visit(source)
        order.append(node)

    visit(output)
    return order


def forward(output, feed):
    done = {}

    def value(node):
        if node not in done:
            if node.op == "input":
                done[node] = feed[node.name]
            elif node.op == "const":
                done[node] = node.value
            elif node.op == "add":
                done[node] = value(node.inputs[0]) + value(node.inputs[1])
            elif node.op == "sub":
                done[node] = value(node.inputs[0]) - value(node.inputs[1])
            elif node.op == "mul":
                done[node] = value(node.inputs[0]) * value(node.inputs[1])
            elif node.op == "pow":
                done[node] = value(node.inputs[0]) ** value(node.inputs[1])
            node.value = done[node]
        return done[node]

    return value(output)


def numerical_gradient(f, point, h=1e-5):
    gradient = []
    for i in range(len(point)):
        kept = point[i]
        try:
            point[i] = kept + h
            ahead = f(point)
            point[i] = kept - h
            behind = f(point)
        finally:
            point[i] = kept
        gradient.append((ahead - behind) / h / 2)
    return gradient
