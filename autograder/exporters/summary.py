"""What a class's reports say together, for the page and the terminal to show. Only exporters import this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from autograder.drawing import Drawing
from autograder.exporters.labels import FULL_MARKS, NOTHING_FOUND, STATUS
from autograder.report import AssignmentResult, CheckResult, ExerciseResult, Report, Status
from autograder.text import Text


@dataclass(frozen=True)
class ExerciseSpread:
    """How the points of one exercise are spread: `counts[p]` students have p points."""

    id: str
    title: Text
    max_score: int
    counts: tuple[int, ...]

    @property
    def mean(self) -> float:
        """In points."""
        return sum(points * count for points, count in enumerate(self.counts)) / sum(self.counts)


@dataclass(frozen=True)
class AssignmentSpread:
    """One assignment over the students who handed it in; `mean` in points."""

    id: str
    title: Text
    max_score: int
    students: int
    full_marks: int
    mean: float
    exercises: tuple[ExerciseSpread, ...]


@dataclass(frozen=True)
class Misconception:
    """One misconception and who has it: `students` are positions in the class's reports."""

    title: Text
    hint: Text
    handout: str
    exercises: tuple[str, ...]
    students: tuple[int, ...]


@dataclass(frozen=True)
class Finding:
    """A few words on one student, for a table's cell."""

    kind: Literal["refused", "diagnosis", "lost", "full"]
    text: Text


@dataclass(frozen=True)
class Problem:
    """Checks of one exercise with one cause; `message` is what all say, empty where each says its own."""

    checks: tuple[CheckResult, ...]
    message: Text

    @property
    def first(self) -> CheckResult:
        """The check that speaks for the others."""
        return self.checks[0]


def is_practice(report: Report) -> bool:
    """Return whether the student's code ran without isolation, so that the points prove nothing."""
    return report.isolation == "process"


def is_graded(report: Report) -> bool:
    """Return whether there are points at all."""
    return bool(report.assignments)


def scores(report: Report) -> dict[str, int]:
    """Return the points by exercise, of a report on one assignment; else by assignment as well."""
    by_exercise = {exercise.id: exercise.score for one in report.assignments for exercise in one.exercises}
    return by_exercise | {assignment.id: assignment.score for assignment in report.assignments}


def spreads(reports: Sequence[Report]) -> tuple[AssignmentSpread, ...]:
    """Return each assignment over the class, in the order in which they first come."""
    found: dict[str, list[AssignmentResult]] = {}
    for report in reports:
        for assignment in report.assignments:
            found.setdefault(assignment.id, []).append(assignment)
    return tuple(_spread(results) for results in found.values())


def _spread(results: list[AssignmentResult]) -> AssignmentSpread:
    exercises: dict[str, list[ExerciseResult]] = {}
    for result in results:
        for exercise in result.exercises:
            exercises.setdefault(exercise.id, []).append(exercise)
    return AssignmentSpread(
        id=results[0].id,
        title=results[0].title,
        max_score=max(result.max_score for result in results),
        students=len(results),
        full_marks=sum(result.score == result.max_score for result in results),
        mean=sum(result.score for result in results) / len(results),
        exercises=tuple(_exercise_spread(same) for same in exercises.values()),
    )


def _exercise_spread(results: list[ExerciseResult]) -> ExerciseSpread:
    top = max(result.max_score for result in results)
    counts = [0] * (top + 1)
    for result in results:
        counts[result.score] += 1
    return ExerciseSpread(results[0].id, results[0].title, top, tuple(counts))


