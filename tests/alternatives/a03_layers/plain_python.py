"""Loops and lists that become arrays at the very end; math in place of numpy's functions."""

import math

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        z = []
        for xs in x:
            z.append([xs.dot(w) + b for w, b in zip(self.weight, self.bias, strict=True)])
        return np.array(z)

    def backward(self, dz):
        dweight, dbias = [], []
        for gs in zip(*dz.tolist(), strict=True):
            dweight.append(np.array(gs) @ self.x)
            dbias.append(sum(gs, 0.0))
        self.dweight, self.dbias = np.array(dweight), np.array(dbias)
        return np.array([np.array(gs) @ self.weight for gs in dz.tolist()])


def each(function, *arrays):
    values = [function(*numbers) for numbers in zip(*(array.ravel().tolist() for array in arrays), strict=True)]
    return np.array(values, dtype=float).reshape(arrays[0].shape)


class ReLU:
    def forward(self, z):
        self.z = z
        return each(lambda v: v if v > 0 else 0.0, z)

    def backward(self, da):
        return each(lambda v, g: g if v > 0 else 0.0, self.z, da)


def sigmoid(v):
    return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))


class Sigmoid:
    def forward(self, z):
        self.a = each(sigmoid, z)
        return self.a

    def backward(self, da):
        return each(lambda a, g: g * a * (1 - a), self.a, da)


class BCEWithLogits:
    def forward(self, z, y):
        self.z, self.y = z, y
        total = 0.0
        for v, t in zip(z.ravel().tolist(), y.ravel().tolist(), strict=True):
            total += max(v, 0) - v * t + math.log1p(math.exp(-abs(v)))
        return total / z.size

    def backward(self):
        n = self.z.size
        return each(lambda v, t: (sigmoid(v) - t) / n, self.z, self.y)


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
