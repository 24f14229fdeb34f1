"""Hostile submissions: none gains a point, sees a hidden thing, writes outside, stays behind or hurts the next one.

Each file (or folder) of submissions/ is one attack; its docstring says what it tries. What would take in our own pytest
or Python too ends in `.hostile` there, and loses that when it is handed in.
"""

from __future__ import annotations

import io
import json
import os
import re
import secrets
import select
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pytest
from rich.console import Console

from autograder.course import Assignment
from autograder.exporters import csv_file, html, terminal
from autograder.grading.classroom import grade_class
from autograder.grading.grader import grade
from autograder.grading.settings import Settings
from autograder.limits import Limits
from autograder.report import CheckResult, Report
from autograder.sandbox.jail import SCRATCH
from autograder.sandbox.sandbox import Sandbox

pytestmark = [pytest.mark.needs("bwrap"), pytest.mark.timeout(900)]

SUBMISSIONS = Path(__file__).parent / "submissions"
CANARY = f"canary-{secrets.token_hex(8)}"
# Every process of a sandbox has its options on its command line, so this odd number finds ours, and only ours.
MARK = 2**20 + secrets.randbelow(2**16)
LIMITS = Limits(output_bytes=MARK)
SHORT = replace(LIMITS, check_seconds=5, submission_seconds=20)
LARGEST_REPORT = 200_000  # characters, in both languages together
SMALL = replace(LIMITS, memory_bytes=2**29)


@dataclass(frozen=True)
class Attack:
    """What comes of it: the points of its honest part, and words that some check's message holds."""

    earns: int
    says: str
    limits: Limits = LIMITS
    alone: bool = False  # graded by the process that runs the tests, where the canaries are


ENDED = "The program ended itself"
STOPPED = "Stopped after 5 seconds"
ATTACKS = {
    # ending early
    "exit_at_import": Attack(0, ENDED),
    "exit_in_backward": Attack(5, ENDED),  # each of the five forwards is right
    "exit_politely": Attack(0, "SystemExit: 0"),
    "skip_the_check": Attack(0, "Skipped: not today"),
    "segfault": Attack(0, "SIGSEGV"),
    "deep_recursion": Attack(0, "SIGSEGV"),
    "exit_hooks": Attack(0, "RuntimeError: and now the hooks"),
    "timer_signals": Attack(0, "SystemExit: 0"),
    # changing the judge
    "files_beside": Attack(0, "taken in: []"),
    "patched_numpy": Attack(0, "differs in 20 of 20 entries"),
    "import_hooks": Attack(0, "differs in 20 of 20 entries"),
    "rewired_session": Attack(0, "not the kind of value that was expected"),
    "changed_constants": Attack(0, "The program "),  # crashes or ends, as it falls out
    # lying values
    "zeros_everywhere": Attack(0, "dweight is all zeros"),
    "equal_to_everything": Attack(0, "but is Yes"),
    "lying_numbers": Attack(0, "loss should be float, but is"),
    "nan_everywhere": Attack(0, "holds nan or inf"),
    "object_arrays": Attack(0, "ndarray of object"),
    "masked_arrays": Attack(0, "but is MaskedArray"),
    "array_by_protocol": Attack(0, "but is OnDemand"),
    "pickled_answers": Attack(0, "but is bytes"),
    "broadcastable": Attack(0, "should have shape (5, 4), but has (1, 5, 4)"),
    "absurd_shapes": Attack(0, "an array of 4611686018427387904 bytes"),
    "handles": Attack(0, "but is ndarray of float64"),
    # stealing
    "search_memory": Attack(0, "found []", alone=True),
    "read_hidden_files": Attack(0, "found [] {}", alone=True),
    "environment": Attack(0, "found ([], {}", alone=True),
    "network": Attack(0, "reached []", alone=True),
    "traced": Attack(0, "found []", alone=True),
    "steal_the_reference": Attack(0, "wrong, so that the right one comes"),  # it catches it; nobody is told
    "counting_calls": Attack(1, "call 2 of all checks"),  # ReLU's forward, where that is all
    # not doing the work
    "import_torch": Attack(0, "The package torch is not there"),
    "lecture_numbers": Attack(0, "should have shape"),
    "learns_otherwise": Attack(0, "did not move as gradient descent moves them"),
    "changes_inputs": Attack(0, "is all zeros"),
    "measured_per_entry": Attack(8, "differs in"),  # the forwards, and Sequential
    "measured_by_ones": Attack(18, "calls forward at other points"),  # all but the gradients of Linear
    "measured_once": Attack(18, "dx is all zeros"),
    "measured_elementwise": Attack(15, "calls forward at other points"),  # Linear, Sequential, the forwards
    "measured_inline": Attack(15, ""),
    # forging the result
    "forged_frames": Attack(0, "not the kind of value that was expected"),
    "array_for_a_word": Attack(0, "not an answer"),
    "report_bomb": Attack(0, "xxxxxxxx", SHORT),
    "result_files": Attack(0, ENDED),
    "hostile_words": Attack(0, "<script>alert(1)</script>"),
    "huge_exceptions": Attack(0, "Deep: xxxxxxxx"),
    # hurting the machine
    "fork_bomb": Attack(0, STOPPED, SHORT),
    "thread_bomb": Attack(0, STOPPED, SHORT),
    "memory_bomb": Attack(0, "MemoryError", SHORT),
    "memory_of_many": Attack(0, "more than 0.5 GiB of memory", SMALL),
    "memory_behind_an_answer": Attack(0, "more than 0.5 GiB of memory", SMALL),
    "disk_bomb": Attack(0, ENDED),
    "output_bomb": Attack(0, "it printed more than", SHORT),
    "loop_at_import": Attack(0, STOPPED, SHORT),
    "endless_destructor": Attack(0, "Stopped after 2 seconds", replace(SHORT, check_seconds=2, submission_seconds=6)),
    "many_descriptors": Attack(0, "True: Too many open files"),
    "scheduling": Attack(0, "managed []"),
    "deaf_to_signals": Attack(0, STOPPED, SHORT),
    "slow_everywhere": Attack(0, "had used up its 6 seconds", replace(SHORT, submission_seconds=6)),
    "outlive": Attack(0, "has no attribute 'forward'"),
    # between checks
    "state_between_checks": Attack(0, "found []"),
    "shared_memory": Attack(0, "found nothing"),
    # killing the parent, leaving the sandbox
    "kill_the_parent": Attack(0, "has no attribute 'forward'"),
    "trace_the_parent": Attack(0, "managed []"),
    "gain_privileges": Attack(0, "managed []"),
    # the codec
    "huge_numbers": Attack(0, "an int of 375001 bytes"),
    "endless_lists": Attack(0, "nested too deeply", SHORT),
    "moving_list": Attack(0, "", SHORT),
}


