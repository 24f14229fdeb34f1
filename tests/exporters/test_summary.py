"""What the reports say together."""

from dataclasses import replace

import pytest

from autograder.exporters.labels import LABELS, PRACTICE, STATUS
from autograder.exporters.summary import findings, misconceptions, problems, shared_problem, spreads
from autograder.report import Report
from autograder.text import Text


def test_points_are_spread_over_those_who_handed_in(the_class):
    (spread,) = spreads(the_class)
    assert (spread.id, spread.students, spread.max_score, spread.full_marks) == ("a03_layers", 11, 25, 2)
    assert spread.mean == pytest.approx(sum(report.score for report in the_class) / 11)
    linear = spread.exercises[0]
    assert linear.counts == (2, 0, 0, 0, 1, 0, 3, 0, 5)
    assert linear.mean == pytest.approx((4 + 3 * 6 + 5 * 8) / 11)


def test_misconceptions_count_students_not_checks(the_class):
    first, *others = misconceptions(the_class)
    assert first.title.en == "Bias gradient not summed over the batch"
    assert first.students == (3, 8, 10)  # student 3 has it in three checks
    assert first.exercises == ("Linear", "Sequential")
    assert [len(other.students) for other in others] == [1, 1]


def test_a_misconception_without_a_title_goes_by_its_id(make_report):
    report = make_report("a", ReLU={"_0": ("failed", {"diagnosis": "relu-kink-one"})})
    assert misconceptions([report])[0].title == Text.same("relu-kink-one")


def test_one_id_in_two_assignments_is_two_misconceptions(make_report):
    report = make_report("a", ReLU={"_0": ("failed", {"diagnosis": "same"})})
    other = replace(report.assignments[0], id="a04_engine")
    assert len(misconceptions([replace(report, assignments=(*report.assignments, other))])) == 2


def test_a_syntax_error_is_told_once(the_class):
    problem = shared_problem(the_class[6].assignments[0])
    assert problem is not None
    assert len(problem.checks) == 14
    assert "line 41" in problem.message.en
    assert shared_problem(the_class[0].assignments[0]) is None  # all passed: nothing to tell
    assert shared_problem(the_class[11].assignments[0]) is None  # two exercises of five


def test_only_what_all_checks_tell_is_shared(make_report):
    def shared(**fields):
        status = fields.pop("status", "error")
        return shared_problem(make_report("a", all={"all": (status, fields)}, **differing).assignments[0])

    differing = {}
    assert shared(message=Text.same("same"))
    assert not shared(message=Text.same("same"), status="failed")
    assert not shared(message=Text.same("same"), diagnosis="x")
    differing = {"ReLU": {"all": ("error", {"message": Text.same("another")})}}
    assert not shared(message=Text.same("same"))


def test_checks_with_one_cause_are_told_together(the_class):
    together = problems(the_class[3].assignments[0].exercises[0])
    assert [len(problem.checks) for problem in together] == [2]
    assert together[0].message.en.startswith("`dbias`")


def test_checks_with_one_diagnosis_keep_their_own_messages(make_report):
    fields = {"diagnosis": "x", "hint": Text.same("think")}
    wrong = {f"_{n}": ("failed", {**fields, "message": Text.same(f"message {n}")}) for n in (0, 1)}
    (problem,) = problems(make_report("a", Linear=wrong).assignments[0].exercises[0])
    assert not problem.message
    assert [check.message.en for check in problem.checks] == ["message 0", "message 1"]


@pytest.mark.parametrize(
    ("student", "kinds", "words"),
    [
        (0, ["full"], "full marks"),
        (3, ["diagnosis"], "Bias gradient not summed over the batch"),
        (4, ["lost"], "not written yet"),
        (5, ["diagnosis", "lost"], "Sigmoid: wrong result"),
        (6, ["lost"], "error: layers.py, line 41"),
        (7, ["lost"], "Sequential: timed out"),
        (9, ["refused"], "more than 100 MB"),
        (11, ["lost"], "BCEWithLogits, Sequential: not written yet"),
    ],
)
def test_a_student_in_a_few_words(the_class, student, kinds, words):
    found = findings(the_class[student])
    assert [finding.kind for finding in found] == kinds
    assert words in found[-1].text.en


def test_of_several_assignments_each_finding_says_where(the_class):
    stub, late = the_class[4].assignments[0], replace(the_class[7].assignments[0], id="a04_engine")
    found = findings(replace(the_class[4], assignments=(stub, late)))
    assert [finding.text.en for finding in found] == ["a03_layers: not written yet", "a04_engine/Sequential: timed out"]
    assert [finding.text.en for finding in findings(the_class[4])] == ["not written yet"]  # of one, it need not


def test_a_submission_that_holds_nothing_says_so():
    (finding,) = findings(Report("a", 1, "bwrap", ()))
    assert finding.kind == "refused"
    assert finding.text


def test_every_label_is_written_twice():
    for text in (*LABELS.values(), *STATUS.values(), PRACTICE):
        assert text.ja
        assert text.en
        assert text.ja != text.en
