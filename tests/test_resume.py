"""A run that was stopped goes on where it was, and ends with the grades of one that was not."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Assignment
from autograder.grading import ledger, version
from autograder.grading.classroom import grade_class
from autograder.grading.grader import grade
from autograder.grading.ledger import Ledger
from autograder.grading.settings import Settings
from autograder.limits import Limits
from autograder.misconceptions import misconceptions_of
from autograder.report import Report

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "submissions"
QUICK = ["kim", "nguyen", "smith", "tanaka.zip", "yamamoto", "johnson", "渡辺", "layers_garcia.ipynb"]


@pytest.fixture
def remembering(tmp_path: Path) -> Settings:
    return Settings(secret=b"tests", remember=tmp_path / "grades")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, a02: Assignment, a03: Assignment) -> list[Report]:
    """One with a drawing and a hint, one with notes and an error, a right one."""
    folder = tmp_path_factory.mktemp("reports")
    wrong = next(wrong for wrong in misconceptions_of(a02) if wrong.id == "shared-input-counted-once")
    right = a03.source.read_text(encoding="utf-8")
    texts = {"chain_rule": wrong.as_submission(a02), "layers": right.replace("dz.T @ self.x", "self.x.T @ dz")}
    found = []
    for module, text in texts.items():
        path = folder / f"{module}.py"
        path.write_text(text, encoding="utf-8")
        found.append(grade(path, Settings(seed=3)))
    return found


@pytest.mark.needs("bwrap")
def test_a_report_is_found_as_it_was_kept(reports: list[Report], remembering: Settings) -> None:
    assert any(c.drawing for r in reports for a in r.assignments for e in a.exercises for c in e.checks)
    for number, report in enumerate(reports):
        Ledger(remembering).keep(str(number), report)
        found = Ledger(remembering).find(str(number), "somebody else")
        assert found == replace(report, student="somebody else")
        assert found.known
        assert not report.known


def test_it_is_found_under_the_same_conditions_only(remembering: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report("s", 3, "bwrap", ())
    Ledger(remembering).keep("digest", report)
    others = {
        "secret": replace(remembering, secret=b"other"),
        "seed": replace(remembering, seed=3),
        "limits": replace(remembering, limits=Limits()),
        "isolation": replace(remembering, isolation="process"),
        "force": replace(remembering, force=True),
        "folder": replace(remembering, remember=None),
    }
    assert Ledger(remembering).find("other digest", "s") is None
    assert {name for name, other in others.items() if Ledger(other).find("digest", "s")} == set()
    monkeypatch.setattr(ledger, "grader_version", lambda: "another")
    assert Ledger(remembering).find("digest", "s") is None


def test_what_is_damaged_is_not_found(remembering: Settings) -> None:
    report = Report("s", 3, "bwrap", ())
    Ledger(remembering).keep("digest", report)
    (file,) = (remembering.remember or Path()).rglob("*.json")
    whole = file.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"{}", whole.replace(b"bwrap", b"trust")):
        file.write_bytes(damaged)
        assert Ledger(remembering).find("digest", "s") is None
    file.write_bytes(whole)
    assert Ledger(remembering).find("digest", "s") == report


def test_the_version_changes_with_any_file_that_grades(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(version.PACKAGE, tmp_path / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "PACKAGE", tmp_path / "autograder")
    compute = version.grader_version.__wrapped__
    before = compute()
    assert compute() == before
    for file in ("suites/test_a03_layers.py", "grading/gradcheck.py", "misconceptions/a03_layers/relu.py"):
        with open(tmp_path / "autograder" / file, "a") as source:
            source.write("# changed\n")
        assert compute() != before
        before = compute()


@pytest.mark.needs("bwrap")
def test_only_what_has_changed_is_graded_again(a03: Assignment, tmp_path: Path, remembering: Settings) -> None:
    paths = [tmp_path / name for name in ("one", "two")]
    for path in paths:
        path.mkdir()
        (path / "layers.py").write_text(a03.stub.read_text(encoding="utf-8") + f"# {path.name}\n", encoding="utf-8")
    first = dict(grade_class(paths, remembering, 2))
    again = dict(grade_class(paths, remembering, 2))
    assert again == first
    assert [again[index].known for index in (0, 1)] == [True, True]
    with open(paths[0] / "layers.py", "a") as file:
        file.write("# better\n")
    changed = dict(grade_class(paths, remembering, 2))
    assert [changed[index].known for index in (0, 1)] == [False, True]
    forced = dict(grade_class(paths, replace(remembering, force=True), 2))
    assert [forced[index].known for index in (0, 1)] == [False, False]


def command(out: Path) -> list[str]:
    paths = [str(EXAMPLES / name) for name in QUICK]
    return [sys.executable, "-m", "autograder", "grade", *paths, "--out", str(out), "--lang", "en"]


def results(out: Path) -> dict[str, object]:
    """All that a run leaves for people and programs; whatever is there must be whole."""
    found: dict[str, object] = {}
    for path in sorted(out.glob("*/result.json")):
        found[path.parent.name] = json.loads(path.read_text(encoding="utf-8"))
    if (out / "grades.csv").exists():
        found["grades.csv"] = (out / "grades.csv").read_text(encoding="utf-8")
    return found


@pytest.mark.needs("bwrap")
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.sweep)])
def test_killed_at_any_moment_it_ends_with_the_same_grades(tmp_path: Path, kills: int) -> None:
    environment = os.environ | {"AUTOGRADER_SECRET": "tests" * 8}
    start = time.monotonic()
    subprocess.run(command(tmp_path / "undisturbed"), env=environment, capture_output=True, check=True)
    whole = time.monotonic() - start
    expected = results(tmp_path / "undisturbed")
    moments = random.Random(kills)
    for number in range(kills):
        # Every few kills begin anew: what is graded stays graded, and soon there would be nothing left to disturb.
        out = tmp_path / f"killed_{number // 4}"
        run = subprocess.Popen(
            command(out), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(moments.uniform(0.2, 0.9) * whole)
        run.send_signal(signal.SIGKILL)
        run.wait()
        for name, result in results(out).items():
            assert name == "grades.csv" or result == expected[name]
    for number in range((kills + 3) // 4):
        out = tmp_path / f"killed_{number}"
        subprocess.run(command(out), env=environment, capture_output=True, check=True)
        assert results(out) == expected


@pytest.mark.needs("bwrap")
def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    environment = os.environ | {"AUTOGRADER_SECRET": "tests" * 8}
    run = subprocess.Popen(
        command(tmp_path / "out"),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )
    deadline = time.monotonic() + 120
    while not list((tmp_path / "out").glob("*/result.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, problems = run.communicate(timeout=60)
    done = results(tmp_path / "out")
    if run.returncode == 0:
        pytest.skip("it was done before it could be interrupted")
    assert run.returncode == 130
    assert "Run the same command again" in problems
    assert 0 < len(done) < len(QUICK) + 1
    again = subprocess.run(command(tmp_path / "out"), env=environment, capture_output=True, text=True, check=True)
    assert "had been graded before" in again.stdout
