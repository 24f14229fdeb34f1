from __future__ import annotations

import ast
import json
import sysconfig
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from autograder.submission.magics import without_magics

STDLIB = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("if x:\n    !ls", "if x:\n    pass"),
        ("?np.sum\nnp.sum??\nx = 1", "pass\npass\nx = 1"),
        ("files = !ls\na, b = %time f()", "pass\npass"),
        ("!pip install \\\n    numpy\nx = 1", "pass\n\nx = 1"),
        ("%%time\ny = f(x)\n%pwd", "\ny = f(x)\npass"),
        ("\n%%capture out\ny = 1", "\n\ny = 1"),
        ("%%time?", "pass"),
        ("x = (a\n% c)", "x = (a\n% c)"),
        ("x = a \\\n% c", "x = a \\\n% c"),
        ('"""\n%matplotlib\n!ls\n"""\n!ls', '"""\n%matplotlib\n!ls\n"""\npass'),
        ("s = 'open\n!ls", "s = 'open\npass"),
        ("s = 'on \\\n!ls'\n!ls", "s = 'on \\\n!ls'\npass"),
        ("s = r'\\'  # (\n!ls", "s = r'\\'  # (\npass"),
        ("s = 'it\\'s (a'\n!ls", "s = 'it\\'s (a'\npass"),
        ("d = {'a': ']'}\n!ls", "d = {'a': ']'}\npass"),
        ("# why?\nx = 'why?'  # = %d", "# why?\nx = 'why?'  # = %d"),
        ("x = a != b\nx %= 2\ny = f'{x = !r}'", "x = a != b\nx %= 2\ny = f'{x = !r}'"),
    ],
)
def test_magics_become_pass_where_a_statement_starts(source, plain):
    assert "\n".join(without_magics(source).lines) == plain


def test_a_cell_of_another_language_is_out_as_a_whole():
    cell = without_magics("%%bash\nrm -r x\n!ls")
    assert not cell.runs
    assert cell.left_out == ("%%bash",)


def test_what_was_left_out_is_named_as_written():
    cell = without_magics("%%time\nif x:\n    %timeit f(x)\nhelp?")
    assert cell.left_out == ("%%time", "%timeit f(x)", "help?")
    assert cell.replaced == {0, 2, 3}


def test_plain_python_stays_as_it_is():
    assert len(STDLIB) > 100
    for file in STDLIB:
        source = file.read_text(encoding="utf-8", errors="replace")
        cell = without_magics(source)
        assert "\n".join(cell.lines) == source, file
        assert not cell.left_out, file


@pytest.mark.parametrize(
    "line",
    ["%matplotlib inline", "!ls -l", "x = !ls", "x = %time f()", "np.sum?", "?np.sum", "np.sum??", "!!ls", "%%foo"],
)
def test_what_ipython_takes_for_its_own_is_left_out(line):
    source = f"x = 1\n{line}\n"
    assert TransformerManager().transform_cell(source) != source  # IPython agrees that it is no Python
    ast.parse("\n".join(without_magics(source).lines))


@settings(deadline=None)
@given(st.text(alphabet="'\"#()[]{}\\\n%!?=ax \t", max_size=60))
@example("'\\\n%x")
def test_any_text_keeps_its_number_of_lines(source):
    cell = without_magics(source)
    assert len(cell.lines) == source.count("\n") + 1
    kept = [line for index, line in enumerate(cell.lines) if index not in cell.replaced]
    assert kept == [line for index, line in enumerate(source.split("\n")) if index not in cell.replaced]
    assert all(cell.lines[index].strip() in ("", "pass") for index in cell.replaced)


@settings(max_examples=50, deadline=None)
@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_literals_over_several_lines_hide_no_magic_and_are_none(value):
    literal = json.dumps(value, indent=1)
    cell = without_magics(f"x = {literal}\n!ls")
    assert "\n".join(cell.lines) == f"x = {literal}\npass"
