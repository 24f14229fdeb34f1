"""What students read and run, taken from its one source: the solution's folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jupytext
import pytest
from nbformat import NotebookNode

from autograder.course import Assignment, load_course

REGION = re.compile(r"(?m)^( *)# BEGIN SOLUTION\n(.*?)^ *# END SOLUTION\n", re.DOTALL)


ASSIGNMENTS = {assignment.id: assignment for assignment in load_course()}


@pytest.fixture(params=ASSIGNMENTS)
def assignment(request: pytest.FixtureRequest) -> Assignment:
    """Each assignment of the course in turn; a test about one of them names it by indirect parametrization."""
    return ASSIGNMENTS[request.param]


@pytest.fixture
def course_assignments() -> dict[str, Assignment]:
    """All of them, by id."""
    return ASSIGNMENTS


@pytest.fixture
def source(assignment: Assignment) -> str:
    """The solution's text."""
    return assignment.source.read_text(encoding="utf-8")


@pytest.fixture
def solution_lines(source: str) -> set[str]:
    """The lines of code that students have to find themselves, stripped."""
    lines = {line.strip() for _, body in REGION.findall(source) for line in body.splitlines()}
    return {line for line in lines if line and not line.startswith("#")}


@pytest.fixture
def cells(source: str) -> list[NotebookNode]:
    """The solution as notebook cells, both languages."""
    return jupytext.reads(source, "py:percent").cells


def as_stub(source: str) -> str:
    """Put `raise NotImplementedError` in the place of every solution region."""
    return REGION.sub(r"\1raise NotImplementedError\n", source)


Layout = Callable[[str], Path]
RunPytest = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def student_folder(assignment: Assignment, tmp_path: Path) -> Layout:
    """Lay out a student's repository whose assignment has this module text; return the assignment's folder.

    With the assignments that it builds on solved beside it.
    """

    def lay_out(module_text: str) -> Path:
        folder = tmp_path / "repository" / "assignments" / assignment.id
        folder.mkdir(parents=True, exist_ok=True)
        for file in assignment.folder.glob("*.py"):
            (folder / file.name).write_bytes(file.read_bytes())
        (folder / f"{assignment.module}.py").write_text(module_text, encoding="utf-8")
        for earlier in assignment.builds_on:
            (folder.parent / earlier).mkdir(exist_ok=True)
            source = ASSIGNMENTS[earlier].source
            (folder.parent / earlier / source.name).write_bytes(source.read_bytes())
        return folder

    return lay_out


@pytest.fixture
def run_pytest() -> RunPytest:
    """Run `python -m pytest ARGUMENTS` as a student does, in a process of its own."""

    def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        bare = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # a student has pytest and no plugins
        return subprocess.run(command, cwd=cwd, env=bare, capture_output=True, text=True, timeout=120, check=False)

    return run


@pytest.fixture
def stub(source: str) -> str:
    """What students start from."""
    return as_stub(source)
