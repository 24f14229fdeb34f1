"""Visible tests of a03_layers: numbers to check by hand, from easy to hard.

In this folder:   python -m pytest                    everything
                  python -m pytest -k Linear          one exercise: Linear, ReLU, Sigmoid, BCEWithLogits, Sequential
                  python -m pytest -x -k Linear       stop at the first failure

Every test shows its computation in a comment. Passing them all is a good sign; grading tries more than these.
"""

import layers  # names are looked up when a test runs, so a notebook can stand in for layers.py
import numpy as np
import pytest


def agree(got, expected, idea):
    """Fail, in words, unless `got` has the shape and, up to rounding, the numbers of `expected`."""
    __tracebackhide__ = True
    expected = np.asarray(expected, dtype=float)
    if got is None:
        pytest.fail(f"got None: is a `return`, or setting an attribute, missing?\nidea: {idea}")
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


class TestLinear:
    """z = Wx + b, here with two outputs and three inputs: W is (2, 3)."""

    def small(self):
        return layers.Linear(np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 1.0]]), np.array([10.0, 20.0]))

    def test_forward_of_one_sample(self):
        # x = (1, 2, 3):  z1 = 1*1 + 0*2 + 2*3 + 10 = 17     z2 = -1*1 + 3*2 + 1*3 + 20 = 28
        z = self.small().forward(np.array([[1.0, 2.0, 3.0]]))
        agree(z, [[17, 28]], "z_i = sum over j of W_ij x_j, plus b_i")

    def test_forward_of_two_samples(self):
        # the second row is x = (0, 1, -1):  z1 = 0 + 0 - 2 + 10 = 8     z2 = 0 + 3 - 1 + 20 = 22
        z = self.small().forward(np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]))
        agree(z, [[17, 28], [8, 22]], "each row is one sample, and the same b is added to every row")

    def test_bias_gradient_of_one_sample(self):
        layer = self.small()
        layer.forward(np.array([[1.0, 2.0, 3.0]]))
        layer.backward(np.array([[5.0, -2.0]]))
        # b_i is only added, so its gradient is the upstream gradient:  (5, -2)
        agree(layer.dbias, [5, -2], "dL/db_i = dL/dz_i, and dbias is shaped like bias")

    def test_weight_gradient_of_one_sample(self):
        layer = self.small()
        layer.forward(np.array([[1.0, 2.0, 3.0]]))
        layer.backward(np.array([[5.0, -2.0]]))
        # row i, column j holds upstream_i times x_j:   5*(1, 2, 3) = (5, 10, 15)     -2*(1, 2, 3) = (-2, -4, -6)
        agree(layer.dweight, [[5, 10, 15], [-2, -4, -6]], "dL/dW_ij = dL/dz_i times x_j, and dweight is shaped like W")

    def test_input_gradient_of_one_sample(self):
        layer = self.small()
        layer.forward(np.array([[1.0, 2.0, 3.0]]))
        dx = layer.backward(np.array([[5.0, -2.0]]))
        # x_j goes into both outputs:   5*1 - 2*(-1) = 7     5*0 - 2*3 = -6     5*2 - 2*1 = 8
        agree(dx, [[7, -6, 8]], "dL/dx_j = sum over i of dL/dz_i times W_ij: where x_j branches, gradients add")

    def test_bias_gradient_of_two_samples(self):
        layer = self.small()
        layer.forward(np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]))
        layer.backward(np.array([[5.0, -2.0], [1.0, 4.0]]))
        # b feeds both samples, so their gradients add:  (5, -2) + (1, 4) = (6, 2)
        agree(layer.dbias, [6, 2], "b is used once for each sample: branches add, and nothing is divided by N here")

    def test_weight_gradient_of_two_samples(self):
        layer = self.small()
        layer.forward(np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]))
        layer.backward(np.array([[5.0, -2.0], [1.0, 4.0]]))
        # first sample  [[5, 10, 15], [-2, -4, -6]]    second sample  [[0, 1, -1], [0, 4, -4]]    and their sum:
        agree(layer.dweight, [[5, 11, 14], [-2, 0, -10]], "W is used once for each sample: branches add")

    def test_input_gradient_of_two_samples(self):
        layer = self.small()
        layer.forward(np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]))
        dx = layer.backward(np.array([[5.0, -2.0], [1.0, 4.0]]))
        # second sample:   1*1 + 4*(-1) = -3     1*0 + 4*3 = 12     1*2 + 4*1 = 6
        agree(dx, [[7, -6, 8], [-3, 12, 6]], "a row of x belongs to one sample, so rows are not added")

    def test_the_example_of_the_handout(self):
        layer = layers.Linear(np.array([[1.0, 2.0, -1.0], [0.0, 3.0, 1.0]]), np.array([1.0, -2.0]))
        z = layer.forward(np.array([[2.0, 1.0, 3.0], [0.0, -1.0, 1.0]]))
        dx = layer.backward(np.array([[2.0, -1.0], [1.0, 3.0]]))
        agree(z, [[2, 4], [-2, -4]], "the outputs in the handout")
        agree(layer.dweight, [[4, 1, 7], [-2, -4, 0]], "the weight gradient in the handout")
        agree(layer.dbias, [3, 2], "the bias gradient in the handout")
        agree(dx, [[2, 1, -3], [1, 11, 2]], "the input gradient in the handout")

    def test_second_backward_gives_the_same(self):
        layer = self.small()
        layer.forward(np.array([[1.0, 2.0, 3.0]]))
        layer.backward(np.array([[5.0, -2.0]]))
        dx = layer.backward(np.array([[5.0, -2.0]]))
        agree(layer.dweight, [[5, 10, 15], [-2, -4, -6]], "dweight is set by each backward, not added up")
        agree(layer.dbias, [5, -2], "dbias is set by each backward, not added up")
        agree(dx, [[7, -6, 8]], "backward leaves what forward kept as it was")

    def test_backward_belongs_to_the_last_forward(self):
        layer = self.small()
        layer.forward(np.array([[9.0, 9.0, 9.0]]))
        layer.forward(np.array([[1.0, 2.0, 3.0]]))
        layer.backward(np.array([[5.0, -2.0]]))
        agree(layer.dweight, [[5, 10, 15], [-2, -4, -6]], "use the x of the last forward, not an earlier one")

    def test_what_was_given_is_unchanged(self):
        weight, bias = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 1.0]]), np.array([10.0, 20.0])
        x, dz = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]), np.array([[5.0, -2.0], [1.0, 4.0]])
        before = [array.copy() for array in (weight, bias, x, dz)]
        layer = layers.Linear(weight, bias)
        layer.forward(x)
        layer.backward(dz)
        for array, old, name in zip((weight, bias, x, dz), before, ("weight", "bias", "x", "dz"), strict=True):
            unchanged(array, old, name)


