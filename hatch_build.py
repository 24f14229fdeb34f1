"""Puts the course itself into the wheel; an editable install finds it in the checkout."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COURSE = ("solutions", "assignments", "examples")


class CourseData(BuildHookInterface):
    """Adds COURSE below autograder/_course, where autograder.course.course_root looks."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a build."""
        if version == "standard":
            build_data["force_include"].update({name: f"autograder/_course/{name}" for name in COURSE})
