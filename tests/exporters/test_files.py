"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from autograder.exporters import ExportError
from autograder.exporters.files import write_whole


def test_writes_utf8_and_makes_the_folders(tmp_path):
    path = write_whole(tmp_path / "new" / "folder" / "a.txt", "逆伝播\n")
    assert path.read_bytes() == "逆伝播\n".encode()


def test_replaces_what_was_there(tmp_path):
    (tmp_path / "a.txt").write_text("old and longer")
    write_whole(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text() == "new"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("problem", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interrupted_write_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch, step, problem):
    def interrupt(*_):
        raise problem

    (tmp_path / "a.txt").write_text("old")
    monkeypatch.setattr(os, step, interrupt)
    with pytest.raises((KeyboardInterrupt, ExportError)):
        write_whole(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_cannot_be_made_is_named_in_both_languages(tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(ExportError) as caught:
        write_whole(tmp_path / "taken" / "a.txt", "new")
    for language in ("ja", "en"):
        assert str(tmp_path / "taken") in caught.value.text[language]
        assert "--out" in caught.value.text[language]
    assert caught.value.text.ja != caught.value.text.en


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that even root cannot write to")
def test_an_unwritable_folder_is_an_export_error():
    with pytest.raises(ExportError, match=r"/proc/a\.txt"):
        write_whole(Path("/proc/a.txt"), "new")


def test_others_may_read_it_where_the_umask_lets_them(tmp_path):
    before = os.umask(0o022)
    try:
        assert write_whole(tmp_path / "a.txt", "").stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(before)
