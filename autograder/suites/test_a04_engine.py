"""The hidden suite of a04_engine: each operation on graphs of its own, against PyTorch; then graphs of + and × alone.

What a check calls f is given to PyTorch and to the student's class alike. Upstream gradients are random and zero.
Magnitudes are far apart where a derivative could be measured by differences.
"""

from __future__ import annotations

import operator

import numpy as np
import pytest

from autograder.grading import oracle
from autograder.grading.engines import (
    ADD,
    DIV,
    LARGEST,
    MUL,
    SUB,
    agrees,
    agrees_for_upstreams,
    agrees_with_constant,
    broadcasts,
    costs_elsewhere,
    far_apart,
    fastest_walk,
    gradients_agree,
    graph_agrees,
    raises_runtime_error,
    walk_chain,
)
from autograder.grading.gradcheck import (
    RTOL_FLOAT32,
    RTOL_FLOAT64,
    expect,
    promise,
    unchanged,
)
from autograder.grading.plugin import points
from autograder.text import Text

SHAPES = [(3, 4), (5,), (2, 3, 2), ()]
ANY_SHAPE = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{len(shape)}d")
BIG = 1000.0  # where an exponential overflows
CHAIN, LONG_CHAIN = 3_000, 100_000  # nodes; the first is beyond what recursion can do, and quick
SHORT_LADDER, LADDER = 4, 17  # levels, each used twice by the next: 2**17 paths
MAX_SLOWDOWN = 20  # of the longer ladder over the shorter; linear: 4, by paths: 8000
FLOOR_SECONDS = 2e-3  # below this a time is noise

KEEPS_NONE = Text(
    ja="{name}.grad は None のままのはずです。勾配を必要としないテンソルには、勾配を入れません。",
    en="{name}.grad should still be None: a tensor that requires no gradient gets none.",
)
SHOULD_RAISE = Text(
    ja="{call} は RuntimeError を送出する約束です。",
    en="{call} should raise a RuntimeError.",
)
TOO_SLOW = Text(
    ja="グラフの段数を増やすと、backward の時間が段数よりずっと速く増えます。同じテンソルを、道の数だけ訪れていませんか。",
    en="With more levels in the graph the time of backward grows far faster than their number. Is a tensor visited once "
    "for every path that leads to it?",
)


# ---------------------------------------------------------------- elementwise, 6 points


@points(1, "elementwise", ja="足し算・引き算・符号の反転", en="addition, subtraction, change of sign")
@pytest.mark.parametrize("f", [ADD, SUB, operator.neg], ids=["add", "sub", "neg"])
def test_add_and_subtract(student, draw, f):
    operands = 1 if f is operator.neg else 2
    for shape in SHAPES:
        agrees_for_upstreams(student, draw, f, *(draw.nonzero(*shape) for _ in range(operands)))
    far = far_apart(draw, 6, extreme=LARGEST)
    agrees_for_upstreams(student, draw, f, *[far, draw.nonzero(6)][:operands])
    agrees_for_upstreams(student, draw, f, *[draw.nonzero(6), far][-operands:])


@points(1, "elementwise", ja="掛け算", en="multiplication")
@ANY_SHAPE
def test_multiply(student, draw, shape):
    agrees_for_upstreams(student, draw, MUL, draw.nonzero(*shape), draw.nonzero(*shape))
    far = far_apart(draw, 6, extreme=LARGEST)
    agrees(student, MUL, [far, draw.nonzero(6) / 4], draw.both_signs(6) / 4)  # a quarter, or the product is too large
    agrees(student, MUL, [draw.nonzero(6) / 4, far], draw.both_signs(6) / 4)


@points(1, "elementwise", ja="割り算", en="division")
@ANY_SHAPE
def test_divide(student, draw, shape):
    agrees_for_upstreams(student, draw, DIV, draw.nonzero(*shape), draw.nonzero(*shape))


@points(
    1, "elementwise", ja="累乗 (指数は負や小数、底は負や 0 のことも)", en="powers: any exponent, bases of 0 and below"
)
@pytest.mark.parametrize("exponents", [(2, 3, 2.0), (-1, -2, -3.0), (0, 1), (0.5, -1.5, 2.5)], ids=str)
def test_power(student, draw, exponents):
    for exponent in exponents:
        base, whole = draw.both_signs(3, 4), draw.whole(5)
        if exponent != int(exponent):
            base, whole = np.abs(base), np.abs(whole)
        elif exponent >= 1:
            base[1] = 0.0
        for values in (base, whole):
            agrees_for_upstreams(student, draw, lambda x, exponent=exponent: x**exponent, values)


