"""The hidden suite of a05_mnist: losses and gradients against PyTorch, and training replayed step by step.

How a student shuffles is the student's affair: the batches that were used are noted over there, and what right training
makes of these very batches is computed here. Digits for judging are held back; their labels never go over there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.grading import oracle, training
from autograder.grading.gradcheck import (
    RTOL_FLOAT32,
    RTOL_FLOAT64,
    RTOL_NETWORK,
    Broken,
    Mismatch,
    expect,
    note,
    promise,
    unchanged,
)
from autograder.grading.plugin import points
from autograder.sandbox.failures import Raised
from autograder.text import Text

BIG = 1000.0  # a logit whose exponential overflows
RTOL_FAR = 1e-9  # log Σ e^(z - c) + c is right, and at c = 1000 it loses three digits
RTOL_TRAINED = 1e-9  # after steps of training: rounding grows from step to step
MANY = 64  # rows, where a shuffle that leaves them in order has no chance
MANY_NEIGHBOURS = 16  # of these; a random order has 2 on average, and 16 once in 10¹⁰
SIZES = (784, 100, 10)
WANTED_ACCURACY = 0.90  # right training with LEARNING: mean 0.943, deviation 0.007 over the seeds
LEARNING = {"epochs": 15, "batch_size": 50, "lr": 0.5}
MEMORIZING = {"epochs": 150, "batch_size": 20, "lr": 0.2}
MEMORIZED_LOSS = 0.05  # right training of 20 digits gives 0.004 to 0.008

NOT_A_TENSOR = Text(
    ja="損失は Tensor のはずですが、{kind} でした。エンジンの演算で計算すると、結果も Tensor になります。",
    en="The loss should be a Tensor, but is {kind}. What the engine's operations compute is a Tensor.",
)
NOT_FINITE = Text(
    ja="行によってロジットの大きさが大きく違うと、損失か勾配が有限になりません。",
    en="Where the rows' logits differ much in size, the loss or its gradient is not finite.",
)
NOT_PAIRS = Text(
    ja="minibatches が返すのは (x, y) の組で、どちらも行の数が同じ配列のはずです。",
    en="minibatches should yield pairs (x, y): two arrays with equally many rows.",
)
WRONG_SIZES = Text(
    ja="{rows} 行を batch_size={size} で分けたミニバッチの大きさは {expected} のはずですが、{got} でした。",
    en="{rows} rows with batch_size={size} should give minibatches of {expected}, but gave {got}.",
)
PAIRS_LOST = Text(
    ja="x の行と y の行の組が崩れています。同じ並べ替えを x と y の両方に使いましょう。",
    en="Rows of x come with the labels of others. Use one and the same order for x and for y.",
)
NOT_ONCE = Text(
    ja="1 エポックのあいだに、どの行もちょうど 1 回ずつ使われるはずですが、そうなっていません。",
    en="In one epoch every row should be used exactly once. That is not so.",
)
NOT_SHUFFLED = Text(
    ja="ミニバッチの行がばらばらの順になっていません。全部の行をよく混ぜてから分けましょう。",
    en="The rows are not in a random order. Mix all of them before cutting them into batches.",
)
SAME_EVERY_EPOCH = Text(
    ja="どのエポックでも、同じ順になっています。呼ばれるたびに混ぜ直しましょう。",
    en="Every epoch comes in the same order. Shuffle anew each time.",
)
NOT_FROM_RNG = Text(
    ja="順序が rng だけで決まっていません。乱数は、渡された rng から取りましょう。",
    en="The order does not come from rng alone. Take all randomness from the rng that is given.",
)
GRADIENT_LEFT = Text(
    ja="zero_grad のあとに、{number} 番目のパラメータの勾配が残っています。",
    en="After zero_grad, the gradient of parameter number {number} is still there.",
)
NOT_THROUGH_ENGINE = Text(
    ja="{batches} 個のミニバッチに対して、エンジンの backward が {backwards} 回、SGD の step が {steps} 回呼ばれました。"
    "どちらも、ミニバッチごとに使う約束です。",
    en="For {batches} minibatches the engine's backward was called {backwards} times, and SGD's step {steps} times. "
    "Each minibatch should use both.",
)
NOT_MEMORIZED = Text(
    ja="20 枚の数字をくり返し学習すれば、損失はほぼ 0 になるはずですが、{loss:.3f} でした。",
    en="Trained on 20 digits over and over, the loss should come close to 0, but is {loss:.3f}.",
)
NOT_LEARNED = Text(
    ja="学習のあと、学習に使っていない数字の正解率は {accuracy:.1%} でした ({wanted:.0%} 以上のはずです)。",
    en="After training, {accuracy:.1%} of the digits that it has not seen are right (at least {wanted:.0%} is expected).",
)
NO_MODULE = Text(
    ja="build_torch_model は torch.nn.Module を返すはずです。", en="build_torch_model should return a torch.nn.Module."
)
NOT_DOUBLE = Text(
    ja="パラメータの型は torch.float64 のはずですが、{types} でした。",
    en="The parameters should be of type torch.float64, but are {types}.",
)
SHARED_MEMORY = Text(
    ja="モデルを学習させると、渡された配列まで変わってしまいます。配列の中身を写し取りましょう。",
    en="Training the model would change the arrays that it was made from. Copy what is in them.",
)
OTHER_BATCHES = Text(
    ja="同じ rng を渡しても、minibatches と同じミニバッチになっていません。",
    en="With the same rng, the minibatches are not those that minibatches gives.",
)


# ---------------------------------------------------------------- softmax_cross_entropy, 4 points


def loss_value(loss):
    """The number that a one-element tensor holds, as an array without dimensions."""
    if loss is None:
        raise Mismatch("loss", None, np.zeros(()))
    plain = isinstance(loss, int | float | list | tuple | dict | str | np.ndarray | np.generic)
    promise(not plain, "loss is a Tensor", NOT_A_TENSOR.format(kind=type(loss).__name__))
    value = loss.data
    return value.reshape(()) if type(value) is np.ndarray and value.size == 1 else value


def some_labels(draw, rows, classes):
    """Each label about equally often, in random order."""
    return draw.rng.permutation(np.arange(rows) % classes)


BATCHES = pytest.mark.parametrize("shape", [(5, 3), (1, 4), (4, 4), (12, 10)], ids=lambda s: "x".join(map(str, s)))


@points(1, "softmax_cross_entropy", ja="損失の値 (平均)", en="the loss, a mean")
@BATCHES
def test_softmax_value(student, draw, shape):
    z, labels = 2 * draw.normal(*shape), some_labels(draw, *shape)
    loss = student.softmax_cross_entropy(student.Tensor(z), labels)
    expect(loss_value(loss), np.asarray(oracle.softmax_cross_entropy(z, labels)[0]), "loss", RTOL_NETWORK)
    untrained = student.softmax_cross_entropy(student.Tensor(np.zeros(shape)), labels)
    expect(loss_value(untrained), np.asarray(np.log(shape[1])), "loss (logits = 0)")


@points(1, "softmax_cross_entropy", ja="エンジンで求まる勾配 (p − y) / N", en="the gradient by the engine: (p − y) / N")
@BATCHES
def test_softmax_gradient(student, draw, shape):
    z, labels = 2 * draw.normal(*shape), some_labels(draw, *shape)
    dz = oracle.softmax_cross_entropy(z, labels)[1]
    logits = student.Tensor(z, requires_grad=True)
    student.softmax_cross_entropy(logits, labels).backward()
    expect(logits.grad, dz, "logits.grad")
    x, weight = draw.nonzero(shape[0], 6), draw.nonzero(6, shape[1])
    dz = oracle.softmax_cross_entropy(x @ weight, labels)[1]
    leaf, upstream = student.Tensor(weight, requires_grad=True), float(draw.nonzero())
    (student.softmax_cross_entropy(student.Tensor(x) @ leaf, labels) * upstream).backward()
    expect(leaf.grad, upstream * x.T @ dz, "weight.grad", RTOL_NETWORK)


@points(1, "softmax_cross_entropy", ja="ロジット ±1000 でも有限で正しい", en="right and finite at logits of ±1000")
@pytest.mark.parametrize("case", ["sure and right", "sure and wrong", "equal", "rows far apart"])
def test_softmax_extreme_logits(student, draw, case):
    z = draw.normal(1, 5)
    z[0, 3] += {"equal": 0.0, "rows far apart": 0.0}.get(case, BIG)
    z += float(draw.rng.choice([-BIG, BIG])) if case == "equal" else 0.0
    labels = np.array([1 if case == "sure and wrong" else 3])
    if case == "rows far apart":
        z, labels = np.concatenate([z + BIG, z - BIG, z]), np.array([3, 1, 0])
    loss, dz = oracle.softmax_cross_entropy(z, labels)
    logits = student.Tensor(z, requires_grad=True)
    got = student.softmax_cross_entropy(logits, labels)
    value = loss_value(got)
    got.backward()
    if case == "rows far apart":  # several rows: that a sum is no mean is another check's affair
        finite = [isinstance(v, np.ndarray | np.generic) and bool(np.isfinite(v).all()) for v in (value, logits.grad)]
        promise(all(finite), "finite", NOT_FINITE)
        return
    expect(value, np.asarray(loss), "loss (|z| = 1000)", RTOL_FAR)
    expect(logits.grad, dz, "logits.grad (|z| = 1000)", RTOL_FAR)


@points(
    1,
    "softmax_cross_entropy",
    ja="入力を書き換えない・ラベルの型・float32",
    en="inputs are left alone; types of labels; float32",
)
@pytest.mark.parametrize("numbers", ["int64", "int32", "uint8", "float32"])
def test_softmax_types_and_inputs(student, worker, draw, numbers):
    z = (2 * draw.normal(1, 6)).astype("float32" if numbers == "float32" else "float64")
    labels = draw.rng.integers(6, size=1).astype("int64" if numbers == "float32" else numbers)
    loss, dz = oracle.softmax_cross_entropy(z, labels)
    rtol = RTOL_FLOAT32 if numbers == "float32" else RTOL_FLOAT64
    z_there, labels_there = worker.keep(z), worker.keep(labels)
    logits = student.Tensor(z_there, requires_grad=True)
    got = student.softmax_cross_entropy(logits, labels_there)
    expect(loss_value(got), np.asarray(loss), "loss", rtol)
    got.backward()
    expect(logits.grad, dz, "logits.grad", rtol)
    unchanged(logits.data, z, "logits.data")
    unchanged(worker.value(z_there), z, "logits.data")
    unchanged(worker.value(labels_there), labels, "labels")


# ---------------------------------------------------------------- minibatches, 2 points


class Rows:
    """x (N, 3), its rows all different, and a label of its own for each: so it is seen who went where."""

    def __init__(self, draw: Any, rows: int) -> None:
        self.x = draw.normal(rows, 3)
        self.y = np.sort(draw.rng.choice(10 * rows, rows, replace=False))

    def used(self, batches):
        """Row numbers of each batch's x, then of its y (-1: no such label)."""
        promise(all(map(is_pair, batches)), "pairs of arrays", NOT_PAIRS)
        places = {int(label): row for row, label in enumerate(self.y)}
        of_x = [training.rows_of(x, self.x) for x, _ in batches]
        of_y = [np.array([places.get(int(label), -1) for label in y], dtype=np.int64) for _, y in batches]
        return of_x, of_y


