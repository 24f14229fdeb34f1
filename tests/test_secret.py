"""The course's secret: where it comes from, who can read it, what is said when it cannot be had."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from autograder.secret import VARIABLE, SecretError, load_secret, secret_file


@pytest.fixture(autouse=True)
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path


def test_is_made_once_and_then_stays() -> None:
    first = load_secret()
    assert len(first) == 64
    assert load_secret() == first
    assert stat.S_IMODE(secret_file().stat().st_mode) == 0o600
    assert [path.name for path in secret_file().parent.iterdir()] == ["secret"]


def test_two_courses_have_two(configuration: Path) -> None:
    first = load_secret()
    secret_file().unlink()
    assert load_secret() != first


def test_variable_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "given")
    assert load_secret() == b"given"
    assert not secret_file().exists()


def test_line_end_does_not_count(configuration: Path) -> None:
    secret_file().parent.mkdir(parents=True)
    secret_file().write_text("abc\n")
    assert load_secret() == b"abc"


def test_an_empty_file_is_no_secret(configuration: Path) -> None:
    secret_file().parent.mkdir(parents=True)
    secret_file().write_text("\n")
    with pytest.raises(SecretError) as error:
        load_secret()
    assert str(secret_file()) in error.value.text.ja


def test_an_unusable_folder_is_named_with_the_way_out(configuration: Path) -> None:
    (configuration / "autograder").write_text("a file where the folder should be")
    with pytest.raises(SecretError) as error:
        load_secret()
    for words in (error.value.text.ja, error.value.text.en):
        assert str(secret_file()) in words
        assert VARIABLE in words
