"""Whatever is handed in is taken or refused in words; nothing is ever written outside the copy's own folder."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import stat
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from handed_in import SOLVED, SOLVED_CELLS, notebook_of, zip_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.submission import SubmissionError, collect
from autograder.submission.notebook import read_notebook
from autograder.text import Text

NOTEBOOK = notebook_of(*SOLVED_CELLS, ("x = 1", {"tags": ["active-ipynb"]}))

# Notebooks: the format's own words in places of all sorts.
WORDS = st.sampled_from(
    ["cells", "worksheets", "cell_type", "code", "markdown", "source", "input", "metadata", "tags", "outputs",
     "nbformat", "nbformat_minor", "output_type", "stream", "text", "language", "id", "collapsed",
     "prompt_number", "active-ipynb"]
)  # fmt: skip
SOURCES = st.text(alphabet="ab =1(\"'\\\n\r\f\0\x85\u2028\ud800%!?#:", max_size=40)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 6), st.floats(), SOURCES, WORDS, st.just("%%bash\nx"))
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=3), inner, max_size=4),
    max_leaves=15,
)
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | JSON,
        "source": SOURCES | st.lists(SOURCES, max_size=4) | JSON,
        "input": SOURCES | JSON,
        "metadata": st.fixed_dictionaries({}, optional={"tags": st.lists(SCALARS, max_size=3) | JSON}) | JSON,
        "outputs": st.lists(JSON, max_size=2) | JSON,
        "id": SCALARS,
        "execution_count": SCALARS,
    },
)
CELLS = st.lists(CELL | JSON, max_size=5)
VERSIONS = st.integers(-1, 6) | JSON
SOUND_CELL = st.fixed_dictionaries(
    {
        "cell_type": st.just("code"),
        "source": SOURCES | st.lists(SOURCES, max_size=4),
        "metadata": st.just({}) | st.fixed_dictionaries({"tags": JSON}),
        "outputs": st.just([]),
        "execution_count": st.none(),
    }
)
LIKE_NOTEBOOKS = st.one_of(
    JSON,
    st.fixed_dictionaries(
        {
            "nbformat": st.just(4),
            "nbformat_minor": st.just(2),
            "metadata": st.just({}),
            "cells": st.lists(SOUND_CELL, min_size=1, max_size=5),
        }
    ),
    st.fixed_dictionaries(
        {"nbformat": VERSIONS, "metadata": st.just({}) | JSON},
        optional={
            "cells": CELLS | JSON,
            "nbformat_minor": VERSIONS,
            "worksheets": st.lists(st.fixed_dictionaries({"cells": CELLS}), max_size=2) | JSON,
        },
    ),
).map(lambda value: json.dumps(value).encode())

# Zips: names that lead astray, kinds of file, flags and contents of all sorts.
PARTS = st.sampled_from(
    ["layers.py", "layers.py", "LAYERS.py", "layers.ipynb", "a", "b", "é", "e\u0301", "..", "..", ".", "", "C:",
     "c:x", "\\", "..\\..", ".git", "__MACOSX", "x" * 256, "nul\0", "\x1b[31m", "表", "con", " ", "a.py ", "\u202e",
     "~", "numpy"]
) | st.text(max_size=5)  # fmt: skip
NAMES = st.builds("/".join, st.lists(PARTS, min_size=1, max_size=4)) | st.builds("{}/{}/".format, PARTS, PARTS)
USUAL, RARE = [0, stat.S_IFREG] * 10, [stat.S_IFDIR, stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK]
KINDS = st.sampled_from(USUAL + RARE)  # most of them usual, or the first entry would always be the last
CONTENTS = st.sampled_from([SOLVED.encode(), NOTEBOOK, b"../../../out", b"", bytes(10_000)]) | st.binary(max_size=30)
ENTRIES = st.lists(st.tuples(NAMES, KINDS, CONTENTS, st.sampled_from([0, 8] * 5 + [12, 14])), max_size=6)
SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")  # isprintable() wants none; names may have them
EDITS = st.lists(
    st.tuples(st.sampled_from(["set", "cut", "insert"]), st.integers(0, 2**16), st.binary(min_size=1, max_size=6)),
    max_size=5,
)


def zip_with(entries: list[tuple[str, int, bytes, int]]) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, kind, content, compression in entries:
            entry = zipfile.ZipInfo("x")
            entry.filename = name.encode("utf-8", "replace").decode() or "x"  # ZipInfo itself would mend it
            entry.external_attr = (kind | 0o7777) << 16
            archive.writestr(entry, content, compress_type=compression)
    return buffer.getvalue()


def edited(content: bytes, edits: list[tuple[str, int, bytes]]) -> bytes:
    data = bytearray(content)
    for how, place, new in edits:
        at = place % (len(data) + 1)
        match how:
            case "set":
                data[at : at + len(new)] = new
            case "cut":
                del data[at : at + len(new)]
            case "insert":
                data[at:at] = new
    return bytes(data)


ZIPS = st.one_of(
    ENTRIES.map(zip_with),
    st.builds(edited, ENTRIES.map(zip_with), EDITS),
    st.builds(edited, st.just(zip_of({"layers.py": SOLVED, "a/layers.ipynb": NOTEBOOK, "空/é": "x"})), EDITS),
    st.binary(max_size=200),
)
NOTEBOOKS = LIKE_NOTEBOOKS | st.builds(edited, st.just(NOTEBOOK) | LIKE_NOTEBOOKS, EDITS)


def run(cases: int, strategy: st.SearchStrategy[Any], judge: Callable[[Any], None]) -> None:
    """Judge so many cases."""
    settings(max_examples=cases, deadline=None, suppress_health_check=list(HealthCheck))(given(strategy)(judge))()


def cases(some: int, many: int) -> pytest.MarkDecorator:
    """A few in `make test`, many in the sweep."""
    return pytest.mark.parametrize("cases", [some, pytest.param(many, marks=pytest.mark.sweep)])


def assert_words(text: Text) -> None:
    for words in (text.ja, text.en):
        assert words
        assert SPACES.sub(" ", words).isprintable(), words
        assert len(words) < 2000


@cases(200, 2000)
def test_a_notebook_is_read_as_text_that_python_can_hold_or_refused_in_words(cases):
    def judge(content: bytes) -> None:
        try:
            code = read_notebook(content, "layers.ipynb")
        except SubmissionError as refusal:
            assert_words(refusal.text)
            return
        assert code.converted is not None
        code.converted.encode("utf-8")
        assert "\0" not in code.converted
        lines = code.converted.split("\n")
        ends = [0, *(cell.last_line for cell in code.cells)]
        for before, cell in zip(ends, code.cells, strict=False):  # cells follow each other, below their marks
            assert before < cell.first_line <= cell.last_line <= len(lines)
            assert lines[cell.first_line - 2] == f"# %% {cell.name.en}"
        for note in code.notes:
            assert_words(note)

    run(cases, NOTEBOOKS, judge)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a copy's folder deep in it, from where many `..` lead to nothing but this."""
    deep = tmp_path / "place" / "of" / "many" / "folders"
    deep.mkdir(parents=True)
    return deep