def is_pair(batch):
    """Whether this is [x, y], arrays of numbers, equally long."""
    if type(batch) is not list or len(batch) != 2 or not all(type(value) is np.ndarray for value in batch):
        return False
    x, y = batch
    return x.dtype == np.float64 and x.ndim == 2 and y.dtype.kind in "iu" and y.ndim == 1 and len(x) == len(y)


def expect_sizes(batches, rows, batch_size, epochs=1):
    """The sizes of all batches, in order."""
    one = [min(batch_size, rows - start) for start in range(0, rows, batch_size)]
    got, expected = [len(batch) for batch in batches], one * epochs
    note("sizes", got)
    shown = {"expected": expected, "got": got[: len(expected) + 5]}
    promise(got == expected, "batch sizes", WRONG_SIZES.format(rows=rows, size=batch_size, **shown))


@points(
    1,
    "minibatches",
    ja="どの行も 1 回ずつ、x と y の組のまま、最後の半端も",
    en="every row once, with its label, the last smaller batch too",
)
@pytest.mark.parametrize(("rows", "batch_size"), [(10, 4), (8, 4), (3, 5), (6, 1)])
def test_minibatches_hold_every_row_once(student, worker, draw, rows, batch_size):
    given = Rows(draw, rows)
    (batches,) = worker.run(training.batches_over_there, student, given.x, given.y, batch_size, 1, seed_of(draw))
    of_x, of_y = given.used(batches)
    expect_sizes(of_x, rows, batch_size)
    order, labels = np.concatenate(of_x), np.concatenate(of_y)
    note("labels in the given order", rows > batch_size and np.array_equal(labels, np.arange(rows)))
    promise(np.array_equal(order, labels), "pairs", PAIRS_LOST)
    promise(np.array_equal(np.sort(order), np.arange(rows)), "every row once", NOT_ONCE)


