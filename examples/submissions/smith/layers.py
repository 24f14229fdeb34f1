"""a03 by A. Smith."""

import numpy as np


class Linear:
    def __init__(self, weight, bias)
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias
