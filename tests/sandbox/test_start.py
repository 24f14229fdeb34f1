"""Where the sandbox does not start it says why; where the grader goes, the sandbox goes; as root and as anybody."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import psutil
import pytest
from boxes import SMALL, load

from autograder.sandbox import jail, sandbox
from autograder.sandbox.failures import SandboxError
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.trial import choose_isolation

REPOSITORY = Path(__file__).resolve().parents[2]
ANYBODY = 12345  # a user id that nobody here has


@pytest.fixture
def forget():
    """find_bwrap remembers what it found."""
    jail.find_bwrap.cache_clear()
    yield
    jail.find_bwrap.cache_clear()


@pytest.fixture
def fake_bwrap(tmp_path, monkeypatch, forget):
    """Put a bwrap of our own first on the PATH."""

    def put(script: str, version: str = "bubblewrap 0.11.0") -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "bwrap"
        program.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo "{version}"; exit; fi\n{script}\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)

    return put


@pytest.fixture
def own_temporary_folder(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_without_bubblewrap_there_is_a_remedy(monkeypatch, tmp_path, forget, submit, own_temporary_folder):
    monkeypatch.setenv("PATH", str(tmp_path))
    for wanted in ("auto", "bwrap"):
        with pytest.raises(SandboxError, match="apt-get install bubblewrap") as raised:
            choose_isolation(wanted)
        assert "--isolation process" in raised.value.text.ja
    assert choose_isolation("process") == "process"
    with pytest.raises(SandboxError):
        Sandbox(submit("x = 1"), "bwrap", SMALL)
    assert list(own_temporary_folder.iterdir()) == []


@pytest.mark.parametrize("version", ["bubblewrap 0.7.2", "bubblewrap 0.3", "?"])
def test_an_old_bubblewrap_is_refused(fake_bwrap, version):
    fake_bwrap("exit 1", version)
    with pytest.raises(SandboxError, match=r"too old: 0\.8 or newer") as raised:
        choose_isolation("auto")
    assert version in raised.value.text.ja


@pytest.mark.parametrize("version", ["bubblewrap 0.8.0", "bubblewrap 0.11.0", "bubblewrap 1.0"])
def test_a_new_one_is_fine(fake_bwrap, version):
    fake_bwrap("exit 1", version)
    assert jail.find_bwrap().endswith("/bwrap")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1", "setting up uid map: Permission denied"),
        ("exit 1", "no answer"),
        ("printf '\\377\\376' >&2; exit 1", "\ufffd"),
    ],
)
def test_a_start_that_fails_says_why_and_what_to_do(fake_bwrap, submit, own_temporary_folder, script, words):
    fake_bwrap(script)
    with Sandbox(submit("x = 1"), "bwrap", SMALL) as box:
        for _ in range(2):
            with pytest.raises(SandboxError) as raised, box.check():
                pass
            for text in (raised.value.text.ja, raised.value.text.en):
                assert words in text
                assert "apparmor_restrict_unprivileged_userns=0" in text
                assert "--privileged" in text
    assert list(own_temporary_folder.iterdir()) == []


def test_a_start_that_never_ends_is_given_up(fake_bwrap, submit, monkeypatch):
    fake_bwrap("echo waiting for a lock >&2; exec sleep 1000")
    monkeypatch.setattr(sandbox, "START_SECONDS", 1.5)
    monkeypatch.setattr(sandbox, "END_SECONDS", 0.2)
    with (
        Sandbox(submit("x = 1"), "bwrap", SMALL) as box,
        pytest.raises(SandboxError, match="waiting for a lock"),
        box.check(),
    ):
        pass
    assert not [process for process in psutil.Process().children(recursive=True) if process.name() == "sleep"]


def test_a_limit_that_cannot_be_set_is_the_machine_s_fault_and_named(submit, monkeypatch):
    """Known before any of the student's code runs, so that no exit code of theirs can be taken for it."""
    monkeypatch.setattr(jail.Limits, "rlimits", lambda self: {"RLIMIT_NOFILE": 2**40})
    with (
        Sandbox(submit("x = 1"), "bwrap", SMALL) as box,
        pytest.raises(SandboxError, match=r"RLIMIT_NOFILE \d+: (.|\n)*a limit could not be set"),
        box.check(),
    ):
        pass


GRADER = """
import sys, time
from pathlib import Path
sys.path.insert(0, {here!r})
from boxes import SMALL, load
from autograder.sandbox.sandbox import Sandbox
with Sandbox(Path({folder!r}), {isolation!r}, SMALL) as box, box.check() as channel:
    load(box, channel).start()
    print("ready", flush=True)
    time.sleep(1000)
"""


