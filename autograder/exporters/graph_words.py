"""What a drawn graph says, node by node and in one sentence. Whatever draws one imports this."""

from __future__ import annotations

from autograder.drawing import Drawing, DrawnNode
from autograder.exporters.harmless import one_line
from autograder.text import Text

NAME_LIMIT = 24  # characters; a formula has two names in it
FORMULA_LIMIT = 54
RIGHT, WRONG = "✓", "✗"

FLAG = {  # at the node that is marked
    "gradients": Text("最初の間違い", "first wrong"),
    "values": Text("最初の間違い", "first wrong"),
    "built": Text("出力が違います", "wrong output"),
}
VALUE = Text("値", "value")
GRADIENT = Text("grad", "grad")  # as students write it
EXPECTED = Text("正しくは", "expected")
CONSTANT = Text("定数 {name}", "constant {name}")

TITLE = Text("計算グラフ（{count} ノード）", "Computation graph of {count} nodes")
BUILT_TITLE = Text("作った計算グラフ（{count} ノード）", "The computation graph that was built, of {count} nodes")
SENTENCE = {
    "gradients": Text(
        "出力から逆にたどって最初に違うのは、{node} の grad です。{got} になりましたが、正しくは {expected} です。",
        "Back from the output, the first wrong gradient is that of {node}. It is {got}, but should be {expected}.",
    ),
    "values": Text(
        "計算の順にたどって最初に違うのは、{node} の値です。{got} になりましたが、正しくは {expected} です。",
        "Following the computation, the first wrong value is that of {node}. It is {got}, but should be {expected}.",
    ),
    "built": Text(
        "作ったグラフをたどって計算すると、出力 {node} は {got} になります。正しくは {expected} です。",
        "Node by node, the graph that was built gives {got} at its output, {node}, but should give {expected}.",
    ),
}
ARROWS = Text("矢印は計算の向きです。", "Arrows point the way the computation goes.")


def title(drawing: Drawing) -> Text:
    """What the drawing is of."""
    return (BUILT_TITLE if drawing.shows == "built" else TITLE).format(count=len(drawing.nodes))


def sentence(drawing: Drawing) -> Text:
    """Which node is the first that is wrong, what student code made of it, and what is right."""
    node = drawing.nodes[drawing.first_wrong]
    return SENTENCE[drawing.shows].format(
        node=heading(node), got=one_line(node.got, NAME_LIMIT), expected=one_line(node.expected, NAME_LIMIT)
    )


def heading(node: DrawnNode) -> Text:
    """A node's name and what it computes."""
    name = one_line(node.name, NAME_LIMIT)
    if node.op == "const":
        return CONSTANT.format(name=name)
    return Text.same(f"{name} = {one_line(node.formula, FORMULA_LIMIT)}" if node.formula else name)


def flag(drawing: Drawing) -> Text:
    """What stands at the node that is marked."""
    return FLAG[drawing.shows]


def compared(drawing: Drawing) -> Text:
    """What it is that student code gives each node."""
    return GRADIENT if drawing.shows == "gradients" else VALUE


def verdict(node: DrawnNode) -> str:
    """A sign for right and for wrong; empty for a node that is not compared."""
    return WRONG if node.wrong else RIGHT if node.expected else ""
