"""How a class is graded. Light to import, so that the command line answers at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from autograder.limits import Limits
from autograder.report import Isolation, Report
from autograder.text import Text


@dataclass(frozen=True)
class Settings:
    """The same for every submission of a class."""

    isolation: Isolation = "bwrap"
    limits: Limits | None = None  # instead of the assignments' own
    secret: bytes = field(default=b"", repr=False)  # never printed
    seed: int | None = None  # overrides what the secret and the submission give
    remember: Path | None = None  # the results folder, which keeps what has been graded for the next run
    force: bool = False  # grade again what has been graded before

    def ungraded(self, student: str, why: Text) -> Report:
        """The report of a submission that could not be graded."""
        return Report(student, self.seed or 0, self.isolation, (), why)
