"""What a grading found: data, no presentation. grading writes it, exporters read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from autograder.drawing import Drawing
from autograder.text import NOTHING, Language, Text

SCHEMA = 1  # of result.json

Status = Literal["passed", "failed", "error", "timeout", "not_implemented"]
Isolation = Literal["bwrap", "process"]
# Why code over there gave no value, where that is more than an exception: the first four are limits that were hit.
Reason = Literal["time", "memory", "output", "files", "ended", "forged", "unexpected"]


@dataclass(frozen=True)
class CheckResult:
    """One check: all of its points or none."""

    name: str
    title: Text
    status: Status
    max_points: int
    message: Text = NOTHING
    diagnosis: str | None = None  # the id of the one misconception that gives the student's values
    diagnosis_title: Text = NOTHING  # that misconception in a few words, for a table
    hint: Text = NOTHING  # what that misconception's student needs to hear
    handout: str = ""  # where to read on
    drawing: Drawing | None = None  # the graph in which the check failed
    reason: Reason | None = None  # the limit that was hit, or what the program did in the place of answering

    @property
    def points(self) -> int:
        """What the student gets for it."""
        return self.max_points if self.status == "passed" else 0

    def to_dict(self, language: Language) -> dict[str, object]:
        """The part of result.json that this is."""
        return {
            "name": self.name,
            "title": self.title[language],
            "status": self.status,
            "reason": self.reason,
            "points": self.points,
            "max_points": self.max_points,
            "message": self.message[language],
            "diagnosis": self.diagnosis,
            "diagnosis_title": self.diagnosis_title[language],
            "hint": self.hint[language],
            "handout": self.handout,
            "graph": self.drawing.to_dict() if self.drawing else None,
        }


@dataclass(frozen=True)
class ExerciseResult:
    """One exercise: the sum of its checks."""

    id: str
    title: Text
    checks: tuple[CheckResult, ...]
    note: Text = NOTHING  # that an error elsewhere was kept from costing points here

    @property
    def score(self) -> int:
        """Points reached."""
        return sum(check.points for check in self.checks)

    @property
    def max_score(self) -> int:
        """Points there are."""
        return sum(check.max_points for check in self.checks)

    def to_dict(self, language: Language) -> dict[str, object]:
        """The part of result.json that this is."""
        return {
            "id": self.id,
            "title": self.title[language],
            "score": self.score,
            "max_score": self.max_score,
            "note": self.note[language],
            "checks": [check.to_dict(language) for check in self.checks],
        }


@dataclass(frozen=True)
class AssignmentResult:
    """One assignment, from the file that counted; `notes` say what the student should know about that file."""

    id: str
    title: Text
    source: str
    exercises: tuple[ExerciseResult, ...]
    notes: tuple[Text, ...] = ()

    @property
    def score(self) -> int:
        """Points reached."""
        return sum(exercise.score for exercise in self.exercises)

    @property
    def max_score(self) -> int:
        """Points there are."""
        return sum(exercise.max_score for exercise in self.exercises)

    def to_dict(self, language: Language) -> dict[str, object]:
        """The part of result.json that this is."""
        return {
            "id": self.id,
            "title": self.title[language],
            "score": self.score,
            "max_score": self.max_score,
            "source": self.source,
            "notes": [note[language] for note in self.notes],
            "exercises": [exercise.to_dict(language) for exercise in self.exercises],
        }


@dataclass(frozen=True)
class Report:
    """One submission. `message` is why it could not be graded (then there are no assignments), else empty."""

    student: str
    seed: int
    isolation: Isolation
    assignments: tuple[AssignmentResult, ...]
    message: Text = NOTHING
    known: bool = field(default=False, compare=False)  # from an earlier run

    @property
    def score(self) -> int:
        """Points reached."""
        return sum(assignment.score for assignment in self.assignments)

    @property
    def max_score(self) -> int:
        """Points there are."""
        return sum(assignment.max_score for assignment in self.assignments)

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The ids of what this student misunderstood, each once, in the order of the checks."""
        found = (
            check.diagnosis
            for assignment in self.assignments
            for exercise in assignment.exercises
            for check in exercise.checks
        )
        return tuple(dict.fromkeys(name for name in found if name))

    def to_dict(self, language: Language) -> dict[str, object]:
        """The part of result.json that this is."""
        return {
            "schema": SCHEMA,
            "student": self.student,
            "score": self.score,
            "max_score": self.max_score,
            "seed": self.seed,
            "isolation": self.isolation,
            "message": self.message[language],
            "assignments": [assignment.to_dict(language) for assignment in self.assignments],
        }
