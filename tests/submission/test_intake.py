from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path

import pytest
from handed_in import SOLVED, SOLVED_CELLS, STUB, STUB_CELLS, notebook_of, zip_of
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission import Submission, SubmissionError, Work, collect
from autograder.submission.private_copy import PrivateCopy
from autograder.text import Text


def test_a_single_python_file(tmp_path, take):
    (tmp_path / "layers.py").write_text(SOLVED)
    submission = take(tmp_path / "layers.py")
    (work,) = submission.works
    assert (work.path, work.source, work.cells, work.notes) == (Path("layers.py"), "layers.py", (), ())
    assert (submission.folder / work.path).read_text() == SOLVED
    assert work.where(12) == Text(ja="layers.py の 12 行目", en="layers.py, line 12")


def test_a_single_notebook_becomes_a_module_that_knows_its_cells(tmp_path, take):
    (tmp_path / "layers.ipynb").write_bytes(notebook_of(*SOLVED_CELLS, "x = (\ny = 1"))
    submission = take(tmp_path / "layers.ipynb")
    (work,) = submission.works
    lines = (submission.folder / work.path).read_text().split("\n")
    assert work.path == Path("layers.py")
    assert work.source == "layers.ipynb"
    assert (
        "\n".join(lines[work.cells[1].first_line - 1 : work.cells[1].last_line]) == SOLVED_CELLS[1].rstrip("\n") + "\n"
    )
    broken = lines.index("y = 1") + 1
    assert work.where(broken).en == "layers.ipynb, cell 3, line 2"
    assert work.where(broken).ja == "layers.ipynb のセル 3 の 2 行目"
    assert work.where(1).en == "layers.ipynb"


@pytest.mark.parametrize(
    "name",
    [
        "tanaka_layers.py",
        "layers_tanaka.py",
        "layers-2.py",
        "layers (1).py",
        "Layers.PY",
        "Tanaka Taro_12345_assignsubmission_file_layers.py",
        "layers - コピー.py",
        "layersのコピー.py",
        "田中layers.py",
        "Copy of layers.py",
    ],
)
def test_names_that_students_and_lms_make_are_recognised(tmp_path, take, name):
    (tmp_path / name).write_text(SOLVED)
    submission = take(tmp_path / name)
    (work,) = submission.works
    assert work.source == name
    assert work.path == Path("layers.py")
    assert (submission.folder / work.path).read_text() == SOLVED
    assert work.where(1).en == f"{name}, line 1"


@pytest.mark.parametrize(
    "name", ["layers (1).ipynb", "layers-Copy1.ipynb", "layers.en (2).ipynb", "「layers.ipynb」のコピー.ipynb"]
)
def test_notebook_names_that_students_and_lms_make_are_recognised(tmp_path, take, name):
    (tmp_path / name).write_bytes(notebook_of(*SOLVED_CELLS))
    (work,) = take(tmp_path / name).works
    assert work.path == Path("layers.py")
    assert work.cells


@pytest.mark.parametrize(
    "name",
    [
        "layer.py",
        "players.py",
        "test_layers.py",
        "layers_test.py",
        "test_layers (1).py",
        "tanaka_test_layers.py",
        "chain_rule_layers.py",
        "._layers.py",
        "homework.ipynb",
    ],
)
def test_a_wrong_name_is_refused_with_the_names_looked_for(tmp_path, take, refusal, name):
    (tmp_path / name).write_bytes(notebook_of("x = 1") if name.endswith("ipynb") else SOLVED.encode())
    text = refusal(take, tmp_path / name)
    assert f"{name} is not named like an assignment's file. Name the file as one of these" in text.en
    assert f"{name} は課題のファイルの名前ではありません" in text.ja
    for words in (text.en, text.ja):
        assert all(wanted in words for wanted in ("chain_rule.py", "layers.py", "layers.ipynb", "layers.en.ipynb"))


def test_a_folder_without_work_is_refused_with_the_names_looked_for(folder, take, refusal):
    text = refusal(take, folder({"test_layers.py": "x", "readme.md": "x"}))
    assert "No assignment's file was found. Name the file as one of these and hand in again: chain_rule.py" in text.en
    assert "課題のファイルが見つかりません" in text.ja
    assert "No assignment's file" in refusal(take, folder({})).en


@pytest.mark.parametrize("name", ["layers.txt", "layers.tar.gz", "layers", "layers.rar"])
def test_other_kinds_of_file_are_refused(tmp_path, take, refusal, name):
    (tmp_path / name).write_text(SOLVED)
    text = refusal(take, tmp_path / name)
    assert f"{name} is of no kind that can be graded; hand in a folder, a .zip, a .py or an .ipynb." in text.en
    assert "フォルダ、.zip、.py、.ipynb のどれかを提出してください" in text.ja


def test_a_path_that_is_not_there_is_refused(tmp_path, take, refusal):
    text = refusal(take, tmp_path / "missing\x1b.zip")
    assert "does not exist; check the path" in text.en
    assert "見つかりません。パスを確かめて" in text.ja


@pytest.mark.parametrize("name", ["pipe", "layers.py", "tanaka.zip"])
def test_a_pipe_as_path_is_refused_without_waiting_for_it(tmp_path, take, refusal, name):
    os.mkfifo(tmp_path / name)
    assert "is a special file" in refusal(take, tmp_path / name).en


