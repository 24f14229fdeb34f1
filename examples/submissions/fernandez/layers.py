"""Layers, with my experiment at the bottom."""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, dz):
        self.dweight = dz.T @ self.x
        self.dbias = dz.sum(axis=0)
        return dz @ self.weight


# does it learn y = 2x?
layer = Linear(np.array([[0.5]]), np.array([0.0]))
x, y = np.array([[1.0], [2.0]]), np.array([[2.0], [4.0]])
loss = 1.0
while loss > 0.01:
    dz = layer.forward(x) - y
    loss = np.sum(dz**2)
    layer.backward(dz)
    weight = layer.weight - 0.1 * layer.dweight
