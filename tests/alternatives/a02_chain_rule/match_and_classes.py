"""A match statement, and a class with __call__ in the place of an inner function."""

import math


class Node:
    def __init__(self, op, inputs=(), value=None, name=""):
        self.op = op
        self.inputs = inputs
        self.value = value
        self.name = name
        self.grad = None


def local_gradients(op, *inputs):
    match op, inputs:
        case "add", _:
            return (1.0, 1.0)
        case "sub", _:
            return (1.0, -1.0)
        case "mul", (a, b):
            return (b, a)
        case "div", (a, b):
            inverse = 1 / b
            return (inverse, -a * inverse * inverse)
        case "pow", (_, 0):
            return (0.0,)
        case "pow", (a, k):
            return (k * math.pow(a, k - 1),)
        case "exp", (a,):
            return (math.e**a if a < 0 else math.exp(a),)
        case "log", (a,):
            return (1 / a,)
    raise ValueError(f"{op!r} is not known")


class Chained:
    def __init__(self, dg, h, dh):
        self.dg, self.h, self.dh = dg, h, dh

    def __call__(self, x):
        inner = self.h(x)
        slope = self.dh(x)
        return slope * self.dg(inner)


def chain(dg, h, dh):
    return Chained(dg, h, dh)


def two_variable_chain(dg_du, dg_dv, du, dv):
    return dg_du * du[0] + dg_dv * dv[0], dg_du * du[1] + dg_dv * dv[1]


def backward(order):
    *_, last = order
    pending = [(node, 1.0 if node is last else 0.0) for node in order]
    for node, start in pending:
        node.grad = start
    while pending:
        node, _ = pending.pop()
        if not node.inputs:
            continue
        first, *second = local_gradients(node.op, *(each.value for each in node.inputs))
        node.inputs[0].grad = node.inputs[0].grad + first * node.grad
        if second:
            node.inputs[1].grad = node.inputs[1].grad + second[0] * node.grad
