"""The graph is kept apart from the tensors, in nodes without values; a subclass carries what was computed."""

import numpy as np


class Node:
    __slots__ = ("users", "ways")

    def __init__(self, ways=()):
        self.ways = ways  # (tensor, function)
        self.users = 0


class Tensor:
    __array_ufunc__ = None
    __slots__ = ("_requires", "data", "grad", "node")

    def __init__(self, data, requires_grad=False):
        self.data = np.asarray(data) * 1.0
        self._requires = requires_grad
        self.grad = None
        self.node = Node()

    @property
    def shape(self):
        return self.data.shape

    @property
    def requires_grad(self):
        return self._requires

    def zero_grad(self):
        self.grad = None

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("I do not require a gradient")
        if grad is None:
            if self.data.size > 1:
                raise RuntimeError("I have several elements")
            grad = np.ones_like(self.data)
        tensors = [self]
        self.node.users = 0
        known = {id(self)}
        for tensor in tensors:
            for parent, _ in tensor.node.ways:
                if id(parent) not in known:
                    known.add(id(parent))
                    parent.node.users = 0
                    tensors.append(parent)
                parent.node.users += 1
        arrived = {id(self): [np.asarray(grad)]}
        ready = [self]
        while ready:
            tensor = ready.pop(0) if len(ready) < 3 else ready.pop()
            total = sum(arrived[id(tensor)][1:], arrived[id(tensor)][0])
            tensor.grad = np.array(total) if tensor.grad is None else tensor.grad + total
            for parent, way in tensor.node.ways:
                arrived.setdefault(id(parent), []).append(parent.fit(way(total)))
                parent.node.users -= 1
                if not parent.node.users:
                    ready.append(parent)

    def fit(self, grad):
        """Multiply by ones where summing would do."""
        grad = np.asarray(grad)
        while grad.ndim > self.data.ndim:
            grad = np.tensordot(np.ones(len(grad)), grad, axes=1)
        for axis, length in enumerate(self.shape):
            if length == 1 != grad.shape[axis]:
                grad = np.expand_dims(np.tensordot(grad, np.ones(grad.shape[axis]), axes=(axis, 0)), axis)
        return grad

    def __add__(self, other):
        other = Computed.constant(other)
        return Computed(np.add(self.data, other.data), (self, np.positive), (other, np.positive))

    def __sub__(self, other):
        other = Computed.constant(other)
        return Computed(np.subtract(self.data, other.data), (self, np.positive), (other, np.negative))

    def __mul__(self, other):
        other = Computed.constant(other)
        return Computed(
            np.multiply(self.data, other.data),
            (self, lambda g: np.multiply(g, other.data)),
            (other, lambda g: np.multiply(g, self.data)),
        )

    def __truediv__(self, other):
        other = Computed.constant(other)
        return Computed(
            np.divide(self.data, other.data),
            (self, lambda g: np.divide(g, other.data)),
            (other, lambda g: np.divide(np.multiply(-self.data, g), np.power(other.data, 2))),
        )

    def __radd__(self, other):
        return Computed.constant(other) + self

    def __rsub__(self, other):
        return Computed.constant(other) - self

    def __rmul__(self, other):
        return Computed.constant(other) * self

    def __rtruediv__(self, other):
        return Computed.constant(other) / self

    def __rmatmul__(self, other):
        return Computed.constant(other) @ self

    def __neg__(self):
        return Computed(-self.data, (self, np.negative))

    def __pow__(self, exponent):
        if exponent == 1:
            return Computed(self.data, (self, np.positive))
        if exponent == 0:
            return Computed(np.ones(self.shape), (self, np.zeros_like))
        slope = exponent * np.power(self.data, exponent - 1)
        return Computed(np.power(self.data, exponent), (self, lambda g: g * slope))

    def __matmul__(self, other):
        other = Computed.constant(other)
        return Computed(
            np.tensordot(self.data, other.data, 1),
            (self, lambda g: np.tensordot(g, other.data, (1, 1))),
            (other, lambda g: np.tensordot(self.data, g, (0, 0))),
        )

    @property
    def T(self):
        return Computed(self.data.T, (self, np.transpose))

    def sum(self, axis=None, keepdims=False):
        shape = np.sum(self.data, axis=axis, keepdims=True).shape
        ones = np.ones(self.shape)
        return Computed(np.sum(self.data, axis=axis, keepdims=keepdims), (self, lambda g: ones * np.reshape(g, shape)))

    def mean(self, axis=None, keepdims=False):
        shape = np.mean(self.data, axis=axis, keepdims=True).shape
        weights = np.ones(self.shape) / (self.data.size / np.prod(shape))
        return Computed(
            np.mean(self.data, axis=axis, keepdims=keepdims), (self, lambda g: weights * np.reshape(g, shape))
        )

    def relu(self):
        open_ = self.data > 0
        return Computed(np.where(open_, self.data, 0.0), (self, lambda g: np.where(open_, g, 0.0)))

    def sigmoid(self):
        s = np.reciprocal(1 + np.exp(np.minimum(700, -self.data)))
        s = np.where(self.data < -700, 0.0, s)
        return Computed(s, (self, lambda g: g * s * (1 - s)))

    def exp(self):
        e = np.exp(self.data)
        return Computed(e, (self, e.__mul__))

    def log(self):
        return Computed(np.log(self.data), (self, lambda g: np.divide(g, self.data)))


class Computed(Tensor):
    __slots__ = ()

    def __init__(self, data, *ways):
        ways = [(tensor, way) for tensor, way in ways if tensor.requires_grad]
        super().__init__(data, len(ways) > 0)
        self.node = Node(ways)

    @staticmethod
    def constant(value):
        return value if isinstance(value, Tensor) else Computed(value)
