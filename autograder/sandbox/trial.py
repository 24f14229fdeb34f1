"""Whether this machine can hold a sandbox: found out by trying. The command line and doctor.py import this."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.limits import Limits
from autograder.report import Isolation
from autograder.sandbox.failures import SandboxError, StudentFailure
from autograder.sandbox.jail import find_bwrap
from autograder.sandbox.remote import ask
from autograder.sandbox.sandbox import DOES_NOT_START, Sandbox
from autograder.text import Text

PROBE = "def answer():\n    return 6 * 7\n"
SECONDS = 30.0  # for a program that adds nothing but a filter to itself

# linux/prctl.h, linux/seccomp.h
FILTER_PROBE = """
import ctypes, sys
sys.path.insert(0, sys.argv[1])
import seccomp
prctl = ctypes.CDLL(None).prctl
prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS, as under bubblewrap
seccomp.refuse_system_calls()
sys.exit(prctl(21, 0, 0, 0, 0) != seccomp.SECCOMP_MODE_FILTER)  # PR_GET_SECCOMP
"""
LANDLOCK_CREATE_RULESET, LANDLOCK_CREATE_RULESET_VERSION = 444, 1  # asm-generic/unistd.h, linux/landlock.h

SYSCTL = Path("/proc/sys")
CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))  # Docker's and Podman's

NOTHING_GRADED = Text(
    ja="提出物は 1 つも採点していません。この計算機に何が足りないかは autograder doctor で分かります。\n"
    "成績に使わない練習なら --isolation process で続けられます \n"
    "(制限だけで隔離はなく、点数をごまかすコードを防げません)。",
    en="No submission has been graded. `autograder doctor` shows what this machine lacks.\n"
    "For practice, not for grades, --isolation process goes on with limits alone and no walls: "
    "code that tampers with its own points is not stopped.",
)
WRONG_ANSWER = Text(ja="中のプログラムが答えません", en="the program inside does not answer")

APPARMOR = Text(
    ja="Ubuntu 24.04 以降の AppArmor がユーザー名前空間を制限しています: "
    "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    en="AppArmor restricts user namespaces (Ubuntu 24.04 and later): "
    "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
)
SWITCHED_OFF = Text(
    ja="一般ユーザーの名前空間が無効です: sudo sysctl -w kernel.unprivileged_userns_clone=1",
    en="User namespaces are switched off for ordinary users: sudo sysctl -w kernel.unprivileged_userns_clone=1",
)
NONE_ALLOWED = Text(
    ja="ユーザー名前空間の数が 0 に制限されています: sudo sysctl -w user.max_user_namespaces=10000",
    en="The number of user namespaces is limited to 0: sudo sysctl -w user.max_user_namespaces=10000",
)
IN_CONTAINER = Text(
    ja="コンテナの中です。docker run や podman run に --privileged を付けて始めてください。",
    en="This is a container: start it with --privileged (docker run, podman run).",
)


def choose_isolation(wanted: str) -> Isolation:
    """What to grade with: `bwrap` for `auto` and `bwrap`, where a sandbox really starts; `process` if asked for.

    `auto` never falls back to `process`: points that could have been tampered with are worse than none.

    Raises:
        SandboxError: no sandbox starts here, and `process` was not asked for; says why and what to do.
    """
    if wanted == "process":
        return "process"
    try:
        start_once()
    except SandboxError as problem:
        raise SandboxError(Text.join([problem.text, NOTHING_GRADED])) from problem
    return "bwrap"


def start_once() -> None:
    """Start a sandbox, have a child of it compute something, and end it.

    Raises:
        SandboxError: bubblewrap is missing, too old, or does not start.
    """
    find_bwrap()
    with tempfile.TemporaryDirectory(prefix="autograder-trial-") as name:
        folder = Path(name) / "submission"
        folder.mkdir(mode=0o755)
        (folder / "probe.py").write_text(PROBE)
        Path(name).chmod(0o755)  # the sandbox runs as somebody else
        try:
            with Sandbox(folder, "bwrap", Limits()) as sandbox, sandbox.check() as channel:
                module, _ = ask(channel, "load", str(sandbox.root / "probe.py"), "probe", [])
                answer = module.answer()
        except StudentFailure as failure:  # there is no student here: the child could not do its work
            raise SandboxError(DOES_NOT_START.format(words=failure.text)) from failure
    if answer != 42:
        raise SandboxError(DOES_NOT_START.format(words=WRONG_ANSWER))


def restrictions() -> list[Text]:
    """What of this machine's settings may keep a sandbox from starting, each with its remedy."""
    found = []
    if os.geteuid() != 0:  # root makes a sandbox without a user namespace
        found += [APPARMOR] if _sysctl("kernel/apparmor_restrict_unprivileged_userns") == "1" else []
        found += [SWITCHED_OFF] if _sysctl("kernel/unprivileged_userns_clone") == "0" else []
        found += [NONE_ALLOWED] if _sysctl("user/max_user_namespaces") == "0" else []
    if any(mark.exists() for mark in CONTAINER_MARKS):
        found.append(IN_CONTAINER)
    return found


def filter_loads() -> bool:
    """Whether the kernel takes the filter of system calls; tried in a process of its own, which it would bind."""
    command = [sys.executable, "-I", "-S", "-c", FILTER_PROBE, str(Path(__file__).parent)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def landlock_version() -> int:
    """The version of the kernel's Landlock interface, 0 where it has none or keeps it switched off."""
    if sys.platform != "linux":
        return 0
    syscall = ctypes.CDLL(None, use_errno=True).syscall
    arguments = ctypes.c_void_p(None), ctypes.c_size_t(0), ctypes.c_uint32(LANDLOCK_CREATE_RULESET_VERSION)
    return max(0, int(syscall(ctypes.c_long(LANDLOCK_CREATE_RULESET), *arguments)))


def _sysctl(name: str) -> str:
    """A setting's value, empty where this kernel does not have it."""
    try:
        return (SYSCTL / name).read_text().strip()
    except OSError:
        return ""
