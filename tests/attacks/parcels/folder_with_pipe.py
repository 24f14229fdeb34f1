"""A folder whose layers.py is a named pipe: whoever opens it waits for ever."""

import os


def pack(folder, right, wrong):
    work = folder / "pipe"
    work.mkdir()
    os.mkfifo(work / "layers.py")
    return work
