"""numpy's numbers and arrays inside, numpy.float64 outside."""

import numpy as np


class Node:
    def __init__(self, op, inputs=(), value=None, name=""):
        self.op = op
        self.inputs = inputs
        self.value = value
        self.name = name
        self.grad = None


def local_gradients(op, *inputs):
    values = np.array(inputs, dtype=float)
    if op in ("add", "sub"):
        return tuple(np.array([1.0, 1.0 if op == "add" else -1.0]))
    if op == "mul":
        return tuple(values[::-1])
    if op == "div":
        return tuple(np.array([1.0, -values[0] / values[1]]) / values[1])
    if op == "pow":
        return (values[1] * np.power(values[0], values[1] - 1),)
    if op == "exp":
        return tuple(np.exp(values))
    if op == "log":
        return tuple(np.reciprocal(values))
    raise ValueError("unknown")


def chain(dg, h, dh):
    return lambda x: np.float64(dg(h(x))) * dh(x)


def two_variable_chain(dg_du, dg_dv, du, dv):
    return tuple(np.array([dg_du, dg_dv], dtype=float) @ np.array([du, dv], dtype=float))


def backward(order):
    index = {node: i for i, node in enumerate(order)}
    grads = np.zeros(len(order))
    grads[-1] = 1
    for i in range(len(order) - 1, -1, -1):
        node = order[i]
        if node.inputs:
            slopes = local_gradients(node.op, *[source.value for source in node.inputs])
            for source, slope in zip(node.inputs, slopes):  # noqa: B905
                grads[index[source]] += grads[i] * slope
    for node, grad in zip(order, grads):  # noqa: B905
        node.grad = grad
