"""A drawn graph as a picture: boxes and arrows laid out by Graphviz's `dot`. The page imports this.

`dot` gets sizes and numbers, none of anybody's words; all text is set here, and escaped by the template.
"""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.drawing import Drawing, DrawnNode
from autograder.exporters import graph_words as words
from autograder.exporters.harmless import one_line
from autograder.text import Language, Text

SECONDS = 60  # for all graphs of a class together; a graph takes some 10 milliseconds
POINTS = 72  # to the inch, in which dot measures nodes; a point is a pixel here
FONT_SIZE = 13  # as report.css says of .graph text
NARROW = 0.64 * FONT_SIZE  # of a digit in DejaVu Sans, the widest of the fonts that browsers have for the page
LINE_HEIGHT = 19
FLAG_HEIGHT = 24
PADDING = 10
GAP = 0.45 * POINTS  # between a node and the next
PAGE_WIDTH = 850  # of a student's part of the page on a screen that is wide enough
HEAD_LENGTH, HEAD_WIDTH = 9, 7  # of an arrow

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A line of text in a box; `kind` is its class in report.css."""

    kind: str
    text: str


@dataclass(frozen=True)
class Box:
    """A node: where it is, in pixels from the upper left corner, and what it says."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    lines: tuple[Line, ...]

    def baseline(self, number: int) -> float:
        """Of a line of text, in pixels from the top of the picture; a flag stands in a bar of its own."""
        if self.lines[number].kind == "flag":
            return self.y + 0.7 * FLAG_HEIGHT
        flags = sum(line.kind == "flag" for line in self.lines)
        return self.y + flags * FLAG_HEIGHT + PADDING + LINE_HEIGHT * (number - flags + 0.72)


@dataclass(frozen=True)
class Arrow:
    """An edge, as the values of a path's `d` and of a polygon's `points`."""

    path: str
    head: str


