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


class ReLU:
    def forward(self, z):
        self.z = z
        return np.maximum(z, 0)

    def backward(self, da):
        return da * (self.z > 0)


class Sigmoid:
    def forward(self, z):
        e = np.exp(-np.abs(z))
        self.a = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.a

    def backward(self, da):
        return da * self.a * (1 - self.a)


class BCEWithLogits:
    def forward(self, z, y):
        self.z, self.y = z, y
        return float(np.mean(np.logaddexp(0, z) - y * z))

    def backward(self):
        return (Sigmoid().forward(self.z) - self.y) / self.z.size


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dz):
        # 順番に逆伝播していく
        for layer in self.layers:
            dz = layer.backward(dz)
        return dz
