from __future__ import annotations

from contextlib import suppress

import pytest
from handed_in import STUB
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission import SubmissionError
from autograder.submission.source import differs, read_python


@pytest.mark.parametrize(
    "edited",
    [
        STUB.replace("\n", "\r\n"),
        STUB.replace("\n", "\r"),
        "\ufeff" + STUB,
        STUB.rstrip(),
        STUB.replace("\n", "  \n"),
        STUB.replace("\n\n", "\n\n\n# my notes\n\n"),
        STUB.replace("raise NotImplementedError", "raise NotImplementedError  # TODO"),
        STUB.replace("    ", "  "),
        STUB.replace("(self, z)", "( self , z )"),
    ],
)
def test_layout_and_comments_are_no_difference(edited):
    assert not differs(edited, STUB)


def test_white_space_at_the_line_ends_of_a_docstring_is_no_difference():
    assert not differs('"""One.  \n\t\nTwo."""\n', '"""One.\n\nTwo."""\n')
    assert differs('"""One."""\n', '"""Two."""\n')


@pytest.mark.parametrize(
    "edited",
    [
        STUB.replace("raise NotImplementedError", "return z"),
        STUB + "x = 1\n",
        STUB + "(",
        STUB + "'''",
        STUB + " what\n  is\n this",
        STUB.replace("class ReLU", "class Relu"),
        "",
        STUB[: STUB.index("class")],
        STUB + "$",
        STUB + "(" * 10_000,
    ],
)
def test_work_is_a_difference_even_where_it_is_no_python(edited):
    assert differs(edited, STUB)


@settings(deadline=None)
@given(st.text())
def test_differs_answers_for_any_text(text):
    assert differs(STUB + text, STUB) in (True, False)
    assert not differs(STUB, STUB)


def test_what_would_take_long_to_tokenize_differs():
    assert differs(STUB + "#\n" * 600_000, STUB)
    assert differs("'" + "\\'" * 400_000, STUB)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("x = 'é'".encode(), "x = 'é'"),
        (b"\xef\xbb\xbfx = 1", "x = 1"),
        ("# coding: shift_jis\nx = '層'".encode("shift_jis"), "# coding: shift_jis\nx = '層'"),
        ("# -*- coding: latin-1 -*-\nx = 'é'".encode("latin-1"), "# -*- coding: latin-1 -*-\nx = 'é'"),
        (b"", ""),
    ],
)
def test_python_files_are_decoded_as_python_does(content, text):
    assert read_python(content, "layers.py").comparable == text


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"x = 1\ny = 2\nz = '\xff'\n", 3),
        (b"x = 1\r\ny = 2\r\nz = '\xff'\r\n", 3),
        ("x = 1\n".encode("utf-16"), 1),
        (b"# coding: nonsense\n", 1),
        (b"# coding: rot13\n", 1),
        (b"# coding: punycode\nabc-" + b"a" * 1000, 1),
        (b"# coding: latin-1\n\xe9\n".replace(b"latin-1", b"ascii"), 2),
    ],
)
def test_what_is_not_utf8_is_refused_with_its_line(content, line):
    with pytest.raises(SubmissionError) as caught:
        read_python(content, "layers.py")
    assert f"layers.py, line {line}: not UTF-8" in caught.value.text.en
    assert "save the file as UTF-8" in caught.value.text.en
    assert f"layers.py の {line} 行目が UTF-8" in caught.value.text.ja
    assert "保存し直し" in caught.value.text.ja


def test_nul_is_refused_with_its_line():
    with pytest.raises(SubmissionError) as caught:
        read_python(b"x = 1\ny = '\0'\n", "layers.py")
    assert "layers.py, line 2: a NUL character" in caught.value.text.en
    assert "layers.py の 2 行目に NUL 文字" in caught.value.text.ja


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(content):
    with suppress(SubmissionError):
        assert isinstance(read_python(content, "layers.py").comparable, str)
