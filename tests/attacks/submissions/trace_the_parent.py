"""Attaches to its parent as a debugger would, and reads and writes the parent's memory."""

import ctypes
import os

ATTACH, SEIZE = 16, 0x4206
libc = ctypes.CDLL(None, use_errno=True)
parent = os.getppid()


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def managed():
    buffer = ctypes.create_string_buffer(64)
    ours, theirs = Vector(ctypes.addressof(buffer), 64), Vector(id(type), 64)  # forked: the same addresses over there
    results = {
        "attach": libc.ptrace(ATTACH, parent, None, None),
        "seize": libc.ptrace(SEIZE, parent, None, None),
        "read": libc.process_vm_readv(parent, ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0),
        "write": libc.process_vm_writev(parent, ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0),
        "pidfd": libc.syscall(438, libc.syscall(434, parent, 0), 3, 0),  # pidfd_getfd of pidfd_open
    }
    return [name for name, result in results.items() if result >= 0]


class Linear:
    def __init__(self, *parameters):
        raise PermissionError(f"managed {managed()}")


ReLU = Sigmoid = BCEWithLogits = Sequential = Linear
