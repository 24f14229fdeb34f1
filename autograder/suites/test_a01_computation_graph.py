"""The hidden suite of a01_computation_graph: graphs planned and computed here, built and walked over there.

Whatever graph, order or number is right earns the points: graphs are judged by what they compute, orders by the rule
alone. Large graphs stay over there; what comes back is numbers.
"""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from autograder.grading import built_graphs
from autograder.grading.forward_values import expect_kept, expect_output
from autograder.grading.gradcheck import RTOL_DIFFERENCES, Broken, Mismatch, expect_number, note, promise
from autograder.grading.graphs import Graph, expect_order, numbers_of
from autograder.grading.plugin import points
from autograder.sandbox.failures import StudentFailure
from autograder.text import Text

RTOL_GRAPH = 1e-9  # a graph's value, x·x for x² included: values on the way are between SMALLEST and LARGEST
SMALLEST, LARGEST = 0.05, 50.0
RTOL_WIDE_STEP = 1e-9  # a central difference with a step of about 1; measured: at most 1e-14
STEP = 0.3  # of the central differences; x + 0.3 is rounded for most x
RUNGS = 12  # of the ladder: 13 nodes, 4096 paths
MAX_LOOKS = 500  # at one node of the ladder; a sweep over all nodes for each of them takes 100
LONG, VERY_LONG = 2_000, 50_000  # additions, each with a constant of its own: twice as many nodes and x
NAMES = ["price", "speed", "mass", "width", "angle"]

WALKS_AGAIN = Text(
    ja="一つのノードを {count} 回も調べています。道の数だけ調べると、60 段のはしごでは終わりません。",
    en="One node was looked at {count} times. Following every path, a ladder of 60 rungs would never end.",
)
TOO_FEW_NUMBERS = Text(
    ja="{name} は {count} 個の数のリストのはずです。", en="{name} should be a list of {count} numbers."
)
NO_KEY_ERROR = Text(
    ja="feed に変数 {name} がないのに、KeyError になりませんでした。",
    en="The feed lacks the variable {name}, but there was no KeyError.",
)
KEY_ERROR_WITHOUT_NAME = Text(
    ja="KeyError に、足りない変数の名前 ({name}) が入っていません。",
    en="The KeyError does not name the missing variable ({name}).",
)
FEED_CHANGED = Text(ja="渡された feed を書き換えています。", en="The feed was changed.")
NODE_CHANGED = Text(
    ja="グラフを作るときに、渡されたノードの value が変わっています。作るだけで、計算はしません。",
    en="Building the graph changed the value of a node that was given. Build it; compute nothing.",
)
WRONG_CALLS = Text(
    ja="{n} 変数なので f を呼ぶのは {expected} 回のはずですが、{got} 回でした。",
    en="With {n} variables f should be called {expected} times, but was called {got} times.",
)
NOTHING_MOVED = Text(
    ja="どの変数も一度はずらして f を呼ぶはずですが、ずらしていない変数があります。",
    en="f should be called with each variable moved, but there is a variable that never moves.",
)
NOT_CALLED_WITH_LIST = Text(ja="f にはリストを渡します。", en="What f is called with should be a list.")
POINT_CHANGED = Text(
    ja="point が元の値に戻っていません。足した分を引いても、丸め誤差で元に戻らないことがあります。",
    en="point is not what it was. Taking away what was added need not lead back, because of rounding.",
)


def feed_of(draw: Any, names: list[str]) -> dict[str, float]:
    """A value for each variable, both signs, 0.1 to 2 in size."""
    return dict(zip(names, (float(value) for value in draw.nonzero(len(names))), strict=True))


def moderate(values: Any) -> bool:
    """Whether rounding cannot have grown on the way."""
    return all(SMALLEST <= abs(value) <= LARGEST for value in values)


