"""The Markdown: two languages in pairs, mathematics that is closed, and no answer given away."""

import ast
import importlib
import itertools
import re
import subprocess
import sys

import pytest

from autograder.course import load_course
from autograder.text import LANGUAGES

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
FENCE = re.compile(r"(?ms)^```.*?^```")
INLINE_CODE = re.compile(r"`[^`\n]+`")
DISPLAY = re.compile(r"(?s)\$\$(.+?)\$\$")
INLINE = re.compile(r"\$([^$\n]+)\$")
# Ways to write the answers that are no lines of the solution: as code they have no place in the prose.
A03_ANSWERS = re.compile(
    r"(?!\bA\.)\b\w+\.T\b|axis ?= ?0|logaddexp|np\.(?:maximum|sum|mean)\b"  # `A.T` alone, of no array, explains NumPy
    r"|reversed\(|\[::-1\]|\bz ?> ?0\)? ?\*|\* ?\(\w+ ?> ?0"
)


def markdown(cells, language=None):
    """Return the Markdown cells' text, of one language or of both."""
    return [c.source for c in cells if c.cell_type == "markdown" and language in (None, c.metadata.get("lang"))]


def without_code(text):
    """Return the text without fenced and inline code."""
    return INLINE_CODE.sub("", FENCE.sub("", text))


def formulas(text):
    """Return all formulas of a text."""
    prose = without_code(text)
    return DISPLAY.findall(prose) + INLINE.findall(DISPLAY.sub("", prose))


def squeezed(formulas_of_text):
    """Return the formulas without spaces, to compare them."""
    return [re.sub(r"\s+", "", formula) for formula in formulas_of_text]


def test_languages_come_in_pairs(cells):
    languages = [c.metadata.get("lang") for c in cells if c.cell_type == "markdown"]
    assert languages
    assert languages == list(LANGUAGES) * (len(languages) // 2)
    pairs = itertools.pairwise(cells)
    assert all(b.metadata.get("lang") == "en" for a, b in pairs if a.metadata.get("lang") == "ja")


def test_each_cell_is_in_its_own_language(cells):
    for text in markdown(cells, "ja"):
        assert len(JAPANESE.findall(text)) > 0.1 * len(text)
    for text in markdown(cells, "en"):
        title = "機械学習講習会 第四回"  # the lecture's own
        assert not JAPANESE.search(text.replace(title, "")), text[:60]


def test_both_languages_teach_the_same_mathematics(cells):
    for ja, en in zip(markdown(cells, "ja"), markdown(cells, "en"), strict=True):
        levels = [re.findall(r"(?m)^(#+) ", FENCE.sub("", text)) for text in (ja, en)]
        assert levels[0] == levels[1]
        assert squeezed(DISPLAY.findall(ja)) == squeezed(DISPLAY.findall(en))
        assert set(squeezed(formulas(ja))) == set(squeezed(formulas(en)))


def test_mathematics_is_closed_and_renders_in_tables(cells):
    for text in markdown(cells):
        prose = without_code(text)
        assert "$" not in INLINE.sub("", DISPLAY.sub("", prose)), f"a lone dollar in: {text[:60]}"
        for formula in formulas(text):
            assert formula.count("{") == formula.count("}")
            assert "|" not in formula, "a bar inside mathematics breaks tables: use \\lvert or \\mid"
            assert not re.search(r"<\w", formula), "`<` before a letter reads as HTML: use \\lt"


def test_the_lecture_is_credited_at_the_top(cells):
    for language in LANGUAGES:
        first = markdown(cells, language)[0]
        assert all(words in first for words in ("機械学習講習会 第四回", "@Kobakos32", "2025"))


def test_every_exercise_is_explained_and_has_its_check(assignment, cells):
    for exercise in assignment.exercises:
        for language in LANGUAGES:
            headings = re.findall(r"(?m)^## .*$", "\n".join(markdown(cells, language)))
            assert sum(f"`{exercise.id}`" in heading for heading in headings) == 1
            assert any(f'`run_tests("{exercise.id}")`' in text for text in markdown(cells, language))
        assert any(cell.source == f'run_tests("{exercise.id}")' for cell in cells if cell.cell_type == "code")


def test_no_answer_in_markdown_labs_or_docstrings(cells, source, solution_lines):
    assert solution_lines
    docstrings = [
        ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    ]
    labs = [c.source for c in cells if "active-ipynb" in c.metadata.get("tags", ())]
    assert labs
    short = {line for line in solution_lines if len(line) <= len("self.x = x")}  # `return x` is also in `return x**2`
    for text in [*markdown(cells), *docstrings, *labs]:
        assert not short & {line.strip() for line in text.splitlines()}
        assert not [line for line in solution_lines - short if line in text]


@pytest.mark.parametrize("assignment", ["a03_layers"], indirect=True)
def test_no_answer_as_code_in_another_guise(cells):
    for text in markdown(cells):
        assert not A03_ANSWERS.search(text), A03_ANSWERS.search(text)


def test_labs_are_live_in_the_notebook_and_comments_in_the_module(cells, source):
    labs = [c.source for c in cells if "active-ipynb" in c.metadata.get("tags", ())]
    for lab in labs:
        ast.parse(lab)
        assert any(not line.startswith("#") for line in lab.splitlines())
    module = ast.parse(source)
    defined = {node.name for node in module.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    assert "run_tests" in "".join(labs)
    assert "run_tests" not in defined


def test_importing_the_module_needs_numpy_only_and_prints_nothing(assignment):
    known = {"numpy"} | {entry.module for entry in load_course() if entry.id in (assignment.id, *assignment.builds_on)}
    program = (
        "import sys; before = set(sys.modules)\n"
        f"import {assignment.module}\n"
        "roots = {name.partition('.')[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)\n"
        f"assert roots <= {known!r}, roots\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=assignment.folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_docstring_examples_run(assignment, monkeypatch):
    doctest = importlib.import_module("doctest")
    monkeypatch.syspath_prepend(str(assignment.folder))
    results = doctest.testmod(importlib.import_module(assignment.module))
    assert results.attempted
    assert results.failed == 0
