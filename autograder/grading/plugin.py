"""The pytest plugin under which a hidden suite runs, and the decorator `points` that its checks carry.

A check is a test function; each of its parametrized cases gets a fresh child in the sandbox, and it earns its points
if all cases pass. What counts is the list of checks collected from the suite: a check without a result has failed, and
exit codes mean nothing.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest

from autograder.grading import gradcheck
from autograder.grading.draw import Draw, check_seed
from autograder.grading.gradcheck import Broken, Mismatch, Trace
from autograder.grading.workbench import Workbench
from autograder.report import Status
from autograder.sandbox.failures import SandboxError, StudentFailure, TimedOut
from autograder.text import Text

Test = TypeVar("Test", bound=Callable[..., None])
OUTCOMES = (pytest.skip.Exception, pytest.xfail.Exception, pytest.fail.Exception)  # no Exceptions to Python
OpenBench = Callable[[], AbstractContextManager[Workbench]]


class SuiteError(Exception):
    """A hidden suite is wrong itself; says which check and why."""


@dataclass(frozen=True)
class Check:
    """What is graded: a test function of a suite with its points."""

    name: str
    exercise: str
    points: int
    title: Text
    diagnosed: bool


@dataclass
class Case:
    """One run of a check, and how to run it again with other code in the student's place."""

    check: Check
    id: str
    function: Callable[..., None]
    parameters: dict[str, Any]
    trace: Trace = field(default_factory=Trace)
    problem: BaseException | None = None
    finished: bool = False  # with whatever result; a case that never ran has failed

    def replay(self, bench: Workbench, seed: int, trace: Trace) -> None:
        """Record in `trace` what this check looks at when `bench` holds the code in question."""
        gradcheck.begin(trace)
        try:
            self.call(bench, seed)
        except (Mismatch, Broken):
            pass
        except (Exception, *OUTCOMES) as problem:
            trace.record("raised", kind_of(problem))

    def call(self, bench: Any, seed: int) -> None:
        """Run the check's function on `bench`, outside pytest; it raises what the check would."""
        given = {"student": bench.module, "worker": bench, "draw": Draw(check_seed(seed, self.id)), **self.parameters}
        names = self.function.__code__.co_varnames[: self.function.__code__.co_argcount]
        self.function(**{name: given[name] for name in names})


def points(number: int, exercise: str, *, ja: str, en: str, diagnose: bool = True) -> Callable[[Test], Test]:
    """Mark a test function as a check.

    Args:
        number: its points, all or none.
        exercise: the id of the exercise it belongs to.
        ja: its title.
        en: its title.
        diagnose: whether a failure is compared with the misconceptions; not where that takes seconds.
    """
    return pytest.mark.points(number, exercise, Text(ja, en), diagnose)


def kind_of(problem: BaseException) -> str:
    """The type of what was raised, over there or here, by name."""
    return str(getattr(problem, "type_name", type(problem).__name__))


def run_suite(suite: Path, open_bench: OpenBench, seed: int, exercises: Collection[str] = ()) -> list[Case]:
    """Run the suite against what `open_bench` opens; every case of every check, run or not.

    Args:
        suite: the test file.
        open_bench: opens a fresh bench for one case.
        seed: of the submission.
        exercises: run the checks of these alone; empty runs everything.

    Raises:
        SandboxError: the sandbox failed.
        SuiteError: the suite cannot be run.
    """
    plugin = _Plugin(open_bench, seed, exercises)
    _run(suite, plugin)
    return list(plugin.cases.values())


def list_cases(suite: Path) -> list[Case]:
    """The cases of a suite, none of them run.

    Raises:
        SuiteError: there are none, or the suite cannot be read.
    """
    plugin = _Plugin(contextlib.nullcontext, 0)  # type: ignore[arg-type]
    _run(suite, plugin, "--collect-only")
    return list(plugin.cases.values())


