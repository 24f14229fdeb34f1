"""Visible tests of a05_mnist: numbers to check by hand, from easy to hard.

In this folder:   python -m pytest                    everything
                  python -m pytest -k SGD             one exercise; the others are
                                                      softmax_cross_entropy, minibatches, train, torch
                  python -m pytest -x -k SGD          stop at the first failure

Every test shows its computation in a comment. Passing them all is a good sign; grading tries more than these.
"""

import sys

import find_engine
import numpy as np
import pytest

if "engine" not in sys.modules:
    find_engine.load()
import mnist  # names are looked up when a test runs, so a notebook can stand in for mnist.py

LN2, LN3 = np.log(2), np.log(3)


def agree(got, expected, idea):
    """Fail, in words, unless `got` has the shape and, up to rounding, the numbers of `expected`."""
    __tracebackhide__ = True
    expected = np.asarray(expected, dtype=float)
    if got is None:
        pytest.fail(f"got None: is a `return`, or a gradient, missing?\nidea: {idea}")
    try:
        got = np.asarray(got, dtype=float)
    except (TypeError, ValueError):
        pytest.fail(f"expected numbers, got {got!r}\nidea: {idea}")
    if got.shape != expected.shape:
        pytest.fail(
            f"the shape is {got.shape}, expected {expected.shape}\ngot:\n{got}\nexpected:\n{expected}\nidea: {idea}"
        )
    if not np.allclose(got, expected, rtol=1e-9, atol=1e-12):
        pytest.fail(f"got:\n{got}\nexpected:\n{expected}\nidea: {idea}")


def unchanged(array, before, name):
    """Fail unless the array still is what it was before the call."""
    __tracebackhide__ = True
    if not np.array_equal(array, before):
        pytest.fail(
            f"{name} was changed in place. It belongs to the caller: make a new array instead.\n"
            f"it was:\n{before}\nit is now:\n{array}"
        )


class Testsoftmax_cross_entropy:
    """The loss of a row is -log p, where p is the softmax probability of the right label; then the mean over rows."""

    def number(self, logits, labels):
        """Return the loss as a number, and check that it is a tensor."""
        __tracebackhide__ = True
        loss = mnist.softmax_cross_entropy(mnist.Tensor(np.array(logits)), np.array(labels))
        if not isinstance(loss, mnist.Tensor):
            pytest.fail(f"expected a Tensor, got {type(loss).__name__}: compute with the engine's operations")
        if loss.data.size != 1:
            pytest.fail(f"the loss should hold one number, but has shape {loss.shape}")
        return float(loss.data.reshape(()))

    def gradient(self, logits, labels):
        """Return what backward leaves in the gradient of the logits."""
        z = mnist.Tensor(np.array(logits), requires_grad=True)
        mnist.softmax_cross_entropy(z, np.array(labels)).backward()
        return z.grad

    def test_two_equal_logits(self):
        # p = (1/2, 1/2), so the loss is -log(1/2) = log 2
        agree(self.number([[0.0, 0.0]], [1]), LN2, "-log of the probability of the right label")

    def test_ten_equal_logits(self):
        # p = 1/10 for each: -log(1/10) = log 10 = 2.302...
        agree(self.number([[5.0] * 10], [7]), np.log(10), "equal logits, whatever they are, have equal probabilities")

    def test_the_label_chooses_the_probability(self):
        # z = (log 3, 0):  p = (3/4, 1/4).     label 0 costs -log(3/4)     label 1 costs -log(1/4)
        agree(self.number([[LN3, 0.0]], [0]), np.log(4 / 3), "the label 0 takes the first probability")
        agree(self.number([[LN3, 0.0]], [1]), np.log(4), "the label 1 takes the second probability")

    def test_mean_of_two_rows(self):
        # (log(4/3) + log 2) / 2 = log(8/3) / 2
        agree(self.number([[LN3, 0.0], [0.0, 0.0]], [0, 1]), np.log(8 / 3) / 2, "the mean over the rows, not their sum")

    def test_gradient_of_one_row(self):
        # p - y = (3/4, 1/4) - (1, 0)
        agree(self.gradient([[LN3, 0.0]], [0]), [[-0.25, 0.25]], "prediction minus truth, found by the engine")

    def test_gradient_of_two_rows(self):
        # ((3/4, 1/4) - (1, 0)) / 2     ((1/2, 1/2) - (0, 1)) / 2
        gradient = self.gradient([[LN3, 0.0], [0.0, 0.0]], [0, 1])
        agree(gradient, [[-0.125, 0.125], [0.25, -0.25]], "each row's p - y, over N: the mean brings in 1/N")

    def test_three_classes(self):
        # z = (log 2, 0, 0):  p = (2, 1, 1) / 4
        agree(self.number([[LN2, 0.0, 0.0]], [2]), np.log(4), "the softmax adds over all logits of the row")
        agree(self.gradient([[LN2, 0.0, 0.0]], [2]), [[0.5, 0.25, -0.75]], "(2, 1, 1)/4 - (0, 0, 1)")

    def test_sure_and_right_at_1000(self):
        # p = (1, 0) up to e^-2000, which is 0 to a float
        agree(self.number([[1000.0, -1000.0]], [0]), 0, "subtract the row's largest logit before anything else")
        agree(self.gradient([[1000.0, -1000.0]], [0]), [[0, 0]], "p - y = (1, 0) - (1, 0)")

    def test_sure_and_wrong_at_1000(self):
        # log(e^1000 + e^-1000) - (-1000) = 1000 + 1000
        agree(self.number([[1000.0, -1000.0]], [1]), 2000, "log of the sum, minus the right logit; never log of a 0")
        agree(self.gradient([[1000.0, -1000.0]], [1]), [[1, -1]], "p - y = (1, 0) - (0, 1)")

    def test_rows_of_different_size(self):
        # each row by itself is (0, 0), shifted
        logits = [[1000.0, 1000.0], [-1000.0, -1000.0]]
        agree(self.number(logits, [0, 1]), LN2, "each row has a largest logit of its own")

    def test_what_was_given_is_unchanged(self):
        z, labels = mnist.Tensor(np.array([[1.0, 3.0]])), np.array([0])
        mnist.softmax_cross_entropy(z, labels)
        unchanged(z.data, [[1, 3]], "logits.data")
        unchanged(labels, [0], "labels")


