"""What the doctor says of a machine that lacks something, and what of one that lacks nothing."""

from __future__ import annotations

import importlib.metadata
import io
import platform
import shutil
import sys
from types import SimpleNamespace

import psutil
import pytest
from rich.console import Console

from autograder import doctor
from autograder.doctor import Finding, examine, grades_in_full_isolation
from autograder.doctor_table import STATE, table
from autograder.sandbox import jail, trial
from autograder.sandbox.failures import SandboxError
from autograder.text import LANGUAGES, Text

SECRET = "nobody may read this"


@pytest.fixture(autouse=True)
def configuration(tmp_path, monkeypatch):
    """A secret's file of our own, and no variable."""
    monkeypatch.delenv("AUTOGRADER_SECRET", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "autograder" / "secret"


@pytest.fixture
def without_bwrap(tmp_path, monkeypatch):
    jail.find_bwrap.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    yield
    jail.find_bwrap.cache_clear()


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.name.en: finding for finding in findings}


def printed(findings: list[Finding], language: str, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(table(findings, language))
    return console.file.getvalue()


@pytest.mark.needs("bwrap")
@pytest.mark.needs("dot")
def test_a_machine_with_everything_grades(configuration):
    findings = examine()
    assert {finding.name.en: finding.state for finding in findings if finding.state == "missing"} == {}
    assert grades_in_full_isolation(findings)
    assert by_name(findings)["numpy"].found.en == importlib.metadata.version("numpy")
    assert not configuration.exists()  # the doctor only looks


def test_without_bubblewrap_the_remedy_is_said_once_and_nothing_else_is_blamed(without_bwrap):
    findings = by_name(examine())
    assert findings["bubblewrap"].state == findings["a sandbox starts"].state == "missing"
    assert "apt-get install bubblewrap" in findings["bubblewrap"].remedy.en
    assert "apt-get" not in findings["a sandbox starts"].remedy.en
    assert findings["user namespaces"].state == "ok"
    assert not grades_in_full_isolation([*findings.values()])


def test_where_no_sandbox_starts_the_settings_in_the_way_are_named(monkeypatch):
    def no_start() -> None:
        raise SandboxError(Text.same("bwrap: Permission denied"))

    monkeypatch.setattr(trial, "start_once", no_start)
    monkeypatch.setattr(trial, "restrictions", lambda: [trial.APPARMOR, trial.IN_CONTAINER])
    monkeypatch.setattr(doctor, "find_bwrap", lambda: sys.executable)
    findings = by_name(examine())
    assert findings["a sandbox starts"].state == findings["user namespaces"].state == "missing"
    assert "Permission denied" in findings["a sandbox starts"].remedy.en
    for words in (findings["user namespaces"].remedy.en, findings["user namespaces"].remedy.ja):
        assert "sysctl" in words
        assert "--privileged" in words


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_elsewhere_than_on_linux_it_names_wsl_and_containers(monkeypatch, system):
    monkeypatch.setattr(sys, "platform", system)
    finding = doctor.operating_system()
    assert finding.state == "missing"
    assert "WSL" in finding.remedy.en
    assert "コンテナ" in finding.remedy.ja


def test_an_old_python_an_unknown_processor_and_a_filter_refused_are_missing(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    assert doctor.python_version().state == "missing"
    monkeypatch.setattr(trial, "filter_loads", lambda: False)
    assert doctor.system_call_filter().state == "missing"
    monkeypatch.setattr(trial, "filter_loads", lambda: True)
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert doctor.system_call_filter().state == "missing"


def test_what_only_adds_comfort_leaves_the_machine_fit(monkeypatch):
    monkeypatch.setattr(trial, "landlock_version", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    findings = [doctor.landlock(), doctor.graphviz()]
    assert [finding.state for finding in findings] == ["weaker", "weaker"]
    assert grades_in_full_isolation(findings)


@pytest.mark.parametrize(("gib", "jobs", "state"), [(40, 4, "ok"), (9.5, 2, "weaker"), (1, 0, "weaker")])
def test_as_many_gradings_fit_as_have_the_memory_of_the_largest_assignment(monkeypatch, tmp_path, gib, jobs, state):
    monkeypatch.setattr(doctor, "CGROUP_MEMORY", tmp_path / "none")
    monkeypatch.setattr(doctor, "default_jobs", lambda: 4)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=gib * 2**30))
    finding = doctor.memory_and_cores()
    assert finding.state == state
    assert finding.found.en.endswith(f"at a time: {jobs}")
    assert (f"--jobs {max(jobs, 1)}" in finding.remedy.en) == (state == "weaker")


def test_a_container_s_memory_counts_where_it_is_less(monkeypatch, tmp_path):
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(doctor, "CGROUP_MEMORY", limit)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=2**34))
    for words, free in [("max\n", 2**34), (f"{2**32}\n", 2**32), (f"{2**40}\n", 2**34)]:
        limit.write_text(words)
        assert doctor.available_memory() == free


def test_a_package_that_is_not_there_is_missing(monkeypatch):
    assert doctor.package("no-such-package-of-ours").state == "missing"
    monkeypatch.setattr(doctor, "DIGITS", "data/data/no such file")
    assert doctor.digits().state == "missing"


def test_the_secret_is_located_and_never_shown(monkeypatch, configuration):
    states = [doctor.secret()]
    configuration.parent.mkdir()
    configuration.write_text(SECRET)
    configuration.chmod(0o644)
    states.append(doctor.secret())
    configuration.chmod(0o600)
    states.append(doctor.secret())
    configuration.write_text("\n")
    states.append(doctor.secret())
    configuration.unlink()
    configuration.mkdir()
    states.append(doctor.secret())
    monkeypatch.setenv("AUTOGRADER_SECRET", SECRET)
    states.append(doctor.secret())
    assert [finding.state for finding in states] == ["ok", "weaker", "ok", "missing", "missing", "ok"]
    assert all(str(configuration) in finding.found.en for finding in states[:5])
    assert "AUTOGRADER_SECRET" in states[5].found.en
    assert f"chmod 600 {configuration}" in states[1].remedy.en
    assert SECRET not in repr(states)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["ok", "weaker", "missing"])
def test_the_table_has_what_was_found_what_to_do_and_the_verdict(language, state):
    words = Text(ja="[red]鍵[/]", en="[red]key[/]")
    output = printed([Finding(words, state, Text.same("found"), Text(ja="直す", en="mend"))], language)
    for part in (words[language], STATE[state][language], "found", {"ja": "直す", "en": "mend"}[language]):
        assert part in output
    assert ("--isolation process" in output) == (state == "missing")
