"""Takes 2 GiB in sixteen processes, each of them well within its own limit."""

import os
import time

for _ in range(16):
    if os.fork() == 0:
        break
kept = b"x" * 2**27
time.sleep(1000)