@points(
    1,
    "minibatches",
    ja="毎回 rng で混ぜ直す・x と y を書き換えない",
    en="shuffled anew each time, by rng; x and y are left alone",
)
def test_minibatches_shuffle(student, worker, draw):
    given, batch_size, seed = Rows(draw, MANY), 8, seed_of(draw)
    x, y = worker.keep(given.x), worker.keep(given.y)
    both = [worker.run(training.batches_over_there, student, x, y, batch_size, 2, seed) for _ in range(2)]
    (other,) = worker.run(training.batches_over_there, student, x, y, batch_size, 1, seed + 1)
    unchanged(worker.value(x), given.x, "x")
    unchanged(worker.value(y), given.y, "y")
    first, second, again, again_second, others = (given.used(batches)[0] for batches in (*both[0], *both[1], other))
    order = np.concatenate(first)
    note("in order", np.array_equal(order, np.arange(len(order))))
    blocks = [np.ptp(rows) == len(rows) - 1 for rows in first if len(rows) > 1]
    note("batches of neighbours", all(blocks))
    note("in order within batches", all(bool((np.diff(rows) > 0).all()) for rows in first))
    neighbours = int((np.abs(np.diff(order)) == 1).sum())
    promise(neighbours < MANY_NEIGHBOURS and not all(blocks), "shuffled", NOT_SHUFFLED)
    same = np.array_equal(order, np.concatenate(again)) and same_batches(second, again_second)
    promise(same, "the same rng gives the same order", NOT_FROM_RNG)
    promise(not same_batches(first, second), "another order each time", SAME_EVERY_EPOCH)
    promise(not same_batches(first, others), "another rng gives another order", NOT_FROM_RNG)


