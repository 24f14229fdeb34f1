"""Reads the list of a class and finds each submission's student on it. The command line imports this."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.exporters.harmless import one_line
from autograder.submission.names import safe_name
from autograder.text import Text

MAX_BYTES = 10_000_000  # of a list of 100,000 people
HEADINGS: dict[str, tuple[str, ...]] = {  # the column, and what it may be called
    "name": ("name", "氏名", "名前"),
    "id": ("id", "学籍番号"),
    "section": ("section", "クラス"),
}
Standing = Literal["listed", "twice", "ambiguous", "unlisted"]


class RosterError(Exception):
    """A list that cannot be read; `text` says in which line, why and what to do, for people."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True)
class Person:
    """A line of the list."""

    name: str
    id: str
    section: str


@dataclass(frozen=True)
class Entry:
    """Whose a submission is: one person, several who bear the name (`ambiguous`), or nobody (`unlisted`).

    `twice` is a person of whom there is another submission.
    """

    standing: Standing
    people: tuple[Person, ...]

    @property
    def person(self) -> Person | None:
        """The student, where it is clear who that is."""
        return self.people[0] if len(self.people) == 1 else None


@dataclass(frozen=True)
class Roll:
    """A class by its list: the entry of each submission's student, and who handed in nothing."""

    entries: Mapping[str, Entry]
    absent: tuple[Person, ...]


UNREADABLE = Text(ja="{path}: 名簿を読めません（{reason}）。", en="{path}: the roster cannot be read ({reason}).")
NOT_UTF8 = Text(
    ja="{path}: 名簿が UTF-8 ではありません。Excel では「CSV UTF-8 (コンマ区切り)」で保存してください。",
    en="{path}: the roster is not UTF-8. In Excel, save it as “CSV UTF-8 (Comma delimited)”.",
)
NO_COLUMN = Text(
    ja="{path} の {line} 行目: 列 {column} がありません。1 行目は name,id,section です（今は {found}）。",
    en="{path}, line {line}: there is no column {column}. The first line must be name,id,section (it has: {found}).",
)
TWO_COLUMNS = Text(
    ja="{path} の {line} 行目: 列 {column} が 2 つあります。", en="{path}, line {line}: there are two columns {column}."
)
EMPTY = Text(ja="{path} の {line} 行目: {column} が空です。", en="{path}, line {line}: {column} is empty.")
SAME_ID = Text(
    ja="{path} の {line} 行目: id {id} は {first} 行目にもあります。",
    en="{path}, line {line}: the id {id} is in line {first} too.",
)
BROKEN = Text(
    ja="{path} の {line} 行目: CSV として読めません（{reason}）。",
    en="{path}, line {line}: this is not CSV ({reason}).",
)


def load_roster(path: Path) -> tuple[Person, ...]:
    """Read a CSV file with the columns name, id and section, in any order, UTF-8 with or without a byte order mark.

    Semicolons and tabs may separate them, as in Excel's exports. Other columns and empty lines are passed over.

    Raises:
        RosterError: it cannot be read, a column is missing, a name or an id is empty, or an id comes twice.
    """
    text = _read(path)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    people: list[Person] = []
    lines: dict[str, int] = {}
    try:
        columns = _columns(path, next(reader, []))
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            person, line = _person(path, reader.line_num, row, columns), reader.line_num
            if before := lines.get(key(person.id)):
                raise RosterError(SAME_ID.format(path=path, line=line, id=one_line(person.id), first=before))
            lines[key(person.id)] = line
            people.append(person)
    except csv.Error as problem:
        raise RosterError(BROKEN.format(path=path, line=reader.line_num, reason=problem)) from problem
    return tuple(people)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise RosterError(UNREADABLE.format(path=path, reason=problem.strerror or problem)) from problem
    if len(content) > MAX_BYTES:
        raise RosterError(UNREADABLE.format(path=path, reason=f"> {MAX_BYTES // 10**6} MB"))
    try:
        return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as problem:
        raise RosterError(NOT_UTF8.format(path=path)) from problem


def _columns(path: Path, row: Sequence[str]) -> dict[str, int]:
    found = [unicodedata.normalize("NFKC", cell).strip().casefold() for cell in row]
    columns: dict[str, int] = {}
    for column, headings in HEADINGS.items():
        places = [place for place, cell in enumerate(found) if cell in headings]
        if not places:
            raise RosterError(NO_COLUMN.format(path=path, line=1, column=column, found=one_line(", ".join(row))))
        if len(places) > 1:
            raise RosterError(TWO_COLUMNS.format(path=path, line=1, column=column))
        columns[column] = places[0]
    return columns


def _person(path: Path, line: int, row: Sequence[str], columns: Mapping[str, int]) -> Person:
    cells = {column: row[place].strip() if place < len(row) else "" for column, place in columns.items()}
    for column in ("name", "id"):
        if not cells[column]:
            raise RosterError(EMPTY.format(path=path, line=line, column=column))
    return Person(**cells)


def key(words: str) -> str:
    """Return what two names have in common that are the same to people: without width, case, and kind of space.

    It goes through what intake makes of a file's name, since one of the two is such a name.
    """
    spaced = " ".join(unicodedata.normalize("NFKC", words).split())
    return unicodedata.normalize("NFKC", safe_name(spaced).casefold())


def call_the_roll(people: Sequence[Person], students: Sequence[str]) -> Roll:
    """Find each of `students`, the submissions' names, on the list: by id, else by name.

    Nobody is taken to be absent who may be the student of an ambiguous submission.
    """
    by_id = {key(person.id): person for person in people}
    by_name: dict[str, list[Person]] = {}
    for person in people:
        by_name.setdefault(key(person.name), []).append(person)
    found: dict[str, tuple[Person, ...]] = {}
    for student in students:
        exact = by_id.get(key(student))
        found[student] = (exact,) if exact else tuple(by_name.get(key(student), ()))
    owners = [candidates[0] for candidates in found.values() if len(candidates) == 1]
    present = {person for candidates in found.values() for person in candidates}
    return Roll(
        {student: Entry(_standing(candidates, owners), candidates) for student, candidates in found.items()},
        tuple(person for person in people if person not in present),
    )


def _standing(candidates: Sequence[Person], owners: Sequence[Person]) -> Standing:
    if not candidates:
        return "unlisted"
    if len(candidates) > 1:
        return "ambiguous"
    return "twice" if owners.count(candidates[0]) > 1 else "listed"
