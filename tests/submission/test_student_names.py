from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission import printable, student_name
from autograder.submission.names import collision_key, is_left_out

NAMES = st.text(min_size=1).filter(lambda name: "/" not in name and "\0" not in name)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("tanaka", "tanaka"),
        ("class/tanaka.zip", "tanaka"),
        ("tanaka.IPYNB", "tanaka"),
        ("layers.en.ipynb", "layers.en"),
        ("v1.2", "v1.2"),
        ("田中 太郎", "田中_太郎"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("हिन्दी", "हिन्दी"),
        ("-rf", "rf"),
        ("..hidden", "hidden"),
        (".zip", "zip"),
        ("---", "submission"),
        ("a\nb\x1b[31m", "a_b__31m"),
        ("$(reboot)", "__reboot_"),
        ("..", "submission"),
        ("/", "submission"),
    ],
)
def test_student_name_keeps_letters_of_any_script(path, name):
    assert student_name(Path(path)) == name


def test_student_name_of_the_current_folder_is_that_folders(tmp_path, monkeypatch):
    (tmp_path / "suzuki").mkdir()
    monkeypatch.chdir(tmp_path / "suzuki")
    assert student_name(Path(".")) == "suzuki"


@settings(deadline=None)
@given(NAMES)
def test_student_name_is_always_a_safe_folder_name(text):
    name = student_name(Path(text))
    assert 1 <= len(name) <= 100
    assert len(name.encode()) <= 255
    assert name[0] not in ".-"
    assert unicodedata.is_normalized("NFC", name)
    assert not set(name) & set("/\\\0\n:*?\"'<>|$ ")


def test_student_name_of_wide_letters_fits_into_a_file_system(tmp_path):
    (tmp_path / student_name(Path("𠮷" * 200))).mkdir()


@settings(deadline=None)
@given(st.text(), st.integers(min_value=3, max_value=120))
def test_printable_is_one_short_line(text, limit):
    shown = printable(text, limit)
    assert len(shown) <= limit
    assert not any(unicodedata.category(character)[0] == "C" for character in shown if character != "\ufffd")
    assert len(shown.splitlines()) <= 1


def test_printable_shows_both_ends_of_a_long_path_and_no_escape_codes():
    assert printable("a\x1b[2J\u202eb\n") == "a\ufffd[2J\ufffdb\ufffd"
    assert printable("a\u2028b\u2029c") == "a\ufffdb\ufffdc"
    shown = printable("course/" + "x" * 300 + "/layers.py")
    assert shown.startswith("course/")
    assert shown.endswith("/layers.py")
    assert len(shown) == 100
    assert printable("é漢字") == "é漢字"


@pytest.mark.parametrize(("one", "other"), [("A", "a"), ("é", "e\u0301"), ("Straße", "STRASSE"), ("É", "e\u0301")])
def test_names_alike_for_some_file_system_collide(one, other):
    assert collision_key(one) == collision_key(other)


@pytest.mark.parametrize(
    ("name", "folder", "left_out"),
    [
        (".git/config", False, True),
        (".git", False, True),
        ("a/__pycache__/layers.pyc", False, True),
        ("__MACOSX/._layers.py", False, True),
        (".vscode", True, True),
        (".gitignore", False, False),
        ("a/b.py", False, False),
        ("venv2/a.py", False, False),
    ],
)
def test_what_tools_keep_beside_the_work_is_left_out(name, folder, left_out):
    assert is_left_out(tuple(name.split("/")), folder=folder) is left_out
