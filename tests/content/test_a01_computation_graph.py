"""a01 alone: its labs as a notebook, and what its visible tests say to a mistake."""

import re
import sys

import nbformat
import pytest
from test_notebook import notebook_of, printed_by, run

pytestmark = pytest.mark.parametrize("assignment", ["a01_computation_graph"], indirect=True)

EXERCISES = {"build": 7, "topological_order": 11, "forward": 11, "numerical_gradient": 8}  # and their visible tests

# A slip -> what is written for what, an exercise whose visible tests must catch it, words its message must hold.
SLIPS = {
    "3 not added": ("return add(a, constant(3))", "return a", "build", "your graph stands for   (x ** 2)"),
    "bare number": ("return add(a, constant(3))", "return add(a, 3)", "build", "3 is no node"),
    "own variable": ("a = power(x, 2)", 'a = power(variable("x"), 2)', "build", "a variable 'x' of its own"),
    "difference reversed": ("b = sub(x, y)", "b = sub(y, x)", "build", "with {'x': 3, 'y': 1} yours gives -8"),
    "return forgotten": ("return mul(a, b)", "mul(a, b)", "build", "is a `return` missing"),
    "users first": ("return order", "return order[::-1]", "topological_order", "comes before its input"),
    "output missing": ("return order", "return order[:-1]", "topological_order", "is missing"),
    "leaves missing": (
        "return order",
        "return [node for node in order if node.inputs]",
        "topological_order",
        "x is missing",
    ),
    "memory between calls": (
        "seen = set()",
        'seen = globals().setdefault("SEEN", set())',
        "topological_order",
        "is missing",
    ),
    "listed for every use": ("elif node not in seen:", "else:", "topological_order", "every node belongs in it once"),
    "subtraction reversed": (
        "first.value - second.value",
        "second.value - first.value",
        "forward",
        "the first input minus",
    ),
    "power as product": ("first.value**second.value", "first.value * second.value", "forward", "5 to the power 3"),
    "old values": (
        'if node.op == "input":',
        'if node.value is not None: pass\n        elif node.op == "input":',
        "forward",
        "values of the run before do not count",
    ),
    "missing as 0": ("feed[node.name]", "feed.get(node.name, 0)", "forward", "DID NOT RAISE"),
    "forward difference": (
        "behind = f(moved)",
        "behind = 2 * f(point) - ahead",
        "numerical_gradient",
        "(f(x + h) - f(x - h)) / 2h",
    ),
    "divided by h": ("(2 * h)", "h", "numerical_gradient", "the slope"),
    "step ignored": ("moved = list(point)", "moved, h = list(point), 1e-5", "numerical_gradient", "/ 2h"),
    "not put back": ("moved[i] = original\n", "pass\n", "numerical_gradient", "moves, the"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_caught_and_explained(slip, source, student_folder, run_pytest):
    right, wrong, exercise, words = SLIPS[slip]
    assert source.count(right) >= 1
    code = source[: source.index("# ## ラボ A")].replace(right, wrong)
    finished = run_pytest("-q", "-x", "-k", exercise, cwd=student_folder(code))
    assert finished.returncode == 1, finished.stdout
    assert words in "\n".join(line for line in finished.stdout.splitlines() if line.startswith("E "))


@pytest.mark.parametrize(
    ("language", "first_cell"),
    [
        ("ja", "pass"),
        pytest.param(
            "en",
            "import shutil, sys; sys.modules['matplotlib'] = None; shutil.which = lambda name: None",
            marks=pytest.mark.sweep,
        ),
    ],
)
def test_the_solution_and_the_labs_run(language, first_cell, source, student_folder):
    notebook = notebook_of(source, language)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(first_cell))
    outputs = run(notebook, student_folder(source))
    for exercise, number in EXERCISES.items():
        assert re.search(rf"^{number} passed, \d+ deselected", outputs[f'run_tests("{exercise}")'], re.MULTILINE)
    steps = printed_by(outputs, "def print_steps")
    assert "f    = 8.0" in steps
    assert re.search(r"^v3   = v[12] × v[12] = 8$", steps, re.MULTILINE)
    errors = printed_by(outputs, "fourth_power")
    assert re.search(r"at h = 1e-0[4567]$", errors, re.MULTILINE)
    assert ("each # is a factor of ten" in errors) == ("matplotlib" in first_cell)
    cost = printed_by(outputs, "def seconds_of_gradient")
    assert re.findall(r"(?m)^ +(\d+) +(\d+) ", cost) == [(str(n), str(2 * n)) for n in (10, 20, 40, 80, 160)]


def test_the_tests_of_a_stub_fail_in_plain_words(stub, student_folder):
    notebook = notebook_of(stub, "en")
    last = next(i for i, cell in enumerate(notebook.cells) if cell.source == 'run_tests("numerical_gradient")')
    notebook.cells = notebook.cells[: last + 1]  # the labs need the functions
    outputs = run(notebook, student_folder(stub))  # no cell raises
    for exercise in EXERCISES:
        text = outputs[f'run_tests("{exercise}")']
        assert "NotImplementedError" in text
        assert re.search(r"^1 failed, \d+ deselected", text, re.MULTILINE)  # it stops at the first


def test_the_module_imports_nothing_and_uses_nothing_that_micropython_lacks(source):
    code = "\n".join(line for line in source.splitlines() if not line.startswith("#"))
    assert "import" not in code
    assert not re.search(r"\bmatch\b|:=|=\}|-> |: \w+ = |@", code)
    assert sys.version_info >= (3, 11)