@dataclass(frozen=True)
class Picture:
    """A graph laid out."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def pictures(drawings: Iterable[Drawing], language: Language) -> dict[Drawing, Picture]:
    """Each drawing laid out, by one run of `dot`; empty where it is not installed, or does not do its work."""
    drawings = list(dict.fromkeys(drawings))
    dot = shutil.which("dot")
    if dot is None or not drawings:
        return {}
    texts = [[lines(drawing, place, language) for place in range(len(drawing.nodes))] for drawing in drawings]
    source = "\n".join(map(_dot_source, drawings, texts))
    try:
        done = subprocess.run(
            [dot, "-Tjson0"], input=source, capture_output=True, text=True, timeout=SECONDS, check=True
        )
        layouts = list(_objects(done.stdout))
        placed = zip(drawings, texts, layouts, strict=True)
        return {drawing: _picture(drawing, boxes, layout) for drawing, boxes, layout in placed}
    except (OSError, subprocess.SubprocessError, LookupError, TypeError, ValueError):
        return {}


def lines(drawing: Drawing, place: int, language: Language) -> tuple[Line, ...]:
    """What a node says: its name, what it holds, what student code made of it, and what is right where that differs."""
    node = drawing.nodes[place]
    found = [("name", words.heading(node))]
    if node.value and not _is_its_name(node, node.value):
        found.append(("value", _pair(words.VALUE, node.value)))
    if node.got and (node.wrong or not _is_its_name(node, node.got)):
        got = _pair(words.compared(drawing), node.got, words.verdict(node))
        found.append(("got" if node.wrong else "value", got))
    if node.wrong:
        found.append(("value", _pair(words.EXPECTED, node.expected)))
    if place == drawing.first_wrong:
        found.insert(0, ("flag", words.flag(drawing)))
    return tuple(Line(kind, text[language]) for kind, text in found)


def _is_its_name(node: DrawnNode, number: str) -> bool:
    return node.op == "const" and node.name == number


def _pair(word: Text, number: str, sign: str = "") -> Text:
    return Text.join((word, Text.same(f"{one_line(number, words.NAME_LIMIT)} {sign}".rstrip())), " ")


def _size(texts: Sequence[Line]) -> tuple[float, float]:
    """Pixels: the width and the height of the box around these lines."""
    width = max(sum(_advance(character) for character in line.text) for line in texts)
    flags = sum(line.kind == "flag" for line in texts)
    return width + 2 * PADDING, LINE_HEIGHT * (len(texts) - flags) + FLAG_HEIGHT * flags + 2 * PADDING


def _advance(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return FONT_SIZE if unicodedata.east_asian_width(character) in "WF" else NARROW


def _dot_source(drawing: Drawing, texts: Sequence[Sequence[Line]]) -> str:
    """The graph from left to right, as the lecture draws it, where that fits the page; else from top to bottom."""
    sizes = [_size(box) for box in texts]
    direction = "LR" if _length(drawing, [width for width, _ in sizes]) <= PAGE_WIDTH else "TB"
    statements = [f"rankdir={direction}; nodesep=0.3; ranksep={GAP / POINTS:.3f}; node [shape=box fixedsize=true]"]
    for place, (node, (width, height)) in enumerate(zip(drawing.nodes, sizes, strict=True)):
        statements.append(f"n{place} [width={width / POINTS:.3f} height={height / POINTS:.3f}]")
        statements += [f"n{source} -> n{place}" for source in node.inputs]
    return "digraph {" + "; ".join(statements) + "}"


def _length(drawing: Drawing, widths: Sequence[float]) -> float:
    """Pixels: the longest path with its nodes side by side."""
    ends: list[float] = []
    for node, width in zip(drawing.nodes, widths, strict=True):
        ends.append(width + max((ends[source] + GAP for source in node.inputs), default=0.0))
    return max(ends)


def _objects(text: str) -> Iterator[Any]:
    """The JSON values that stand one after the other."""
    decoder, text = json.JSONDecoder(), text.strip()
    while text:
        value, end = decoder.raw_decode(text)
        yield value
        text = text[end:].lstrip()


def _picture(drawing: Drawing, texts: Sequence[tuple[Line, ...]], layout: Any) -> Picture:
    """From dot's points, counted from below, to pixels from above."""
    _, _, width, height = map(float, layout["bb"].split(","))
    margin = 2.0  # for the widest border
    boxes = []
    for place, (node, box) in enumerate(zip(layout["objects"], texts, strict=True)):
        x, y = map(float, node["pos"].split(","))
        wide, high = _size(box)
        kind = "first" if place == drawing.first_wrong else "wrong" if drawing.nodes[place].wrong else "plain"
        boxes.append(Box(x - wide / 2 + margin, height - y - high / 2 + margin, wide, high, kind, box))
    arrows = (_arrow(edge["pos"], margin, height + margin) for edge in layout.get("edges", ()))
    return Picture(math.ceil(width + 2 * margin), math.ceil(height + 2 * margin), tuple(boxes), tuple(arrows))


def _arrow(position: str, left: float, bottom: float) -> Arrow:
    """From `e,x,y` (the tip) and the points of a Bézier curve that ends where the head begins."""
    tip, *curve = (_point(pair, left, bottom) for pair in position.removeprefix("e,").split())
    base = curve[-1]
    length = math.hypot(tip[0] - base[0], tip[1] - base[1]) or 1.0
    along = ((tip[0] - base[0]) / length, (tip[1] - base[1]) / length)
    back = (tip[0] - HEAD_LENGTH * along[0], tip[1] - HEAD_LENGTH * along[1])
    aside = (-along[1] * HEAD_WIDTH / 2, along[0] * HEAD_WIDTH / 2)
    head = (tip, (back[0] + aside[0], back[1] + aside[1]), (back[0] - aside[0], back[1] - aside[1]))
    path = f"M{_pairs(curve[:1])}C{_pairs(curve[1:])}"
    return Arrow(path, _pairs(head))


def _point(pair: str, left: float, bottom: float) -> Point:
    x, y = map(float, pair.split(","))
    return x + left, bottom - y


def _pairs(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
