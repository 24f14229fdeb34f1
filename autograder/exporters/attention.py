"""What in a class's reports an instructor had better look at. Only exporters import this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.exporters.summary import shared_problem
from autograder.report import CheckResult, ExerciseResult, Reason, Report
from autograder.text import Text

ENOUGH = 2  # attempts: that a check fails for everyone says nothing where only one student came to it
LIMITS: tuple[Reason, ...] = ("time", "memory", "output", "files")
OTHERS: tuple[Reason, ...] = ("ended", "forged", "unexpected")


@dataclass(frozen=True)
class Suspect:
    """A check that none of the `attempts` students who worked on its exercise has passed."""

    assignment: str
    exercise: str
    title: Text
    attempts: int


@dataclass(frozen=True)
class Incident:
    """The students, as positions in the class's reports, whose code ended for one reason; with the exercises."""

    reason: Reason
    students: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Carried:
    """The students, as positions in the class's reports, who were graded on an exercise with a right part put in."""

    assignment: str
    exercise: str
    title: Text
    students: tuple[int, ...]


def suspects(reports: Sequence[Report]) -> tuple[Suspect, ...]:
    """Return the checks that everyone fails of those who attempted the exercise, most attempts first."""
    found: dict[tuple[str, str, str], list[CheckResult]] = {}
    for report in reports:
        for assignment, exercise in _attempts(report):
            for check in exercise.checks:
                found.setdefault((assignment, exercise.id, check.name), []).append(check)
    failed = (
        Suspect(assignment, exercise, checks[0].title or Text.same(check), len(checks))
        for (assignment, exercise, check), checks in found.items()
        if len(checks) >= ENOUGH and all(check.status != "passed" for check in checks)
    )
    return tuple(sorted(failed, key=lambda suspect: -suspect.attempts))


def _attempts(report: Report) -> Iterator[tuple[str, ExerciseResult]]:
    """The exercises that a student has written something for, in a file that ran."""
    for assignment in report.assignments:
        if shared_problem(assignment):
            continue
        for exercise in assignment.exercises:
            if any(check.status != "not_implemented" for check in exercise.checks):
                yield assignment.id, exercise


def incidents(reports: Sequence[Report], reasons: Sequence[Reason]) -> tuple[Incident, ...]:
    """Return who met each of `reasons`, in their order, without those that nobody met."""
    found: dict[Reason, dict[int, list[str]]] = {}
    for position, report in enumerate(reports):
        for assignment in report.assignments:
            for exercise in assignment.exercises:
                for reason in dict.fromkeys(check.reason for check in exercise.checks if check.reason):
                    found.setdefault(reason, {}).setdefault(position, []).append(exercise.id)
    return tuple(
        Incident(reason, tuple((position, tuple(names)) for position, names in found[reason].items()))
        for reason in reasons
        if reason in found
    )


def carried(reports: Sequence[Report]) -> tuple[Carried, ...]:
    """Return, by exercise, for whom an error elsewhere was kept from costing points."""
    found: dict[tuple[str, str], list[tuple[int, ExerciseResult]]] = {}
    for position, report in enumerate(reports):
        for assignment in report.assignments:
            for exercise in assignment.exercises:
                if exercise.note:
                    found.setdefault((assignment.id, exercise.id), []).append((position, exercise))
    return tuple(
        Carried(assignment, exercise, seen[0][1].title, tuple(position for position, _ in seen))
        for (assignment, exercise), seen in found.items()
    )
