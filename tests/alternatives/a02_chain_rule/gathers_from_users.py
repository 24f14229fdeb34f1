"""Each node gathers from those that use it, in place of their handing it on."""

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
    users = {}
    for node in order:
        users[node] = []
        if node.inputs:
            slopes = local_gradients(node.op, *[source.value for source in node.inputs])
            for source, slope in zip(node.inputs, slopes):  # noqa: B905
                users[source].append((node, slope))
    order[-1].grad = 1.0
    for node in order[-2::-1]:
        node.grad = math.fsum(user.grad * slope for user, slope in users[node])