def judge_handed_in(place: Path, course: Any, name: str) -> Callable[[bytes], None]:
    """Collect a file called `name` with the content that comes, and look at what has been written."""
    top = place.parents[2]
    handed_in, into = top / name, place / "into"

    def judge(content: bytes) -> None:
        shutil.rmtree(into, ignore_errors=True)  # where a case before has failed
        into.mkdir()
        handed_in.write_bytes(content)
        try:
            submission = collect(handed_in, into, course)
            assert submission.works
            assert all((into / work.path).is_file() for work in submission.works)
        except SubmissionError as refusal:
            assert_words(refusal.text)
            assert list(into.iterdir()) == []
        for folder, folders, files in os.walk(top):
            for entry in folders + files:
                path = Path(folder) / entry
                mode = path.lstat().st_mode
                assert stat.S_ISREG(mode) or stat.S_ISDIR(mode)
                assert not mode & (stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX)
                assert path in (handed_in, *into.parents, into) or path.is_relative_to(into)
        shutil.rmtree(into)

    return judge


@cases(200, 2000)
def test_a_zip_writes_plain_files_into_its_folder_or_nothing(cases, course, place):
    run(cases, ZIPS, judge_handed_in(place, course, "tanaka.zip"))


@cases(100, 400)
def test_a_notebook_handed_in_is_taken_or_refused(cases, course, place):
    run(cases, NOTEBOOKS, judge_handed_in(place, course, "layers.ipynb"))


@cases(100, 400)
def test_a_python_file_handed_in_is_taken_or_refused(cases, course, place):
    sources = st.binary(max_size=200) | st.builds(edited, st.just(SOLVED.encode()), EDITS)
    run(cases, sources, judge_handed_in(place, course, "layers.py"))
