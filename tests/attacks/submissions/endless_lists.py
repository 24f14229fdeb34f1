"""A list that contains itself twice, one nested a hundred thousand deep, and one of ten million entries."""

looped = []
looped += [looped, looped]
deep = []
for _ in range(100_000):
    deep = [deep]


class Linear:
    dweight = dbias = [None] * 10**7

    def __init__(self, *parameters):
        pass

    def forward(self, *values):
        return looped

    def backward(self, *values):
        return deep


class ReLU:
    def forward(self, *values):
        return deep

    def backward(self, *values):
        return Linear.dbias