class Testminibatches:
    """Ten rows: row i of x is (i, -i), and its label is 100 + i. So it is easy to see who went where."""

    def rows(self, number=10):
        return np.stack([np.arange(number), -np.arange(number)], axis=1).astype(float), 100 + np.arange(number)

    def batches(self, number=10, batch_size=4, seed=0):
        return list(mnist.minibatches(*self.rows(number), batch_size, np.random.default_rng(seed)))

    def order(self, batches):
        """Return the row numbers in the order in which they came."""
        return [int(row[0]) for images, _ in batches for row in images]

    def test_sizes(self):
        # 8 = 4 + 4
        assert [len(images) for images, _ in self.batches(8)] == [4, 4], "8 rows, 4 at a time, are 2 minibatches of 4"

    def test_the_smaller_rest_is_used(self):
        # 10 = 4 + 4 + 2
        assert [len(images) for images, _ in self.batches(10)] == [4, 4, 2], "the last one holds what is left"

    def test_fewer_rows_than_batch_size(self):
        assert [len(images) for images, _ in self.batches(3)] == [3], "3 rows fit into one minibatch"

    def test_every_row_once(self):
        order = self.order(self.batches())
        assert sorted(order) == list(range(10)), f"each of the rows 0 to 9 should come once; these came: {order}"

    def test_labels_go_with_their_rows(self):
        for images, labels in self.batches():
            agree(images[:, 0] + 100, labels, "row i of x goes with row i of y: one order for both")

    def test_rows_are_whole(self):
        for images, _ in self.batches():
            agree(images[:, 1], -images[:, 0], "rows are moved as a whole; nothing is mixed inside a row")

    def test_the_order_is_random(self):
        order = self.order(self.batches(100))
        assert order != list(range(100)), "the rows come in their old order: mix them"
        assert max(order[:4]) - min(order[:4]) > 3, f"the first four are neighbours, {order[:4]}: mix before cutting"

    def test_another_order_each_time(self):
        rng, (x, y) = np.random.default_rng(0), self.rows(100)
        first, second = (self.order(mnist.minibatches(x, y, 4, rng)) for _ in range(2))
        assert first != second, "the second time the order is the same: go on using the rng that is given"

    def test_the_same_seed_gives_the_same_order(self):
        first, second = self.order(self.batches(100, seed=3)), self.order(self.batches(100, seed=3))
        assert first == second, "two generators with one seed should give one order: take all randomness from rng"

    def test_what_was_given_is_unchanged(self):
        x, y = self.rows()
        list(mnist.minibatches(x, y, 4, np.random.default_rng(0)))
        unchanged(x, self.rows()[0], "x")
        unchanged(y, self.rows()[1], "y")


