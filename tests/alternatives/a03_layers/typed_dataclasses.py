"""Typed dataclasses with private fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass
class Linear:
    """z = x Wᵀ + b."""

    weight: Array
    bias: Array
    dweight: Array | None = None
    dbias: Array | None = None
    _x: Array | None = field(default=None, repr=False)

    def forward(self, x: Array) -> Array:
        self._x = x
        return x @ self.weight.T + self.bias

    def backward(self, dz: Array) -> Array:
        assert self._x is not None
        self.dweight, self.dbias = dz.T @ self._x, dz.sum(axis=0)
        return dz @ self.weight


@dataclass
class ReLU:
    """max(0, z)."""

    _gate: Any = None

    def forward(self, z: Array) -> Array:
        self._gate = (z > 0).astype(float)
        return self._gate * z

    def backward(self, da: Array) -> Array:
        return self._gate * da


@dataclass
class Sigmoid:
    """1 / (1 + e⁻ᶻ)."""

    _a: Any = None

    def forward(self, z: Array) -> Array:
        self._a = np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
        return self._a

    def backward(self, da: Array) -> Array:
        return da * self._a * (1 - self._a)


@dataclass(slots=True)
class BCEWithLogits:
    """The loss."""

    _z: Any = None
    _y: Any = None

    def forward(self, z: Array, y: Array) -> float:
        self._z, self._y = z, y
        return (np.logaddexp(0, z) - y * z).mean().item()

    def backward(self) -> Array:
        return (Sigmoid().forward(self._z) - self._y) / self._z.size


class Sequential:
    """One after the other."""

    __slots__ = ("_layers",)

    def __init__(self, *layers: Any) -> None:
        self._layers = layers

    def forward(self, x: Array) -> Array:
        for layer in self._layers:
            x = layer.forward(x)
        return x

    def backward(self, dz: Array) -> Array:
        for layer in reversed(self._layers):
            dz = layer.backward(dz)
        return dz
