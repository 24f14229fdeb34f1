from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.authoring import AuthoringError
from autograder.authoring.markers import to_stub
from autograder.authoring.notebooks import LAB, solution_notebook, stub_module, stub_notebook
from autograder.course import Assignment
from autograder.text import LANGUAGES, Language

STUB = '''\
"""Scaling: y = kx."""

import math

# cat food is no shell command, and
# %matplotlib inline in a comment is no magic
FACTOR = 2.0


class Scale:
    """y = kx, for k = ½ too.

    # BEGIN SOLUTION (in a string: text)
    """

    def forward(self, x):
        """Return kx."""
        raise NotImplementedError("Scale.forward")


def size(x):
    """Return |x|."""
    return math.fabs(x)


LAST = size(-1)
'''


def _cells(notebook: str) -> list[dict[str, Any]]:
    return [{**cell, "source": "".join(cell["source"])} for cell in json.loads(notebook)["cells"]]


def _sources(notebook: str, kind: str) -> list[str]:
    return [cell["source"] for cell in _cells(notebook) if cell["cell_type"] == kind]


def _rewrite(assignment: Assignment, old: str, new: str) -> None:
    text = assignment.source.read_text(encoding="utf-8")
    assert old in text
    assignment.source.write_text(text.replace(old, new), encoding="utf-8")


def test_a_stub_holds_the_modules_code_alone(assignment: Assignment) -> None:
    assert stub_module(assignment) == STUB


def test_windows_line_endings_give_the_same_files(assignment: Assignment) -> None:
    before = stub_module(assignment), stub_notebook(assignment, "ja")
    assignment.source.write_bytes(assignment.source.read_bytes().replace(b"\n", b"\r\n"))
    assert (stub_module(assignment), stub_notebook(assignment, "ja")) == before


@pytest.mark.parametrize(
    ("language", "markdown"),
    [
        ("ja", ["# 拡大\n$y = kx$ を **微分** します。", r"$\partial y / \partial x = k$", "おわり"]),
        ("en", ["# Scaling\nThe derivative of $y = kx$.", r"$\partial y / \partial x = k$"]),
    ],
)
def test_a_notebook_holds_one_language_and_what_belongs_to_both(
    assignment: Assignment, language: Language, markdown: list[str]
) -> None:
    assert _sources(stub_notebook(assignment, language), "markdown") == markdown


def test_labs_are_live_in_the_notebook(assignment: Assignment) -> None:
    (lab,) = [cell for cell in _cells(stub_notebook(assignment, "en")) if LAB in cell["metadata"].get("tags", [])]
    assert lab["source"] == (
        "# A lab: 実験\nmeasured = Scale().forward(3.0)\n\nif measured != 6.0:\n    raise RuntimeError(measured)"
    )


def test_a_notebooks_code_is_the_stubs_and_its_labs(assignment: Assignment) -> None:
    code = [cell for cell in _cells(stub_notebook(assignment, "ja")) if cell["cell_type"] == "code"]
    module = "\n".join(cell["source"] for cell in code if not cell["metadata"].get("tags"))
    assert [line for line in module.splitlines() if line] == [line for line in STUB.splitlines() if line]


def test_metadata_is_what_the_grader_and_nbgrader_read(assignment: Assignment) -> None:
    notebook = json.loads(stub_notebook(assignment, "ja"))
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert [cell["metadata"] for cell in notebook["cells"] if cell["metadata"]] == [
        {"nbgrader": {"grade": False, "grade_id": "scale", "schema_version": 3, "solution": True}},
        {"tags": [LAB]},
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notebook_is_valid_and_has_no_outputs(assignment: Assignment, language: Language) -> None:
    text = stub_notebook(assignment, language)
    nbformat.validate(json.loads(text))
    assert text.endswith("}\n")
    assert all(cell["outputs"] == [] for cell in _cells(text) if cell["cell_type"] == "code")
    assert all(cell["execution_count"] is None for cell in _cells(text) if cell["cell_type"] == "code")


def test_cell_ids_differ_in_a_notebook_and_between_languages(assignment: Assignment) -> None:
    ids = [cell["id"] for language in LANGUAGES for cell in _cells(stub_notebook(assignment, language))]
    assert len(ids) == 15
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", name) for name in ids)


def test_two_builds_agree_whatever_the_hash_seed(assignment: Assignment, root: Path) -> None:
    program = (
        "import pathlib, sys\n"
        "from autograder.authoring.notebooks import stub_notebook\n"
        "from autograder.course import load_course\n"
        "(assignment,) = load_course(pathlib.Path(sys.argv[1]))\n"
        "sys.stdout.buffer.write(stub_notebook(assignment, 'ja').encode())\n"
    )
    for seed in ("1", "2"):
        built = subprocess.run(
            [sys.executable, "-c", program, str(root)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            check=True,
        )
        assert built.stdout.decode() == stub_notebook(assignment, "ja")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_solution_as_a_notebook_runs_labs_and_all(assignment: Assignment, language: Language) -> None:
    notebook = solution_notebook(assignment, language)
    assert "secret_product = FACTOR * x" in notebook
    assert "# END SOLUTION" not in notebook
    NotebookClient(nbformat.reads(notebook, as_version=4), timeout=60).execute()  # raises where a cell does


def test_solution_and_stub_have_the_same_cells(assignment: Assignment) -> None:
    stub, solution = (_cells(notebook(assignment, "en")) for notebook in (stub_notebook, solution_notebook))
    assert [cell["id"] for cell in stub] == [cell["id"] for cell in solution]
    different = [a["source"] for a, b in zip(stub, solution, strict=True) if a != b]
    assert len(different) == 1
    assert different[0].startswith("class Scale")


def _format(text: str) -> str:
    arguments = ["format", "--isolated", "--line-length", "120", "--stdin-filename", "stub.py", "-"]
    ruff = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments], input=text.encode(), capture_output=True, check=True
    )
    return ruff.stdout.decode()


