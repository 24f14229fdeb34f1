"""The hidden suite of a02_chain_rule: derivatives against PyTorch and exact values, every gradient of every graph.

Graphs are written down here and built of the student's Node over there, in any topological order. Everywhere there is
something at which formulas work and measuring does not: an infinite value, a number on the verge of underflow.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograder.grading import gradcheck, oracle
from autograder.grading.evaluated_graphs import Graph, expect_gradients, random_graph
from autograder.grading.gradcheck import expect_number, expect_numbers, promise
from autograder.grading.plugin import points
from autograder.text import Text

INF = math.inf
CHAIN_NODES = 100_000  # as the handout says
RUNGS = 500  # of the ladder, on which 2^500 paths lead from end to end
CALLS = 2  # of a function, for one evaluation; one would do

NO_VALUE_ERROR = Text(
    ja='local_gradients("{op}", …) は ValueError を出すはずですが、{got}。',
    en='local_gradients("{op}", …) should raise a ValueError; {got}.',
)
NOTHING_RAISED = Text(ja="何も起きませんでした", en="nothing was raised")
OTHER_RAISED = Text(ja="{kind} でした", en="it raised {kind}")
NOT_COMPUTED = Text(
    ja='x が無限大だと local_gradients("mul", x, y) が数になりません。掛け算の微分は、測らなくても式で分かります。',
    en='local_gradients("mul", x, y) gives no numbers where x is infinite. Use the formula, do not measure.',
)
NO_TUPLE = Text(
    ja="{name} はタプルのはずですが、{got} でした。数が一つでも (5.0,) のように書きます。",
    en="{name} should be a tuple, but is {got}. A single number too is written as (5.0,).",
)
CALLED_EARLY = Text(
    ja="chain を呼んだだけで、渡した関数が呼ばれました。x が渡されるまで待ちましょう。",
    en="chain called the functions that it was given. Wait until there is an x.",
)
CALLED_ELSEWHERE = Text(
    ja="{function} が別の点で呼ばれました。微分は差分で測らず、渡された微分から計算しましょう。"
    "また、どの微分をどの点で求めるのか、確かめましょう。",
    en="{function} was called at another point. Compute from the derivatives you are given, do not measure; "
    "and look which derivative belongs to which point.",
)
CALLED_OFTEN = Text(
    ja="x を {times} 回渡したら、{function} が {calls} 回呼ばれました。一つの x に一回で足ります。",
    en="For {times} evaluations {function} was called {calls} times. Once for each is enough.",
)
PARTS_CHANGED = Text(
    ja="渡された du か dv を書き換えています。受け取ったものはそのままにする約束です。",
    en="du or dv was changed. Leave what you are given as it is.",
)
ORDER_CHANGED = Text(
    ja="渡された order を並べ替えたり書き換えたりしています。呼び出した側のリストなので、そのままにする約束です。",
    en="The list `order` was rearranged or changed. It belongs to the caller: leave it as it is.",
)
NODES_CHANGED = Text(
    ja="ノードの grad のほかに、op、inputs、value、name のどれかを書き換えています。",
    en="Of a node something else than grad was changed: its op, inputs, value or name.",
)
WRONG_IN_LARGE = Text(
    ja="{name} で、{wrong} 個のノードの grad が違います。", en="In {name}, the grad of {wrong} nodes is wrong."
)
A_LONG_CHAIN = Text(ja="100,000 個のノードが並んだグラフ", en="a chain of 100,000 nodes")
A_LADDER = Text(ja="分岐と合流が 500 回続くグラフ", en="a graph that branches and joins 500 times")


# ---------------------------------------------------------------- local_gradients, 5 points


def answers_right(student, questions):
    """Each question is (op, inputs, expected); what is left out of `expected` comes from PyTorch."""
    questions = [
        (op, inputs, oracle.operation(op, *inputs) if right is None else right) for op, inputs, right in questions
    ]
    answers = [student.local_gradients(op, *inputs) for op, inputs, _ in questions]
    note(answers)
    for answer, (op, inputs, right) in zip(answers, questions, strict=True):
        expect_numbers(answer, right, name_of(op, inputs))


def note(values):
    """Record what is about to be compared one by one: the diagnosis shall see all of it."""
    for value in values:
        numbers = gradcheck.plain_numbers(value)
        gradcheck.current_trace.record("value", value if numbers is None else np.array(numbers))


def name_of(op, inputs):
    """The call, with the special value that it is about, if any."""
    special = [f"{value:g}" for value in inputs if value == 0 or abs(value) in (INF, 1.0)]
    return f'local_gradients("{op}", {", ".join([*special, "…"])})'


@points(1, "local_gradients", ja="足し算と引き算", en="addition and subtraction")
@pytest.mark.parametrize("op", ["add", "sub"])
def test_local_add_sub(student, draw, op):
    x, y = draw.nonzero(2).tolist()
    whole = tuple(draw.whole(2).tolist())
    always = oracle.operation(op, 1.0, 1.0)
    answers_right(
        student,
        [
            (op, (x, y), None),
            (op, (3 * y, x), None),
            (op, (0.0, 0.0), None),
            (op, whole, None),
            (op, (INF, y), always),
            (op, (x, -INF), always),
        ],
    )


@points(1, "local_gradients", ja="掛け算と割り算", en="multiplication and division")
@pytest.mark.parametrize("op", ["mul", "div"])
def test_local_mul_div(student, draw, op):
    x, y = draw.nonzero(2).tolist()
    whole = tuple(draw.whole(2).tolist())
    beyond = [(op, (INF, y), (y if op == "mul" else 1 / y, None))]
    if op == "mul":
        beyond += [(op, (x, -INF), (None, x)), (op, (x, 0.0), None)]
    answers_right(
        student, [(op, (x, y), None), (op, (3 * y, x), None), (op, (0.0, y), None), (op, whole, None), *beyond]
    )


@points(1, "local_gradients", ja="べき乗 (0 や負の数も)", en="powers, also of 0 and of negative numbers")
def test_local_pow(student, draw):
    x, below = abs(draw.nonzero(2)).tolist()
    below = -below
    exponent = float(draw.rng.uniform(1.2, 2.8))
    anywhere = [("pow", (base, k), None) for base in (x, below) for k in (2.0, 3.0, -1.0, -2.0, 1.0, 0.0, 3)]
    anywhere += [("pow", (draw.whole(1).tolist()[0], k), None) for k in (2, 3, 1, -1)]
    at_zero = [("pow", (0.0, k), None) for k in (1.0, 2.0, 3.0, 1.5, 2)] + [("pow", (0, 2), None)]
    beyond = [("pow", (INF, 1.0), (1.0,))]
    answers_right(student, [("pow", (x, exponent), None), ("pow", (x, 0.5), None), *anywhere, *at_zero, *beyond])


@points(1, "local_gradients", ja="指数関数と対数", en="exponential and logarithm")
@pytest.mark.parametrize("op", ["exp", "log"])
def test_local_exp_log(student, draw, op):
    x, y = draw.nonzero(2).tolist()
    tiny = float(draw.rng.uniform(1e-307, 3e-307))  # 1/tiny is a float still; a step from there is none
    if op == "exp":
        inputs = [x, y, 1.0, 0.0, 5 + x, math.log(tiny), -3, 2]
        beyond = (op, (INF,), (INF,))
    else:
        inputs = [abs(x), abs(y), 1.0, 50 + x, tiny, 3]
        beyond = (op, (INF,), (0.0,))
    answers_right(student, [*((op, (value,), None) for value in inputs), beyond])


@points(
    1,
    "local_gradients",
    ja="タプルを返す・知らない演算は ValueError",
    en="returns a tuple; ValueError for an unknown operation",
)
@pytest.mark.parametrize("what", ["tuple", "unknown"])
def test_local_form(student, worker, draw, what):
    a, b = (abs(draw.nonzero(2)) + 1).tolist()
    if what == "unknown":
        for op, inputs in (("sqrt", (2.0,)), ("atan2", (2.0, 3.0)), (f"op{a:.0f}", (0.5,))):
            is_refused(student, worker, op, inputs)
    else:
        two = [(op, (a, b)) for op in ("add", "sub", "mul", "div")]
        for op, inputs in [*two, ("pow", (a, b)), ("exp", (a,)), ("log", (b,))]:
            answer = student.local_gradients(op, *inputs)
            kind = type(answer).__name__
            promise(type(answer) is tuple, f"{op} is a {kind}", NO_TUPLE.format(name=name_of(op, inputs), got=kind))
    far = gradcheck.plain_numbers(student.local_gradients("mul", INF, b))
    computed = far is not None and not any(math.isnan(number) for number in far)
    promise(computed, "mul at infinity", NOT_COMPUTED)


def is_refused(student, worker, op, inputs):
    """A ValueError, or one of its kind."""
    kind = worker.run(what_it_raises, student.local_gradients, op, inputs)
    kind = kind if type(kind) is str else "?"
    got = OTHER_RAISED.format(kind=kind) if kind else NOTHING_RAISED
    text = Text(NO_VALUE_ERROR.ja.format(op=op, got=got.ja), NO_VALUE_ERROR.en.format(op=op, got=got.en))
    promise(kind == "ValueError", f"{op} raises {kind or 'nothing'}", text)


def what_it_raises(function, op, inputs):
    """The exception by name, empty if there is none; runs over there."""
    try:
        function(op, *inputs)
    except ValueError:
        return "ValueError"
    except NotImplementedError:
        raise
    except Exception as problem:
        return type(problem).__name__
    return ""


# ---------------------------------------------------------------- chain, 3 points


def make_parts(kind, numbers):
    """Functions dg, h, dh, hk, dk, k that note their calls in `calls`; runs over there."""
    import math
    import types

    a, b, c = numbers
    made = types.SimpleNamespace(calls=[])

    def noted(name, function):
        def call(x):
            made.calls.append((name, x))
            return function(x)

        setattr(made, name, call)

    if kind == "lecture":
        noted("dg", lambda h: 2 * h)
        noted("h", lambda x: x + 2)
        noted("dh", lambda x: 1)
    else:
        noted("dg", lambda h: a * math.cos(h) + 2 * b * h)  # g = a sin h + b h²
        noted("h", lambda x: c * x**3 + math.exp(b * x))
        noted("dh", lambda x: 3 * c * x**2 + b * math.exp(b * x))
    noted("k", lambda x: a * x + x**2)
    noted("dk", lambda x: a + 2 * x)
    noted("hk", lambda x: c * (a * x + x**2) ** 3 + math.exp(b * (a * x + x**2)))
    return made


def derivatives(numbers):
    """The derivatives of g(h(x)) and of g(h(k(x))) for the same functions, by their formulas."""
    a, b, c = numbers

    def plain(x):
        h = c * x**3 + math.exp(b * x)
        return (a * math.cos(h) + 2 * b * h) * (3 * c * x**2 + b * math.exp(b * x))

    return plain, lambda x: plain(a * x + x**2) * (a + 2 * x)


def only_where_wanted(made, wanted):
    """Each function was called at its own points alone, and not much more often than needed."""
    calls = [(str(name), x) for name, x in made.calls]
    for function, allowed in wanted.items():
        called = [x for name, x in calls if name == function]
        fine = all(type(x) in (int, float, np.float64) and min(abs(x - y) for y in allowed) <= 1e-12 for x in called)
        promise(fine, f"{function} at its points", CALLED_ELSEWHERE.format(function=function))
        words = CALLED_OFTEN.format(function=function, calls=len(called), times=len(allowed))
        promise(len(called) <= CALLS * len(allowed), f"{function} not too often", words)


@points(1, "chain", ja="講義の y = (x + 2)² + 5", en="the lecture's y = (x + 2)² + 5")
def test_chain_lecture(student, worker, draw):
    made = worker.run(make_parts, "lecture", [1.0, 1.0, 1.0])
    derivative = student.chain(made.dg, made.h, made.dh)
    xs = [*draw.nonzero(3).tolist(), -2.0]
    all_right([derivative(x) for x in xs], [2 * (x + 2) for x in xs], "dy/dx")
    only_where_wanted(made, {"h": xs, "dh": xs, "dg": [x + 2 for x in xs]})


@points(1, "chain", ja="曲がった関数・二つ同時に", en="curved functions; two at a time")
def test_chain_curved(student, worker, draw):
    numbers = (0.5 * draw.nonzero(2, 3)).tolist()
    one, two = (worker.run(make_parts, "curved", three) for three in numbers)
    first, second = (student.chain(made.dg, made.h, made.dh) for made in (one, two))
    xs = draw.nonzero(3).tolist()
    all_right([first(x) for x in xs], [derivatives(numbers[0])[0](x) for x in xs], "df/dx")
    all_right([second(x) for x in xs], [derivatives(numbers[1])[0](x) for x in xs], "df/dx")
    all_right([first(xs[0])], [derivatives(numbers[0])[0](xs[0])], "df/dx")
    only_where_wanted(one, {"h": [*xs, xs[0]], "dh": [*xs, xs[0]]})


@points(1, "chain", ja="三つの合成・いつ何回呼ぶか", en="three in a row; when the functions are called, and how often")
def test_chain_calls(student, worker, draw):
    (numbers,) = (0.5 * draw.nonzero(1, 3)).tolist()
    made = worker.run(make_parts, "curved", numbers)
    whole = student.chain(made.dg, made.hk, student.chain(made.dh, made.k, made.dk))
    promise(made.calls == [], "nothing is called early", CALLED_EARLY)
    xs = draw.nonzero(3).tolist()
    all_right([whole(x) for x in xs], [derivatives(numbers)[1](x) for x in xs], "df/dx")
    middle = [numbers[0] * x + x**2 for x in xs]
    only_where_wanted(made, {"hk": xs, "k": xs, "dk": xs, "dh": middle})


def all_right(got, right, name):
    """Numbers one by one."""
    note(got)
    for value, expected in zip(got, right, strict=True):
        expect_number(value, expected, name)


# ---------------------------------------------------------------- two_variable_chain, 3 points


def expect_both(got, right, scale):
    """(∂f/∂x, ∂f/∂y), a tuple or list; compared with the size of what was added up, which may cancel."""
    note([got])
    expect_numbers(got, [None, None], "(∂f/∂x, ∂f/∂y)")
    for value, expected, name in zip(got, right, ("∂f/∂x", "∂f/∂y"), strict=True):
        if not abs(value - expected) <= gradcheck.RTOL_FLOAT64 * scale:
            raise gradcheck.Mismatch(name, value, expected)


def both(dg_du, dg_dv, du, dv):
    """By matrices: the row (∂g/∂u, ∂g/∂v) times the Jacobian; and the size of the terms."""
    row, jacobian = np.array([dg_du, dg_dv], float), np.array([du, dv], float)
    return (row @ jacobian).tolist(), float(np.abs(row) @ np.abs(jacobian) @ np.ones(2))


@points(1, "two_variable_chain", ja="講義の (x + y)(x − y)", en="the lecture's (x + y)(x − y)")
def test_two_variables_lecture(student, draw):
    for x, y in [(3.0, 1.0), *draw.nonzero(3, 2).tolist()]:
        got = student.two_variable_chain(x - y, x + y, (1.0, 1.0), (1.0, -1.0))
        expect_both(got, (2 * x, -2 * y), 2 * (abs(x) + abs(y)))


@points(1, "two_variable_chain", ja="どの微分がどの式に入るか", en="which derivative goes into which formula")
def test_two_variables_random(student, draw):
    for dg_du, dg_dv, *parts in draw.nonzero(4, 6).tolist():
        given = (dg_du, dg_dv, tuple(parts[:2]), tuple(parts[2:]))
        expect_both(student.two_variable_chain(*given), *both(*given))


@points(
    1,
    "two_variable_chain",
    ja="タプルを返す・0 や整数・入力を書き換えない",
    en="returns a tuple; zeros and whole numbers; inputs are left alone",
)
def test_two_variables_form(student, worker, draw):
    whole = draw.whole(6).tolist()
    a, b, *parts = draw.nonzero(6).tolist()
    for given in (
        (whole[0], whole[1], tuple(whole[2:4]), tuple(whole[4:])),
        (a, b, (parts[0], 0.0), (0.0, parts[3])),
        (a, 0.0, tuple(parts[:2]), tuple(parts[2:])),
        (0.0, b, tuple(parts[:2]), tuple(parts[2:])),
    ):
        got = student.two_variable_chain(*given)
        kind = type(got).__name__
        promise(kind == "tuple", f"a {kind}", NO_TUPLE.format(name="(∂f/∂x, ∂f/∂y)", got=kind))
        expect_both(got, *both(*given))
    du, dv = worker.keep(parts[:2]), worker.keep(parts[2:])  # lists, which could be changed
    student.two_variable_chain(a, b, du, dv)
    promise([worker.value(du), worker.value(dv)] == [parts[:2], parts[2:]], "du and dv", PARTS_CHANGED)


# ---------------------------------------------------------------- backward, 9 points


def run_backward(module, nodes, orders):
    """Build a graph, call backward for each order in turn; after each the gradients in that order. Runs over there."""
    built = []
    for op, inputs, value, name in nodes:
        built.append(module.Node(op, tuple([built[i] for i in inputs]), value, name))
    gradients = []
    for order in orders:
        module.backward([built[i] for i in order])
        gradients.append([built[i].grad for i in order])
    return gradients


def gradients_right(student, worker, draw, graph, *, every=False):
    """In one of its topological orders, and once more with an end at which nothing can be measured."""
    graphs = [graph, graph.beyond_measure()]
    orders = [each.order(draw.rng) for each in graphs]
    got = [worker.run(run_backward, student, each.nodes, [order]) for each, order in zip(graphs, orders, strict=True)]
    for each, order, gradients in zip(graphs, orders, got, strict=True):
        expect_gradients(each, only(gradients), order, every=every, below=len(graph.nodes))


def only(values):
    """The one entry of a list; None where it is something else."""
    return values[0] if isinstance(values, list) and len(values) == 1 else None


@points(1, "backward", ja="講義の (x + y)(x − y)", en="the lecture's (x + y)(x − y)")
def test_backward_lecture(student, worker, draw):
    graph = Graph()
    x, y = (graph.variable(value, name) for value, name in zip(draw.nonzero(2).tolist(), "xy", strict=True))
    graph.node("mul", graph.node("add", x, y, name="a"), graph.node("sub", x, y, name="b"), name="f")
    gradients_right(student, worker, draw, graph)


@points(1, "backward", ja="直列: すべての演算を続けて", en="in a row: every operation, one after the other")
def test_backward_in_a_row(student, worker, draw):
    graph = Graph()
    numbers = draw.rng.uniform(1.2, 2.0, 5).tolist()
    h = graph.node("add", graph.variable(numbers[0], "x"), graph.constant(2.0))
    y = graph.node("add", graph.power(h, 2.0), graph.constant(5.0))
    quotient = graph.node("div", graph.constant(numbers[1]), y)
    logarithm = graph.node("log", graph.node("mul", quotient, graph.constant(numbers[2])))
    exponential = graph.node("exp", graph.node("div", logarithm, graph.constant(numbers[3])))
    graph.node("sub", graph.constant(numbers[4]), exponential)
    gradients_right(student, worker, draw, graph)


def twice(graph, draw):
    """x·x, then its double as a sum of twice the same."""
    square = graph.node("mul", *[graph.variable(*draw.nonzero(1).tolist(), "x")] * 2)
    graph.node("add", square, square)


def diamond(graph, draw):
    """Branches that join, and branch and join again."""
    numbers = draw.nonzero(4).tolist()
    x = graph.variable(numbers[0], "x")
    for number in numbers[1:]:
        left = graph.node("mul", x, graph.constant(number))
        right = graph.node("sub", graph.constant(2 * number), x)
        x = graph.node("mul", left, right)


def probe(graph, draw):
    """y = 3x, a = 2y, b = 5y, c = a + b, e = c·y, with other numbers: wrong walks all give values of their own."""
    x, *factors = draw.nonzero(4).tolist()
    factors = [graph.constant(factor) for factor in factors]
    y = graph.node("mul", factors[0], graph.variable(x, "x"), name="y")
    a, b = graph.node("mul", factors[1], y, name="a"), graph.node("mul", factors[2], y, name="b")
    graph.node("mul", graph.node("add", a, b, name="c"), y, name="e")


@points(
    2,
    "backward",
    ja="分岐は和: x·x、合流と分岐、順番の落とし穴",
    en="branches add: x·x, diamonds, waiting for all of it",
)
@pytest.mark.parametrize("shape", [twice, diamond, probe], ids=lambda shape: shape.__name__)
def test_backward_branches(student, worker, draw, shape):
    graph = Graph()
    shape(graph, draw)
    gradients_right(student, worker, draw, graph)


@points(2, "backward", ja="どんなグラフでも、どのトポロジカル順序でも", en="any graph, in any topological order")
@pytest.mark.parametrize("powers", [False, True], ids=["without pow", "with pow"])
def test_backward_random_graphs(student, worker, draw, powers):
    for size in (8, 16):
        gradients_right(student, worker, draw, random_graph(draw, size, powers=powers))


def dead_ends(graph, draw):
    """Nodes that the output does not depend on, one of them made of what it does depend on."""
    x, y, z = (graph.variable(value, name) for value, name in zip(draw.nonzero(3).tolist(), "xyz", strict=True))
    graph.node("mul", graph.node("add", x, y), z)
    graph.node("exp", x)
    graph.node("mul", x, y)


def constants(graph, draw):
    """A constant that is used is a node with a gradient; the exponent's is 0."""
    x, c, d = draw.nonzero(3).tolist()
    square = graph.power(graph.variable(x, "x"), float(draw.rng.choice([2, 3, -1])))
    graph.node("div", graph.node("mul", square, graph.constant(c)), graph.constant(d))


