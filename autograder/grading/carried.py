"""An error costs once: what builds on a wrong exercise is graded again with the reference's part in its place."""

from __future__ import annotations

import ast
import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from autograder.authoring.markers import find_regions
from autograder.course import Assignment, CourseError, Exercise
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


def exercises_to_replace(
    assignment: Assignment, results: Collection[ExerciseResult]
) -> dict[str, tuple[Exercise, ...]]:
    """For each exercise that lost points: what it builds on that lost points as well, if anything did."""
    lost = {result.id for result in results if result.score < result.max_score}
    wrong = {
        entry.id: tuple(other for other in assignment.exercises if other.id in entry.builds_on and other.id in lost)
        for entry in assignment.exercises
        if entry.id in lost
    }
    return {exercise: others for exercise, others in wrong.items() if others}


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

    Raises:
        CourseError: the solution has no such part.
    """
    return _reference_parts(assignment, frozenset(names))


@functools.cache
def _statements(assignment: Assignment) -> list[ast.stmt]:
    return ast.parse(assignment.source.read_text(encoding="utf-8")).body


@functools.cache
def _answers(assignment: Assignment) -> dict[str, ast.stmt]:
    """The solution's functions, classes and methods of which students write at least a part."""
    regions = find_regions(assignment.source.read_text(encoding="utf-8"), assignment.source)
    answers: dict[str, ast.stmt] = {}
    for prefix, statements in _bodies(_statements(assignment)):
        for statement in statements:
            if isinstance(statement, ast.ClassDef | ast.FunctionDef) and any(
                statement.lineno <= region.begin <= (statement.end_lineno or 0) for region in regions
            ):
                answers[prefix + statement.name] = statement
    return answers


def _bodies(module: list[ast.stmt]) -> Iterator[tuple[str, list[ast.stmt]]]:
    """The statements of the module and of each of its classes, with what goes before a name in it."""
    yield "", module
    for statement in module:
        if isinstance(statement, ast.ClassDef):
            yield f"{statement.name}.", statement.body


@functools.cache
def _reference_parts(assignment: Assignment, names: frozenset[str]) -> str:
    answers = _answers(assignment)
    if missing := names - answers.keys():
        raise CourseError(f"{assignment.source}: students write no {', '.join(sorted(missing))} in it")
    needed = _with_what_they_use(names, answers)
    classes = {name.partition(".")[0] for name in needed if "." in name}
    kept: list[ast.stmt] = []
    for statement in _statements(assignment):
        name = getattr(statement, "name", "")
        if name in classes - needed:
            assert isinstance(statement, ast.ClassDef)
            kept.append(_cut_down(statement, needed, answers))
        elif name in needed or name not in answers:
            kept.append(statement)
    return "\n\n".join(map(ast.unparse, kept))


def _cut_down(whole: ast.ClassDef, needed: Collection[str], answers: Mapping[str, ast.stmt]) -> ast.ClassDef:
    """A class without the answers in it that are not needed."""
    others = [answer for name, answer in answers.items() if name not in needed]
    body = [statement for statement in whole.body if statement not in others]
    return ast.ClassDef(**{**dict(ast.iter_fields(whole)), "body": body})


def _with_what_they_use(names: Collection[str], answers: Mapping[str, ast.stmt]) -> set[str]:
    """`names` and the other answers that their code refers to, as BCEWithLogits does to Sigmoid."""
    needed: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            used = {node.id for node in ast.walk(answers[name]) if isinstance(node, ast.Name)}
            waiting += used & answers.keys() - {name.partition(".")[0]}
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
