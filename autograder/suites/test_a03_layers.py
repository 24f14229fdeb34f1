"""The hidden suite of a03_layers: each gradient against PyTorch, then against the student's own forward.

Shapes are not square but where a mix-up of two equal sizes shall be seen in the values; upstream gradients are random
and zero; what student code gets is a copy, so what it must leave alone is kept over there and read back.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from autograder.grading import digits, oracle
from autograder.grading.gradcheck import (
    RTOL_DIFFERENCES,
    RTOL_FLOAT32,
    RTOL_FLOAT64,
    RTOL_NETWORK,
    central_differences,
    expect,
    expect_number,
    promise,
    unchanged,
)
from autograder.grading.plugin import points
from autograder.misconceptions import reference
from autograder.text import Text

# (N, n, m): samples, inputs, outputs. One square, where W and Wᵀ both fit.
SHAPES = pytest.mark.parametrize(
    "shape", [(5, 3, 4), (1, 4, 2), (3, 3, 3)], ids=lambda shape: "x".join(map(str, shape))
)
ANY_SHAPE = pytest.mark.parametrize("shape", [(7,), (3, 4), (2, 3, 2), ()], ids=lambda shape: f"{len(shape)}d")
BATCHES = pytest.mark.parametrize("shape", [(5,), (4, 1), (1,)], ids=lambda shape: "x".join(map(str, shape)))

LINEAR_WORK = (32, 512, 32)  # (N, n, m) where an honest backward takes 0.1 ms, and a clever measurement n forwards
REPEATS = 5  # the fastest of these counts, each with a layer and inputs of its own: a cache shall not help
MAX_SLOWDOWN = 25  # of backward over forward; measured honest: 2 to 4; by differences, cleverly: over 100
FLOOR_SECONDS = 3e-4  # below this a forward's time is noise
BIG = 1000.0  # a logit whose exponential overflows
FAR = 1e18  # scales what a gradient does not depend on: there differences, elsewhere exact, drown in rounding
NEAR = 1e-9  # scales what stays on its side of a kink, where the step of a difference crosses it

MEASURED = Text(
    ja="backward の中で forward が別の点で呼ばれています。勾配は差分で測らず、式から計算しましょう。",
    en="backward calls forward at other points. Compute the gradient from its formula; do not measure it by differences.",
)
TOO_SLOW = Text(
    ja="backward に forward の何十倍もの時間がかかっています。勾配を差分で測っていませんか。",
    en="backward takes dozens of times as long as forward. Is the gradient measured by differences?",
)
OTHER_WEIGHTS = Text(
    ja="正解率は十分ですが、重みの動きが勾配降下法のものと違います。Sequential と各層の backward を確かめましょう。",
    en="The accuracy is reached, but the weights did not move as gradient descent moves them. "
    "Look at Sequential and at each layer's backward.",
)
LEARNS = Text(
    ja="この層で 3 と 5 を学習させると、学習に使っていない数字の正解率は {accuracy:.0%} でした ({wanted:.0%} 以上のはずです)。",
    en="Trained with these layers to tell 3s from 5s, the network is right on {accuracy:.0%} of digits it has not seen "
    "(at least {wanted:.0%} is expected).",
)


class LinearInputs:
    """x (N, n), weight (m, n), bias (m,), dz (N, m)."""

    def __init__(self, draw: Any, shape: tuple[int, int, int]) -> None:
        rows, inputs, outputs = shape
        self.x = draw.nonzero(rows, inputs)
        self.weight = draw.nonzero(outputs, inputs)
        self.bias = draw.nonzero(outputs)
        self.dz = draw.both_signs(rows, outputs)

    @property
    def right(self) -> oracle.LinearGradients:
        return oracle.linear(self.x, self.weight, self.bias, self.dz)


# ---------------------------------------------------------------- Linear, 8 points


@points(1, "Linear", ja="順伝播 z = x Wᵀ + b", en="forward: z = x Wᵀ + b")
@SHAPES
def test_linear_forward(student, draw, shape):
    given = LinearInputs(draw, shape)
    layer = student.Linear(given.weight, given.bias)
    expect(layer.forward(given.x), given.right.z, "z")
    layer.weight, layer.bias = -given.weight, 2 * given.bias  # as a step of gradient descent would
    expect(layer.forward(given.x), oracle.linear(given.x, -given.weight, 2 * given.bias, given.dz).z, "z")


@points(2, "Linear", ja="重みの勾配 ∂L/∂W", en="weight gradient ∂L/∂W")
@SHAPES
def test_linear_weight_gradient(student, worker, draw, shape):
    given = LinearInputs(draw, shape)
    calls = worker.spy(student.Linear, "forward")
    for scale in (1.0, FAR):
        layer = student.Linear(scale * given.weight, scale * given.bias)
        layer.forward(given.x)
        layer.backward(given.dz)
        expect(layer.dweight, given.right.dweight, "dweight")
        layer.backward(np.zeros_like(given.dz))
        expect(layer.dweight, np.zeros_like(given.weight), "dweight")
    promise(all_at(worker, calls, given.x), "calls of forward", MEASURED)


@points(1, "Linear", ja="バイアスの勾配 ∂L/∂b", en="bias gradient ∂L/∂b")
@SHAPES
def test_linear_bias_gradient(student, worker, draw, shape):
    given = LinearInputs(draw, shape)
    calls = worker.spy(student.Linear, "forward")
    for scale in (1.0, FAR):
        layer = student.Linear(scale * given.weight, scale * given.bias)
        layer.forward(given.x)
        layer.backward(given.dz)
        expect(layer.dbias, given.right.dbias, "dbias")
        layer.backward(np.zeros_like(given.dz))
        expect(layer.dbias, np.zeros_like(given.bias), "dbias")
    promise(all_at(worker, calls, given.x), "calls of forward", MEASURED)


@points(1, "Linear", ja="入力の勾配 ∂L/∂x", en="input gradient ∂L/∂x")
@SHAPES
def test_linear_input_gradient(student, worker, draw, shape):
    given = LinearInputs(draw, shape)
    calls = worker.spy(student.Linear, "forward")
    for scale in (1.0, FAR):
        layer = student.Linear(given.weight, scale * given.bias)
        layer.forward(scale * given.x)
        expect(layer.backward(given.dz), given.right.dx, "dx")
        expect(layer.backward(np.zeros_like(given.dz)), np.zeros_like(given.x), "dx")
    promise(all_at(worker, calls, given.x, FAR * given.x), "calls of forward", MEASURED)


@points(1, "Linear", ja="backward は最後の forward のもの", en="backward belongs to the last forward")
def test_linear_last_forward(student, worker, draw):
    first, longer, last, others = (LinearInputs(draw, (rows, 3, 4)) for rows in (2, 5, 2, 2))
    calls = worker.spy(student.Linear, "forward")
    layer = student.Linear(last.weight, FAR * last.bias)
    other = student.Linear(others.weight, others.bias)
    for inputs in (first, longer, last):
        layer.forward(inputs.x)
    other.forward(others.x)  # another layer's affair
    for _ in range(2):  # the second backward sets the gradients again; it does not add to them
        expect(layer.backward(last.dz), last.right.dx, "dx")
        expect(layer.dweight, last.right.dweight, "dweight")
        expect(layer.dbias, last.right.dbias, "dbias")
    promise(all_at(worker, calls, first.x, longer.x, last.x, others.x), "calls of forward", MEASURED)


@points(1, "Linear", ja="入力を書き換えない・数の型", en="inputs are left alone; number types")
@pytest.mark.parametrize("numbers", ["float64", "float32", "whole"])
def test_linear_types_and_inputs(student, worker, draw, numbers):
    given = LinearInputs(draw, (4, 3, 2))
    if numbers == "whole":
        given.x, given.weight, given.bias, given.dz = (draw.whole(*shape) for shape in [(4, 3), (2, 3), (2,), (4, 2)])
    names = ["x", "weight", "bias", "dz"]
    values = {name: np.asarray(getattr(given, name)).astype(_DTYPES[numbers]) for name in names}
    kept = {name: worker.keep(value) for name, value in values.items()}
    right = oracle.linear(*values.values())
    rtol = RTOL_FLOAT32 if numbers == "float32" else RTOL_FLOAT64
    calls = worker.spy(student.Linear, "forward")
    layer = student.Linear(kept["weight"], kept["bias"])
    expect(layer.forward(kept["x"]), right.z, "z", rtol)
    layer.bias = values["bias"] * values["bias"].dtype.type(FAR)
    layer.forward(kept["x"])
    expect(layer.backward(kept["dz"]), right.dx, "dx", rtol)
    promise(all_at(worker, calls, values["x"]), "calls of forward", MEASURED)
    for name, value in values.items():
        unchanged(worker.value(kept[name]), value, name)


@points(1, "Linear", ja="勾配は計算する (測らない)", en="gradients are computed, not measured", diagnose=False)
@pytest.mark.parametrize("what", ["own forward", "work"])
def test_linear_computed(student, worker, draw, what):
    if what == "own forward":
        agrees_with_own_forward(student, LinearInputs(draw, (2, 3, 2)))
    else:
        backward_is_no_measurement(student, worker, draw)


_DTYPES = {"float64": np.float64, "float32": np.float32, "whole": np.int64}


def agrees_with_own_forward(student, given):
    """Central differences of the student's own forward: whatever it computes, backward is its derivative."""

    def loss(x, weight, bias):
        return float(np.sum(student.Linear(weight, bias).forward(x) * given.dz))

    layer = student.Linear(given.weight, given.bias)
    expect(layer.forward(given.x), given.right.z, "z")  # or the gradient 0 of a constant would do
    dx = layer.backward(given.dz)
    x, weight, bias = given.x, given.weight, given.bias
    expect(dx, central_differences(lambda x: loss(x, weight, bias), x), "dx", RTOL_DIFFERENCES)
    dweight = central_differences(lambda weight: loss(x, weight, bias), weight)
    expect(layer.dweight, dweight, "dweight", RTOL_DIFFERENCES)
    expect(layer.dbias, central_differences(lambda bias: loss(x, weight, bias), bias), "dbias", RTOL_DIFFERENCES)


