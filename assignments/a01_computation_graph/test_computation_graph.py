"""Visible tests of a01_computation_graph: numbers to check by hand, from easy to hard.

In this folder:   python -m pytest                          everything
                  python -m pytest -k build                 one exercise: build, topological_order, forward,
                                                            numerical_gradient
                  python -m pytest -x -k build              stop at the first failure

Every test shows its computation in a comment. Passing them all is a good sign; grading tries more than these.
"""

import math

import computation_graph as cg  # names are looked up when a test runs, so a notebook can stand in for the file
import pytest

SIGNS = {"add": "+", "sub": "-", "mul": "*", "pow": "**"}


def formula(node, known):
    """Write out, in Python's notation, what a graph stands for; `known` is a list of (node, its text)."""
    __tracebackhide__ = True
    if node is None:
        pytest.fail("got None in the place of a node: is a `return` missing?")
    for other, text in known:
        if node is other:
            return text
    if not isinstance(node, cg.Node):
        pytest.fail(f"{node!r} is no node: a number becomes one by `constant`, and only nodes can be inputs")
    if node.op == "const":
        return repr(node.value)
    if node.op == "input":
        pytest.fail(f"the graph has a variable {node.name!r} of its own: connect to the nodes that were given")
    if node.op not in SIGNS or len(node.inputs) != 2:
        pytest.fail(f"a node of op {node.op!r} with {len(node.inputs)} inputs is none of the given kinds")
    left, right = (formula(source, known) for source in node.inputs)
    return f"({left} {SIGNS[node.op]} {right})"


def stands_for(graph, wanted, known, **values):
    """Fail unless the graph, with these values of its variables, gives what `wanted` gives."""
    __tracebackhide__ = True
    text = formula(graph, known)
    got, right = eval(text, dict(values)), eval(wanted, dict(values))
    if not same(got, right):
        pytest.fail(
            f"your graph stands for   {text}\nit should stand for     {wanted}\n"
            f"with {values} yours gives {got}, and {right} is right"
        )


def same(got, right, tolerance=1e-9):
    """Whether two numbers agree up to rounding."""
    return isinstance(got, (int, float)) and math.isclose(got, right, rel_tol=tolerance, abs_tol=1e-12)


def agree(got, right, idea, tolerance=1e-9):
    """Fail, in words, unless a number, or a list of numbers, is right."""
    __tracebackhide__ = True
    if got is None:
        pytest.fail(f"got None: is a `return`, or setting a value, missing?\nidea: {idea}")
    if isinstance(right, list):
        if not isinstance(got, list) or len(got) != len(right):
            pytest.fail(f"got {got!r}, expected a list of {len(right)} numbers\nidea: {idea}")
        fits = all(same(a, b, tolerance) for a, b in zip(got, right, strict=True))
    else:
        fits = same(got, right, tolerance)
    if not fits:
        pytest.fail(f"got {got!r}, expected {right!r}\nidea: {idea}")


def is_order(order, output, nodes):
    """Fail unless `order` is a topological order of `output`; `nodes` is all that belongs in it, by name."""
    __tracebackhide__ = True
    if not isinstance(order, list):
        pytest.fail(f"got {order!r}, expected a list of nodes: is a `return` missing?")
    names = {id(node): name for name, node in nodes.items()}
    listed = [names.get(id(node), f"{node!r}, which does not belong there,") for node in order]
    shown = "your order: " + ", ".join(listed)
    for name in listed:
        if name not in nodes:
            pytest.fail(f"{shown}\nthe list holds {name} but should hold only what the output depends on")
        if listed.count(name) > 1:
            pytest.fail(f"{shown}\n{name} is in the list {listed.count(name)} times; every node belongs in it once")
    for name in nodes:
        if name not in listed:
            pytest.fail(f"{shown}\n{name} is missing: everything that the output depends on belongs in the list")
    for place, node in enumerate(order):
        for source in node.inputs:
            if names[id(source)] not in listed[:place]:
                pytest.fail(f"{shown}\n{listed[place]} comes before its input {names[id(source)]}")
    if order[-1] is not output:
        pytest.fail(f"{shown}\nthe output itself should come last")


