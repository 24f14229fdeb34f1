"""The drawn graph: every node where dot put it, in words that act on nothing; a table where there is no dot."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess

import pytest

from autograder.drawing import Drawing, DrawnNode
from autograder.exporters import graph_svg, graph_words
from autograder.exporters.graph_svg import lines, pictures
from autograder.exporters.html import render
from autograder.exporters.json_file import write_result
from autograder.text import Text

LECTURE = Drawing(
    "gradients",
    (
        DrawnNode("x", "input", value="3", got="2", expected="6", wrong=True),
        DrawnNode("y", "input", value="1", got="-2", expected="-2"),
        DrawnNode("a", "add", "x + y", (0, 1), "4", "9", "2", wrong=True),
        DrawnNode("b", "sub", "x − y", (0, 1), "2", "4", "4"),
        DrawnNode("f", "mul", "a × b", (2, 3), "8", "1", "1"),
        DrawnNode("c", "const", value="2.5"),
    ),
    2,
)
BUILT = Drawing(
    "built",
    (
        DrawnNode("x", "input", got="2"),
        DrawnNode("3", "const", got="3"),
        DrawnNode("f", "mul", "x × 3", (0, 1), got="6", expected="7", wrong=True),
    ),
    2,
)
VALUES = Drawing("values", (DrawnNode("x", "input", got="None", expected="2", wrong=True),), 0)
HOSTILE = [
    '"><script>x</script>',
    "</svg></title>",
    "'onload='x",
    "\\N\\G\n}",
    "\x1b[31m\u202e\ud800",
    "長" * 500,
    "&amp;",
    "",
]

needs_dot = pytest.mark.needs("dot")


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture
def no_dot(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


def reports(make_report, *drawings):
    wrong = {f"_{n}": ("failed", {"message": Text.same(f"m{n}"), "drawing": d}) for n, d in enumerate(drawings)}
    return [make_report("a", Linear=wrong)]


@pytest.mark.parametrize(
    ("drawing", "place", "ja", "en"),
    [
        (LECTURE, 0, ["x", "値 3", "grad 2 ✗", "正しくは 6"], ["x", "value 3", "grad 2 ✗", "expected 6"]),
        (LECTURE, 1, ["y", "値 1", "grad -2 ✓"], ["y", "value 1", "grad -2 ✓"]),
        (
            LECTURE,
            2,
            ["最初の間違い", "a = x + y", "値 4", "grad 9 ✗", "正しくは 2"],
            ["first wrong", "a = x + y", "value 4", "grad 9 ✗", "expected 2"],
        ),
        (LECTURE, 5, ["定数 c", "値 2.5"], ["constant c", "value 2.5"]),
        (BUILT, 0, ["x", "値 2"], ["x", "value 2"]),
        (BUILT, 1, ["定数 3"], ["constant 3"]),
        (
            BUILT,
            2,
            ["出力が違います", "f = x × 3", "値 6 ✗", "正しくは 7"],
            ["wrong output", "f = x × 3", "value 6 ✗", "expected 7"],
        ),
    ],
)
def test_what_a_node_says(drawing, place, ja, en):
    assert [line.text for line in lines(drawing, place, "ja")] == ja
    assert [line.text for line in lines(drawing, place, "en")] == en


@needs_dot
def test_boxes_lie_in_the_picture_apart_from_each_other_and_arrows_go_from_inputs_to_users(language):
    for drawing in (LECTURE, BUILT, VALUES, wide(30)):
        picture = pictures([drawing], language)[drawing]
        assert len(picture.boxes) == len(drawing.nodes)
        for number, box in enumerate(picture.boxes):
            assert 0 <= box.x <= box.x + box.width <= picture.width
            assert 0 <= box.y <= box.y + box.height <= picture.height
            assert not any(overlap(box, other) for other in picture.boxes[:number])
        ends = [(source, place) for place, node in enumerate(drawing.nodes) for source in node.inputs]
        found = [arrow_ends(arrow, picture.boxes) for arrow in picture.arrows]
        assert sorted(found) == sorted(ends)


def wide(size):
    """Nodes that each have the two before them as inputs."""
    first = tuple(DrawnNode(f"v{n}", "input", value="1.23456", got="1") for n in range(2))
    others = (DrawnNode(f"v{n}", "add", f"v{n - 2} + v{n - 1}", (n - 2, n - 1), "1") for n in range(2, size))
    last = DrawnNode("f", "add", f"v{size - 1} + v{size - 1}", (size - 1, size - 1), "1", "2", "3", wrong=True)
    return Drawing("gradients", (*first, *others, last), size)


def overlap(one, other):
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def arrow_ends(arrow, boxes):
    """The boxes nearest to where an arrow begins and where its tip is."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", arrow.path)]
    tip = [float(number) for number in re.findall(r"-?[\d.]+", arrow.head)][:2]

    def nearest(x, y):
        gaps = [math.hypot(max(b.x - x, 0, x - b.x - b.width), max(b.y - y, 0, y - b.y - b.height)) for b in boxes]
        assert min(gaps) < 3
        return gaps.index(min(gaps))

    return nearest(*numbers[:2]), nearest(*tip)


