"""Objects that are never done being collected: __del__ runs for ever, and raises what would end the process."""


class Undead:
    def __del__(self):
        while True:
            try:
                raise SystemExit(0)
            except BaseException:
                pass


class Linear:
    def __init__(self, *parameters):
        Undead()


ReLU = Sigmoid = BCEWithLogits = Sequential = Linear
