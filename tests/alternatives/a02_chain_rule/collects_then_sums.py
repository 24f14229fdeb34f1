"""Every gradient that arrives is kept in a list, smallest first when they are summed; local rules by kind."""

import math


class Node:
    def __init__(self, op, inputs=(), value=None, name=""):
        self.op = op
        self.inputs = inputs
        self.value = value
        self.name = name
        self.grad = None


ONE_INPUT = {"exp": lambda x: math.exp(x), "log": lambda x: 1 / x}


def local_gradients(op, *inputs):
    if op in ONE_INPUT:
        return (ONE_INPUT[op](inputs[0]),)
    signs = {"add": 1, "sub": -1}
    if op in signs:
        return (1, signs[op])
    powers = {"mul": 1, "div": -1}
    if op in powers:
        x, y = inputs
        sign = powers[op]
        return (y**sign, x) if sign == 1 else (y**sign * 1.0, -x * y**-2.0)
    if op == "pow":
        x, k = inputs
        return (0.0 if k == 0 else k * x ** (k - 1),)
    raise ValueError("what is " + str(op) + "?")


def chain(dg, h, dh):
    return lambda x: dg(h(x)) * dh(x)


def two_variable_chain(dg_du, dg_dv, du, dv):
    return dg_du * du[0] + dg_dv * dv[0], dg_du * du[1] + dg_dv * dv[1]


def backward(order):
    arrived = {}
    for node in order:
        node.grad = None
    arrived[order[-1]] = [1.0]
    for node in reversed(order):
        node.grad = sum(sorted(arrived.pop(node, []), key=abs), 0.0)
        if node.inputs and node.grad != 0.0:
            values = [source.value for source in node.inputs]
            for i, local in enumerate(local_gradients(node.op, *values)):
                arrived.setdefault(node.inputs[i], []).append(node.grad * local)
