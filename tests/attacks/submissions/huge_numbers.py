"""Whole numbers of 400 bits and of a million digits, where a float is wanted."""


class BCEWithLogits:
    dweight = dbias = 1 << 400

    def __init__(self, *parameters):
        pass

    def forward(self, *values):
        return 1 << 400

    def backward(self, *values):
        return 1 << 3_000_000


Linear = ReLU = Sigmoid = Sequential = BCEWithLogits
