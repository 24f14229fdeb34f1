"""Many submissions at a time: order, names, and that one fault is not everybody's."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from autograder.course import Assignment
from autograder.grading.classroom import GraderFault, distinct_names, grade_class
from autograder.grading.settings import Settings
from autograder.limits import Limits
from autograder.sandbox.failures import SandboxError


def test_names_that_some_file_system_cannot_tell_apart_get_a_number() -> None:
    paths = [Path("a/tanaka.zip"), Path("b/Tanaka.py"), Path("c/tanaka"), Path("suzuki")]
    assert distinct_names(paths) == ["tanaka", "Tanaka-2", "tanaka-3", "suzuki"]


def test_a_number_is_never_somebody_elses_name() -> None:
    assert distinct_names([Path("a"), Path("x/a"), Path("a-2")]) == ["a", "a-2", "a-2-2"]


@pytest.mark.needs("bwrap")
def test_the_same_grades_for_one_job_and_two(a03: Assignment, tmp_path: Path) -> None:
    source = a03.source.read_text(encoding="utf-8")
    paths = []
    for name, text in {"right": source, "stub": a03.stub.read_text(encoding="utf-8"), "broken": "x = = 1"}.items():
        paths.append(tmp_path / name / "layers.py")
        paths[-1].parent.mkdir()
        paths[-1].write_text(text, encoding="utf-8")
    folders = [path.parent for path in paths]
    one = dict(grade_class(folders, Settings(secret=b"s"), 1))
    two = dict(grade_class(folders, Settings(secret=b"s"), 2))
    assert one == two
    assert [one[index].score for index in range(3)] == [25, 0, 0]


def test_a_fault_of_the_grader_is_said_after_everything_else(tmp_path: Path) -> None:
    (tmp_path / "layers.py").write_text("")
    (tmp_path / "bad.zip").write_bytes(b"")
    broken = Settings(seed=1, isolation="process", limits=Limits(check_seconds="soon"))  # type: ignore[arg-type]
    reports = {}

    def grade_both() -> None:
        for index, report in grade_class([tmp_path / "layers.py", tmp_path / "bad.zip"], broken, 1):
            reports[index] = report

    with pytest.raises(GraderFault) as fault:
        grade_both()
    assert set(reports) == {0, 1}
    assert "layers" in fault.value.text.en
    assert "Traceback" in fault.value.text.en
    assert "fault of the grader" in reports[0].message.en


@pytest.mark.needs("bwrap")
def test_a_sandbox_that_does_not_start_ends_it_all(tmp_path: Path) -> None:
    (tmp_path / "layers.py").write_text("")
    impossible = Settings(seed=1, limits=Limits(file_bytes=-1))
    with pytest.raises(SandboxError):
        list(grade_class([tmp_path / "layers.py"], impossible, 1))


@pytest.mark.needs("bwrap")
def test_a_killed_grader_leaves_no_process(tmp_path: Path) -> None:
    (tmp_path / "layers.py").write_text("while True:\n    pass\n")
    command = [sys.executable, "-m", "autograder", "grade", tmp_path / "layers.py", "--out", tmp_path / "out"]
    grader = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    main = psutil.Process(grader.pid)
    deadline = time.monotonic() + 120
    while not any(process.name() == "bwrap" for process in main.children(recursive=True)):
        assert time.monotonic() < deadline, "no sandbox was started"
        time.sleep(0.1)
    everything = main.children(recursive=True)
    grader.kill()
    grader.wait()
    gone, alive = psutil.wait_procs(everything, timeout=60)
    assert not alive
    assert len(gone) == len(everything)