def _run(suite: Path, plugin: _Plugin, *options: str) -> None:
    """pytest, cut down to collecting and calling.

    Its exit code says nothing about a student, only whether pytest itself broke down.

    Raises:
        SandboxError: the sandbox failed.
        SuiteError: the suite cannot be run; with what pytest printed.
    """
    arguments = [str(suite), "-c", os.devnull, "--rootdir", str(suite.parent), "--noconftest", "--assert=plain"]
    arguments += ["-p", "no:cacheprovider", "-p", "no:warnings", "-p", "no:logging", "-p", "no:faulthandler"]
    arguments += ["-p", "no:doctest", "-p", "no:unittest", "-p", "no:junitxml", "-p", "no:timeout"]
    # These two would collect garbage several times a run, a fifth of its time.
    arguments += ["-p", "no:unraisableexception", "-p", "no:threadexception"]
    words = io.StringIO()
    with contextlib.redirect_stdout(words), _nothing_from_outside():
        code = pytest.main([*arguments, "-q", "--capture=no", "--tb=short", *options], plugins=[plugin])
    if plugin.interruption:
        raise plugin.interruption
    if code in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR) or not plugin.cases:
        raise SuiteError(f"{suite}: no checks could be collected or run\n{words.getvalue()}")


@contextlib.contextmanager
def _nothing_from_outside() -> Iterator[None]:
    """Plugins and options that happen to be around have no part in grading, and plugins take time to load."""
    ours = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": ""}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


class _Plugin:
    def __init__(self, open_bench: OpenBench, seed: int, exercises: Collection[str] = ()) -> None:
        self.open_bench = open_bench
        self.seed = seed
        self.exercises = exercises
        self.cases: dict[str, Case] = {}
        self.late: dict[str, TimedOut] = {}  # checks of which a case timed out already
        self.interruption: BaseException | None = None  # what pytest would swallow

    @pytest.fixture
    def worker(self, request: pytest.FixtureRequest) -> Iterator[Workbench]:
        """A fresh child with the student's module; fails as its sibling did where that one timed out."""
        case = self.cases[request.node.nodeid]
        if late := self.late.get(case.check.name):
            raise late
        with self.open_bench() as bench:
            case.trace = gradcheck.begin(Trace())
            yield bench

    @pytest.fixture
    def student(self, worker: Workbench) -> Any:
        """The student's module."""
        return worker.module

    @pytest.fixture
    def draw(self, request: pytest.FixtureRequest) -> Draw:
        """This case's inputs."""
        return Draw(check_seed(self.seed, self.cases[request.node.nodeid].id))

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "points(points, exercise, title, diagnosed): a check")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        collected, items[:] = items[:], []
        for item in collected:
            assert isinstance(item, pytest.Function)
            mark = item.get_closest_marker("points")
            if mark is None:
                self.interruption = SuiteError(f"{item.nodeid}: a check needs @points")
                raise self.interruption  # which pytest takes for a defect of its own
            check = Check(item.originalname.removeprefix("test_"), mark.args[1], mark.args[0], *mark.args[2:])
            if self.exercises and check.exercise not in self.exercises:
                continue
            items.append(item)
            parameters = dict(item.callspec.params) if hasattr(item, "callspec") else {}
            self.cases[item.nodeid] = Case(check, item.name, item.function, parameters)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        if not isinstance(excinfo.value, pytest.Session.Interrupted):  # pytest's: bad collection, or shouldstop
            self.interruption = excinfo.value

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Note how a case went; the report has none of the traceback that takes pytest longer than a check takes."""
        assert call.when != "collect"
        case = self.cases[item.nodeid]
        problem = call.excinfo.value if call.excinfo else None
        if call.when == "call" or problem:
            case.finished = True
            case.problem = case.problem or problem
        if isinstance(problem, SandboxError):
            self.interruption = problem
            item.session.shouldstop = "the sandbox failed"
        if isinstance(problem, TimedOut):
            self.late[case.check.name] = problem
        if problem and not isinstance(problem, Mismatch | Broken):
            case.trace.record("raised", kind_of(problem))
        outcome: Literal["passed", "failed"] = "failed" if problem else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)


def status_of(case: Case) -> Status:
    """The status that a case gives its check."""
    if not case.finished:
        return "error"
    if case.problem is None:
        return "passed"
    if isinstance(case.problem, StudentFailure):
        return case.problem.status
    return "failed"
