"""Sums as products with ones; (|x| + x) / 2; the tanh form; a Sequential by reduce."""

from functools import reduce

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return (self.weight @ x.T).T + np.ones((x.shape[0], 1)) @ self.bias.reshape(1, -1)

    def backward(self, dz):
        self.dweight = (self.x.T @ dz).T
        self.dbias = np.ones(len(dz)) @ dz
        return (self.weight.T @ dz.T).T


class ReLU:
    def forward(self, z):
        self.slope = (np.sign(z) + 1) // 2
        return (np.abs(z) + z) / 2

    def backward(self, da):
        return self.slope * da


class Sigmoid:
    def forward(self, z):
        self.e = np.exp(-np.abs(z))
        self.a = np.where(z < 0, self.e, 1.0) / (1 + self.e)
        return self.a

    def backward(self, da):
        return da * self.e / (1 + self.e) ** 2


class BCEWithLogits:
    def forward(self, z, y):
        self.y, self.s = y, 0.5 * (1 + np.tanh(z / 2))
        return np.float64(np.sum(np.logaddexp(0, z) - z * y)) / z.size

    def backward(self):
        return self.s / self.s.size - self.y / self.s.size


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        return reduce(lambda value, layer: layer.forward(value), self.layers, x)

    def backward(self, dz):
        return reduce(lambda grad, layer: layer.backward(grad), reversed(self.layers), dz)