class TestSGD:
    """One step is w - lr * gradient."""

    def parameter(self, value, gradient):
        tensor = mnist.Tensor(np.array(value), requires_grad=True)
        tensor.grad = None if gradient is None else np.array(gradient)
        return tensor

    def test_one_step(self):
        w = self.parameter([1.0], [2.0])
        mnist.SGD([w], lr=0.1).step()
        # 1 - 0.1 * 2 = 0.8
        agree(w.data, [0.8], "the value minus learning rate times gradient, put into the data of the same tensor")

    def test_a_second_step(self):
        w = self.parameter([1.0], [2.0])
        optimizer = mnist.SGD([w], lr=0.1)
        optimizer.step()
        optimizer.step()
        # 0.8 - 0.1 * 2 = 0.6
        agree(w.data, [0.6], "the gradient is still there, so the second step is as long as the first")
        agree(w.grad, [2], "step leaves the gradient as it is")

    def test_all_parameters(self):
        w, b = self.parameter([[1.0, 2.0], [3.0, 4.0]], [[10.0, 0.0], [0.0, -10.0]]), self.parameter([5.0], [1.0])
        mnist.SGD([w, b], lr=0.5).step()
        # 1 - 0.5 * 10 = -4     4 + 0.5 * 10 = 9     5 - 0.5 * 1 = 4.5
        agree(w.data, [[-4, 2], [3, 9]], "matrices, entry by entry")
        agree(b.data, [4.5], "and vectors too")

    def test_without_gradient_nothing_moves(self):
        w, b = self.parameter([1.0], None), self.parameter([5.0], [1.0])
        mnist.SGD([w, b], lr=0.5).step()
        agree(w.data, [1], "a parameter whose grad is None stays as it is")
        agree(b.data, [4.5], "the others move")

    def test_zero_grad(self):
        w, b = self.parameter([[1.0]], [[2.0]]), self.parameter([5.0], [1.0])
        optimizer = mnist.SGD([w, b], lr=0.5)
        optimizer.zero_grad()
        for name, tensor in (("w", w), ("b", b)):
            assert tensor.grad is None or not tensor.grad.any(), f"the gradient of {name} is still {tensor.grad}"
        optimizer.step()
        agree(w.data, [[1]], "zero_grad leaves the values alone, and without gradients a step changes nothing")
        agree(b.data, [5], "zero_grad leaves the values alone, and without gradients a step changes nothing")


class Line:
    """A model small enough for paper: one weight for each of two classes, no bias; z = (w1 x, w2 x)."""

    def __init__(self):
        self.w = mnist.Tensor(np.zeros((2, 1)), requires_grad=True)
        self.seen = []  # the x of each call

    def parameters(self):
        return [self.w]

    def __call__(self, x):
        self.seen.append(np.array(x))
        return mnist.Tensor(x) @ self.w.T


