"""What a suite gets to work with: the student's module, and a few tools beside it."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from autograder.sandbox.remote import Asks, ask


class Workbench:
    """The fixture `worker` of a suite; its `module` is the fixture `student`.

    Args:
        channel: to the process that the student's code runs in.
        module: the student's module over there.
    """

    def __init__(self, channel: Asks, module: Any) -> None:
        self._channel = channel
        self.module = module

    def keep(self, value: Any) -> Any:
        """Put an object over there, to hand it to student code as the very same object each time."""
        return ask(self._channel, "keep", value)

    def value(self, kept: Any) -> Any:
        """Read a kept object back, as a copy."""
        return ask(self._channel, "value", kept)

    def spy(self, owner: Any, name: str) -> Any:
        """From now on record each call's arguments (`self` first) of `owner.name`; the list of them, kept."""
        return ask(self._channel, "spy", owner, name)

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run a function of ours over there, where each of a thousand steps would cross the pipe otherwise.

        It is sent as source, so it may use its arguments and what it imports itself alone; students may know it.
        """
        return run_there(self._channel, function, *args)


def run_there(channel: Asks, function: Callable[..., Any], *args: Any) -> Any:
    """As Workbench.run, also before there is a module."""
    source = "from __future__ import annotations\n" + textwrap.dedent(inspect.getsource(function))
    return ask(channel, "run", source, function.__name__, list(args))