class Testbuild:
    """Formulas as graphs: nothing is computed yet."""

    def test_square_plus_three(self):
        x = cg.variable("x")
        # 2² + 3 = 7     0² + 3 = 3     (-1)² + 3 = 4
        for value in (2, 0, -1):
            stands_for(cg.square_plus_three(x), "x ** 2 + 3", [(x, "x")], x=value)

    def test_sum_times_difference(self):
        x, y = cg.variable("x"), cg.variable("y")
        # (3 + 1)(3 - 1) = 8     (1 + 3)(1 - 3) = -8     (2 + 0)(2 - 0) = 4
        for a, b in ((3, 1), (1, 3), (2, 0)):
            stands_for(cg.sum_times_difference(x, y), "(x + y) * (x - y)", [(x, "x"), (y, "y")], x=a, y=b)

    def test_variables_of_other_names(self):
        s, t = cg.variable("s"), cg.variable("t")
        stands_for(cg.square_plus_three(t), "t ** 2 + 3", [(t, "t")], t=2)
        stands_for(cg.sum_times_difference(s, t), "(s + t) * (s - t)", [(s, "s"), (t, "t")], s=3, t=1)

    def test_a_graph_as_argument(self):
        x = cg.variable("x")
        a = cg.add(x, cg.constant(1))
        # at x = 2:  a = 3, and 3² + 3 = 12     (3 + 2)(3 - 2) = 5
        stands_for(cg.square_plus_three(a), "(x + 1) ** 2 + 3", [(x, "x")], x=2)
        stands_for(cg.sum_times_difference(a, x), "((x + 1) + x) * ((x + 1) - x)", [(x, "x")], x=2)

    def test_the_same_node_twice(self):
        x = cg.variable("x")
        # (5 + 5)(5 - 5) = 0
        stands_for(cg.sum_times_difference(x, x), "(x + x) * (x - x)", [(x, "x")], x=5)

    def test_one_inside_the_other(self):
        x, y = cg.variable("x"), cg.variable("y")
        # at (3, 1):  8² + 3 = 67
        graph = cg.square_plus_three(cg.sum_times_difference(x, y))
        stands_for(graph, "((x + y) * (x - y)) ** 2 + 3", [(x, "x"), (y, "y")], x=3, y=1)

    def test_nothing_is_computed(self):
        x = cg.variable("x")
        graph = cg.square_plus_three(x)
        assert graph.value is None, "building a graph computes nothing: the output's value is still None"
        assert x.value is None, "building a graph leaves the nodes that were given as they were"


