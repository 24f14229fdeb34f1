"""forward has a walk of its own and does without topological_order; a helper does the arithmetic."""


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
    a = power(x, 2)
    f = add(a, constant(1 + 2))
    return f


def sum_times_difference(x, y):
    minus_y = mul(constant(-1), y)
    return mul(add(x, y), add(x, minus_y))


def topological_order(output):
    found = {}
    pile = [output]
    while pile:
        node = pile.pop()
        if node in found:
            continue
        missing = [source for source in node.inputs if source not in found]
        if missing:
            pile.append(node)
            pile += missing
        else:
            found[node] = True
    return list(found)


def compute(op, a, b):
    if op == "add":
        return a + b
    if op == "sub":
        return a - b
    if op == "mul":
        return a * b
    if op == "pow":
        return a**b
    raise ValueError(op)


def forward(output, feed):
    ready = set()
    todo = [output]
    while todo:
        node = todo[-1]
        if node in ready:
            todo.pop()
        elif node.op == "input":
            try:
                node.value = feed[node.name]
            except KeyError:
                raise KeyError("the feed has no value for the variable " + node.name) from None
            ready.add(node)
        elif node.op == "const":
            ready.add(node)
        else:
            waiting = [source for source in node.inputs if source not in ready]
            if waiting:
                todo.extend(waiting)
            else:
                node.value = compute(node.op, node.inputs[0].value, node.inputs[1].value)
                ready.add(node)
    return output.value


def numerical_gradient(f, point, h=1e-5):
    moved = [float(x) for x in point]
    result = []
    for i in range(len(moved)):
        original = moved[i]
        moved[i] = original - h
        low = f(moved)
        moved[i] = original + h
        high = f(moved)
        moved[i] = original
        result.append(0.5 * (high - low) / h)
    return result
