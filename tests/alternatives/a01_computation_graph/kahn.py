"""Topological order by counting, from the leaves up; x² as x·x; forward with a table of operations."""

import operator
from collections import deque


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
    return add(mul(x, x), constant(3))


def sum_times_difference(x, y):
    return mul(sub(x, y), add(y, x))


def topological_order(output):
    users, waiting, found = {}, {}, [output]
    waiting[output] = len(output.inputs)
    for node in found:
        for source in node.inputs:
            users.setdefault(source, []).append(node)
            if source not in waiting:
                waiting[source] = len(source.inputs)
                found.append(source)
    ready = deque(node for node in found if waiting[node] == 0)
    order = []
    while ready:
        node = ready.popleft()
        order.append(node)
        for user in users.get(node, []):
            waiting[user] -= 1
            if waiting[user] == 0:
                ready.append(user)
    return order


OPERATIONS = {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "pow": operator.pow}


def forward(output, feed):
    for node in topological_order(output):
        if node.op in OPERATIONS:
            node.value = OPERATIONS[node.op](*[source.value for source in node.inputs])
        elif node.op == "input":
            node.value = float(feed[node.name])
    return output.value


def numerical_gradient(f, point, h=1e-5):
    def shifted(i, by):
        return [x + by if j == i else x for j, x in enumerate(point)]

    return [(f(shifted(i, h)) - f(shifted(i, -h))) / (2 * h) for i in range(len(point))]
