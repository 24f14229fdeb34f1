"""What a check may use. Anybody may import this."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Of each check, but for submission_seconds; an assignment may set its own in assignment.toml."""

    check_seconds: float = 10.0  # wall
    submission_seconds: float = 120.0  # wall, all checks of one assignment together
    memory_bytes: int = 2 * 2**30  # of all processes of the check together
    processes: int = 64  # and threads
    file_bytes: int = 16 * 2**20  # of all files together
    output_bytes: int = 2**20

    def rlimits(self) -> dict[str, int]:
        """The part of it that the kernel keeps for each process."""
        return {
            "RLIMIT_AS": self.memory_bytes,
            "RLIMIT_CPU": int(self.check_seconds) + 2,  # only where the wall clock's limit has failed
            "RLIMIT_NPROC": self.processes,
            "RLIMIT_FSIZE": self.file_bytes,
            "RLIMIT_NOFILE": 64,
            "RLIMIT_CORE": 0,
            "RLIMIT_MEMLOCK": 0,
            "RLIMIT_MSGQUEUE": 0,
        }