CELLS = {
    "docstring": '"""A module."""',
    "function": "def {name}():\n    pass",
    "class": "class {name}:\n    def f(self):\n        pass",
    "decorated": "@property\ndef {name}(self):\n    pass",
    "function below a comment": "# Why.\ndef {name}():\n    pass",
    "function above a comment": "def {name}():\n    pass\n\n\n# So much for that.",
    "values": "{name} = 1\nB = 2",
    "comment": "# Nothing but a comment.",
}


@pytest.mark.parametrize("first", CELLS)
@pytest.mark.parametrize("second", sorted(set(CELLS) - {"docstring"}))
def test_blank_lines_between_cells_are_the_formatters(assignment: Assignment, first: str, second: str) -> None:
    region = "def exercise():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION"
    cells = [CELLS[first].replace("{name}", "A"), "# [markdown]", CELLS[second].replace("{name}", "C"), region]
    assignment.source.write_text("".join(f"# %%\n{cell}\n\n" for cell in cells).replace("# %%\n# [", "# %% ["))
    stub = stub_module(assignment)
    assert _format(stub) == stub
    assert ast.dump(ast.parse(stub)) == ast.dump(ast.parse(to_stub(assignment.source.read_text())))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param('lang="ja"', 'lang="jp"', "known are ja, en", id="unknown language"),
        pytest.param('lang="ja"', 'language="ja"', "'language'", id="mistyped key"),
        pytest.param("# %%\nLAST", '# %% lang="ja"\nLAST', "remove lang", id="language of the module's code"),
        pytest.param("# %%\nLAST", "\nLAST", "in no code cell", id="code below Markdown"),
        pytest.param("# measured = S", "measured = S", "in no code cell", id="live lab"),
        pytest.param("    return math", "# %%\n    return math", "in the midst", id="marker in a function"),
        pytest.param("BEGIN SOLUTION\n", "\n", "without its # BEGIN", id="lone marker"),
    ],
)
def test_what_jupytext_would_misread_is_an_error(assignment: Assignment, old: str, new: str, words: str) -> None:
    _rewrite(assignment, old, new)
    with pytest.raises(AuthoringError, match=re.escape(words)) as caught:
        stub_module(assignment)
    assert str(caught.value).startswith(str(assignment.source))


def test_lost_code_is_reported_in_its_own_line(assignment: Assignment) -> None:
    _rewrite(assignment, "# %%\nLAST", "\nLAST")
    line = assignment.source.read_text(encoding="utf-8").splitlines().index("LAST = size(-1)") + 1
    with pytest.raises(AuthoringError) as caught:
        stub_module(assignment)
    assert caught.value.line == line


def test_a_solution_without_a_region_is_an_error(assignment: Assignment) -> None:
    _rewrite(assignment, "        # BEGIN SOLUTION\n", "")
    _rewrite(assignment, "        # END SOLUTION\n", "")
    with pytest.raises(AuthoringError, match="students would get the solution"):
        stub_notebook(assignment, "ja")


def test_a_missing_solution_is_an_error(assignment: Assignment) -> None:
    assignment.source.unlink()
    with pytest.raises(AuthoringError, match=r"assignment\.toml names 'sample'"):
        solution_notebook(assignment, "ja")


def test_a_solution_in_another_encoding_is_an_error(assignment: Assignment) -> None:
    assignment.source.write_bytes("x = '層'\n".encode("euc-jp"))
    with pytest.raises(AuthoringError, match="save it as UTF-8"):
        stub_module(assignment)
