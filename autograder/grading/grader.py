"""Grades one submission: probe, hidden suite in the sandbox, diagnosis, Report."""

from __future__ import annotations

import contextlib
import functools
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.course import Assignment, CourseError, load_course
from autograder.grading import carried, diagnosis, differences, plugin
from autograder.grading.draw import submission_seed
from autograder.grading.gradcheck import Broken, Mismatch
from autograder.grading.plugin import Case, Check
from autograder.grading.settings import Settings
from autograder.grading.workbench import Workbench
from autograder.misconceptions import Misconception
from autograder.report import AssignmentResult, CheckResult, ExerciseResult, Report, Status
from autograder.sandbox.failures import Raised, StudentFailure
from autograder.sandbox.remote import ask
from autograder.sandbox.sandbox import Sandbox
from autograder.submission import Submission, SubmissionError, Work, collect, student_name
from autograder.text import Text

SUITES = Path(__file__).resolve().parent.parent / "suites"
SEVERITY: tuple[Status, ...] = ("timeout", "error", "failed", "not_implemented", "passed")  # of cases, the first counts

UNEXPECTED = Text(
    ja="返ってきた値が期待と違う種類のものでした。",
    en="What was returned is not the kind of value that was expected.",
)
NEVER_RAN = Text(ja="このチェックは実行されませんでした。", en="This check did not run.")
AT = Text(ja="{what}\n場所: {where}", en="{what}\nat {where}")
ABSENT = re.compile(r"module '\w+' has no attribute '(\w+)'")
NOT_DEFINED = Text(
    ja="{name} が見つかりません。名前を変えたり、消したりしていませんか。",
    en="{name} is not there. Has it been renamed or removed?",
)
IN_FUNCTION = Text(ja="{where} ({function} の中)", en="{where}, in {function}")
DOES_NOT_RUN = Text(ja="ファイルを読み込めませんでした。{what}", en="The file does not run. {what}")
CELL_FAILED = Text(
    ja="読み込みのときに失敗したので、このセルは飛ばしました: {what}",
    en="This cell failed when the notebook was loaded, and was passed over: {what}",
)


def grade(path: Path, settings: Settings, *, student: str | None = None) -> Report:
    """Grade the submission at `path` on every assignment it holds.

    Raises:
        SandboxError: the sandbox does not start.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        copy = Path(folder) / "submission"
        copy.mkdir()
        name = student or student_name(path)
        try:
            submission = collect(path, copy, load_course(), student=name)
        except SubmissionError as refusal:
            return Report(name, settings.seed or 0, settings.isolation, (), refusal.text)
        return grade_submission(submission, settings)


def grade_submission(submission: Submission, settings: Settings) -> Report:
    """Grade a submission that has been collected.

    Raises:
        SandboxError: the sandbox does not start.
    """
    seed = settings.seed
    if seed is None:
        seed = submission_seed(settings.secret, submission.digest)
    with Sandbox(submission.folder, settings.isolation, settings.limits) as sandbox:
        results = tuple(grade_work(work, sandbox, seed) for work in submission.works)
    return Report(submission.student, seed, settings.isolation, results)


def grade_work(work: Work, sandbox: Sandbox, seed: int) -> AssignmentResult:
    """Grade one assignment of a submission."""
    try:
        failures = probe(work, sandbox)
    except StudentFailure as failure:  # it never came to the first check, so no check will
        return never_ran(work, failure.status, explain_failure(work, failure))
    if failures and not work.cells:
        return never_ran(work, "error", DOES_NOT_RUN.format(what=failures[0]))
    notes = tuple(CELL_FAILED.format(what=failure) for failure in failures)
    cases = plugin.run_suite(suite_of(work.assignment), lambda: open_bench(work, sandbox), seed)
    results = {check: check_result(work, check, own, seed) for check, own in by_check(cases).items()}
    return forgive(assemble(work, results, notes), work, sandbox, seed)


def forgive(result: AssignmentResult, work: Work, sandbox: Sandbox, seed: int) -> AssignmentResult:
    """Grade once more, with the reference's parts, what may have failed through another exercise's mistake."""
    exercises = {exercise.id: exercise for exercise in result.exercises}
    for name, parts in carried.parts_to_replace(work.assignment, result.exercises).items():
        source = carried.reference_parts(work.assignment, parts)
        bench = functools.partial(open_bench, work, sandbox, source, parts)
        cases = plugin.run_suite(suite_of(work.assignment), bench, seed, exercise=name)
        again = tuple(bare_result(check, own) for check, own in by_check(cases).items())
        exercises[name] = carried.better(exercises[name], replace(exercises[name], checks=again), parts)
    return replace(result, exercises=tuple(exercises.values()))


def suite_of(assignment: Assignment) -> Path:
    """The hidden suite."""
    return SUITES / f"test_{assignment.id}.py"


def probe(work: Work, sandbox: Sandbox) -> list[Text]:
    """Load the file once and throw it away; what failed in it, with its place.

    Raises:
        StudentFailure: loading it does not end, or ends the process.
    """
    with sandbox.check() as channel:
        _, failures = load(work, sandbox, channel)
        return [explain_failure(work, failure) for failure in failures]


@contextlib.contextmanager
def open_bench(work: Work, sandbox: Sandbox, source: str = "", parts: Sequence[str] = ()) -> Iterator[Workbench]:
    """A fresh child that has loaded the student's file, with `parts` of `source` in the place of its own."""
    with sandbox.check() as channel:
        module, _ = load(work, sandbox, channel)
        if parts:
            ask(channel, "replace", module, list(parts), source)
        yield Workbench(channel, module)


