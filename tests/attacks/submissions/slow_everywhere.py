"""Each call alone stays within the limit of a check; all of them together would take minutes."""

import time


class Linear:
    def __init__(self, *parameters):
        time.sleep(2)


ReLU = Sigmoid = BCEWithLogits = Sequential = Linear
