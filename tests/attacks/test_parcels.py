"""Hostile zips, folders, notebooks and names: what is done before any student code runs.

Each file of parcels/ is one attack; its docstring says what it tries, and its `pack(folder, right, wrong)` puts it into
`folder` and returns what is handed in. `right` earns everything and `wrong`, the stub, nothing.
"""

from __future__ import annotations

import ast
import os
import re
import runpy
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.course import Assignment
from autograder.exporters import csv_file, html, json_file
from autograder.grading.classroom import grade_class
from autograder.grading.settings import Settings
from autograder.report import Report

pytestmark = pytest.mark.needs("bwrap")

PARCELS = Path(__file__).parent / "parcels"


@dataclass(frozen=True)
class Parcel:
    """What comes of it: words of the refusal, or of a note or a check's message where it is graded; and points."""

    says: str
    earns: int = 0
    graded: bool = False


EXPECTED = {
    "zip_bomb": Parcel("unpacks to more than 100 MB"),
    "zip_of_overlaps": Parcel("data0.txt is damaged"),
    "zip_of_many": Parcel("More than 2,000 files"),
    "zip_traversal": Parcel("leads out of the submission"),
    "zip_absolute": Parcel("leads out of the submission"),
    "zip_with_link": Parcel("out is a symbolic link"),
    "zip_of_two_cases": Parcel("the same name on some computers"),
    "zip_of_the_same_twice": Parcel("in there twice"),
    "zip_that_lies": Parcel("layers.py is damaged"),
    "folder_with_link": Parcel("layers.py is a symbolic link"),
    "folder_with_pipe": Parcel("layers.py is a special file"),
    "hostile_names": Parcel("", earns=25, graded=True),
    "notebook_magics": Parcel("without its magics and shell commands", graded=True),
    "notebook_metadata": Parcel("Not implemented yet", graded=True),
    "notebook_breakout": Parcel("SyntaxError", graded=True),
    "notebook_bomb": Parcel("cannot be read as a notebook"),
}


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory, a03: Assignment) -> dict[str, Path]:
    right, wrong = (path.read_text(encoding="utf-8") for path in (a03.source, a03.stub))
    return {
        name: runpy.run_path(str(PARCELS / f"{name}.py"))["pack"](tmp_path_factory.mktemp(name), right, wrong)
        for name in EXPECTED
    }


@pytest.fixture(scope="module")
def reports(handed_in: dict[str, Path]) -> dict[str, Report]:
    graded = grade_class([*handed_in.values()], Settings(secret=b"parcels"), 2)
    return {[*EXPECTED][index]: report for index, report in graded}


def words(report: Report) -> list[str]:
    """All that the report says: why it refuses, the notes, the messages of the checks."""
    checks = [check for work in report.assignments for exercise in work.exercises for check in exercise.checks]
    notes = [note for work in report.assignments for note in work.notes]
    return [report.message.en, *(note.en for note in notes), *(check.message.en for check in checks)]


@pytest.mark.parametrize("name", EXPECTED)
def test_is_refused_or_earns_what_is_honest_in_it(name: str, reports: dict[str, Report]) -> None:
    parcel, report = EXPECTED[name], reports[name]
    assert any(parcel.says in text for text in words(report)), words(report)
    assert (report.score, bool(report.assignments)) == (parcel.earns, parcel.graded)
    assert bool(report.message) != parcel.graded


def test_nothing_is_written_outside(reports: dict[str, Report]) -> None:
    places = ("/tmp", "/", os.getcwd(), str(Path.cwd().parent))
    assert [place for place in places if os.path.lexists(f"{place}/autograder-was-here")] == []


def test_no_name_and_no_note_acts_on_what_shows_it(reports: dict[str, Report], tmp_path: Path) -> None:
    name = reports["hostile_names"].student
    assert re.fullmatch(r"\w[\w.-]*", name)
    for report in reports.values():
        json_file.write_result(report, tmp_path, "en")
    page = html.write_page([*reports.values()], tmp_path, "en").read_text(encoding="utf-8")
    grades = csv_file.write_grades([*reports.values()], tmp_path, "en").read_text(encoding="utf-8")
    assert name in page
    assert name in grades
    for text in (page, grades):
        assert not set(text) & set("\x1b\x07\x00\u202e")
        assert not re.search(r"<script>alert|<img src=x", text)
    assert not re.search(r'(^|,)"?[=+@-]', grades, re.MULTILINE)
    assert (tmp_path / name / "result.json").is_file()


def test_every_parcel_is_in_the_table_and_says_what_it_tries() -> None:
    found = {path.stem: ast.get_docstring(ast.parse(path.read_text())) for path in PARCELS.glob("*.py")}
    assert set(found) == set(EXPECTED)
    assert all(found.values())
