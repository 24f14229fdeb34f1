"""The bias as one more column of the weight, the input with a column of ones."""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    @property
    def _theta(self):
        return np.column_stack([self.bias, self.weight])

    def forward(self, x):
        self._x1 = np.column_stack([np.ones(len(x)), x])
        return self._x1 @ self._theta.T

    def backward(self, dz):
        self._dtheta = np.matmul(dz.transpose(), self._x1)
        return (dz @ self._theta)[:, 1:]

    @property
    def dweight(self):
        return self._dtheta[:, 1:]

    @property
    def dbias(self):
        return self._dtheta[:, 0]


class ReLU:
    def forward(self, z):
        self._z = z
        a = np.array(z, dtype=float)
        a[a < 0] = 0
        return a

    def backward(self, da):
        dz = np.array(da, dtype=float)
        dz[self._z <= 0] = 0
        return dz


class Sigmoid:
    def forward(self, z):
        with np.errstate(over="ignore"):
            self._a = 1.0 / (1.0 + np.exp(-1.0 * z))
        return self._a

    def backward(self, da):
        return da * self._a - da * self._a * self._a


class BCEWithLogits:
    def forward(self, z, y):
        self._z, self._y = z, y
        with np.errstate(over="ignore", invalid="ignore"):
            small = np.log1p(np.exp(z))
        softplus = np.where(z > 30, z + np.log1p(np.exp(-np.abs(z))), small)
        return float((softplus - z * y).sum()) / z.size

    def backward(self):
        return np.true_divide(Sigmoid().forward(self._z) - self._y, self._z.size)


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        self.outputs = [x]
        for layer in self.layers:
            self.outputs.append(layer.forward(self.outputs[-1]))
        return self.outputs[-1]

    def backward(self, dz):
        self.gradients = [dz]
        for layer in self.layers[::-1]:
            self.gradients.insert(0, layer.backward(self.gradients[0]))
        return self.gradients[0]
