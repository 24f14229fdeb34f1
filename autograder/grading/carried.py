"""An error costs once: what builds on a wrong exercise is graded again with the reference's part in its place."""

from __future__ import annotations

import ast
import functools
from collections.abc import Collection
from dataclasses import replace

from autograder.authoring.markers import find_regions
from autograder.course import Assignment
from autograder.report import CheckResult, ExerciseResult
from autograder.text import Text

CARRIED = Text(
    ja="{names} の間違いがここに響かないよう、その部分を正しいものに取り替えて採点しました。",
    en="Graded with a right {names} in the place of yours, so that the mistake there costs nothing here.",
)
ALSO = Text(
    ja="{names} を正しいものに取り替えても、このチェックは通りませんでした。",
    en="This check also failed with a right {names} in the place of yours.",
)


def parts_to_replace(assignment: Assignment, results: Collection[ExerciseResult]) -> dict[str, tuple[str, ...]]:
    """For each exercise that lost points: what it builds on that is wrong as well, if anything is."""
    lost = {result.id for result in results if result.score < result.max_score}
    wrong = {entry.id: tuple(name for name in entry.builds_on if name in lost) for entry in assignment.exercises}
    return {exercise: names for exercise, names in wrong.items() if exercise in lost and names}


def better(first: ExerciseResult, again: ExerciseResult, names: Collection[str]) -> ExerciseResult:
    """The better of two gradings. Of the second nothing is shown but whether a check passed."""
    if again.score <= first.score:
        return first
    listed = ", ".join(names)
    mine = {check.name: check for check in first.checks}
    checks = tuple(_merged(mine[check.name], check, listed) for check in again.checks)
    return replace(first, checks=checks, note=CARRIED.format(names=listed))


def _merged(first: CheckResult, again: CheckResult, names: str) -> CheckResult:
    if again.status == "passed":
        return again
    if first.status == "passed":
        return CheckResult(first.name, first.title, again.status, first.max_points, ALSO.format(names=names))
    return first


def reference_parts(assignment: Assignment, names: Collection[str]) -> str:
    """The source of the reference's parts called `names`, with what is given around them, and of nothing else.

    It goes into the sandbox: other exercises' answers must not go with it.
    """
    return _reference_parts(assignment, frozenset(names))


@functools.cache
def _reference_parts(assignment: Assignment, names: frozenset[str]) -> str:
    text = assignment.source.read_text(encoding="utf-8")
    regions = find_regions(text, assignment.source)
    kept = []
    for statement in ast.parse(text).body:
        first, last = statement.lineno, statement.end_lineno or statement.lineno
        is_answer = any(first <= region.begin <= last for region in regions)
        if not is_answer or getattr(statement, "name", None) in names:
            kept.append(ast.unparse(statement))
    return "\n\n".join(kept)