@points(1, "elementwise", ja="数や配列と、どちら側でも", en="with numbers and arrays on either side")
@pytest.mark.parametrize("f", [ADD, SUB, MUL, DIV], ids=["add", "sub", "mul", "div"])
def test_numbers_and_arrays(student, draw, f):
    values_only = costs_elsewhere(student, draw, f)
    x, number = draw.nonzero(3, 4), float(draw.nonzero(1)[0])
    for value in (number, 7, np.float64(number), draw.both_signs(3, 4)):
        for left in (False, True):
            agrees_with_constant(student, f, value, x, left=left, values_only=values_only)


@points(1, "elementwise", ja="入力を書き換えない・数の型", en="inputs are left alone; number types")
@pytest.mark.parametrize("numbers", ["float64", "float32", "whole"])
def test_number_types(student, worker, draw, numbers):
    dtype = {"float64": np.float64, "float32": np.float32, "whole": np.int64}[numbers]
    rtol = RTOL_FLOAT32 if numbers == "float32" else RTOL_FLOAT64
    values = [draw.whole(3, 4) if numbers == "whole" else draw.nonzero(3, 4).astype(dtype) for _ in range(2)]
    upstream = draw.both_signs(3, 4).astype(np.float64 if numbers == "whole" else dtype)
    a, b, grad = (worker.keep(value) for value in (*values, upstream))
    right = oracle.graph(lambda a, b: [a + b], values, [upstream])
    tensors = [student.Tensor(value, requires_grad=True) for value in (a, b)]
    output = tensors[0] + tensors[1]
    expect(output.data, right.values[0], "data", rtol)
    output.backward(grad)
    gradients_agree(output, tensors, right.inputs, rtol)
    for name, there, before in zip(["a", "b", "grad"], [a, b, grad], [*values, upstream], strict=True):
        unchanged(worker.value(there), before, name)


# ---------------------------------------------------------------- broadcasting, 4 points


def pairs(*shapes):
    return pytest.mark.parametrize(("one", "other"), shapes, ids=lambda shape: "x".join(map(str, shape)) or "0d")


@points(1, "broadcasting", ja="次元の足りない側に軸が補われる", en="axes put in front of the one with fewer")
@pairs(((3, 4), (4,)), ((2, 3, 4), (4,)), ((2, 3, 4), (3, 4)), ((3, 3), (3,)), ((1, 4), (4,)))
def test_missing_axes(student, draw, one, other):
    broadcasts(student, draw, ADD, one, other)


@points(1, "broadcasting", ja="長さ 1 の軸が引き伸ばされる", en="axes of length 1 are stretched")
@pairs(((3, 4), (3, 1)), ((3, 4), (1, 4)), ((3, 4), (1, 1)), ((2, 3, 4), (2, 1, 4)), ((3, 3), (3, 1)))
def test_stretched_axes(student, draw, one, other):
    broadcasts(student, draw, ADD, one, other)


@points(1, "broadcasting", ja="両方が同時に広がる・0 次元", en="both at once; no dimensions at all")
@pairs(
    ((3, 1), (1, 4)), ((3, 1), (4,)), ((2, 1, 3), (4, 1)), ((2, 3, 4), (3, 1)), ((3, 4), ()), ((1,), ()), ((2, 3), (1,))
)
def test_both_sides(student, draw, one, other):
    broadcasts(student, draw, ADD, one, other)


@points(1, "broadcasting", ja="どの演算でも、定数とでも", en="in every operation, and with a constant")
@pytest.mark.parametrize("f", [ADD, SUB, MUL, DIV], ids=["add", "sub", "mul", "div"])
def test_every_operation_broadcasts(student, draw, f):
    values_only = costs_elsewhere(student, draw, f)
    for one, other in [((3, 4), (4,)), ((3, 4), (3, 1)), ((2, 1), (1, 3)), ((), (2, 3))]:
        if values_only:
            a, b = draw.nonzero(*one), draw.nonzero(*other)
            expect(f(student.Tensor(a), student.Tensor(b)).data, np.asarray(f(a, b)), "data")
        else:
            broadcasts(student, draw, f, one, other)
    row, table = draw.nonzero(4), draw.nonzero(3, 4)
    agrees_with_constant(student, f, table, row, left=False, values_only=values_only)


# ---------------------------------------------------------------- matmul, 3 points

# (N, n, m): A is (N, n), B is (n, m). A square one, where a mix-up shows in the values.
PRODUCTS = pytest.mark.parametrize(
    "sizes", [(3, 4, 2), (1, 5, 3), (4, 1, 3), (3, 3, 3)], ids=lambda sizes: "x".join(map(str, sizes))
)


