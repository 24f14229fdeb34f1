from __future__ import annotations

import json
import logging
from contextlib import suppress

import nbformat
import pytest
from handed_in import SOLVED_CELLS, STUB, STUB_CELLS, notebook_of
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission import SubmissionError
from autograder.submission import notebook as reading
from autograder.submission.notebook import read_notebook
from autograder.submission.source import differs


def cell_texts(code):
    lines = code.converted.split("\n")
    return ["\n".join(lines[cell.first_line - 1 : cell.last_line]) for cell in code.cells]


def test_cells_stand_apart_with_their_lines():
    sources = ["import numpy as np", "def f(:\n    pass\n", "x = 1\r\ny = 2", "\n\nz = 3"]
    code = read_notebook(notebook_of(*sources), "layers.ipynb")
    assert cell_texts(code) == ["import numpy as np", "def f(:\n    pass\n", "x = 1\ny = 2", "\n\nz = 3"]
    assert [cell.name.en for cell in code.cells] == ["cell 1", "cell 2", "cell 3", "cell 4"]
    assert code.cells[0].name.ja == "セル 1"
    assert code.notes == ()


def test_cells_are_counted_as_jupyter_does_when_it_runs_all():
    lab = ("plot()", {"tags": ["active-ipynb"]})
    code = read_notebook(notebook_of("a = 1", "   \n", lab, "b = 2"), "layers.ipynb")
    assert cell_texts(code) == ["a = 1", "b = 2"]
    assert [cell.name.en for cell in code.cells] == ["cell 1", "cell 3"]


def test_other_tags_and_odd_metadata_leave_a_cell_in():
    content = json.loads(notebook_of("a = 1", "b = 2", "c = 3"))
    content["cells"][1]["metadata"] = {"tags": ["mine"]}
    content["cells"][2]["metadata"] = {"tags": "active-ipynb"}
    content["cells"][3]["metadata"] = {"tags": [["active-ipynb"], {}]}
    assert cell_texts(read_notebook(json.dumps(content).encode(), "n")) == ["a = 1", "b = 2", "c = 3"]


def test_magics_are_left_out_and_named_with_their_cell():
    code = read_notebook(
        notebook_of("%matplotlib inline\nx = 1", "%%bash\nls", "%%time\ny = 2", "if x:\n  !ls \x1b[2J"), "layers.ipynb"
    )
    assert cell_texts(code) == ["pass\nx = 1", "\ny = 2", "if x:\n  pass"]
    assert [cell.name.en for cell in code.cells] == ["cell 1", "cell 3", "cell 4"]
    (note,) = code.notes
    assert note.en == (
        "layers.ipynb was graded without its magics and shell commands: cell 1 (%matplotlib inline), "
        "cell 2 (%%bash), cell 3 (%%time), cell 4 (!ls \ufffd[2J)"
    )
    assert note.ja.startswith(
        "layers.ipynb のマジックコマンドとシェルコマンドは除いて採点しました：セル 1（%matplotlib"
    )


def test_a_note_names_a_few_of_many_magics():
    (note,) = read_notebook(notebook_of("!ls\n" * 100), "layers.ipynb").notes
    assert note.en.endswith("and 90 more")
    assert note.ja.endswith("ほか 90 個")


def test_magics_alone_make_no_difference_to_the_stub():
    code = read_notebook(notebook_of("%matplotlib inline", "%%bash\nls", *STUB_CELLS), "layers.ipynb")
    assert not differs(code.comparable, STUB)
    assert differs(read_notebook(notebook_of(*SOLVED_CELLS), "layers.ipynb").comparable, STUB)


def test_a_cell_cannot_choose_the_encoding_of_the_converted_file(tmp_path):
    code = read_notebook(notebook_of("# coding: latin-1\nx = 'é'", markdown=False), "layers.ipynb")
    namespace: dict[str, object] = {}
    exec(compile(code.converted.encode(), "layers.py", "exec"), namespace)  # trusted: ours
    assert namespace["x"] == "é"


def test_characters_that_no_python_file_can_hold_are_replaced_and_named():
    code = read_notebook(notebook_of("x = 1", "y = '\0'", "z = '\ufffd'"), "layers.ipynb")
    assert cell_texts(code)[1] == "y = '\ufffd'"
    (note,) = code.notes
    assert note.en == "layers.ipynb, cell 2: characters that Python cannot read (such as NUL) were replaced by �."
    lone = notebook_of("z = 'SURROGATE'").replace(b"SURROGATE", b"\\ud800")
    assert cell_texts(read_notebook(lone, "n")) == ["z = '\ufffd'"]


