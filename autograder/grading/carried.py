"""An error costs once: what builds on a wrong exercise is graded again with the reference's part in its place."""

from __future__ import annotations

import ast
import functools
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from autograder.authoring.markers import find_regions
from autograder.course import Assignment
from autograder.report import CheckResult, ExerciseResult
from autograder.submission import Work
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
    statements = ast.parse(text).body
    answers = {
        statement.name: statement
        for statement in statements
        if isinstance(statement, ast.ClassDef | ast.FunctionDef)
        and any(statement.lineno <= region.begin <= (statement.end_lineno or 0) for region in regions)
    }
    needed = _with_what_they_use(names, answers)
    kept = [s for s in statements if s not in answers.values() or s in [answers[name] for name in needed]]
    return "\n\n".join(map(ast.unparse, kept))


def _with_what_they_use(names: Collection[str], answers: Mapping[str, ast.stmt]) -> set[str]:
    """`names` and the other answers that their code refers to, as BCEWithLogits does to Sigmoid."""
    needed: set[str] = set()
    waiting = [name for name in names if name in answers]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            used = {node.id for node in ast.walk(answers[name]) if isinstance(node, ast.Name)}
            waiting += used & answers.keys()
    return needed


def put_modules(copy: Path, work: Work, works: Collection[Work], assignments: Collection[Assignment]) -> None:
    """Write the reference's modules of `assignments` to where the work finds them in `copy`.

    Beside the work, where an import looks first, and over the student's own.
    """
    own = {other.assignment.id: other.path for other in works}
    for assignment in assignments:
        source = assignment.source.read_text(encoding="utf-8")
        beside = work.path.with_name(f"{assignment.module}.py")
        for path in {beside, own.get(assignment.id, beside)}:
            (copy / path).write_text(source, encoding="utf-8")