def twins(graph, draw):
    """Different nodes with equal names and equal values."""
    (value,) = draw.rng.uniform(1.2, 2.0, 1).tolist()
    p, q, r, s = (graph.variable(value, "x") for _ in range(4))
    left = graph.node("add", graph.node("mul", p, q, name="x"), graph.node("mul", r, s, name="x"), name="x")
    right = graph.node("sub", graph.node("mul", p, p, name="x"), graph.node("div", q, s, name="x"), name="x")
    graph.node("mul", left, graph.node("mul", right, graph.constant(value, name="x"), name="x"), name="x")


@points(
    1,
    "backward",
    ja="すべてのノード: 関係のないノード、定数と指数、見分けのつかないノード",
    en="every node: those that do not matter, constants and exponents, nodes that look alike",
)
@pytest.mark.parametrize("shape", [dead_ends, constants, twins], ids=lambda shape: shape.__name__)
def test_backward_every_node(student, worker, draw, shape):
    graph = Graph()
    shape(graph, draw)
    gradients_right(student, worker, draw, graph, every=True)


@points(
    1,
    "backward",
    ja="もう一度呼ぶ・ほかのグラフとの共有・grad のほかは書き換えない",
    en="called again; nodes shared with another graph; nothing but grad is changed",
)
@pytest.mark.parametrize("what", ["again", "unchanged"])
def test_backward_again(student, worker, draw, what):
    graph = Graph()
    x, y = (graph.variable(value, name) for value, name in zip(draw.nonzero(2).tolist(), "xy", strict=True))
    infinity, factor = graph.constant(INF), graph.constant(-2.0)
    product = graph.node("mul", x, y)
    cube = graph.node("mul", product, x)
    square = graph.node("mul", product, product)
    below = len(graph.nodes)
    first = graph.node("mul", graph.node("sub", cube, infinity), factor)  # as in Graph.beyond_measure
    second = graph.node("mul", graph.node("sub", square, infinity), factor)
    of_first = [y, infinity, x, product, factor, cube, first - 1, first]
    of_second = [x, y, product, factor, square, infinity, second - 1, second]
    if what == "unchanged":
        order_same, nodes_same = pair(worker.run(what_stays, student, graph.nodes, of_first))
        promise(order_same, "order", ORDER_CHANGED)
        promise(nodes_same, "nodes", NODES_CHANGED)
    orders = [of_first, of_first, of_second, of_first] if what == "again" else [of_second]
    got = worker.run(run_backward, student, graph.nodes, orders)
    got = got if isinstance(got, list) and len(got) == len(orders) else [None] * len(orders)
    for order, gradients in zip(orders, got, strict=True):
        expect_gradients(graph, gradients, order, output=order[-1], below=below)


