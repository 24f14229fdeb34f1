"""IPython's own syntax (%magics, !shell, help?) -> plain Python of as many lines. Only autograder.submission."""

from __future__ import annotations

import re
from dataclasses import dataclass

BODY_STAYS = ("time", "capture")  # cell magics that run their cell as the Python it is

_CELL_MAGIC = re.compile(r"%%(\w+)(?!\w*\?)")
_ESCAPED = re.compile(r"\s*[%!?]")  # no line of Python starts like this
_ASSIGNED = re.compile(r"""[^#'"=]*[^#'"=!<>+*/%&|^@:-]=\s*[%!](?!=)""")  # files = !ls
_HELP = re.compile(r"\s*[\w.\[\]*]+\s?\?{1,2}\s*(#.*)?$")  # np.sum?
_NOTABLE = re.compile(r"""['"#()\[\]{}\\]""")


@dataclass(frozen=True)
class PlainCell:
    """A cell without magics: `lines` are as many as it had; `left_out` are the magics, as written.

    `replaced` are the indices of lines that are not the student's. `runs` is False for a cell of another language.
    """

    lines: tuple[str, ...]
    replaced: frozenset[int] = frozenset()
    left_out: tuple[str, ...] = ()
    runs: bool = True


def without_magics(source: str) -> PlainCell:
    """`source`, a cell with line feeds for line ends, as plain Python of as many lines.

    A line that starts with %, ! or ? where a statement starts becomes `pass`, as indented; one inside brackets or a
    string is Python and stays. %%time and %%capture lose their first line, with other cell magics the cell is out.
    """
    lines = source.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if not (magic := _CELL_MAGIC.match(lines[first])):
        return _without_line_magics(lines)
    if magic[1] not in BODY_STAYS:
        return PlainCell(("",) * len(lines), frozenset(range(len(lines))), (lines[first],), runs=False)
    left_out = lines[first]
    lines[first] = ""
    body = _without_line_magics(lines)
    return PlainCell(body.lines, body.replaced | {first}, (left_out, *body.left_out))


def _without_line_magics(lines: list[str]) -> PlainCell:
    plain: list[str] = []
    replaced: set[int] = set()
    left_out: list[str] = []
    scanner = _Scanner()
    continued = False  # a magic goes on where its line ends in a backslash
    for index, line in enumerate(lines):
        if continued or (scanner.at_statement and _is_magic(line)):
            indentation = line[: len(line) - len(line.lstrip())]
            plain.append("" if continued else f"{indentation}pass")
            if not continued:
                left_out.append(line.strip())
            replaced.add(index)
            continued = line.endswith("\\")
        else:
            scanner.read(line)
            plain.append(line)
    return PlainCell(tuple(plain), frozenset(replaced), tuple(left_out))


def _is_magic(line: str) -> bool:
    return any(pattern.match(line) for pattern in (_ESCAPED, _ASSIGNED, _HELP))


@dataclass
class _Scanner:
    """Reads Python line by line and knows whether the next line starts a statement. Errors never stop it."""

    quote: str = ""  # that of the string we are in
    depth: int = 0  # of open brackets
    joined: bool = False  # the line ended in a backslash

    @property
    def at_statement(self) -> bool:
        return not (self.quote or self.depth or self.joined)

    def read(self, line: str) -> None:
        self.joined = False
        position = 0
        while notable := _NOTABLE.search(line, position):
            position = self._step(line, notable.start())
        if len(self.quote) == 1 and not self.joined:
            self.quote = ""  # a string of one line that nobody closed

    def _step(self, line: str, at: int) -> int:
        """Take in the notable character at `at` and return where to read on."""
        character = line[at]
        if character == "\\":
            self.joined = at == len(line) - 1
            return at + 2
        if self.quote:
            if line.startswith(self.quote, at):
                at += len(self.quote) - 1
                self.quote = ""
        elif character == "#":
            return len(line)
        elif character in "'\"":
            self.quote = character * 3 if line.startswith(character * 3, at) else character
            at += len(self.quote) - 1
        elif character in "([{":
            self.depth += 1
        elif character in ")]}":
            self.depth = max(0, self.depth - 1)
        return at + 1