def misconceptions(reports: Sequence[Report]) -> tuple[Misconception, ...]:
    """Return what was misunderstood, by how many students, most first; ties as they come up in the class."""
    found: dict[tuple[str, str], list[tuple[int, str, CheckResult]]] = {}
    for position, report in enumerate(reports):
        for assignment in report.assignments:
            for exercise, check in _diagnosed(assignment):
                found.setdefault((assignment.id, check.diagnosis or ""), []).append((position, exercise.id, check))
    ranked = (
        Misconception(
            title=diagnosis_title(seen[0][2]),
            hint=seen[0][2].hint,
            handout=seen[0][2].handout,
            exercises=tuple(dict.fromkeys(exercise for _, exercise, _ in seen)),
            students=tuple(dict.fromkeys(position for position, _, _ in seen)),
        )
        for seen in found.values()
    )
    return tuple(sorted(ranked, key=lambda misconception: -len(misconception.students)))


def _diagnosed(assignment: AssignmentResult) -> Iterator[tuple[ExerciseResult, CheckResult]]:
    for exercise in assignment.exercises:
        for check in exercise.checks:
            if check.diagnosis and check.status != "passed":
                yield exercise, check


def diagnosis_title(check: CheckResult) -> Text:
    """Return the misconception in a few words: its title, else its id."""
    return check.diagnosis_title or Text.same(check.diagnosis or "")


def shared_problem(assignment: AssignmentResult) -> Problem | None:
    """Return what keeps a whole assignment from working (a syntax error, say): where all its checks tell the same."""
    checks = tuple(check for exercise in assignment.exercises for check in exercise.checks)
    kinds = {(check.status, check.message, check.diagnosis) for check in checks}
    if len(kinds) != 1 or checks[0].status in ("passed", "failed") or checks[0].diagnosis:
        return None  # where the code ran and results are wrong, each check's title says something of its own
    return Problem(checks, checks[0].message)


def problems(exercise: ExerciseResult) -> tuple[Problem, ...]:
    """Return the checks that did not pass, together where one misconception or one message explains them."""
    causes: dict[object, list[CheckResult]] = {}
    for check in exercise.checks:
        if check.status != "passed":
            causes.setdefault(check.diagnosis or (check.status, check.message), []).append(check)
    return tuple(
        Problem(tuple(checks), checks[0].message if len({check.message for check in checks}) == 1 else Text("", ""))
        for checks in causes.values()
    )


def drawings(reports: Sequence[Report]) -> Iterator[Drawing]:
    """Yield the graphs of all checks of a class."""
    for report in reports:
        for assignment in report.assignments:
            for exercise in assignment.exercises:
                yield from (check.drawing for check in exercise.checks if check.drawing)


def findings(report: Report) -> tuple[Finding, ...]:
    """Return what a table says of a student: why refused, what was misunderstood, else where points were lost."""
    if not is_graded(report):
        return (Finding("refused", report.message or NOTHING_FOUND),)
    found: list[Finding] = [Finding("refused", report.message)] if report.message else []
    for assignment in report.assignments:
        place = f"{assignment.id}/" if len(report.assignments) > 1 else ""
        found += _findings(assignment, place)
    return tuple(dict.fromkeys(found)) or (Finding("full", FULL_MARKS),)


def _findings(assignment: AssignmentResult, place: str) -> Iterator[Finding]:
    if shared := shared_problem(assignment):
        text = STATUS[shared.first.status]
        if shared.message and shared.first.status != "not_implemented":  # else it says the same once more
            text = Text.join((text, _first_line(shared.message)), ": ")
        yield Finding("lost", Text.join((Text.same(assignment.id), text), ": ") if place else text)
        return
    for _, check in _diagnosed(assignment):
        yield Finding("diagnosis", diagnosis_title(check))
    unexplained: dict[Status, list[str]] = {}
    for exercise in assignment.exercises:
        lost = [check for check in exercise.checks if check.status != "passed"]
        if lost and not any(check.diagnosis for check in lost):
            unexplained.setdefault(lost[0].status, []).append(place + exercise.id)
    for status, names in unexplained.items():
        yield Finding("lost", Text.join((Text.same(", ".join(names)), STATUS[status]), ": "))


def _first_line(text: Text) -> Text:
    return Text(ja=text.ja.partition("\n")[0], en=text.en.partition("\n")[0])
