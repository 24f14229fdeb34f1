"""My layers: index notation everywhere, so that each line reads like the lecture's component form."""

from functools import reduce

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias
        self.dweight = self.dbias = None

    def forward(self, x):
        self._x = x
        return np.einsum("ij,sj->si", self.weight, x) + self.bias  # s counts the samples

    def backward(self, dz):
        self.dweight = np.einsum("si,sj->ij", dz, self._x)
        self.dbias = np.einsum("si->i", dz)
        return np.einsum("si,ij->sj", dz, self.weight)


class ReLU:
    def forward(self, z):
        self._a = (np.abs(z) + z) / 2
        return self._a

    def backward(self, da):
        return da * np.sign(self._a)


class Sigmoid:
    def forward(self, z):
        self._a = (1 + np.tanh(z / 2)) / 2
        return self._a

    def backward(self, da):
        return da * (self._a - self._a**2)


class BCEWithLogits:
    def forward(self, z, y):
        self._dz = (Sigmoid().forward(z) - y) / y.size
        return np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))

    def backward(self):
        return self._dz


class Sequential:
    def __init__(self, *layers):
        self._layers = layers

    def forward(self, x):
        return reduce(lambda out, layer: layer.forward(out), self._layers, x)

    def backward(self, dz):
        return reduce(lambda grad, layer: layer.backward(grad), reversed(self._layers), dz)
