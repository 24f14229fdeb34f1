"""Tiny suites, run as hidden ones are: by a pytest inside this one."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import textwrap
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.grading import plugin
from autograder.grading.gradcheck import Broken, Mismatch, Trace
from autograder.grading.plugin import SuiteError, run_suite, status_of
from autograder.grading.workbench import Workbench
from autograder.sandbox.failures import Died, Raised, SandboxError, TimedOut
from autograder.sandbox.local import LocalChannel
from autograder.sandbox.remote import Remote
from autograder.text import Text

numbers = itertools.count()
HEAD = """
import numpy as np
import pytest
from autograder.grading.gradcheck import expect, expect_number, promise
from autograder.grading.plugin import points
from autograder.text import Text
"""


@pytest.fixture
def suite(tmp_path):
    """Write a suite; its path. Python remembers modules by name, so each has its own."""
    path, modules = list(sys.path), set(sys.modules)

    def write(source: str, head: str = HEAD):
        file = tmp_path / f"test_tiny_{next(numbers)}.py"
        file.write_text(head + textwrap.dedent(source))
        return file

    yield write
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if name.startswith("test_tiny_"):
            del sys.modules[name]


class Benches:
    """Opens benches for a module of ours, and counts them."""

    def __init__(self, **names):
        self.module = SimpleNamespace(**names)
        self.opened = self.closed = 0
        self.problems = iter(())  # to raise instead

    @contextlib.contextmanager
    def __call__(self):
        self.opened += 1
        if problem := next(self.problems, None):
            raise problem
        with LocalChannel() as channel:
            yield Workbench(channel, Remote(channel, channel.register(self.module)))
        self.closed += 1


def double(x):
    return 2 * x


def late(*_):
    raise TimedOut(Text.same("late"))


@pytest.fixture
def benches():
    return Benches(double=double, zero=lambda: 0.0)


def statuses(cases):
    return {case.id.removeprefix("test_"): status_of(case) for case in cases}


def test_cases_and_their_checks(suite, benches):
    file = suite(
        """
        @points(2, "Double", ja="二倍", en="twice")
        @pytest.mark.parametrize("n", [1, 2, 3])
        def test_double(student, draw, n):
            x = draw.nonzero(n)
            expect(student.double(x), 2 * x, "z")

        @points(1, "Zero", ja="零", en="zero", diagnose=False)
        def test_zero(student):
            expect_number(student.zero(), 1.0, "zero")
        """
    )
    cases = run_suite(file, benches, 7)
    assert statuses(cases) == {"double[1]": "passed", "double[2]": "passed", "double[3]": "passed", "zero": "failed"}
    checks = list(dict.fromkeys(case.check for case in cases))
    assert [(check.name, check.exercise, check.points, check.diagnosed) for check in checks] == [
        ("double", "Double", 2, True),  # once, however many cases
        ("zero", "Zero", 1, False),
    ]
    assert checks[0].title == Text("二倍", "twice")
    assert [case.parameters for case in cases] == [{"n": 1}, {"n": 2}, {"n": 3}, {}]
    assert isinstance(cases[3].problem, Mismatch)
    assert [[name for name, _ in case.trace.entries] for case in cases] == [["z"], ["z"], ["z"], ["zero"]]
    assert benches.opened == benches.closed == 4
    inputs = [case.trace.entries[0][1] for case in cases[:3]]
    again = [case.trace.entries[0][1] for case in run_suite(file, benches, 7)[:3]]
    other = [case.trace.entries[0][1] for case in run_suite(file, benches, 8)[:3]]
    for a, b, c in zip(inputs, again, other, strict=True):
        np.testing.assert_array_equal(a, b)
        assert not np.array_equal(a, c)
    assert inputs[0][0] not in inputs[1]  # each case draws its own


@pytest.mark.parametrize(
    "check",
    [
        "@pytest.mark.skip\n@P\ndef test_x(student): pass",
        "@pytest.mark.skipif(True, reason='x')\n@P\ndef test_x(student): pass",
        "@P\ndef test_x(student): pytest.skip('x')",
        "@P\ndef test_x(student): pytest.importorskip('no_such_module')",
        "@pytest.mark.xfail\n@P\ndef test_x(student): assert False",
        "@pytest.mark.xfail(run=False)\n@P\ndef test_x(student): pass",
        "@P\ndef test_x(student): pytest.xfail('x')",
        "@P\ndef test_x(student): pytest.fail('x')",
        "@P\ndef test_x(student): raise SystemExit(0)",
        "@P\ndef test_x(student): raise GeneratorExit",
        "@P\ndef test_x(student): 1 / 0",
        "@P\ndef test_x(student, no_such_fixture): pass",
        "@pytest.fixture\ndef broken(): 1 / 0\n@P\ndef test_x(student, broken): pass",
        "@pytest.fixture\ndef broken():\n    yield\n    1 / 0\n@P\ndef test_x(student, broken): pass",
        "@pytest.fixture\ndef broken(): pytest.skip('x')\n@P\ndef test_x(student, broken): pass",
        "@P\ndef test_x(student): promise(False, 'x', Text.same('words'))",
        "@P\ndef test_x(student): assert student.double(1) == 3",
        "@P\ndef test_x(student): student.nothing",
        "@P\n@pytest.mark.parametrize('n', [])\ndef test_x(student, n): pass",
    ],
)
def test_whatever_does_not_pass_has_failed(suite, benches, check):
    source = f"P = points(1, 'X', ja='x', en='x')\n{check}\n@P\ndef test_after(student): pass\n"
    result = statuses(run_suite(suite(source), benches, 1))
    assert result.pop("after") == "passed"
    assert len(result) == 1
    assert set(result.values()) <= {"failed", "error"}


def test_a_case_that_is_kept_from_running_is_no_pass(suite, benches):
    cases = run_suite(
        suite(
            """
            @points(1, "X", ja="x", en="x")
            @pytest.mark.parametrize("n", [1, 2])
            def test_x(student, request, n):
                request.session.shouldstop = "enough"
            """
        ),
        benches,
        1,
    )
    assert statuses(cases) == {"x[1]": "passed", "x[2]": "error"}
    assert not cases[1].finished


@pytest.mark.parametrize("order", [1, -1])
def test_a_check_without_points_is_an_error_of_the_suite(suite, benches, order):
    tests = ["@points(1, 'X', ja='x', en='x')\ndef test_x(student): pass\n", "def test_forgotten(student): pass\n"]
    with pytest.raises(SuiteError, match=r"test_forgotten: a check needs @points"):
        run_suite(suite("".join(tests[::order])), benches, 1)
    assert benches.opened == 0


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import no_such_module\n", "No module named 'no_such_module'"),
        ("def f(:\n", "SyntaxError"),
        ("1 / 0\n", "ZeroDivisionError"),
        ("pytest.skip('all', allow_module_level=True)\n", "no checks"),
        ("", "no checks"),
        ("@points(1, 'X', ja='x', en='x')\n@pytest.mark.parametrize('n', [1])\ndef test_x(student): pass\n", "uses no"),
        ("@pytest.mark.points\ndef test_x(student): pass\n", "IndexError"),
    ],
)
def test_a_suite_that_cannot_be_collected_is_told_in_pytest_s_words(suite, benches, source, words):
    with pytest.raises(SuiteError, match=words) as raised:
        run_suite(suite(source), benches, 1)
    assert "test_tiny_" in str(raised.value)


def test_a_suite_that_is_not_there_is_an_error_of_the_suite(tmp_path, benches):
    with pytest.raises(SuiteError, match="test_missing"):
        run_suite(tmp_path / "test_missing.py", benches, 1)


def test_where_pytest_itself_breaks_down_nobody_loses_points(suite, benches, monkeypatch):
    def broken(*_):
        raise AssertionError("a defect of the plugin's")

    monkeypatch.setattr(plugin._Plugin, "pytest_runtest_makereport", pytest.hookimpl(tryfirst=True)(broken))
    with pytest.raises(SuiteError, match="a defect of the plugin's"):
        run_suite(suite("@points(1, 'X', ja='x', en='x')\ndef test_x(student): pass\n"), benches, 1)


@pytest.mark.parametrize("problem", [KeyboardInterrupt, SandboxError(Text.same("the machine's fault"))], ids=repr)
@pytest.mark.parametrize("where", ["opening", "calling"])
def test_what_is_nobody_s_fault_gets_through(suite, benches, problem, where):
    def raise_it():
        raise problem

    class Channel(LocalChannel):
        def request(self, name, *arguments):
            raise_it()

    @contextlib.contextmanager
    def open_bench():
        if where == "opening":
            raise_it()
        channel = Channel()
        yield Workbench(channel, Remote(channel, channel.register(benches.module)))

    ran = []
    sys.modules["test_tiny_ran"] = SimpleNamespace(ran=ran)
    file = suite(
        """
        from test_tiny_ran import ran
        @points(1, "X", ja="x", en="x")
        @pytest.mark.parametrize("n", [1, 2])
        def test_x(student, n):
            ran.append(n)
            student.zero()
        """
    )
    with pytest.raises(problem if isinstance(problem, type) else SandboxError):
        run_suite(file, open_bench, 1)
    assert ran == ([] if where == "opening" else [1])  # nothing runs after it
    del sys.modules["test_tiny_ran"]


def test_a_timeout_stops_the_other_cases_of_its_check_alone(suite, benches):
    benches.problems = iter([None, TimedOut(Text.same("late")), None])
    cases = run_suite(
        suite(
            """
            @points(1, "X", ja="x", en="x")
            @pytest.mark.parametrize("n", [1, 2, 3, 4])
            def test_x(student, n): pass

            @points(1, "X", ja="x", en="x")
            def test_other(student): pass
            """
        ),
        benches,
        1,
    )
    assert statuses(cases) == {
        "x[1]": "passed",
        "x[2]": "timeout",
        "x[3]": "timeout",
        "x[4]": "timeout",
        "other": "passed",
    }
    assert benches.opened == 3  # cases 3 and 4 took no time at all
    assert all(case.finished for case in cases)


def test_other_failures_do_not_stop_the_other_cases(suite, benches):
    benches.problems = iter(
        [Died(Text.same("gone")), Raised("NotImplementedError", "", []), Raised("ValueError", "x", [])]
    )
    source = (
        '@points(1, "X", ja="x", en="x")\n@pytest.mark.parametrize("n", [1, 2, 3, 4])\ndef test_x(student, n): pass'
    )
    cases = run_suite(suite(source), benches, 1)
    assert list(statuses(cases).values()) == ["error", "not_implemented", "error", "passed"]
    assert [case.trace.entries for case in cases[:3]] == [
        [("raised", "Died")],
        [("raised", "NotImplementedError")],
        [("raised", "ValueError")],
    ]


def test_nothing_is_printed(suite, benches, capfd):
    source = """
        print("at import")
        @points(1, "X", ja="x", en="x")
        def test_x(student):
            print("in a check")
            assert False, "why"
        """
    run_suite(suite(source), benches, 1)
    with pytest.raises(SuiteError):
        run_suite(suite("1 / 0"), benches, 1)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "options", ["--no-such-option", "-x", "--collect-only", "-k nothing", "-p no_such_plugin", "-n 2"]
)
def test_the_environment_has_no_say(suite, benches, monkeypatch, options):
    monkeypatch.setenv("PYTEST_ADDOPTS", options)
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    source = (
        'P = points(1, "X", ja="x", en="x")\n@P\ndef test_x(student): assert False\n@P\ndef test_y(student): pass\n'
    )
    assert statuses(run_suite(suite(source), benches, 1)) == {"x": "failed", "y": "passed"}
    assert os.environ["PYTEST_ADDOPTS"] == options
    assert "PYTEST_DISABLE_PLUGIN_AUTOLOAD" not in os.environ


def test_a_configuration_or_conftest_beside_the_suite_has_no_say(suite, benches, tmp_path):
    (tmp_path / "conftest.py").write_text("1 / 0")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    assert statuses(run_suite(suite('@points(1, "X", ja="x", en="x")\ndef test_x(student): pass\n'), benches, 1)) == {
        "x": "passed"
    }


def test_each_case_has_a_bench_of_its_own(suite, benches):
    benches.module.state = []
    file = suite(
        """
        @points(1, "X", ja="x", en="x")
        @pytest.mark.parametrize("n", [1, 2])
        def test_x(student, worker, n):
            assert worker.module is student
            promise(student.double(n) == 2 * n, "double", Text.same("x"))
        """
    )
    assert set(statuses(run_suite(file, benches, 1)).values()) == {"passed"}
    assert benches.opened == 2


def test_a_replay_looks_at_the_same_values_and_never_raises(suite, benches):
    (case, skipped, broken, tampered) = run_suite(
        suite(
            """
            P = points(1, "X", ja="x", en="x")
            @P
            @pytest.mark.parametrize("n", [3])
            def test_x(student, draw, n):
                x = draw.nonzero(n)
                expect(student.double(x), 3 * x, "z")
                raise AssertionError("never comes here")
            @P
            def test_skipped(student): pytest.skip("x")
            @P
            def test_broken(student): promise(student.zero() == 1, "zero", Text.same("x"))
            @P
            def test_raises(student): student.nothing()
            """
        ),
        benches,
        5,
    )
    assert isinstance(broken.problem, Broken)
    for each in (case, skipped, broken, tampered):
        assert [name for name, _ in replayed(each, benches, 5)] == [name for name, _ in each.trace.entries]
    np.testing.assert_array_equal(replayed(case, benches, 5)[0][1], case.trace.entries[0][1])
    assert not np.array_equal(replayed(case, benches, 6)[0][1], case.trace.entries[0][1])


def replayed(case, benches, seed):
    trace = Trace()
    with benches() as bench:
        case.replay(bench, seed, trace)
    return trace.entries


def test_it_runs_again_and_again_in_one_process(suite, benches):
    file = suite('@points(1, "X", ja="x", en="x")\ndef test_x(student): assert student.double(2) == 4\n')
    for _ in range(3):
        assert statuses(run_suite(file, benches, 1)) == {"x": "passed"}
    benches.module.double = lambda x: x
    assert statuses(run_suite(file, benches, 1)) == {"x": "failed"}


def test_the_pytest_outside_is_left_as_it_was(suite, benches, request):
    before = dict(os.environ)
    run_suite(suite('@points(1, "X", ja="x", en="x")\ndef test_x(student): assert False\n'), benches, 1)
    after = dict(os.environ)
    before.pop("PYTEST_CURRENT_TEST", None)
    after.pop("PYTEST_CURRENT_TEST", None)
    assert after == before
    assert request.session.shouldstop is False
