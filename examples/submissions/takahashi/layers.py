"""課題 3"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.input = x
        return np.dot(x, self.weight.T) + self.bias

    def backward(self, dz):
        # x は (N, n)、dz は (N, m) なので、x を転置すれば掛けられる
        self.dweight = np.dot(self.input.T, dz)
        self.dbias = np.sum(dz, axis=0)
        return np.dot(dz, self.weight)


class ReLU:
    def forward(self, z):
        self.z = z
        return np.maximum(0, z)

    def backward(self, da):
        return da * (self.z > 0)


class Sigmoid:
    def forward(self, z):
        self.out = 1 / (1 + np.exp(-z))
        return self.out

    def backward(self, da):
        return da * self.out * (1 - self.out)


class BCEWithLogits:
    def forward(self, z, y):
        self.z, self.y = z, y
        return np.mean(np.logaddexp(0, z) - y * z)

    def backward(self):
        return (1 / (1 + np.exp(-self.z)) - self.y) / len(self.z)


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