def load(work: Work, sandbox: Sandbox, channel: Any) -> tuple[Any, list[Raised]]:
    """The student's module over there, and what failed while it ran."""
    cells = [(cell.first_line, cell.last_line) for cell in work.cells]
    answer = ask(channel, "load", str(sandbox.root / work.path), work.assignment.module, cells)
    try:
        module, failures = answer
        raised = [
            Raised(str(kind), str(words), [(int(n), str(f)) for n, f in frames]) for _, kind, words, frames in failures
        ]
    except (TypeError, ValueError):
        raise StudentFailure(UNEXPECTED) from None
    return module, raised


def by_check(cases: list[Case]) -> dict[Check, list[Case]]:
    """The cases of each check, in the order of the suite."""
    checks: dict[Check, list[Case]] = {}
    for case in cases:
        checks.setdefault(case.check, []).append(case)
    return checks


def check_result(work: Work, check: Check, cases: list[Case], seed: int) -> CheckResult:
    """All points if all cases passed; else why not."""
    bare = bare_result(check, cases)
    if bare.status == "passed":
        return bare
    found: Misconception | None = None
    if check.diagnosed and bare.status in ("failed", "error") and all(case.finished for case in cases):
        found = diagnosis.diagnose(work.assignment, cases, seed)
    result = replace(bare, message=explain(work, worst(cases)))
    if found is None:
        return result
    return replace(result, diagnosis=found.id, diagnosis_title=found.title, hint=found.hint, handout=found.handout)


def bare_result(check: Check, cases: list[Case]) -> CheckResult:
    """All points if all cases passed; without a word of why not."""
    return CheckResult(check.name, check.title, plugin.status_of(worst(cases)), check.points)


def worst(cases: list[Case]) -> Case:
    """The case that decides a check, and is shown."""
    return min(cases, key=lambda case: SEVERITY.index(plugin.status_of(case)))


def explain(work: Work, case: Case) -> Text:
    """Why a case failed, in words."""
    problem = case.problem
    if isinstance(problem, Mismatch):
        return differences.describe(problem)
    if isinstance(problem, Broken):
        return problem.text
    if isinstance(problem, StudentFailure):
        return explain_failure(work, problem)
    return UNEXPECTED if case.finished else NEVER_RAN


def explain_failure(work: Work, failure: StudentFailure) -> Text:
    """With the place in the student's own file, where there is one."""
    if not isinstance(failure, Raised) or failure.status == "not_implemented":
        return failure.text
    if not failure.frames:
        absent = ABSENT.fullmatch(failure.message)
        return NOT_DEFINED.format(name=absent[1]) if absent else failure.text
    line, function = failure.frames[-1]
    where = work.where(line)
    if function and function != "<module>":
        where = IN_FUNCTION.format(where=where, function=function)
    return AT.format(what=failure.text, where=where)


def never_ran(work: Work, status: Status, message: Text) -> AssignmentResult:
    """Every check with the one reason why none could run."""
    checks = by_check(plugin.list_cases(suite_of(work.assignment)))
    return assemble(
        work, {check: CheckResult(check.name, check.title, status, check.points, message) for check in checks}
    )


def assemble(work: Work, results: dict[Check, CheckResult], notes: tuple[Text, ...] = ()) -> AssignmentResult:
    """By exercise, in the course's order.

    Raises:
        CourseError: the suite's points are not those of assignment.toml.
    """
    assignment = work.assignment
    exercises = []
    for exercise in assignment.exercises:
        own = tuple(result for check, result in results.items() if check.exercise == exercise.id)
        exercises.append(ExerciseResult(exercise.id, exercise.title, own))
        if exercises[-1].max_score != exercise.points:
            raise CourseError(
                f"{suite_of(assignment)}: the checks of {exercise.id} have {exercises[-1].max_score} points, "
                f"assignment.toml gives it {exercise.points}"
            )
    return AssignmentResult(assignment.id, assignment.title, work.source, tuple(exercises), work.notes + notes)
