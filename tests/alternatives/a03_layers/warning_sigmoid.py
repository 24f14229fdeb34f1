"""The plain sigmoid, which warns at -1000 and is right; np.float64 for the loss; a running counter nobody asked for."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class Linear:
    calls = 0

    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias
        self.dweight = self.dbias = None

    def forward(self, x):
        self.calls += 1
        self.input = x
        return np.dot(x, np.transpose(self.weight)) + self.bias

    def backward(self, dz):
        self.dweight = np.dot(np.transpose(dz), self.input)
        self.dbias = np.sum(dz, 0)
        return np.dot(dz, self.weight)


class ReLU:
    def forward(self, z):
        self.z = z
        return z * (z > 0)

    def backward(self, da):
        return da * np.heaviside(self.z, 0)


class Sigmoid:
    def forward(self, z):
        self.a = sigmoid(z)
        return self.a

    def backward(self, da):
        return da * (self.a - self.a**2)


class BCEWithLogits:
    def forward(self, z, y):
        self.z, self.y = z, y
        return np.average(np.where(z > 0, z - z * y + np.log1p(np.exp(-z)), np.log1p(np.exp(z)) - z * y))

    def backward(self):
        return (sigmoid(self.z) - self.y) * (1 / self.z.size)


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
