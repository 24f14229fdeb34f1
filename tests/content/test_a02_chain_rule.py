"""a02: visible tests catch slips and explain them; notebooks run; the module is plain enough for MicroPython."""

import ast
import re

import nbformat
import pytest
from test_notebook import notebook_of, printed_by, run

pytestmark = pytest.mark.parametrize("assignment", ["a02_chain_rule"], indirect=True)
EXERCISES = ["local_gradients", "chain", "two_variable_chain", "backward"]
HAND_ON = "node.inputs[i].grad += node.grad * local"

# A slip in chain_rule.py -> an exercise whose visible tests must catch it, and words its message must hold.
SLIPS = {
    "factors swapped": ("return b, a", "return a, b", "local_gradients", "the value of the other"),
    "sign of a difference": ("return 1.0, -1.0", "return 1.0, 1.0", "local_gradients", "pulls the other way"),
    "exponent not decremented": ("k * x ** (k - 1)", "k * x**k", "local_gradients", "goes down by one"),
    "through the logarithm": (
        "(k * x ** (k - 1),)",
        "(k * math.exp((k - 1) * math.log(x)),)",
        "local_gradients",
        "math domain error",
    ),
    "no comma": ("return (1.0 / inputs[0],)", "return (1.0 / inputs[0])", "local_gradients", "expected a tuple"),
    "unknown in silence": (
        'raise ValueError("unknown operation: " + repr(op))',
        "return ()",
        "local_gradients",
        "DID NOT",
    ),
    "outer derivative at x": ("dg(h(x)) * dh(x)", "dg(x) * dh(x)", "chain", "at the point h(x), not at x"),
    "inner derivative forgotten": ("dg(h(x)) * dh(x)", "dg(h(x))", "chain", "derivatives multiply"),
    "called too early": (
        "    return derivative\n",
        "    h(0.0)\n    return derivative\n",
        "chain",
        "there is no x yet",
    ),
    "one way": ("dg_du * du[0] + dg_dv * dv[0]", "dg_du * du[0]", "two_variable_chain", "add the two ways"),
    "mixed up": ("dg_du * du[0] + dg_dv * dv[0]", "dg_du * du[0] + dg_dv * du[1]", "two_variable_chain", "first of dv"),
    "overwritten": (HAND_ON, HAND_ON.replace("+=", "="), "backward", "branches add"),
    "upstream forgotten": (HAND_ON, "node.inputs[i].grad += local", "backward", "upstream gradient times local"),
    "from the front": ("reversed(order):", "order:", "backward", "upstream gradient times"),
    "never cleared": (
        "        node.grad = 0.0\n",
        "        node.grad = node.grad or 0.0\n",
        "backward",
        "forget the old",
    ),
    "reversed in place": (
        "    for node in reversed(order):",
        "    order.reverse()\n    for node in order:",
        "backward",
        "in place",
    ),
    "constants left out": (
        HAND_ON,
        f"{HAND_ON}\n    for node in order:\n        node.grad = node.grad or None",
        "backward",
        "got None",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_caught_and_explained(slip, source, student_folder, run_pytest):
    right, wrong, exercise, words = SLIPS[slip]
    assert source.count(right) == 1
    outcome = run_pytest("-q", "-k", f"Test{exercise}", cwd=student_folder(source.replace(right, wrong)))
    assert outcome.returncode == 1, outcome.stdout
    explanations = "\n".join(line for line in outcome.stdout.splitlines() if line.startswith("E "))
    assert words in explanations


# The first cell of the second run hides Graphviz and matplotlib: the graph and the times are then shown as text alone.
@pytest.mark.parametrize(
    ("language", "first_cell"),
    [
        ("ja", "pass"),
        ("en", "import shutil, sys; sys.modules['matplotlib'] = None; shutil.which = lambda name: None"),
    ],
)
def test_the_solution_runs_with_its_labs(language, first_cell, source, student_folder):
    notebook = notebook_of(source, language)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(first_cell))
    outputs = run(notebook, student_folder(source))
    for exercise in EXERCISES:
        assert re.search(r"^\d+ passed, \d+ deselected", outputs[f'run_tests("{exercise}")'], re.MULTILINE)
    drawn = printed_by(outputs, "def draw(order)")
    if language == "en":
        assert re.search(r"^f \[×\] +value 8 +gradient 1\n +from a \[\+\] +→ 4 +← 2\n", drawn, re.MULTILINE)
    assert re.search(r"^h \[\+\] +value 5 +gradient 10$", printed_by(outputs, "square.inputs[1]"), re.MULTILINE)
    rows = re.findall(
        r"^ +(\d+) +\S+ ms +\S+ ms +(\S+) +(\S+)$", printed_by(outputs, "def by_differences"), re.MULTILINE
    )
    assert [int(n) for n, _, _ in rows] == [1, 4, 16, 64, 256]
    assert all(float(ratio) > 0 and float(apart) < 1e-4 for _, ratio, apart in rows)


def test_the_tests_of_a_stub_fail_in_plain_words(stub, student_folder):
    notebook = notebook_of(stub, "en")
    last = next(i for i, cell in enumerate(notebook.cells) if cell.source == 'run_tests("backward")')
    notebook.cells = notebook.cells[: last + 1]  # the labs need backward
    outputs = run(notebook, student_folder(stub))  # no cell raises
    for exercise in EXERCISES:
        text = outputs[f'run_tests("{exercise}")']
        assert "NotImplementedError" in text
        assert re.search(r"^1 failed, \d+ deselected", text, re.MULTILINE)  # it stops at the first


def test_the_module_is_plain(source):
    tree = ast.parse(source)
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert imported == ["math"]
    unwanted = (ast.ImportFrom, ast.AnnAssign, ast.JoinedStr, ast.Match, ast.NamedExpr)
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, unwanted)]
    definitions = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    assert not [node.name for node in definitions if node.decorator_list]
