"""A generator lists the nodes; forward is written with functions kept in the nodes' operation names."""


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
    return add(mul(constant(1), power(x, 2)), constant(3))


def sum_times_difference(x, y):
    return sub(mul(x, x), mul(y, y))


def walk(output):
    LOOK, WRITE = 0, 1
    seen = []
    looked_at = set()
    pile = [(LOOK, output)]
    while len(pile) > 0:
        kind, node = pile.pop()
        if kind == WRITE:
            yield node
        elif id(node) not in looked_at:
            looked_at.add(id(node))
            seen.append(node)
            pile.append((WRITE, node))
            for source in node.inputs[::-1]:
                pile.append((LOOK, source))


def topological_order(output):
    return list(walk(output))


def compute_input(node, feed):
    if node.name in feed:
        return feed[node.name]
    raise KeyError(node.name)


def compute_const(node, feed):
    return node.value


def compute_add(node, feed):
    return sum(source.value for source in node.inputs)


def compute_sub(node, feed):
    a, b = node.inputs
    return -(b.value - a.value)


def compute_mul(node, feed):
    return node.inputs[1].value * node.inputs[0].value


def compute_pow(node, feed):
    return node.inputs[0].value.__pow__(node.inputs[1].value)


def forward(output, feed):
    for node in walk(output):
        node.value = globals()["compute_" + node.op](node, feed)
    return node.value


def numerical_gradient(f, point, h=1e-5):
    gradient = []
    copy = point.copy()
    for i in range(len(copy)):
        copy[i] = point[i] + h
        difference = f(copy)
        copy[i] = point[i] - h
        difference -= f(copy)
        copy[i] = point[i]
        gradient += [difference / (2 * h)]
    return gradient