def same_batches(one, other):
    """Whether two lists of batches hold the same rows in the same order."""
    return len(one) == len(other) and all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def seed_of(draw):
    """A seed for an rng over there."""
    return int(draw.rng.integers(2**31))


# ---------------------------------------------------------------- SGD, 2 points


class Parameters:
    """Values and gradients of a matrix, a vector and a number, and tensors over there that hold them."""

    def __init__(self, student: Any, draw: Any) -> None:
        shapes = [(3, 2), (4,), ()]
        self.values = [draw.nonzero(*shape) for shape in shapes]
        self.gradients = [draw.nonzero(*shape) for shape in shapes]
        self.tensors = [student.Tensor(value.copy(), requires_grad=True) for value in self.values]
        for tensor, gradient in zip(self.tensors, self.gradients, strict=True):
            tensor.grad = gradient

    def expect_data(self, expected: Any) -> None:
        for number, (tensor, value) in enumerate(zip(self.tensors, expected, strict=True)):
            expect(tensor.data, value, f"parameters[{number}].data")


@points(1, "SGD", ja="step: w ← w − α ∂L/∂w", en="step: w ← w − α ∂L/∂w")
def test_sgd_step(student, draw):
    given, lr = Parameters(student, draw), float(draw.rng.uniform(0.01, 0.5))
    optimizer = student.SGD(given.tensors, lr)
    pairs = list(zip(given.values, given.gradients, strict=True))
    for number in (1, 2):  # the gradients stay, so the second step is as large as the first
        optimizer.step()
        given.expect_data([value - number * lr * gradient for value, gradient in pairs])
    for number, (tensor, gradient) in enumerate(zip(given.tensors, given.gradients, strict=True)):
        expect(tensor.grad, gradient, f"parameters[{number}].grad")
    given.tensors[0].grad = -given.gradients[0]
    optimizer.step()
    expect(given.tensors[0].data, given.values[0] - lr * given.gradients[0], "parameters[0].data")


