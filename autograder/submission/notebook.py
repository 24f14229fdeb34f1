"""A notebook -> a module that keeps its cells apart. It is read, never executed. Only autograder.submission."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import nbformat
from traitlets.log import get_logger

from autograder.submission.magics import PlainCell, without_magics
from autograder.submission.model import Cell, SubmissionError
from autograder.submission.names import printable
from autograder.submission.source import Code, unix_lines
from autograder.text import Text

LAB_TAG = "active-ipynb"  # jupytext's tag for cells that stay in the notebook: our ungraded labs
MAX_JSON_ITEMS = 2_000_000  # of lists and objects; 20 MB of "[]," would fill some GB as Python's objects
MAX_CODE = 2_000_000  # characters in all code cells; 20 MB of magics would take 20 s and 1.5 GB
NAMED_MAGICS = 10  # in a note
MAGIC_LENGTH = 40

# With the first cell's mark below it, this fills the two lines in which Python looks for an encoding's name.
HEADER = "# Converted from a notebook, cell by cell"

_NOT_TEXT = re.compile("[\0\ud800-\udfff]")  # neither can stand in a Python file


def read_notebook(content: bytes, name: str) -> Code:
    """Convert the code cells of the notebook `content`, without labs and magics; `name` is for messages.

    Raises:
        SubmissionError: it is not a notebook that nbformat can read or convert.
    """
    lines = [HEADER]
    comparable: list[str] = []
    cells: list[Cell] = []
    left_out: list[tuple[Text, str]] = []
    mended: list[Text] = []
    for title, source in _code_cells(content, name):
        text = _NOT_TEXT.sub("\ufffd", unix_lines(source))
        if text.count("\ufffd") > source.count("\ufffd"):
            mended.append(title)
        plain = without_magics(text)
        left_out.extend((title, magic) for magic in plain.left_out)
        comparable.extend(_students(plain))
        if plain.runs:
            lines.append(f"# %% {title.en}")
            cells.append(Cell(len(lines) + 1, len(lines) + len(plain.lines), title))
            lines.extend(plain.lines)
    notes = tuple(note for note in (_magics_note(name, left_out), _mended_note(name, mended)) if note)
    return Code("\n".join(comparable), "\n".join(lines) + "\n", tuple(cells), notes)


def _students(plain: PlainCell) -> Iterable[str]:
    return (line for index, line in enumerate(plain.lines) if index not in plain.replaced)


def _code_cells(content: bytes, name: str) -> Iterator[tuple[Text, str]]:
    """Yield the graded code cells, each with its title."""
    number = 0
    for cell in _read(content, name):
        source = cell["source"]
        if not source.strip():
            continue
        number += 1
        tags = cell.get("metadata", {}).get("tags", ())
        if not (isinstance(tags, list) and LAB_TAG in tags):
            yield Text(ja=f"セル {number}", en=f"cell {number}"), source


def _read(content: bytes, name: str) -> list[dict[str, Any]]:
    """All code cells, whatever the notebook's version."""
    try:
        text = content.decode("utf-8-sig")
        _check_size(text, name)
        with _quiet():
            notebook = nbformat.reader.reads(text)  # type: ignore[no-untyped-call]
            notebook = nbformat.convert(notebook, 4)  # type: ignore[no-untyped-call]
        cells = [cell for cell in notebook.cells if cell["cell_type"] == "code"]
        if not all(isinstance(cell["source"], str) and isinstance(cell.get("metadata", {}), dict) for cell in cells):
            raise TypeError("a cell's source is no text, or its metadata no object")
    except SubmissionError:
        raise
    except Exception as problem:  # whatever hostile JSON brings about: RecursionError, KeyError, TypeError, ...
        raise _unreadable(name, problem) from problem
    if sum(len(cell["source"]) for cell in cells) > MAX_CODE:
        raise SubmissionError(
            Text(
                ja=f"{name} のコードが長すぎます。データは別のファイルに移して提出し直してください。",
                en=f"{name} holds too much code; move data to a file of its own and hand in again.",
            )
        )
    return cells


def _check_size(text: str, name: str) -> None:
    if sum(text.count(mark) for mark in ",[{") > MAX_JSON_ITEMS:
        raise SubmissionError(
            Text(
                ja=f"{name} の出力が大きすぎます。"
                "Jupyter で「すべての出力をクリア」してから保存し、提出し直してください。",
                en=f"{name} is too large; clear all outputs in Jupyter, save and hand in again.",
            )
        )


def _unreadable(name: str, problem: Exception) -> SubmissionError:
    cause = problem.__cause__ if isinstance(problem, nbformat.reader.NotJSONError) else problem
    line = cause.lineno if isinstance(cause, json.JSONDecodeError) else None
    return SubmissionError(
        Text(
            ja=f"{name} {f'の {line} 行目が壊れていて、' if line else 'は'}ノートブックとして読めません。"
            "Jupyter で開いて保存し直してから提出してください。",
            en=f"{name} cannot be read as a notebook{f' (line {line} of the file)' if line else ''}; "
            "open it in Jupyter, save it and hand in again.",
        )
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep off the terminal what nbformat logs about old notebooks: it quotes the student."""
    logger = get_logger()
    if isinstance(logger, logging.LoggerAdapter):
        logger = logger.logger

    def nothing(record: object) -> bool:
        return False

    logger.addFilter(nothing)
    try:
        yield
    finally:
        logger.removeFilter(nothing)


def _magics_note(name: str, left_out: list[tuple[Text, str]]) -> Text | None:
    if not left_out:
        return None
    shown = [
        Text(ja=f"{cell.ja}（{_short(magic)}）", en=f"{cell.en} ({_short(magic)})")
        for cell, magic in left_out[:NAMED_MAGICS]
    ]
    more = len(left_out) - len(shown)
    return Text(
        ja=f"{name} のマジックコマンドとシェルコマンドは除いて採点しました："
        + "、".join(text.ja for text in shown)
        + (f"、ほか {more} 個" if more else ""),
        en=f"{name} was graded without its magics and shell commands: "
        + ", ".join(text.en for text in shown)
        + (f" and {more} more" if more else ""),
    )


def _short(magic: str) -> str:
    return printable(magic, MAGIC_LENGTH)


def _mended_note(name: str, mended: list[Text]) -> Text | None:
    if not mended:
        return None
    where = Text.join(dict.fromkeys(mended[:NAMED_MAGICS]), ", ")
    return Text(
        ja=f"{name} の{where.ja} に Python で使えない文字（NUL など）があり、� に置き換えました。",
        en=f"{name}, {where.en}: characters that Python cannot read (such as NUL) were replaced by �.",
    )