class Testtopological_order:
    """Inputs before users, each node once, the output last."""

    def test_a_variable_alone(self):
        x = cg.variable("x")
        is_order(cg.topological_order(x), x, {"x": x})

    def test_one_operation(self):
        x, y = cg.variable("x"), cg.variable("y")
        a = cg.sub(x, y)
        is_order(cg.topological_order(a), a, {"x": x, "y": y, "a": a})

    def test_square_plus_three(self):
        x, three = cg.variable("x"), cg.constant(3)
        a = cg.power(x, 2)
        f = cg.add(a, three)
        # constants are nodes too
        is_order(cg.topological_order(f), f, {"x": x, "2": a.inputs[1], "a": a, "3": three, "f": f})

    def test_sum_times_difference(self):
        x, y = cg.variable("x"), cg.variable("y")
        a, b = cg.add(x, y), cg.sub(x, y)
        f = cg.mul(a, b)
        # x and y are used twice, and are in the list once
        is_order(cg.topological_order(f), f, {"x": x, "y": y, "a": a, "b": b, "f": f})

    def test_the_same_node_as_both_inputs(self):
        x = cg.variable("x")
        a = cg.mul(x, x)
        is_order(cg.topological_order(a), a, {"x": x, "a": a})

    def test_a_short_way_and_a_long_way(self):
        x = cg.variable("x")
        a = cg.mul(x, x)
        b = cg.mul(a, a)
        # f = x + b and g = b - x: x is reached at once, and again by way of b and a; it still has to come first
        f, g = cg.add(x, b), cg.sub(b, x)
        is_order(cg.topological_order(f), f, {"x": x, "a": a, "b": b, "f": f})
        is_order(cg.topological_order(g), g, {"x": x, "a": a, "b": b, "g": g})

    def test_only_what_the_output_depends_on(self):
        x, y = cg.variable("x"), cg.variable("y")
        a = cg.add(x, y)
        cg.mul(a, x)  # uses a, but a does not depend on it
        is_order(cg.topological_order(a), a, {"x": x, "y": y, "a": a})

    def test_equal_is_not_the_same(self):
        one, other = cg.constant(2), cg.constant(2)
        a = cg.add(one, other)
        # two nodes that look alike are two nodes
        is_order(cg.topological_order(a), a, {"the first 2": one, "the second 2": other, "a": a})

    def test_called_again(self):
        x = cg.variable("x")
        a = cg.mul(x, x)
        for _ in range(2):  # no memory of the call before
            is_order(cg.topological_order(a), a, {"x": x, "a": a})

    def test_ladder_of_60_rungs(self):
        # 2^60 paths, but 61 nodes. If this never ends: are the inputs of a node followed again and again?
        nodes = {"x": cg.variable("x")}
        node = nodes["x"]
        for rung in range(60):
            node = nodes[f"a{rung + 1}"] = cg.add(node, node)
        is_order(cg.topological_order(node), node, nodes)

    def test_chain_of_100000_nodes(self):
        # RecursionError? Use a pile of notes. More than a few seconds? Keep the nodes that were seen in a set.
        one = cg.constant(1)
        node = cg.variable("x")
        chain = [node]
        for _ in range(100_000):
            node = cg.add(node, one)
            chain.append(node)
        order = cg.topological_order(node)
        assert len(order) == 100_002, "100,000 additions, one variable, one constant"
        right = [n for n in order if n is not one] == chain  # apart from the assert, which would print all of them
        assert right, "a chain has one order only, from its beginning to its end"


class Testforward:
    """Values, from left to right."""

    def test_a_variable_alone(self):
        agree(cg.forward(cg.variable("x"), {"x": 5.0}), 5, "the value of a variable is in the feed, under its name")

    def test_a_constant_alone(self):
        agree(cg.forward(cg.constant(3.0), {}), 3, "a constant has its value from the start")

    def test_each_operation(self):
        x, y = cg.variable("x"), cg.variable("y")
        feed = {"x": 5.0, "y": 2.0}
        agree(cg.forward(cg.add(x, y), feed), 7, "5 + 2")
        agree(cg.forward(cg.sub(x, y), feed), 3, "5 - 2: the first input minus the second")
        agree(cg.forward(cg.mul(x, y), feed), 10, "5 times 2")
        agree(cg.forward(cg.power(x, 3), feed), 125, "5 to the power 3: the exponent is the second input")

    def test_square_plus_three(self):
        x = cg.variable("x")
        # 2² = 4, 4 + 3 = 7
        agree(cg.forward(cg.add(cg.power(x, 2), cg.constant(3)), {"x": 2.0}), 7, "2² + 3")

    def test_values_on_the_way_are_kept(self):
        x, y = cg.variable("x"), cg.variable("y")
        a, b = cg.add(x, y), cg.sub(x, y)
        f = cg.mul(a, b)
        agree(cg.forward(f, {"x": 3.0, "y": 1.0}), 8, "(3 + 1)(3 - 1)")
        for node, name, value in ((x, "x", 3), (y, "y", 1), (a, "a", 4), (b, "b", 2), (f, "f", 8)):
            agree(node.value, value, f"every node keeps its value: {name}.value")

    def test_another_feed(self):
        x, y = cg.variable("x"), cg.variable("y")
        f = cg.sub(cg.mul(x, y), x)
        # 3*2 - 3 = 3     5*4 - 5 = 15
        agree(cg.forward(f, {"x": 3.0, "y": 2.0}), 3, "3 * 2 - 3")
        agree(cg.forward(f, {"x": 5.0, "y": 4.0}), 15, "5 * 4 - 5: values of the run before do not count")

    def test_zero_is_a_value(self):
        x = cg.variable("x")
        agree(cg.forward(cg.add(x, cg.constant(0)), {"x": 0.0}), 0, "0 + 0; the feed does have x")

    def test_other_names_in_the_feed(self):
        x = cg.variable("x")
        agree(cg.forward(cg.mul(x, x), {"x": 3.0, "z": 7.0}), 9, "3 * 3; nobody asked for z")

    def test_a_missing_name(self):
        x, y = cg.variable("x"), cg.variable("y")
        f = cg.add(x, y)
        with pytest.raises(KeyError, match="y"):
            cg.forward(f, {"x": 1.0})
        agree(cg.forward(f, {"x": 1.0, "y": 2.0}), 3, "afterwards the graph still works")
        with pytest.raises(KeyError, match="y"):  # that y has a value from the last run is no excuse
            cg.forward(f, {"x": 1.0})

    def test_ladder_of_60_rungs(self):
        # doubling 60 times; if this never ends, nodes are computed again wherever they are used
        node = cg.variable("x")
        for _ in range(60):
            node = cg.add(node, node)
        agree(cg.forward(node, {"x": 1.0}), 2**60, "each of the 61 nodes is computed once")

    def test_chain_of_100000_nodes(self):
        # 5 + 1 + 1 + ... + 1
        node, one = cg.variable("x"), cg.constant(1.0)
        for _ in range(100_000):
            node = cg.add(node, one)
        agree(cg.forward(node, {"x": 5.0}), 100_005, "a graph may be deep")


