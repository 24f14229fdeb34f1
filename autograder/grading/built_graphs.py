"""What a graph computes that student code has built: read node by node, computed here. Suites import this."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.grading.differences import kind
from autograder.grading.gradcheck import Broken, note
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


def value_of(output: Any, known: Mapping[Any, float]) -> float:
    """What a student's graph computes where the nodes `known` have these values; read node by node, computed here.

    Raises:
        Broken: it is no graph of the known nodes and of constants.
    """
    if output is None:
        raise no_graph(NO_RETURN)
    values: dict[Any, float] = dict(known)
    pending = [output]
    for _ in range(4 * MAX_NODES):
        if not pending:
            return values[output]
        node = pending[-1]
        if not isinstance(node, Remote):
            raise no_graph(NO_NODE.format(got=kind(node)))
        if node not in values:
            inputs = inputs_of(node)
            unknown = [source for source in inputs if not isinstance(source, Remote) or source not in values]
            if unknown:
                pending += unknown
                continue
            values[node] = result_of(node, [values[source] for source in inputs])
        pending.pop()
    raise no_graph(TOO_MANY.format(count=MAX_NODES))


def inputs_of(node: Remote) -> Sequence[Any]:
    """A node's inputs; none for a constant.

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
    return list(inputs)


def result_of(node: Remote, operands: list[float]) -> float:
    """A node's value from those of its inputs.

    Raises:
        Broken: it is not a finite number.
    """
    op = node.op
    try:
        value = OPERATIONS[op](*operands) if operands else node.value
        if type(value) in (int, float) and math.isfinite(value):
            return float(value)  # an exact power of huge whole numbers would take for ever
    except (ArithmeticError, KeyError, TypeError, ValueError):
        pass
    raise no_graph(NO_NUMBER.format(op=op))
