"""a02 asks for derivatives that are computed: measured ones earn nothing, even where they are exact."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.grading.grader import grade
from autograder.grading.settings import Settings
from autograder.limits import Limits

pytestmark = pytest.mark.needs("bwrap")
(A02,) = (assignment for assignment in load_course() if assignment.id == "a02_chain_rule")

CALCULATORS = {
    "floats": """
def lift(x): return float(x)
def compute(op, a, b=None):
    return {"add": lambda: a + b, "sub": lambda: a - b, "mul": lambda: a * b, "div": lambda: a / b,
            "pow": lambda: a ** b, "exp": lambda: math.exp(a), "log": lambda: math.log(a)}[op]()
def slope(f, x, h=1e-5): return (f(x + h) - f(x - h)) / (2 * h)
""",
    "floats, h = 1": """
def lift(x): return float(x)
def compute(op, a, b=None):
    return {"add": lambda: a + b, "sub": lambda: a - b, "mul": lambda: a * b, "div": lambda: a / b,
            "pow": lambda: a ** b, "exp": lambda: math.exp(a), "log": lambda: math.log(a)}[op]()
def slope(f, x, h=1.0): return (f(x + h) - f(x - h)) / (2 * h)
""",
    "a complex step": """
import cmath
def lift(x): return float(x)
def compute(op, a, b=None):
    return {"add": lambda: a + b, "sub": lambda: a - b, "mul": lambda: a * b, "div": lambda: a / b,
            "pow": lambda: a ** b, "exp": lambda: cmath.exp(a), "log": lambda: cmath.log(a)}[op]()
def slope(f, x, h=1e-30): return f(complex(x, h)).imag / h
""",
    "exact decimals": """
import decimal
decimal.getcontext().prec = 120
decimal.getcontext().Emax, decimal.getcontext().Emin = 10**9, -(10**9)
def lift(x): return decimal.Decimal(x)
def compute(op, a, b=None):
    return {"add": lambda: a + b, "sub": lambda: a - b, "mul": lambda: a * b, "div": lambda: a / b,
            "pow": lambda: a ** b, "exp": lambda: a.exp(), "log": lambda: a.ln()}[op]()
def slope(f, x):
    h = (abs(x) or 1) * decimal.Decimal(10) ** -40
    return float((f(x + h) - f(x - h)) / (2 * h))
""",
    "exact fractions": """
from fractions import Fraction
def lift(x): return Fraction(x)
def compute(op, a, b=None):
    return {"add": lambda: a + b, "sub": lambda: a - b, "mul": lambda: a * b, "div": lambda: a / b,
            "pow": lambda: a ** (int(b) if b == int(b) else b), "exp": lambda: Fraction(math.exp(a)),
            "log": lambda: Fraction(math.log(a))}[op]()
def slope(f, x):
    h = Fraction(1, 10**60)
    return float((f(x + h) - f(x - h)) / (2 * h))
""",
}
LOCAL = """
OPS = ("add", "sub", "mul", "div", "pow", "exp", "log")
def local_gradients(op, *inputs):
    if op not in OPS:
        raise ValueError(op)
    values = [lift(x) for x in inputs]
    found = []
    for i in range(1 if op == "pow" else len(values)):
        found.append(slope(lambda x: compute(op, *values[:i], x, *values[i + 1:]), values[i]))
    return tuple(found)
"""
BACKWARD = """
def output(order, moved, by):
    values = {}
    for node in order:
        if node is moved:
            values[id(node)] = by
        elif node.inputs:
            values[id(node)] = compute(node.op, *[values[id(source)] for source in node.inputs])
        else:
            values[id(node)] = lift(node.value)
    return values[id(order[-1])]
def backward(order):
    values = {id(node): lift(node.value) for node in order}
    exponents = {id(node.inputs[1]) for node in order if node.op == "pow"}
    for node in order:
        node.grad = 0.0 if id(node) in exponents else slope(lambda x: output(order, node, x), values[id(node)])
"""
CHAIN = """
def chain(dg, h, dh):
    return lambda x: dg(h(x)) * (h(x + 1) - h(x - 1)) / 2
"""


@pytest.mark.parametrize("calculator", CALCULATORS)
def test_numerical_differentiation_earns_nothing(calculator: str, tmp_path: Path) -> None:
    source = A02.source.read_text(encoding="utf-8")
    path = tmp_path / "chain_rule.py"
    path.write_text(source + CALCULATORS[calculator] + LOCAL + BACKWARD + CHAIN, encoding="utf-8")
    limits = replace(Limits(), check_seconds=4)  # measuring every node of a large graph does not end
    (graded,) = grade(path, Settings(secret=b"tests", limits=limits), student="s").assignments
    scores = {each.id: each.score for each in graded.exercises}
    # the file does run: what cannot be measured is right; a complex step adds numbers as a formula would
    local = 1 if calculator == "a complex step" else 0
    assert scores == {"local_gradients": local, "chain": 0, "two_variable_chain": 3, "backward": 0}


def test_the_very_same_file_without_it_earns_everything(tmp_path: Path) -> None:
    source = A02.source.read_text(encoding="utf-8")
    path = tmp_path / "chain_rule.py"
    path.write_text(source + CALCULATORS["exact decimals"], encoding="utf-8")
    assert grade(path, Settings(secret=b"tests"), student="s").score == A02.points
