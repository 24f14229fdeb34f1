"""What a student writes may not act on a terminal, a spreadsheet, a CI runner, or a reader's eye."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.exporters.harmless import MESSAGE_LIMIT, cell, folder_name, no_commands, one_line, plain

# Also what hypothesis seldom finds: controls, surrogates and invisible characters beside each other.
NASTY = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\x1b[]0;m\x07\x9b\r\n\u2028\u202e\u2066\u200b\u200d\ufe0f\ud800\u0301:#")
    )
)
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(NASTY)
@example("\x1b\x1b[31m[31m")
@example("\x1b]\x1b[31m0;title\x07")
def test_nothing_that_acts_is_left(text):
    result = plain(text)
    assert not [c for c in result if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert not set(result) & set(BIDI)
    result.encode("utf-8")


@given(NASTY, st.integers(1, 20))
def test_never_longer_than_the_limit(text, limit):
    assert len(plain(text, limit)) <= limit
    assert len(one_line(text, limit)) <= limit


def test_a_long_text_is_cut_and_says_so():
    assert plain("a" * 10_000) == "a" * (MESSAGE_LIMIT - 1) + "…"
    assert plain("\u200b" * 50 + "unread", 10) == "…"  # what is never looked at counts as cut, too


@given(NASTY)
def test_one_line_is_one_line_and_never_empty(text):
    assert len(one_line(text).splitlines()) == 1
    assert one_line(text).strip()


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;never ends", "\ufffd]0;never ends"),
        ("ding\x07", "ding\ufffd"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("exe\u202egnp.py", "exegnp.py"),
        ("pass\u200bword\ufeff", "password"),
        ("a\u200db", "ab"),
        ("lone \ud800", "lone \ufffd"),
        ("z" + "\u0301" * 50, "z" + "\u0301" * 4),
    ],
)
def test_what_acts_is_taken_out(given_text, expected):
    assert plain(given_text) == expected


@pytest.mark.parametrize(
    "name",
    [
        "佐藤 美咲",
        "葛\U000e0100城",  # a kanji with its variation selector
        "👩\u200d💻",
        "❤\ufe0f\u200d🔥",
        "محمد الأحمد",
        "می\u200cخواهم",
        "Nguyễn Thị Minh Khai",
        "Nguye\u0302\u0303n",
        "`x[::2]`\tand\nmore",
    ],
)
def test_honest_text_stays(name):
    assert plain(name) == name


RUNNER_COMMANDS = re.compile(r"::|##\w*\[")  # also more than runners obey


@pytest.mark.parametrize(
    "text",
    [
        "::error::hello",
        "  \t::notice file=a.py::hello",
        "fine\n::set-output name=score::100",
        "##[error]hello",
        "say ##vso[task.complete]",
        ":::error::",
        "###[group]",
        "::::",
    ],
)
def test_no_runner_command_is_left(text):
    assert not RUNNER_COMMANDS.search(no_commands(text))


@given(st.text(":#[ea \n", max_size=30))
def test_no_runner_command_is_left_of_any_text(text):
    assert not RUNNER_COMMANDS.search(no_commands(plain(text)))


def test_a_command_hidden_behind_invisible_characters_is_found():
    assert not RUNNER_COMMANDS.search(no_commands(plain(":\u200b:\x1b[0merror:\ufeff:")))


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\u200b=", "\uff1d", "\uff0b", "\uff20"]
)
def test_a_cell_is_never_a_formula(sign):
    assert cell(f"{sign}cmd|' /C calc'!A0").startswith("'")


def test_other_cells_stay():
    assert cell("s2026001_佐藤") == "s2026001_佐藤"
    assert cell("a=b") == "a=b"


@pytest.mark.parametrize("name", ["s2026001_佐藤美咲", "Ann Lee", "a.b-c", "👩\u200d💻", "submission.zip"])
def test_an_honest_name_is_the_folders(name):
    assert folder_name(name) == name


@given(NASTY)
@example("..")
@example("")
@example("../../etc/passwd")
@example("a" * 10_000)
@example("あ" * 200)
@example("CON.txt")
@example("grades.csv")
@example("Report.HTML")
def test_a_folder_stays_in_its_place(student):
    name = folder_name(student)
    assert not set(name) & set('/\\\0\n<>:"|?*')
    assert name.strip(" .") == name != ""
    assert len(name.encode()) < 200
    assert name.lower() not in ("con.txt", "grades.csv", "report.html")


@given(NASTY, NASTY)
@example("a/b", "a_b")
@example("a/b", folder_name("a/b"))
@example("", "student")
@example("x" * 300, "x" * 301)
def test_two_students_never_share_a_folder(one, other):
    assert one == other or folder_name(one) != folder_name(other)
