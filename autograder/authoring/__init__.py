"""Solutions -> what students get: stubs, notebooks, visible tests. The command line may import this, and tests."""

from __future__ import annotations

from pathlib import Path


class AuthoringError(Exception):
    """Something in solutions/ that cannot be turned into student files; the message gives file, line and remedy."""

    def __init__(self, file: Path | str, line: int | None, problem: str):
        place = f"{file}:{line}" if line else f"{file}"
        super().__init__(f"{place}: {problem}")
        self.line = line