class Testnumerical_gradient:
    """Central differences; with a large h, so that they can be worked out by hand."""

    def test_a_straight_line(self):
        # (3*(2 + 0.5) - 3*(2 - 0.5)) / 1 = (7.5 - 4.5) / 1 = 3
        agree(cg.numerical_gradient(lambda p: 3 * p[0], [2.0], h=0.5), [3], "the slope, as a list of one number")

    def test_a_cube(self):
        # (1.1³ - 0.9³) / 0.2 = (1.331 - 0.729) / 0.2 = 3.01; the derivative is 3, the forward difference 3.31
        agree(cg.numerical_gradient(lambda p: p[0] ** 3, [1.0], h=0.1), [3.01], "(f(x + h) - f(x - h)) / 2h")

    def test_another_step(self):
        # (2³ - 0³) / 2 = 4
        agree(cg.numerical_gradient(lambda p: p[0] ** 3, [1.0], h=1.0), [4], "the step is the h that is given")

    def test_two_variables(self):
        # the lecture's (x + y)(x - y) at (3, 1):
        # (11.25 - 5.25) / 1 = 6     (6.75 - 8.75) / 1 = -2
        gradient = cg.numerical_gradient(lambda p: (p[0] + p[1]) * (p[0] - p[1]), [3.0, 1.0], h=0.5)
        agree(gradient, [6, -2], "one variable moves, the other keeps its value")

    def test_variables_that_depend_on_each_other(self):
        # x y z at (2, 3, 5):  y z = 15     x z = 10     x y = 6
        gradient = cg.numerical_gradient(lambda p: p[0] * p[1] * p[2], [2.0, 3.0, 5.0], h=1.0)
        agree(gradient, [15, 10, 6], "before the next variable moves, the last one goes back")

    def test_default_step(self):
        gradient = cg.numerical_gradient(lambda p: p[0] ** 2 + 4 * p[1], [3.0, 1.0])
        # 2*3 = 6     4
        agree(gradient, [6, 4], "without h, the step is 1e-5", tolerance=1e-6)

    def test_calls_of_f(self):
        points = []

        def f(point):
            points.append(point)
            return sum(point)

        cg.numerical_gradient(f, [1.0, 2.0, 3.0], h=0.5)
        assert len(points) == 6, f"f was called {len(points)} times; 3 variables take 2 calls each"
        assert all(isinstance(point, list) for point in points), "f takes a list"

    def test_the_point_stays_as_it_was(self):
        point = [0.1, -3.0, 2.0]
        cg.numerical_gradient(lambda p: p[0] * p[1] * p[2], point, h=0.7)
        assert point[1:] == [-3.0, 2.0], f"point was changed to {point}"
        # 0.1 + 0.7 - 0.7 is 0.09999999999999998
        assert point[0] == 0.1, f"point[0] was 0.1 and is now {point[0]!r}: keep it, do not compute it back"
