"""grades.csv: the points of a class, for spreadsheets and learning platforms. The command line imports this."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.exporters import summary
from autograder.exporters.files import write_whole
from autograder.exporters.harmless import cell
from autograder.lateness import Lateness
from autograder.report import Report
from autograder.roster import Entry, Roll
from autograder.text import Language

COLUMNS = ("student", "assignment", "exercise", "score", "max_score")
ROSTER_COLUMNS = ("id", "section", "roster")
LATE_COLUMNS = ("late_days", "score_after_policy")

Row = tuple[str | int, ...]


def write_grades(
    reports: Sequence[Report],
    folder: Path,
    language: Language,
    roll: Roll | None = None,
    late: Lateness | None = None,
) -> Path:
    """Write `folder`/grades.csv, UTF-8, the same in every `language`, and return its path.

    A row an exercise, then a row with the student's total, whose assignment and exercise are empty. A name that a
    spreadsheet would take for a formula has an apostrophe in front. With a `roll`, three columns follow: the student's
    id and section, empty where it is not clear who that is, and how the student stands on the roster; who is absent has
    the rows of everybody else, with 0 points. With `late`, two more: the late days, and in the total's row what the
    policy would leave of it; `score` is always what was earned.

    Raises:
        ExportError: it can't be written; what was there before is still there.
    """
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS + (ROSTER_COLUMNS if roll else ()) + (LATE_COLUMNS if late else ()))
    for report in reports:
        standing = _standing(roll.entries[report.student]) if roll else ()
        for row in _rows(report):
            writer.writerow(row + standing + (_lateness(report, late, total=not row[2]) if late else ()))
    if roll:
        nothing = ("", "") if late else ()
        writer.writerows(row + nothing for row in _absent(reports, roll))
    return write_whole(folder / "grades.csv", table.getvalue())


def _standing(entry: Entry) -> Row:
    person = entry.person
    return (_optional(person.id), _optional(person.section), entry.standing) if person else ("", "", entry.standing)


def _lateness(report: Report, late: Lateness, *, total: bool) -> Row:
    days = late.days(report.student)
    return "" if days is None else days, late.score_after(report) if total else ""


def _absent(reports: Sequence[Report], roll: Roll) -> Iterator[Row]:
    spreads = summary.spreads(reports)
    for person in roll.absent:
        student, last = cell(person.name), (_optional(person.id), _optional(person.section), "absent")
        for spread in spreads:
            for exercise in spread.exercises:
                yield student, cell(spread.id), cell(exercise.id), 0, exercise.max_score, *last
        yield student, "", "", 0, sum(spread.max_score for spread in spreads), *last


def _optional(words: str) -> str:
    return cell(words) if words else ""


def _rows(report: Report) -> Iterator[Row]:
    student = cell(report.student)
    for assignment in report.assignments:
        for exercise in assignment.exercises:
            yield student, cell(assignment.id), cell(exercise.id), exercise.score, exercise.max_score
    yield student, "", "", report.score, report.max_score
