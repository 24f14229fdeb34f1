"""Everything by einsum; softplus forms; the mask taken from the output."""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return np.einsum("ik,jk->ij", x, self.weight) + self.bias[np.newaxis, :]

    def backward(self, dz):
        self.dweight = np.einsum("ij,ik->jk", dz, self.x)
        self.dbias = np.einsum("ij->j", dz)
        return np.einsum("ij,jk->ik", dz, self.weight)


class ReLU:
    def forward(self, z):
        self.out = np.clip(z, 0, None)
        return self.out.copy()

    def backward(self, da):
        return da * (self.out > 0)


class Sigmoid:
    def forward(self, z):
        self.out = np.exp(-np.logaddexp(0, -z))
        return self.out

    def backward(self, da):
        return np.multiply(np.multiply(da, self.out), 1 - self.out)


class BCEWithLogits:
    def forward(self, z, y):
        self.z, self.y = z, y
        softplus = np.logaddexp(0, z)
        return np.einsum("i->", np.ravel(y * (softplus - z) + (1 - y) * softplus)) / z.size

    def backward(self):
        return (np.exp(-np.logaddexp(0, -self.z)) - self.y) / self.z.size


class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, x):
        for i in range(len(self.layers)):
            x = self.layers[i].forward(x)
        return x

    def backward(self, dz):
        for i in range(len(self.layers) - 1, -1, -1):
            dz = self.layers[i].backward(dz)
        return dz
