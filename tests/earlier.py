"""What an assignment imports of earlier ones, for the submissions that tests make."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Assignment, load_course


def put_earlier(assignment: Assignment, folder: Path) -> None:
    """Write the solutions of the assignments that this one builds on into `folder`.

    They are packages, `engine/__init__.py`: as `engine.py` they would be graded too.
    """
    for earlier in load_course():
        if earlier.id in assignment.builds_on:
            (folder / earlier.module).mkdir()
            (folder / earlier.module / "__init__.py").write_bytes(earlier.source.read_bytes())
