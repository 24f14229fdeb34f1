"""What an instructor is told to look at: who, where and how many, from data and never from a message's words."""

from dataclasses import replace

import pytest

from autograder.exporters.attention import LIMITS, OTHERS, carried, incidents, suspects
from autograder.exporters.html import render
from autograder.exporters.labels import REASON
from autograder.report import Report
from autograder.text import Text

WRONG = ("failed", {"message": Text.same("wrong")})
STUB = ("not_implemented", {})


def test_a_check_that_everyone_fails_is_suspect(make_report):
    reports = [make_report("a", ReLU={"_1": WRONG}), make_report("b", ReLU={"_1": WRONG, "_0": WRONG})]
    (suspect,) = suspects(reports)
    assert (suspect.assignment, suspect.exercise, suspect.attempts) == ("a03_layers", "ReLU", 2)
    assert suspect.title.en == "the weight's gradient sums over the batch"
    assert not suspects([*reports, make_report("c")])


def test_who_has_not_attempted_it_says_nothing_about_a_check(make_report):
    failed = [make_report(name, ReLU={"_1": WRONG}) for name in "ab"]
    stub = make_report("c", ReLU={"all": STUB})
    broken = make_report("d", all={"all": ("error", {"message": Text.same("line 41")})})
    refused = Report("e", 1, "bwrap", ())
    assert [suspect.attempts for suspect in suspects([*failed, stub, broken, refused])] == [2]
    assert not suspects([stub, stub, broken, broken])


def test_one_student_alone_makes_no_suspect(make_report):
    assert not suspects([make_report("a", ReLU={"_1": WRONG}), make_report("b", ReLU={"all": STUB})])


def test_a_half_written_exercise_is_attempted(make_report):
    half = make_report("a", ReLU={"_1": STUB})
    assert [suspect.exercise for suspect in suspects([half, half])] == ["ReLU"]


@pytest.mark.parametrize("reason", [*LIMITS, *OTHERS])
def test_what_ended_a_check_is_known_by_its_reason(make_report, reason):
    met = {"_0": ("error", {"reason": reason}), "_1": ("error", {"reason": reason})}
    reports = [make_report("a"), make_report("b", Linear=met, ReLU=met)]
    (found,) = incidents(reports, LIMITS + OTHERS)
    assert (found.reason, found.students) == (reason, ((1, ("Linear", "ReLU")),))
    assert not incidents(reports, [other for other in LIMITS + OTHERS if other != reason])


def test_a_message_that_only_speaks_of_a_limit_is_none(make_report):
    words = Text.same("Stopped: it tried to use more than 2 GiB of memory.")
    assert not incidents([make_report("a", Linear={"_0": ("error", {"message": words})})], LIMITS + OTHERS)


def with_note(report, exercise):
    (assignment,) = report.assignments
    exercises = [replace(e, note=Text.same("n")) if e.id == exercise else e for e in assignment.exercises]
    return replace(report, assignments=(replace(assignment, exercises=tuple(exercises)),))


def test_errors_carried_forward_go_by_exercise(make_report):
    reports = [with_note(make_report("a"), "ReLU"), make_report("b"), with_note(make_report("c"), "ReLU")]
    (found,) = carried(reports)
    assert (found.exercise, found.students) == ("ReLU", (0, 2))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_says_all_of_it(make_report, language):
    met = {"_0": ("timeout", {"reason": "time"}), "_1": ("error", {"reason": "forged"})}
    page = render([with_note(make_report(name, Linear=met), "Sequential") for name in "ab"], language)
    for words in {
        "ja": ["取り組んだ 2 人の全員", "時間切れ", "返事の形が正しくない", "前の間違いを引き継がせなかった問題"],
        "en": ["all of the 2 students who tried", "Out of time", "was not an answer", "not carried forward"],
    }[language]:
        assert words in page


@pytest.mark.parametrize("language", ["ja", "en"])
def test_where_there_is_nothing_to_look_at_the_page_is_silent(make_report, language):
    assert 'id="attention"' not in render([make_report("a"), make_report("b")], language)


def test_hostile_words_are_escaped_here_too(make_report):
    words = "<script>x</script>"
    met = {"_0": ("error", {"reason": "ended"})}
    page = render([with_note(make_report(words, Linear=met), "Linear")] * 2, "en")
    assert words not in page


def test_every_reason_has_its_words():
    assert set(REASON) == {*LIMITS, *OTHERS}
    assert all(text.ja != text.en for text in REASON.values())
