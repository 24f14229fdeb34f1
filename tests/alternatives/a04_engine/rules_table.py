"""As HIPS autograd: one table of derivative rules, operations by name, users counted before they are done."""

import numpy as np

RULES = {  # name -> value, then for each input the gradient from (g, z, inputs, options)
    "add": (lambda a, b: a + b, lambda g, z, a, b: g, lambda g, z, a, b: g),
    "sub": (lambda a, b: a - b, lambda g, z, a, b: g, lambda g, z, a, b: -g),
    "mul": (lambda a, b: a * b, lambda g, z, a, b: g * b, lambda g, z, a, b: a * g),
    "div": (lambda a, b: a / b, lambda g, z, a, b: g / b, lambda g, z, a, b: -z * g / b),
    "matmul": (lambda a, b: a @ b, lambda g, z, a, b: g @ b.T, lambda g, z, a, b: (g.T @ a).T),
    "neg": (lambda a: -a, lambda g, z, a: -g),
    "exp": (np.exp, lambda g, z, a: g * z),
    "log": (np.log, lambda g, z, a: g / a),
    "relu": (lambda a: np.maximum(a, 0), lambda g, z, a: np.where(a > 0, g, 0 * g)),
    "sigmoid": (lambda a: (1 + np.tanh(a / 2)) / 2, lambda g, z, a: g * z * (1 - z)),
    "transpose": (lambda a: a.T, lambda g, z, a: g.T),
}


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False):
        self.data = np.asarray(data, dtype="float64")
        self.requires_grad = bool(requires_grad)
        self.grad = None
        self.history = None

    shape = property(lambda self: self.data.shape)

    def zero_grad(self):
        self.grad = None

    def backward(self, grad=None):
        if not self.requires_grad or (grad is None and self.data.size != 1):
            raise RuntimeError("backward is not possible here")
        seed = np.full(self.shape, 1.0) if grad is None else np.array(grad, dtype=float)
        gradients = {self: seed}
        for tensor in toposort(self):
            g = gradients[tensor]
            tensor.grad = g if tensor.grad is None else np.add(tensor.grad, g)
            if tensor.history:
                inputs, rules = tensor.history
                arrays = [x.data for x in inputs]
                for x, rule in zip(inputs, rules, strict=True):
                    if x.requires_grad:
                        sent = shrink(np.asarray(rule(g, tensor.data, *arrays)), x.shape)
                        gradients[x] = np.add(gradients[x], sent) if x in gradients else sent

    def sum(self, axis=None, keepdims=False):
        return self.reduce(np.sum, axis, keepdims)

    def mean(self, axis=None, keepdims=False):
        return self.reduce(np.mean, axis, keepdims)

    def reduce(self, function, axis, keepdims):
        kept = np.sum(self.data, axis=axis, keepdims=True).shape
        one = np.eye(1, self.data.size // int(np.prod(kept)))
        weight = function(one)  # the function of (1, 0, 0, ...): 1 for a sum, 1/n for a mean

        def rule(g, z, a):
            return np.ones(a.shape) * np.reshape(g, kept) * weight

        return record(function(self.data, axis=axis, keepdims=keepdims), [self], [rule])

    def __pow__(self, n):
        return record(self.data**n, [self], [lambda g, z, a: g * n * a ** (n - 1) if n else 0 * g])


def operation(name, reflected=False):
    value, *rules = RULES[name]

    def method(*inputs):
        inputs = [x if isinstance(x, Tensor) else Tensor(x) for x in inputs]
        if reflected:
            inputs.reverse()
        return record(value(*[x.data for x in inputs]), inputs, rules)

    return method


def record(data, inputs, rules):
    tensor = Tensor(data, any(x.requires_grad for x in inputs))
    if tensor.requires_grad:
        tensor.history = (inputs, rules)
    return tensor


def toposort(end):
    """As in autograd: a tensor comes out when all of its users have."""
    counts, stack = {}, [end]
    while stack:
        tensor = stack.pop()
        if tensor in counts:
            counts[tensor] += 1
        else:
            counts[tensor] = 1
            stack.extend(x for x in (tensor.history or ((),))[0] if x.requires_grad)
    ready = [end]
    while ready:
        tensor = ready.pop()
        yield tensor
        for x in (tensor.history or ((),))[0]:
            if x.requires_grad:
                counts[x] -= 1
                if counts[x] == 0:
                    ready.append(x)


def shrink(g, shape):
    if g.shape == shape:
        return g
    letters = "abcdefghij"[: g.ndim]
    kept = letters[g.ndim - len(shape) :]
    kept = "".join(letter for letter, length in zip(kept, shape, strict=True) if length != 1)
    return np.einsum(f"{letters}->{kept}", g).reshape(shape)


for _name, _method in [("add", "add"), ("sub", "sub"), ("mul", "mul"), ("div", "truediv"), ("matmul", "matmul")]:
    setattr(Tensor, f"__{_method}__", operation(_name))
    setattr(Tensor, f"__r{_method}__", operation(_name, reflected=True))
for _name in ("exp", "log", "relu", "sigmoid"):
    setattr(Tensor, _name, operation(_name))
Tensor.__neg__ = operation("neg")
Tensor.T = property(operation("transpose"))
