"""What a graph computes that student code has built: read node by node, computed here. Suites import this."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from autograder.drawing import Drawing, DrawnNode
from autograder.grading import drawings
from autograder.grading.differences import kind, shown
from autograder.grading.gradcheck import Broken, Mismatch, expect_number, note
from autograder.grading.graphs import NO_NODE, NO_RETURN, OPERATIONS
from autograder.sandbox.remote import Remote
from autograder.text import Text

MAX_NODES = 1_000  # the largest sensible one has 10

FOREIGN_VARIABLE = Text(
    ja="渡されたノードではない変数がグラフに入っています。引数のノードそのものにつなぎましょう。",
    en="The graph has a variable that is not one of the nodes given. Connect to the very nodes that are the arguments.",
)
ODD_NODE = Text(
    ja="op が {op} で入力が {count} 個のノードがありますが、用意された関数で作れるノードではありません。",
    en="There is a node of op {op} with {count} inputs, which none of the given functions makes.",
)
TOO_MANY = Text(
    ja="グラフが大きすぎるか、輪になっています ({count} 個より多くのノード)。",
    en="The graph is too large, or goes round in a circle: more than {count} nodes.",
)
NO_NUMBER = Text(
    ja="グラフの値が計算できませんでした ({op} の値が有限の数になりません)。",
    en="The graph has no value: that of a node of op {op} is not a finite number.",
)


def no_graph(problem: Text) -> Broken:
    """What is wrong with a student's graph, noted for the diagnosis."""
    note("graph", problem.en)
    return Broken(problem)


class BuiltNode(NamedTuple):
    """A node of a student's graph: `inputs` are positions in the list that it stands in."""

    op: str
    inputs: tuple[int, ...]
    value: float


def computes(output: Any, known: Mapping[Any, float], names: Sequence[str], expected: float, rtol: float) -> None:
    """A student's graph computes `expected` where the nodes `known`, called `names`, have these values.

    Raises:
        Broken: it is no graph of the known nodes and of constants.
        Mismatch: it computes something else.
    """
    nodes, place = read(output, known)
    try:
        expect_number(nodes[place].value, expected, "f", rtol)
    except Mismatch as problem:
        problem.drawing = drawing(nodes, place, names, expected)
        raise


def read(output: Any, known: Mapping[Any, float]) -> tuple[list[BuiltNode], int]:
    """The nodes that `output` depends on, inputs before users, the known ones first; and the place of `output`.

    Raises:
        Broken: it is no graph of the known nodes and of constants.
    """
    if output is None:
        raise no_graph(NO_RETURN)
    nodes = [BuiltNode("input", (), value) for value in known.values()]
    places: dict[Any, int] = {node: place for place, node in enumerate(known)}
    pending = [output]
    for _ in range(4 * MAX_NODES):
        if not pending:
            return nodes, places[output]
        node = pending[-1]
        if not isinstance(node, Remote):
            raise no_graph(NO_NODE.format(got=kind(node)))
        if node not in places:
            op, inputs = operation_of(node)
            unknown = [source for source in inputs if not isinstance(source, Remote) or source not in places]
            if unknown:
                pending += unknown
                continue
            sources = tuple(places[source] for source in inputs)
            nodes.append(BuiltNode(op, sources, result_of(node, op, [nodes[place].value for place in sources])))
            places[node] = len(nodes) - 1
        pending.pop()
    raise no_graph(TOO_MANY.format(count=MAX_NODES))


def operation_of(node: Remote) -> tuple[str, Sequence[Any]]:
    """A node's op and its inputs; none for a constant.

    Raises:
        Broken: it is not a node that the given functions make, but for nodes that are known.
    """
    op, inputs = node.op, node.inputs
    if op == "input":
        raise no_graph(FOREIGN_VARIABLE)
    wanted = 2 if type(op) is str and op in OPERATIONS else 0
    if not (wanted or op == "const") or type(inputs) not in (tuple, list) or len(inputs) != wanted:
        count = len(inputs) if type(inputs) in (tuple, list) else "?"
        raise no_graph(ODD_NODE.format(op=op if type(op) is str else kind(op), count=count))
    return op, list(inputs)


def result_of(node: Remote, op: str, operands: list[float]) -> float:
    """A node's value from those of its inputs.

    Raises:
        Broken: it is not a finite number.
    """
    try:
        value = OPERATIONS[op](*operands) if operands else node.value
        if type(value) in (int, float) and math.isfinite(value):
            return float(value)  # an exact power of huge whole numbers would take for ever
    except (ArithmeticError, KeyError, TypeError, ValueError):
        pass
    raise no_graph(NO_NUMBER.format(op=op))


def drawing(nodes: Sequence[BuiltNode], output: int, known: Sequence[str], expected: float) -> Drawing | None:
    """A student's graph with what each node computes; the output is called f, as in the message."""
    names = [f"{node.value:g}" if node.op == "const" else f"no. {place + 1}" for place, node in enumerate(nodes)]
    names[: len(known)] = known
    drawn = [
        DrawnNode(
            names[place], node.op, drawings.formula(node.op, [names[i] for i in node.inputs]), node.inputs,
            got=shown(node.value),
        )
        for place, node in enumerate(nodes)
    ]  # fmt: skip
    last = drawn[output]
    last = DrawnNode("f", last.op, last.formula or last.name, last.inputs)
    drawn[output] = drawings.compared(last, nodes[output].value, expected, wrong=True)
    return drawings.draw("built", drawn, output)
