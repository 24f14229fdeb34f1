"""What every test may use: the tools of the machine, and the course."""

from __future__ import annotations

import os
import shutil

import pytest

from autograder.course import Assignment, load_course

NOTHING_SKIPPED = "AUTOGRADER_TEST_NOTHING_SKIPPED"  # set where continuous integration must see a missing tool


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(tool): skipped where the command is not installed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("needs"):
            (tool,) = mark.args
            if shutil.which(tool) is None and not os.environ.get(NOTHING_SKIPPED):
                item.add_marker(pytest.mark.skip(reason=f"{tool} is not installed"))


@pytest.fixture(scope="session")
def a03() -> Assignment:
    return next(assignment for assignment in load_course() if assignment.id == "a03_layers")


@pytest.fixture(scope="session")
def a04() -> Assignment:
    return next(assignment for assignment in load_course() if assignment.id == "a04_engine")


@pytest.fixture(scope="session")
def a02() -> Assignment:
    return next(assignment for assignment in load_course() if assignment.id == "a02_chain_rule")
