from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from autograder.authoring import AuthoringError
from autograder.authoring.build import Difference, build_course, check, write
from autograder.authoring.markers import find_regions
from autograder.authoring.notebooks import stub_module, stub_notebook
from autograder.course import Assignment, load_course

S01 = Path("s01_sample")
VISIBLE = S01 / "test_sample.py"


@pytest.fixture
def files(assignment: Assignment) -> dict[Path, bytes]:
    return build_course([assignment])


@pytest.fixture
def folder(root: Path, files: dict[Path, bytes]) -> Path:
    """assignments/, as built."""
    write(files, root / "assignments")
    return root / "assignments"


def test_a_build_gives_stub_notebooks_and_visible_tests(assignment: Assignment, files: dict[Path, bytes]) -> None:
    assert files == {
        S01 / "sample.py": stub_module(assignment).encode(),
        S01 / "sample.ipynb": stub_notebook(assignment, "ja").encode(),
        S01 / "sample.en.ipynb": stub_notebook(assignment, "en").encode(),
        VISIBLE: (assignment.folder / "test_sample.py").read_bytes(),
    }


def test_a_build_writes_nothing(root: Path, files: dict[Path, bytes]) -> None:
    assert files
    assert not (root / "assignments").exists()


def test_other_python_files_are_given_to_the_byte_and_caches_are_not(assignment: Assignment) -> None:
    data = 's = "é層"\r\n# no newline at the end'.encode()
    (assignment.folder / "data.py").write_bytes(data)
    (assignment.folder / "__pycache__").mkdir()
    (assignment.folder / "__pycache__" / "sample.cpython-311.pyc").write_bytes(b"\0")
    (assignment.folder / ".sample.py.swp").write_bytes(b"\0")
    files = build_course([assignment])
    assert files[S01 / "data.py"] == data
    assert len(files) == 5


@pytest.mark.parametrize("name", ["sample.ipynb", "sample.py.orig", "notes.md", "deeper"])
def test_anything_but_python_beside_a_solution_is_an_error(assignment: Assignment, name: str) -> None:
    if name == "deeper":
        (assignment.folder / name).mkdir()
    else:
        (assignment.folder / name).write_text("the solution, perhaps")
    with pytest.raises(AuthoringError, match=r"only \.py files"):
        build_course([assignment])


@pytest.mark.parametrize("marker", ["# BEGIN SOLUTION", "    # END SOLUTION", "x = 1  # begin solution"])
def test_a_marker_beside_the_module_is_an_error(assignment: Assignment, marker: str) -> None:
    (assignment.folder / "data.py").write_text(f"if True:\n    pass\n{marker}\n")
    with pytest.raises(AuthoringError, match="only the assignment's module may hold regions") as caught:
        build_course([assignment])
    assert caught.value.line == 3


def test_a_given_file_that_is_no_text_is_an_error(assignment: Assignment) -> None:
    (assignment.folder / "data.py").write_bytes(b"\xff")
    with pytest.raises(AuthoringError, match="save it as UTF-8"):
        build_course([assignment])


def test_nothing_differs_after_write(folder: Path, files: dict[Path, bytes]) -> None:
    assert check(files, folder) == []
    assert {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()} == set(files)


def test_before_the_first_write_all_is_missing(root: Path, files: dict[Path, bytes]) -> None:
    assert check(files, root / "assignments") == [Difference(path, "missing") for path in sorted(files)]


def test_check_names_what_is_missing_different_or_stray(folder: Path, files: dict[Path, bytes]) -> None:
    (folder / VISIBLE).unlink()
    (folder / S01 / "sample.py").write_bytes(files[S01 / "sample.py"] + b"\n")
    (folder / "s00_gone").mkdir()
    (folder / "s00_gone" / "old.py").touch()
    (folder / "link").symlink_to(folder / S01, target_is_directory=True)
    differences = check(files, folder)
    assert [(difference.path.as_posix(), difference.kind) for difference in differences] == [
        ("link", "stray"),
        ("s00_gone/old.py", "stray"),
        ("s01_sample/sample.py", "different"),
        ("s01_sample/test_sample.py", "missing"),
    ]
    for difference in differences:
        for words in (difference.text.ja, difference.text.en):
            assert words.startswith(f"assignments/{difference.path.as_posix()}")


