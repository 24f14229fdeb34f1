"""Whether a sandbox starts is tried, not guessed; where none does, `auto` refuses and says why."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from autograder.sandbox import jail, trial
from autograder.sandbox.failures import SandboxError
from autograder.sandbox.trial import choose_isolation, filter_loads, landlock_version, restrictions, start_once


@pytest.fixture
def bwrap_that_says(tmp_path, monkeypatch):
    """Put a bwrap on the PATH that is new enough and does nothing but complain."""

    def put(words: str) -> None:
        program = tmp_path / "bin" / "bwrap"
        program.parent.mkdir()
        program.write_text(
            f'#!/bin/sh\n[ "$1" = --version ] && echo bubblewrap 0.9.0 && exit\necho "{words}" >&2\nexit 1\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)

    jail.find_bwrap.cache_clear()
    yield put
    jail.find_bwrap.cache_clear()


@pytest.mark.usefixtures("_bwrap")
@pytest.mark.parametrize("wanted", ["auto", "bwrap"])
def test_a_sandbox_that_starts_is_taken_and_leaves_nothing(tmp_path, monkeypatch, wanted):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert choose_isolation(wanted) == "bwrap"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wanted", ["auto", "bwrap"])
def test_a_bubblewrap_that_cannot_start_one_is_no_isolation_and_never_falls_back(bwrap_that_says, wanted):
    bwrap_that_says("bwrap: setting up uid map: Permission denied")
    with pytest.raises(SandboxError) as raised:
        choose_isolation(wanted)
    for words in (raised.value.text.ja, raised.value.text.en):
        assert "setting up uid map: Permission denied" in words
        assert "apparmor_restrict_unprivileged_userns=0" in words
        assert "autograder doctor" in words
        assert "--isolation process" in words
    assert "No submission has been graded" in raised.value.text.en
    assert choose_isolation("process") == "process"


@pytest.mark.usefixtures("_bwrap")
def test_a_program_inside_that_computes_nothing_is_no_sandbox(monkeypatch):
    for probe in ("def answer(): return 43", "def answer(): raise OSError", "import os; os._exit(0)"):
        monkeypatch.setattr(trial, "PROBE", probe)
        with pytest.raises(SandboxError):
            start_once()


def test_the_settings_that_forbid_namespaces_are_found_with_their_remedies(tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "SYSCTL", tmp_path)
    monkeypatch.setattr(trial, "CONTAINER_MARKS", (tmp_path / "mark",))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert restrictions() == []
    forbidding = {
        "kernel/apparmor_restrict_unprivileged_userns": ("1", "0", "kernel.apparmor_restrict_unprivileged_userns=0"),
        "kernel/unprivileged_userns_clone": ("0", "1", "kernel.unprivileged_userns_clone=1"),
        "user/max_user_namespaces": ("0", "96365", "user.max_user_namespaces="),
    }
    for name, (forbids, allows, remedy) in forbidding.items():
        setting = tmp_path / name
        setting.parent.mkdir(exist_ok=True)
        setting.write_text(f"{forbids}\n")
        (text,) = restrictions()
        assert remedy in text.ja
        assert remedy in text.en
        setting.write_text(f"{allows}\n")
        assert restrictions() == []
    (tmp_path / "mark").touch()
    (text,) = restrictions()
    assert "--privileged" in text.en


def test_root_needs_no_user_namespace(tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "SYSCTL", tmp_path)
    monkeypatch.setattr(trial, "CONTAINER_MARKS", ())
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (tmp_path / "user").mkdir()
    (tmp_path / "user/max_user_namespaces").write_text("0\n")
    assert restrictions() == []


def test_the_filter_is_tried_in_a_process_of_its_own(monkeypatch):
    assert filter_loads()
    assert "Seccomp:\t2" not in Path("/proc/self/status").read_text()
    monkeypatch.setattr(trial, "FILTER_PROBE", trial.FILTER_PROBE.replace("seccomp.refuse_system_calls()", ""))
    assert not filter_loads()


def test_landlock_s_version_is_the_kernel_s():
    lsm = Path("/sys/kernel/security/lsm")
    listed = lsm.exists() and "landlock" in lsm.read_text().split(",")
    assert landlock_version() >= (1 if listed else 0)
