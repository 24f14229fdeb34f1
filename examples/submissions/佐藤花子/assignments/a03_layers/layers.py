"""第 3 回 層の逆伝播  佐藤花子"""

import numpy as np


class Linear:
    """z = x Wᵀ + b"""

    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias
        self.dweight = None
        self.dbias = None

    def forward(self, x):
        self.x = x  # 逆伝播で使う
        return x @ self.weight.T + self.bias

    def backward(self, dz):
        # サンプルごとの dz の外積をバッチで足すと、行列の積になる
        self.dweight = dz.T @ self.x
        self.dbias = dz.sum(axis=0)
        return dz @ self.weight


class ReLU:
    def forward(self, z):
        self.mask = z > 0
        return np.where(self.mask, z, 0)

    def backward(self, da):
        return np.where(self.mask, da, 0)


class Sigmoid:
    def forward(self, z):
        # e^(-|z|) は 1 以下なのでオーバーフローしない
        e = np.exp(-np.abs(z))
        self.a = np.where(z >= 0, 1, e) / (1 + e)
        return self.a

    def backward(self, da):
        return da * self.a * (1 - self.a)


class BCEWithLogits:
    def forward(self, z, y):
        self.y_hat = Sigmoid().forward(z)
        self.y = y
        return float(np.mean(np.logaddexp(0, z) - z * y))

    def backward(self):
        return (self.y_hat - self.y) / self.y.size


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
