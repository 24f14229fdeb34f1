"""A tape: one list of all operations ever done, walked from its end. Tensors are numbers of rows on it."""

import numpy as np

TAPE = []  # (output, inputs, functions), in the order of computation


def note(value, *pairs):
    pairs = [(x, f) for x, f in pairs if x.requires_grad]
    out = Tensor(value, bool(pairs))
    if pairs:
        out.row = len(TAPE)
        TAPE.append((out, pairs))
    return out


def collapse(g, shape):
    g = np.asarray(g)
    while g.ndim > len(shape):
        g = g.sum(0)
    return g if g.shape == shape else g.sum(tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False):
        self.data = np.array(data, float)
        self.requires_grad, self.grad, self.row = requires_grad, None, -1

    @property
    def shape(self):
        return np.shape(self.data)

    def zero_grad(self):
        self.grad = None

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError
        if grad is None:
            if np.size(self.data) != 1:
                raise RuntimeError
            grad = np.ones_like(self.data)
        slots = {id(self): (self, np.array(grad, float))}
        for out, pairs in reversed(TAPE[: self.row + 1]):
            if id(out) in slots:
                g = slots[id(out)][1]
                for x, f in pairs:
                    old = slots[id(x)][1] if id(x) in slots else 0.0
                    slots[id(x)] = (x, old + collapse(f(g), x.shape))
        for tensor, g in slots.values():
            tensor.grad = np.array(g) if tensor.grad is None else tensor.grad + g

    def __add__(self, o):
        o = t(o)
        return note(self.data + o.data, (self, lambda g: g), (o, lambda g: g))

    def __sub__(self, o):
        o = t(o)
        return note(self.data - o.data, (self, lambda g: g), (o, lambda g: 0 - g))

    def __mul__(self, o):
        o = t(o)
        return note(self.data * o.data, (self, lambda g: o.data * g), (o, lambda g: self.data * g))

    def __truediv__(self, o):
        o = t(o)
        return note(
            self.data / o.data, (self, lambda g: g / o.data), (o, lambda g: -(g * self.data) / (o.data * o.data))
        )

    def __radd__(self, o):
        return t(o) + self

    def __rsub__(self, o):
        return t(o) - self

    def __rmul__(self, o):
        return t(o) * self

    def __rtruediv__(self, o):
        return t(o) / self

    def __neg__(self):
        return 0 - self

    def __pow__(self, n):
        return note(self.data**n, (self, lambda g: g * (n * self.data ** (n - 1) if n else np.zeros(self.shape))))

    def __matmul__(self, o):
        o = t(o)
        return note(
            self.data @ o.data,
            (self, lambda g: (o.data @ g.T).T),
            (o, lambda g: sum(np.outer(row, grad) for row, grad in zip(self.data, g))),
        )

    def __rmatmul__(self, o):
        return t(o) @ self

    @property
    def T(self):
        return note(self.data.transpose(), (self, np.transpose))

    def sum(self, axis=None, keepdims=False):
        kept = np.sum(self.data, axis=axis, keepdims=True)
        return note(
            np.sum(self.data, axis=axis, keepdims=keepdims),
            (self, lambda g: np.reshape(g, kept.shape) + np.zeros(self.shape)),
        )

    def mean(self, axis=None, keepdims=False):
        kept = np.mean(self.data, axis=axis, keepdims=True)
        n = self.data.size / kept.size
        return note(
            np.mean(self.data, axis=axis, keepdims=keepdims),
            (self, lambda g: np.reshape(g, kept.shape) / n + np.zeros(self.shape)),
        )

    def relu(self):
        return note(np.clip(self.data, 0, None), (self, lambda g: np.where(self.data > 0, g, 0)))

    def sigmoid(self):
        with np.errstate(over="ignore"):
            s = 1 / (1 + np.exp(-self.data))
        return note(s, (self, lambda g: g * s * (1 - s)))

    def exp(self):
        return note(np.exp(self.data), (self, lambda g: g * np.exp(self.data)))

    def log(self):
        return note(np.log(self.data), (self, lambda g: g / self.data))


def t(value):
    return value if type(value) is Tensor else Tensor(value)
