"""Why a check failed, as data: the limit that was hit, or what came in the place of an answer."""

import pytest

from autograder.grading.gradcheck import Broken, Mismatch
from autograder.grading.outcome import reason_of
from autograder.grading.plugin import Case, Check
from autograder.sandbox.failures import BadReply, Died, Raised, StudentFailure, TimedOut
from autograder.text import Text

WORDS = Text.same("words")


def case(**fields):
    return Case(Check("test_x", "X", 1, WORDS, diagnosed=True), "test_x", print, {}, **fields)


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (None, None),
        (Mismatch("dx", 1.0, 2.0), None),
        (Broken(WORDS), None),
        (TimedOut(WORDS), "time"),
        (Died(WORDS), "ended"),
        (Died(WORDS, "memory"), "memory"),
        (Raised("MemoryError", "", []), "memory"),
        (Raised("ValueError", "MemoryError", []), None),
        (Raised("NotImplementedError", "", []), None),
        (BadReply(), "forged"),
        (StudentFailure(WORDS, "forged"), "forged"),
        (TypeError("a value of another kind"), "unexpected"),
    ],
)
def test_a_problem_has_its_reason(problem, reason):
    assert reason_of(case(problem=problem, finished=True)) == reason


def test_a_check_that_never_ran_is_nobodys_trick():
    assert reason_of(case()) is None