@needs_dot
def test_a_short_graph_goes_from_left_to_right_and_a_long_one_downwards():
    short, long = (pictures([drawing], "en")[drawing].boxes for drawing in (LECTURE, wide(12)))
    assert short[0].x < short[2].x < short[4].x
    assert long[0].y < long[6].y < long[12].y


@needs_dot
def test_one_dot_lays_out_a_whole_class(monkeypatch):
    given = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: (given.append(k["input"]), run(*a, **k))[1])
    found = pictures([LECTURE, BUILT, LECTURE, VALUES], "en")
    assert set(found) == {LECTURE, BUILT, VALUES}
    assert [source.count("digraph") for source in given] == [3]


@needs_dot
def test_the_picture_says_in_words_what_it_marks(make_report, language):
    source = render(reports(make_report, LECTURE, BUILT), language)
    (first, second) = re.findall(r'<svg class="graph" role="img".*?</svg>', source, re.DOTALL)
    assert re.search(r'aria-labelledby="graph-1-title graph-1-desc"', first)
    description = re.search(r'<desc id="graph-1-desc">(.*?)</desc>', first)[1]
    assert (
        description
        == {
            "ja": "出力から逆にたどって最初に違うのは、a = x + y の grad です。9 になりましたが、正しくは 2 です。",
            "en": "Back from the output, the first wrong gradient is that of a = x + y. It is 9, but should be 2.",
        }[language]
    )
    assert first.count('<g class="first">') == second.count('<g class="first">') == 1
    marked = re.search(r'<g class="first">(.*?)</g>', first, re.DOTALL)[1]
    assert {"ja": "最初の間違い", "en": "first wrong"}[language] in marked
    assert "a = x + y" in marked
    assert first.count('<g class="wrong">') == 1


@needs_dot
def test_ids_are_unique_and_everything_referred_to_is_there(make_report):
    both = [*reports(make_report, LECTURE, BUILT), *reports(make_report, LECTURE)]
    source = render(both, "en")
    ids = re.findall(r' id="([^"]+)"', source)
    assert len(ids) == len(set(ids))
    for names in re.findall(r'aria-labelledby="([^"]+)"', source):
        assert set(names.split()) <= set(ids)
    assert source.count('<svg class="graph"') == 3


@needs_dot
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_text_and_dot_does_not_get_them(make_report, words, language, monkeypatch):
    node = DrawnNode(words, words, words, value=words, got=words, expected=words, wrong=True)
    drawing = Drawing("values", (node, DrawnNode(words, "const", words, (0, 0), words, words, words)), 0)
    given = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: (given.append(k["input"]), run(*a, **k))[1])
    for source in (render(reports(make_report, drawing), language), table_of(make_report, drawing, language)):
        usual = render(reports(make_report, BUILT), language)
        assert set(re.findall(r"<([a-z]+)", source)) <= set(re.findall(r"<([a-z]+)", usual)) | {"caption"}
        assert not set(source) & set("\x1b\u202e\ud800")
        assert not re.search(r"<[^>]*onload", source)
        assert "長" * 60 not in source
    assert re.fullmatch(r"[\w\s{}\[\];=.>-]*", given[0])