def drawn_graph(draw: Any, operations: list[str], feeds: list[dict[str, float]], size: int) -> Graph:
    """Two variables or more, a constant, then `size` operations, each on a recent node and on any other."""
    while True:
        graph = Graph()
        for name in draw.rng.permutation(list(feeds[0])):
            graph.variable(str(name))
        graph.constant(1.5)
        for _ in range(size):
            recent = len(graph.steps) - 1 - int(draw.rng.integers(2))
            pair = draw.rng.permutation([recent, int(draw.rng.integers(len(graph.steps)))])
            getattr(graph, str(draw.rng.choice(operations)))(*(int(number) for number in pair))
        if all(moderate(graph.values(feed)) for feed in feeds):
            return graph


# ---------------------------------------------------------------- build, 3 points


@points(1, "build", ja="x² + 3 のグラフ", en="the graph of x² + 3")
@pytest.mark.parametrize("argument", ["variable", "constant", "graph"])
def test_build_square_plus_three(student, worker, draw, argument):
    x = argument_node(student, argument)
    computes(student.square_plus_three(x), [x], draw, lambda x: x * x + 3)


@points(1, "build", ja="(x + y)(x − y) のグラフ", en="the graph of (x + y)(x − y)")
@pytest.mark.parametrize("argument", ["variable", "constant", "graph"])
def test_build_sum_times_difference(student, worker, draw, argument):
    x, y = student.variable("x"), argument_node(student, argument)
    computes(student.sum_times_difference(x, y), [x, y], draw, lambda x, y: (x + y) * (x - y))
    computes(student.sum_times_difference(y, x), [y, x], draw, lambda y, x: (y + x) * (y - x))


@points(1, "build", ja="引数が同じノードや、つながったノードでも", en="arguments that are one node, or are connected")
@pytest.mark.parametrize("argument", ["the same", "its square", "each in the other"])
def test_build_connected_arguments(student, worker, draw, argument):
    x, y = student.variable("s"), student.variable("t")
    if argument == "the same":
        computes(student.sum_times_difference(x, x), [x], draw, lambda x: 0.0, "s")
    elif argument == "its square":
        computes(student.sum_times_difference(student.mul(x, x), x), [x], draw, lambda x: x**4 - x * x, "s")
    else:
        inner = student.sum_times_difference(x, y)
        outer = student.sum_times_difference(inner, x)
        computes(outer, [x, y], draw, lambda x, y: (x * x - y * y) ** 2 - x * x, "st")


def argument_node(student, kind):
    """A node to build on: of every kind, under names that nobody would think of."""
    if kind == "variable":
        return student.variable(NAMES[0])
    if kind == "constant":
        return student.constant(2.5)
    return student.sub(student.mul(student.variable(NAMES[1]), student.constant(2.0)), student.variable(NAMES[2]))


def computes(graph, arguments, draw, right, names="xy"):
    """The graph gives what `right` gives, whatever the values of the `arguments`, called `names`; these stay as they are."""
    for _ in range(3):
        while True:
            values = [float(value) for value in draw.nonzero(len(arguments))]
            expected = right(*values)
            if expected == 0.0 or abs(expected) >= SMALLEST:
                break
        known = dict(zip(arguments, values, strict=True))
        built_graphs.computes(graph, known, names[: len(known)], expected, RTOL_GRAPH)
    for node in arguments:
        promise(node.op == "const" or node.value is None, "value of an argument", NODE_CHANGED)


# ---------------------------------------------------------------- topological_order, 4 points


@points(1, "topological_order", ja="枝分かれのないグラフ", en="graphs without branches")
@pytest.mark.parametrize("shape", ["one node", "one operation", "lecture", "tree"])
def test_order_tree(student, worker, draw, shape):
    graph = Graph()
    last = graph.variable("x")
    if shape == "one operation":
        last = graph.sub(last, graph.variable("y"))
    elif shape == "lecture":
        last = graph.add(graph.power(last, 2), graph.constant(3))
    elif shape == "tree":
        left = graph.sub(graph.mul(last, graph.variable("y")), graph.constant(1))
        last = graph.add(left, graph.power(graph.add(graph.variable("z"), graph.variable("w")), 3))
    order_is_right(student, worker, graph, last)


