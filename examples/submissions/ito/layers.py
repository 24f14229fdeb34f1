"""線形層と ReLU まで。残りは来週やります。"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias
        self.dweight = np.zeros(weight.shape)
        self.dbias = np.zeros(bias.shape)

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, dz):
        # サンプルごとに足していく
        for x_i, dz_i in zip(self.x, dz):
            self.dweight += np.outer(dz_i, x_i)
            self.dbias += dz_i
        return dz @ self.weight


class ReLU:
    def forward(self, z):
        self.mask = z > 0
        return z * self.mask

    def backward(self, da):
        return da * self.mask


class Sigmoid:
    def forward(self, z):
        raise NotImplementedError

    def backward(self, da):
        raise NotImplementedError


class BCEWithLogits:
    def forward(self, z, y):
        raise NotImplementedError

    def backward(self):
        raise NotImplementedError


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        raise NotImplementedError

    def backward(self, dz):
        raise NotImplementedError
