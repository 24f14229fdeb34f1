"""Where the checks of one work run: its sandboxes, one for each set of packages, and the student's module in them."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.grading import plugin
from autograder.grading.absent import stand_in
from autograder.grading.plugin import Case
from autograder.grading.settings import Settings
from autograder.grading.workbench import Workbench, run_there
from autograder.sandbox.failures import Raised, StudentFailure
from autograder.sandbox.remote import ask
from autograder.sandbox.sandbox import Sandbox
from autograder.submission import Work
from autograder.text import Text

UNEXPECTED = Text(
    ja="返ってきた値が期待と違う種類のものでした。",
    en="What was returned is not the kind of value that was expected.",
)


class Benches:
    """Opens benches for a work. Use as a context manager: it ends the sandboxes.

    Args:
        work: what is graded.
        folder: the submission's private copy.
        settings: of the class.
    """

    def __init__(self, work: Work, folder: Path, settings: Settings) -> None:
        self.work = work
        self._folder = folder
        self._isolation = settings.isolation
        self._limits = settings.limits or work.assignment.limits
        self._sandboxes: dict[tuple[str, ...], Sandbox] = {}

    def __enter__(self) -> Benches:
        self._sandbox(())  # starts in the background
        return self

    def __exit__(self, *_: object) -> None:
        for sandbox in self._sandboxes.values():
            sandbox.close()

    def probe(self) -> list[Raised]:
        """Load the file once and throw it away; what failed in it.

        Raises:
            StudentFailure: loading it does not end, or ends the process.
            SandboxError: the sandbox does not start.
        """
        with self._sandbox(()).check() as channel:
            return self._load((), channel)[1]

    def run(
        self, suite: Path, seed: int, only: Collection[str] = (), source: str = "", parts: Sequence[str] = ()
    ) -> list[Case]:
        """The cases of the suite's checks, each in a fresh child, in the sandbox with its exercise's packages.

        Args:
            suite: the test file.
            seed: of the submission.
            only: the exercises to run; empty for all.
            source: the reference's code for `parts`.
            parts: names in the student's module that it takes the place of.

        Raises:
            SandboxError: the sandbox failed.
        """
        cases: list[Case] = []
        for packages, exercises in self._by_packages(only).items():
            bench = functools.partial(self.open, packages, source, parts)
            cases += plugin.run_suite(suite, bench, seed, exercises)
        return cases

    @contextlib.contextmanager
    def open(self, packages: tuple[str, ...] = (), source: str = "", parts: Sequence[str] = ()) -> Iterator[Workbench]:
        """A fresh child that has loaded the student's file, with `parts` of `source` in the place of its own.

        Raises:
            StudentFailure: loading it does not end, or ends the process.
            SandboxError: the sandbox does not start.
        """
        with self._sandbox(packages).check() as channel:
            module, _ = self._load(packages, channel)
            if parts:
                ask(channel, "replace", module, list(parts), source)
            yield Workbench(channel, module)

    def _by_packages(self, only: Collection[str]) -> dict[tuple[str, ...], list[str]]:
        groups: dict[tuple[str, ...], list[str]] = {}
        for exercise in self.work.assignment.exercises:
            if not only or exercise.id in only:
                groups.setdefault(exercise.packages, []).append(exercise.id)
        return groups

    def _packages_of_others(self, packages: tuple[str, ...]) -> list[str]:
        every = {name for exercise in self.work.assignment.exercises for name in exercise.packages}
        return sorted(every.difference(packages))

    def _sandbox(self, packages: tuple[str, ...]) -> Sandbox:
        if packages not in self._sandboxes:
            self._sandboxes[packages] = Sandbox(self._folder, self._isolation, self._limits, packages)
        return self._sandboxes[packages]

    def _load(self, packages: tuple[str, ...], channel: Any) -> tuple[Any, list[Raised]]:
        """The student's module over there, and what failed while it ran: one failure a cell at the most."""
        cells = [(cell.first_line, cell.last_line) for cell in self.work.cells]
        path = self._sandbox(packages).root / self.work.path
        if absent := self._packages_of_others(packages):
            run_there(channel, stand_in, absent)
        answer = ask(channel, "load", str(path), self.work.assignment.module, cells)
        try:
            module, failures = answer
            raised = [
                Raised(str(kind), str(words), [(int(line), str(function)) for line, function in frames])
                for _, kind, words, frames in failures[: max(1, len(cells))]
            ]
        except (TypeError, ValueError):
            raise StudentFailure(UNEXPECTED, "forged") from None  # the loader is ours
        return module, raised
