"""Computation graphs: formulas as nodes and edges, their values by forward propagation, their slopes measured."""


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
    """Return the graph of x² + 3; x is a node of any kind.

    >>> f = square_plus_three(variable("x"))
    >>> f.value is None  # built, not computed
    True
    """
    raise NotImplementedError("square_plus_three")


def sum_times_difference(x, y):
    """Return the graph of (x + y)(x - y); x and y are nodes of any kind, and may be one and the same.

    >>> f = sum_times_difference(variable("x"), variable("y"))
    >>> f.value is None  # built, not computed
    True
    """
    raise NotImplementedError("sum_times_difference")


def topological_order(output):
    """Return a list of all nodes that output depends on, each once: inputs before users, and output last.

    >>> difference = sub(variable("x"), variable("y"))
    >>> [node.op for node in topological_order(difference)]
    ['input', 'input', 'sub']
    """
    raise NotImplementedError("topological_order")


def forward(output, feed):
    """Compute every node that output depends on, once, keep each result in value, and return output's.

    feed holds the variables' values by name; a missing one raises a KeyError that names it.

    >>> x, y = variable("x"), variable("y")
    >>> forward(add(mul(x, y), x), {"x": 3.0, "y": 4.0})
    15.0
    """
    raise NotImplementedError("forward")


def numerical_gradient(f, point, h=1e-5):
    """Return the central differences of f at point, one for each variable, as a list.

    f takes a list of numbers and returns a number; it is called twice for each variable. point stays as it was.

    >>> numerical_gradient(lambda p: p[0] * p[1], [3.0, 5.0], h=0.5)
    [5.0, 3.0]
    """
    raise NotImplementedError("numerical_gradient")