@pytest.mark.parametrize("name", ["layers.py", "layers.ipynb"])
def test_a_single_file_that_is_too_big_is_refused(tmp_path, take, refusal, name):
    with (tmp_path / name).open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    assert "larger than 20 MB" in refusal(take, tmp_path / name).en


def test_works_come_in_the_order_of_the_course(folder, take):
    submission = take(folder({"layers.py": SOLVED, "z/chain_rule.ipynb": notebook_of("x = 1")}))
    assert [work.assignment.id for work in submission.works] == ["a02_chain_rule", "a03_layers"]
    assert [work.path for work in submission.works] == [Path("z/chain_rule.py"), Path("layers.py")]


def test_the_student_can_be_named(folder, into, course):
    assert collect(folder({"layers.py": SOLVED}), into, course, student="../鈴木").student == "_鈴木"


def test_one_unreadable_file_does_not_cost_the_other_assignment(folder, take):
    submission = take(folder({"layers.py": SOLVED, "chain_rule.ipynb": "{"}))
    (work,) = submission.works
    assert work.assignment.id == "a03_layers"
    assert "chain_rule.ipynb cannot be read as a notebook" in work.notes[0].en


def test_an_unreadable_file_is_passed_over_with_a_note(folder, take):
    (work,) = take(folder({"layers.py": b"\xff", "layers.ipynb": notebook_of(*SOLVED_CELLS)})).works
    assert work.source == "layers.ipynb"
    assert "layers.py, line 1: not UTF-8" in work.notes[0].en


def test_unreadable_files_alone_are_refused_with_their_reasons(folder, take, refusal, into):
    with pytest.raises(SubmissionError) as caught:
        take(folder({"layers.py": "x = 1\ny = '\0'", "layers.ipynb": "{"}))
    assert "layers.py, line 2: a NUL character" in caught.value.text.en
    assert "layers.ipynb cannot be read" in caught.value.text.en
    assert not list(into.iterdir())


def test_a_folder_in_the_module_s_place_is_refused(folder, take, refusal):
    text = refusal(take, folder({"layers.ipynb": notebook_of(*SOLVED_CELLS), "layers.py/x": ""}))
    assert "layers.py is a folder; rename it" in text.en
    assert "layers.py という名前のフォルダ" in text.ja


def test_the_source_shown_is_short_and_plain(folder, take):
    (work,) = take(folder({f"{'深' * 80}/{'x' * 200}\x1b[2J/layers.py": SOLVED})).works
    assert len(work.source) == 200
    assert work.source.endswith("\ufffd[2J/layers.py")
    assert work.where(3).en == "layers.py, line 3"


def test_an_error_survives_pickling():
    error = pickle.loads(pickle.dumps(SubmissionError(Text(ja="だめ", en="no"))))
    assert error.text == Text(ja="だめ", en="no")
    assert str(error) == "no"


def digest(folder: Path, files: dict[tuple[str, ...], bytes]) -> str:
    copy = PrivateCopy(folder)
    for parts, content in files.items():
        chunks = iter([content] if content else [])
        copy.add(parts, lambda size, chunks=chunks: next(chunks, b""))
    try:
        return copy.digest()
    finally:
        copy.clear()


FILES = st.dictionaries(st.tuples(st.sampled_from(["a", "ab", "b"])), st.sampled_from([b"", b"a", b"ab", b"b"]))


@settings(max_examples=50, deadline=None)
@given(FILES, FILES)
def test_the_digest_tells_submissions_apart_whatever_their_order(tmp_path_factory, one, other):
    folder = tmp_path_factory.mktemp("copy")
    assert (digest(folder, one) == digest(folder, other)) == (one == other)
    assert digest(folder, dict(reversed(one.items()))) == digest(folder, one)


def test_the_digest_frames_names_and_contents_by_their_lengths(tmp_path):
    def framed(name: bytes, content: bytes) -> bytes:
        sizes = len(name).to_bytes(8, "big"), len(content).to_bytes(8, "big")
        return sizes[0] + name + sizes[1] + hashlib.sha256(content).digest()

    expected = hashlib.sha256(framed("a/é".encode(), b"") + framed(b"b", b"xy")).hexdigest()
    (tmp_path / "copy").mkdir()
    assert digest(tmp_path / "copy", {("b",): b"xy", ("a", "é"): b""}) == expected


def test_a_zip_and_a_folder_of_the_same_files_have_one_digest(folder, course, tmp_path):
    files: dict[str, str | bytes] = {"layers.py": STUB, "layers.ipynb": notebook_of(*STUB_CELLS), "b/c": "x"}
    (tmp_path / "t.zip").write_bytes(zip_of(files))
    taken: list[Submission] = []
    for number, path in enumerate([folder(files), tmp_path / "t.zip"]):
        (tmp_path / str(number)).mkdir()
        taken.append(collect(path, tmp_path / str(number), course))
    assert taken[0].digest == taken[1].digest
    assert len(taken[0].digest) == 64


def test_work_without_cells_or_notes_can_be_made_by_hand(course):
    assert Work(course[1], Path("layers.py"), "layers.py").where(1).en == "layers.py, line 1"
