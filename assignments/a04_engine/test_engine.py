"""Visible tests of a04_engine: numbers to check by hand, from easy to hard.

In this folder:   python -m pytest                       everything
                  python -m pytest -k elementwise        one exercise: elementwise, backward, broadcasting, matmul,
                                                         reductions, nonlinear
                  python -m pytest -x -k elementwise     stop at the first failure

Every test shows its computation in a comment. Passing them all is a good sign; grading tries more than these.
"""

import engine  # names are looked up when a test runs, so a notebook can stand in for engine.py
import numpy as np
import pytest


def variable(data):
    """A tensor that requires a gradient."""
    return engine.Tensor(data, requires_grad=True)


def agree(got, expected, idea):
    """Fail, in words, unless `got` has the shape and, up to rounding, the numbers of `expected`."""
    __tracebackhide__ = True
    expected = np.asarray(expected, dtype=float)
    if got is None:
        pytest.fail(f"got None: is a `return`, or a gradient, missing?\nidea: {idea}")
    if isinstance(got, engine.Tensor):
        pytest.fail(f"got a Tensor where an array belongs: gradients are NumPy arrays\nidea: {idea}")
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


def value(tensor, expected, idea):
    """Fail unless `tensor` is a tensor of that value."""
    __tracebackhide__ = True
    if not isinstance(tensor, engine.Tensor):
        pytest.fail(f"expected a Tensor, got {tensor!r}: is a `return` missing?\nidea: {idea}")
    agree(tensor.data, expected, idea)


def sends(output, upstream, *inputs_and_expected):
    """Go back from `output` with the upstream gradient; compare each input's gradient with what is expected."""
    __tracebackhide__ = True
    output.backward(np.asarray(upstream, dtype=float))
    for tensor, expected, idea in inputs_and_expected:
        agree(tensor.grad, expected, idea)


class Testelementwise:
    """Values first; the tests of gradients need `backward`, exercise 2."""

    def test_values_of_add_and_mul(self):
        # (1 + 10, 2 + 20) and (1 * 10, 2 * 20)
        a, b = variable([1.0, 2.0]), variable([10.0, 20.0])
        value(a + b, [11, 22], "add entry by entry, and hand the result to _result")
        value(a * b, [10, 40], "multiply entry by entry")

    def test_values_of_sub_div_and_neg(self):
        # (6 - 2, 1 - 4)     (6 / 2, 1 / 4)     (-6, -1)
        a, b = variable([6.0, 1.0]), variable([2.0, 4.0])
        value(a - b, [4, -3], "subtract entry by entry")
        value(a / b, [3, 0.25], "divide entry by entry")
        value(-a, [-6, -1], "change the sign")

    def test_values_of_powers(self):
        # 2**3 = 8, 4**3 = 64     1/2, 1/4     the square roots of 4 and 9
        value(variable([2.0, 4.0]) ** 3, [8, 64], "the exponent is a number")
        value(variable([2, 4]) ** -1, [0.5, 0.25], "whole numbers were converted to floats by __init__")
        value(variable([4.0, 9.0]) ** 0.5, [2, 3], "an exponent may be a fraction")

    def test_values_with_a_number_or_an_array_on_the_left(self):
        x = variable([2.0, 4.0])
        # 1 + 2 = 3, 1 + 4 = 5     1 - 2 = -1, 1 - 4 = -3     3 * 2 = 6, 3 * 4 = 12     8 / 2 = 4, 8 / 4 = 2
        value(1 + x, [3, 5], "__radd__")
        value(1 - x, [-1, -3], "__rsub__: 1 - x, not x - 1")
        value(3 * x, [6, 12], "__rmul__")
        value(8 / x, [4, 2], "__rtruediv__: 8 / x, not x / 8")
        value(np.array([10.0, 20.0]) - x, [8, 16], "an array on the left is like a number on the left")

    def test_gradients_of_add_and_sub(self):
        a, b = variable([1.0, 2.0]), variable([10.0, 20.0])
        # both pass what arrives, (5, -3)
        sends(a + b, [5, -3], (a, [5, -3], "dz/da = 1"), (b, [5, -3], "dz/db = 1"))
        a, b = variable([1.0, 2.0]), variable([10.0, 20.0])
        # when b grows, a - b shrinks
        sends(a - b, [5, -3], (a, [5, -3], "dz/da = 1"), (b, [-5, 3], "dz/db = -1"))

    def test_gradients_of_mul(self):
        a, b = variable([3.0, 2.0]), variable([10.0, 20.0])
        # to a: 5 * 10, -1 * 20     to b: 5 * 3, -1 * 2
        sends(
            a * b,
            [5, -1],
            (a, [50, -20], "what arrives, times the value of the other one"),
            (b, [15, -2], "what arrives, times the value of the other one"),
        )

    def test_gradients_of_div(self):
        a, b = variable([6.0]), variable([2.0])
        # to a: 8 / 2 = 4     to b: 8 * (-6 / 4) = -12
        sends(a / b, [8], (a, [4], "dz/da = 1/b"), (b, [-12], "dz/db = -a/b^2"))

    def test_gradient_of_neg(self):
        x = variable([6.0, 1.0])
        sends(-x, [5, -3], (x, [-5, 3], "dz/dx = -1"))

    def test_gradients_of_powers(self):
        x = variable([2.0, -1.0])
        # x**3: 3 x^2 = (12, 3), times what arrives, (1, 10)
        sends(x**3, [1, 10], (x, [12, 30], "dz/dx = n x^(n - 1)"))
        x = variable([2.0])
        # 1/x: -1 * 2^(-2) = -1/4
        sends(x**-1, [8], (x, [-2], "the rule holds for negative exponents as well"))

    def test_gradients_with_a_number_on_the_left(self):
        x = variable([2.0, 4.0])
        # 1 - x: -1     8 / x: -8 / x^2 = (-2, -1/2)
        sends(1 - x, [5, 7], (x, [-5, -7], "x is the one that is subtracted"))
        x = variable([2.0, 4.0])
        sends(8 / x, [3, 4], (x, [-6, -2], "x is the one that is divided by"))

    def test_what_was_given_is_unchanged(self):
        data, other = np.array([1.0, 2.0]), np.array([3.0, 4.0])
        x = variable(data)
        for result in (x + other, other - x, x * other, x / other, -x, x**2):
            assert isinstance(result, engine.Tensor)
        assert np.array_equal(data, [1, 2]), "data was changed in place: make a new array instead"
        assert np.array_equal(other, [3, 4]), "the other array was changed in place: make a new array instead"


