"""Computation graphs as suites see them: planned and computed here, built over there. Suites import this.

Nodes are numbered in the order they are planned, so inputs have smaller numbers than their users.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from autograder.grading.differences import kind
from autograder.grading.gradcheck import Broken, note
from autograder.grading.workbench import Workbench
from autograder.sandbox.remote import Remote
from autograder.text import Text

MAX_NODES = 1_000  # of a graph that a student's function builds; the largest sensible one has 10
OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "pow": lambda a, b: a**b,
}

NO_NODE = Text(
    ja="グラフのノードがあるはずのところに {got} がありました。数は constant でノードにします。",
    en="Where a node of the graph should be there is {got}. A number becomes a node by constant.",
)
NO_RETURN = Text(
    ja="返ってきたのが None でした。return を忘れていませんか。", en="What came back is None. Is a return missing?"
)
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

NOT_A_LIST = Text(
    ja="ノードのリストを返すはずですが、{got} が返ってきました。",
    en="A list of nodes should come back, but what came back is {got}.",
)
STRANGER = Text(
    ja="リストに、出力の計算に要らないものが入っています: {node}",
    en="The list holds something that the output does not depend on: {node}",
)
REPEATED = Text(
    ja="リストに {node} が {count} 回入っています。何か所で使われていても、ノードは一度だけです。",
    en="{node} is in the list {count} times. However many nodes use it, it belongs there once.",
)
LEFT_OUT = Text(
    ja="出力の計算に要る {total} 個のノードのうち、{count} 個がリストにありません。たとえば {node} です。",
    en="Of the {total} nodes that the output depends on, {count} are not in the list, {node} for one.",
)
TOO_EARLY = Text(
    ja="{node} が、その入力である {source} より前に並んでいます。", en="{node} comes before its input, {source}."
)
NOT_LAST = Text(ja="リストの最後が出力のノードではありません。", en="The list does not end with the output.")


class Step(NamedTuple):
    """A node as planned: `label` is a variable's name, `value` a constant's value."""

    op: str
    inputs: tuple[int, ...] = ()
    label: str = ""
    value: float = 0.0


class Graph:
    """A plan of a graph. Its methods are those of the assignment's given functions, on numbers of nodes."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def variable(self, name: str) -> int:
        """A variable."""
        return self._plan(Step("input", label=name))

    def constant(self, value: float) -> int:
        """A constant."""
        return self._plan(Step("const", value=value))

    def add(self, a: int, b: int) -> int:
        """The sum a + b."""
        return self._plan(Step("add", (a, b)))

    def sub(self, a: int, b: int) -> int:
        """The difference a - b."""
        return self._plan(Step("sub", (a, b)))

    def mul(self, a: int, b: int) -> int:
        """The product a × b."""
        return self._plan(Step("mul", (a, b)))

    def power(self, a: int, k: float) -> int:
        """Plans two nodes, as the given function makes two: the constant k before it."""
        return self._plan(Step("pow", (a, self.constant(k))))

    def _plan(self, step: Step) -> int:
        self.steps.append(step)
        return len(self.steps) - 1

    def values(self, feed: Mapping[str, float]) -> list[float]:
        """Every node's value."""
        values: list[float] = []
        for op, inputs, label, value in self.steps:
            if op in OPERATIONS:
                value = OPERATIONS[op](*(values[number] for number in inputs))
            values.append(feed[label] if op == "input" else value)
        return values

    def below(self, output: int) -> set[int]:
        """All nodes that `output` depends on, and itself."""
        needed = {output}
        for number in range(output, -1, -1):
            if number in needed:
                needed.update(self.steps[number].inputs)
        return needed

    def name(self, number: int) -> Text:
        """A node in a few words."""
        step = self.steps[number]
        if step.op == "input":
            return Text.same(step.label)
        return Text.same(f"{step.value:g}" if step.op == "const" else f"{step.op} (no. {number + 1})")

    def build(self, worker: Workbench) -> list[Any]:
        """The nodes over there, made by the student's given functions."""
        plan = [[step.op, list(step.inputs), step.label, step.value] for step in self.steps]
        nodes = worker.run(make_nodes, worker.module, plan)
        if type(nodes) is not list or len(nodes) != len(plan):
            raise Broken(NO_NODE.format(got=kind(nodes)))
        return nodes


