"""Node with __slots__ and a mark that says in which call it was seen; a KeyError of a class of its own."""

import itertools


class Node:
    """A node of a computation graph: the operation `op` on the nodes `inputs`.

    op is one of input, const, add, sub, mul, pow. value is None until it is computed; a constant has its value from
    the start. name is the name of a variable. Two nodes are the same only if they are one object.
    """

    __slots__ = ("op", "inputs", "value", "name", "mark")

    def __init__(self, op, inputs=(), value=None, name=""):
        """Keep what the node is; inputs becomes a tuple."""
        self.op = op
        self.inputs = tuple(inputs)
        self.value = value
        self.name = name
        self.mark = 0

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


class MissingVariable(KeyError):
    pass


calls = itertools.count(1)


def square_plus_three(x):
    return sub(power(x, 2), constant(-3))


def sum_times_difference(x, y):
    return mul(add(x, y), add(x, sub(constant(0), y)))


def topological_order(output):
    call = next(calls)
    order, pile = [], [output]
    while pile:
        node = pile[-1]
        if node.mark == -call:
            pile.pop()
        elif node.mark == call:
            pile.pop()
            node.mark = -call
            order.append(node)
        else:
            node.mark = call
            pile.extend(source for source in node.inputs if source.mark not in (call, -call))
    return order


def forward(output, feed):
    order = topological_order(output)
    missing = [node.name for node in order if node.op == "input" and node.name not in feed]
    if missing:
        raise MissingVariable(", ".join(missing))
    for node in order:
        if node.op == "input":
            node.value = feed[node.name]
        elif node.op != "const":
            a, b = node.inputs
            if node.op == "pow" and b.value == 2:
                node.value = a.value * a.value
            else:
                node.value = eval(
                    "a %s b" % {"add": "+", "sub": "-", "mul": "*", "pow": "**"}[node.op], {"a": a.value, "b": b.value}
                )
    return output.value


def numerical_gradient(f, point, h=1e-5):
    n = len(point)
    points = []
    for i in range(n):
        for step in (h, -h):
            moved = [0] * n
            for j in range(n):
                moved[j] = point[j] + (step if i == j else 0)
            points.append(moved)
    values = [f(p) for p in points]
    return [(values[2 * i] - values[2 * i + 1]) / (2 * h) for i in range(n)]
