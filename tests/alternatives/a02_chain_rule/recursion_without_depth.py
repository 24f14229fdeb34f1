"""The order is halved again and again: a recursion that is only 17 deep on 100,000 nodes."""

import math


class Node:
    def __init__(self, op, inputs=(), value=None, name=""):
        self.op = op
        self.inputs = inputs
        self.value = value
        self.name = name
        self.grad = None


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
    def derivative(x):
        h(x)  # looked at once and computed again: wasteful, and right
        return dh(x) * dg(h(x))

    return derivative


def two_variable_chain(dg_du, dg_dv, du, dv):
    return tuple(sum(outer * inner for outer, inner in zip((dg_du, dg_dv), ways)) for ways in zip(du, dv))  # noqa: B905


def backward(order):
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    hand_on(order, 0, len(order))


def hand_on(order, start, stop):
    if stop - start > 1:
        middle = (start + stop) // 2
        hand_on(order, middle, stop)
        hand_on(order, start, middle)
        return
    node = order[start]
    if node.inputs:
        values = [source.value for source in node.inputs]
        for source, local in zip(node.inputs, local_gradients(node.op, *values)):  # noqa: B905
            source.grad += node.grad * local
