"""Layers of a neural network: each computes forward, keeps what it needs, and sends gradients backward."""

import numpy as np


class Linear:
    """The linear layer z = x Wᵀ + b, one sample a row.

    A row of x is one sample: z = Wx + b for each of them.

    Shapes: x (N, n), weight (m, n), bias (m,), z (N, m).

    >>> layer = Linear(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, -0.5]))
    >>> layer.forward(np.array([[1.0, -1.0]]))
    array([[-0.5, -1.5]])
    """

    def __init__(self, weight, bias):
        """Keep the parameters: weight (m, n), bias (m,)."""
        self.weight = weight
        self.bias = bias
        self.dweight = None  # ∂L/∂W, shaped like weight, after backward
        self.dbias = None  # ∂L/∂b, shaped like bias, after backward

    def forward(self, x):
        """Return z = x Wᵀ + b, (N, m), for x (N, n); keep what backward needs."""
        raise NotImplementedError("Linear.forward")

    def backward(self, dz):
        """Set dweight and dbias and return ∂L/∂x, (N, n), from dz = ∂L/∂z, (N, m), of the last forward."""
        raise NotImplementedError("Linear.backward")


class ReLU:
    """ReLU(z) = max(0, z), entry by entry, for z of any shape.

    The derivative is 1 where z > 0 and 0 where z <= 0: at the kink, z = 0, this course takes 0.

    >>> ReLU().forward(np.array([-1.5, 0.0, 2.0]))
    array([0., 0., 2.])
    """

    def forward(self, z):
        """Return max(0, z), shaped like z; keep what backward needs."""
        raise NotImplementedError("ReLU.forward")

    def backward(self, da):
        """Return ∂L/∂z from da = ∂L/∂a, where a = ReLU(z) was the last forward; all of one shape."""
        raise NotImplementedError("ReLU.backward")


class Sigmoid:
    """σ(z) = 1 / (1 + e⁻ᶻ), entry by entry, for z of any shape.

    Finite everywhere: σ(1000) is 1 and σ(-1000) is 0, without overflow.

    >>> Sigmoid().forward(np.array([0.0, 1000.0]))
    array([0.5, 1. ])
    """

    def forward(self, z):
        """Return σ(z), shaped like z; keep what backward needs."""
        raise NotImplementedError("Sigmoid.forward")

    def backward(self, da):
        """Return ∂L/∂z from da = ∂L/∂a, where a = σ(z) was the last forward; all of one shape."""
        raise NotImplementedError("Sigmoid.backward")


class BCEWithLogits:
    """Binary cross-entropy of logits z: the mean of -y log ŷ - (1 - y) log(1 - ŷ) with ŷ = σ(z).

    z and y have one shape, (N,) or (N, 1), and y lies anywhere in [0, 1]. Finite also at z = ±1000.

    >>> round(BCEWithLogits().forward(np.array([0.0]), np.array([1.0])), 4)  # ln 2
    0.6931
    """

    def forward(self, z, y):
        """Return the mean loss, a float; keep what backward needs."""
        raise NotImplementedError("BCEWithLogits.forward")

    def backward(self):
        """Return ∂L/∂z = (ŷ - y) / N, shaped like z."""
        raise NotImplementedError("BCEWithLogits.backward")


class Sequential:
    """Layers one behind the other: forward from the first to the last, backward from the last to the first.

    >>> network = Sequential(ReLU(), Sigmoid())
    >>> network.forward(np.array([-3.0]))
    array([0.5])
    """

    def __init__(self, *layers):
        """Keep the layers, in the order of forward."""
        self.layers = layers

    def forward(self, x):
        """Return the last layer's output: each layer takes what the one before it gave."""
        raise NotImplementedError("Sequential.forward")

    def backward(self, dz):
        """Return ∂L/∂x from the gradient of the last layer's output; every layer's backward runs once."""
        raise NotImplementedError("Sequential.backward")