@points(
    1,
    "SGD",
    ja="zero_grad・勾配のないパラメータはそのまま",
    en="zero_grad; a parameter without a gradient stays as it is",
)
@pytest.mark.parametrize("case", ["zero_grad", "no gradient"])
def test_sgd_zero_grad(student, draw, case):
    given, lr = Parameters(student, draw), float(draw.rng.uniform(0.01, 0.5))
    optimizer = student.SGD(given.tensors, lr)
    if case == "no gradient":
        given.tensors[1].grad = None
        optimizer.step()
        expect(given.tensors[1].data, given.values[1], "parameters[1].data")
    optimizer.zero_grad()
    for number, (tensor, value) in enumerate(zip(given.tensors, given.values, strict=True)):
        promise(is_cleared(tensor.grad, value), f"gradient {number}", GRADIENT_LEFT.format(number=number))
    before = [tensor.data for tensor in given.tensors]
    if case == "zero_grad":
        given.expect_data(given.values)
    optimizer.step()
    given.expect_data(before)


def is_cleared(gradient, value):
    """None, as the engine's own zero_grad gives, or zeros in the parameter's shape."""
    if gradient is None:
        return True
    plain = isinstance(gradient, np.ndarray | np.floating)
    return plain and np.shape(gradient) == value.shape and not np.any(gradient)


# ---------------------------------------------------------------- train, 4 points

NAMES = ("w1", "b1", "w2", "b2")


class Lesson:
    """A small network, rows to learn sorted by label, a learning rate."""

    def __init__(self, draw: Any, rows: int) -> None:
        sizes = (6, 5, 4)
        self.parameters = [value + 0.1 * draw.normal(*value.shape) for value in training.he_parameters(draw.rng, sizes)]
        self.x = draw.normal(rows, sizes[0])
        self.y = np.sort(some_labels(draw, rows, sizes[2]))
        self.lr = float(draw.rng.uniform(0.1, 0.4))
        self.seed = seed_of(draw)

    def options(self, epochs: int, batch_size: int) -> dict[str, Any]:
        return {"epochs": epochs, "batch_size": batch_size, "lr": self.lr}

    def replay(self, batches: Any) -> training.Steps:
        return training.replay(self.parameters, [(self.x[rows], self.y[rows]) for rows in batches], self.lr)


def expect_parameters(got, expected, rtol=RTOL_TRAINED):
    """All four, as arrays."""
    promise(type(got) is list and len(got) == len(NAMES), "four parameters", NOT_LEARNED_ANYTHING)
    for value, right, name in zip(got, expected, NAMES, strict=True):
        expect(value, right, name, rtol)


NOT_LEARNED_ANYTHING = Text(
    ja="model.parameters() がパラメータ w1, b1, w2, b2 を返さなくなっています。",
    en="model.parameters() no longer gives the parameters w1, b1, w2, b2.",
)


def expect_losses(got, expected, rtol=RTOL_TRAINED):
    """One number an epoch. Normwise: where the loss is tiny, the size of the run's first losses sets the measure."""
    note("losses", got)
    expect(training.as_losses(got, len(expected)), np.asarray(expected), "losses", rtol)


@points(1, "train", ja="一歩: 損失と、すべてのパラメータ", en="one step: the loss, and every parameter")
@pytest.mark.parametrize("batch_size", [12, 20])
def test_train_takes_one_step(student, worker, draw, batch_size):
    lesson = Lesson(draw, 12)
    right = lesson.replay([np.arange(12)])
    got = worker.run(
        training.record_training,
        student,
        lesson.parameters,
        lesson.x,
        lesson.y,
        lesson.options(1, batch_size),
        lesson.seed,
    )
    expect_parameters(got[2], right.parameters)
    expect_losses(got[0], right.losses)


