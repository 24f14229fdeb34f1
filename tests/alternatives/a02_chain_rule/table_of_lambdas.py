"""A table of derivatives, a list for each operation; whole numbers for constants."""

import math


class Node:
    def __init__(self, op, inputs=(), value=None, name=""):
        self.op = op
        self.inputs = inputs
        self.value = value
        self.name = name
        self.grad = None


DERIVATIVES = {
    "add": (lambda x, y: 1, lambda x, y: 1),
    "sub": (lambda x, y: 1, lambda x, y: -1),
    "mul": (lambda x, y: y, lambda x, y: x),
    "div": (lambda x, y: 1 / y, lambda x, y: -(x / y) / y),
    "pow": (lambda x, k: k * x ** (k - 1),),
    "exp": (math.exp,),
    "log": (lambda x: x**-1,),
}


def local_gradients(op, *inputs):
    if op not in DERIVATIVES:
        raise ValueError(f"no such operation: {op}")
    return tuple(derivative(*inputs) for derivative in DERIVATIVES[op])


def chain(dg, h, dh):
    return lambda x: dg(h(x)) * dh(x)


def two_variable_chain(dg_du, dg_dv, du, dv):
    return dg_du * du[0] + dg_dv * dv[0], dg_du * du[1] + dg_dv * dv[1]


def backward(order):
    grads = {id(node): 0 for node in order}
    grads[id(order[-1])] = 1
    for node in order[::-1]:
        if node.op in DERIVATIVES:
            for source, local in zip(  # noqa: B905
                node.inputs, local_gradients(node.op, *(source.value for source in node.inputs))
            ):
                grads[id(source)] = grads[id(source)] + grads[id(node)] * local
    for node in order:
        node.grad = grads[id(node)]
