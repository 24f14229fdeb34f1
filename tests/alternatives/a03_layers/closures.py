"""Forward makes the function that backward will call; Sequential keeps a stack and rebuilds it."""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        weight = self.weight

        def back(dz):
            return dz @ weight, dz.T @ x, dz.sum(0)

        self._back = back
        return x @ weight.T + self.bias

    def backward(self, dz):
        dx, self.dweight, self.dbias = self._back(dz)
        return dx


class ReLU:
    def forward(self, z):
        open_ = np.asarray(z) > 0
        self.backward = lambda da: np.where(open_, da, -0.0)
        return np.where(open_, z, -0.0)


class Sigmoid:
    def forward(self, z):
        a = np.exp(-np.logaddexp(0.0, -z))
        slope = np.exp(-np.logaddexp(0.0, -z) - np.logaddexp(0.0, z))
        self.backward = lambda da: da * slope
        return a


class BCEWithLogits:
    def forward(self, z, y):
        loss = np.logaddexp(0, z) - y * z
        self.backward = lambda: (np.exp(-np.logaddexp(0, -z)) - y) / loss.size
        return loss.mean()


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        self.stack = []
        for layer in self.layers:
            x = layer.forward(x)
            self.stack.append(layer.backward)
        return x

    def backward(self, dz):
        for back in reversed(self.stack):
            dz = back(dz)
        return dz
