"""Python files of students -> text, and whether it differs from the stub. Nothing here compiles or runs it.

Only autograder.submission imports this.
"""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from autograder.submission.model import Cell, SubmissionError
from autograder.text import Text

# What editors write, in Japan too. Python knows others, some of which (punycode) take quadratic time to decode.
ENCODINGS = ("utf-8", "ascii", "iso8859-1", "cp1252", "shift_jis", "cp932", "euc_jp", "iso2022_jp")
COMPARED = 1_000_000  # characters; what is longer is nobody's stub, and tokenizing takes a second for each million

_LINE_END = re.compile(r"\r\n?|\n")
_LAYOUT = frozenset({tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})  # only their kind counts
_SKIPPED = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.ENCODING})


@dataclass(frozen=True)
class Code:
    """What a candidate holds: `comparable` is what the student could have written into the stub."""

    comparable: str
    converted: str | None = None  # a notebook's code as a module; None for a .py, which stays as it is
    cells: tuple[Cell, ...] = ()
    notes: tuple[Text, ...] = ()


def read_python(content: bytes, name: str) -> Code:
    """Decode a .py as Python would; `name` is for the message.

    Raises:
        SubmissionError: with the line, where Python could not read it either, or in a rare encoding.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        if codecs.lookup(encoding.removesuffix("-sig")).name not in ENCODINGS:
            raise _undecodable(name, 1)
        text = content.decode(encoding)
    except SyntaxError:  # lines 1 and 2 are not UTF-8, or name an encoding that there is not
        raise _undecodable(name, 1) from None
    except UnicodeDecodeError as problem:
        raise _undecodable(name, _line_count(content[: problem.start].decode("latin-1"))) from None
    if (at := text.find("\0")) >= 0:
        line = _line_count(text[:at])
        raise SubmissionError(
            Text(
                ja=f"{name} の {line} 行目に NUL 文字があり、Python として読めません。"
                "エディタで UTF-8 のテキストとして保存し直して提出してください。",
                en=f"{name}, line {line}: a NUL character, which Python cannot read; "
                "save the file as UTF-8 text and hand in again.",
            )
        )
    return Code(text)


def differs(one: str, other: str) -> bool:
    """Whether two sources differ in more than comments, blank lines, indentation width and white space.

    What cannot be tokenized differs. Stops at the first difference, so a hostile file is not read far.
    """
    if max(len(one), len(other)) > COMPARED:
        return one != other
    try:
        return any(left != right for left, right in zip_longest(_tokens(one), _tokens(other)))
    except Exception:  # TokenError, SyntaxError, IndentationError, RecursionError, with the versions of Python
        return True


def unix_lines(text: str) -> str:
    """`text` with line feeds for line ends."""
    return _LINE_END.sub("\n", text)


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    # Stripped first, so that white space at the line ends of a docstring makes no difference either.
    stripped = "\n".join(line.rstrip() for line in unix_lines(text.removeprefix("\ufeff")).split("\n"))
    for token in tokenize.generate_tokens(io.StringIO(stripped).readline):
        if token.type == tokenize.ERRORTOKEN:
            raise SyntaxError("not Python")
        if token.type not in _SKIPPED:
            yield token.type, "" if token.type in _LAYOUT else token.string


def _line_count(text: str) -> int:
    return len(_LINE_END.findall(text)) + 1


def _undecodable(name: str, line: int) -> SubmissionError:
    return SubmissionError(
        Text(
            ja=f"{name} の {line} 行目が UTF-8 のテキストとして読めません。"
            "エディタで文字コードを UTF-8 にして保存し直し、提出してください。",
            en=f"{name}, line {line}: not UTF-8 text; save the file as UTF-8 and hand in again.",
        )
    )