@points(1, "topological_order", ja="どのノードもちょうど一度", en="each node exactly once")
@pytest.mark.parametrize("shape", ["lecture", "twice", "alike", "inner", "again"])
def test_order_once(student, worker, draw, shape):
    graph = Graph()
    x, y = graph.variable("x"), graph.variable("x" if shape == "alike" else "y")
    if shape == "twice":
        last = graph.mul(x, x)
    elif shape == "alike":  # two nodes that look the same are two nodes all the same
        last = graph.mul(graph.add(x, graph.constant(2)), graph.add(y, graph.constant(2)))
    else:
        last = graph.mul(graph.add(x, y), graph.sub(x, y))
    if shape == "inner":  # what uses the output is no affair of its order
        graph.add(graph.mul(last, x), graph.variable("z"))
    nodes = order_is_right(student, worker, graph, last)
    if shape == "again":
        for number in (last, last - 1, last):
            expect_order(graph, number, numbers_of(student.topological_order(nodes[number]), nodes))


@points(1, "topological_order", ja="どのノードも自分の入力より後", en="every node comes after its inputs")
@pytest.mark.parametrize("shape", ["short and long way", "drawn 1", "drawn 2", "drawn 3"])
def test_order_inputs_first(student, worker, draw, shape):
    graph = Graph()
    if shape == "short and long way":
        x = graph.variable("x")
        long = graph.mul(graph.mul(x, x), x)
        graph.mul(graph.add(x, long), graph.sub(long, x))
    else:
        graph = drawn_graph(draw, ["add", "sub", "mul"], [feed_of(draw, ["x", "y", "z"])], size=12)
    order_is_right(student, worker, graph, len(graph.steps) - 1, complete=False)


@points(1, "topological_order", ja="100,000 ノードの鎖、道の多いグラフ", en="a chain of 100,000 nodes; many paths")
@pytest.mark.parametrize("size", ["ladder", LONG, VERY_LONG])  # recursion fails at LONG: misconceptions get no further
def test_order_large(student, worker, draw, size):
    if size == "ladder":
        order, looks = worker.run(on_ladder, student, "topological_order", RUNGS)
        expect_order(ladder(RUNGS), RUNGS, whole_numbers(order), complete=False)
        few_looks(looks)
    else:
        order = worker.run(on_chain, student, "topological_order", size)
        expect_order(chain(size), 2 * size, whole_numbers(order), complete=False)


def order_is_right(student, worker, graph, output, *, complete=True):
    """Build the graph, have it ordered, check the order; the nodes over there."""
    nodes = graph.build(worker)
    expect_order(graph, output, numbers_of(student.topological_order(nodes[output]), nodes), complete=complete)
    return nodes


def whole_numbers(order):
    """The order as it was made into numbers over there; anything else is no list of nodes."""
    good = type(order) is list and all(type(number) is int for number in order)
    return order if good else numbers_of(order, [])


def few_looks(looks):
    """The walk did not come back to a node for every path."""
    promise(type(looks) is int and looks <= MAX_LOOKS, "looks at one node", WALKS_AGAIN.format(count=looks))


def chain(length):
    """x + c₁ + c₂ + ..., each constant another."""
    graph = Graph()
    last = graph.variable("x")
    for number in range(length):
        last = graph.add(last, graph.constant(1.0 + number / 2**20))
    return graph


def ladder(rungs):
    """x doubled again and again."""
    graph = Graph()
    last = graph.variable("x")
    for _ in range(rungs):
        last = graph.add(last, last)
    return graph


def on_chain(student, what, length, *arguments):
    """Runs over there: what a function of the student's gives on `chain`, nodes as their numbers."""
    nodes = [student.variable("x")]
    for number in range(length):
        nodes.append(student.constant(1.0 + number / 2**20))
        nodes.append(student.add(nodes[-2], nodes[-1]))
    result = getattr(student, what)(nodes[-1], *arguments)
    if type(result) is not list:
        return result
    numbers = {id(node): number for number, node in enumerate(nodes)}
    return [numbers.get(id(node), -1) for node in result]


