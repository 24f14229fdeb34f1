"""Late days and what a policy would leave: read strictly, shown, never taken from the points."""

import csv
from datetime import timedelta

import pytest

from autograder.exporters.csv_file import write_grades
from autograder.exporters.html import render, render_student
from autograder.handed_in import HandedIn
from autograder.lateness import Lateness, LatenessError, lateness, parse_due, parse_policy
from autograder.report import AssignmentResult, CheckResult, ExerciseResult, Report
from autograder.roster import Person, call_the_roll
from autograder.text import Text

DUE = parse_due("2026-12-01T23:59+09:00")


def report(student, score=10):
    checks = (
        CheckResult("a", Text("甲", "A"), "passed", score),
        CheckResult("b", Text("乙", "B"), "failed", 13 - score),
    )
    exercise = ExerciseResult("ReLU", Text("活性化", "ReLU"), checks)
    return Report(student, 1, "bwrap", (AssignmentResult("a03", Text("層", "Layers"), "layers.py", (exercise,)),))


def late(policy="10%/day", **after):
    times = {name: None if delta is None else HandedIn(DUE + delta, "commit") for name, delta in after.items()}
    return Lateness(DUE, parse_policy(policy), times)


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(days=-3), 0),
        (timedelta(0), 0),
        (timedelta(seconds=1), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 2),
        (None, None),
    ],
)
def test_a_late_day_counts_once_it_has_begun(after, days):
    assert late(a=after).days("a") == days


@pytest.mark.parametrize(
    ("policy", "days", "left"),
    [
        ("none", 5, "10"),
        ("10%/day", 0, "10"),
        ("10%/day", 1, "9"),
        ("10%/day", 20, "0"),
        ("2.5%/day", 1, "9.75"),
        ("-2/day", 2, "6"),
        ("2/day", 9, "0"),
        ("-2/day,max=5", 3, "5"),
        ("10%/day, max=50%", 9, "5"),
    ],
)
def test_what_a_policy_leaves(policy, days, left):
    assert late(policy, a=timedelta(days=days)).score_after(report("a")) == left


def test_where_the_time_is_not_known_no_policy_applies():
    assert late(a=None).score_after(report("a")) == ""


@pytest.mark.parametrize("value", ["", "tomorrow", "2026-12-01", "2026-12-01T23:59", "2026-13-01T23:59+09:00"])
def test_a_due_date_without_a_time_and_a_zone_is_refused(value):
    with pytest.raises(LatenessError, match=r"\+09:00"):
        parse_due(value)


@pytest.mark.parametrize(
    "value", ["", "10", "10%", "10%/week", "1e3/day", "10%/day,max=5", "2/day,max=50%", "--2/day", "nan/day"]
)
def test_a_policy_that_is_unclear_is_refused(value):
    with pytest.raises(LatenessError, match="10%/day"):
        parse_policy(value)


def test_a_policy_needs_a_due_date():
    assert lateness(None, None, {}) is None
    with pytest.raises(LatenessError, match="--due"):
        lateness(None, "none", {})


def test_grades_keep_what_was_earned(tmp_path):
    reports = [report("a"), report("b"), report("c")]
    found = late("-2/day", a=timedelta(days=2), b=timedelta(0), c=None)
    roll = call_the_roll([Person("d", "4", "")], ["a", "b", "c"])
    with write_grades(reports, tmp_path, "en", roll, found).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [
        "student", "assignment", "exercise", "score", "max_score", "id", "section", "roster",
        "late_days", "score_after_policy",
    ]  # fmt: skip
    assert [(row[0], row[2], row[3], row[-2], row[-1]) for row in rows] == [
        ("a", "ReLU", "10", "2", ""),
        ("a", "", "10", "2", "6"),
        ("b", "ReLU", "10", "0", ""),
        ("b", "", "10", "0", "10"),
        ("c", "ReLU", "10", "", ""),
        ("c", "", "10", "", ""),
        ("d", "ReLU", "0", "", ""),
        ("d", "", "0", "", ""),
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_say_when_how_late_and_by_what(language):
    found = late("-2/day", a=timedelta(days=2), b=timedelta(0), c=None)
    class_page = render([report(name) for name in "abc"], language, None, found)
    own = [render_student(report(name), language, None, found) for name in "abc"]
    words = {
        "ja": ["2 日の遅れ", "最後のコミット", "-2/day をあてはめると 6 点", "反映していません"],
        "en": ["Late days: 2", "last commit", "-2/day would leave 6", "can be forged"],
    }[language]
    assert all(word in class_page for word in words)
    assert all(word in own[0] for word in words[:3])
    assert "2026-12-03 23:59+09:00" in own[0]
    assert not [word for word in words[0:3:2] if word in own[1] or word in own[2]]
    assert {"ja": "間に合っています", "en": "in time"}[language] in own[1]
    assert {"ja": "わかりません", "en": "not known"}[language] in own[2]
    assert "10 / 13" in own[0]  # what was earned stays