class TestReLU:
    """A gate: open where z > 0."""

    def test_forward(self):
        # max(0, -2) = 0     max(0, 0) = 0     max(0, 3) = 3
        agree(layers.ReLU().forward(np.array([-2.0, 0.0, 3.0])), [0, 0, 3], "max(0, z), entry by entry")

    def test_backward_is_a_gate(self):
        layer = layers.ReLU()
        layer.forward(np.array([-2.0, 3.0]))
        # shut at z = -2: 0     open at z = 3: the upstream 7 passes as it is, and is not multiplied by 3
        agree(layer.backward(np.array([5.0, 7.0])), [0, 7], "upstream times 1 where z > 0, times 0 elsewhere")

    def test_a_negative_gradient_passes_an_open_gate(self):
        layer = layers.ReLU()
        layer.forward(np.array([[-2.0, 3.0], [1.0, -1.0]]))
        # open at 3 and at 1, so -4 and -6 pass; shut at -2 and at -1
        da = np.array([[5.0, -4.0], [-6.0, 8.0]])
        agree(layer.backward(da), [[0, -4], [-6, 0]], "the gate looks at z, not at the sign of the upstream gradient")

    def test_kink(self):
        layer = layers.ReLU()
        layer.forward(np.array([0.0, -0.0]))
        agree(layer.backward(np.array([5.0, -3.0])), [0, 0], "at z = 0 this course takes the derivative 0")

    def test_any_shape(self):
        layer = layers.ReLU()
        z = np.array([[[-1.0], [2.0]], [[3.0], [-4.0]]])
        agree(layer.forward(z), [[[0], [2]], [[3], [0]]], "the output has the shape of z")
        agree(layer.backward(10 * z), [[[0], [20]], [[30], [0]]], "the gradient has the shape of z")

    def test_second_backward_gives_the_same(self):
        layer = layers.ReLU()
        layer.forward(np.array([-2.0, 3.0]))
        layer.backward(np.array([5.0, 7.0]))
        agree(layer.backward(np.array([5.0, 7.0])), [0, 7], "backward leaves what forward kept as it was")

    def test_backward_belongs_to_the_last_forward(self):
        layer = layers.ReLU()
        layer.forward(np.array([3.0, -2.0]))
        layer.forward(np.array([-2.0, 3.0]))
        agree(layer.backward(np.array([5.0, 7.0])), [0, 7], "use the z of the last forward, not an earlier one")

    def test_what_was_given_is_unchanged(self):
        z, da = np.array([-2.0, 3.0]), np.array([5.0, 7.0])
        layer = layers.ReLU()
        layer.forward(z)
        layer.backward(da)
        unchanged(z, [-2, 3], "z")
        unchanged(da, [5, 7], "da")