def on_ladder(student, what, rungs, *arguments):
    """Runs over there: the same on `ladder`, and how often the node most looked at was looked at."""
    nodes, looks = [student.variable("x")], {}
    for _ in range(rungs):
        nodes.append(student.add(nodes[-1], nodes[-1]))
    read = student.Node.__getattribute__

    def counting(node, name):
        if name in ("op", "inputs"):
            looks[id(node)] = looks.get(id(node), 0) + 1
        return read(node, name)

    student.Node.__getattribute__ = counting
    try:
        result = getattr(student, what)(nodes[-1], *arguments)
    finally:
        student.Node.__getattribute__ = read
    numbers = {id(node): number for number, node in enumerate(nodes)}
    if type(result) is list:
        result = [numbers.get(id(node), -1) for node in result]
    return [result, max(looks.values(), default=0)]


# ---------------------------------------------------------------- forward, 4 points


@points(1, "forward", ja="出力の値", en="the value of the output")
@pytest.mark.parametrize(
    "shape", ["leaves", "square plus three", "sum times difference", "powers", "drawn 1", "drawn 2"]
)
def test_forward_value(student, worker, draw, shape):
    feed = feed_of(draw, ["x", "y"])
    graph = Graph()
    x, y = graph.variable("x"), graph.variable("y")
    outputs = [x, graph.constant(2.5)]
    if shape == "square plus three":
        outputs = [graph.add(graph.power(x, 2), graph.constant(3))]
    elif shape == "sum times difference":
        outputs = [graph.mul(graph.add(x, y), graph.sub(x, y))]
    elif shape == "powers":
        feed["y"] = abs(feed["y"])
        outputs = [graph.power(x, k) for k in (3, 2.0, 1, -1)] + [graph.power(y, k) for k in (0.5, -1.5, 0)]
    elif shape.startswith("drawn"):
        graph = drawn_graph(draw, ["add", "sub", "mul"], [feed], size=10)
        outputs = [len(graph.steps) - 1]
    nodes, values = graph.build(worker), graph.values(feed)
    for output in outputs:
        answer = student.forward(nodes[output], graph.needed_of(feed, output))
        expect_output(graph, nodes, output, answer, values, RTOL_GRAPH)


@points(1, "forward", ja="各ノードを一度だけ計算し、値を残す", en="each node is computed once and keeps its value")
@pytest.mark.parametrize("shape", ["drawn", "ladder"])
def test_forward_keeps_values(student, worker, draw, shape):
    feed = feed_of(draw, ["x"] if shape == "ladder" else ["x", "y"])
    if shape == "ladder":
        with noting_the_order(worker, on_ladder, RUNGS):
            value, looks = worker.run(on_ladder, student, "forward", RUNGS, feed)
            expect_number(value, 2.0**RUNGS * feed["x"], "f", RTOL_GRAPH)
            few_looks(looks)
        return
    graph = drawn_graph(draw, ["add", "mul"], [feed], size=8)
    output = len(graph.steps) - 1
    nodes, values = graph.build(worker), graph.values(feed)
    student.forward(nodes[output], graph.needed_of(feed, output))
    expect_kept(graph, nodes, output, values, RTOL_GRAPH)


@points(1, "forward", ja="別の feed、余る名前、足りない名前", en="another feed, names too many, a name too few")
@pytest.mark.parametrize("matter", ["again", "zero", "too many", "one name twice", "too few"])
def test_forward_feed(student, worker, draw, matter):
    names = [str(name) for name in draw.rng.permutation(NAMES)[:2]]
    feeds = [feed_of(draw, names), feed_of(draw, names)]
    if matter == "zero":
        feeds[1] = dict.fromkeys(names, 0.0)
    graph = Graph()
    x, y = graph.variable(names[0]), graph.variable(names[0 if matter == "one name twice" else 1])
    output = graph.add(graph.mul(x, y), graph.add(x, graph.constant(1.5)))
    nodes = graph.build(worker)
    if matter == "again":  # as an earlier run would have left it
        for number in (x, y, output):
            nodes[number].value = 7.25
    for feed in feeds:
        given = worker.keep({**feed, "other": 1.0, "": 2.0} if matter == "too many" else feed)
        expect_output(graph, nodes, output, student.forward(nodes[output], given), graph.values(feed), RTOL_GRAPH)
        if matter == "too many":
            promise(worker.value(given) == {**feed, "other": 1.0, "": 2.0}, "feed afterwards", FEED_CHANGED)
    if matter == "too few":
        for missing in names:
            present = {name: value for name, value in feeds[0].items() if name != missing}
            names_the_missing(worker.run(forward_or_key_error, student, nodes[output], present), missing)
            names_the_missing(worker.run(forward_or_key_error, student, graph.build(worker)[output], present), missing)
        answer = student.forward(nodes[output], feeds[0])
        expect_output(graph, nodes, output, answer, graph.values(feeds[0]), RTOL_GRAPH)


