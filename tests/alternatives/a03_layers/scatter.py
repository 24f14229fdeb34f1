"""np.add.at and flat indices; a linked list in place of a list of layers; recursion through it."""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        z = np.zeros((len(x), len(self.bias))) + self.bias
        for row, sample in enumerate(x):
            z[row] += np.sum(self.weight * sample, axis=1)
        return z

    def backward(self, dz):
        _, columns = np.indices(dz.shape)
        self.dbias = np.zeros(len(self.bias))
        np.add.at(self.dbias, columns.ravel(), dz.ravel())
        self.dweight = np.zeros(self.weight.shape)
        for j in range(len(self.bias)):
            self.dweight[j] += dz[:, j] @ self.x
        return sum(np.multiply.outer(dz[:, j], self.weight[j]) for j in range(len(self.bias)))


class ReLU:
    def forward(self, z):
        self.shape, self.alive = z.shape, np.flatnonzero(z > 0)
        a = np.zeros(z.size)
        a[self.alive] = z.ravel()[self.alive]
        return a.reshape(z.shape)

    def backward(self, da):
        dz = np.zeros(da.size)
        dz[self.alive] = da.ravel()[self.alive]
        return dz.reshape(self.shape)


class Sigmoid:
    def forward(self, z):
        self.a = np.empty(z.shape)
        positive = z >= 0
        self.a[positive] = 1 / (1 + np.exp(-z[positive]))
        e = np.exp(z[~positive])
        self.a[~positive] = e / (1 + e)
        return self.a

    def backward(self, da):
        return da * self.a * (1 - self.a)


class BCEWithLogits:
    def forward(self, z, y):
        n = z.size
        self.dz = Sigmoid().forward(z) / n - y / n
        return sum((np.logaddexp(0, z) / n - y * z / n).ravel())

    def backward(self):
        return self.dz


class Sequential:
    def __init__(self, first, *rest):
        self.first = first
        self.rest = Sequential(*rest) if rest else None

    def forward(self, x):
        out = self.first.forward(x)
        return self.rest.forward(out) if self.rest else out

    def backward(self, dz):
        return self.first.backward(self.rest.backward(dz) if self.rest else dz)
