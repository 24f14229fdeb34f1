"""A recursive walk with the limit raised, and += into a buffer that every tensor owns."""

import sys

import numpy as np

sys.setrecursionlimit(1_000_000)


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False):
        self.data = np.asarray(data).astype(np.float64)
        self.requires_grad = requires_grad
        self.grad = None
        self.inputs = []
        self.buffer = None

    @property
    def shape(self):
        return self.data.shape

    def zero_grad(self):
        self.grad = None

    def new(self, data, *inputs):
        tensor = Tensor(data, any(x.requires_grad for x, _ in inputs))
        tensor.inputs = list(inputs)
        return tensor

    def lift(self, other):
        return other if hasattr(other, "requires_grad") else Tensor(other)

    def collect(self, found, order):
        found.add(self)
        for x, _ in self.inputs:
            if x.requires_grad and x not in found:
                x.collect(found, order)
        order.append(self)

    def receive(self, grad):
        if grad.shape != self.shape:
            lead = grad.ndim - self.data.ndim
            grad = grad.reshape((-1, *grad.shape[lead:])).sum(axis=0)
            for axis in range(grad.ndim):
                if grad.shape[axis] > self.shape[axis]:
                    grad = np.expand_dims(grad.sum(axis), axis)
        self.buffer += grad

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("requires_grad is False")
        if grad is None and self.data.size != 1:
            raise RuntimeError("backward() needs grad here")
        order = []
        self.collect(set(), order)
        for tensor in order:
            tensor.buffer = np.zeros(tensor.shape)
        self.buffer += 1.0 if grad is None else grad
        while order:
            tensor = order.pop()
            for x, local in tensor.inputs:
                if x.requires_grad:
                    x.receive(np.asarray(local(tensor.buffer)))
            if tensor.grad is None:
                tensor.grad = np.zeros(tensor.shape)
            tensor.grad += tensor.buffer

    def __add__(self, other):
        other = self.lift(other)
        return self.new(self.data + other.data, (self, lambda g: g), (other, lambda g: g))

    def __sub__(self, other):
        return self + self.lift(other) * -1.0

    def __mul__(self, other):
        other = self.lift(other)
        return self.new(self.data * other.data, (self, lambda g: g * other.data), (other, lambda g: g * self.data))

    def __truediv__(self, other):
        return self * self.lift(other) ** -1

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return self * -1.0 + other

    def __rtruediv__(self, other):
        return self**-1 * other

    def __neg__(self):
        return 0.0 - self

    def __pow__(self, n):
        if n == 0:
            return self.new(np.ones(self.shape), (self, lambda g: 0.0 * g))
        return self.new(self.data**n, (self, lambda g: g * (n * self.data ** (n - 1))))

    def __matmul__(self, other):
        other = self.lift(other)
        return self.new(
            self.data.dot(other.data),
            (self, lambda g: g.dot(other.data.T)),
            (other, lambda g: self.data.T.dot(g)),
        )

    def __rmatmul__(self, other):
        return self.lift(other) @ self

    @property
    def T(self):
        return self.new(self.data.T, (self, lambda g: g.T))

    def sum(self, axis=None, keepdims=False):
        if axis is None:
            axis = tuple(range(self.data.ndim))

        def back(g):
            if not keepdims:
                g = np.expand_dims(g, axis)
            return np.ones(self.shape) * g

        return self.new(self.data.sum(axis=axis, keepdims=keepdims), (self, back))

    def mean(self, axis=None, keepdims=False):
        axes = range(self.data.ndim) if axis is None else np.atleast_1d(axis)
        count = np.prod([self.shape[a] for a in axes])
        return self.sum(axis, keepdims) / count

    def relu(self):
        keep = (self.data > 0).astype(float)
        return self.new(self.data * keep, (self, lambda g: g * keep))

    def sigmoid(self):
        s = np.where(self.data > 0, 1 / (1 + np.exp(-np.abs(self.data))), 1 - 1 / (1 + np.exp(-np.abs(self.data))))
        return self.new(s, (self, lambda g: g * s * (1 - s)))

    def exp(self):
        out = self.new(np.exp(self.data), (self, lambda g: g * out.data))
        return out

    def log(self):
        return self.new(np.log(self.data), (self, lambda g: g / self.data))
