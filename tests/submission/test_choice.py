from __future__ import annotations

import pytest
from handed_in import SOLVED, SOLVED_CELLS, STUB, STUB_CELLS, notebook_of, zip_of

SOLVED_NOTEBOOK = notebook_of(*SOLVED_CELLS)
STUB_NOTEBOOK = notebook_of(*STUB_CELLS)


@pytest.mark.parametrize(
    ("files", "source"),
    [
        ({"layers.py": STUB, "layers.ipynb": SOLVED_NOTEBOOK}, "layers.ipynb"),
        ({"layers.py": STUB.replace("\n", "\r\n") + "# done", "layers.ipynb": SOLVED_NOTEBOOK}, "layers.ipynb"),
        ({"layers.py": SOLVED, "layers.ipynb": STUB_NOTEBOOK}, "layers.py"),
        ({"layers.py": STUB, "layers.ipynb": STUB_NOTEBOOK, "layers.en.ipynb": SOLVED_NOTEBOOK}, "layers.en.ipynb"),
        ({"layers.py": STUB, "layers.ja.ipynb": SOLVED_NOTEBOOK}, "layers.ja.ipynb"),
        ({"layers.py": STUB, "layers.ipynb": STUB_NOTEBOOK}, "layers.py"),
        ({"layers.ipynb": STUB_NOTEBOOK, "layers.en.ipynb": STUB_NOTEBOOK}, "layers.ipynb"),
        ({"layers.py": STUB + "(", "layers.ipynb": STUB_NOTEBOOK}, "layers.py"),
        ({"layers.py": STUB, "layers (1).ipynb": SOLVED_NOTEBOOK}, "layers (1).ipynb"),
        ({"layers.ipynb": SOLVED_NOTEBOOK, "layers_helper.py": "x = 1"}, "layers.ipynb"),
        ({"layers.py": SOLVED, "test_layers.py": "x = 1"}, "layers.py"),
    ],
)
def test_the_file_that_the_student_changed_counts(folder, take, files, source):
    (work,) = take(folder(files)).works
    assert work.source == source
    assert work.notes == ()


def test_the_notebook_that_counts_takes_the_stub_s_place_and_helpers_stay(folder, take, into):
    (work,) = take(folder({"a/layers.py": STUB, "a/layers.ipynb": SOLVED_NOTEBOOK, "a/helper.py": "x = 1"})).works
    assert (into / "a/layers.py").read_text().count("np.maximum") == 1
    assert work.path.as_posix() == "a/layers.py"
    assert (into / "a/helper.py").read_text() == "x = 1"


@pytest.mark.parametrize("other", ["layers.ipynb", "layers.en.ipynb"])
def test_of_several_that_were_changed_the_python_file_counts_and_a_note_says_so(folder, take, other):
    (work,) = take(folder({"layers.py": SOLVED, other: SOLVED_NOTEBOOK})).works
    assert work.source == "layers.py"
    (note,) = work.notes
    assert f"layers.py and {other} were both changed, so layers.py is what was graded" in note.en
    assert f"layers.py と {other} の両方に書き込みがあったので、layers.py を採点しました" in note.ja


def test_of_two_changed_notebooks_the_japanese_one_counts(folder, take):
    (work,) = take(folder({"layers.en.ipynb": SOLVED_NOTEBOOK, "layers.ipynb": SOLVED_NOTEBOOK})).works
    assert work.source == "layers.ipynb"
    assert "layers.en.ipynb were both changed" in work.notes[0].en


@pytest.mark.parametrize(
    ("files", "source", "passed_over"),
    [
        ({"x/a03_layers/layers.py": SOLVED, "layers.py": SOLVED}, "x/a03_layers/layers.py", "layers.py"),
        ({"old/mine/layers.py": SOLVED, "z/layers.py": SOLVED}, "z/layers.py", "old/mine/layers.py"),
        ({"b/layers.py": SOLVED, "a/layers.py": SOLVED}, "a/layers.py", "b/layers.py"),
        ({"a03_layers/layers.py": STUB, "mine/layers.py": SOLVED}, "mine/layers.py", "a03_layers/layers.py"),
        ({"layers_1.py": SOLVED, "layers_2.ipynb": SOLVED_NOTEBOOK}, "layers_1.py", "layers_2.ipynb"),
    ],
)
def test_of_several_of_one_kind_one_is_graded_and_a_note_says_which(folder, take, files, source, passed_over):
    (work,) = take(folder(files)).works
    assert work.source == source
    (note,) = work.notes
    assert note.en == f"Of several files for this assignment {source} is what was graded. Not graded: {passed_over}"
    assert f"{source} を採点しました。採点していないもの：{passed_over}" in note.ja


def test_an_old_copy_does_not_outrank_the_notebook_in_its_place(folder, take):
    files = {"a03_layers/layers.py": STUB, "a03_layers/layers.ipynb": SOLVED_NOTEBOOK, "backup/layers.py": SOLVED}
    (work,) = take(folder(files)).works
    assert work.source == "a03_layers/layers.ipynb"


def test_without_stubs_everything_counts_as_changed(folder, take, course):
    for assignment in course:
        for stub in assignment.stub_folder.iterdir():
            stub.unlink()
    (work,) = take(folder({"layers.py": STUB, "layers.ipynb": SOLVED_NOTEBOOK})).works
    assert work.source == "layers.py"
    assert "both changed" in work.notes[0].en


def test_an_exact_name_is_found_among_many_like_it(take_zip):
    alike: dict[str, str | bytes] = {f"{number:02}_layers.py": STUB for number in range(30)}
    (work,) = take_zip(zip_of(alike | {"layers.en.ipynb": SOLVED_NOTEBOOK})).works
    assert work.source == "layers.en.ipynb"


def test_of_misnamed_notebooks_the_japanese_one_counts(folder, take):
    (work,) = take(folder({"a_layers.EN.ipynb": SOLVED_NOTEBOOK, "b_layers.ipynb": SOLVED_NOTEBOOK})).works
    assert work.source == "b_layers.ipynb"


def test_many_candidates_are_named_in_part(take_zip):
    (work,) = take_zip(zip_of({f"{number:02}/layers.py": STUB for number in range(30)})).works
    assert work.source == "00/layers.py"
    assert work.notes[0].en.endswith(
        "Not graded: 01/layers.py, 02/layers.py, 03/layers.py, 04/layers.py, 05/layers.py…"
    )
