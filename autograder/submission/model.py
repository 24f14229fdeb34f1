"""What intake hands on (Submission, Work, Cell) and its one exception. Anybody may import this."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment
from autograder.submission.names import printable
from autograder.text import Text

SOURCE_LENGTH = 200  # characters of Work.source


class SubmissionError(Exception):
    """A submission that cannot be graded; `text` says what is wrong, where, and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)  # args hold the Text, so the error survives pickling
        self.text = text

    def __str__(self) -> str:
        return self.text.en


@dataclass(frozen=True)
class Cell:
    """A code cell of a notebook: the lines first_line to last_line (1-based, both in) of the converted file.

    It is counted among the code cells that are not blank, because that is the number Jupyter shows in brackets
    after "Restart Kernel and Run All Cells". Cells that are left out of the grading count too.
    """

    first_line: int
    last_line: int
    name: Text  # "cell 5"


@dataclass(frozen=True)
class Work:
    """One assignment's file in a submission."""

    assignment: Assignment
    path: Path  # of the .py to run (for a notebook the converted one), relative to Submission.folder
    source: str  # the file as the student knows it, e.g. "a03_layers/layers.ipynb"
    cells: tuple[Cell, ...] = ()  # of a notebook, in order, to be run one after the other; a .py has none
    notes: tuple[Text, ...] = ()  # what the student should know about how the file was chosen and read

    def where(self, line: int) -> Text:
        """Where line `line` (1-based) of the file at `path` stands in the student's own file."""
        name = printable(self.source.rpartition("/")[2])
        if not self.cells:
            return Text(ja=f"{name} の {line} 行目", en=f"{name}, line {line}")
        for cell in self.cells:
            if cell.first_line <= line <= cell.last_line:
                inside = line - cell.first_line + 1
                return Text(
                    ja=f"{name} の{cell.name.ja} の {inside} 行目",
                    en=f"{name}, {cell.name.en}, line {inside}",
                )
        return Text.same(name)  # between the cells stand only comments of the conversion


@dataclass(frozen=True)
class Submission:
    """One student's submission, copied: nothing outside `folder` is looked at any more."""

    student: str  # safe as a folder's name
    folder: Path  # the private copy; files 0644, folders 0755
    digest: str  # sha256, in hex, of the names and contents that were copied
    works: tuple[Work, ...]  # in the order of the course, never empty
