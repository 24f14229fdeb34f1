"""Which of the copied files is an assignment's work, and what the student should know about that choice.

Only autograder.submission imports this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from autograder.course import Assignment
from autograder.submission.model import SOURCE_LENGTH, SubmissionError, Work
from autograder.submission.names import printable
from autograder.submission.notebook import read_notebook
from autograder.submission.private_copy import PrivateCopy
from autograder.submission.source import Code, differs, read_python
from autograder.text import LANGUAGES, Text

MAX_CANDIDATES = 20  # that are looked into, for one assignment: 2,000 copies of a file shall not cost minutes
NAMED_FILES = 5  # in a note
PYTHON = 0  # kinds: then the notebooks, 1 for the first language, 2 for the second


@dataclass(frozen=True)
class _Candidate:
    path: PurePosixPath
    kind: int
    exact: bool  # named as the assignment says; else only recognisable, like "layers (1).ipynb"

    @property
    def shown(self) -> str:
        return printable(self.path.as_posix())


@dataclass(frozen=True)
class _Choice:
    candidate: _Candidate
    code: Code
    also_changed: tuple[_Candidate, ...] = ()


def find_works(copy: PrivateCopy, course: tuple[Assignment, ...]) -> tuple[Work, ...]:
    """Find the work for each assignment; converted and misnamed files are written as <module>.py.

    An assignment whose files cannot be read is left out, and the first work's notes say why.

    Raises:
        SubmissionError: no assignment's file is there, or none can be read.
    """
    works: list[Work] = []
    lost: list[Text] = []
    found = copy.files
    for assignment in course:
        candidates = _candidates(found, assignment, course)
        problems: list[Text] = []
        choice = _choose(candidates, _Reader(copy, assignment, problems))
        if choice is None:
            lost.extend(problems)
            continue
        path = _write_module(choice, assignment, copy)
        notes = (*_choice_notes(choice, candidates), *problems, *choice.code.notes)
        source = printable(choice.candidate.path.as_posix(), SOURCE_LENGTH)
        works.append(Work(assignment, path, source, choice.code.cells, notes))
    if not works:
        raise SubmissionError(Text.join(lost)) if lost else _nothing_found(found, course)
    works[0] = replace(works[0], notes=(*works[0].notes, *lost))
    return tuple(works)


def _candidates(
    found: Iterable[PurePosixPath], assignment: Assignment, course: tuple[Assignment, ...]
) -> list[_Candidate]:
    """List the files that may be the assignment's, best first: exact name, kind, in its folder, near the top."""
    exact = {f"{assignment.module}.py": PYTHON} | {
        name: kind for kind, names in enumerate(_notebook_names(assignment), start=1) for name in names
    }
    candidates = []
    for path in found:
        if path.name in exact:
            candidates.append(_Candidate(path, exact[path.name], exact=True))
        elif (kind := _loose_kind(path.name)) is not None and _mentioned(path.name, course) == [assignment]:
            candidates.append(_Candidate(path, kind, exact=False))

    def rank(candidate: _Candidate) -> tuple[object, ...]:
        path = candidate.path
        elsewhere = assignment.id not in path.parts[:-1]
        return not candidate.exact, candidate.kind, elsewhere, len(path.parts), path.as_posix()

    return sorted(candidates, key=rank)


def _notebook_names(assignment: Assignment) -> list[set[str]]:
    """For each language the names of its notebook; the first language's goes without a mark too."""
    return [{assignment.notebook(language).name, f"{assignment.module}.{language}.ipynb"} for language in LANGUAGES]


def _loose_kind(name: str) -> int | None:
    """Tell the kind of a file with any name; None for what is no candidate, such as macOS's ._layers.py."""
    stem, _, suffix = name.rpartition(".")
    if stem.startswith(".") or suffix.lower() not in ("py", "ipynb"):
        return None
    if suffix.lower() == "py":
        return PYTHON
    marks = [bool(re.search(rf"\.{language}(?![^\W_])", stem, re.IGNORECASE)) for language in LANGUAGES]
    return 1 + (marks.index(True) if any(marks) else 0)


def _mentioned(name: str, course: tuple[Assignment, ...]) -> list[Assignment]:
    """Find whose module stands as a word in `name`, as students and LMSs write it, but not as a test."""
    words = _words(name.rpartition(".")[0])
    found = []
    for assignment in course:
        module = _words(assignment.module)
        starts = [at for at in range(len(words)) if words[at : at + len(module)] == module]
        if any(not _tests(words, at, len(module)) for at in starts):
            found.append(assignment)
    return found


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+|[0-9]+", name.lower())  # "layers2" and "layersのコピー" have the word "layers"


def _tests(words: list[str], at: int, length: int) -> bool:
    beside = [*words[max(0, at - 1) : at], *words[at + length : at + length + 1]]
    return "test" in beside or "tests" in beside