@points(1, "matmul", ja="積 A @ B と、左の A の勾配", en="the product A @ B, and the gradient of A, on the left")
@PRODUCTS
def test_gradient_on_the_left(student, draw, sizes):
    rows, inner, columns = sizes
    for a in (draw.nonzero(rows, inner), far_apart(draw, rows, inner)):
        b = draw.nonzero(inner, columns)
        for upstream in draw.upstreams(rows, columns):
            product_agrees(student, a, b, upstream, constant=None, looked_at="a")
            product_agrees(student, a, b, upstream, constant="b", looked_at="a")


@points(1, "matmul", ja="積 A @ B と、右の B の勾配", en="the product A @ B, and the gradient of B, on the right")
@PRODUCTS
def test_gradient_on_the_right(student, draw, sizes):
    rows, inner, columns = sizes
    for b in (draw.nonzero(inner, columns), far_apart(draw, inner, columns)):
        a = draw.nonzero(rows, inner)
        for upstream in draw.upstreams(rows, columns):
            product_agrees(student, a, b, upstream, constant=None, looked_at="b")
            product_agrees(student, a, b, upstream, constant="a", looked_at="b")
        product_agrees(student, a, b, draw.whole(rows, columns), constant=None, looked_at="b")


def product_agrees(student, a, b, upstream, constant, looked_at):
    """A @ B and the gradient of one of them; `constant` says which one is an array, if any."""
    right = oracle.graph(lambda a, b: [a @ b], [a, b], [upstream])
    operands = {
        name: value if name == constant else student.Tensor(value, requires_grad=True)
        for name, value in (("a", a), ("b", b))
    }
    output = operands["a"] @ operands["b"]
    expect(output.data, right.values[0], "data")
    output.backward(upstream)
    gradients_agree(output, [operands[name] if name == looked_at else None for name in "ab"], right.inputs)
    expect(operands[looked_at].data, a if looked_at == "a" else b, f"{looked_at}.data")  # not overwritten on the way


@points(1, "matmul", ja="転置 T", en="the transpose T")
@pytest.mark.parametrize("shape", [(3, 4), (1, 5), (3, 3)], ids=lambda shape: "x".join(map(str, shape)))
def test_transpose(student, draw, shape):
    agrees_for_upstreams(student, draw, lambda x: x.T, draw.nonzero(*shape))
    agrees_for_upstreams(student, draw, lambda x: x.T, far_apart(draw, *shape, extreme=LARGEST))


# ---------------------------------------------------------------- reductions, 3 points

AXES = [None, 0, 1, 2, -1, -2, -3]
TUPLES = [(0, 1), (0, 2), (-1, 0), (1, -1), (0, 1, 2), (1,)]


def reductions_agree(student, draw, name, axes, keepdims):
    """Of three axes, different lengths and equal ones; then beside a number in which differences of others drown."""
    for shape in [(2, 3, 4), (3, 3, 3)]:
        for axis in axes:
            agrees_for_upstreams(student, draw, reduction(name, axis, keepdims), draw.nonzero(*shape))
    x = draw.nonzero(2, 3, 4)
    x.flat[draw.rng.integers(x.size)] = 1e25
    agrees_for_upstreams(student, draw, reduction(name, axes[-1], keepdims), x)


def reduction(name, axis, keepdims):
    return lambda x: getattr(x, name)(axis=axis, keepdims=keepdims)


@points(1, "reductions", ja="sum: すべて、または一つの軸", en="sum: over everything, or over one axis")
def test_sum(student, draw):
    reductions_agree(student, draw, "sum", AXES, keepdims=False)
    for shape in [(5,), (2, 3), ()]:
        agrees_for_upstreams(student, draw, lambda x: x.sum(), np.asarray(draw.nonzero(*shape)))


@points(1, "reductions", ja="sum: いくつかの軸、keepdims", en="sum: over several axes, with keepdims")
@pytest.mark.parametrize("keepdims", [False, True], ids=["dropped", "kept"])
def test_sum_over_axes(student, draw, keepdims):
    reductions_agree(student, draw, "sum", TUPLES + (AXES if keepdims else []), keepdims)


@points(1, "reductions", ja="mean: sum と同じ引数で", en="mean, with the arguments of sum")
@pytest.mark.parametrize("keepdims", [False, True], ids=["dropped", "kept"])
def test_mean(student, draw, keepdims):
    reductions_agree(student, draw, "mean", AXES + TUPLES, keepdims)
    for shape in [(5,), (2, 3), ()]:
        agrees_for_upstreams(
            student, draw, lambda x: x.mean(axis=None, keepdims=keepdims), np.asarray(draw.nonzero(*shape))
        )
    agrees_for_upstreams(student, draw, lambda x: x.mean(), draw.nonzero(2, 3))


