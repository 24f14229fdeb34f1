"""The command `autograder`, as a person runs it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Assignment, course_root

ROOT = course_root()


def autograder(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "AUTOGRADER_SECRET": "tests", "LANG": "C.UTF-8", "COLUMNS": "100", **environment}
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=variables, cwd=ROOT, timeout=300, check=False)


@pytest.fixture
def stub(a03: Assignment, tmp_path: Path) -> Path:
    path = tmp_path / "in" / "tanaka_layers.py"
    path.parent.mkdir()
    path.write_bytes(a03.stub.read_bytes())
    return path


@pytest.mark.needs("bwrap")
def test_grade_writes_everything_and_says_where(stub: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = autograder("grade", stub, "--out", out, "--seed", 42)
    assert (done.returncode, done.stderr) == (0, "")
    assert "tanaka_layers" in done.stdout
    assert "0 / 25" in done.stdout
    assert done.stdout.rstrip().endswith(str(out / "report.html"))
    result = json.loads((out / "tanaka_layers" / "result.json").read_text(encoding="utf-8"))
    assert (result["schema"], result["seed"], result["isolation"]) == (1, 42, "bwrap")
    assert (result["score"], result["max_score"]) == (0, 25)
    (assignment,) = result["assignments"]
    assert [exercise["id"] for exercise in assignment["exercises"]] == [
        "Linear", "ReLU", "Sigmoid", "BCEWithLogits", "Sequential",
    ]  # fmt: skip
    check = assignment["exercises"][0]["checks"][0]
    assert {"name", "status", "points", "max_points", "message", "diagnosis"} <= set(check)
    assert check["status"] == "not_implemented"
    rows = list(csv.reader((out / "grades.csv").open(encoding="utf-8")))
    assert rows[0] == ["student", "assignment", "exercise", "score", "max_score"]
    assert rows[-1] == ["tanaka_layers", "", "", "0", "25"]


@pytest.mark.needs("bwrap")
def test_a_roster_joins_the_class(stub: Path, tmp_path: Path) -> None:
    roster, out = tmp_path / "students.csv", tmp_path / "out"
    roster.write_text("\ufeffname,id,section\r\nTanaka,TANAKA_LAYERS,A\r\nSato,s2,B\r\n", encoding="utf-8")
    done = autograder("grade", stub, "--out", out, "--roster", roster)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Roster: absent 1; submissions on no line 0" in done.stdout
    rows = list(csv.reader((out / "grades.csv").open(encoding="utf-8")))
    assert rows[6] == ["tanaka_layers", "", "", "0", "25", "TANAKA_LAYERS", "A", "listed"]
    assert rows[-1] == ["Sato", "", "", "0", "25", "s2", "B", "absent"]
    assert "Sato" in (out / "report.html").read_text(encoding="utf-8")
    assert "Sato" not in (out / "tanaka_layers" / "report.html").read_text(encoding="utf-8")


@pytest.mark.needs("bwrap")
def test_lateness_is_told_and_no_points_are_taken(stub: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    os.utime(stub, (1_800_000_000, 1_800_000_000))  # 2027-01-15 08:00 UTC
    due = ("--due", "2027-01-14T08:00+00:00", "--late-policy", "10%/day,max=50%")
    assert autograder("grade", stub, "--out", out, "--lang", "en", *due).returncode == 0
    rows = list(csv.DictReader((out / "grades.csv").open(encoding="utf-8")))
    assert (rows[-1]["late_days"], rows[-1]["score"], rows[-1]["score_after_policy"]) == ("1", "0", "0")
    for page in (out / "report.html", out / "tanaka_layers" / "report.html"):
        assert "Late days: 1" in page.read_text(encoding="utf-8")


def test_an_unclear_due_date_is_said_before_anything_is_graded(stub: Path, tmp_path: Path) -> None:
    done = autograder("grade", stub, "--out", tmp_path / "out", "--due", "2026-12-01T23:59", "--lang", "en")
    assert done.returncode == 1
    assert "offset from UTC" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_roster_that_is_wrong_is_said_before_anything_is_graded(stub: Path, tmp_path: Path) -> None:
    roster, out = tmp_path / "students.csv", tmp_path / "out"
    roster.write_text("name,id,section\nTanaka,1,A\nSato,1,B\n", encoding="utf-8")
    done = autograder("grade", stub, "--out", out, "--roster", roster, "--lang", "en")
    assert done.returncode == 1
    assert "line 3: the id 1 is in line 2 too" in done.stderr
    assert not out.exists()


@pytest.mark.needs("bwrap")
def test_language_is_chosen_or_the_locales(stub: Path, tmp_path: Path) -> None:
    chosen = autograder("grade", stub, "--out", tmp_path / "a", "--lang", "ja")
    locales = autograder("grade", stub, "--out", tmp_path / "b", LANG="ja_JP.UTF-8", LC_ALL="", LC_MESSAGES="")
    for done in (chosen, locales):
        assert "レポート" in done.stdout
    assert 'lang="ja"' in (tmp_path / "a" / "report.html").read_text(encoding="utf-8")


def test_process_isolation_is_marked_loudly(stub: Path, tmp_path: Path) -> None:
    done = autograder("grade", stub, "--out", tmp_path, "--isolation", "process")
    assert done.returncode == 0
    assert "practice, not for grades" in done.stdout.lower()
    assert "practice, not for grades" in (tmp_path / "report.html").read_text(encoding="utf-8").lower()
    assert json.loads((tmp_path / "tanaka_layers" / "result.json").read_text())["isolation"] == "process"


def test_without_bubblewrap_it_stops_and_says_how_to_install_it(stub: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = autograder("grade", stub, "--out", out, PATH=str(tmp_path))
    assert done.returncode == 1
    assert "apt-get install bubblewrap" in done.stderr
    assert "--isolation process" in done.stderr
    assert not out.exists()
    assert "apt-get" in autograder("grade", stub, "--lang", "ja", PATH=str(tmp_path)).stderr


def test_a_path_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    done = autograder("grade", tmp_path / "nobody.zip", "--out", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nobody.zip does not exist" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said_at_the_start(stub: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = autograder("grade", stub, "--out", tmp_path / "file", "--isolation", "process")
    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_that_fails_leaves_the_report_of_the_one_before(stub: Path, tmp_path: Path) -> None:
    fake = tmp_path / "bin" / "bwrap"
    fake.parent.mkdir()
    fake.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo bubblewrap 0.9.0 && exit\necho no namespaces >&2\nexit 1\n'
    )
    fake.chmod(0o755)
    out = tmp_path / "out"
    out.mkdir()
    for name in ("report.html", "grades.csv"):
        (out / name).write_text("of the run before")
    done = autograder("grade", stub, "--out", out, PATH=f"{fake.parent}:{os.environ['PATH']}")
    assert done.returncode == 1
    assert "no namespaces" in done.stderr
    assert "No submission has been graded" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_text() for path in out.iterdir()} == {
        "report.html": "of the run before",
        "grades.csv": "of the run before",
    }


@pytest.mark.needs("bwrap")
def test_the_doctor_s_exit_code_says_whether_grades_can_be_given(tmp_path: Path) -> None:
    healthy = autograder("doctor", "--lang", "ja")
    assert healthy.returncode == 0
    assert "完全に隔離して採点できます" in healthy.stdout
    ill = autograder("doctor", PATH=str(tmp_path))
    assert (ill.returncode, ill.stderr) == (1, "")
    assert "apt-get install bubblewrap" in ill.stdout
    assert "--isolation process" in ill.stdout


def test_build_check_finds_nothing() -> None:
    done = autograder("build", "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_help_is_in_the_locales_language() -> None:
    assert "Grade submissions" in autograder("--help").stdout
    assert "採点" in autograder("--help", LANG="ja_JP.UTF-8", LC_ALL="").stdout