class _Reader:
    """Reads candidates of one assignment; what cannot be read becomes a problem, told once."""

    def __init__(self, copy: PrivateCopy, assignment: Assignment, problems: list[Text]) -> None:
        self._copy = copy
        self._problems = problems
        files = [assignment.stub, *(assignment.notebook(language) for language in LANGUAGES)]
        self._stubs = [_read(file.read_bytes(), file.name).comparable for file in files if file.is_file()]

    def read(self, candidate: _Candidate) -> Code | None:
        try:
            return _read(self._copy.read(candidate.path), candidate.shown)
        except SubmissionError as problem:
            self._problems.append(problem.text)
            return None

    def changed(self, code: Code) -> bool:
        """Whether the student wrote something; without any stub to compare with, yes."""
        return all(differs(code.comparable, stub) for stub in self._stubs)


def _read(content: bytes, name: str) -> Code:
    return read_notebook(content, name) if name.lower().endswith(".ipynb") else read_python(content, name)


def _choose(candidates: list[_Candidate], reader: _Reader) -> _Choice | None:
    """Choose the first that differs from the stub, in this order; where none does, the first that can be read."""
    untouched: _Choice | None = None
    for tier in _tiers(candidates[:MAX_CANDIDATES]):
        read = [(candidate, code) for candidate in tier if (code := reader.read(candidate)) is not None]
        changed = [(candidate, code) for candidate, code in read if reader.changed(code)]
        if changed:
            return _Choice(*changed[0], also_changed=tuple(candidate for candidate, _ in changed[1:]))
        if read and untouched is None:
            untouched = _Choice(*read[0])
    return untouched


def _tiers(candidates: list[_Candidate]) -> tuple[list[_Candidate], ...]:
    """Sort into the best of each kind; the other exactly named ones; the recognisable ones."""
    best: dict[int, _Candidate] = {}
    exact = [candidate for candidate in candidates if candidate.exact]
    for candidate in exact:
        best.setdefault(candidate.kind, candidate)
    front = list(best.values())
    return (
        front,
        [candidate for candidate in exact if candidate not in front],
        [candidate for candidate in candidates if not candidate.exact],
    )


def _write_module(choice: _Choice, assignment: Assignment, copy: PrivateCopy) -> Path:
    """Write the chosen file as <module>.py beside itself, where it is not that already."""
    path = choice.candidate.path
    target = path.with_name(f"{assignment.module}.py")
    if choice.code.converted is not None:
        copy.put(target, choice.code.converted.encode())
    elif path != target:
        copy.put(target, copy.read(path))
    return Path(target)


def _choice_notes(choice: _Choice, candidates: list[_Candidate]) -> tuple[Text, ...]:
    chosen = choice.candidate
    rivals = [other for other in choice.also_changed if other.exact and other.kind != chosen.kind]
    passed_over = [
        other
        for other in candidates
        if other != chosen and other.exact == chosen.exact and (other.kind == chosen.kind or not other.exact)
    ]
    notes = []
    if rivals:
        notes.append(
            Text(
                ja="{chosen} と {others} の両方に書き込みがあったので、{chosen} を採点しました。"
                "{others} を採点してほしいときは、{chosen} を除いて提出し直してください。",
                en="{chosen} and {others} were both changed, so {chosen} is what was graded. "
                "To have {others} graded, hand it in without {chosen}.",
            ).format(chosen=chosen.shown, others=_listed(rivals))
        )
    if passed_over:
        notes.append(
            Text(
                ja="この課題のファイルがいくつもあったので、{chosen} を採点しました。採点していないもの：{others}",
                en="Of several files for this assignment {chosen} is what was graded. Not graded: {others}",
            ).format(chosen=chosen.shown, others=_listed(passed_over))
        )
    return tuple(notes)


def _listed(candidates: list[_Candidate]) -> Text:
    names = [candidate.shown for candidate in candidates[:NAMED_FILES]]
    more = "…" if len(candidates) > NAMED_FILES else ""
    return Text(ja="、".join(names) + more, en=", ".join(names) + more)


def _nothing_found(found: tuple[PurePosixPath, ...], course: tuple[Assignment, ...]) -> SubmissionError:
    names = [
        name
        for assignment in course
        for name in (assignment.stub.name, *(assignment.notebook(language).name for language in LANGUAGES))
    ]
    one = printable(found[0].as_posix()) if len(found) == 1 else ""
    return SubmissionError(
        Text(
            ja=(f"{one} は課題のファイルの名前ではありません。" if one else "課題のファイルが見つかりません。")
            + f"ファイルの名前を次のどれかにして提出し直してください：{'、'.join(names)}",
            en=(f"{one} is not named like an assignment's file. " if one else "No assignment's file was found. ")
            + f"Name the file as one of these and hand in again: {', '.join(names)}",
        )
    )
