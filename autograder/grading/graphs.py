"""Computation graphs as suites see them: planned and computed here, built over there. Suites import this.

Nodes are numbered in the order they are planned, so inputs have smaller numbers than their users.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from autograder.grading.differences import kind
from autograder.grading.gradcheck import Broken, note
from autograder.grading.workbench import Workbench
from autograder.sandbox.remote import Remote
from autograder.text import Text

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
    en="Missing from the list: {count} of the {total} node(s) that the output depends on, {node} for one.",
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

    def needed_of(self, feed: Mapping[str, float], output: int) -> dict[str, float]:
        """Of a feed, the variables that `output` depends on."""
        names = {self.steps[number].label for number in self.below(output)}
        return {name: value for name, value in feed.items() if name in names}

    def name(self, number: int) -> Text:
        """A node in a few words."""
        step, short = self.steps[number], self.short_name(number)
        return Text.same(f"{step.op} ({short})" if step.inputs else short)

    def short_name(self, number: int) -> str:
        """What other nodes' formulas call a node."""
        step = self.steps[number]
        if step.op == "input":
            return step.label
        return f"{step.value:g}" if step.op == "const" else f"no. {number + 1}"

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


def expect_order(graph: Graph, output: int, order: list[int], *, complete: bool = True) -> None:
    """`order`, in numbers, is a topological order of `output`.

    Where it need not be `complete`, the sequence alone is judged: nodes may be repeated (the first time counts), and
    variables, constants and the output may be missing.

    Raises:
        Broken: it is not.
    """
    note("order", order)
    needed = graph.below(output)
    times = Counter(order)
    problem = stranger(graph, needed, times)
    if complete:
        problem = problem or repeated(graph, times) or left_out(graph, needed, times)
    else:
        problem = problem or left_out(
            graph, {number for number in needed - {output} if graph.steps[number].inputs}, times
        )
    problem = problem or too_early(graph, order, times)
    if problem is None and complete and order[-1] != output:
        problem = NOT_LAST
    if problem:
        raise Broken(problem)


def stranger(graph: Graph, needed: set[int], times: Counter[int]) -> Text | None:
    """What is in the list and should not be."""
    for number in times:
        if number not in needed:
            known = 0 <= number < len(graph.steps)
            return STRANGER.format(node=graph.name(number) if known else "?")
    return None


def repeated(graph: Graph, times: Counter[int]) -> Text | None:
    """What is in the list more than once."""
    for number, count in times.most_common(1):
        if count > 1:
            return REPEATED.format(node=graph.name(number), count=count)
    return None


def left_out(graph: Graph, needed: set[int], times: Counter[int]) -> Text | None:
    """What should be in the list and is not."""
    missing = sorted(needed - set(times))
    if missing:
        return LEFT_OUT.format(total=len(needed), count=len(missing), node=graph.name(missing[0]))
    return None


def too_early(graph: Graph, order: Iterable[int], times: Counter[int]) -> Text | None:
    """A node that is listed before one of its inputs, if both are listed."""
    seen: set[int] = set()
    for number in order:
        for source in graph.steps[number].inputs:
            if source in times and source not in seen:
                return TOO_EARLY.format(node=graph.name(number), source=graph.name(source))
        seen.add(number)
    return None
