"""A heap of positions: always the node nearest to the end; nodes nothing reaches are never visited."""

import heapq
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
    position = {id(node): i for i, node in enumerate(order)}
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    heap, seen = [-(len(order) - 1)], {len(order) - 1}
    while heap:
        node = order[-heapq.heappop(heap)]
        if node.op in ("input", "const"):
            continue
        for source, slope in zip(node.inputs, local_gradients(node.op, *[n.value for n in node.inputs])):  # noqa: B905
            source.grad += node.grad * slope
            place = position[id(source)]
            if place not in seen:
                seen.add(place)
                heapq.heappush(heap, -place)