class Testbackward:
    """Graphs of + - * and numbers."""

    def test_one_operation(self):
        x = variable(3.0)
        y = x * 2
        y.backward()
        # dy/dy = 1, dy/dx = 2
        agree(y.grad, 1, "the last tensor's own gradient is 1")
        agree(x.grad, 2, "send on what has arrived, by the function on the edge")

    def test_a_chain(self):
        x = variable(3.0)
        a = x * 2
        b = a * 5
        b.backward()
        # db/da = 5, db/dx = 5 * 2
        agree(a.grad, 5, "tensors on the way hold their gradients too")
        agree(x.grad, 10, "in a chain derivatives multiply")

    def test_two_branches(self):
        x = variable(3.0)
        (x * 2 + x * 5).backward()
        agree(x.grad, 7, "where a tensor is used twice, the gradients are added: 2 + 5")

    def test_x_times_x(self):
        x = variable(3.0)
        (x * x).backward()
        agree(x.grad, 6, "both edges lead to the same x: 3 + 3")

    def test_the_example_of_the_lecture(self):
        x, y = variable(3.0), variable(1.0)
        a, b = x + y, x - y
        f = a * b
        f.backward()
        # a = 4, b = 2, f = 8     df/da = b, df/db = a     df/dx = 2 + 4, df/dy = 2 - 4
        value(f, 8, "(3 + 1)(3 - 1)")
        agree(a.grad, 2, "df/da = b")
        agree(b.grad, 4, "df/db = a")
        agree(x.grad, 6, "df/dx = 2 + 4")
        agree(y.grad, -2, "df/dy = 2 - 4")

    def test_the_example_of_the_handout(self):
        x = variable(2.0)
        y = x * 3
        a, b = y * 2, y * 5
        c = a + b
        e = c * y
        e.backward()
        # c = 42 arrives at y from e, 2 * 6 from a and 5 * 6 from b
        agree(c.grad, 6, "de/dc = y")
        agree(y.grad, 84, "42 + 12 + 30: three gradients arrive at y")
        agree(x.grad, 252, "y sends 3 * 84, once, after all three have arrived")

    def test_upstream_gradient(self):
        x = variable([1.0, 2.0])
        y = x * np.array([10.0, 20.0])
        y.backward(np.array([3.0, -1.0]))
        agree(y.grad, [3, -1], "the last tensor's own gradient is what was given")
        agree(x.grad, [30, -20], "3 * 10, -1 * 20")

    def test_one_element_of_any_shape(self):
        x = variable([[3.0]])
        (x * 2).backward()
        agree(x.grad, [[2]], "a single entry needs no grad, whatever its shape; the gradient is shaped like x")

    def test_what_requires_no_gradient_keeps_none(self):
        x, c = variable(3.0), engine.Tensor(5.0)
        d = c * 2
        (x * d).backward()
        agree(x.grad, 10, "c * 2 = 10 multiplies x")
        assert c.grad is None, "c requires no gradient, so c.grad stays None"
        assert d.grad is None, "d was computed from constants, so d.grad stays None"

    def test_a_second_call_adds(self):
        x = variable(3.0)
        a = x * 2
        b = a * 5
        b.backward()
        b.backward()
        agree(x.grad, 20, "10 + 10: send on what arrived in this call, not the grad that earlier calls left")
        agree(a.grad, 10, "5 + 5")
        agree(b.grad, 2, "1 + 1")
        for tensor in (x, a, b):
            tensor.zero_grad()
        b.backward()
        agree(x.grad, 10, "after zero_grad it begins anew")

    def test_gradients_do_not_share_an_array(self):
        a, b = variable([1.0]), variable([2.0])
        total = a + b
        (total + a).backward()
        # a is used twice: 1 + 1; adding to its gradient must not change that of b or of total
        agree(a.grad, [2], "1 + 1")
        agree(b.grad, [1], "`g += h` changes an array that another tensor may hold: write `g = g + h`")
        agree(total.grad, [1], "`g += h` changes an array that another tensor may hold: write `g = g + h`")

    def test_errors(self):
        (variable([1.0]) * 2).backward()  # fine: one entry, and it requires a gradient
        with pytest.raises(RuntimeError):
            (variable([1.0, 2.0]) * 2).backward()  # two entries and no grad: which one is L?
        with pytest.raises(RuntimeError):
            engine.Tensor(1.0).backward()  # requires no gradient

    def test_a_long_chain(self):
        x = variable(1.0)
        y = x
        for _ in range(100_000):
            y = y + 1
        y.backward()  # a RecursionError here: keep a list of things to do instead
        agree(x.grad, 1, "every addition passes 1 on")


