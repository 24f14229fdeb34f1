"""How a class is graded. Light to import, so that the command line answers at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.report import Isolation
from autograder.sandbox.jail import Limits


@dataclass(frozen=True)
class Settings:
    """The same for every submission of a class."""

    isolation: Isolation = "bwrap"
    limits: Limits = field(default_factory=Limits)
    secret: bytes = field(default=b"", repr=False)  # never printed
    seed: int | None = None  # overrides what the secret and the submission give
