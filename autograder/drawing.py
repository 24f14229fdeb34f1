"""A computation graph as a report shows it, with what went wrong in it: data, no presentation.

grading writes it, exporters draw it. It imports nothing of the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shows = Literal["values", "gradients", "built"]  # built: the graph is the student's own, and its output is compared


@dataclass(frozen=True)
class DrawnNode:
    """A node; numbers are written out, shortly, and empty where there is nothing to say."""

    name: str  # as the check's message and other nodes' formulas call it
    op: str
    formula: str = ""  # what an operation computes, in the names of its inputs
    inputs: tuple[int, ...] = ()  # positions, all smaller than this node's own; in the order of the operands
    value: str = ""  # what it holds, where it is the gradients that are compared
    got: str = ""  # what student code made of it
    expected: str = ""  # what is right; empty where this check does not compare it
    wrong: bool = False

    def to_dict(self) -> dict[str, object]:
        """The part of result.json that this is."""
        return {
            "name": self.name,
            "op": self.op,
            "formula": self.formula,
            "inputs": list(self.inputs),
            "value": self.value,
            "got": self.got,
            "expected": self.expected,
            "wrong": self.wrong,
        }


@dataclass(frozen=True)
class Drawing:
    """A graph in topological order. `first_wrong` is the position of the first node that is wrong.

    First in the order of the computation: for gradients that is the one nearest to the output.
    """

    shows: Shows
    nodes: tuple[DrawnNode, ...]
    first_wrong: int

    def to_dict(self) -> dict[str, object]:
        """The part of result.json that this is."""
        return {
            "shows": self.shows,
            "first_wrong": self.first_wrong,
            "nodes": [node.to_dict() for node in self.nodes],
        }
