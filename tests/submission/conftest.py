"""A little course of two assignments, and ways to hand something in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from handed_in import STUB, STUB_CELLS, notebook_of

from autograder.course import Assignment
from autograder.submission import Submission, SubmissionError, collect
from autograder.text import Text


@pytest.fixture
def course(tmp_path: Path) -> tuple[Assignment, ...]:
    assignments = []
    for order, (identifier, module) in enumerate([("a02_chain_rule", "chain_rule"), ("a03_layers", "layers")]):
        stubs = tmp_path / "course" / "assignments" / identifier
        stubs.mkdir(parents=True)
        assignments.append(
            Assignment(identifier, order, Text.same(identifier), module, (), tmp_path / "course" / "solutions", stubs)
        )
        (stubs / f"{module}.py").write_text(STUB)
        for language in ("ja", "en"):
            assignments[-1].notebook(language).write_bytes(notebook_of(*STUB_CELLS))
    return tuple(assignments)


@pytest.fixture
def into(tmp_path: Path) -> Path:
    (tmp_path / "into").mkdir()
    return tmp_path / "into"


Files = dict[str, str | bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[Files], Path]:
    """Write a folder of files and return its path."""

    def write(files: Files) -> Path:
        top = tmp_path / "tanaka"
        top.mkdir(exist_ok=True)
        for name, content in files.items():
            target = top / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return top

    return write


@pytest.fixture
def take(course: tuple[Assignment, ...], into: Path) -> Callable[[Path], Submission]:
    """Collect a path."""
    return lambda path: collect(path, into, course)


@pytest.fixture
def take_zip(tmp_path: Path, take: Callable[[Path], Submission]) -> Callable[[bytes], Submission]:
    """Collect a zip's bytes."""

    def collect_zip(content: bytes) -> Submission:
        (tmp_path / "tanaka.zip").write_bytes(content)
        return take(tmp_path / "tanaka.zip")

    return collect_zip


@pytest.fixture
def refusal(into: Path) -> Callable[..., Text]:
    """Call something that must refuse; return the message, and see that nothing is left behind."""

    def refused(call: Callable[..., object], *arguments: object) -> Text:
        with pytest.raises(SubmissionError) as caught:
            call(*arguments)
        text = caught.value.text
        assert str(caught.value) == text.en
        assert text.ja
        assert not list(into.iterdir())
        assert text.ja.isprintable(), text.ja
        assert text.en.isprintable(), text.en
        return text

    return refused
