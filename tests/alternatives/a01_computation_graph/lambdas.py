"""One-liners."""


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


square_plus_three = lambda x: add(power(x, 2), constant(3))
sum_times_difference = lambda x, y: mul(add(x, y), sub(x, y))


def topological_order(output):
    todo, order = [(output, 0)], {}
    while todo:
        node, i = todo.pop()
        if i < len(node.inputs):
            todo.append((node, i + 1))
            if node.inputs[i] not in order:
                todo.append((node.inputs[i], 0))
        elif node not in order:
            order[node] = len(order)
    return [*order]


def forward(output, feed):
    rules = {
        "input": lambda node: feed[node.name],
        "const": lambda node: node.value,
        "add": lambda node: node.inputs[0].value + node.inputs[1].value,
        "sub": lambda node: node.inputs[0].value - node.inputs[1].value,
        "mul": lambda node: node.inputs[0].value * node.inputs[1].value,
        "pow": lambda node: node.inputs[0].value ** node.inputs[1].value,
    }
    [setattr(node, "value", rules[node.op](node)) for node in topological_order(output)]
    return output.value


numerical_gradient = lambda f, point, h=1e-5: [
    sum(s * f([x + s * h * (i == j) for j, x in enumerate(point)]) for s in (1, -1)) / (2 * h)
    for i in range(len(point))
]
