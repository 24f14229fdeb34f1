"""Wrong implementations with the hint each deserves: a folder an assignment, a file an exercise. Hidden from students.

A misconception is written as what is wrong about it: a class (or function) that takes the place of the reference's. Its
docstring is the hint, `ja:` and `en:`; its name in kebab case is its id.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, TypeVar

from autograder.course import Assignment, load_course
from autograder.text import Text

Wrong = TypeVar("Wrong", bound=Callable[..., Any])
_collected: dict[str, list[Misconception]] = {}  # assignment -> its misconceptions, in the order of the files


@dataclass(frozen=True)
class Misconception:
    """A wrong `implementation` of what is called `replaces`, and what its author needs to hear."""

    id: str
    replaces: str
    title: Text
    hint: Text
    handout: str
    implementation: Callable[..., Any]

    def as_submission(self, assignment: Assignment) -> str:
        """The source of a submission with this one mistake: the solution, the wrong part after it."""
        source = inspect.getsource(self.implementation)
        source = source[re.search(r"^(class|def) ", source, re.MULTILINE).start() :]  # type: ignore[union-attr]
        name = self.implementation.__name__
        return f"{assignment.source.read_text(encoding='utf-8')}\n\n{source}\n\n{self.replaces} = {name}\n"


def misconception(replaces: str, *, ja: str, en: str, handout: str) -> Callable[[Wrong], Wrong]:
    """Declare a misconception.

    Args:
        replaces: the name in the student's module that it takes the place of.
        ja: a few words for a table.
        en: a few words for a table.
        handout: where to read on: page and anchor.
    """

    def declare(wrong: Wrong) -> Wrong:
        found = Misconception(_kebab(wrong.__name__), replaces, Text(ja, en), _hint(wrong), handout, wrong)
        assignment = wrong.__module__.removeprefix(f"{__name__}.").partition(".")[0]
        _collected.setdefault(assignment, []).append(found)
        return wrong

    return declare


@functools.cache
def reference(assignment_id: str) -> Any:
    """The solution's module, loaded once; misconceptions are built on it."""
    (assignment,) = (entry for entry in load_course() if entry.id == assignment_id)
    spec = importlib.util.spec_from_file_location(f"autograder_reference_{assignment_id}", assignment.source)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def misconceptions_of(assignment: Assignment) -> tuple[Misconception, ...]:
    """All that the assignment's folder declares; empty where there is no such folder."""
    name = f"{__name__}.{assignment.id}"
    spec = importlib.util.find_spec(name)
    for module in pkgutil.iter_modules(spec.submodule_search_locations if spec else []):
        importlib.import_module(f"{name}.{module.name}")
    return tuple(_collected.get(assignment.id, ()))


def variant(assignment: Assignment, wrong: Misconception | None = None) -> SimpleNamespace:
    """The reference as a module, with `wrong` in its place."""
    names = dict(vars(reference(assignment.id)))
    if wrong is not None:
        names[wrong.replaces] = wrong.implementation
    return SimpleNamespace(**names)


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_", "-", name).lower()


def _hint(wrong: Callable[..., Any]) -> Text:
    """The two languages of a docstring: paragraphs that begin with `ja:` and `en:`."""
    match = re.fullmatch(r"\s*ja:\s*(.+?)\s*^\s*en:\s*(.+?)\s*", wrong.__doc__ or "", re.DOTALL | re.MULTILINE)
    if match is None:
        raise ValueError(f"{wrong.__module__}.{wrong.__qualname__}: its docstring needs a part `ja:` and a part `en:`")
    ja, en = (" ".join(textwrap.dedent(part).split()) for part in match.groups())
    return Text(re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", ja), en)
