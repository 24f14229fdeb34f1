"""Visible tests of a02_chain_rule: numbers to check by hand, from easy to hard.

In this folder:   python -m pytest                      everything
                  python -m pytest -k Testchain         one exercise: Testlocal_gradients, Testchain,
                                                        Testtwo_variable_chain, Testbackward
                  python -m pytest -x -k Testchain      stop at the first failure

Every test shows its computation in a comment. Passing them all is a good sign; grading tries more than these.
"""

import math
from numbers import Real

import chain_rule  # names are looked up when a test runs, so a notebook can stand in for chain_rule.py
import pytest
from chain_rule import Node, add, constant, div, exp, log, mul, power, sub, variable


def number(got, expected, idea):
    """Fail, in words, unless `got` is a number and, up to rounding, the expected one."""
    __tracebackhide__ = True
    if got is None:
        pytest.fail(f"got None, expected {expected}: is a `return`, or setting `grad`, missing?\nidea: {idea}")
    if isinstance(got, bool) or not isinstance(got, Real):
        pytest.fail(f"expected the number {expected}, got {got!r}\nidea: {idea}")
    if not math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-12):
        pytest.fail(f"got {got}, expected {expected}\nidea: {idea}")


def numbers(got, expected, idea):
    """Fail, in words, unless `got` is a tuple of the expected numbers."""
    __tracebackhide__ = True
    if got is None:
        pytest.fail(f"got None, expected {expected}: is a `return` missing?\nidea: {idea}")
    if not isinstance(got, tuple):
        pytest.fail(f"expected a tuple, {expected}, got {got!r}\nidea: {idea}")
    if len(got) != len(expected):
        pytest.fail(f"expected {len(expected)} in the tuple, {expected}, got {got!r}\nidea: {idea}")
    for one, other in zip(got, expected, strict=True):
        number(one, other, f"{idea}\nthe whole tuple: got {got}, expected {expected}")


def gradients(nodes, expected, idea):
    """Fail, in words, unless each of the named nodes has the expected gradient."""
    __tracebackhide__ = True
    for name, value in expected.items():
        number(nodes[name].grad, value, f"{idea}\nthis is the gradient of {name}")


class Testlocal_gradients:
    """The derivative of one operation, for each of its inputs."""

    def test_addition(self):
        # z = x + y: when x or y grows by 0.1, so does z
        numbers(chain_rule.local_gradients("add", 4.0, 2.0), (1, 1), "the derivatives do not depend on x and y")

    def test_multiplication(self):
        # z = x * y at (4, 2): dz/dx = y = 2     dz/dy = x = 4
        numbers(chain_rule.local_gradients("mul", 4.0, 2.0), (2, 4), "for each factor, the value of the other")

    def test_subtraction(self):
        # z = x - y: when y grows by 0.1, z shrinks by 0.1
        numbers(chain_rule.local_gradients("sub", 4.0, 2.0), (1, -1), "what is subtracted pulls the other way")

    def test_division(self):
        # z = x / y at (3, 2): dz/dx = 1/2     dz/dy = -3/2² = -3/4
        numbers(chain_rule.local_gradients("div", 3.0, 2.0), (0.5, -0.75), "x / y is x times y to the power -1")

    def test_power(self):
        # z = x³ at 2: 3 * 2² = 12     z = x⁻¹ at 2: -1 * 2⁻² = -1/4
        idea = "the exponent comes to the front and goes down by one; nothing for k, which is a constant"
        numbers(chain_rule.local_gradients("pow", 2.0, 3.0), (12,), idea)
        numbers(chain_rule.local_gradients("pow", 2.0, -1.0), (-0.25,), idea)

    def test_power_of_zero_and_below(self):
        # z = x³ at -2: 3 * (-2)² = 12     z = x² at 0: 2 * 0 = 0     z = x at 0: 1 * 0⁰ = 1, as Python has it
        idea = "compute k x^(k-1) as it stands, without dividing by x and without log"
        numbers(chain_rule.local_gradients("pow", -2.0, 3.0), (12,), idea)
        numbers(chain_rule.local_gradients("pow", 0.0, 2.0), (0,), idea)
        numbers(chain_rule.local_gradients("pow", 0.0, 1.0), (1,), idea)

    def test_exponential(self):
        # z = e^x: e^0 = 1     e^(ln 3) = 3
        idea = "e^x is its own derivative; a tuple of one is written with a comma"
        numbers(chain_rule.local_gradients("exp", 0.0), (1,), idea)
        numbers(chain_rule.local_gradients("exp", math.log(3.0)), (3,), idea)

    def test_logarithm(self):
        # z = ln x at 4: 1/4
        idea = "the derivative of ln x is one over x; a tuple of one is written with a comma"
        numbers(chain_rule.local_gradients("log", 4.0), (0.25,), idea)

    def test_zero_is_a_value_like_any_other(self):
        # dividing by an input of 0 is for div alone
        numbers(chain_rule.local_gradients("mul", 0.0, 5.0), (5, 0), "for each factor, the value of the other")
        numbers(chain_rule.local_gradients("add", 0.0, 0.0), (1, 1), "the derivatives do not depend on x and y")

    def test_infinity(self):
        # however large x is, x + y grows as x grows; x * 2 grows twice as fast
        numbers(chain_rule.local_gradients("add", math.inf, 2.0), (1, 1), "use the formula, do not measure")
        number(chain_rule.local_gradients("mul", math.inf, 2.0)[0], 2, "use the formula, do not measure")

    def test_unknown_operation(self):
        with pytest.raises(ValueError):  # noqa: PT011 - any words will do
            chain_rule.local_gradients("sqrt", 4.0)


