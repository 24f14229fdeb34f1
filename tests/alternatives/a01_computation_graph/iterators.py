"""Depth first with a stack of iterators; match for the operations; the step that was really taken."""


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
    three = constant(3)
    square = power(x, 2)
    return sub(square, sub(constant(0), three))


def sum_times_difference(x, y):
    return add(mul(x, sub(x, y)), mul(y, sub(x, y)))


def topological_order(output):
    order, seen = [], {output}
    stack = [(output, iter(output.inputs))]
    while stack:
        node, sources = stack[-1]
        for source in sources:
            if source not in seen:
                seen.add(source)
                stack.append((source, iter(source.inputs)))
                break
        else:
            stack.pop()
            order.append(node)
    return order


def forward(output, feed):
    for node in topological_order(output):
        match node.op, node.inputs:
            case "const", _:
                pass
            case "input", _:
                if node.name not in feed:
                    raise KeyError(f"no value for {node.name}")
                node.value = feed[node.name]
            case "add", (a, b):
                node.value = a.value + b.value
            case "sub", (a, b):
                node.value = a.value - b.value
            case "mul", (a, b):
                node.value = a.value * b.value
            case "pow", (a, b):
                node.value = a.value**b.value
    return output.value


def numerical_gradient(f, point, h=1e-5):
    gradient = []
    for i, x in enumerate(point):
        ahead, behind = list(point), list(point)
        ahead[i], behind[i] = x + h, x - h
        gradient.append((f(ahead) - f(behind)) / (ahead[i] - behind[i]))
    return gradient
