"""Ignores the order's arrangement: a node goes on when all its users have, from the output."""

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
    return lambda x: dg(h(x)) * dh(x)


def two_variable_chain(dg_du, dg_dv, du, dv):
    return dg_du * du[0] + dg_dv * dv[0], dg_du * du[1] + dg_dv * dv[1]


def backward(order):
    output = order[-1]
    waiting = {}
    stack, reached = [output], {output}
    while stack:
        for source in stack.pop().inputs:
            waiting[source] = waiting.get(source, 0) + 1
            if source not in reached:
                reached.add(source)
                stack.append(source)
    for node in order:
        node.grad = 0.0
    output.grad = 1.0
    ready = [output]
    while ready:
        node = ready.pop()
        slopes = local_gradients(node.op, *[source.value for source in node.inputs]) if node.inputs else ()
        for i, source in enumerate(node.inputs):
            if i < len(slopes):
                source.grad += slopes[i] * node.grad
            waiting[source] -= 1
            if not waiting[source]:
                ready.append(source)