# ---------------------------------------------------------------- nonlinear, 3 points


@points(1, "nonlinear", ja="exp と log", en="exp and log")
@ANY_SHAPE
def test_exp_and_log(student, draw, shape):
    agrees_for_upstreams(student, draw, lambda x: x.exp(), np.asarray(draw.nonzero(*shape)))
    agrees_for_upstreams(student, draw, lambda x: x.log(), np.abs(draw.nonzero(*shape)))


@points(1, "nonlinear", ja="relu (折れ目 0 では 0)", en="relu, and 0 at its kink, 0")
@ANY_SHAPE
def test_relu(student, draw, shape):
    agrees_for_upstreams(student, draw, lambda x: x.relu(), draw.both_signs(*shape))
    kinks = draw.both_signs(12)
    kinks[::3], kinks[1::6] = 0.0, -0.0
    agrees_for_upstreams(student, draw, lambda x: x.relu(), kinks)
    agrees_for_upstreams(student, draw, lambda x: x.relu(), far_apart(draw, 8, extreme=LARGEST / 3))


@points(1, "nonlinear", ja="sigmoid (±1000 でも有限)", en="sigmoid, finite also at ±1000")
@ANY_SHAPE
def test_sigmoid(student, draw, shape):
    agrees_for_upstreams(student, draw, lambda x: x.sigmoid(), np.asarray(2 * draw.normal(*shape)))
    far = np.asarray(np.sign(draw.both_signs(*shape)) * BIG)
    agrees_for_upstreams(student, draw, lambda x: x.sigmoid(), far)


# ---------------------------------------------------------------- backward, 6 points: graphs of + but where it says ×


@points(1, "backward", ja="分岐では勾配を足す", en="where tensors branch, gradients add")
@pytest.mark.parametrize("graph", ["x + x", "three times", "diamond", "x × x", "lecture"])
def test_branches_add(student, draw, graph):
    f = BRANCHED[graph]
    if graph in ("x × x", "lecture") and costs_elsewhere(student, draw, MUL):
        return
    for shape in [(), (3, 2)]:
        x, y = np.asarray(draw.nonzero(*shape)), np.asarray(draw.nonzero(*shape))
        graph_agrees(student, f, [x, y], draw.both_signs(*shape))


BRANCHED = {
    "x + x": lambda x, y: [(x + x) + y],
    "three times": lambda x, y: [a := x + y, b := a + x, b + x],
    "diamond": lambda x, y: [s := x + y, a := s + x, b := s + y, a + b],
    "x × x": lambda x, y: [(x * x) + y],
    "lecture": lambda x, y: [a := x + y, b := x + y * -1.0, a * b],  # (x + y)(x - y)
}


@points(1, "backward", ja="順序: 使った側がすべて済んでから流す", en="order: a tensor waits for all that used it")
@pytest.mark.parametrize("graph", ["probe", "probe the other way round", "random 1", "random 2", "random 3"])
def test_order(student, draw, graph):
    if graph.startswith("probe"):
        f = probe if graph == "probe" else probe_the_other_way_round
        graph_agrees(student, f, [np.array(2.0)], np.array(1.0))
        graph_agrees(student, f, [draw.nonzero(3)], draw.both_signs(3))
    else:
        graph_agrees(student, random_graph(draw), [draw.nonzero(2), draw.nonzero(2)], draw.both_signs(2))


def probe(x):
    """As the handout's graph: y is used at three depths."""
    y = x + x + x
    a, b = y + y, y + y + y
    c = a + b
    return [y, a, b, c, c + y]


def probe_the_other_way_round(x):
    y = x + x + x
    b, a = y + y + y, y + y
    c = b + a
    return [y, a, b, c, y + c]


def random_graph(draw):
    """Sums of earlier tensors; every one is used by a later one, so that all matter."""
    plan = [draw.rng.integers(0, n + 2, 2) for n in range(8)]

    def f(x, y):
        tensors = [x, y]
        for first, second in plan:
            tensors.append(tensors[first] + tensors[second])
        for tensor in list(tensors):
            tensors.append(tensors[-1] + tensor)
        return tensors[2:]

    return f


