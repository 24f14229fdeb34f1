from __future__ import annotations

import os
import socket
import stat
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from handed_in import SOLVED

from autograder.submission import SubmissionError, collect, private_copy
from autograder.submission import folder as walking


def test_a_folder_is_copied_once_with_plain_modes(folder, take, into):
    top = folder(
        {"a03_layers/layers.py": SOLVED, "a03_layers/helper.py": "x = 1", "notes/読んで.md": "", "e/.keep": ""}
    )
    (top / "a03_layers/helper.py").chmod(0o4777)
    (top / "notes").chmod(0o700)
    before = os.umask(0o077)
    try:
        submission = take(top)
    finally:
        os.umask(before)
    assert submission.folder == into
    (top / "a03_layers/layers.py").write_text("swapped afterwards")
    assert (into / "a03_layers/layers.py").read_text() == SOLVED
    for entry in [into, *into.rglob("*")]:
        assert stat.S_IMODE(entry.stat().st_mode) == (0o755 if entry.is_dir() else 0o644), entry
    assert sorted(path.name for path in into.rglob("*.*")) == [".keep", "helper.py", "layers.py", "読んで.md"]


def test_the_path_itself_may_be_a_link(folder, take, tmp_path):
    folder({"layers.py": SOLVED})
    (tmp_path / "link").symlink_to(tmp_path / "tanaka")
    submission = take(tmp_path / "link")
    assert submission.student == "link"
    assert submission.works


@pytest.mark.parametrize("target", ["/etc/passwd", "layers.py", "missing", "..", "/"])
def test_a_link_inside_is_refused(folder, take, refusal, target):
    top = folder({"layers.py": SOLVED, "sub/x": ""})
    (top / "sub/data").symlink_to(target)
    text = refusal(take, top)
    assert "sub/data is a symbolic link; put an ordinary file in its place" in text.en
    assert "sub/data はシンボリックリンクです" in text.ja
    assert "コピーして提出し直して" in text.ja


def test_a_linked_assignment_is_refused(folder, take, refusal):
    top = folder({"solution.txt": SOLVED})
    (top / "layers.py").symlink_to("solution.txt")
    assert "layers.py is a symbolic link" in refusal(take, top).en