def test_duplicate_ids_raw_cells_wrong_kernels_and_megabytes_of_output_are_fine():
    content = json.loads(notebook_of("a = 1", "b = 2"))
    for cell in content["cells"]:
        cell["id"] = "same"
    content["metadata"]["kernelspec"] = {"name": "julia", "language": "julia", "display_name": "\x1b[1m"}
    content["cells"].insert(1, {"cell_type": "raw", "id": "same", "metadata": {}, "source": "not python ("})
    content["cells"][2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x" * 1000] * 5000}]
    assert cell_texts(read_notebook(json.dumps(content).encode(), "n")) == ["a = 1", "b = 2"]


@pytest.mark.parametrize("version", [3, 2])
def test_old_notebooks_are_converted(version):
    cell = {"cell_type": "code", "language": "python", "input": "x = 1\ny = 2", "outputs": [], "collapsed": False}
    content = {"nbformat": version, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": [cell]}]}
    code = read_notebook(json.dumps(content).encode(), "n")
    assert cell_texts(code) == ["x = 1\ny = 2"]


def test_what_an_old_notebook_gets_wrong_is_not_logged(caplog):
    cell = {"cell_type": "code", "input": "x = 1", "outputs": [], "\x1b[2J": 1}
    content = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell], "\x1b[2J": 1}]}
    with caplog.at_level(logging.DEBUG):
        assert cell_texts(read_notebook(json.dumps(content).encode(), "n")) == ["x = 1"]
    assert not caplog.records


GOOD = json.loads(notebook_of("x = 1"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        b"7",
        b"{}",
        b'{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}',
        b'{"nbformat": "4", "nbformat_minor": 0, "metadata": {}, "cells": []}',
        b'{"nbformat": [], "nbformat_minor": 0, "metadata": {}, "cells": []}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [1]}',
        json.dumps(GOOD | {"cells": [{"cell_type": "code", "metadata": {}, "source": 5, "outputs": []}]}).encode(),
        json.dumps(GOOD | {"cells": [{"cell_type": "code", "metadata": {}, "source": [5], "outputs": []}]}).encode(),
        json.dumps(GOOD | {"cells": [{"cell_type": "code", "metadata": {}, "outputs": []}]}).encode(),
        json.dumps(GOOD | {"cells": [{"cell_type": "code", "metadata": [], "source": "", "outputs": []}]}).encode(),
        json.dumps(GOOD).encode("utf-16"),
        b"[" * 1_000_000 + b"]" * 1_000_000,
        b'{"a":' * 500_000,
        b"1" * 10_000,
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_notebook_is_refused(content):
    with pytest.raises(SubmissionError) as caught:
        read_notebook(content, "layers.ipynb")
    assert "layers.ipynb cannot be read as a notebook" in caught.value.text.en
    assert "open it in Jupyter, save it and hand in again" in caught.value.text.en
    assert "layers.ipynb" in caught.value.text.ja
    assert "Jupyter で開いて保存し直して" in caught.value.text.ja


def test_a_merge_conflict_is_refused_with_its_line():
    content = notebook_of("x = 1").replace(b' "nbformat"', b'<<<<<<< HEAD\n "nbformat"')
    line = content.split(b"\n").index(b"<<<<<<< HEAD") + 1
    with pytest.raises(SubmissionError) as caught:
        read_notebook(content, "layers.ipynb")
    assert f"(line {line} of the file)" in caught.value.text.en
    assert f"の {line} 行目が壊れていて" in caught.value.text.ja


def test_json_that_would_fill_the_memory_is_refused():
    with pytest.raises(SubmissionError) as caught:
        read_notebook(b"[" + b"[]," * (reading.MAX_JSON_ITEMS // 2 + 1) + b"[]]", "layers.ipynb")
    assert "layers.ipynb is too large; clear all outputs" in caught.value.text.en
    assert "すべての出力をクリア" in caught.value.text.ja


def test_code_that_would_take_long_to_read_is_refused():
    with pytest.raises(SubmissionError) as caught:
        read_notebook(notebook_of("!\n" * (reading.MAX_CODE // 2), "x"), "layers.ipynb")
    assert "layers.ipynb holds too much code; move data to a file of its own" in caught.value.text.en
    assert "コードが長すぎます" in caught.value.text.ja


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["cells", "source"]), inner),
    max_leaves=10,
)
CELLS = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(("cell_type", "source", "metadata", "input"), JSON)))


@settings(deadline=None)
@given(
    st.binary()
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.fixed_dictionaries(
        {"nbformat": st.integers(1, 5) | JSON},
        optional={"nbformat_minor": JSON, "metadata": JSON, "cells": CELLS | JSON, "worksheets": CELLS | JSON},
    ).map(lambda value: json.dumps(value).encode())
)
def test_any_bytes_are_read_or_refused(content):
    with suppress(SubmissionError):
        assert isinstance(read_notebook(content, "n").converted, str)


@settings(deadline=None)
@given(st.lists(st.text().filter(str.strip)))
def test_any_cells_keep_their_lines_and_numbers(sources):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    code = read_notebook(json.dumps(notebook).encode(), "n")
    unix = [source.replace("\r\n", "\n").replace("\r", "\n") for source in sources]
    lengths = {f"cell {number}": source.count("\n") + 1 for number, source in enumerate(unix, start=1)}
    assert all(cell.last_line - cell.first_line + 1 == lengths[cell.name.en] for cell in code.cells)
    code.converted.encode()