def table_of(make_report, drawing, language):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graph_svg.shutil, "which", lambda name: None)
        return render(reports(make_report, drawing), language)


def test_without_dot_there_is_a_table(make_report, language, no_dot):
    source = render(reports(make_report, LECTURE, BUILT), language)
    assert '<svg class="graph"' not in source
    (table, _) = re.findall(r'<table class="graph">.*?</table>', source, re.DOTALL)
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]
    assert rows[1:3] + rows[5:] == ["x 3 2 ✗ 6", "y 1 -2 ✓ -2", "f = a × b 8 1 ✓ 1", f"{constant(language)} c 2.5"]
    flag = {"ja": "最初の間違い", "en": "first wrong"}[language]
    assert rows[3] == f"a = x + y {flag} 4 9 ✗ 2"
    assert table.count('class="first"') == 1
    assert graph_words.sentence(LECTURE)[language] in source


def constant(language):
    return {"ja": "定数", "en": "constant"}[language]


@pytest.mark.parametrize(
    "script",
    ["exit 1", "echo no JSON", "echo '{}'", 'echo \'{"bb": "0,0,1,1", "objects": []}\'', "kill -9 $$"],
)
def test_a_dot_that_does_not_do_its_work_gives_a_table(make_report, monkeypatch, tmp_path, script):
    dot = tmp_path / "dot"
    dot.write_text(f"#!/bin/sh\n{script}\n")
    dot.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    source = render(reports(make_report, LECTURE), "en")
    assert '<svg class="graph"' not in source
    assert '<table class="graph">' in source


@needs_dot
def test_a_layout_of_a_dot_that_failed_is_not_trusted(make_report, monkeypatch, tmp_path):
    dot = tmp_path / "dot"
    dot.write_text(f'#!/bin/sh\n{shutil.which("dot")} "$@"\nexit 1\n')
    dot.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert '<table class="graph">' in render(reports(make_report, LECTURE), "en")


@pytest.mark.timeout(20)
def test_a_dot_that_hangs_gives_a_table(make_report, monkeypatch, tmp_path):
    dot = tmp_path / "dot"
    dot.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    dot.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(graph_svg, "SECONDS", 0.2)
    assert '<table class="graph">' in render(reports(make_report, LECTURE), "en")


def test_of_the_checks_with_one_cause_the_first_graph_is_open(make_report, no_dot):
    fields = {"diagnosis": "x", "hint": Text.same("think")}
    wrong = {
        f"_{n}": ("failed", {**fields, "message": Text.same(f"m{n}"), "drawing": drawing})
        for n, drawing in enumerate([None, LECTURE, BUILT])
    }
    source = render([make_report("a", Linear=wrong)], "en")
    assert re.findall(r'<details class="graph"( open)?>', source) == [" open", ""]
    assert source.index("m1") < source.index(graph_words.sentence(LECTURE).en) < source.index("m2")


def test_a_check_without_a_graph_draws_none(the_class, language):
    assert 'class="graph"' not in re.sub(r"<style>.*?</style>", "", render(the_class, language), flags=re.DOTALL)


def test_result_json_has_the_graph_as_data(make_report, tmp_path, language):
    path = write_result(reports(make_report, LECTURE)[0], tmp_path, language)
    checks = json.loads(path.read_text(encoding="utf-8"))["assignments"][0]["exercises"][0]["checks"]
    graph = checks[0]["graph"]
    assert (graph["shows"], graph["first_wrong"], len(graph["nodes"])) == ("gradients", 2, 6)
    assert graph["nodes"][2] == {
        "name": "a", "op": "add", "formula": "x + y", "inputs": [0, 1],
        "value": "4", "got": "9", "expected": "2", "wrong": True,
    }  # fmt: skip
    assert checks[1]["graph"] is None


def test_the_words_are_written_twice():
    texts = [*graph_words.FLAG.values(), *graph_words.SENTENCE.values(), graph_words.ARROWS, graph_words.VALUE]
    for text in texts:
        assert text.ja != text.en
        assert sorted(re.findall(r"\{(\w+)\}", text.ja)) == sorted(re.findall(r"\{(\w+)\}", text.en))
    assert {*graph_words.FLAG} == {*graph_words.SENTENCE} == {"values", "gradients", "built"}