def test_where_the_grader_is_killed_no_process_is_left(submit, isolation):
    folder = submit("import os, time\ndef start():\n    if os.fork() == 0: time.sleep(1000)\n")
    source = GRADER.format(here=str(Path(__file__).parent), folder=str(folder), isolation=isolation)
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, cwd=REPOSITORY) as grader:
        assert grader.stdout.readline() == b"ready\n"
        inside = psutil.Process(grader.pid).children(recursive=True)
        assert len(inside) >= 3
        grader.kill()
    _, alive = psutil.wait_procs(inside, timeout=60)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


AS_ANYBODY = """
import dataclasses, json, os, sys
from pathlib import Path
sys.path.insert(0, {here!r})
from boxes import SMALL, load
from autograder.sandbox.failures import StudentFailure
from autograder.sandbox.sandbox import Sandbox
results = [os.getuid()]
with Sandbox(Path({folder!r}), "bwrap", dataclasses.replace(SMALL, check_seconds=3)) as box:
    for name in {names!r}:
        with box.check() as channel:
            try:
                results.append(getattr(load(box, channel), name)())
            except StudentFailure as failure:
                results.append(failure.text.en)
print(json.dumps(results))
"""
SUBMISSION = """
import ctypes, os, time
import numpy as np
def who(): return [os.getuid(), os.geteuid(), float(np.ones(3).sum()), os.listdir("/tmp"), len(os.environ)]
def forks():
    try:
        for n in range(1000):
            if os.fork() == 0: time.sleep(1000)
    except OSError:
        return n
def loop():
    while True: open("/tmp/x", "w").write("x")
def fill():
    for i in range(100): open(f"/tmp/{i}", "w").write("x" * 2**20)
def signals():
    for n in range(1, 65):
        try: os.kill(1, n)
        except OSError: pass
    return "sent"
def new_user(): return ctypes.CDLL(None).unshare(0x10000000)
def write(): open("/submission/x", "w")
"""
NAMES = ["who", "forks", "loop", "fill", "signals", "new_user", "write", "who"]


def python_for_anybody() -> str:
    """An interpreter with numpy and psutil that any user can run; PYTHON_FOR_ANYBODY names one of your own."""
    candidates = [os.environ.get("PYTHON_FOR_ANYBODY"), sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"]
    readable = "import os, sys, numpy, psutil, autograder.sandbox.sandbox; open(os.path.realpath(sys.executable), 'rb')"
    for python in filter(None, candidates):
        command = [*as_anybody(), python, "-c", readable]
        if (
            subprocess.run(command, capture_output=True, cwd="/", env=anybody_s_environment(), check=False).returncode
            == 0
        ):
            return python
    pytest.skip(
        f"no interpreter with numpy and psutil that user {ANYBODY} can run and that reads {REPOSITORY}; "
        "name one in PYTHON_FOR_ANYBODY"
    )


def as_anybody() -> list[str]:
    return ["setpriv", f"--reuid={ANYBODY}", f"--regid={ANYBODY}", "--clear-groups"]


def anybody_s_environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.skipif(os.geteuid() != 0, reason="every test here runs as an ordinary user already")
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="no setpriv to become an ordinary user with")
@pytest.mark.usefixtures("_bwrap")
def test_an_ordinary_user_has_the_same_walls():
    python = python_for_anybody()
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "work.py").write_text(SUBMISSION)
        source = AS_ANYBODY.format(here=str(Path(__file__).parent), folder=name, names=NAMES)
        command = [*as_anybody(), python, "-c", textwrap.dedent(source)]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd="/", env=anybody_s_environment(), check=False
        )
    assert done.returncode == 0, done.stderr
    user, who, forks, loop, fill, signals, new_user, write, again = json.loads(done.stdout)
    assert user == ANYBODY
    assert who == again == [jail.NOBODY, jail.NOBODY, 3.0, [], 0]
    assert 0 < forks < SMALL.processes
    assert loop.startswith("Stopped after 3 seconds")
    assert "No space left" in fill
    assert signals == "sent"
    assert new_user == -1
    assert "Read-only file system" in write


def test_as_root_each_sandbox_is_a_user_of_its_own(open_sandbox):
    if os.geteuid() != 0:
        pytest.skip("only root can give each sandbox a user of its own")
    source = "import os\ndef f(): return os.getuid()\n"
    users = set()
    for _ in range(2):
        box = open_sandbox(source)
        with box.check() as channel:
            users.add(load(box, channel).f())
    assert len(users) == 2
    assert all(jail.FIRST_UID <= user < jail.LAST_UID for user in users)


def test_ctrl_c_is_the_grader_s_affair(open_sandbox):
    box = open_sandbox("def fine(): return 1\n")
    with box.check() as channel:
        module = load(box, channel)
        for process in [box._process, *psutil.Process(box._process.pid).children(recursive=True)]:
            assert os.getpgid(process.pid) != os.getpgid(0)  # a terminal sends it to the grader's group alone
        assert module.fine() == 1
