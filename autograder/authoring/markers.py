"""BEGIN/END SOLUTION: a solution's text -> a stub's text. Only the authoring room imports this.

Markers are found by Python's own tokenizer, so one inside a string is text. A comment that is nearly a marker is an
error: taken for an ordinary comment it would hand the solution to the students.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import TypeVar

from autograder.authoring import AuthoringError

BEGIN = "# BEGIN SOLUTION"
END = "# END SOLUTION"

# Nearly a marker: other case, spacing or dashes, more hashes, words behind it.
_LIKE_A_MARKER = re.compile(r"[#\s]*(BEGIN|END)[\s_-]*SOLUTION", re.IGNORECASE)
_LAYOUT = frozenset({tokenize.ENCODING, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})

_Parsed = TypeVar("_Parsed", ast.Module, CodeType)


class MarkerError(AuthoringError):
    """A marker that is lone, nested, misplaced or misspelt, or a region without which the stub would be no Python."""


@dataclass(frozen=True)
class Region:
    """What students write: the lines from its BEGIN to its END marker, both included and counted from 1."""

    begin: int
    end: int
    indentation: str
    where: str  # the function it is in, e.g. Linear.forward


@dataclass(frozen=True)
class _Line:
    """A line that a statement starts on, or that holds a comment like a marker."""

    number: int
    before: str  # what stands before it on its line: its indentation, if it stands alone
    comment: str = ""  # empty: a statement
    inside: bool = False  # a comment in the midst of a statement: between brackets, or behind it on its line


def to_stub(text: str, file: Path | str = "<solution>") -> str:
    """Replace each region by one line, `raise NotImplementedError("Linear.forward")`; all else stays to the byte.

    Raises:
        MarkerError: see `find_regions`; or what is left does not compile.
    """
    lines = _lines(text)
    kept: list[str] = []
    numbers: list[int] = []  # where each kept line stands in the solution, for error messages
    done = 0
    for region in find_regions(text, file):
        kept += lines[done : region.begin - 1]
        kept.append(
            f'{region.indentation}raise NotImplementedError("{region.where}")' + _newline(lines[region.end - 1])
        )
        numbers += range(done + 1, region.begin + 1)
        done = region.end
    kept += lines[done:]
    numbers += range(done + 1, len(lines) + 1)
    stub = "".join(kept)
    _python(lambda: compile(stub, str(file), "exec", dont_inherit=True), file, "without its solutions this is", numbers)
    return stub


def without_markers(text: str, file: Path | str = "<solution>") -> str:
    """Drop the markers' own lines and keep the code between them.

    Raises:
        MarkerError: see `find_regions`.
    """
    markers = {number for region in find_regions(text, file) for number in (region.begin, region.end)}
    return "".join(line for number, line in enumerate(_lines(text), start=1) if number not in markers)


def find_regions(text: str, file: Path | str = "<solution>") -> list[Region]:
    """Every region of a solution, in order.

    Raises:
        MarkerError: the text is no Python; a marker is lone, nested, misspelt or not alone on its line; BEGIN, END and
            the first statement between them have different indentations; a region is empty, cuts a statement or a block
            in two, or lies outside of every function (its stub could not be imported).
    """
    tree = _python(lambda: ast.parse(text, str(file)), file, "this is")
    scopes = list(_scopes(tree))
    statements: list[_Line] = []
    regions: list[Region] = []
    begin: _Line | None = None
    for line in _scan(text):
        if not line.comment:
            statements.append(line)
            continue
        if _is_begin(line, file):
            if begin:
                raise MarkerError(
                    file, line.number, f"{BEGIN} inside the region of line {begin.number}; close that first"
                )
            begin, statements = line, []
            continue
        if not begin:
            raise MarkerError(file, line.number, f"{END} without its {BEGIN}; add one above, or remove this")
        _check_region(begin, line, statements, file)
        regions.append(Region(begin.number, line.number, begin.before, _where(begin, scopes, file)))
        begin = None
    if begin:
        raise MarkerError(file, begin.number, f"{BEGIN} without its {END}; add one below, at the same indentation")
    return regions


def first_marker(text: str, file: Path | str) -> int | None:
    """Return the line of the first comment that is a marker or nearly one, for files that must hold none; else None.

    Raises:
        MarkerError: the text is no Python.
    """
    _python(lambda: ast.parse(text, str(file)), file, "this is")
    return next((line.number for line in _scan(text) if line.comment), None)


def _scan(text: str) -> Iterator[_Line]:
    """Statements and markers of a text that is known to be Python, in order."""
    lines = _lines(text)
    open_statement = False
    for token in tokenize.generate_tokens(iter([*lines, ""]).__next__):
        row, column = token.start
        if token.type == tokenize.COMMENT:
            if _LIKE_A_MARKER.match(token.string):
                yield _Line(row, lines[row - 1][:column], token.string.rstrip(), open_statement)
        elif token.type == tokenize.NEWLINE:
            open_statement = False
        elif token.type not in _LAYOUT and not open_statement:
            open_statement = True
            yield _Line(row, lines[row - 1][:column])


def _is_begin(line: _Line, file: Path | str) -> bool:
    """Whether a marker is BEGIN, once it is known to be one."""
    if line.comment not in (BEGIN, END):
        remedy = f"write {BEGIN} or {END} exactly, or word the comment differently"
        raise MarkerError(file, line.number, f"{line.comment!r} is nearly a marker; {remedy}")
    if line.inside:
        raise MarkerError(file, line.number, f"{line.comment} must stand alone on its line, between whole statements")
    return line.comment == BEGIN


def _check_region(begin: _Line, end: _Line, statements: list[_Line], file: Path | str) -> None:
    """Refuse a region that is not whole statements of one block, or not marked at that block's indentation."""
    if not statements:
        raise MarkerError(
            file, begin.number, "no statement between the markers; put the solution there, or remove them"
        )
    if end.before != begin.before:
        raise MarkerError(file, end.number, f"{END} is indented unlike its {BEGIN} in line {begin.number}; align them")
    if statements[0].before != begin.before:
        raise MarkerError(file, begin.number, f"{BEGIN} is indented unlike the statement below it; align them")
    for statement in statements:
        if not statement.before.startswith(begin.before):
            problem = f"this line belongs to a block around the region of line {begin.number}; move {END} above it"
            raise MarkerError(file, statement.number, problem)


