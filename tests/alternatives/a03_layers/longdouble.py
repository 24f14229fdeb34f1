"""Computes in extended precision inside, and gives float64 to the outside."""

import numpy as np


def wide(value):
    return np.asarray(value, dtype=np.longdouble)


def narrow(value):
    return np.asarray(value, dtype=np.float64)


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return narrow(wide(x @ self.weight.T) + wide(self.bias))  # products of long doubles would take seconds

    def backward(self, dz):
        self.dweight, self.dbias = narrow(dz.T @ self.x), narrow(wide(dz).sum(axis=0))
        return narrow(dz @ self.weight)


class ReLU:
    def forward(self, z):
        self.z = wide(z)
        return narrow(np.maximum(self.z, 0))

    def backward(self, da):
        return narrow(wide(da) * (self.z > 0))


class Sigmoid:
    def forward(self, z):
        self.a = 1 / (1 + np.exp(-wide(z)))
        return narrow(self.a)

    def backward(self, da):
        return narrow(wide(da) * self.a * (1 - self.a))


class BCEWithLogits:
    def forward(self, z, y):
        self.z, self.y = wide(z), wide(y)
        return float(np.mean(np.logaddexp(wide(0), self.z) - self.y * self.z))

    def backward(self):
        return narrow((1 / (1 + np.exp(-self.z)) - self.y) / self.z.size)


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dz):
        for layer in reversed(self.layers):
            dz = layer.backward(dz)
        return dz
