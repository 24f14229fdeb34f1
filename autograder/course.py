"""assignment.toml -> frozen Assignment and Exercise. Anybody may import this."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from autograder.limits import Limits
from autograder.text import Text


class CourseError(Exception):
    """An assignment.toml that is missing something; the message says which file and what."""


@dataclass(frozen=True)
class Exercise:
    """One exercise of an assignment, e.g. Linear."""

    id: str
    points: int
    title: Text
    parts: tuple[str, ...] = ()  # what students write for it: names in the module, "Tensor.backward" within a class
    builds_on: tuple[str, ...] = ()  # exercises of this assignment whose mistakes shall not cost points here again
    packages: tuple[str, ...] = ()  # what its checks may import beside the standard library and numpy


@dataclass(frozen=True)
class Assignment:
    """One assignment: a folder of solutions/ whose module students complete."""

    id: str
    order: int
    title: Text
    module: str  # students write <module>.py or <module>.ipynb
    exercises: tuple[Exercise, ...]
    folder: Path  # solutions/<id>
    stub_folder: Path  # assignments/<id>
    limits: Limits = field(default_factory=Limits)
    builds_on: tuple[str, ...] = ()  # assignments whose modules this one imports

    @property
    def points(self) -> int:
        """Of all its exercises."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def source(self) -> Path:
        """The solution."""
        return self.folder / f"{self.module}.py"

    @property
    def stub(self) -> Path:
        """What students are given."""
        return self.stub_folder / f"{self.module}.py"

    def notebook(self, language: str) -> Path:
        """The stub as a notebook: NAME.ipynb in Japanese, NAME.en.ipynb in English."""
        return self.stub_folder / (f"{self.module}.ipynb" if language == "ja" else f"{self.module}.{language}.ipynb")


def course_root() -> Path:
    """The folder that holds solutions/ and assignments/: the checkout, or what the wheel carries."""
    package = Path(__file__).resolve().parent
    checkout = package.parent
    return checkout if (checkout / "solutions").is_dir() else package / "_course"


@cache
def load_course(root: Path | None = None) -> tuple[Assignment, ...]:
    """Every assignment below `root`/solutions, in the order of the course.

    Raises:
        CourseError: an assignment.toml is absent or lacks an entry.
    """
    root = root or course_root()
    files = sorted((root / "solutions").glob("*/assignment.toml"))
    if not files:
        raise CourseError(f"{root / 'solutions'}: no */assignment.toml there; is this the instructors' checkout?")
    return tuple(sorted((_read(file, root) for file in files), key=lambda assignment: assignment.order))


def _read(file: Path, root: Path) -> Assignment:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        exercises = tuple(
            Exercise(
                id=entry["id"],
                points=entry["points"],
                title=Text(**entry["title"]),
                parts=tuple(entry.get("parts", (entry["id"],))),
                builds_on=tuple(entry.get("builds_on", ())),
                packages=tuple(entry.get("packages", ())),
            )
            for entry in data["exercise"]
        )
        return Assignment(
            id=file.parent.name,
            order=data["order"],
            title=Text(**data["title"]),
            module=data["module"],
            exercises=exercises,
            folder=file.parent,
            stub_folder=root / "assignments" / file.parent.name,
            limits=_limits(data.get("limits", {})),
            builds_on=tuple(data.get("builds_on", ())),
        )
    except (tomllib.TOMLDecodeError, TypeError) as problem:
        raise CourseError(f"{file}: {problem}") from problem
    except KeyError as missing:
        raise CourseError(f"{file}: the entry {missing} is missing") from missing


def _limits(table: dict[str, float]) -> Limits:
    """The table [limits]: the names of Limits, with memory_gib for memory_bytes."""
    values = dict(table)
    if "memory_gib" in values:
        values["memory_bytes"] = int(values.pop("memory_gib") * 2**30)
    return Limits(**values)  # type: ignore[arg-type]
