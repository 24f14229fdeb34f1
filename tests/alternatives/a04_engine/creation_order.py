"""No topological sort: tensors are numbered when they are made, and a heap gives the youngest first."""

import heapq
import itertools

import numpy as np

numbers = itertools.count()


def fit(grad, shape):
    extra = grad.ndim - len(shape)
    grad = np.add.reduce(grad, axis=tuple(range(extra)))
    for axis in range(len(shape)):
        if shape[axis] == 1:
            grad = np.add.reduce(grad, axis=axis, keepdims=True)
    return np.asarray(grad)


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False, parents=(), vjp=None):
        self.data = np.asarray(data, dtype=np.float64)
        self.grad = None
        self.requires_grad = requires_grad
        self.number = next(numbers)
        self.parents, self.vjp = (parents, vjp) if requires_grad else ((), None)

    shape = property(lambda self: self.data.shape)

    def zero_grad(self):
        self.grad = None

    @staticmethod
    def make(data, parents, vjp):
        return Tensor(data, any(p.requires_grad for p in parents), parents, vjp)

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("nothing to do")
        if grad is None and self.data.size > 1:
            raise RuntimeError("which entry?")
        flows = {self.number: np.ones(self.shape) if grad is None else np.asarray(grad, dtype=float)}
        heap, known = [-self.number], {self.number: self}
        while heap:
            number = -heapq.heappop(heap)
            tensor, flow = known[number], flows.pop(number)
            tensor.grad = np.array(flow) if tensor.grad is None else tensor.grad + flow
            if tensor.vjp is None:
                continue
            for parent, sent in zip(tensor.parents, tensor.vjp(flow)):
                if not parent.requires_grad:
                    continue
                if parent.number not in known:
                    known[parent.number] = parent
                    flows[parent.number] = np.zeros(parent.shape)
                    heapq.heappush(heap, -parent.number)
                flows[parent.number] = flows[parent.number] + fit(np.asarray(sent), parent.shape)

    def add(self, other):
        other = wrap(other)
        return Tensor.make(self.data + other.data, (self, other), lambda g: (g, g))

    def mul(self, other):
        other = wrap(other)
        return Tensor.make(self.data * other.data, (self, other), lambda g: (g * other.data, g * self.data))

    def sub(self, other):
        other = wrap(other)
        return Tensor.make(self.data - other.data, (self, other), lambda g: (g, -g))

    def div(self, other):
        other = wrap(other)
        z = self.data / other.data
        return Tensor.make(z, (self, other), lambda g: (g / other.data, -g * z / other.data))

    __add__, __mul__, __sub__, __truediv__ = add, mul, sub, div
    __radd__ = lambda self, other: wrap(other) + self  # noqa: E731
    __rmul__ = lambda self, other: wrap(other) * self  # noqa: E731
    __rsub__ = lambda self, other: wrap(other) - self  # noqa: E731
    __rtruediv__ = lambda self, other: wrap(other) / self  # noqa: E731

    def __neg__(self):
        return Tensor.make(np.negative(self.data), (self,), lambda g: (np.negative(g),))

    def __pow__(self, n):
        def vjp(g):
            with np.errstate(all="ignore"):
                return (np.where(n == 0, 0.0, g * n * np.power(self.data, float(n - 1))),)

        return Tensor.make(np.power(self.data, float(n)), (self,), vjp)

    def __matmul__(self, other):
        other = wrap(other)
        a, b = self.data, other.data
        return Tensor.make(
            np.einsum("ij,jk->ik", a, b),
            (self, other),
            lambda g: (np.einsum("ik,jk->ij", g, b), np.einsum("ij,ik->jk", a, g)),
        )

    def __rmatmul__(self, other):
        return wrap(other) @ self

    @property
    def T(self):
        return Tensor.make(np.swapaxes(self.data, 0, 1), (self,), lambda g: (np.swapaxes(g, 0, 1),))

    def sum(self, axis=None, keepdims=False):
        def vjp(g):
            axes = range(self.data.ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
            axes = {a % self.data.ndim for a in axes} if self.data.ndim else set()
            shape = [1 if a in axes else n for a, n in enumerate(self.shape)]
            return (np.tile(np.reshape(g, shape), [n if a in axes else 1 for a, n in enumerate(self.shape)]),)

        return Tensor.make(self.data.sum(axis=axis, keepdims=keepdims), (self,), vjp)

    def mean(self, axis=None, keepdims=False):
        s = self.sum(axis=axis, keepdims=keepdims)
        return s / (self.data.size / s.data.size)

    def relu(self):
        return Tensor.make((np.abs(self.data) + self.data) / 2, (self,), lambda g: (g * np.heaviside(self.data, 0),))

    def sigmoid(self):
        s = np.exp(-np.logaddexp(0, -self.data))
        return Tensor.make(s, (self,), lambda g: (g * s * (1 - s),))

    def exp(self):
        e = np.exp(self.data)
        return Tensor.make(e, (self,), lambda g: (g * e,))

    def log(self):
        return Tensor.make(np.log(self.data), (self,), lambda g: (g / self.data,))


def wrap(value):
    return value if isinstance(value, Tensor) else Tensor(value)