@points(1, "backward", ja="上流の勾配・一つの数・RuntimeError", en="upstream gradient; one number; RuntimeError")
@pytest.mark.parametrize("case", ["upstream", "one element", "several elements", "no gradient required"])
def test_calling_backward(student, worker, draw, case):
    if case == "upstream":
        for upstream in draw.upstreams(3, 2):
            graph_agrees(student, lambda x, y: [x + y], [draw.nonzero(3, 2), draw.nonzero(3, 2)], upstream)
    elif case == "one element":
        for shape in [(), (1,), (1, 1)]:
            x, y = (student.Tensor(np.asarray(draw.nonzero(*shape)), requires_grad=True) for _ in range(2))
            (x + y).backward()
            expect(x.grad, np.ones(shape), "x.grad")
            expect(y.grad, np.ones(shape), "y.grad")
    elif case == "several elements":
        x, y = (student.Tensor(draw.nonzero(3), requires_grad=True) for _ in range(2))
        call = "backward() of a tensor with three elements"
        promise(worker.run(raises_runtime_error, x + y, None) is True, call, SHOULD_RAISE.format(call=call))
    else:
        constant = student.Tensor(np.array(2.0))
        call = "backward of a tensor that requires no gradient"
        for tensor in (constant, constant + student.Tensor(np.array(3.0))):
            for grad in (None, np.array(1.5)):
                raised = worker.run(raises_runtime_error, tensor, grad)
                promise(raised is True, call, SHOULD_RAISE.format(call=call))


@points(
    1, "backward", ja="途中のものも勾配を持ち、要らないものは None のまま", en="who has a gradient, and who has None"
)
@pytest.mark.parametrize("requires", [(True, False), (False, True), (True, True)], ids=["x", "y", "both"])
def test_who_has_a_gradient(student, draw, requires):
    def f(x, y, u, v):
        return [a := x + u, b := v + y, c := a + b, c + v]

    inputs, upstream = [draw.nonzero(2, 3) for _ in range(4)], draw.both_signs(2, 3)
    wanted = (*requires, False, False)
    right = oracle.graph(f, inputs, [upstream], wanted)
    leaves = [student.Tensor(value, requires_grad=each) for value, each in zip(inputs, wanted, strict=True)]
    tensors = list(f(*leaves))
    tensors[-1].backward(upstream)
    named = zip(["x", "y", "u", "v", "a", "b", "c", "d"], leaves + tensors, right.inputs + right.tensors, strict=True)
    for name, tensor, gradient in named:
        got = tensor.grad
        if gradient is None:
            promise(got is None, f"{name}.grad is None", KEEPS_NONE.format(name=name))
        else:
            expect(got, gradient, f"{name}.grad")


@points(
    1, "backward", ja="二回目の backward は、同じ勾配をもう一度足す", en="a second backward adds the same once more"
)
@pytest.mark.parametrize("case", ["same upstream", "other upstream", "zero_grad", "two outputs", "two graphs"])
def test_second_backward(student, draw, case):
    x, upstream, other = draw.nonzero(3), draw.both_signs(3), draw.both_signs(3)
    constants = [student.Tensor(draw.nonzero(3)) for _ in range(2)]
    leaf = student.Tensor(x, requires_grad=True)
    middle = leaf + constants[0]
    output = middle + constants[1]
    output.backward(upstream)
    if case in ("same upstream", "other upstream"):
        second = upstream if case == "same upstream" else other
        output.backward(second)
        expected = upstream + second
    elif case == "zero_grad":
        for tensor in (leaf, middle, output):
            tensor.zero_grad()
        output.backward(other)
        expected = other
    else:  # the second begins in the midst of the first one's graph, or has a graph of its own
        (middle if case == "two outputs" else leaf + constants[0]).backward(other)
        expected = upstream + other
    expect(leaf.grad, expected, "x.grad")
    got = middle.grad
    if got is not None:  # whether it is there has its own check
        expect(got, upstream if case == "two graphs" else expected, "y.grad")


@points(1, "backward", ja="長い鎖も、道の多いグラフも", en="long chains, and graphs of many paths")
@pytest.mark.parametrize("graph", ["chain", "ladder", "long chain"])
def test_large_graphs(student, worker, draw, graph):
    x = student.Tensor(np.array(2.5), requires_grad=True)
    one = student.Tensor(np.array(1.0))
    if graph == "ladder":
        seconds = [fastest_walk(worker, levels) for levels in (SHORT_LADDER, LADDER)]
        promise(seconds[1] <= MAX_SLOWDOWN * max(seconds[0], FLOOR_SECONDS), "time of backward", TOO_SLOW)
        return
    length = CHAIN if graph == "chain" else LONG_CHAIN
    expect(worker.run(walk_chain, x, one, length), np.array(2.5 + length), "data")
    expect(x.grad, np.array(1.0), "x.grad")
