"""System calls that a check has no use for, refused by the kernel. Part of what the sandbox holds: stdlib only.

Most would only widen what of the kernel can be attacked; the first two groups are ways around a limit. A namespace of
one's own has mounts, and so files, without a size; shared memory that no process maps belongs to nobody's account. The
last would let a submission leave the core that it is kept to, and take time from its neighbours' checks.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2  # linux/prctl.h, linux/seccomp.h
ALLOW, REFUSE = 0x7FFF0000, 0x00050000  # the latter with an errno in its low bits
CLONE_NEWUSER = 0x10000000
X32 = 0x40000000  # numbers from here on are x86-64's second table of calls

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/bpf_common.h
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data (little-endian)

# Name: number on x86-64 and on arm64 (from 424 on they are the same everywhere).
REFUSED = {
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "sched_setaffinity": (203, 122),
}
CLONE, CLONE3 = (56, 220), 435
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, AUDIT_ARCH_*


def refuse_system_calls() -> None:
    """For this process and all it starts, for good. On other machines than MACHINES nothing happens.

    Raises:
        OSError: the kernel does not do it.
    """
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        return
    instructions = _program(*MACHINES[platform.machine()])
    code = ctypes.create_string_buffer(b"".join(instructions))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(instructions), ctypes.addressof(code)))
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")


def _program(column: int, architecture: int) -> list[bytes]:
    """In the kernel's bytecode: each test skips the return after it where it does not hold."""
    refuse = _instruction(RETURN, REFUSE | errno.EPERM)
    program = [_instruction(LOAD, ARCHITECTURE), _instruction(EQUAL, architecture, 1, 0), refuse]
    program += [_instruction(LOAD, NUMBER), _instruction(AT_LEAST, X32, 0, 1), refuse]
    for numbers in REFUSED.values():
        program += [_instruction(EQUAL, numbers[column], 0, 1), refuse]
    # clone3's flags lie in memory, out of sight; the C library then takes clone.
    program += [_instruction(EQUAL, CLONE3, 0, 1), _instruction(RETURN, REFUSE | errno.ENOSYS)]
    program += [_instruction(EQUAL, CLONE[column], 0, 3), _instruction(LOAD, FIRST_ARGUMENT)]
    program += [_instruction(ANY_BIT, CLONE_NEWUSER, 0, 1), refuse]
    return [*program, _instruction(RETURN, ALLOW)]


def _instruction(code: int, operand: int, skip_if: int = 0, skip_unless: int = 0) -> bytes:
    return struct.pack("HBBI", code, skip_if, skip_unless, operand)