@pytest.mark.parametrize("cache", ["__pycache__", ".ipynb_checkpoints", ".pytest_cache"])
def test_caches_are_no_strays(folder: Path, files: dict[Path, bytes], cache: str) -> None:
    (folder / S01 / cache / "v").mkdir(parents=True)
    (folder / S01 / cache / "v" / "x").touch()
    assert check(files, folder) == []


def test_write_touches_only_what_differs_and_removes_nothing(folder: Path, files: dict[Path, bytes]) -> None:
    (folder / VISIBLE).write_bytes(b"edited")
    (folder / S01 / "my_work.py").write_bytes(b"hours of it")
    before = (folder / S01 / "sample.py").stat()
    assert write(files, folder) == [VISIBLE]
    assert check(files, folder) == [Difference(S01 / "my_work.py", "stray")]
    assert (folder / S01 / "sample.py").stat().st_ino == before.st_ino  # a rewritten file would be another


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    folder: Path, files: dict[Path, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / VISIBLE).write_bytes(b"old")

    def full(source: Path, target: Path) -> None:
        assert source.read_bytes() == files[VISIBLE]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write(files, folder)
    assert (folder / VISIBLE).read_bytes() == b"old"
    assert [difference.kind for difference in check(files, folder)] == ["different"]


def test_written_files_have_the_permissions_of_any_new_file(folder: Path) -> None:
    (folder / "new").touch()
    assert (folder / VISIBLE).stat().st_mode == (folder / "new").stat().st_mode


# The course itself.


def test_the_courses_assignments_are_up_to_date() -> None:
    assert [difference.text.en for difference in check(build_course(load_course()))] == []


def _lines(path: Path, data: bytes) -> Iterator[str]:
    """What a student reads, line by line, stripped."""
    texts = [data.decode()]
    if path.suffix == ".ipynb":
        texts = [cell.source for cell in nbformat.reads(data.decode(), as_version=4).cells]
    return (line.strip() for text in texts for line in text.splitlines())


def _leaks(assignment: Assignment, files: dict[Path, bytes]) -> set[tuple[str, str]]:
    """Lines that a solution has in its regions alone and that are in some file all the same.

    In the assignment's own stub and notebooks every such line counts; elsewhere two in a row, since a test or another
    assignment's given code has its own reasons to say `return order`.
    """
    source = assignment.source.read_text(encoding="utf-8")
    lines = [line.strip() for line in source.splitlines()]
    inside = {n for region in find_regions(source) for n in range(region.begin - 1, region.end)}
    secret = {lines[n] for n in inside} - {line for n, line in enumerate(lines) if n not in inside} - {""}
    pairs = {(lines[n], lines[n + 1]) for n in inside if lines[n] in secret and lines[n + 1] in secret}
    assert secret
    own = {file.name for file in (assignment.stub, assignment.notebook("ja"), assignment.notebook("en"))}
    found = set()
    for path, data in files.items():
        here = _lines(path, data)
        if path.parent.name == assignment.id and path.name in own:
            found |= {(path.as_posix(), line) for line in here if line in secret}
        else:
            found |= {(path.as_posix(), one) for one, two in pairwise(here) if (one, two) in pairs}
    return found


def test_a_leak_would_be_seen(assignment: Assignment, files: dict[Path, bytes]) -> None:
    assert _leaks(assignment, files) == set()
    stub = Path(assignment.id) / assignment.stub.name
    leaking = {**files, stub: files[stub] + b"    return secret_product\n"}
    assert _leaks(assignment, leaking) == {(stub.as_posix(), "return secret_product")}


@pytest.mark.parametrize("assignment", load_course(), ids=lambda assignment: assignment.id)
def test_no_line_of_a_solution_is_in_what_students_get(assignment: Assignment) -> None:
    assert _leaks(assignment, build_course(load_course())) == set()
