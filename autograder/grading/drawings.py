"""From a graph that a check has compared node by node to its drawing. The modules that know graphs import this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from autograder.drawing import Drawing, DrawnNode, Shows
from autograder.grading.differences import shown, shown_both

MAX_NODES = 40  # of a graph that is drawn: the largest of the checks that are about single nodes has some 30
SIGNS = {"add": "+", "sub": "−", "mul": "×", "div": "÷", "pow": "^"}


def formula(op: str, names: Sequence[str]) -> str:
    """What an operation computes of inputs called `names`; empty for one without inputs."""
    if not names:
        return ""
    return f"{names[0]} {SIGNS[op]} {names[1]}" if op in SIGNS else f"{op}({names[0]})"


def compared(node: DrawnNode, got: Any, expected: float, *, wrong: bool) -> DrawnNode:
    """The node with what student code made of it and what is right, with the digits in which they differ."""
    if not wrong:
        return replace(node, got=shown(got), expected=shown(expected))
    one, other = shown_both(got, expected)
    return replace(node, got=one, expected=other, wrong=True)


def draw(shows: Shows, nodes: Iterable[DrawnNode], first_wrong: int) -> Drawing | None:
    """The drawing; None of a graph that is too large for anybody to look at."""
    nodes = tuple(nodes)
    return Drawing(shows, nodes, first_wrong) if len(nodes) <= MAX_NODES else None