@points(1, "forward", ja="100,000 ノードの鎖", en="a chain of 100,000 nodes")
@pytest.mark.parametrize("size", ["ladder", LONG, VERY_LONG])
def test_forward_large(student, worker, draw, size):
    feed = feed_of(draw, ["x"])
    if size == "ladder":  # another check judges this; here it lets the diagnosis tell one recursion from another
        _, looks = worker.run(on_ladder, student, "forward", RUNGS, feed)
        note("few looks", type(looks) is int and looks <= MAX_LOOKS)
        return
    with noting_the_order(worker, on_chain, size):
        value = worker.run(on_chain, student, "forward", size, feed)
        expect_number(value, chain(size).values(feed)[-1], "f", RTOL_GRAPH)


@contextlib.contextmanager
def noting_the_order(worker, walk, size):
    """Where forward fails, let the diagnosis know whether the order fails likewise: the mistake may lie there."""
    try:
        yield
    except (Broken, Mismatch, StudentFailure):
        note("topological_order fails too", order_fails(worker, walk, size))
        raise


def order_fails(worker, walk, size):
    """Whether the student's topological_order does not get through the same graph."""
    try:
        answer = worker.run(walk, worker.module, "topological_order", size)
    except StudentFailure:
        return True
    order, looks = answer if walk is on_ladder else (answer, 0)
    return not (type(order) is list and len(order) <= 2 * size + 1 and looks <= MAX_LOOKS)


def names_the_missing(answer, name):
    """forward raised a KeyError that names the variable."""
    note("answer", answer if type(answer) in (int, float) else type(answer).__name__)
    raised = type(answer) is list and len(answer) == 2 and answer[0] == "KeyError"
    promise(raised, "KeyError", NO_KEY_ERROR.format(name=name))
    promise(type(answer[1]) is str and name in answer[1], "KeyError's words", KEY_ERROR_WITHOUT_NAME.format(name=name))


def forward_or_key_error(student, output, feed):
    """Runs over there: the value, or a KeyError (of any class below it) and its words."""
    try:
        return student.forward(output, feed)
    except KeyError as problem:
        return ["KeyError", str(problem)]


# ---------------------------------------------------------------- numerical_gradient, 4 points

DIMENSIONS = pytest.mark.parametrize("n", [1, 3, 5])


class Function:
    """Σ aᵢxᵢ + Σ cᵢxᵢ³ + Σ mᵢxᵢxᵢ₋₁ (x₋₁ is the last) with a point, over there and here; straight: the first sum alone."""

    def __init__(self, worker: Any, draw: Any, n: int, h: float, *, straight: bool = False) -> None:
        self.h = h
        while True:
            self.point = [one_way_only(draw, h) for _ in range(n)]
            coefficients = [[float(value) for value in draw.nonzero(n)] for _ in range(3)]
            if straight:
                coefficients[1:] = [[0.0] * n] * 2
            here = make_function(*coefficients)
            self.right = [self.difference(here, index) for index in range(n)]
            if moderate(self.right):
                break
        self.over_there = worker.run(make_function, *coefficients)

    def difference(self, f: Any, index: int) -> float:
        """The central difference."""
        ahead, behind = list(self.point), list(self.point)
        ahead[index] += self.h
        behind[index] -= self.h
        return float((f(ahead) - f(behind)) / (2 * self.h))

    def expect_moves(self) -> None:
        """Whatever else may be wrong, f was called with each variable moved."""
        points = self.over_there.points
        good = type(points) is list and all(type(p) is list and len(p) == len(self.point) for p in points)
        moved = good and all(any(p[i] != self.point[i] for p in points) for i in range(len(self.point)))
        promise(moved, "moves", NOTHING_MOVED)