class Testchain:
    """The derivative of g(h(x)), as a function of x."""

    def test_lecture(self):
        # y = (x + 2)² + 5: h = x + 2, dh/dx = 1, dg/dh = 2h, so dy/dx = 2(x + 2)
        derivative = chain_rule.chain(lambda h: 2 * h, lambda x: x + 2, lambda x: 1)
        assert callable(derivative), "chain returns a function, which is then called with x"
        # at x = 3: 2 * 5 = 10     at x = 0: 4     at x = -2: 0
        for x, expected in ((3.0, 10), (0.0, 4), (-2.0, 0)):
            number(derivative(x), expected, "dg at the point h(x), not at x")

    def test_inner_derivative(self):
        # y = (5x)²: h = 5x, dh/dx = 5, dg/dh = 2h.  At x = 2: 2 * 10 * 5 = 100
        derivative = chain_rule.chain(lambda h: 2 * h, lambda x: 5 * x, lambda x: 5)
        number(derivative(2.0), 100, "in a chain, derivatives multiply")

    def test_both_curved(self):
        # y = (x² + 1)³ at x = 2: h = 5, dg/dh = 3 * 25 = 75, dh/dx = 4, and 75 * 4 = 300
        derivative = chain_rule.chain(lambda h: 3 * h**2, lambda x: x**2 + 1, lambda x: 2 * x)
        number(derivative(2.0), 300, "dg at the point h(x), dh at the point x")

    def test_two_at_a_time(self):
        # (5x)² has 50x, and (x + 2)² has 2x + 4; making the second must not disturb the first
        first = chain_rule.chain(lambda h: 2 * h, lambda x: 5 * x, lambda x: 5)
        second = chain_rule.chain(lambda h: 2 * h, lambda x: x + 2, lambda x: 1)
        number(first(1.0), 50, "the function remembers its own dg, h and dh")
        number(second(1.0), 6, "the function remembers its own dg, h and dh")

    def test_nothing_is_called_too_early(self):
        points = []

        def h(x):
            points.append(x)
            return x + 2

        derivative = chain_rule.chain(lambda h: 2 * h, h, lambda x: 1)
        assert points == [], "there is no x yet, so h cannot be called"
        derivative(3.0)
        assert set(points) == {3.0}, "h is called at x and at no other point"


