"""As micrograd: every result has a function _backward that adds to its inputs, and so a reference to itself."""

import numpy as np


class Tensor:
    __array_ufunc__ = None

    def __init__(self, data, requires_grad=False, _children=()):
        self.data = np.array(data, dtype=np.float64)
        self.requires_grad = requires_grad or any(child.requires_grad for child in _children)
        self.grad = None
        self._prev = _children
        self._backward = lambda: None
        self._flow = None

    @property
    def shape(self):
        return self.data.shape

    def zero_grad(self):
        self.grad = None

    def _add(self, flow):
        if not self.requires_grad:
            return
        while np.ndim(flow) > self.data.ndim:
            flow = flow.sum(axis=0)
        for axis, length in enumerate(self.shape):
            if length == 1 and flow.shape[axis] != 1:
                flow = flow.sum(axis=axis, keepdims=True)
        self._flow = flow if self._flow is None else self._flow + flow

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data + other.data, _children=(self, other))

        def _backward():
            self._add(out._flow)
            other._add(out._flow)

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data * other.data, _children=(self, other))

        def _backward():
            self._add(other.data * out._flow)
            other._add(self.data * out._flow)

        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Tensor(self.data**n, _children=(self,))

        def _backward():
            self._add((n * self.data ** (n - 1) if n != 0 else 0 * self.data) * out._flow)

        out._backward = _backward
        return out

    def __matmul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data @ other.data, _children=(self, other))

        def _backward():
            self._add(out._flow @ other.data.T)
            other._add(self.data.T @ out._flow)

        out._backward = _backward
        return out

    def _unary(self, value, local):
        out = Tensor(value, _children=(self,))

        def _backward():
            self._add(local * out._flow)

        out._backward = _backward
        return out

    def relu(self):
        return self._unary(np.where(self.data > 0, self.data, 0.0), np.where(self.data > 0, 1.0, 0.0))

    def sigmoid(self):
        s = 0.5 * (np.tanh(0.5 * self.data) + 1)
        return self._unary(s, s * (1 - s))

    def exp(self):
        return self._unary(np.exp(self.data), np.exp(self.data))

    def log(self):
        return self._unary(np.log(self.data), 1 / self.data)

    @property
    def T(self):
        out = Tensor(self.data.T, _children=(self,))

        def _backward():
            self._add(out._flow.T)

        out._backward = _backward
        return out

    def sum(self, axis=None, keepdims=False):
        out = Tensor(np.sum(self.data, axis=axis, keepdims=keepdims), _children=(self,))

        def _backward():
            flow = out._flow
            if axis is not None and not keepdims:
                flow = np.expand_dims(flow, axis)
            self._add(flow * np.ones(self.shape))

        out._backward = _backward
        return out

    def mean(self, axis=None, keepdims=False):
        total = self.sum(axis, keepdims)
        return total * (total.data.size / self.data.size)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __truediv__(self, other):
        return self * (other**-1 if isinstance(other, Tensor) else 1 / np.asarray(other, dtype=float))

    def __rtruediv__(self, other):
        return self**-1 * other

    def __rmatmul__(self, other):
        return Tensor(other) @ self

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self, grad=None):
        if not self.requires_grad:
            raise RuntimeError("no gradient required")
        if grad is None:
            if self.data.size != 1:
                raise RuntimeError("grad can be implicitly created only for scalar outputs")
            grad = np.ones_like(self.data)
        topo, visited, stack = [], set(), [(self, 0)]
        while stack:
            tensor, position = stack.pop()
            if position == 0 and id(tensor) in visited:
                continue
            visited.add(id(tensor))
            if position < len(tensor._prev):
                stack.append((tensor, position + 1))
                stack.append((tensor._prev[position], 0))
            else:
                topo.append(tensor)
        self._flow = np.array(grad, dtype=float)
        for tensor in reversed(topo):
            if tensor._flow is not None:
                tensor._backward()
        for tensor in topo:
            if tensor._flow is not None:
                tensor.grad = tensor._flow + (0 if tensor.grad is None else tensor.grad)
                tensor._flow = None
