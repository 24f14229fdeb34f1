"""Tensors are sorted by their distance from the inputs; elementwise derivatives are arrays, computed at once."""

import numpy as np


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False):
        self.data = np.asarray(data, dtype=np.float64)
        self.requires_grad = requires_grad
        self.grad = None
        self.depth = 0
        self.parts = []  # (kind, input, array or arguments)

    @property
    def shape(self):
        return self.data.shape

    def zero_grad(self):
        self.grad = None

    def of(self, value, *parts):
        tensor = Tensor(value)
        tensor.parts = [part for part in parts if part[1].requires_grad]
        tensor.requires_grad = any(part[1].requires_grad for part in parts)
        tensor.depth = 1 + max(part[1].depth for part in parts)
        return tensor

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("backward of a constant")
        if grad is None and self.data.size != 1:
            raise RuntimeError("backward of an array needs grad")
        everything, todo = {self}, [self]
        while todo:
            for _, parent, *_ in todo.pop().parts:
                if parent not in everything:
                    everything.add(parent)
                    todo.append(parent)
        sums = dict.fromkeys(everything, 0.0)
        sums[self] = np.ones(self.shape) if grad is None else np.asarray(grad, dtype=np.float64)
        for tensor in sorted(everything, key=lambda each: -each.depth):
            total = np.asarray(sums[tensor])
            for kind, parent, *rest in tensor.parts:
                sums[parent] = sums[parent] + BACK[kind](total, parent, *rest)
            tensor.grad = total + (0.0 if tensor.grad is None else tensor.grad)

    def pair(self, other, value, local_self, local_other):
        return self.of(value, ("times", self, np.asarray(local_self)), ("times", other, np.asarray(local_other)))

    def __add__(self, other):
        other = as_tensor(other)
        return self.pair(other, self.data + other.data, 1.0, 1.0)

    def __sub__(self, other):
        other = as_tensor(other)
        return self.pair(other, self.data - other.data, 1.0, -1.0)

    def __mul__(self, other):
        other = as_tensor(other)
        return self.pair(other, self.data * other.data, other.data, self.data)

    def __truediv__(self, other):
        other = as_tensor(other)
        return self.pair(other, self.data / other.data, 1 / other.data, -self.data / other.data**2)

    def __radd__(self, other):
        return as_tensor(other) + self

    def __rsub__(self, other):
        return as_tensor(other) - self

    def __rmul__(self, other):
        return as_tensor(other) * self

    def __rtruediv__(self, other):
        return as_tensor(other) / self

    def __rmatmul__(self, other):
        return as_tensor(other) @ self

    def single(self, value, local):
        return self.of(value, ("times", self, np.asarray(local)))

    def __neg__(self):
        return self.single(-self.data, -1.0)

    def __pow__(self, n):
        return self.single(self.data**n, n * self.data ** (n - 1) if n else 0.0)

    def relu(self):
        return self.single(np.maximum(0, self.data), self.data > 0)

    def sigmoid(self):
        small = np.exp(-abs(self.data))
        return self.single(np.where(self.data < 0, small, 1) / (1 + small), small / (1 + small) ** 2)

    def exp(self):
        return self.single(np.exp(self.data), np.exp(self.data))

    def log(self):
        return self.single(np.log(self.data), 1 / self.data)

    def __matmul__(self, other):
        other = as_tensor(other)
        return self.of(self.data @ other.data, ("left", self, other.data), ("right", other, self.data))

    @property
    def T(self):
        return self.of(self.data.T, ("transpose", self))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.sum(axis=axis, keepdims=True).shape
        return self.of(self.data.sum(axis=axis, keepdims=keepdims), ("spread", self, shape, 1.0))

    def mean(self, axis=None, keepdims=False):
        shape = self.data.sum(axis=axis, keepdims=True).shape
        share = float(np.prod(shape)) / self.data.size
        return self.of(self.data.mean(axis=axis, keepdims=keepdims), ("spread", self, shape, share))


def times(grad, parent, local):
    grad = np.asarray(grad * local)
    padded = (1,) * (grad.ndim - parent.data.ndim) + parent.shape
    axes = tuple(axis for axis, length in enumerate(padded) if length == 1)
    return grad.sum(axis=axes).reshape(parent.shape)


BACK = {
    "times": times,
    "left": lambda grad, parent, b: grad @ b.T,
    "right": lambda grad, parent, a: a.T @ grad,
    "transpose": lambda grad, parent: grad.T,
    "spread": lambda grad, parent, shape, share: np.zeros(parent.shape) + share * grad.reshape(shape),
}


def as_tensor(value):
    return value if isinstance(value, Tensor) else Tensor(value)