def what_stays(module, nodes, order):
    """Whether backward leaves the list as it was, and whether it leaves the nodes; runs over there."""
    built = []
    for op, inputs, value, name in nodes:
        built.append(module.Node(op, tuple([built[i] for i in inputs]), value, name))
    before = [(node.op, node.inputs, node.value, node.name) for node in built]
    listed = [built[i] for i in order]
    module.backward(listed)
    order_same = type(listed) is list and len(listed) == len(order)
    order_same = order_same and all(listed[p] is built[i] for p, i in enumerate(order))
    now = [(node.op, node.inputs, node.value, node.name) for node in built]
    nodes_same = all(a is b for old, new in zip(before, now) for a, b in zip(old, new))  # noqa: B905 - of one length
    return order_same, nodes_same


def pair(value):
    return value if type(value) is tuple and len(value) == 2 else (False, False)


@points(
    1,
    "backward",
    ja="100,000 個の列・道が 2⁵⁰⁰ 通りあるグラフ",
    en="a chain of 100,000 nodes; a graph with 2⁵⁰⁰ ways through it",
    diagnose=False,
)
def test_backward_large_graphs(student, worker, draw):
    kinds = draw.rng.permuted(np.tile(np.arange(5), (CHAIN_NODES // 5, 1)), axis=1).ravel()
    factors = np.array([1.0, -1.0, 2.0, 0.5, -1.0])[kinds]  # of each step; multiplied up, all are powers of 2
    right = np.append(np.cumprod(factors[::-1])[::-1], 1.0)
    all_exact(worker.run(long_chain, student, kinds.tolist()), right, A_LONG_CHAIN)
    all_exact(worker.run(ladder, student, RUNGS), [rung_gradients(RUNGS - rung) for rung in range(RUNGS)], A_LADDER)


def long_chain(module, kinds):
    """Steps one after the other, each with its own constant; the gradients along the chain. Runs over there."""
    node = module.Node("input", (), 0.5, "x")
    chain, order = [node], [node]
    for kind in kinds:
        value = [0.25, 3.0, 2.0, 0.5, -1.0][kind]
        constant = module.Node("const", (), value)
        if kind == 0:
            node = module.Node("add", (node, constant), node.value + value)
        elif kind == 1:
            node = module.Node("sub", (constant, node), value - node.value)
        else:
            node = module.Node("mul", (node, constant), node.value * value)
        chain.append(node)
        order += [constant, node]
    module.backward(order)
    return [node.grad for node in chain]


def ladder(module, rungs):
    """From u and v to u + v and u - v, again and again, at last u + v alone. Runs over there."""
    u, v = module.Node("input", (), 0.75, "u"), module.Node("input", (), 0.5, "v")
    pairs, order = [], []
    for _ in range(rungs):
        pairs.append((u, v))
        order += [u, v]
        both = (u, v)
        u = module.Node("add", both, both[0].value + both[1].value)
        v = module.Node("sub", both, both[0].value - both[1].value)
    module.backward([*order, u])
    return [[u.grad, v.grad] for u, v in pairs]


def rung_gradients(left):
    """The gradients of u and v with so many rungs left: the first row of a power of [[1, 1], [1, -1]], squared 2."""
    size = 2.0 ** (left // 2)
    return [size, size if left % 2 else 0.0]


def all_exact(got, right, where):
    """Numbers in a list, or lists of them, all of which floats hold exactly."""
    wrong = len(right) if not isinstance(got, list) or len(got) != len(right) else 0
    for one, expected in zip(got, right, strict=True) if not wrong else ():
        numbers = gradcheck.plain_numbers(one)
        wrong += numbers != np.atleast_1d(expected).tolist()
    text = Text(
        WRONG_IN_LARGE.ja.format(name=where.ja, wrong=wrong), WRONG_IN_LARGE.en.format(name=where.en, wrong=wrong)
    )
    promise(wrong == 0, where.en, text)