class Testbroadcasting:
    """Copies are branches, and branches add."""

    def test_a_vector_added_to_each_row(self):
        x, b = variable([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), variable([10.0, 20.0, 30.0])
        z = x + b
        value(z, [[11, 22, 33], [14, 25, 36]], "NumPy copies b to each row")
        # b was copied to two rows: 1 + 5, 0 - 1, 2 + 1
        sends(
            z,
            [[1, 0, 2], [5, -1, 1]],
            (x, [[1, 0, 2], [5, -1, 1]], "x was not copied"),
            (b, [6, -1, 3], "sum over the axis that was put in front; it goes"),
        )

    def test_a_column_added_to_each_column(self):
        x, c = variable([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), variable([[10.0], [20.0]])
        # c was copied to three columns: 1 + 0 + 2, 5 - 1 + 1
        sends(
            c + x,
            [[1, 0, 2], [5, -1, 1]],
            (c, [[3], [5]], "sum over the stretched axis; it stays, with length 1"),
            (x, [[1, 0, 2], [5, -1, 1]], "x was not copied"),
        )

    def test_a_single_number(self):
        x, s = variable([[1.0, 2.0], [3.0, 4.0]]), variable(10.0)
        # x * s: to s goes the sum of what arrives times x: 1*1 + 1*2 - 1*3 + 2*4 = 8
        sends(
            x * s,
            [[1, 1], [-1, 2]],
            (s, 8, "s was copied to all four entries; its shape is ()"),
            (x, [[10, 10], [-10, 20]], "times s"),
        )

    def test_both_are_copied(self):
        c, r = variable([[1.0], [2.0]]), variable([[10.0, 20.0, 30.0]])
        # c * r is (2, 3).  to c: 1*10 + 0*20 + 2*30 = 70, 5*10 - 1*20 + 1*30 = 60
        #                   to r: 1*1 + 5*2 = 11, 0*1 - 1*2 = -2, 2*1 + 1*2 = 4
        sends(
            c * r,
            [[1, 0, 2], [5, -1, 1]],
            (c, [[70], [60]], "each side has its own shape"),
            (r, [[11, -2, 4]], "each side has its own shape"),
        )

    def test_put_in_front_and_stretched(self):
        x, r = variable(np.zeros((2, 2, 2))), variable([[1.0], [2.0]])
        # r is (2, 1): copied to 2 blocks and to 2 columns; 1 + 2 + 5 + 6 and 3 + 4 + 7 + 8
        upstream = np.arange(1.0, 9.0).reshape(2, 2, 2)
        sends(x + r, upstream, (r, [[14], [22]], "the axis in front goes, the stretched one stays"))

    def test_length_one_on_both_sides(self):
        a, b = variable([[1.0], [2.0]]), variable([[3.0]])
        # (2, 1) and (1, 1) give (2, 1)
        sends(a - b, [[5], [7]], (a, [[5], [7]], "a was not copied"), (b, [[-12]], "-5 - 7"))

    def test_with_numbers_and_arrays(self):
        x = variable([1.0, 2.0])
        # a (2, 2) array of constants and x: x was copied to two rows; 1*1 + 1*3 and 1*2 + 1*4
        sends(np.array([[1.0, 2.0], [3.0, 4.0]]) * x, np.ones((2, 2)), (x, [4, 6], "constants can copy x too"))


class Testmatmul:
    """Z = A B, with the numbers of the handout."""

    def test_values(self):
        a, b = variable([[1.0, 2.0]]), variable([[3.0, 4.0, 5.0], [6.0, 7.0, 8.0]])
        # 1*3 + 2*6, 1*4 + 2*7, 1*5 + 2*8
        value(a @ b, [[15, 18, 21]], "Z_ik = sum over j of A_ij B_jk")

    def test_gradient_of_the_left_one(self):
        a, b = variable([[1.0, 2.0]]), variable([[3.0, 4.0, 5.0], [6.0, 7.0, 8.0]])
        # A_ij goes into all of row i: 1*3 + 0*4 - 1*5, 1*6 + 0*7 - 1*8
        sends(a @ b, [[1, 0, -1]], (a, [[-2, -2]], "dL/dA_ij = sum over k of dL/dZ_ik times B_jk"))

    def test_gradient_of_the_right_one(self):
        a, b = variable([[1.0, 2.0]]), variable([[3.0, 4.0, 5.0], [6.0, 7.0, 8.0]])
        # row j is A_j times what arrives
        sends(a @ b, [[1, 0, -1]], (b, [[1, 0, -1], [2, 0, -2]], "dL/dB_jk = sum over i of A_ij times dL/dZ_ik"))

    def test_transpose(self):
        x = variable([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
        value(x.T, [[1, 4], [2, 5], [3, 6]], "rows become columns")
        sends(
            x.T, [[1, 2], [3, 4], [5, 6]], (x, [[1, 3, 5], [2, 4, 6]], "the gradient goes back to where the entry was")
        )

    def test_the_linear_layer(self):
        # the handout of the layers: two samples, W is (2, 3)
        x, w = np.array([[2.0, 1.0, 3.0], [0.0, -1.0, 1.0]]), variable([[1.0, 2.0, -1.0], [0.0, 3.0, 1.0]])
        z = engine.Tensor(x) @ w.T
        value(z, [[1, 6], [-3, -2]], "x W^T")
        sends(z, [[2, -1], [1, 3]], (w, [[4, 1, 7], [-2, -4, 0]], "through the product, then through the transpose"))

    def test_an_array_on_either_side(self):
        b = variable([[3.0], [6.0]])
        # 1*3 + 2*6 = 15; to b goes 5 * (1, 2)
        z = np.array([[1.0, 2.0]]) @ b
        value(z, [[15]], "__rmatmul__: the array is the left one")
        sends(z, [[5]], (b, [[5], [10]], "the array counts as a constant"))
        a = variable([[1.0, 2.0]])
        sends(a @ np.array([[3.0], [6.0]]), [[5]], (a, [[15, 30]], "the array counts as a constant"))


class Testreductions:
    """What was summed forward is copied back."""

    def x(self):
        return variable([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])

    def test_sum_of_everything(self):
        x = self.x()
        s = x.sum()
        value(s, 21, "1 + 2 + 3 + 4 + 5 + 6, of shape ()")
        sends(s, 5, (x, [[5, 5, 5], [5, 5, 5]], "every entry gets what arrived"))

    def test_sum_of_rows(self):
        x = self.x()
        s = x.sum(axis=1)
        value(s, [6, 15], "1 + 2 + 3 and 4 + 5 + 6")
        sends(s, [7, -1], (x, [[7, 7, 7], [-1, -1, -1]], "put the axis back with length 1, then copy along it"))

    def test_sum_of_columns(self):
        x = self.x()
        s = x.sum(axis=0)
        value(s, [5, 7, 9], "1 + 4, 2 + 5, 3 + 6")
        sends(s, [7, -1, 2], (x, [[7, -1, 2], [7, -1, 2]], "put the axis back with length 1, then copy along it"))

    def test_negative_axis(self):
        x = self.x()
        s = x.sum(axis=-1)
        value(s, [6, 15], "-1 is the last axis")
        sends(s, [7, -1], (x, [[7, 7, 7], [-1, -1, -1]], "-1 is the last axis, here axis 1"))

    def test_keepdims(self):
        x = self.x()
        s = x.sum(axis=1, keepdims=True)
        value(s, [[6], [15]], "the summed axis stays, with length 1")
        sends(s, [[7], [-1]], (x, [[7, 7, 7], [-1, -1, -1]], "what arrives has the length-1 axis already"))

    def test_two_axes(self):
        x = variable(np.arange(8.0).reshape(2, 2, 2))
        s = x.sum(axis=(0, 2))
        # 0 + 1 + 4 + 5 and 2 + 3 + 6 + 7
        value(s, [10, 18], "over axes 0 and 2, so axis 1 is left")
        sends(s, [7, -1], (x, [[[7, 7], [-1, -1]]] * 2, "both axes come back with length 1"))

    def test_mean_of_everything(self):
        x = self.x()
        m = x.mean()
        value(m, 3.5, "21 / 6")
        sends(m, 12, (x, [[2, 2, 2], [2, 2, 2]], "every entry gets 1/6 of what arrived"))

    def test_mean_of_rows(self):
        x = self.x()
        m = x.mean(axis=1)
        value(m, [2, 5], "6 / 3 and 15 / 3")
        sends(m, [6, -3], (x, [[2, 2, 2], [-1, -1, -1]], "three entries make one mean, so 1/3, not 1/6"))

    def test_mean_with_keepdims(self):
        x = self.x()
        m = x.mean(axis=0, keepdims=True)
        value(m, [[2.5, 3.5, 4.5]], "5 / 2, 7 / 2, 9 / 2")
        sends(m, [[2, 4, -6]], (x, [[1, 2, -3], [1, 2, -3]], "two entries make one mean"))


class Testnonlinear:
    """Four functions, entry by entry."""

    def test_relu(self):
        x = variable([-2.0, 0.0, 3.0])
        y = x.relu()
        value(y, [0, 0, 3], "max(0, x)")
        sends(y, [5, 7, -4], (x, [0, 0, -4], "x opens the gate, not the gradient's sign; at 0 it is shut"))

    def test_exp(self):
        x = variable([0.0, np.log(3)])
        y = x.exp()
        value(y, [1, 3], "e^0 and e^(ln 3)")
        sends(y, [5, 2], (x, [5, 6], "the derivative of e^x is e^x, the output"))

    def test_log(self):
        x = variable([1.0, 4.0])
        y = x.log()
        value(y, [0, np.log(4)], "the natural logarithm")
        sends(y, [5, 8], (x, [5, 2], "the derivative is 1/x, of the input"))

    def test_sigmoid(self):
        x = variable([0.0, np.log(3)])
        y = x.sigmoid()
        # e^-x = 1 and 1/3, so 1/2 and 3/4; the derivatives are 1/2 * 1/2 and 3/4 * 1/4
        value(y, [0.5, 0.75], "1 / (1 + e^-x)")
        sends(y, [8, 16], (x, [2, 3], "s(1 - s), where s is the output"))

    def test_sigmoid_at_plus_and_minus_1000(self):
        x = variable([1000.0, -1000.0])
        y = x.sigmoid()
        value(y, [1, 0], "choose the form by the sign of x, so that no exponent is positive")
        sends(y, [3, -3], (x, [0, 0], "far from 0 the sigmoid is flat"))
