"""functools and operator; the whole stub's constructors are still there, under its own names."""

import functools
import math
import operator


class Node:
    def __init__(self, op, inputs=(), value=None, name=""):
        self.op = op
        self.inputs = inputs
        self.value = value
        self.name = name
        self.grad = None


def variable(name, value):
    """Make an input: a named value that we want derivatives for."""
    return Node("input", (), value, name)


def constant(value):
    """Make a constant."""
    return Node("const", (), value)


def add(a, b):
    """Make the node a + b."""
    return Node("add", (a, b), a.value + b.value)


def sub(a, b):
    """Make the node a - b."""
    return Node("sub", (a, b), a.value - b.value)


def mul(a, b):
    """Make the node a * b."""
    return Node("mul", (a, b), a.value * b.value)


def div(a, b):
    """Make the node a / b."""
    return Node("div", (a, b), a.value / b.value)


def power(a, k):
    """Make the node a ** k for a number k; its second input is a constant node that holds k."""
    return Node("pow", (a, constant(k)), a.value**k)


def exp(a):
    """Make the node e ** a."""
    return Node("exp", (a,), math.exp(a.value))


def log(a):
    """Make the node ln a, the natural logarithm."""
    return Node("log", (a,), math.log(a.value))


def local_gradients(op, *inputs):
    if op == "add":
        return 1.0, 1.0
    if op == "sub":
        return 1.0, -1.0
    if op == "mul":
        return inputs[1], inputs[0]
    if op == "div":
        return 1.0 / inputs[1], -inputs[0] / inputs[1] ** 2
    if op == "pow":
        return (inputs[1] * inputs[0] ** (inputs[1] - 1),)
    if op == "exp":
        return (math.exp(inputs[0]),)
    if op == "log":
        return (1.0 / inputs[0],)
    raise ValueError(op)


def chain(dg, h, dh):
    return functools.partial(_slope, dg, h, dh)


def _slope(dg, h, dh, x):
    return operator.mul(dg(h(x)), dh(x))


def two_variable_chain(dg_du, dg_dv, du, dv):
    (ux, uy), (vx, vy) = du, dv
    return (math.fsum((dg_du * ux, dg_dv * vx)), math.fsum((dg_du * uy, dg_dv * vy)))


def backward(order):
    functools.reduce(lambda _, node: setattr(node, "grad", 0.0), order, None)
    order[-1].grad = 1.0

    def step(node):
        if node.inputs:
            slopes = local_gradients(node.op, *map(operator.attrgetter("value"), node.inputs))
            for source, share in zip(node.inputs, [node.grad * slope for slope in slopes]):  # noqa: B905
                source.grad += share

    any(map(step, reversed(order)))  # step gives None, so this walks to the end
