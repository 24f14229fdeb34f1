"""NumPy where it is not needed: float64 values, an identity matrix of directions, results turned into a list."""

import numpy as np


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
    half = constant(np.float64(1.5).item())
    return add(power(x, 2), add(half, half))


def sum_times_difference(x, y):
    if x is y:
        return constant(0)
    return mul(add(x, y), sub(x, y))


def topological_order(output):
    order = []
    seen = set()
    pile = [output]
    while pile:
        node = pile[-1]
        fresh = next((source for source in node.inputs if source not in seen), None)
        if fresh is not None and node not in seen:
            pile.append(fresh)
        else:
            pile.pop()
            if node not in seen:
                seen.add(node)
                order.append(node)
    return order


UFUNCS = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "pow": np.float_power}


def forward(output, feed):
    for node in topological_order(output):
        if node.op == "input":
            node.value = np.float64(feed[node.name])
        elif node.op != "const":
            node.value = UFUNCS[node.op](node.inputs[0].value, node.inputs[1].value)
    return float(output.value)


def numerical_gradient(f, point, h=1e-5):
    x = np.array(point, dtype=float)
    return [float(f((x + e).tolist()) - f((x - e).tolist())) / (2 * h) for e in h * np.eye(len(x))]
