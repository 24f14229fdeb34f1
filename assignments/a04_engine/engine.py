"""A small automatic differentiation engine: arithmetic on tensors records a graph, `backward` walks it."""

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
        raise NotImplementedError("Tensor.__add__")

    def __radd__(self, other):
        """Return other + self; Python asks for it where `other` is a number or an array."""
        raise NotImplementedError("Tensor.__radd__")

    def __sub__(self, other):
        """Return self - other, entry by entry."""
        other = self._operand(other)
        raise NotImplementedError("Tensor.__sub__")

    def __rsub__(self, other):
        """Return other - self, for a number or an array."""
        raise NotImplementedError("Tensor.__rsub__")

    def __mul__(self, other):
        """Return self * other, entry by entry."""
        other = self._operand(other)
        raise NotImplementedError("Tensor.__mul__")

    def __rmul__(self, other):
        """Return other * self, for a number or an array."""
        raise NotImplementedError("Tensor.__rmul__")

    def __truediv__(self, other):
        """Return self / other, entry by entry."""
        other = self._operand(other)
        raise NotImplementedError("Tensor.__truediv__")

    def __rtruediv__(self, other):
        """Return other / self, for a number or an array."""
        raise NotImplementedError("Tensor.__rtruediv__")

    def __neg__(self):
        """Return -self."""
        raise NotImplementedError("Tensor.__neg__")

    def __pow__(self, exponent):
        """Return self**exponent, entry by entry; the exponent is a number, not a tensor."""
        raise NotImplementedError("Tensor.__pow__")

    # ---- broadcasting

    @staticmethod
    def unbroadcast(grad, shape):
        """Undo broadcasting: sum `grad` over the copies that were made of an array of this shape; return that shape.

        >>> Tensor.unbroadcast(np.array([[1.0, 2.0], [3.0, 4.0]]), (2,))  # a row that was added to two rows
        array([4., 6.])
        """
        if grad.shape == shape:  # nothing was copied
            return grad
        raise NotImplementedError("Tensor.unbroadcast")

    # ---- matmul

    def __matmul__(self, other):
        """Return the matrix product self @ other of two matrices."""
        other = self._operand(other)
        raise NotImplementedError("Tensor.__matmul__")

    def __rmatmul__(self, other):
        """Return other @ self, for an array."""
        raise NotImplementedError("Tensor.__rmatmul__")

    @property
    def T(self):
        """The transpose of a matrix."""
        raise NotImplementedError("Tensor.T")

    # ---- reductions

    def sum(self, axis=None, keepdims=False):
        """Return the sum over `axis`: all axes for None, else a number or a tuple of numbers, negative ones too.

        With keepdims the summed axes stay, with length 1.
        """
        raise NotImplementedError("Tensor.sum")

    def mean(self, axis=None, keepdims=False):
        """Return the mean over `axis`; the arguments are those of sum."""
        raise NotImplementedError("Tensor.mean")

    # ---- nonlinear

    def relu(self):
        """Return max(0, x), entry by entry; the derivative at 0 is 0."""
        raise NotImplementedError("Tensor.relu")

    def sigmoid(self):
        """Return 1 / (1 + e⁻ˣ), entry by entry; finite also at x = ±1000."""
        raise NotImplementedError("Tensor.sigmoid")

    def exp(self):
        """Return eˣ, entry by entry."""
        raise NotImplementedError("Tensor.exp")

    def log(self):
        """Return the natural logarithm, entry by entry."""
        raise NotImplementedError("Tensor.log")

    # ---- backward

    def backward(self, grad=None):
        """Add to `grad` of every tensor of the graph that requires one: how a loss L changes when that tensor does.

        Args:
            grad: ∂L/∂self, shaped like self. Without it self must hold one number, L itself, and ∂L/∂L = 1.

        Raises:
            RuntimeError: self requires no gradient, or `grad` is missing where self holds more than one number.
        """
        raise NotImplementedError("Tensor.backward")

    def _topological_order(self):
        """Return all tensors that edges lead to from here, each once, inputs before what was computed from them."""
        raise NotImplementedError("Tensor._topological_order")