def backward_is_no_measurement(student, worker, draw):
    """No forward at a shifted point, and no work beyond a few products of matrices."""
    calls = worker.spy(student.Linear, "forward")
    several = [LinearInputs(draw, LINEAR_WORK) for _ in range(REPEATS)]
    forward, backward = [], []
    for given in several:
        x, dz = worker.keep(given.x), worker.keep(given.dz)
        layer = student.Linear(given.weight, given.bias)
        forward.append(seconds(lambda layer=layer, x=x: layer.forward(x)))
        backward.append(seconds(lambda layer=layer, dz=dz: layer.backward(dz)))
    promise(all_at(worker, calls, *(given.x for given in several)), "calls of forward", MEASURED)
    promise(min(backward) <= MAX_SLOWDOWN * max(min(forward), FLOOR_SECONDS), "time of backward", TOO_SLOW)


def seconds(action):
    """How long it takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def all_at(worker, calls, *points):
    """Whether each recorded call of forward was at one of `points`; a few repeats of the same point are fine."""
    if len(calls) > 4 * REPEATS:  # said without fetching them: thousands of large inputs are more than can cross
        return False
    recorded = [call[1] for call in calls if isinstance(call, list) and len(call) > 1]
    return all(
        isinstance(value, np.ndarray | np.generic) and any(np.array_equal(value, point) for point in points)
        for value in recorded
    )


# ---------------------------------------------------------------- ReLU, 4 points


@points(1, "ReLU", ja="順伝播 max(0, z)", en="forward: max(0, z)")
@ANY_SHAPE
def test_relu_forward(student, draw, shape):
    z = draw.both_signs(*shape)
    expect(student.ReLU().forward(z), oracle.relu(z, z)[0], "a")


@points(1, "ReLU", ja="逆伝播: 正のところだけ勾配を通す", en="backward: the gradient passes where z > 0")
@ANY_SHAPE
def test_relu_backward(student, worker, draw, shape):
    z = draw.both_signs(*shape)
    calls = worker.spy(student.ReLU, "forward")
    layer = student.ReLU()
    for scale in (1.0, NEAR, FAR):
        layer.forward(scale * z)
        for da in draw.upstreams(*shape):
            expect(layer.backward(da), oracle.relu(z, da)[1], "dz")
    promise(all_at(worker, calls, z, NEAR * z, FAR * z), "calls of forward", MEASURED)


@points(1, "ReLU", ja="折れ目 z = 0 での微分は 0", en="the derivative at the kink z = 0 is 0")
def test_relu_kink(student, draw):
    z = NEAR * draw.both_signs(3, 4)  # what is small is not 0
    z[draw.rng.permuted(np.arange(12).reshape(3, 4) % 3 == 0)] = 0.0
    da = draw.both_signs(3, 4)
    layer = student.ReLU()
    expect(layer.forward(z), oracle.relu(z, da)[0], "a")
    expect(layer.backward(da), oracle.relu(z, da)[1], "dz")


@points(
    1,
    "ReLU",
    ja="最後の forward・入力を書き換えない・数の型",
    en="the last forward; inputs are left alone; number types",
)
@pytest.mark.parametrize("numbers", ["float64", "float32", "whole"])
def test_relu_state(student, worker, draw, numbers):
    z = (draw.whole(4, 3) if numbers == "whole" else draw.both_signs(4, 3)).astype(_DTYPES[numbers])
    z[0, :2] = 2, -3
    keeps_its_promises(worker, student.ReLU, z * z.dtype.type(FAR), draw.both_signs(4, 3), oracle.relu)


def keeps_its_promises(worker, kind, z, da, right):
    """Of an elementwise layer: belongs to the last forward, may be repeated, leaves z and da alone, any numbers."""
    rtol = RTOL_FLOAT32 if z.dtype == np.float32 else RTOL_FLOAT64
    da = da.astype(z.dtype if z.dtype.kind == "f" else np.float64)
    z_there, da_there = worker.keep(z), worker.keep(da)
    calls, layer = worker.spy(kind, "forward"), kind()
    layer.forward(np.flip(z)[:2])
    expect(layer.forward(z_there), right(z, da)[0], "a", rtol)
    for _ in range(2):
        expect(layer.backward(da_there), right(z, da)[1], "dz", rtol)
    unchanged(worker.value(z_there), z, "z")
    unchanged(worker.value(da_there), da, "da")
    promise(all_at(worker, calls, z, np.flip(z)[:2]), "calls of forward", MEASURED)


# ---------------------------------------------------------------- Sigmoid, 3 points


@points(1, "Sigmoid", ja="順伝播 (±1000 でも有限)", en="forward, finite also at ±1000")
@ANY_SHAPE
def test_sigmoid_forward(student, draw, shape):
    z = 4 * draw.nonzero(*shape)  # at -10 the tanh form has lost 1e-12 already
    expect(student.Sigmoid().forward(z), oracle.sigmoid(z, z)[0], "a")
    far = np.sign(draw.both_signs(*shape)) * BIG
    expect(student.Sigmoid().forward(far), oracle.sigmoid(far, far)[0], "a (z = ±1000)")


@points(1, "Sigmoid", ja="逆伝播 σ(z)(1 − σ(z))", en="backward: the upstream gradient times σ′")
@ANY_SHAPE
def test_sigmoid_backward(student, worker, draw, shape):
    z = 2 * draw.normal(*shape)
    calls = worker.spy(student.Sigmoid, "forward")
    layer = student.Sigmoid()
    layer.forward(z)
    for da in draw.upstreams(*shape):
        expect(layer.backward(da), oracle.sigmoid(z, da)[1], "dz")
    far, da = np.full(shape, -BIG), draw.both_signs(*shape)
    layer.forward(far)
    expect(layer.backward(da), np.zeros(shape), "dz (z = -1000)")
    promise(all_at(worker, calls, z, far), "calls of forward", MEASURED)


@points(
    1,
    "Sigmoid",
    ja="最後の forward・入力を書き換えない・数の型",
    en="the last forward; inputs are left alone; number types",
)
@pytest.mark.parametrize("numbers", ["float64", "float32", "whole"])
def test_sigmoid_state(student, worker, draw, numbers):
    z = (draw.whole(4, 3) if numbers == "whole" else draw.both_signs(4, 3)).astype(_DTYPES[numbers])
    keeps_its_promises(worker, student.Sigmoid, z, draw.both_signs(4, 3), oracle.sigmoid)


# ---------------------------------------------------------------- BCEWithLogits, 6 points


@points(1, "BCEWithLogits", ja="損失の値 (平均)", en="the loss, a mean")
@BATCHES
def test_bce_forward(student, draw, shape):
    z, y = 2 * draw.nonzero(*shape), (draw.normal(*shape) > 0).astype(float)
    loss = student.BCEWithLogits()
    expect_number(loss.forward(z, y), oracle.bce_with_logits(z, y)[0], "loss")
    expect_number(loss.forward(z, 1 - y), oracle.bce_with_logits(z, 1 - y)[0], "loss")


@points(1, "BCEWithLogits", ja="0 と 1 の間のラベル", en="labels between 0 and 1")
@BATCHES
def test_bce_soft_labels(student, worker, draw, shape):
    z, y = 2 * draw.nonzero(*shape), draw.soft_labels(*shape)
    calls = worker.spy(student.BCEWithLogits, "forward")
    loss = student.BCEWithLogits()
    expect_number(loss.forward(z, y), oracle.bce_with_logits(z, y)[0], "loss")
    expect(loss.backward(), oracle.bce_with_logits(z, y)[1], "dz")
    promise(all_at(worker, calls, z), "calls of forward", MEASURED)


@points(1, "BCEWithLogits", ja="ロジット ±1000 でも有限で正しい", en="right and finite at logits of ±1000")
@pytest.mark.parametrize("certain", ["right", "wrong", "mixed"])
def test_bce_extreme_logits(student, worker, draw, certain):
    sign = np.sign(draw.both_signs(6))
    z = sign * {"right": BIG, "wrong": BIG, "mixed": 1.0}[certain]
    z[:2] = [40.0, -40.0] if certain == "mixed" else z[:2]
    y = (sign > 0).astype(float) if certain == "right" else (sign < 0).astype(float)
    calls = worker.spy(student.BCEWithLogits, "forward")
    loss = student.BCEWithLogits()
    expect_number(loss.forward(z, y), oracle.bce_with_logits(z, y)[0], "loss (|z| = 1000)")
    expect(loss.backward(), oracle.bce_with_logits(z, y)[1], "dz (|z| = 1000)")
    promise(all_at(worker, calls, z), "calls of forward", MEASURED)


@points(2, "BCEWithLogits", ja="逆伝播 (ŷ − y) / N", en="backward: (ŷ − y) / N")
@BATCHES
def test_bce_backward(student, worker, draw, shape):
    z, y = 2 * draw.nonzero(*shape), (draw.normal(*shape) > 0).astype(float)
    calls = worker.spy(student.BCEWithLogits, "forward")
    loss = student.BCEWithLogits()
    loss.forward(z, y)
    dz = loss.backward()
    expect(dz, oracle.bce_with_logits(z, y)[1], "dz")
    promise(all_at(worker, calls, z), "calls of forward", MEASURED)
    measured = central_differences(lambda z: student.BCEWithLogits().forward(z, y), z)
    expect(dz, measured, "dz (differences)", RTOL_DIFFERENCES)


@points(
    1,
    "BCEWithLogits",
    ja="Sigmoid と合わせて矛盾がない・最後の forward・数の型",
    en="agrees with Sigmoid; the last forward; number types",
)
@pytest.mark.parametrize("numbers", ["float64", "float32", "whole"])
def test_bce_state(student, worker, draw, numbers):
    z = (draw.whole(5, 1) if numbers == "whole" else draw.both_signs(5, 1)).astype(_DTYPES[numbers])
    y = (draw.normal(5, 1) > 0).astype(z.dtype)
    rtol = RTOL_FLOAT32 if numbers == "float32" else RTOL_FLOAT64
    calls = worker.spy(student.BCEWithLogits, "forward")
    loss, z_there, y_there = student.BCEWithLogits(), worker.keep(z), worker.keep(y)
    loss.forward(np.ones(3), np.zeros(3))
    expect_number(loss.forward(z_there, y_there), oracle.bce_with_logits(z, y)[0], "loss", rtol)
    for _ in range(2):
        expect(loss.backward(), oracle.bce_with_logits(z, y)[1], "dz", rtol)
    expect(loss.backward(), unfused(z, y), "dz (Sigmoid)", max(rtol, RTOL_NETWORK))
    unchanged(worker.value(z_there), z, "z")
    unchanged(worker.value(y_there), y, "y")
    promise(all_at(worker, calls, z, np.ones(3)), "calls of forward", MEASURED)


def unfused(z, y):
    """∂L/∂z the long way: ∂L/∂ŷ of the cross-entropy, then backward through the sigmoid."""
    p = 1 / (1 + np.exp(-z.astype(np.float64)))
    return oracle.sigmoid(z, (p - y) / (p * (1 - p)) / z.size)[1]


# ---------------------------------------------------------------- Sequential, 4 points

# (m, n) of the three weights; square ones too, where a mix-up shows in the values rather than in an exception
LECTURE, SQUARE = [(6, 4), (5, 6), (2, 5)], [(4, 4)] * 3
NETWORKS = pytest.mark.parametrize(
    ("rows", "sizes"), [(1, LECTURE), (5, LECTURE), (4, SQUARE)], ids=["one", "five", "square"]
)


class NetworkInputs:
    """The lecture's three-layer network: Linear, ReLU, Linear, ReLU, Linear, no pre-activation near a kink."""

    def __init__(self, draw: Any, rows: int, sizes: list[tuple[int, int]]) -> None:
        while True:
            self.parameters = [(draw.nonzero(*size), draw.nonzero(size[0])) for size in sizes]
            self.x, self.dz = draw.nonzero(rows, sizes[0][1]), draw.both_signs(rows, sizes[-1][0])
            self.right = oracle.network(self.x, self.parameters, self.dz)
            if all(gradient.any() for gradient in self.right.dweights):  # a network that is all dead teaches nothing
                return

    def layers(self, student: Any) -> list[Any]:
        linears = [student.Linear(weight, bias) for weight, bias in self.parameters]
        return [linears[0], student.ReLU(), linears[1], student.ReLU(), linears[2]]