class Testtwo_variable_chain:
    """The derivatives of g(u(x, y), v(x, y))."""

    def test_lecture(self):
        # (x + y)(x - y) at (3, 1): u = 4, v = 2, dg/du = v = 2, dg/dv = u = 4
        #   df/dx = 2 * 1 + 4 * 1 = 6     df/dy = 2 * 1 + 4 * (-1) = -2
        got = chain_rule.two_variable_chain(2.0, 4.0, (1.0, 1.0), (1.0, -1.0))
        numbers(got, (6, -2), "along a way multiply, then add the two ways")

    def test_which_derivative_goes_where(self):
        # u = 2x + 3y, v = 5x + 7y, so du = (2, 3) and dv = (5, 7); dg/du = 10, dg/dv = 1
        #   df/dx = 10 * 2 + 1 * 5 = 25     df/dy = 10 * 3 + 1 * 7 = 37
        got = chain_rule.two_variable_chain(10.0, 1.0, (2.0, 3.0), (5.0, 7.0))
        numbers(got, (25, 37), "for x take the first of du and the first of dv")

    def test_one_way_is_blocked(self):
        # u does not depend on y:  df/dx = 3 * 2 + 4 * 1 = 10     df/dy = 3 * 0 + 4 * 5 = 20
        got = chain_rule.two_variable_chain(3.0, 4.0, (2.0, 0.0), (1.0, 5.0))
        numbers(got, (10, 20), "a way along which nothing moves adds 0")