class TestSigmoid:
    """One over one plus e to the minus z."""

    def test_forward(self):
        # z = 0: 1/(1 + 1) = 1/2     z = ln 3: 1/(1 + 1/3) = 3/4     z = -ln 3: 1/(1 + 3) = 1/4
        z = np.array([0.0, np.log(3), -np.log(3)])
        agree(layers.Sigmoid().forward(z), [0.5, 0.75, 0.25], "1 / (1 + e^-z), entry by entry")

    def test_backward(self):
        layer = layers.Sigmoid()
        layer.forward(np.array([0.0, np.log(3)]))
        # the local derivatives are 1/2 * 1/2 = 1/4 and 3/4 * 1/4 = 3/16; the upstream gradients are 8 and -16
        agree(layer.backward(np.array([8.0, -16.0])), [2, -3], "upstream times s(1 - s), where s is the output")

    def test_whole_numbers(self):
        # 1/2 must not become 0
        z = np.array([[0], [0]])
        agree(layers.Sigmoid().forward(z), [[0.5], [0.5]], "z may hold whole numbers; the result does not")

    def test_plus_and_minus_1000(self):
        layer = layers.Sigmoid()
        # e^-1000 is 0 to a float; e^1000 is too large for one
        a = layer.forward(np.array([1000.0, -1000.0]))
        agree(a, [1, 0], "choose the form by the sign of z, so that no exponent is positive")
        agree(layer.backward(np.array([3.0, -3.0])), [0, 0], "far from 0 the sigmoid is flat")

    def test_second_backward_gives_the_same(self):
        layer = layers.Sigmoid()
        layer.forward(np.array([[0.0]]))
        layer.backward(np.array([[8.0]]))
        agree(layer.backward(np.array([[8.0]])), [[2]], "backward leaves what forward kept as it was")

    def test_backward_belongs_to_the_last_forward(self):
        layer = layers.Sigmoid()
        layer.forward(np.array([np.log(3)]))
        layer.forward(np.array([0.0]))
        agree(layer.backward(np.array([8.0])), [2], "use the last forward, not an earlier one")

    def test_what_was_given_is_unchanged(self):
        z, da = np.array([0.0, -2.0]), np.array([8.0, 5.0])
        layer = layers.Sigmoid()
        layer.forward(z)
        layer.backward(da)
        unchanged(z, [0, -2], "z")
        unchanged(da, [8, 5], "da")


