"""The roster in grades.csv and in the reports: nobody dropped, nobody confused, no cell or name that acts."""

import csv

import pytest

from autograder.exporters.csv_file import write_grades
from autograder.exporters.html import render, render_student
from autograder.roster import Person, call_the_roll

SATO, SUZUKI, ITO = Person("佐藤 美咲", "s001", "A"), Person("鈴木 大輔", "s002", "B"), Person("伊藤", "s003", "")
NAMESAKE = Person("鈴木 大輔", "s004", "B")
PEOPLE = [SATO, SUZUKI, NAMESAKE, ITO]
STUDENTS = ["s001", "鈴木_大輔", "stranger"]


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture
def reports(make_report):
    return [make_report(student) for student in STUDENTS]


def grades(reports, folder, roll):
    path = write_grades(reports, folder, "en", roll)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_columns_come_after_the_five(tmp_path, reports):
    rows = grades(reports, tmp_path, call_the_roll(PEOPLE, STUDENTS))
    header = ["student", "assignment", "exercise", "score", "max_score", "id", "section", "roster"]
    assert list(rows[0]) == header
    totals = [tuple(row[name] for name in header) for row in rows if not row["exercise"]]
    assert totals == [
        ("s001", "", "", "25", "25", "s001", "A", "listed"),
        ("鈴木_大輔", "", "", "25", "25", "", "", "ambiguous"),
        ("stranger", "", "", "25", "25", "", "", "unlisted"),
        ("伊藤", "", "", "0", "25", "s003", "", "absent"),
    ]


def test_who_is_absent_has_everybodys_rows_with_0(tmp_path, reports):
    rows = [row for row in grades(reports, tmp_path, call_the_roll(PEOPLE, STUDENTS)) if row["roster"] == "absent"]
    exercises = [(row["assignment"], row["exercise"], row["score"], row["max_score"]) for row in rows]
    assert exercises[0] == ("a03_layers", "Linear", "0", "8")
    assert len(exercises) == 6


def test_without_a_roster_the_five_are_all(tmp_path, reports):
    assert (
        (write_grades(reports, tmp_path, "en"))
        .read_text(encoding="utf-8")
        .startswith("student,assignment,exercise,score,max_score\n")
    )


def test_the_class_report_says_who_is_absent_unlisted_and_unclear(reports, language):
    page = render(reports, language, call_the_roll(PEOPLE, STUDENTS))
    section = page[page.index('id="roster"') : page.index('id="students"')]
    assert "伊藤" in section
    assert section.index("伊藤") < section.index("stranger") < section.index("鈴木_大輔")
    assert {"s002", "s004"} <= {word for word in ("s001", "s002", "s004") if word in section}
    assert "s001" not in section  # there is nothing to say of who is listed and here
    for words in {
        "ja": ["提出のない人", "名簿にない提出", "誰の提出か決められないもの"],
        "en": ["Absent", "On no line of the roster", "May be one of several"],
    }[language]:
        assert words in section


def test_two_submissions_of_one_person_are_said(make_report, language):
    students = ["s001", "佐藤_美咲"]
    page = render([make_report(name) for name in students], language, call_the_roll([SATO], students))
    assert {"ja": "どれを採るか", "en": "choose which counts"}[language] in page


def test_a_students_page_has_that_students_line_alone(reports, language):
    roll = call_the_roll(PEOPLE, STUDENTS)
    pages = [render_student(report, language, roll) for report in reports]
    assert "佐藤 美咲" in pages[0]
    assert not [one for one in (SUZUKI, NAMESAKE, ITO) if one.id in pages[0] or one.name in pages[0]]
    assert not [one for one in PEOPLE if one.id in pages[1] or one.id in pages[2]]


@pytest.mark.parametrize(
    "words", ["=HYPERLINK(1)", "@SUM(A1)", "+1", "＝1", "-1", "<script>x</script>", "a\x1b[31m\u202eb"]
)
def test_hostile_words_of_a_roster_do_nothing(tmp_path, make_report, language, words):
    people = [Person(words, words, words), Person(words, "absent", words)]
    roll = call_the_roll(people, [words])
    reports = [make_report(words)]
    for row in grades(reports, tmp_path, roll):
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "＝")) or "\x1b" in cell]
    for page in (render(reports, language, roll), render_student(reports[0], language, roll)):
        assert "<script>x" not in page
        assert not set(page) & set("\x1b\u202e")
