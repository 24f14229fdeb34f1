"""A submission in a folder, a sandbox around it, and a child that has loaded it."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from boxes import SMALL

from autograder.sandbox import jail
from autograder.sandbox.failures import SandboxError
from autograder.sandbox.local import LocalChannel
from autograder.sandbox.remote import ask
from autograder.sandbox.sandbox import Sandbox

Submit = Callable[[str], Path]


@pytest.fixture
def submit(tmp_path: Path) -> Submit:
    """Write `source` as the one file of a submission; its folder."""

    def write(source: str) -> Path:
        folder = tmp_path / "submission"
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)  # the sandbox runs as somebody else
        (folder / "work.py").write_text(textwrap.dedent(source))
        return folder

    return write


@pytest.fixture(scope="session")
def _bwrap() -> None:
    try:
        jail.find_bwrap()
    except SandboxError as problem:
        pytest.skip(str(problem))


@pytest.fixture(params=["bwrap", "process"])
def isolation(request: pytest.FixtureRequest) -> str:
    if request.param == "bwrap":
        request.getfixturevalue("_bwrap")
    return request.param


@pytest.fixture
def open_sandbox(submit: Submit, _bwrap: None) -> Iterator[Callable[..., Sandbox]]:
    """Open a sandbox around a source, closed when the test is over."""
    with contextlib.ExitStack() as stack:
        yield lambda source, limits=SMALL, isolation="bwrap": stack.enter_context(
            Sandbox(submit(source), isolation, limits)
        )


@pytest.fixture(scope="session")
def shared_sandbox(_bwrap: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Sandbox]]:
    """One sandbox for many a small test: each writes its file into the folder."""
    folder = tmp_path_factory.mktemp("shared")
    folder.chmod(0o755)
    with Sandbox(folder, "bwrap", dataclasses.replace(SMALL, submission_seconds=10**6)) as sandbox:
        yield folder, sandbox


@pytest.fixture(params=["sandbox", "local"])
def place(request: pytest.FixtureRequest, submit: Submit) -> Iterator[Callable[[str], tuple[Any, Any]]]:
    """Load a source in the sandbox, then in this process, which must not differ: (channel, module)."""
    with contextlib.ExitStack() as stack:

        def enter(source: str) -> tuple[Any, Any]:
            folder = submit(source)
            if request.param == "local":
                channel = stack.enter_context(LocalChannel())
                answer = ask(channel, "load", str(folder / "work.py"), "work", [])
            else:
                shared, sandbox = request.getfixturevalue("shared_sandbox")
                (shared / "work.py").write_bytes((folder / "work.py").read_bytes())
                channel = stack.enter_context(sandbox.check())
                answer = ask(channel, "load", str(sandbox.root / "work.py"), "work", [])
            return channel, answer[0]

        path = list(sys.path)
        yield enter
        sys.path[:] = path
        sys.modules.pop("work", None)
