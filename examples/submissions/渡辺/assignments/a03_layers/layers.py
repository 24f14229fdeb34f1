"""渡辺  numpy の練習も兼ねて書きました。"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias
        self.dweight, self.dbias = None, None

    def forward(self, x):
        self.x = x
        z = np.matmul(x, self.weight.T)
        return z + self.bias

    def backward(self, dz):
        self.dweight = np.matmul(dz.T, self.x)
        self.dbias = dz.mean(axis=0)  # バッチについてまとめる
        return np.matmul(dz, self.weight)


class ReLU:
    def forward(self, z):
        self.on = (z > 0).astype(float)
        return self.on * z

    def backward(self, da):
        return self.on * da


class Sigmoid:
    def forward(self, z):
        self.s = np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
        return self.s

    def backward(self, da):
        return self.s * (1 - self.s) * da


class BCEWithLogits:
    def forward(self, z, y):
        self.z, self.y = z, y
        return np.mean(np.logaddexp(0, z) - z * y)

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
        for layer in reversed(self.layers):
            dz = layer.backward(dz)
        return dz