class TestBCEWithLogits:
    """The loss, from logits: with p for the predicted probability, -y log p - (1 - y) log(1 - p)."""

    def test_forward_of_one_sample(self):
        # z = 0 gives p = 1/2, so the loss is -log(1/2) = log 2 = 0.693..., for y = 1 and for y = 0
        for y in (1.0, 0.0):
            agree(layers.BCEWithLogits().forward(np.array([0.0]), np.array([y])), np.log(2), f"-log(1/2), at y = {y}")

    def test_forward_tells_the_labels_apart(self):
        # z = ln 3 gives p = 3/4:  y = 1 costs -log(3/4) = log(4/3)     y = 0 costs -log(1/4) = log 4
        z = np.array([np.log(3)])
        agree(layers.BCEWithLogits().forward(z, np.array([1.0])), np.log(4 / 3), "at y = 1 it is -log p")
        agree(layers.BCEWithLogits().forward(z, np.array([0.0])), np.log(4), "at y = 0 it is -log(1 - p)")

    def test_backward_of_one_sample(self):
        loss = layers.BCEWithLogits()
        loss.forward(np.array([np.log(3)]), np.array([0.0]))
        # p - y = 3/4 - 0
        agree(loss.backward(), [0.75], "prediction minus truth: the factor p(1 - p) has cancelled")

    def test_mean_of_two_samples(self):
        loss = layers.BCEWithLogits()
        value = loss.forward(np.array([0.0, np.log(3)]), np.array([1.0, 0.0]))
        # (log 2 + log 4) / 2 = 1.5 log 2
        agree(value, 1.5 * np.log(2), "the mean over the samples, not their sum")
        # (1/2 - 1) / 2 = -1/4     (3/4 - 0) / 2 = 3/8
        agree(loss.backward(), [-0.25, 0.375], "each sample's p - y, over N: the mean brings in 1/N, once")

    def test_column_of_shape_n_1(self):
        loss = layers.BCEWithLogits()
        value = loss.forward(np.array([[0.0], [np.log(3)]]), np.array([[1.0], [0.0]]))
        agree(value, 1.5 * np.log(2), "the loss is one number, whether z is (N,) or (N, 1)")
        agree(loss.backward(), [[-0.25], [0.375]], "the gradient has the shape of z")

    def test_soft_label(self):
        loss = layers.BCEWithLogits()
        value = loss.forward(np.array([np.log(3)]), np.array([0.25]))
        # p = 3/4:  -1/4 log(3/4) - 3/4 log(1/4) = 1/4 log(4/3) + 3/4 log 4         p - y = 3/4 - 1/4
        agree(value, 0.25 * np.log(4 / 3) + 0.75 * np.log(4), "both terms count when y lies between 0 and 1")
        agree(loss.backward(), [0.5], "prediction minus truth holds for any y in [0, 1]")

    def test_sure_and_wrong_at_1000(self):
        loss = layers.BCEWithLogits()
        value = loss.forward(np.array([1000.0, -1000.0]), np.array([0.0, 1.0]))
        # each costs log(1 + e^1000) = 1000 + log(1 + e^-1000) = 1000
        agree(value, 1000, "go from z to the loss without stopping at p; take the larger of 1 and e^t out of the log")
        agree(loss.backward(), [0.5, -0.5], "(1 - 0) / 2 and (0 - 1) / 2")

    def test_sure_and_right_at_1000(self):
        loss = layers.BCEWithLogits()
        value = loss.forward(np.array([1000.0, -1000.0]), np.array([1.0, 0.0]))
        # each costs log(1 + e^-1000) = 0
        agree(value, 0, "0 * log(0) is nan: go from z to the loss without stopping at p")
        agree(loss.backward(), [0, 0], "(1 - 1) / 2 and (0 - 0) / 2")

    def test_second_backward_gives_the_same(self):
        loss = layers.BCEWithLogits()
        loss.forward(np.array([0.0, 0.0]), np.array([1.0, 0.0]))
        loss.backward()
        agree(loss.backward(), [-0.25, 0.25], "backward leaves what forward kept as it was")

    def test_backward_belongs_to_the_last_forward(self):
        loss = layers.BCEWithLogits()
        loss.forward(np.array([np.log(3), 5.0]), np.array([1.0, 1.0]))
        loss.forward(np.array([0.0]), np.array([0.0]))
        agree(loss.backward(), [0.5], "use the z and y of the last forward, and its N")

    def test_what_was_given_is_unchanged(self):
        z, y = np.array([0.0, -2.0]), np.array([1.0, 0.0])
        loss = layers.BCEWithLogits()
        loss.forward(z, y)
        loss.backward()
        unchanged(z, [0, -2], "z")
        unchanged(y, [1, 0], "y")