@points(
    1,
    "train",
    ja="どのエポックも全部の行を、混ぜ直して、エンジンと SGD で",
    en="each epoch uses every row, shuffled anew, through the engine and SGD",
)
def test_train_uses_every_row_in_every_epoch(student, worker, draw):
    lesson, epochs, batch_size = Lesson(draw, MANY + 5), 3, 8
    backwards, steps = worker.spy(student.Tensor, "backward"), worker.spy(student.SGD, "step")
    batches = record(worker, student, lesson, epochs, batch_size).batches
    expect_sizes(batches, len(lesson.x), batch_size, epochs)
    orders = np.concatenate(batches).reshape(epochs, -1)
    promise(bool((np.sort(orders) == np.arange(len(lesson.x))).all()), "every row once", NOT_ONCE)
    note("in order", np.array_equal(orders[0], np.arange(len(lesson.x))))
    promise(int((np.abs(np.diff(orders[0])) == 1).sum()) < MANY_NEIGHBOURS, "shuffled", NOT_SHUFFLED)
    promise(not any(np.array_equal(orders[0], order) for order in orders[1:]), "shuffled anew", SAME_EVERY_EPOCH)
    counts = {"batches": len(batches), "backwards": len(backwards), "steps": len(steps)}
    note("calls", [counts["backwards"], counts["steps"]])
    enough = min(counts["backwards"], counts["steps"]) >= counts["batches"]
    promise(enough, "through the engine and SGD", NOT_THROUGH_ENGINE.format(**counts))


@points(
    1,
    "train",
    ja="ミニバッチで 3 エポック: 各エポックの損失と、すべてのパラメータ",
    en="three epochs of minibatches: each epoch's loss, and every parameter",
)
def test_train_takes_many_steps(student, worker, draw):
    lesson, epochs, batch_size = Lesson(draw, 23), 3, 5
    recording = record(worker, student, lesson, epochs, batch_size)
    expect_sizes(recording.batches, len(lesson.x), batch_size, epochs)
    right = lesson.replay(recording.batches)
    expect_parameters(recording.parameters, right.parameters)
    expect_losses(recording.losses, training.epoch_means(right.losses, recording.batches, epochs))