KNOWN_GAPS = {
    "measured_inline": "a complex step of 1e-200, under another name than forward, gives what the formula gives",
}


class Ears:
    """Listens where the attack `network` calls: TCP and UDP on this machine, and an abstract Unix socket."""

    def __init__(self) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(f"\0autograder-{self.port}")
        self.unix.listen()

    def heard(self) -> list[str]:
        """Who has called since the last time."""
        ready, _, _ = select.select([self.tcp, self.udp, self.unix], [], [], 0)
        heard = []
        for ear in ready:
            heard.append(str(ear.recv(100) if ear is self.udp else ear.accept()))
        return heard

    def close(self) -> None:
        for ear in (self.tcp, self.udp, self.unix):
            ear.close()


def hand_in(name: str, folder: Path, port: int) -> Path:
    """The attack as a folder that a student would hand in."""
    source, target = SUBMISSIONS / name, folder / name
    if source.is_dir():
        shutil.copytree(source, target)
        for path in target.glob("*.hostile"):
            path.rename(path.with_suffix(""))
    else:
        target.mkdir()
        text = source.with_suffix(".py").read_text()
        (target / "layers.py").write_text(text.replace("PORT = 0", f"PORT = {port}"))
    return target


def survivors() -> list[psutil.Process]:
    """Processes of a sandbox that these tests have started."""
    mark, found = f'"output_bytes": {MARK}', []
    for process in psutil.process_iter():
        try:
            if any(mark in argument for argument in process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def checks(report: Report) -> list[CheckResult]:
    return [check for work in report.assignments for exercise in work.exercises for check in exercise.checks]


@dataclass
class Aftermath:
    """What grading all attacks has left: reports by name, and what should not be there."""

    reports: dict[str, Report]
    changed: set[str]  # files beside the submissions
    heard: list[str]
    left: list[str]  # processes


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory, a03: Assignment) -> Iterator[Aftermath]:
    """Grade all attacks, two at a time, and right submissions in their midst; canaries lie about."""
    folder = tmp_path_factory.mktemp("class")
    hidden = [folder / "canary.txt", Path(tempfile.gettempdir()) / f"{CANARY}.txt"]
    for path in hidden:
        path.write_text(CANARY)
    os.environ["AUTOGRADER_CANARY"] = CANARY
    ears, after = Ears(), Aftermath({}, set(), [], [])
    try:
        paths = {name: hand_in(name, folder, ears.port) for name in ATTACKS}
        for number in range(RIGHT_ONES):
            paths[f"right_{number}"] = folder / f"right_{number}"
            paths[f"right_{number}"].mkdir()
            shutil.copy(a03.source, paths[f"right_{number}"] / "layers.py")
        before = snapshot(folder)
        for names, limits, alone in batches():
            settings = Settings(limits=limits, secret=CANARY.encode())
            handed_in = [paths[name] for name in names]
            here = enumerate(grade(path, settings) for path in handed_in)
            graded = here if alone else grade_class(handed_in, settings, 2)
            after.reports |= {names[index]: report for index, report in graded}
            after.left += [f"{process} after {names}" for process in survivors()]
        after.changed = {path for path, content in snapshot(folder).items() if before.get(path) != content}
        after.heard = ears.heard()
        yield after
    finally:
        ears.close()
        del os.environ["AUTOGRADER_CANARY"]
        for path in hidden:
            path.unlink()


