"""From the cases of a check to its result: passed or not, why not, and what the student misunderstood."""

from __future__ import annotations

import re
from dataclasses import replace

from autograder.drawing import Drawing
from autograder.grading import diagnosis, differences, plugin
from autograder.grading.benches import UNEXPECTED
from autograder.grading.gradcheck import Broken, Mismatch
from autograder.grading.plugin import Case, Check
from autograder.report import CheckResult, Reason, Status
from autograder.sandbox.failures import Raised, StudentFailure
from autograder.submission import Work
from autograder.text import Text

SEVERITY: tuple[Status, ...] = ("timeout", "error", "failed", "not_implemented", "passed")  # of cases, the first counts

NEVER_RAN = Text(ja="このチェックは実行されませんでした。", en="This check did not run.")
AT = Text(ja="{what}\n場所: {where}", en="{what}\nat {where}")
IN_FUNCTION = Text(ja="{where} ({function} の中)", en="{where}, in {function}")
ABSENT = re.compile(r"module '\w+' has no attribute '(\w+)'")
NO_PACKAGE = re.compile(r"No module named '(\w+)'")
NOT_HERE = Text(
    ja="パッケージ {name} は、ここの採点では使えません。使ってよいのは、それを扱う課題の関数の中だけです。",
    en="The package {name} is not there when this is graded. Use it only inside the functions of an exercise about it.",
)
NOT_DEFINED = Text(
    ja="{name} が見つかりません。名前を変えたり、消したりしていませんか。",
    en="{name} is not there. Has it been renamed or removed?",
)


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
    found = None
    if check.diagnosed and bare.status in ("failed", "error") and all(case.finished for case in cases):
        found = diagnosis.diagnose(work.assignment, cases, seed)
    problem = worst(cases)
    result = replace(bare, message=explain(work, problem), drawing=drawing_of(problem), reason=reason_of(problem))
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


def reason_of(case: Case) -> Reason | None:
    """The limit that a case hit, or what the program did in the place of answering."""
    if isinstance(case.problem, StudentFailure):
        return case.problem.reason
    known = case.problem is None or isinstance(case.problem, Mismatch | Broken)
    return "unexpected" if case.finished and not known else None


def drawing_of(case: Case) -> Drawing | None:
    """The graph in which a case failed, where its check compares one node by node."""
    return case.problem.drawing if isinstance(case.problem, Mismatch | Broken) else None


def explain_failure(work: Work, failure: StudentFailure) -> Text:
    """With the place in the student's own file, where there is one."""
    if not isinstance(failure, Raised) or failure.status == "not_implemented":
        return failure.text
    missing, absent = NO_PACKAGE.fullmatch(failure.message), ABSENT.fullmatch(failure.message)
    what = NOT_HERE.format(name=missing[1]) if missing else failure.text
    if not failure.frames:
        return NOT_DEFINED.format(name=absent[1]) if absent else what
    line, function = failure.frames[-1]
    where = work.where(line)
    if function and function != "<module>":
        where = IN_FUNCTION.format(where=where, function=function)
    return AT.format(what=what, where=where)
