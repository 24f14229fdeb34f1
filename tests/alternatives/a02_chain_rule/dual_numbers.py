"""Local derivatives by dual numbers: rules for pairs (value, derivative), one input at a time."""

import math


class Node:
    def __init__(self, op, inputs=(), value=None, name=""):
        self.op = op
        self.inputs = inputs
        self.value = value
        self.name = name
        self.grad = None


class Dual:
    """A value and its derivative; the other operand may be a plain number."""

    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other, self.slope)

    __radd__ = __add__

    def __sub__(self, other):
        return Dual(self.value - other, self.slope)

    def __rsub__(self, other):
        return Dual(other - self.value, -self.slope)

    def __mul__(self, other):
        return Dual(self.value * other, self.slope * other)

    __rmul__ = __mul__

    def __truediv__(self, other):
        return Dual(self.value / other, self.slope / other)

    def __rtruediv__(self, other):
        return Dual(other / self.value, -other / self.value**2 * self.slope)

    def __pow__(self, k):
        return Dual(self.value**k, k * self.value ** (k - 1) * self.slope)

    def exp(self):
        return Dual(math.exp(self.value), math.exp(self.value) * self.slope)

    def log(self):
        return Dual(math.log(self.value), self.slope / self.value)


RULES = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": lambda a, k: a**k,
    "exp": lambda a: a.exp(),
    "log": lambda a: a.log(),
}


def local_gradients(op, *inputs):
    if op not in RULES:
        raise ValueError("unknown operation " + op)
    slopes = []
    for i in range(1 if op == "pow" else len(inputs)):
        seeded = [Dual(value, 1.0) if j == i else value for j, value in enumerate(inputs)]
        slopes.append(RULES[op](*seeded).slope)
    return tuple(slopes)


def chain(dg, h, dh):
    return lambda x: dg(h(x)) * dh(x)


def two_variable_chain(dg_du, dg_dv, du, dv):
    return dg_du * du[0] + dg_dv * dv[0], dg_du * du[1] + dg_dv * dv[1]


def backward(order):
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in reversed(order):
        if node.inputs:
            values = [source.value for source in node.inputs]
            for source, local in zip(node.inputs, local_gradients(node.op, *values)):  # noqa: B905
                source.grad += node.grad * local