def make_nodes(student: Any, plan: list[Any]) -> list[Any]:
    """Build a planned graph; runs over there."""
    nodes: list[Any] = []
    for op, inputs, label, value in plan:
        if op == "input":
            nodes.append(student.variable(label))
        elif op == "const":
            nodes.append(student.constant(value))
        elif op == "pow":
            base, exponent = inputs
            nodes.append(student.power(nodes[base], nodes[exponent].value))
            nodes[exponent] = nodes[-1].inputs[1]
        else:
            nodes.append(getattr(student, op)(*[nodes[number] for number in inputs]))
    return nodes


# ---------------------------------------------------------------- a graph that student code has built


def value_of(output: Any, known: Mapping[Any, float]) -> float:
    """What a student's graph computes where the nodes `known` have these values; read node by node, computed here.

    Raises:
        Broken: it is no graph of the known nodes and of constants.
    """
    if output is None:
        raise Broken(NO_RETURN)
    values = dict(known)
    pending = [output]
    for _ in range(4 * MAX_NODES):
        if not pending:
            return values[output]
        node = pending[-1]
        if not isinstance(node, Remote):
            raise Broken(NO_NODE.format(got=kind(node)))
        if node not in values:
            inputs = inputs_of(node)
            unknown = [source for source in inputs if not isinstance(source, Remote) or source not in values]
            if unknown:
                pending += unknown
                continue
            values[node] = result_of(node, [values[source] for source in inputs])
        pending.pop()
    raise Broken(TOO_MANY.format(count=MAX_NODES))


def inputs_of(node: Remote) -> Sequence[Any]:
    """A node's inputs; none for a constant.

    Raises:
        Broken: it is not a node that the given functions make, but for nodes that are known.
    """
    op, inputs = node.op, node.inputs
    if op == "input":
        raise Broken(FOREIGN_VARIABLE)
    wanted = 2 if type(op) is str and op in OPERATIONS else 0
    if not (wanted or op == "const") or type(inputs) not in (tuple, list) or len(inputs) != wanted:
        count = len(inputs) if type(inputs) in (tuple, list) else "?"
        raise Broken(ODD_NODE.format(op=op if type(op) is str else kind(op), count=count))
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
    raise Broken(NO_NUMBER.format(op=op))


# ---------------------------------------------------------------- an order that student code has made


def numbers_of(order: Any, nodes: Sequence[Any]) -> list[int]:
    """The numbers of the nodes that student code lists, -1 for anything else.

    Raises:
        Broken: it is no list.
    """
    if order is None:
        raise Broken(NO_RETURN)
    if type(order) is not list:
        raise Broken(NOT_A_LIST.format(got=kind(order)))
    numbers = {node: number for number, node in enumerate(nodes)}
    return [numbers.get(node, -1) if isinstance(node, Remote) else -1 for node in order]


def expect_order(graph: Graph, output: int, order: list[int], *, repeats: bool = False) -> None:
    """`order`, in numbers, is a topological order of `output`; with `repeats`, of nodes where they come first.

    Raises:
        Broken: it is not.
    """
    note("order", order)
    needed = graph.below(output)
    problem = membership_problem(graph, needed, order, repeats) or sequence_problem(graph, order)
    if problem is None and order[-1] != output:
        problem = NOT_LAST
    if problem:
        raise Broken(problem)


def membership_problem(graph: Graph, needed: set[int], order: Sequence[int], repeats: bool) -> Text | None:
    """What is in the list and should not be, or the other way round."""
    times = Counter(order)
    for number in times:
        if number not in needed:
            known = type(number) is int and 0 <= number < len(graph.steps)
            return STRANGER.format(node=graph.name(number) if known else "?")
    number, most = times.most_common(1)[0] if times else (0, 0)
    if most > 1 and not repeats:
        return REPEATED.format(node=graph.name(number), count=most)
    missing = sorted(needed - set(times))
    if missing:
        return LEFT_OUT.format(total=len(needed), count=len(missing), node=graph.name(missing[0]))
    return None


def sequence_problem(graph: Graph, order: Iterable[int]) -> Text | None:
    """A node that is listed before one of its inputs."""
    seen: set[int] = set()
    for number in order:
        for source in graph.steps[number].inputs:
            if source not in seen:
                return TOO_EARLY.format(node=graph.name(number), source=graph.name(source))
        seen.add(number)
    return None