def test_a_pipe_or_socket_is_refused_without_waiting_for_it(folder, take, refusal):
    top = folder({"layers.py": SOLVED})
    os.mkfifo(top / "pipe.py")
    text = refusal(take, top)
    assert "pipe.py is a special file (device, pipe or socket)" in text.en
    assert "pipe.py は特殊なファイル" in text.ja
    (top / "pipe.py").unlink()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(top / "s"))
        assert "s is a special file" in refusal(take, top).en


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
def test_a_device_is_refused(folder, take, refusal):
    top = folder({"layers.py": SOLVED})
    try:
        os.mknod(top / "zero", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("this container makes no devices")
    assert "zero is a special file" in refusal(take, top).en


def test_what_tools_keep_is_left_out_links_and_all(folder, take, into):
    names = [".git", ".venv", "venv", "node_modules", "__pycache__", ".ipynb_checkpoints", "__MACOSX", ".idea"]
    top = folder({"layers.py": SOLVED, ".DS_Store": "x"} | {f"deep/{name}/x.py": "x" for name in names})
    for name in names:
        (top / "deep" / name / "link").symlink_to("/etc/passwd")
    (top / "node_modules").symlink_to("/")
    (top / "huge").mkdir()
    (top / "huge/.git").mkdir()
    with (top / "huge/.git/pack").open("wb") as pack:
        pack.truncate(private_copy.MAX_HANDED_IN + 1)
    take(top)
    assert [path.name for path in into.rglob("*")] == ["layers.py"]


@pytest.mark.parametrize("names", [("Layers.py", "layers.py"), ("é", "e\u0301"), ("A/x", "a/y")])
def test_names_that_collide_are_refused(folder, take, refusal, names):
    top = folder({"layers.py": SOLVED} | dict.fromkeys(names, SOLVED))
    assert "rename one and hand in again" in refusal(take, top).en


def test_bad_names_are_refused(folder, take, refusal):
    top = folder({"layers.py": SOLVED, "a\\b": ""})
    assert "a\\b has a backslash" in refusal(take, top).en
    (top / "a\\b").unlink()
    Path(os.fsdecode(os.fsencode(top) + b"/\xff\x1b[2J.py")).write_text("x")
    text = refusal(take, top)
    assert "The name \ufffd\ufffd[2J.py is not UTF-8; rename it" in text.en
    assert "UTF-8 として読めません。名前を変えて" in text.ja


def test_folders_that_nest_too_deep_are_refused(folder, take, refusal):
    top = folder({"layers.py": SOLVED, "d/" * 30 + "x": ""})
    assert "nest more than 30 deep; hand in the assignment's folder only" in refusal(take, top).en


def test_too_much_is_refused(folder, take, refusal):
    half = bytes(private_copy.MAX_HANDED_IN // 2)
    top = folder({"layers.py": SOLVED, "a": half, "b": half})
    assert "larger than 20 MB; hand in the assignment's files only" in refusal(take, top).en
    (top / "b").unlink()
    assert take(top).works


def test_too_many_files_or_folders_are_refused(folder, take, refusal, monkeypatch):
    monkeypatch.setattr(private_copy, "MAX_FILES", 20)  # the real numbers are tested with a zip: files take long
    monkeypatch.setattr(private_copy, "MAX_FOLDERS", 20)
    top = folder({"layers.py": SOLVED} | {f"{number}.txt": "" for number in range(19)})
    for number in range(19):
        (top / f"d{number}").mkdir()
    (top / "one more").touch()
    assert "More than 20 files" in refusal(take, top).en
    (top / "one more").unlink()
    (top / "one more").mkdir()
    text = refusal(take, top)
    assert "More than 20 folders" in text.en
    assert "フォルダが 20 個" in text.ja
    (top / "one more").rmdir()
    assert take(top).works


def swap_before_opening(monkeypatch, name: str, swap) -> None:
    """Do `swap` in the moment between looking at `name` and opening it."""
    really_open = os.open

    def swapping_open(path, *arguments, **keywords):
        if path == name:
            swap()
        return really_open(path, *arguments, **keywords)

    monkeypatch.setattr(walking.os, "open", swapping_open)


@pytest.mark.parametrize("target", ["file", "folder"])
def test_an_entry_swapped_for_a_link_leads_nowhere(folder, take, refusal, tmp_path, monkeypatch, target):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "layers.py").write_text("secret")
    top = folder({"layers.py": SOLVED, "sub/layers.py": SOLVED})
    name = "layers.py" if target == "file" else "sub"

    def swap():
        (top / name).rename(top.with_name(f"away{len(list(tmp_path.iterdir()))}"))
        (top / name).symlink_to(secret / name if target == "file" else secret)

    swap_before_opening(monkeypatch, name, swap)
    text = refusal(take, top)
    assert f"{name} changed or could not be read while it was copied" in text.en
    assert "コピー中に変わった" in text.ja


def test_a_file_swapped_for_a_pipe_is_refused_without_waiting_for_it(folder, take, refusal, monkeypatch):
    top = folder({"layers.py": SOLVED})

    def swap():
        (top / "layers.py").unlink()
        os.mkfifo(top / "layers.py")

    swap_before_opening(monkeypatch, "layers.py", swap)
    assert "layers.py changed" in refusal(take, top).en


def test_a_parent_swapped_while_it_is_walked_is_no_way_out(folder, take, into, tmp_path, monkeypatch):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "layers.py").write_text("secret")
    top = folder({"sub/layers.py": SOLVED})

    def swap():
        (top / "sub").rename(tmp_path / "away")
        (top / "sub").symlink_to(secret)

    swap_before_opening(monkeypatch, "layers.py", swap)
    take(top)
    assert (into / "sub/layers.py").read_text() == SOLVED


def as_ordinary_user(call) -> str:
    """What `call` returns in a child process that, where we are root, has become nobody."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os.write(writing, call().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        words = answer.read()
    os.waitpid(child, 0)
    return words


def test_an_ordinary_user_collects_too_but_not_what_may_not_be_read(course):
    with tempfile.TemporaryDirectory() as name:
        shared = Path(name)
        shared.chmod(0o777)
        (shared / "tanaka").mkdir()
        (shared / "tanaka/layers.py").write_text(SOLVED)
        (shared / "tanaka").chmod(0o755)

        readable_course = (replace(course[1], stub_folder=shared),)  # pytest's own folders are for root alone

        def attempt(into: str) -> str:
            (shared / into).mkdir()
            try:
                submission = collect(shared / "tanaka", shared / into, readable_course)
            except SubmissionError as refused:
                return str(refused)
            return submission.student

        assert as_ordinary_user(lambda: attempt("one")) == "tanaka"
        (shared / "tanaka/layers.py").chmod(0)
        refused = as_ordinary_user(lambda: attempt("two"))
        assert refused == "layers.py may not be read; check its permissions and grade again."


def test_the_copy_needs_an_empty_folder(folder, into, course):
    (into / "x").touch()
    with pytest.raises(ValueError, match="not empty"):
        collect(folder({"layers.py": SOLVED}), into, course)
    assert (into / "x").exists()
