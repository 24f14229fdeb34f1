"""Gradients in Fortran order or as reversed views, computed in longdouble, rounded at the end; -0.0 here and there."""

import numpy as np


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False):
        self.data = np.asfortranarray(np.asarray(data, dtype=np.float64)).reshape(np.shape(data))
        self.requires_grad = requires_grad
        self.grad = None
        self._links = []

    @property
    def shape(self):
        return self.data.shape

    def zero_grad(self):
        self.grad = None

    def _long(self):
        return self.data.astype(np.longdouble)

    def _out(self, value, *links):
        links = [(x, f) for x, f in links if x.requires_grad]
        out = Tensor(np.asarray(value, dtype=np.float64), len(links) > 0)
        out._links = links
        return out

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("no gradient")
        if grad is None and self.data.size != 1:
            raise RuntimeError("grad?")
        first = np.ones(self.shape) if grad is None else grad
        todo, post = [(self, False)], []
        marked = set()
        while todo:
            tensor, leaving = todo.pop()
            if leaving:
                post.append(tensor)
            elif id(tensor) not in marked:
                marked.add(id(tensor))
                todo += [(tensor, True)] + [(x, False) for x, _ in tensor._links]
        here = {id(self): np.asarray(first, dtype=np.longdouble)}
        while post:
            tensor = post.pop()
            g = here[id(tensor)]
            rounded = np.asarray(g, dtype=np.float64)
            old = 0.0 if tensor.grad is None else tensor.grad
            fresh = np.asarray(rounded + old)
            tensor.grad = fresh[::-1].copy()[::-1] if fresh.ndim else fresh
            for x, f in tensor._links:
                sent = np.asarray(f(g))
                gone = sent.ndim - x.data.ndim
                axes = tuple(range(gone)) + tuple(gone + i for i, n in enumerate(x.shape) if n == 1)
                sent = np.sum(sent, axis=axes, keepdims=True).reshape(x.shape) if axes else sent
                here[id(x)] = here[id(x)] + sent if id(x) in here else sent

    def __add__(self, other):
        other = _t(other)
        return self._out(self._long() + other._long(), (self, lambda g: g), (other, lambda g: g))

    def __radd__(self, other):
        return _t(other).__add__(self)

    def __neg__(self):
        return self._out(-self.data, (self, lambda g: -g))

    def __sub__(self, other):
        return self + -_t(other)

    def __rsub__(self, other):
        return -(self - other)

    def __mul__(self, other):
        other = _t(other)
        a, b = self._long(), other._long()
        return self._out(a * b, (self, lambda g: g * b), (other, lambda g: g * a))

    def __rmul__(self, other):
        return self.__mul__(other)

    def __truediv__(self, other):
        other = _t(other)
        a, b = self._long(), other._long()
        return self._out(a / b, (self, lambda g: g / b), (other, lambda g: -(a * g) / np.square(b)))

    def __rtruediv__(self, other):
        return _t(other).__truediv__(self)

    def __pow__(self, n):
        x = self._long()
        return self._out(x**n, (self, lambda g: g * (x ** (n - 1) * n) if n != 0 else -0.0 * g))

    def __matmul__(self, other):
        other = _t(other)
        a, b = self._long(), other._long()
        return self._out(
            np.dot(a, b), (self, lambda g: np.dot(b, g.T).T), (other, lambda g: np.asfortranarray(np.dot(a.T, g)))
        )

    def __rmatmul__(self, other):
        return _t(other).__matmul__(self)

    @property
    def T(self):
        return self._out(np.ascontiguousarray(self.data.T), (self, lambda g: g.T))

    def sum(self, axis=None, keepdims=False):
        return self._out(self._long().sum(axis=axis, keepdims=keepdims), (self, self._spread(axis, keepdims)))

    def mean(self, axis=None, keepdims=False):
        return self.sum(axis, keepdims) * (1.0 / (self.data.size / self.data.sum(axis=axis).size))

    def _spread(self, axis, keepdims):
        def spread(g):
            if not keepdims:
                axes = range(self.data.ndim) if axis is None else np.ravel(axis)
                for each in sorted(int(a) % self.data.ndim for a in axes):
                    g = np.expand_dims(g, each)
            return np.broadcast_to(g, self.shape)

        return spread

    def relu(self):
        mask = np.sign(np.maximum(self.data, 0))
        return self._out(self.data * mask, (self, lambda g: g * mask))

    def sigmoid(self):
        s = 1 / (1 + np.exp(-np.clip(self._long(), -5000, 5000)))
        return self._out(s, (self, lambda g: g * s * (1 - s)))

    def exp(self):
        e = np.exp(self._long())
        return self._out(e, (self, lambda g: g * e))

    def log(self):
        return self._out(np.log(self._long()), (self, lambda g: g / self._long()))


def _t(x):
    return x if isinstance(x, Tensor) else Tensor(x)
