"""The order is made from its end: a node goes in front once all its users are there."""

from collections import Counter, deque


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
    return add(add(mul(x, x), constant(1)), constant(2))


def sum_times_difference(x, y):
    s = add(x, y)
    d = sub(s, add(y, y))
    return mul(d, s)


def topological_order(output):
    reachable, border = {output}, [output]
    uses = Counter()
    while border:
        node = border.pop()
        for source in node.inputs:
            uses[source] += 1
            if source not in reachable:
                reachable.add(source)
                border.append(source)
    order, free = deque(), [output]
    while free:
        node = free.pop()
        order.appendleft(node)
        for source in node.inputs:
            uses[source] -= 1
            if not uses[source]:
                free.append(source)
    return list(order)


def forward(output, feed):
    for node in topological_order(output):
        if node.op == "input":
            node.value = feed[node.name]
        elif node.op == "add":
            node.value = 0.0
            for source in node.inputs:
                node.value += source.value
        elif node.op == "sub":
            node.value = node.inputs[0].value
            node.value -= node.inputs[1].value
        elif node.op == "mul":
            node.value = 1.0
            for source in node.inputs:
                node.value *= source.value
        elif node.op == "pow":
            node.value = pow(node.inputs[0].value, node.inputs[1].value)
    return output.value


def numerical_gradient(f, point, h=1e-5):
    ahead = []
    for i in range(len(point)):
        ahead.append(f(point[:i] + [point[i] + h] + point[i + 1 :]))
    behind = []
    for i in range(len(point)):
        behind.append(f(point[:i] + [point[i] - h] + point[i + 1 :]))
    return [(a - b) / (2 * h) for a, b in zip(ahead, behind)]
