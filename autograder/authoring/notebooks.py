"""A solution in jupytext's percent format -> stub and notebooks. Only the authoring room and tests import this.

A solution is one file with three kinds of cells:

    # %% [markdown] lang="ja"        Markdown in one language; without lang, in both
    # %%                             the module's code
    # %% tags=["active-ipynb"]       a lab: code to run, no part of the module; all of it is commented out here

A notebook holds all three in one language, a stub the module's code alone.
"""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder.authoring import AuthoringError
from autograder.authoring.markers import find_regions, to_stub, without_markers
from autograder.course import Assignment
from autograder.text import LANGUAGES, Language

LAB = "active-ipynb"  # jupytext's tag for code that is live in the notebook and commented out in the .py

# comment_magics=False, or jupytext takes a comment such as `# cat food` for a shell command and revives it.
_PERCENT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
_KEPT = ("nbgrader", "tags")  # cell metadata that reaches the notebook: the grader and nbgrader read it
_JUPYTEXTS_OWN = {"cell_marker", "lines_to_next_cell", "region_name"}  # how the cell was written; not for the notebook
# No versions of anything: they would change from machine to machine. 4.5 is the first format with cell ids.
_NOTEBOOK = {
    "metadata": {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}


def stub_module(assignment: Assignment) -> str:
    """Return NAME.py as students get it: the module's code with each region replaced, no cells, no Markdown, no labs.

    Raises:
        AuthoringError: the solution is missing, holds no region, or is not as this module's docstring says.
    """
    stub = to_stub(_read(assignment), assignment.source)
    return _join([cell.source for cell in _cells(stub) if _is_module(cell)])


def stub_notebook(assignment: Assignment, language: Language) -> str:
    """Return the stub as a notebook in one language: JSON, the same bytes at every build.

    Raises:
        AuthoringError: as `stub_module`.
    """
    return _notebook(to_stub(_read(assignment), assignment.source), assignment, language)


def solution_notebook(assignment: Assignment, language: Language) -> str:
    """Return the solution as a notebook in one language, as a student who got it all right would hand it in.

    Raises:
        AuthoringError: as `stub_module`.
    """
    return _notebook(without_markers(_read(assignment), assignment.source), assignment, language)


def _read(assignment: Assignment) -> str:
    """Return the solution's text, checked, its line endings made one newline character each."""
    try:
        text = assignment.source.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        problem = f"missing, but assignment.toml names {assignment.module!r} as the module; write it, or mend the name"
        raise AuthoringError(assignment.source, None, problem) from error
    except UnicodeDecodeError as error:
        raise AuthoringError(assignment.source, None, f"not UTF-8 ({error}); save it as UTF-8") from error
    regions = find_regions(text, assignment.source)
    _check_cells(text, assignment.source)
    if not regions:
        raise AuthoringError(
            assignment.source, None, "no BEGIN SOLUTION in it: students would get the solution; mark it"
        )
    return text


def _notebook(text: str, assignment: Assignment, language: Language) -> str:
    cells = [cell for cell in _cells(text) if cell.metadata.get("lang", language) == language]
    for position, cell in enumerate(cells):
        cell.id = hashlib.sha256(f"{assignment.id} {language} {position}".encode()).hexdigest()[:16]
        cell.metadata = {key: cell.metadata[key] for key in _KEPT if key in cell.metadata}
    notebook = nbformat.from_dict({"cells": cells, **_NOTEBOOK})  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    return f"{nbformat.writes(notebook)}\n"  # type: ignore[no-untyped-call]


def _cells(text: str) -> list[NotebookNode]:
    """Return all cells but empty ones."""
    return [cell for cell in jupytext.reads(text, fmt=_PERCENT).cells if cell.source.strip()]


def _check_cells(text: str, file: Path) -> None:
    """Refuse what jupytext would take, in silence, for something else than the author meant."""
    cells = _cells(text)
    for cell in cells:
        _check_metadata(cell, file)
    _check_nothing_lost(text, [cell.source for cell in cells if _is_module(cell)], file)


def _is_module(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and LAB not in cell.metadata.get("tags", ())


def _check_metadata(cell: NotebookNode, file: Path) -> None:
    """Refuse unknown metadata: a mistyped key would put a Japanese cell into the English notebook."""
    title = f"the cell that starts with {cell.source.splitlines()[0]!r}"
    allowed = ("lang", *_KEPT)
    for key in cell.metadata:
        if key not in _JUPYTEXTS_OWN and key not in allowed:
            raise AuthoringError(file, None, f"{title} has metadata {key!r}; known are {', '.join(allowed)}")
    language = cell.metadata.get("lang")
    if language is not None and language not in LANGUAGES:
        raise AuthoringError(file, None, f"{title} has lang={language!r}; known are {', '.join(LANGUAGES)}")
    if language is not None and _is_module(cell):
        raise AuthoringError(
            file, None, f"{title} is code of the module and has a lang; it goes into both, remove lang"
        )


def _check_nothing_lost(text: str, sources: list[str], file: Path) -> None:
    """Refuse a statement in no code cell of the module: in a lab, or below Markdown without a `# %%` of its own."""
    try:
        statements = [statement for source in sources for statement in ast.parse(source).body]
    except SyntaxError as error:
        problem = f"a cell ends in the midst of a statement (near {(error.text or '').strip()!r}); move its # %% marker"
        raise AuthoringError(file, None, problem) from error
    found = [*map(ast.dump, statements), ""]  # the last one for a statement that is lost at the very end
    for statement, kept in zip(ast.parse(text).body, found, strict=False):
        if ast.dump(statement) != kept:
            problem = "this statement is in no code cell of the module; put # %% above it, or comment it out as a lab"
            raise AuthoringError(file, statement.lineno, problem)


def _join(sources: list[str]) -> str:
    """Join cells with the blank lines that PEP 8 wants between them: two around a function or class, else one."""
    module = ""
    for source in sources:
        if module:
            around = ast.parse(module).body[-1:] + ast.parse(source).body[:1]
            is_block = any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for node in around)
            module += "\n\n" if is_block else "\n"
        module += source.strip("\n") + "\n"
    return module