class Testbackward:
    """Every gradient of a graph; the order that is handed in has inputs before users."""

    def test_one_addition(self):
        x, y = variable("x", 3.0), variable("y", 1.0)
        z = add(x, y)
        chain_rule.backward([x, y, z])
        gradients({"z": z, "x": x, "y": y}, {"z": 1, "x": 1, "y": 1}, "the last node gets 1, an addition passes it on")

    def test_one_multiplication(self):
        x, y = variable("x", 3.0), variable("y", 5.0)
        z = mul(x, y)
        chain_rule.backward([x, y, z])
        # dz/dx = y     dz/dy = x
        gradients({"z": z, "x": x, "y": y}, {"z": 1, "x": 5, "y": 3}, "upstream gradient times local derivative")

    def test_in_a_row(self):
        # y = (x + 2)² + 5 at x = 3: h = 5, and dy/dh = 2h = 10
        x, two, five = variable("x", 3.0), constant(2.0), constant(5.0)
        h = add(x, two)
        square = power(h, 2)
        y = add(square, five)
        chain_rule.backward([x, two, five, h, square.inputs[1], square, y])
        nodes = {"y": y, "the square": square, "h = x + 2": h, "x": x}
        gradients(nodes, {"y": 1, "the square": 1, "h = x + 2": 10, "x": 10}, "in a row, multiply")
        number(square.inputs[1].grad, 0, "the exponent of a power is a constant: its gradient is 0.0")

    def test_upstream_gradients_multiply(self):
        # e = ln(exp(x) / 4) = x - ln 4 at x = 0: exp = 1, quotient = 1/4
        #   de/dquotient = 1/(1/4) = 4     de/dexp = 4 * 1/4 = 1     de/dx = 1 * e⁰ = 1
        #   de/d4 = 4 * (-1/4²) = -1/4
        x, four = variable("x", 0.0), constant(4.0)
        power_of_e = exp(x)
        quotient = div(power_of_e, four)
        e = log(quotient)
        chain_rule.backward([x, four, power_of_e, quotient, e])
        nodes = {"quotient": quotient, "exp": power_of_e, "the constant 4": four, "x": x}
        expected = {"quotient": 4, "exp": 1, "the constant 4": -0.25, "x": 1}
        gradients(nodes, expected, "upstream gradient times local derivative")

    def test_lecture(self):
        # f = (x + y)(x - y) at (3, 1): a = 4, b = 2; df/da = b = 2, df/db = a = 4
        #   df/dx = 2 * 1 + 4 * 1 = 6     df/dy = 2 * 1 + 4 * (-1) = -2
        x, y = variable("x", 3.0), variable("y", 1.0)
        a, b = add(x, y), sub(x, y)
        f = mul(a, b)
        chain_rule.backward([x, y, a, b, f])
        nodes = {"f": f, "a": a, "b": b, "x": x, "y": y}
        gradients(nodes, {"f": 1, "a": 2, "b": 4, "x": 6, "y": -2}, "branches add")

    def test_the_same_node_twice(self):
        # z = x * x at 3: 3 from the first factor and 3 from the second
        x = variable("x", 3.0)
        z = mul(x, x)
        chain_rule.backward([x, z])
        gradients({"x": x}, {"x": 6}, "an operation that uses x twice sends two gradients to x: branches add")

    def test_wait_until_all_has_arrived(self):
        # x = 2, y = 3x = 6, a = 2y = 12, b = 5y = 30, c = a + b = 42, e = c * y = 252
        #   de/dc = y = 6     de/da = de/db = 6     de/dy = c + 6 * 2 + 6 * 5 = 84     de/dx = 84 * 3 = 252
        x, two, three, five = variable("x", 2.0), constant(2.0), constant(3.0), constant(5.0)
        y = mul(three, x)
        a, b = mul(two, y), mul(five, y)
        c = add(a, b)
        e = mul(c, y)
        chain_rule.backward([x, two, three, five, y, a, b, c, e])
        nodes = {"c": c, "a": a, "b": b, "y": y, "x": x}
        idea = "y hands its gradient on only when everything has arrived: 42 from e, 12 from a, 30 from b"
        gradients(nodes, {"c": 6, "a": 6, "b": 6, "y": 84, "x": 252}, idea)

    def test_another_order_of_the_same_graph(self):
        # f = (x + y)(x - y) once more, with b before a and y before x
        x, y = variable("x", 3.0), variable("y", 1.0)
        b, a = sub(x, y), add(x, y)
        f = mul(a, b)
        chain_rule.backward([y, x, b, a, f])
        gradients({"a": a, "b": b, "x": x, "y": y}, {"a": 2, "b": 4, "x": 6, "y": -2}, "any topological order will do")

    def test_a_node_that_does_not_matter(self):
        # z = 2x; the node w = x * y is in the order, but z does not depend on it, nor on y
        x, y, two = variable("x", 3.0), variable("y", 5.0), constant(2.0)
        w = mul(x, y)
        z = mul(two, x)
        chain_rule.backward([x, y, two, w, z])
        idea = "moving it does not move the last node: its gradient is 0.0"
        gradients({"w": w, "y": y, "x": x}, {"w": 0, "y": 0, "x": 2}, idea)

    def test_equal_values_are_not_the_same_node(self):
        # z = p * q with p = q = 3, both without a name:  dz/dp = q = 3     dz/dq = p = 3, and not 6 for either
        p, q = variable("", 3.0), variable("", 3.0)
        z = mul(p, q)
        chain_rule.backward([p, q, z])
        gradients({"p": p, "q": q}, {"p": 3, "q": 3}, "p and q are two nodes, though they look alike")

    def test_called_again(self):
        x = variable("x", 3.0)
        z = mul(x, x)
        order = [x, z]
        chain_rule.backward(order)
        assert order[0] is x, "the list belongs to the caller: do not reverse it in place"
        assert order[1] is z, "the list belongs to the caller: do not reverse it in place"
        chain_rule.backward(order)
        gradients({"z": z, "x": x}, {"z": 1, "x": 6}, "forget the old gradients first")

    def test_a_long_chain(self):
        # 100,000 additions of 1 in a row: every gradient is 1
        x, one = variable("x", 0.0), constant(1.0)
        order = [x, one]
        for _ in range(100_000):
            order.append(Node("add", (order[-1] if len(order) > 2 else x, one), 0.0))
        chain_rule.backward(order)
        number(x.grad, 1, "use a loop over the order; a recursion goes too deep")
        number(one.grad, 100_000, "the constant is used 100,000 times: branches add")
