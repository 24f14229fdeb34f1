"""Keeps the input alone, and computes forward once more in backward, at the same point."""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, dz):
        self.dweight, self.dbias = dz.T @ self.x, dz.sum(axis=0)
        return dz @ self.weight


class ReLU:
    def forward(self, z):
        self.z = z
        return np.maximum(0, z)

    def backward(self, da):
        return da * (self.forward(self.z) > 0)


class Sigmoid:
    def forward(self, z):
        self.z = z
        return 0.5 + 0.5 * np.tanh(0.5 * z)

    def backward(self, da):
        s = self.forward(self.z)
        return da * s * (1 - s)


class BCEWithLogits:
    def forward(self, z, y):
        self.z, self.y = z, y
        return -float(np.mean(y * -np.logaddexp(0, -z) + (1 - y) * -np.logaddexp(0, z)))

    def backward(self):
        self.forward(self.z, self.y)
        return (Sigmoid().forward(self.z) - self.y) / np.prod(self.z.shape)


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
