"""Starts threads until no more can be had, and again; each of them sleeps on."""

import threading
import time

started = 0
while True:
    try:
        threading.Thread(target=time.sleep, args=(1000,)).start()
        started += 1
    except RuntimeError:
        if started > 63:
            raise SystemExit("too many threads could be started")
        time.sleep(0.01)
