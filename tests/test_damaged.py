"""Two hundred damaged submissions among twenty good ones: every one gets its answer, the good ones their points."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Assignment
from autograder.grading.classroom import grade_class
from autograder.grading.settings import Settings

pytestmark = [pytest.mark.needs("bwrap"), pytest.mark.timeout(900), pytest.mark.sweep]
DAMAGED, GOOD = 200, 20

Damage = Callable[[bytes, random.Random], bytes]
DAMAGES: dict[str, Damage] = {
    "cut off": lambda content, rng: content[: rng.randrange(len(content))],
    "noise in it": lambda content, rng: _noisy(content, rng),
    "all noise": lambda content, rng: rng.randbytes(len(content)),
    "empty": lambda content, rng: b"",
    "zeros": lambda content, rng: bytes(len(content)),
}


def _noisy(content: bytes, rng: random.Random) -> bytes:
    noisy = bytearray(content)
    for _ in range(20):
        noisy[rng.randrange(len(noisy))] = rng.randrange(256)
    return bytes(noisy)


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("assignments/a03_layers/layers.py", content)
    return packed.getvalue()


def test_damaged_submissions_disturb_nobody(a03: Assignment, tmp_path: Path) -> None:
    rng = random.Random(0)
    stub = a03.stub.read_bytes()  # quick to grade where the damage spares it
    kinds = {".zip": zipped(stub), ".py": stub, ".ipynb": a03.notebook("ja").read_bytes()}
    paths = []
    for number in range(DAMAGED):
        suffix, content = rng.choice(list(kinds.items()))
        damage = rng.choice(list(DAMAGES.values()))
        paths.append(tmp_path / f"damaged_{number}_layers{suffix}")
        paths[-1].write_bytes(damage(content, rng))
    right = a03.source.read_bytes()
    for number in range(GOOD):
        suffix, content = (".py", right) if number % 2 else (".zip", zipped(right))
        paths.insert(rng.randrange(len(paths)), tmp_path / f"good_{number}_layers{suffix}")
        (tmp_path / f"good_{number}_layers{suffix}").write_bytes(content)
    reports = {report.student: report for _, report in grade_class(paths, Settings(secret=b"tests"), 2)}
    assert len(reports) == DAMAGED + GOOD
    good = [report for name, report in reports.items() if name.startswith("good")]
    assert [report.score for report in good] == [a03.points] * GOOD
    for name in reports.keys() - {report.student for report in good}:
        report = reports[name]
        assert report.score == 0
        checks = [check for work in report.assignments for exercise in work.exercises for check in exercise.checks]
        assert report.message or any(check.message for check in checks), name
        assert "fault of the grader" not in report.message.en