@points(1, "Sequential", ja="3 層のネットワークの順伝播", en="forward through the three-layer network")
@NETWORKS
def test_sequential_forward(student, draw, rows, sizes):
    given = NetworkInputs(draw, rows, sizes)
    expect(student.Sequential(*given.layers(student)).forward(given.x), given.right.z, "z", RTOL_NETWORK)
    z = draw.both_signs(3, 2)
    expect(
        student.Sequential(student.ReLU(), student.Sigmoid()).forward(z), oracle.sigmoid(np.maximum(z, 0), z)[0], "a"
    )


@points(2, "Sequential", ja="3 層のネットワークの逆伝播: すべてのパラメータ", en="backward through it: every parameter")
@NETWORKS
def test_sequential_backward(student, draw, rows, sizes):
    given = NetworkInputs(draw, rows, sizes)
    layers = given.layers(student)
    network = student.Sequential(*layers)
    network.forward(np.flip(given.x))
    network.forward(given.x)
    expect(network.backward(given.dz), given.right.dx, "dx", RTOL_NETWORK)
    for number, layer in enumerate(layers[::2]):
        expect(layer.dweight, given.right.dweights[number], f"layers[{2 * number}].dweight", RTOL_NETWORK)
        expect(layer.dbias, given.right.dbiases[number], f"layers[{2 * number}].dbias", RTOL_NETWORK)
    expect(network.backward(np.zeros_like(given.dz)), np.zeros_like(given.x), "dx")


@points(
    1,
    "Sequential",
    ja="手書きの 3 と 5 を見分けるまで学習する",
    en="learns to tell handwritten 3s from 5s",
    diagnose=False,
)
def test_sequential_learns_digits(student, worker, draw):
    (x_train, y_train), (x_test, y_test) = digits.threes_and_fives(draw.rng)
    parameters = digits.he_parameters(draw.rng, digits.SIZES)
    batches = digits.batches(draw.rng, len(x_train))
    trained = worker.run(digits.train, student, x_train, y_train, parameters, batches, digits.STEP)
    accuracy = digits.accuracy(trained, parameters, x_test, y_test)
    promise(
        accuracy >= digits.WANTED_ACCURACY,
        "accuracy",
        LEARNS.format(accuracy=accuracy, wanted=digits.WANTED_ACCURACY),
    )
    right = digits.train(reference("a03_layers"), x_train, y_train, parameters, batches, digits.STEP)
    moved_alike = digits.alikeness(trained, right, parameters) >= digits.WANTED_ALIKENESS
    promise(moved_alike, "direction of learning", OTHER_WEIGHTS)