RIGHT_ONES = 8


def batches() -> Iterator[tuple[list[str], Limits, bool]]:
    """What can be graded together; a right submission after every few hostile ones, beside and after the bombs."""
    right = (f"right_{number}" for number in range(RIGHT_ONES))
    groups: dict[tuple[Limits, bool], list[str]] = {}
    for name, attack in ATTACKS.items():
        group = groups.setdefault((attack.limits, attack.alone), [])
        group.append(name)
        if len(group) % 6 == 2:
            group += [one] if (one := next(right, None)) else []
    for (limits, alone), names in groups.items():
        yield names, limits, alone


NAMES = [
    pytest.param(name, marks=pytest.mark.xfail(reason=KNOWN_GAPS[name], strict=True) if name in KNOWN_GAPS else ())
    for name in ATTACKS
]


@pytest.mark.parametrize("name", NAMES)
def test_earns_what_is_honest_in_it(name: str, aftermath: Aftermath) -> None:
    attack, report = ATTACKS[name], aftermath.reports[name]
    earned = [(check.name, check.points) for check in checks(report) if check.points]
    assert (report.score, report.max_score) == (attack.earns, 25), earned


@pytest.mark.parametrize("name", ATTACKS)
def test_runs_into_the_wall_it_is_meant_for(name: str, aftermath: Aftermath) -> None:
    messages = {check.message.en for check in checks(aftermath.reports[name])}
    assert any(ATTACKS[name].says in message for message in messages), messages


@pytest.mark.parametrize("name", ATTACKS)
def test_report_gives_nothing_away(name: str, aftermath: Aftermath) -> None:
    report = aftermath.reports[name]
    text = json.dumps([report.to_dict("ja"), report.to_dict("en")], ensure_ascii=False)
    for secret in (CANARY, "root:x:0", "BEGIN SOLUTION", "stolen: "):
        assert secret not in text
    assert len(text) < LARGEST_REPORT


def test_what_shows_the_reports_does_nothing_that_they_say(aftermath: Aftermath, tmp_path: Path) -> None:
    reports = list(aftermath.reports.values())
    page = html.write_page(reports, tmp_path, "en").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page  # it is there, as words
    assert not re.search(r"<script>alert|<img src=x|<b>=1", page)
    console = Console(file=io.StringIO(), width=200)
    console.print(terminal.class_table(reports, "en"), terminal.closing(reports, tmp_path, "en"))
    csv_file.write_grades(reports, tmp_path, "en")
    grades = (tmp_path / "grades.csv").read_text(encoding="utf-8")
    for text in (page, grades, console.file.getvalue()):
        assert not set(text) & set("\x1b\x07\x08\x00\u202e")
    assert not re.search(r"^\s*::|##\w*\[", console.file.getvalue(), re.MULTILINE)  # a CI would obey
    assert not re.search(r'(^|,)"?[=+@-]', grades, re.MULTILINE)


def test_right_submissions_beside_and_after_them_earn_everything(aftermath: Aftermath) -> None:
    right = {name: report for name, report in aftermath.reports.items() if name.startswith("right_")}
    assert len(right) >= 6
    lost = {(name, check.name, check.message.en) for name in right for check in checks(right[name]) if not check.points}
    assert lost == set()
    assert {report.score for report in right.values()} == {25}


def test_nothing_is_left_outside(aftermath: Aftermath) -> None:
    assert aftermath.left == []
    assert aftermath.changed == set()
    places = (SCRATCH, "/", "/var/tmp", "/dev/shm", "/usr/lib", str(Path(__file__).parent))
    names = ("autograder-was-here", "note", "result.json", "large", "disk")
    assert [f"{place}/{name}" for place in places for name in names if os.path.lexists(f"{place}/{name}")] == []


def test_nobody_has_called(aftermath: Aftermath) -> None:
    assert aftermath.heard == []


def test_every_attack_is_in_the_table_and_says_what_it_tries() -> None:
    found = {path.stem: path / "layers.py" if path.is_dir() else path for path in SUBMISSIONS.iterdir()}
    found.pop("__pycache__", None)
    assert set(found) == set(ATTACKS)
    assert all(path.read_text().startswith('"""') for path in found.values())


def test_the_search_for_survivors_finds_what_is_there(tmp_path: Path) -> None:
    with Sandbox(tmp_path, "bwrap", LIMITS) as sandbox, sandbox.check():
        assert survivors()
    assert not survivors()


def test_the_ears_hear() -> None:
    ears = Ears()
    try:
        assert ears.heard() == []
        with socket.create_connection(("127.0.0.1", ears.port)):
            assert len(ears.heard()) == 1
    finally:
        ears.close()