def record(worker, student, lesson, epochs, batch_size, how=training.record_training):
    """Train over there and see which rows each step used."""
    options = lesson.options(epochs, batch_size)
    recorded = worker.run(how, student, lesson.parameters, lesson.x, lesson.y, options, lesson.seed)
    return training.read_recording(recorded, lesson.x, epochs * -(-len(lesson.x) // batch_size))


@points(
    1,
    "train",
    ja="20 枚を覚え、見ていない数字を 90 % 当てる",
    en="memorises 20 digits; gets 90 % of unseen digits right",
    diagnose=False,
)
@pytest.mark.parametrize("case", ["twenty", "unseen"])
def test_train_learns_digits(student, worker, draw, case):
    pixels, labels, unseen, answers = training.split_digits(draw.rng)
    parameters, seed = training.he_parameters(draw.rng, SIZES), seed_of(draw)
    if case == "twenty":
        chosen = np.concatenate([draw.rng.choice(np.flatnonzero(labels == digit), 2) for digit in range(10)])
        pixels, labels, options = pixels[chosen], labels[chosen], MEMORIZING
    else:
        options = LEARNING
    _, learned = worker.run(training.train_over_there, student, parameters, pixels, labels, options, seed)
    as_before(learned, parameters)
    if case == "twenty":
        loss = training.loss_of(learned, pixels / training.PIXEL, labels)
        promise(loss < MEMORIZED_LOSS, "memorised", NOT_MEMORIZED.format(loss=loss))
    else:
        accuracy = training.accuracy_of(learned, unseen / training.PIXEL, answers)
        words = NOT_LEARNED.format(accuracy=accuracy, wanted=WANTED_ACCURACY)
        promise(accuracy >= WANTED_ACCURACY, "accuracy", words)


def as_before(learned, parameters):
    """The four parameters in their shapes, finite float64, whatever their values."""
    promise(type(learned) is list and len(learned) == len(NAMES), "four parameters", NOT_LEARNED_ANYTHING)
    for value, before, name in zip(learned, parameters, NAMES, strict=True):
        fine = type(value) is np.ndarray and value.shape == before.shape and value.dtype == np.float64
        if not (fine and np.isfinite(value).all()):
            raise Mismatch(name, value, before)


# ---------------------------------------------------------------- torch, 3 points


@points(1, "torch", ja="同じ配列から、同じネットワーク", en="from the same arrays, the same network")
def test_torch_model(student, worker, draw):
    lesson = Lesson(draw, 9)
    logits, _, right = training.gradients(lesson.parameters, lesson.x, lesson.y)
    answer = worker.run(training.torch_model_over_there, student, lesson.parameters, lesson.x, lesson.y)
    is_module, types, got, found, independent = answer
    promise(is_module is True, "a torch.nn.Module", NO_MODULE)
    note("types", types)
    promise(types == ["torch.float64"] * len(types), "float64", NOT_DOUBLE.format(types=sorted(set(map(str, types)))))
    expect(got, logits, "logits", RTOL_NETWORK)
    promise(len(found) == len(NAMES), "four parameters", FOUR_PARAMETERS)
    for gradient, name in zip(right, NAMES, strict=True):  # whose is whose is seen by the shape: all are different
        alike = [other for other in found if type(other) is np.ndarray and other.shape == gradient.shape]
        turned = [other.T for other in found if type(other) is np.ndarray and other.T.shape == gradient.shape]
        candidates = alike or turned
        expect(candidates[0] if candidates else None, gradient, f"gradient of {name}", RTOL_TRAINED)
    promise(independent is True, "arrays of its own", SHARED_MEMORY)


FOUR_PARAMETERS = Text(
    ja="PyTorch のモデルのパラメータは、二つの層の重みとバイアスの 4 個のはずです。",
    en="The PyTorch model should have four parameters: the weight and the bias of two layers.",
)


@points(1, "torch", ja="一歩: 損失と、すべてのパラメータ", en="one step: the loss, and every parameter")
@pytest.mark.parametrize("labels", ["int64", "uint8"])
def test_torch_takes_one_step(student, worker, draw, labels):
    lesson = Lesson(draw, 12)
    right = lesson.replay([np.arange(12)])
    options, y = lesson.options(1, 12), lesson.y.astype(labels)
    got = worker.run(training.record_torch_training, student, lesson.parameters, lesson.x, y, options, lesson.seed)
    expect_parameters(got[2], right.parameters)
    expect_losses(got[0], right.losses)


@points(
    1,
    "torch",
    ja="同じ rng で同じミニバッチ: 学習の最後まで同じ損失",
    en="with the same rng the same minibatches: the same losses to the end of the run",
)
def test_torch_trains_alike(student, worker, draw):
    lesson, epochs, batch_size = Lesson(draw, 11), 12, 4
    recording = record(worker, student, lesson, epochs, batch_size, training.record_torch_training)
    expect_sizes(recording.batches, len(lesson.x), batch_size, epochs)
    wanted = worker.run(training.batches_over_there, student, lesson.x, lesson.y, batch_size, epochs, lesson.seed)
    wanted = [training.rows_of(x, lesson.x) for batches in wanted for x, _ in batches]
    alike = same_batches(recording.batches, wanted) or as_in_train(
        worker, student, lesson, epochs, batch_size, recording
    )
    promise(alike, "the same batches", OTHER_BATCHES)
    right = lesson.replay(recording.batches)
    expect_losses(recording.losses, training.epoch_means(right.losses, recording.batches, epochs))
    expect_parameters(recording.parameters, right.parameters)


def as_in_train(worker, student, lesson, epochs, batch_size, recording):
    """Whether the student's own train uses these batches, though minibatches gives others; train may be unwritten."""
    try:
        own = record(worker, student, lesson, epochs, batch_size)
    except (Broken, Raised):
        return False
    return same_batches(recording.batches, own.batches)
