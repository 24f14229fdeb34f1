"""grades.csv: the points of a class, for spreadsheets and learning platforms. The command line imports this."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.exporters.files import write_whole
from autograder.exporters.harmless import cell
from autograder.report import Report
from autograder.text import Language

COLUMNS = ("student", "assignment", "exercise", "score", "max_score")


def write_grades(reports: Sequence[Report], folder: Path, language: Language) -> Path:
    """Write `folder`/grades.csv, UTF-8, the same in every `language`, and return its path.

    A row an exercise, then a row with the student's total, whose assignment and exercise are empty. A name that a
    spreadsheet would take for a formula has an apostrophe in front.

    Raises:
        ExportError: it can't be written; what was there before is still there.
    """
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for report in reports:
        writer.writerows(_rows(report))
    return write_whole(folder / "grades.csv", table.getvalue())


def _rows(report: Report) -> Iterator[tuple[str, str, str, int, int]]:
    student = cell(report.student)
    for assignment in report.assignments:
        for exercise in assignment.exercises:
            yield student, cell(assignment.id), cell(exercise.id), exercise.score, exercise.max_score
    yield student, "", "", report.score, report.max_score