class TestSequential:
    """Layers in a row; below, the lecture's three-layer network with small whole numbers."""

    def network(self):
        """Three weighted layers with a gate after the first and the second; the weighted ones come along as a list."""
        weighted = [
            layers.Linear(np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([-1.0, 0.0])),
            layers.Linear(np.array([[1.0, 2.0], [-1.0, 3.0]]), np.array([1.0, 3.0])),
            layers.Linear(np.array([[1.0, -2.0]]), np.array([-1.0])),
        ]
        return layers.Sequential(weighted[0], layers.ReLU(), weighted[1], layers.ReLU(), weighted[2]), weighted

    def test_two_layers_in_order(self):
        # 2 * (-3) + 1 = -5, then max(0, -5) = 0; the other order would give 2 * max(0, -3) + 1 = 1
        network = layers.Sequential(layers.Linear(np.array([[2.0]]), np.array([1.0])), layers.ReLU())
        agree(
            network.forward(np.array([[-3.0]])), [[0]], "the first layer goes first, and its output is the next input"
        )

    def test_two_layers_backward(self):
        first = layers.Linear(np.array([[2.0]]), np.array([0.0]))
        second = layers.Linear(np.array([[3.0]]), np.array([0.0]))
        network = layers.Sequential(first, second)
        network.forward(np.array([[1.0]]))
        dx = network.backward(np.array([[5.0]]))
        # forward 2 * 1 = 2, then 3 * 2 = 6; backward the second layer gets 5 and returns 5 * 3 = 15 to the first
        agree(
            second.dweight, [[10]], "backward runs in reverse order: the last layer gets the upstream 5, and 5 * 2 = 10"
        )
        agree(first.dweight, [[15]], "backward runs in reverse order: the first layer gets 15, and 15 * 1 = 15")
        agree(dx, [[30]], "backward returns what the first layer's backward returned: 15 * 2")

    def test_lecture_network_forward(self):
        network, _ = self.network()
        # x = (1, 2)    z1 = (1 + 2 - 1, 1 - 2 + 0) = (2, -1)          a1 = (2, 0)
        #               z2 = (2 + 0 + 1, -2 + 0 + 3) = (3, 1)          a2 = (3, 1)
        #               z3 = 3 - 2 - 1 = 0
        agree(network.forward(np.array([[1.0, 2.0]])), [[0]], "each layer takes what the one before it gave")

    def test_lecture_network_backward(self):
        network, (first, second, third) = self.network()
        loss = layers.BCEWithLogits()
        # z3 = 0 gives p = 1/2, and y = 1:  L = log 2     dz3 = 1/2 - 1 = -1/2
        value = loss.forward(network.forward(np.array([[1.0, 2.0]])), np.array([[1.0]]))
        dx = network.backward(loss.backward())
        agree(value, np.log(2), "L = -log(1/2)")
        # dW3 = -1/2 * a2 = -1/2 * (3, 1)
        agree(third.dweight, [[-1.5, -0.5]], "dW3 = dz3 times a2")
        agree(third.dbias, [-0.5], "db3 = dz3")
        # da2 = -1/2 * (1, -2) = (-1/2, 1); z2 = (3, 1) opens both gates, so dz2 = (-1/2, 1)
        # dW2 = rows -1/2 * a1 and 1 * a1, with a1 = (2, 0)
        agree(second.dweight, [[-1, 0], [2, 0]], "dW2 = dz2 times a1")
        agree(second.dbias, [-0.5, 1], "db2 = dz2")
        # da1 = (1*(-1/2) + (-1)*1, 2*(-1/2) + 3*1) = (-3/2, 2); z1 = (2, -1) shuts the second gate: dz1 = (-3/2, 0)
        agree(first.dweight, [[-1.5, -3], [0, 0]], "dW1 = dz1 times x, and a shut gate sends no gradient back")
        agree(first.dbias, [-1.5, 0], "db1 = dz1")
        # dx = (1*(-3/2) + 1*0, 1*(-3/2) + (-1)*0)
        agree(dx, [[-1.5, -1.5]], "backward returns what the first layer's backward returned")

    def test_lecture_network_with_two_samples(self):
        network, (first, second, third) = self.network()
        # second sample, x = (2, 0):  z1 = a1 = (1, 2)     z2 = a2 = (1 + 4 + 1, -1 + 6 + 3) = (6, 8)     z3 = -11
        agree(network.forward(np.array([[1.0, 2.0], [2.0, 0.0]])), [[0], [-11]], "one row for each sample")
        dx = network.backward(np.array([[-2.0], [1.0]]))
        # first sample, dz3 = -2:  dW3 = (-6, -2)   dz2 = (-2, 4)   dW2 = [[-4, 0], [8, 0]]   dz1 = (-6, 0)
        # second sample, dz3 = 1:  dW3 = (6, 8)     dz2 = (1, -2)   dW2 = [[1, 2], [-2, -4]]  dz1 = (3, -4)
        agree(third.dweight, [[0, 6]], "(-6, -2) + (6, 8)")
        agree(third.dbias, [-1], "-2 + 1")
        agree(second.dweight, [[-3, 2], [6, -4]], "the two samples' dW2, added")
        agree(second.dbias, [-1, 2], "(-2, 4) + (1, -2)")
        # dW1:  [[-6, -12], [0, 0]] + [[6, 0], [-8, 0]]
        agree(first.dweight, [[0, -12], [-8, 0]], "the two samples' dW1, added")
        agree(first.dbias, [-3, -4], "(-6, 0) + (3, -4)")
        # dx:  (-6 + 0, -6 - 0) and (3 - 4, 3 + 4)
        agree(dx, [[-6, -6], [-1, 7]], "one row for each sample")

    def test_any_number_of_layers(self):
        # one: s(0) = 1/2, and back 8 * 1/4 = 2     three: max(0, -1) = 0, once more 0, then 1/2
        one = layers.Sequential(layers.Sigmoid())
        agree(one.forward(np.array([0.0])), [0.5], "a single layer")
        agree(one.backward(np.array([8.0])), [2], "a single layer")
        three = layers.Sequential(layers.ReLU(), layers.ReLU(), layers.Sigmoid())
        agree(three.forward(np.array([-1.0])), [0.5], "three layers")

    def test_second_backward_gives_the_same(self):
        network, (first, _, third) = self.network()
        network.forward(np.array([[1.0, 2.0]]))
        network.backward(np.array([[-2.0]]))
        dx = network.backward(np.array([[-2.0]]))
        agree(dx, [[-6, -6]], "a second backward gives the same: do not reverse the list of layers itself")
        agree(first.dweight, [[-6, -12], [0, 0]], "gradients are set, not added up")
        agree(third.dweight, [[-6, -2]], "gradients are set, not added up")

    def test_what_was_given_is_unchanged(self):
        network, _ = self.network()
        x, dz = np.array([[1.0, 2.0]]), np.array([[-2.0]])
        network.forward(x)
        network.backward(dz)
        unchanged(x, [[1, 2]], "x")
        unchanged(dz, [[-2]], "dz")
