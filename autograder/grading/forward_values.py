"""The values that a student's forward gives and leaves at the nodes of a planned graph. Suites import this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.drawing import Drawing, DrawnNode
from autograder.grading import drawings
from autograder.grading.gradcheck import Mismatch, expect_number, is_number
from autograder.grading.graphs import Graph
from autograder.sandbox.failures import StudentFailure

OUTPUT = "f"


def expect_output(
    graph: Graph, nodes: Sequence[Any], output: int, answer: Any, values: Sequence[float], rtol: float
) -> None:
    """`answer`, which forward gave, is the value of `output`.

    Whether values are kept at the nodes is another check's affair: where they are, the first wrong one is marked in
    the drawing.

    Raises:
        Mismatch: it is not.
    """
    try:
        expect_number(answer, values[output], OUTPUT, rtol)
    except Mismatch as problem:
        got = {number: value for number, value in kept(graph, nodes, output).items() if value is not None}
        problem.drawing = drawing(graph, output, {**got, output: answer}, values, rtol, {output: OUTPUT})
        raise


def expect_kept(graph: Graph, nodes: Sequence[Any], output: int, values: Sequence[float], rtol: float) -> None:
    """Every node that `output` depends on keeps its value.

    Raises:
        Mismatch: one does not; of several the first.
    """
    for number in sorted(graph.below(output)):
        try:
            expect_number(nodes[number].value, values[number], f"value ({graph.name(number).en})", rtol)
        except Mismatch as problem:
            problem.drawing = drawing(graph, output, kept(graph, nodes, output), values, rtol)
            raise


def kept(graph: Graph, nodes: Sequence[Any], output: int) -> dict[int, Any]:
    """The values over there, by number; nothing where student code does not let them be read."""
    try:
        return {number: nodes[number].value for number in graph.below(output)}
    except (AttributeError, StudentFailure):  # what the check has found stays what it has found
        return {}


def drawing(
    graph: Graph,
    output: int,
    got: Mapping[int, Any],
    values: Sequence[float],
    rtol: float,
    names: Mapping[int, str] | None = None,
) -> Drawing | None:
    """The graph below `output` with the values that there are; None where none of them is wrong."""
    order = sorted(graph.below(output))
    called = {number: graph.short_name(number) for number in order} | dict(names or {})
    places = {number: place for place, number in enumerate(order)}
    drawn = []
    for number in order:
        step = graph.steps[number]
        formula = drawings.formula(step.op, [called[source] for source in step.inputs])
        node = DrawnNode(called[number], step.op, formula, tuple(places[source] for source in step.inputs))
        if number in got:
            right = is_number(got[number], values[number], rtol)
            node = drawings.compared(node, got[number], values[number], wrong=not right)
        drawn.append(node)
    wrong = [place for place, node in enumerate(drawn) if node.wrong]
    return drawings.draw("values", drawn, wrong[0]) if wrong else None
