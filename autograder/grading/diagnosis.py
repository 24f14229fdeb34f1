"""Why a check failed: the one misconception that gives the student's very values, or else what differs and how."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.course import Assignment
from autograder.grading.differences import number
from autograder.grading.gradcheck import Trace, relative_error
from autograder.grading.plugin import Case
from autograder.grading.workbench import Workbench
from autograder.misconceptions import Misconception, misconceptions_of, variant
from autograder.sandbox.local import LocalChannel
from autograder.sandbox.remote import Remote

SAME = 1e-9  # normwise: the student's arithmetic may take another order than the misconception's


def diagnose(assignment: Assignment, cases: Sequence[Case], seed: int) -> Misconception | None:
    """The misconception that explains a failed check: with it, every case of the check looks at the same values.

    None where no misconception does, or more than one.
    """
    others = _not_involved(assignment, cases[0].check.exercise)
    candidates = [wrong for wrong in misconceptions_of(assignment) if wrong.replaces not in others]
    matching = [wrong for wrong in candidates if explains(assignment, wrong, cases, seed)]
    return matching[0] if len(matching) == 1 else None


def _not_involved(assignment: Assignment, exercise: str) -> set[str]:
    """Exercises that no check of this one runs: it is not they, and it does not build on them."""
    (own,) = (entry for entry in assignment.exercises if entry.id == exercise)
    return {entry.id for entry in assignment.exercises} - {exercise, *own.builds_on}


def explains(assignment: Assignment, wrong: Misconception, cases: Sequence[Case], seed: int) -> bool:
    """Whether the student's values in all cases are those that `wrong` gives."""
    for case in cases:
        module = variant(assignment, wrong)
        with LocalChannel() as channel, np.errstate(all="ignore"):
            bench = Workbench(channel, Remote(channel, channel.register(module)))
            if not follows(case.trace, functools.partial(case.replay, bench, seed)):
                return False
    return True


def follows(student: Trace, replay: Callable[[Trace], None]) -> bool:
    """Whether a run, recorded in the trace it is given, looks at the student's values up to the same end."""
    follower = _Follower(student)
    try:
        replay(follower)
    except _AstrayError:
        return False
    return len(follower.entries) == len(student.entries)


class _AstrayError(BaseException):
    """No Exception, which a check might catch."""


class _Follower(Trace):
    """Ends the run that it records where that leaves the student's: most misconceptions do so at the first value."""

    def __init__(self, student: Trace) -> None:
        super().__init__()
        self.student = student

    def record(self, name: str, value: Any) -> None:
        for other_name, other in self.student.entries[len(self.entries) :][:1]:
            if name == other_name and same_value(other, value):
                return super().record(name, value)
        raise _AstrayError


def same_value(one: Any, other: Any) -> bool:
    """Equal up to rounding, of the same type; NaN equals NaN, infinity infinity of its sign."""
    if isinstance(one, Remote) or isinstance(other, Remote):
        return repr(one) == repr(other)
    if isinstance(one, np.ndarray) != isinstance(other, np.ndarray):
        return False
    if isinstance(one, list | tuple) and type(one) is type(other):
        return len(one) == len(other) and all(map(same_value, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_value(one[key], other[key]) for key in one)
    a, b = number(one), number(other)
    if a is None or b is None:
        same_dtype = getattr(one, "dtype", None) == getattr(other, "dtype", None)
        return type(one) is type(other) and same_dtype and np.array_equal(one, other)
    if a.shape != b.shape or a.dtype.kind != b.dtype.kind or a.dtype.itemsize != b.dtype.itemsize:
        return False
    finite = np.isfinite(a) & np.isfinite(b)
    if not np.array_equal(a[~finite], b[~finite], equal_nan=True):
        return False
    return relative_error(a[finite], b[finite]) <= SAME
