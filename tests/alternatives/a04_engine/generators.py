"""Every operation is a generator: it yields its value, is sent the gradient later, and yields those of its inputs."""

import numpy as np


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False):
        self.data = np.asarray(data, dtype=float)
        self.requires_grad = requires_grad
        self.grad = None
        self.make = None  # what starts the generator anew: a second backward needs another
        self.parents = ()

    @property
    def shape(self):
        return self.data.shape

    def zero_grad(self):
        self.grad = None

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("no graph")
        if grad is None and self.data.size != 1:
            raise RuntimeError("not a scalar")
        grad = np.ones(self.shape) if grad is None else np.asarray(grad, float)
        order, state, stack = [], {}, [self]
        while stack:
            tensor = stack[-1]
            if tensor not in state:
                state[tensor] = 1
                stack.extend(p for p in tensor.parents if p not in state)
            else:
                stack.pop()
                if state[tensor] == 1:
                    state[tensor] = 2
                    order.append(tensor)
        sums = {self: grad}
        for tensor in order[::-1]:
            total = sums.get(tensor)
            if total is None or not tensor.requires_grad:
                continue
            tensor.grad = total * 1.0 if tensor.grad is None else tensor.grad + total
            if tensor.make is None:
                continue
            run = tensor.make()
            next(run)
            for parent, sent in zip(tensor.parents, run.send(total), strict=True):
                sent = as_shape(np.asarray(sent), parent.shape)
                sums[parent] = sums.get(parent, 0.0) + sent


def as_shape(grad, shape):
    if shape == ():
        return grad.sum()
    result = np.zeros(shape)
    np.add.at(result, tuple(index % np.array(n) for index, n in picks(grad, shape)), grad)
    return result


def picks(grad, shape):
    """For each axis of `shape` the index array into it, and its length: of stretched axes always 0."""
    indices = np.indices(grad.shape)[grad.ndim - len(shape) :]
    return zip(indices, shape, strict=True)


def operation(function):
    def call(*inputs, **options):
        tensors = tuple(x if isinstance(x, Tensor) else Tensor(x) for x in inputs)

        def make():
            return function(*[x.data for x in tensors], **options)

        out = Tensor(next(make()))
        out.requires_grad = any(x.requires_grad for x in tensors)
        if out.requires_grad:
            out.make, out.parents = make, tensors
        return out

    return call


@operation
def add(a, b):
    g = yield a + b
    yield g, g


@operation
def sub(a, b):
    g = yield a - b
    yield g, -g


@operation
def mul(a, b):
    g = yield a * b
    yield g * b, g * a


@operation
def div(a, b):
    g = yield a / b
    yield g / b, -g * a / b / b


@operation
def matmul(a, b):
    g = yield a @ b
    yield g @ b.T, a.T @ g


@operation
def transpose(a):
    g = yield a.T
    yield (g.T,)


@operation
def relu(a):
    g = yield np.fmax(a, 0)
    yield (np.where(a > 0, g, 0.0),)


@operation
def exp(a):
    e = np.exp(a)
    g = yield e
    yield (g * e,)


@operation
def log(a):
    g = yield np.log(a)
    yield (g / a,)


@operation
def sigmoid(a):
    s = np.exp(np.minimum(a, 0)) / (1 + np.exp(-np.abs(a)))
    g = yield s
    yield (g * s * np.exp(np.minimum(-a, 0)) / (1 + np.exp(-np.abs(a))),)


def power(x, n):
    @operation
    def run(a):
        g = yield a**n
        yield (g * n * a ** (n - 1) if n != 0 else g * 0,)

    return run(x)


def total(x, axis=None, keepdims=False):
    @operation
    def run(a):
        g = yield np.sum(a, axis=axis, keepdims=keepdims)
        yield (np.broadcast_to(np.reshape(g, np.sum(a, axis=axis, keepdims=True).shape), a.shape),)

    return run(x)


def mean(x, axis=None, keepdims=False):
    s = total(x, axis, keepdims)
    return mul(s, s.data.size / x.data.size)


for _name, _function in {"add": add, "sub": sub, "mul": mul, "truediv": div, "matmul": matmul}.items():
    setattr(Tensor, f"__{_name}__", lambda self, other, f=_function: f(self, other))
    setattr(Tensor, f"__r{_name}__", lambda self, other, f=_function: f(other, self))
Tensor.__neg__ = lambda self: mul(self, -1)
Tensor.__pow__ = power
Tensor.T = property(transpose)
Tensor.relu, Tensor.exp, Tensor.log, Tensor.sigmoid = relu, exp, log, sigmoid
Tensor.sum, Tensor.mean = total, mean
