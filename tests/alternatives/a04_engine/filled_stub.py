"""What a student makes of the stub, step by step as the handout says."""

import numpy as np


class Tensor:
    """An array that remembers how it was computed, so that `backward` can find gradients.

    `data` is the value, an array of floats. After `backward`, `grad` is the gradient, an array of the same shape;
    it stays None where no gradient is required. Names and meanings are those of PyTorch.

    >>> x = Tensor([2.0], requires_grad=True)
    >>> y = x**2 + 3
    >>> y.backward()
    >>> x.grad  # dy/dx = 2x
    array([4.])
    """

    __array_ufunc__ = None  # in `array + tensor` NumPy leaves the work to Tensor.__radd__

    def __init__(self, data, requires_grad=False):
        """Hold `data` (a number, a list or an array) as an array of floats."""
        data = np.asarray(data)
        self.data = data if data.dtype.kind == "f" else data.astype(float)
        self.requires_grad = requires_grad
        self.grad = None
        self._edges = ()  # (input, function from the gradient of this tensor to that of the input), ...

    def __repr__(self):
        """Show the value."""
        return f"Tensor({self.data})"

    @property
    def shape(self):
        """The shape of the value, as of an array."""
        return self.data.shape

    def zero_grad(self):
        """Forget the gradient."""
        self.grad = None

    def _operand(self, other):
        """Return `other` if it is a tensor, else a constant tensor of it; a number takes on the type of our data."""
        if isinstance(other, Tensor):
            return other
        return type(self)(np.asarray(other, dtype=self.data.dtype if isinstance(other, (int, float)) else None))

    def _result(self, data, *edges):
        """Return a tensor of what an operation computed, with those edges whose input requires a gradient."""
        tensor = type(self)(data)
        tensor._edges = [edge for edge in edges if edge[0].requires_grad]
        tensor.requires_grad = bool(tensor._edges)
        return tensor

    # ---- elementwise

    def __add__(self, other):
        """Return self + other, entry by entry."""
        other = self._operand(other)
        out = self.data + other.data

        def to_self(grad):
            return grad

        def to_other(grad):
            return grad

        return self._result(out, (self, to_self), (other, to_other))

    def __radd__(self, other):
        """Return other + self; Python asks for it where `other` is a number or an array."""
        return self + other

    def __sub__(self, other):
        """Return self - other, entry by entry."""
        other = self._operand(other)
        return self + (-other)

    def __rsub__(self, other):
        """Return other - self, for a number or an array."""
        return -self + other

    def __mul__(self, other):
        """Return self * other, entry by entry."""
        other = self._operand(other)

        def to_self(grad):
            return grad * other.data

        def to_other(grad):
            return grad * self.data

        return self._result(self.data * other.data, (self, to_self), (other, to_other))

    def __rmul__(self, other):
        """Return other * self, for a number or an array."""
        return self * other

    def __truediv__(self, other):
        """Return self / other, entry by entry."""
        other = self._operand(other)
        return self * other**-1

    def __rtruediv__(self, other):
        """Return other / self, for a number or an array."""
        return other * self**-1

    def __neg__(self):
        """Return -self."""
        return self * -1

    def __pow__(self, exponent):
        """Return self**exponent, entry by entry; the exponent is a number, not a tensor."""

        def to_self(grad):
            if exponent == 0:
                return grad * 0
            return grad * exponent * self.data ** (exponent - 1)

        return self._result(self.data**exponent, (self, to_self))

    # ---- broadcasting

    @staticmethod
    def unbroadcast(grad, shape):
        """Undo broadcasting: sum `grad` over the copies that were made of an array of this shape; return that shape.

        >>> Tensor.unbroadcast(np.array([[1.0, 2.0], [3.0, 4.0]]), (2,))  # a row that was added to two rows
        array([4., 6.])
        """
        if grad.shape == shape:  # nothing was copied
            return grad
        while grad.ndim > len(shape):
            grad = grad.sum(axis=0)
        for axis in range(len(shape)):
            if shape[axis] == 1:
                grad = grad.sum(axis=axis, keepdims=True)
        return grad

    # ---- matmul

    def __matmul__(self, other):
        """Return the matrix product self @ other of two matrices."""
        other = self._operand(other)
        return self._result(
            self.data @ other.data,
            (self, lambda grad: grad @ other.data.T),
            (other, lambda grad: self.data.T @ grad),
        )

    def __rmatmul__(self, other):
        """Return other @ self, for an array."""
        return Tensor(other) @ self

    @property
    def T(self):
        """The transpose of a matrix."""
        return self._result(self.data.T, (self, lambda grad: grad.T))

    # ---- reductions

    def sum(self, axis=None, keepdims=False):
        """Return the sum over `axis`: all axes for None, else a number or a tuple of numbers, negative ones too.

        With keepdims the summed axes stay, with length 1.
        """

        def to_self(grad):
            if axis is not None and not keepdims:
                grad = np.expand_dims(grad, axis)
            return grad * np.ones(self.shape)

        return self._result(self.data.sum(axis=axis, keepdims=keepdims), (self, to_self))

    def mean(self, axis=None, keepdims=False):
        """Return the mean over `axis`; the arguments are those of sum."""
        total = self.sum(axis, keepdims)
        return total / (self.data.size / total.data.size)

    # ---- nonlinear

    def relu(self):
        """Return max(0, x), entry by entry; the derivative at 0 is 0."""
        return self._result(
            np.where(self.data > 0, self.data, 0), (self, lambda grad: np.where(self.data > 0, grad, 0))
        )

    def sigmoid(self):
        """Return 1 / (1 + e⁻ˣ), entry by entry; finite also at x = ±1000."""
        s = np.where(self.data >= 0, 1 / (1 + np.exp(-self.data)), np.exp(self.data) / (np.exp(self.data) + 1))
        return self._result(s, (self, lambda grad: grad * s * (1 - s)))

    def exp(self):
        """Return eˣ, entry by entry."""
        return self._result(np.exp(self.data), (self, lambda grad: grad * np.exp(self.data)))

    def log(self):
        """Return the natural logarithm, entry by entry."""
        return self._result(np.log(self.data), (self, lambda grad: grad * (1 / self.data)))

    # ---- backward

    def backward(self, grad=None):
        """Add to `grad` of every tensor of the graph that requires one: how a loss L changes when that tensor does.

        Args:
            grad: ∂L/∂self, shaped like self. Without it self must hold one number, L itself, and ∂L/∂L = 1.

        Raises:
            RuntimeError: self requires no gradient, or `grad` is missing where self holds more than one number.
        """
        if not self.requires_grad:
            raise RuntimeError("this tensor requires no gradient")
        if grad is None:
            if self.data.size > 1:
                raise RuntimeError("backward() needs grad: there is more than one element")
            grad = np.ones(self.shape)
        order = self._topological_order()
        order.reverse()
        arrived = {}
        for tensor in order:
            arrived[tensor] = np.zeros(tensor.shape)
        arrived[self] = arrived[self] + grad
        for tensor in order:
            for parent, function in tensor._edges:
                sent = self.unbroadcast(function(arrived[tensor]), parent.shape)
                arrived[parent] = arrived[parent] + sent
        for tensor in order:
            if tensor.grad is None:
                tensor.grad = arrived[tensor]
            else:
                tensor.grad = tensor.grad + arrived[tensor]

    def _topological_order(self):
        """Return all tensors that edges lead to from here, each once, inputs before what was computed from them."""
        order = []
        todo = [self]
        marked = set()  # put back once: add when its inputs are done
        done = set()
        while len(todo) > 0:
            tensor = todo.pop()
            if tensor in done:
                continue
            if tensor in marked:
                done.add(tensor)
                order.append(tensor)
                continue
            marked.add(tensor)
            todo.append(tensor)
            for parent, _ in tensor._edges:
                if parent not in marked:
                    todo.append(parent)
        return order
