"""A list and a dict that a thread grows and shrinks while they are sent."""

import threading

moving, keyed = [0.0] * 1000, {"a": 0.0}


def shake():
    while True:
        moving.extend([0.0] * 1000)
        del moving[1000:]
        keyed["b"] = moving
        keyed.clear()


class Linear:
    dweight = dbias = moving

    def __init__(self, *parameters):
        threading.Thread(target=shake, daemon=True).start()

    def forward(self, *values):
        return moving

    def backward(self, *values):
        return keyed