def _where(begin: _Line, scopes: list[tuple[str, ast.stmt]], file: Path | str) -> str:
    """Name the function around a region, with dots; students see it when they call what they have not written yet."""
    around = [scope for scope in scopes if scope[1].lineno < begin.number <= (scope[1].end_lineno or 0)]
    if not around or isinstance(around[-1][1], ast.ClassDef):
        remedy = "without its statements the stub could not be imported; put the markers inside a function"
        raise MarkerError(file, begin.number, f"a region outside of every function: {remedy}")
    return around[-1][0]


def _scopes(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.stmt]]:
    """Functions and classes with their dotted names, outer before inner."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield prefix + child.name, child
            yield from _scopes(child, f"{prefix}{child.name}.")
        else:
            yield from _scopes(child, prefix)


def _python(parse: Callable[[], _Parsed], file: Path | str, what: str, numbers: list[int] | None = None) -> _Parsed:
    """Run `parse`; its SyntaxError becomes a MarkerError in line `numbers[line - 1]`."""
    try:
        return parse()
    except SyntaxError as error:
        line = error.lineno
        if line and numbers:
            line = numbers[min(line, len(numbers)) - 1]
        raise MarkerError(file, line, f"{what} not valid Python ({error.msg}); mend it") from error


def _lines(text: str) -> list[str]:
    """Lines as the tokenizer counts them, each with its own line ending: str.splitlines would also split at U+2028."""
    return io.StringIO(text, newline="").readlines()


def _newline(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