def one_way_only(draw, h):
    """A coordinate that no adding and subtracting of h leads back to: rounding does not let it."""
    while True:
        value = float(draw.nonzero(1)[0])
        ways = (value + h - h, value - h + h, value + h - 2 * h + h, value - h + 2 * h - h)
        if value not in ways:
            return value


def make_function(linear, cubic, mixed):
    """Make f; here and over there. It notes for each call whether it got a list, and where it was called."""

    def f(point):
        f.calls.append(isinstance(point, list))
        f.points.append(list(point))
        value = 0.0
        for i, x in enumerate(point):
            value += linear[i] * x + cubic[i] * x**3 + mixed[i] * x * point[i - 1]
        return value

    f.calls, f.points = [], []
    return f


@points(1, "numerical_gradient", ja="一次関数の勾配", en="the gradient of a linear function")
@DIMENSIONS
def test_gradient_of_linear(student, worker, draw, n):
    given = Function(worker, draw, n, STEP, straight=True)
    expect_numbers(student.numerical_gradient(given.over_there, given.point, STEP), given.right, RTOL_WIDE_STEP)
    expect_numbers(student.numerical_gradient(given.over_there, given.point), given.right, RTOL_DIFFERENCES)


@points(1, "numerical_gradient", ja="渡された幅 h での中心差分", en="central differences with the step h that is given")
@DIMENSIONS
def test_gradient_is_central_difference(student, worker, draw, n):
    for h in (STEP, 3 * STEP):
        given = Function(worker, draw, n, h)
        expect_numbers(student.numerical_gradient(given.over_there, given.point, h=h), given.right, RTOL_WIDE_STEP)


@points(1, "numerical_gradient", ja="f を呼ぶのは 2n 回", en="f is called 2n times")
@DIMENSIONS
def test_gradient_calls(student, worker, draw, n):
    given = Function(worker, draw, n, STEP)
    gradient = student.numerical_gradient(given.over_there, given.point, STEP)
    calls = given.over_there.calls
    got = len(calls) if type(calls) is list else -1
    note("calls", got)
    given.expect_moves()
    promise(got == 2 * n, "number of calls", WRONG_CALLS.format(n=n, expected=2 * n, got=got))
    promise(all(call is True for call in calls), "f gets a list", NOT_CALLED_WITH_LIST)
    promise(type(gradient) is list and len(gradient) == n, "gradient", TOO_FEW_NUMBERS.format(name="gradient", count=n))


@points(1, "numerical_gradient", ja="point は元のまま", en="point stays as it was")
@pytest.mark.parametrize("numbers", ["floats", "whole"])
def test_gradient_leaves_point(student, worker, draw, numbers):
    given = Function(worker, draw, 3, STEP)
    point = given.point if numbers == "floats" else [int(value) for value in draw.whole(3)]
    kept = worker.keep(point)
    student.numerical_gradient(given.over_there, kept, STEP)
    given.point = point
    given.expect_moves()
    after = worker.value(kept)
    note("point", " ".join(map(repr, after)) if type(after) is list else "?")
    same = type(after) is list and after == point and [type(value) for value in after] == [type(v) for v in point]
    promise(same, "point afterwards", POINT_CHANGED)


def expect_numbers(got, expected, rtol):
    """A list of numbers, each right."""
    promise(
        type(got) is list and len(got) == len(expected),
        "gradient is a list",
        TOO_FEW_NUMBERS.format(name="gradient", count=len(expected)),
    )
    for index, (one, right) in enumerate(zip(got, expected, strict=True)):
        expect_number(one, right, f"gradient[{index}]", rtol)
