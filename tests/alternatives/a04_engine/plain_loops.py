"""Entry by entry in plain Python wherever that is possible; gradients of 0-d tensors are numpy scalars."""

import math

import numpy as np


def entrywise(function, *arrays):
    if all(np.ndim(array) == 0 for array in arrays):
        return np.float64(function(*map(float, arrays)))
    arrays = np.broadcast_arrays(*arrays)
    result = np.empty(arrays[0].shape)
    for index in np.ndindex(result.shape):
        result[index] = function(*[float(array[index]) for array in arrays])
    return result


def sigma(x):
    return 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False, inputs=()):
        data = np.asarray(data, dtype=float)
        self.data = data[()] if data.shape == () else data
        self.requires_grad = requires_grad or bool(inputs)
        self.inputs = inputs
        self.grad = None

    @property
    def shape(self):
        return np.shape(self.data)

    def zero_grad(self):
        self.grad = None

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("requires no gradient")
        if grad is None:
            if np.size(self.data) != 1:
                raise RuntimeError("grad is missing")
            grad = self.data * 0 + 1
        order, seen, work = [], set(), [(self, iter(self.inputs))]
        seen.add(id(self))
        while work:
            tensor, rest = work[-1]
            for parent, _ in rest:
                if id(parent) not in seen:
                    seen.add(id(parent))
                    work.append((parent, iter(parent.inputs)))
                    break
            else:
                order.append(tensor)
                work.pop()
        pending = {id(self): [grad]}
        for tensor in reversed(order):
            total = 0.0
            for part in pending.pop(id(tensor)):
                total = total + part
            for parent, send in tensor.inputs:
                pending.setdefault(id(parent), []).append(uncopied(send(total), parent.shape))
            tensor.grad = total if tensor.grad is None else tensor.grad + total


def uncopied(grad, shape):
    if np.shape(grad) == shape:
        return grad
    result = np.zeros(shape)
    for index in np.ndindex(np.shape(grad)):
        own = index[len(index) - len(shape) :]
        result[tuple(0 if length == 1 else i for i, length in zip(own, shape))] += grad[index]
    return result


def result(data, *inputs):
    return Tensor(data, inputs=tuple((x, send) for x, send in inputs if x.requires_grad))


def other_of(x):
    return x if isinstance(x, Tensor) else Tensor(x)


def binary(value, to_left, to_right):
    def method(self, other):
        other = other_of(other)
        a, b = self.data, other.data
        return result(
            entrywise(value, a, b),
            (self, lambda g: entrywise(to_left, g, a, b)),
            (other, lambda g: entrywise(to_right, g, a, b)),
        )

    return method


def unary(value, to_input):
    def method(self):
        x = self.data
        return result(entrywise(value, x), (self, lambda g: entrywise(to_input, g, x)))

    return method


def flipped(method):
    return lambda self, other: method(other_of(other), self)


def power(self, n):
    x = self.data
    slope = (lambda g, x: g * n * x ** (n - 1)) if n else (lambda g, x: 0.0)
    return result(entrywise(lambda x: x**n, x), (self, lambda g: entrywise(slope, g, x)))


def product(self, other):
    other = other_of(other)
    a, b = self.data, other.data
    return result(multiplied(a, b), (self, lambda g: multiplied(g, b.T)), (other, lambda g: multiplied(a.T, g)))


def multiplied(a, b):
    return np.array([[math.fsum(x * y for x, y in zip(row, column)) for column in b.T] for row in a])


def reduction(mean):
    def method(self, axis=None, keepdims=False):
        x = self.data
        kept = np.sum(x, axis=axis, keepdims=True)
        count = np.size(x) / np.size(kept) if mean else 1
        value = kept if keepdims else np.sum(x, axis=axis)
        spread = lambda g: entrywise(lambda g, x: g / count, np.reshape(g, np.shape(kept)), x)  # noqa: E731
        return result(value / count, (self, spread))

    return method


Tensor.__add__ = binary(lambda a, b: a + b, lambda g, a, b: g, lambda g, a, b: g)
Tensor.__sub__ = binary(lambda a, b: a - b, lambda g, a, b: g, lambda g, a, b: -g)
Tensor.__mul__ = binary(lambda a, b: a * b, lambda g, a, b: g * b, lambda g, a, b: g * a)
Tensor.__truediv__ = binary(lambda a, b: a / b, lambda g, a, b: g / b, lambda g, a, b: -g * a / b**2)
Tensor.__radd__, Tensor.__rsub__ = flipped(Tensor.__add__), flipped(Tensor.__sub__)
Tensor.__rmul__, Tensor.__rtruediv__ = flipped(Tensor.__mul__), flipped(Tensor.__truediv__)
Tensor.__neg__ = unary(lambda x: -x, lambda g, x: -g)
Tensor.__pow__ = power
Tensor.__matmul__, Tensor.__rmatmul__ = product, flipped(product)
Tensor.T = property(lambda self: result(self.data.T, (self, lambda g: g.T)))
Tensor.sum, Tensor.mean = reduction(False), reduction(True)
Tensor.relu = unary(lambda x: max(0.0, x), lambda g, x: g if x > 0 else 0.0)
Tensor.sigmoid = unary(sigma, lambda g, x: g * sigma(x) * (1 - sigma(x)))
Tensor.exp = unary(math.exp, lambda g, x: g * math.exp(x))
Tensor.log = unary(math.log, lambda g, x: g / x)
