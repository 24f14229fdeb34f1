"""The table and the lines around it: readable, and driven by nobody's name."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from autograder.exporters.terminal import class_table, closing, progress
from autograder.report import Report
from autograder.text import Text

HOSTILE = [
    "[red]markup[/]",
    "[/]",
    "[link=https://evil.example]x[/link]",
    ":warning: {task.completed}",
    "\x1b[31mred\x1b]0;owned\x07",
    "::error::hello",
    "##[error]hello",
    "fine\n::notice::hello",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaa::warning::hello",
    "exe\u202egnp.py",
    "x" * 10_000,
    "👩\u200d💻 =1+1",
    "lone \ud800",
]


def printed(*things, width=80, colours=False, **how):
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colours, color_system="truecolor" if colours else None
    )
    for thing in things:
        console.print(thing, **how)
    return console.file.getvalue()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_row_a_student_with_points_and_findings(the_class, language):
    table = printed(class_table(the_class, language), width=140)
    for report in the_class:
        (row,) = [line for line in table.splitlines() if report.student[:8] in line]
        assert (f"{report.score} / {report.max_score}" if report.assignments else "–") in row
    assert {"ja": "ReLU の 0 での微分を 1 としている", "en": "ReLU's derivative at 0 taken as 1"}[language] in table
    assert {"ja": "100 MB を超える", "en": "more than 100 MB"}[language] in table


@pytest.mark.parametrize("language", ["ja", "en"])
def test_practice_is_said_above_and_below(the_class, practice_class, language):
    banner = {"ja": "練習用・成績には使えません", "en": "Practice, not for grades"}[language]
    page = Path("out/report.html")
    for thing in (class_table(practice_class, language), closing(practice_class, page, language)):
        assert banner in printed(thing)
    for thing in (class_table(the_class, language), closing(the_class, page, language)):
        assert banner not in printed(thing)


def test_the_closing_lines_say_what_matters(the_class):
    lines = printed(closing(the_class, Path("a/long" * 30, "report.html"), "en"), soft_wrap=True).splitlines()
    assert lines[0] == "Graded 11 students."
    assert lines[1] == "Could not be graded: 1 student."
    assert lines[2] == "Backward through the layers: mean 17.0 of 25"
    assert lines[4] == "  Bias gradient not summed over the batch (3 students)"
    assert lines[-1] == "Report: " + "a/long" * 30 + "/report.html"


def test_an_empty_class_prints():
    assert "Graded 0 students." in printed(class_table([], "en"), closing([], Path("report.html"), "en"))


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("width", [20, 40, 80])
def test_hostile_words_act_on_nothing(make_report, words, width):
    text = Text.same(words)
    wrong = {"diagnosis": words, "diagnosis_title": text, "message": text}
    reports = [
        make_report(words, Linear={"_0": ("failed", wrong)}),
        make_report(words, all={"all": ("error", {"message": text})}),
        Report(words, 1, "bwrap", (), text),
    ]
    things = class_table(reports, "en"), closing(reports, Path("report.html"), "en")
    output = printed(*things, width=width)
    assert not set(output) & set("\x1b\x07\r\u202e\ud800")
    assert not re.search(r"^\s*::|##\w*\[", output, re.MULTILINE)
    assert output.count("\n") < 3 * 320  # no name fills the screen
    coloured = printed(*things, width=width, colours=True)
    assert "evil.example" not in "".join(re.findall(r"\x1b\].*?(?:\x07|\x1b\\)", coloured))  # no live link
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == output  # nothing but rich's own colours


def test_markup_is_shown_as_it_was_written(make_report):
    output = printed(class_table([make_report("[red]Ann[/]")], "en"))
    assert "[red]Ann[/]" in output


@pytest.mark.parametrize("language", ["ja", "en"])
def test_progress_says_how_many_of_how_many(language):
    console = Console(file=io.StringIO(), width=100)
    with progress(language, console) as bar:
        bar.add_task("", total=12, completed=5)
    assert "5 / 12" in console.file.getvalue()
    assert {"ja": "採点中", "en": "Grading"}[language] in console.file.getvalue()


@pytest.mark.parametrize("words", HOSTILE)
def test_progress_reads_a_description_as_data(words):
    console = Console(file=io.StringIO(), width=100)
    with progress("en", console) as bar:
        bar.add_task(words, total=1)
    output = console.file.getvalue()
    assert not set(output) & set("\x1b\x07\u202e\ud800")
    assert not re.search(r"^\s*::|##\w*\[", output, re.MULTILINE)
    if words.startswith("[red]"):
        assert words in output
