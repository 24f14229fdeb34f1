"""Graphs for the suites: values, orders and gradients are right; wrong gradients are seen, wherever they are."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograder.grading import oracle
from autograder.grading.draw import Draw
from autograder.grading.evaluated_graphs import COMPUTE, Graph, expect_gradients, random_graph
from autograder.grading.gradcheck import Broken, Mismatch, expect_numbers

SEEDS = pytest.mark.parametrize("seed", range(10))


def value(graph: Graph, moved: int, by: float) -> float:
    """The last node's value when one node's value is another, whatever it is made of."""
    values: list[float] = []
    for index, (op, inputs, stored, _) in enumerate(graph.nodes):
        values.append(COMPUTE[op](*(values[i] for i in inputs)) if inputs else stored)
        if index == moved:
            values[-1] += by
    return values[-1]


def exponents(graph: Graph) -> set[int]:
    return {inputs[1] for op, inputs, _, _ in graph.nodes if op == "pow"}


@SEEDS
def test_gradients_of_random_graphs_are_their_differences(seed: int) -> None:
    graph = random_graph(Draw(seed), 16, powers=True)
    gradients = oracle.graph_gradients(graph.nodes)
    measured = np.zeros(len(graph.nodes))
    for index in set(range(len(graph.nodes))) - exponents(graph):
        measured[index] = (value(graph, index, 1e-6) - value(graph, index, -1e-6)) / 2e-6
    np.testing.assert_allclose(gradients, measured, rtol=1e-4, atol=1e-6 * np.abs(gradients).max())
    assert set(np.flatnonzero(gradients == 0)) == exponents(graph)  # every other node matters


@SEEDS
def test_an_order_is_topological_and_not_always_the_same(seed: int) -> None:
    graph = random_graph(Draw(seed), 16, powers=True)
    rng = np.random.default_rng(seed)
    orders = [graph.order(rng) for _ in range(5)]
    for order in orders:
        assert sorted(order) == list(range(len(graph.nodes)))
        assert order[-1] == len(graph.nodes) - 1
        place = {index: position for position, index in enumerate(order)}
        assert all(place[i] < place[index] for index, node in enumerate(graph.nodes) for i in node[1])
    assert len(set(map(tuple, orders))) > 1


def test_beyond_measure_has_gradients_and_no_value() -> None:
    graph = random_graph(Draw(0), 8, powers=False)
    far = graph.beyond_measure()
    assert math.isinf(far.nodes[-1][2])
    right = -2 * oracle.graph_gradients(graph.nodes)
    np.testing.assert_allclose(oracle.graph_gradients(far.nodes)[: len(graph.nodes)], right)
    assert math.isnan(value(far, 0, 1e-6) - value(far, 0, -1e-6))


@SEEDS
def test_one_wrong_gradient_is_seen_and_named(seed: int) -> None:
    graph = random_graph(Draw(seed), 16, powers=True)
    order = graph.order(np.random.default_rng(seed))
    right = [float(gradient) for gradient in oracle.graph_gradients(graph.nodes)[order]]
    expect_gradients(graph, right, order, every=True)
    for position, index in enumerate(order):
        for wrong in (right[position] + 1.0, right[position] - 1.0, None, math.nan, [right[position]], "1"):
            got: list[object] = [*right]
            got[position] = wrong
            with pytest.raises((Mismatch, Broken), match=graph.nodes[index][3]):
                expect_gradients(graph, got, order, every=True)


@pytest.mark.parametrize("got", [None, [], [1.0], "12", (1.0, 2.0)])
def test_what_is_no_list_of_gradients_is_refused(got: object) -> None:
    graph = Graph()
    graph.node("exp", graph.variable(1.0, "x"))
    with pytest.raises(Mismatch):
        expect_gradients(graph, got, [0, 1])


@pytest.mark.parametrize("got", [(1.0, 2.0), [1, 2], (np.float64(1), np.int64(2))])
def test_numbers_in_a_tuple_or_list(got: object) -> None:
    expect_numbers(got, (1.0, 2.0), "both")
    expect_numbers(got, (None, 2.0), "the second")
    with pytest.raises(Mismatch):
        expect_numbers(got, (1.0, 3.0), "both")


@pytest.mark.parametrize(
    "got", [None, 1.0, (1.0,), (1.0, 2.0, 3.0), (1.0, True), (1.0, "2"), (1.0, np.float32(2)), {1: 2}, np.ones(2)]
)
def test_what_is_not_that_many_numbers_is_refused(got: object) -> None:
    with pytest.raises(Broken):
        expect_numbers(got, (1.0, 2.0), "both")


@pytest.mark.parametrize(
    ("got", "expected"), [(math.nan, 1.0), (math.inf, 1.0), (1.0, math.inf), (-math.inf, math.inf)]
)
def test_what_is_not_finite_equals_itself_alone(got: float, expected: float) -> None:
    with pytest.raises(Mismatch):
        expect_numbers((got,), (expected,), "it")
    expect_numbers((math.inf,), (math.inf,), "it")


def test_nearly_right_is_told_from_wrong() -> None:
    with pytest.raises(Broken, match="roughly"):
        expect_numbers((1.0 + 1e-7,), (1.0,), "it")
    with pytest.raises(Mismatch):
        expect_numbers((1.1,), (1.0,), "it")