class Testtrain:
    """The loop, on a model with two weights that start at 0: both labels have probability 1/2."""

    def run(self, model, x, y, epochs=1, batch_size=10, lr=1.0, seed=0):
        rng = np.random.default_rng(seed)
        return mnist.train(model, np.array(x), np.array(y), epochs=epochs, batch_size=batch_size, lr=lr, rng=rng)

    def test_one_step(self):
        model = Line()
        losses = self.run(model, [[1.0]], [0])
        # p - y = (1/2, 1/2) - (1, 0) = (-1/2, 1/2), and x = 1:  w = 0 - 1 * (-1/2, 1/2)
        agree(model.w.data, [[0.5], [-0.5]], "the model's weights, one step against the gradient")
        agree(losses, [LN2], "a list with the loss of the one epoch, as it was before the step")

    def test_two_steps(self):
        model = Line()
        losses = self.run(model, [[1.0]], [0], epochs=2)
        # after the first step z = (1/2, -1/2), so p2 = 1 / (1 + e), and the loss is -log p1 = log(1 + 1/e)
        p2 = 1 / (1 + np.e)
        agree(losses, [LN2, np.log(1 + 1 / np.e)], "one number for each epoch")
        agree(model.w.data, [[0.5 + p2], [-0.5 - p2]], "the second step goes by its own gradient: forget the first one")

    def test_the_losses_are_floats(self):
        losses = self.run(Line(), [[1.0], [2.0]], [0, 1], epochs=2)
        assert isinstance(losses, list), f"expected a list, got {type(losses).__name__}"
        assert all(isinstance(loss, float) for loss in losses), f"expected floats, got {losses}"

    def test_the_loss_is_a_mean_over_digits(self):
        model = Line()
        model.w.data = np.array([[LN3], [0.0]])
        # lr = 0, so nothing moves. x = 1: p = (3/4, 1/4). Three digits, two at a time; labels 0, 0, 1 cost
        # log(4/3), log(4/3), log 4, whichever of them is alone in the last one
        losses = self.run(model, [[1.0], [1.0], [1.0]], [0, 0, 1], batch_size=2, lr=0.0)
        agree(losses, [(2 * np.log(4 / 3) + np.log(4)) / 3], "each digit counts alike, also in a smaller last batch")

    def test_every_digit_in_every_epoch(self):
        model = Line()
        self.run(model, [[float(i)] for i in range(10)], [0, 1] * 5, epochs=2, batch_size=4, lr=0.1)
        assert [len(x) for x in model.seen] == [4, 4, 2] * 2, "two epochs of 10 digits, 4 at a time: 4, 4, 2, 4, 4, 2"
        for epoch in (model.seen[:3], model.seen[3:]):
            agree(sorted(np.concatenate(epoch).ravel()), list(range(10)), "an epoch uses every digit once")

    def test_mixed_anew_in_every_epoch(self):
        model = Line()
        self.run(model, [[i / 100] for i in range(100)], [0, 1] * 50, epochs=2, batch_size=10, lr=0.1)
        first, second = np.concatenate(model.seen[:10]), np.concatenate(model.seen[10:])
        assert not np.array_equal(first, np.arange(100)[:, np.newaxis] / 100), "the digits come in their old order"
        assert not np.array_equal(first, second), "both epochs have the same order: get minibatches anew in each"

    def test_it_learns(self):
        # x > 0 has label 0, x < 0 has label 1: two weights can do that
        model, x = Line(), np.linspace(-1, 1, 20)[:, np.newaxis]
        losses = self.run(model, x, (x[:, 0] < 0).astype(int), epochs=50, batch_size=5)
        assert losses[-1] < 0.2, f"the loss should fall from 0.6 to about 0.1, but ends at {losses[-1]}"


class Testtorch:
    """PyTorch's network from w1 = [[1], [-1]], b1 = (0, 1), w2 = [[1, 0], [0, 2]], b2 = (0, 0)."""

    def arrays(self):
        return [np.array([[1.0], [-1.0]]), np.array([0.0, 1.0]), np.array([[1.0, 0.0], [0.0, 2.0]]), np.zeros(2)]

    def test_logits(self):
        torch = pytest.importorskip("torch")
        model = mnist.build_torch_model(self.arrays())
        assert isinstance(model, torch.nn.Module), f"expected a torch.nn.Module, got {type(model).__name__}"
        assert all(p.dtype == torch.float64 for p in model.parameters()), "the parameters should be torch.float64"
        z = model(torch.tensor([[3.0], [-3.0]], dtype=torch.float64)).detach().numpy()
        # x = 3:  W1 x + b1 = (3, -2), after ReLU (3, 0), logits (3, 0)
        # x = -3: W1 x + b1 = (-3, 4), after ReLU (0, 4), logits (0, 8)
        agree(z, [[3, 0], [0, 8]], "linear, ReLU, linear; and no softmax")

    def test_the_arrays_stay_as_they_are(self):
        torch = pytest.importorskip("torch")
        arrays = self.arrays()
        model = mnist.build_torch_model(arrays)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.add_(1)
        for array, before, name in zip(arrays, self.arrays(), ("w1", "b1", "w2", "b2"), strict=True):
            unchanged(array, before, name)

    def test_the_same_losses_as_with_the_engine(self):
        pytest.importorskip("torch")
        rng = np.random.default_rng(0)
        x, y = rng.normal(size=(7, 3)), np.array([0, 1, 1, 0, 1, 0, 0])
        mine = mnist.MLP((3, 4, 2), rng)
        theirs = mnist.build_torch_model([parameter.data for parameter in mine.parameters()])
        options = {"epochs": 5, "batch_size": 3, "lr": 0.3}
        got = mnist.train_torch(theirs, x, y, rng=np.random.default_rng(1), **options)
        expected = mnist.train(mine, x, y, rng=np.random.default_rng(1), **options)
        agree(got, expected, "the same weights, the same minibatches, the same steps: the same losses")
        for parameter, other in zip(mine.parameters(), theirs.parameters(), strict=True):
            agree(other.detach().numpy(), parameter.data, "and the same weights at the end")
