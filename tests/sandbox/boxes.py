"""What the tests of the sandbox share."""

from __future__ import annotations

from typing import Any

from autograder.limits import Limits
from autograder.sandbox.remote import ask
from autograder.sandbox.sandbox import Sandbox

MIB = 2**20
SMALL = Limits(
    check_seconds=20,
    submission_seconds=120,
    memory_bytes=512 * MIB,
    processes=16,
    file_bytes=2 * MIB,
    output_bytes=MIB // 8,
)


def load(sandbox: Sandbox, channel: Any) -> Any:
    """The module over there, which has to load without a failure."""
    module, failures = ask(channel, "load", str(sandbox.root / "work.py"), "work", [])
    assert failures == []
    return module
