"""assignment.toml: what is read from it, and what is said when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Assignment, CourseError, load_course
from autograder.limits import Limits
from autograder.text import Text

GOOD = """\
order = 2
module = "part"
title = { ja = "部品", en = "Part" }
[[exercise]]
id = "one"
points = 3
title = { ja = "一", en = "One" }
builds_on = ["zero"]
"""


def course(tmp_path: Path, **files: str) -> tuple[Assignment, ...]:
    for name, text in files.items():
        (tmp_path / "solutions" / name).mkdir(parents=True)
        (tmp_path / "solutions" / name / "assignment.toml").write_text(text, encoding="utf-8")
    return load_course(tmp_path)


def test_reads_titles_points_and_paths(tmp_path: Path) -> None:
    (part,) = course(tmp_path, a02_part=GOOD)
    assert (part.id, part.order, part.module, part.points) == ("a02_part", 2, "part", 3)
    assert part.title == Text(ja="部品", en="Part")
    assert part.exercises[0].builds_on == ("zero",)
    assert part.source == tmp_path / "solutions/a02_part/part.py"
    assert part.stub == tmp_path / "assignments/a02_part/part.py"
    assert part.notebook("ja").name == "part.ipynb"
    assert part.notebook("en").name == "part.en.ipynb"


def test_comes_in_the_order_of_the_course(tmp_path: Path) -> None:
    found = course(tmp_path, z_first=GOOD.replace("order = 2", "order = 1"), a_last=GOOD)
    assert [assignment.id for assignment in found] == ["z_first", "a_last"]


@pytest.mark.parametrize("gone", ["order = 2", 'module = "part"', "points = 3", 'id = "one"', "title = { ja"])
def test_a_missing_entry_is_named_with_its_file(tmp_path: Path, gone: str) -> None:
    text = "\n".join(line for line in GOOD.splitlines() if not line.startswith(gone))
    with pytest.raises(CourseError) as error:
        course(tmp_path, a02_part=text)
    assert "assignment.toml" in str(error.value)
    assert gone.partition(" ")[0] in str(error.value)


@pytest.mark.parametrize("text", ["order = ", GOOD.replace('en = "Part"', 'fr = "Part"')])
def test_what_cannot_be_read_is_named_with_its_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(CourseError, match=r"assignment\.toml"):
        course(tmp_path, a02_part=text)


def test_no_course_at_all(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="solutions"):
        load_course(tmp_path)


def test_limits_packages_and_assignments_below_are_read(tmp_path: Path) -> None:
    head = 'builds_on = ["a01_x"]\nlimits = { check_seconds = 30, memory_gib = 4 }\n'
    (part,) = course(tmp_path, a02_part=head + GOOD + 'packages = ["torch"]\n')
    assert part.builds_on == ("a01_x",)
    assert part.limits == Limits(check_seconds=30, memory_bytes=4 * 2**30)
    assert part.exercises[0].packages == ("torch",)


def test_an_unknown_limit_is_named_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"assignment\.toml.*patience"):
        course(tmp_path, a02_part="limits = { patience = 3 }\n" + GOOD)
