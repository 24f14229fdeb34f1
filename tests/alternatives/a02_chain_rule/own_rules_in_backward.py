"""backward has rules of its own, takes exp from the output, and returns the gradients as well."""

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
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for node in reversed(order):
        g = node.grad
        if node.op == "add":
            a, b = node.inputs
            a.grad += g
            b.grad += g
        elif node.op == "sub":
            a, b = node.inputs
            a.grad += g
            b.grad -= g
        elif node.op == "mul":
            a, b = node.inputs
            a.grad += g * b.value
            b.grad += g * a.value
        elif node.op == "div":
            a, b = node.inputs
            a.grad += g / b.value
            b.grad -= g * node.value / b.value
        elif node.op == "pow":
            a, k = node.inputs
            a.grad += g * k.value * a.value ** (k.value - 1)
        elif node.op == "exp":
            node.inputs[0].grad += g * node.value
        elif node.op == "log":
            node.inputs[0].grad += g / node.inputs[0].value
    return [node.grad for node in order]
