"""grades.csv keeps its contract, and no cell of it calculates."""

import csv

import pytest

from autograder.exporters.csv_file import write_grades


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_row_an_exercise_and_a_row_the_total(tmp_path, the_class):
    header, *found = rows(write_grades(the_class[3:4], tmp_path, "en"))
    assert header == ["student", "assignment", "exercise", "score", "max_score"]
    assert found == [
        ["s2026004_高橋", "a03_layers", "Linear", "4", "8"],
        ["s2026004_高橋", "a03_layers", "ReLU", "4", "4"],
        ["s2026004_高橋", "a03_layers", "Sigmoid", "3", "3"],
        ["s2026004_高橋", "a03_layers", "BCEWithLogits", "6", "6"],
        ["s2026004_高橋", "a03_layers", "Sequential", "2", "4"],
        ["s2026004_高橋", "", "", "19", "25"],
    ]


def test_totals_are_the_sums_of_their_rows(tmp_path, the_class):
    _, *found = rows(write_grades(the_class, tmp_path, "ja"))
    for report in the_class:
        mine = [row for row in found if row[0] == report.student]
        assert int(mine[-1][3]) == sum(int(row[3]) for row in mine[:-1]) == report.score


def test_a_refused_submission_has_its_row(tmp_path, the_class):
    assert ["s2026010_中村.zip", "", "", "0", "0"] in rows(write_grades(the_class, tmp_path, "ja"))


@pytest.mark.parametrize(
    "student", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", 'a","b\n=1', "\x1b[31m", "x" * 10_000, ""]
)
def test_a_hostile_name_is_one_harmless_cell(tmp_path, make_report, student):
    found = rows(write_grades([make_report(student)], tmp_path, "en"))
    assert len(found) == 7
    assert all(len(row) == 5 for row in found)
    name = found[1][0]
    assert not name.startswith(("=", "+", "-", "@"))
    assert not set(name) & set("\t\r\n\x1b")
    assert 0 < len(name) <= 256


def test_nobody_is_a_header_alone(tmp_path):
    assert len(rows(write_grades([], tmp_path, "en"))) == 1
