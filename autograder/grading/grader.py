"""Grades one submission: intake, probe, hidden suites in the sandbox, diagnosis, Report."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.course import Assignment, CourseError, load_course
from autograder.grading import carried, plugin
from autograder.grading.benches import Benches
from autograder.grading.cores import on_one_core
from autograder.grading.draw import submission_seed
from autograder.grading.ledger import Ledger
from autograder.grading.outcome import bare_result, by_check, check_result, explain_failure
from autograder.grading.plugin import Check
from autograder.grading.settings import Settings
from autograder.report import AssignmentResult, CheckResult, ExerciseResult, Reason, Report, Status
from autograder.sandbox.failures import StudentFailure
from autograder.submission import Submission, SubmissionError, Work, collect, student_name
from autograder.text import Text

SUITES = Path(__file__).resolve().parent.parent / "suites"

DOES_NOT_RUN = Text(ja="ファイルを読み込めませんでした。{what}", en="The file does not run. {what}")
CELL_FAILED = Text(
    ja="読み込みのときに失敗したので、このセルは飛ばしました: {what}",
    en="This cell failed when the notebook was loaded, and was passed over: {what}",
)


def grade(path: Path, settings: Settings, *, student: str | None = None) -> Report:
    """Grade the submission at `path` on every assignment it holds, unless it has been graded before.

    Raises:
        SandboxError: the sandbox does not start.
    """
    with on_one_core(), tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        copy = Path(folder) / "submission"
        copy.mkdir()
        name = student or student_name(path)
        try:
            submission = collect(path, copy, load_course(), student=name)
        except SubmissionError as refusal:
            return settings.ungraded(name, refusal.text)
        ledger = Ledger(settings)
        report = ledger.find(submission.digest, submission.student)
        if report is None:
            report = grade_submission(submission, settings)
            ledger.keep(submission.digest, report)
        return report


def grade_submission(submission: Submission, settings: Settings) -> Report:
    """Grade a submission that has been collected.

    Raises:
        SandboxError: the sandbox does not start.
    """
    seed = settings.seed
    if seed is None:
        seed = submission_seed(settings.secret, submission.digest)
    results: list[AssignmentResult] = []
    for work in submission.works:
        with Benches(work, submission.folder, settings) as benches:
            result = grade_work(benches, seed)
        results.append(forgive_assignments(result, work, submission, results, settings, seed))
    return Report(submission.student, seed, settings.isolation, tuple(results))


def grade_work(benches: Benches, seed: int) -> AssignmentResult:
    """Grade one assignment of a submission."""
    work = benches.work
    try:
        failures = [explain_failure(work, failure) for failure in benches.probe()]
    except StudentFailure as failure:  # it never came to the first check, so no check will
        return never_ran(work, failure.status, explain_failure(work, failure), failure.reason)
    if failures and not work.cells:
        return never_ran(work, "error", DOES_NOT_RUN.format(what=failures[0]))
    notes = tuple(CELL_FAILED.format(what=failure) for failure in failures)
    cases = by_check(benches.run(suite_of(work.assignment), seed))
    results = {check: check_result(work, check, own, seed) for check, own in cases.items()}
    return forgive_exercises(assemble(work, results, notes), benches, seed)


def forgive_exercises(
    result: AssignmentResult, benches: Benches, seed: int, already: Sequence[str] = ()
) -> AssignmentResult:
    """Grade once more, with the reference's parts, what may have failed through another exercise's mistake.

    `already` names what is the reference's in these benches anyway.
    """
    assignment = benches.work.assignment
    for name, wrong in carried.exercises_to_replace(assignment, result.exercises).items():
        parts = [part for exercise in wrong for part in exercise.parts]
        again = bare_results(benches, seed, [name], carried.reference_parts(assignment, parts), parts)
        result = with_better(result, again, [*already, *(exercise.id for exercise in wrong)])
    return result


def forgive_assignments(
    result: AssignmentResult,
    work: Work,
    submission: Submission,
    before: Sequence[AssignmentResult],
    settings: Settings,
    seed: int,
) -> AssignmentResult:
    """Grade once more, with the reference's modules, what may have failed through another assignment's mistake."""
    right = {earlier.id for earlier in before if earlier.score == earlier.max_score}
    wrong = [entry for entry in load_course() if entry.id in work.assignment.builds_on and entry.id not in right]
    lost = [exercise.id for exercise in result.exercises if exercise.score < exercise.max_score]
    if not wrong or not lost:
        return result
    names = [entry.id for entry in wrong]
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        copy = shutil.copytree(submission.folder, Path(folder) / "submission")
        carried.put_modules(copy, work, submission.works, wrong)
        with Benches(work, copy, settings) as benches:
            result = with_better(result, bare_results(benches, seed, lost), names)
            return forgive_exercises(result, benches, seed, names)


def bare_results(
    benches: Benches, seed: int, only: Sequence[str], source: str = "", parts: Sequence[str] = ()
) -> dict[str, list[CheckResult]]:
    """By exercise, whether its checks pass with other parts in place; nothing else of such a run is kept."""
    results: dict[str, list[CheckResult]] = {}
    cases = benches.run(suite_of(benches.work.assignment), seed, only, source, parts)
    for check, own in by_check(cases).items():
        results.setdefault(check.exercise, []).append(bare_result(check, own))
    return results


def with_better(
    result: AssignmentResult, again: dict[str, list[CheckResult]], names: Sequence[str]
) -> AssignmentResult:
    """The result with each exercise that was graded again at the better of its two."""
    exercises = tuple(
        carried.better(exercise, replace(exercise, checks=tuple(again[exercise.id])), names)
        if exercise.id in again
        else exercise
        for exercise in result.exercises
    )
    return replace(result, exercises=exercises)


def suite_of(assignment: Assignment) -> Path:
    """The hidden suite."""
    return SUITES / f"test_{assignment.id}.py"


def never_ran(work: Work, status: Status, message: Text, reason: Reason | None = None) -> AssignmentResult:
    """Every check with the one reason why none could run."""
    checks = by_check(plugin.list_cases(suite_of(work.assignment)))
    results = {
        check: CheckResult(check.name, check.title, status, check.points, message, reason=reason) for check in checks
    }
    return assemble(work, results)


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
