"""As Chainer and DeZero: a Function object with forward and backward makes each tensor; users are counted (Kahn)."""

import numpy as np


class Function:
    def __call__(self, *inputs):
        self.inputs = inputs
        out = Tensor(self.forward(*[x.data for x in inputs]))
        if any(x.requires_grad for x in inputs):
            out.requires_grad = True
            out.creator = self
        return out


class Add(Function):
    def forward(self, a, b):
        return a + b

    def backward(self, g):
        return g, g


class Mul(Function):
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, g):
        return g * self.b, g * self.a


class Reciprocal(Function):
    def forward(self, a):
        self.y = 1.0 / a
        return self.y

    def backward(self, g):
        return (-g * self.y * self.y,)


class Neg(Function):
    def forward(self, a):
        return -a

    def backward(self, g):
        return (-g,)


class Pow(Function):
    def __init__(self, c):
        self.c = c

    def forward(self, a):
        self.a = a
        return a**self.c

    def backward(self, g):
        if self.c == 0:
            return (np.zeros_like(self.a),)
        return (self.c * self.a ** (self.c - 1) * g,)


class MatMul(Function):
    def forward(self, a, b):
        self.a, self.b = a, b
        return np.dot(a, b)

    def backward(self, g):
        return np.dot(g, self.b.T), np.dot(self.a.T, g)


class Transpose(Function):
    def forward(self, a):
        return np.transpose(a)

    def backward(self, g):
        return (np.transpose(g),)


class Sum(Function):
    def __init__(self, axis, keepdims, mean=False):
        self.axis, self.keepdims, self.mean = axis, keepdims, mean

    def forward(self, a):
        self.shape = a.shape
        out = np.sum(a, axis=self.axis, keepdims=self.keepdims)
        self.count = a.size / out.size if self.mean else 1
        return out / self.count

    def backward(self, g):
        if not self.keepdims and self.axis is not None:
            g = np.expand_dims(g, self.axis)
        return (np.broadcast_to(g, self.shape) / self.count,)


class Elementwise(Function):
    def __init__(self, value, derivative):
        self.value, self.derivative = value, derivative

    def forward(self, a):
        self.a, self.y = a, self.value(a)
        return self.y

    def backward(self, g):
        return (g * self.derivative(self.a, self.y),)


def safe_sigmoid(x):
    out = np.empty_like(x)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    out[~positive] = e / (1 + e)
    return out


def reduced(g, shape):
    lead = g.ndim - len(shape)
    axes = tuple(i + lead for i, n in enumerate(shape) if n == 1)
    y = g.sum(axis=tuple(range(lead)) + axes, keepdims=True)
    return y.reshape(shape)


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False):
        self.data = np.asarray(data, dtype=float)
        self.requires_grad = requires_grad
        self.grad = None
        self.creator = None

    @property
    def shape(self):
        return self.data.shape

    def zero_grad(self):
        self.grad = None

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("this tensor requires no gradient")
        if grad is None:
            if self.data.size != 1:
                raise RuntimeError("grad is needed")
            grad = np.ones(self.shape)
        users, found = {self: 0}, [self]
        for tensor in found:
            for x in tensor.creator.inputs if tensor.creator else ():
                if x.requires_grad:
                    if x not in users:
                        users[x] = 0
                        found.append(x)
                    users[x] += 1
        flow, ready = {self: np.asarray(grad, dtype=float)}, [self]
        while ready:
            tensor = ready.pop()
            g = flow[tensor]
            tensor.grad = g.copy() if tensor.grad is None else tensor.grad + g
            if tensor.creator is None:
                continue
            for x, gx in zip(tensor.creator.inputs, tensor.creator.backward(g)):
                if x.requires_grad:
                    gx = reduced(np.asarray(gx), x.shape)
                    flow[x] = flow[x] + gx if x in flow else gx
                    users[x] -= 1
                    if users[x] == 0:
                        ready.append(x)

    def __add__(self, other):
        return Add()(self, lift(other))

    def __radd__(self, other):
        return Add()(lift(other), self)

    def __mul__(self, other):
        return Mul()(self, lift(other))

    def __rmul__(self, other):
        return Mul()(lift(other), self)

    def __neg__(self):
        return Neg()(self)

    def __sub__(self, other):
        return self + Neg()(lift(other))

    def __rsub__(self, other):
        return lift(other) + Neg()(self)

    def __truediv__(self, other):
        return self * Reciprocal()(lift(other))

    def __rtruediv__(self, other):
        return lift(other) * Reciprocal()(self)

    def __pow__(self, c):
        return Pow(c)(self)

    def __matmul__(self, other):
        return MatMul()(self, lift(other))

    def __rmatmul__(self, other):
        return MatMul()(lift(other), self)

    @property
    def T(self):
        return Transpose()(self)

    def sum(self, axis=None, keepdims=False):
        return Sum(axis, keepdims)(self)

    def mean(self, axis=None, keepdims=False):
        return Sum(axis, keepdims, mean=True)(self)

    def relu(self):
        return Elementwise(lambda x: x * (x > 0), lambda x, y: (y > 0) * 1.0)(self)

    def sigmoid(self):
        return Elementwise(safe_sigmoid, lambda x, y: y - y**2)(self)

    def exp(self):
        return Elementwise(np.exp, lambda x, y: y)(self)

    def log(self):
        return Elementwise(np.log, lambda x, y: x**-1)(self)


def lift(value):
    return value if isinstance(value, Tensor) else Tensor(value)
