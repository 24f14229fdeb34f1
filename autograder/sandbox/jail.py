"""The walls: limits, bubblewrap's command line, and the start of a sandboxed parent. For sandbox.py and trial.py."""

from __future__ import annotations

import functools
import itertools
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from autograder.limits import Limits
from autograder.report import Isolation
from autograder.sandbox.failures import SandboxError
from autograder.sandbox.mounts import SITE, interpreter, links, package_mounts, python_mounts, site_folder
from autograder.sandbox.worker import Options
from autograder.text import Text

SCRATCH = "/tmp"  # inside; a tmpfs of its own
SUBMISSION = "/submission"
WORKER = "/worker"
WORKER_FILES = ("worker.py", "session.py", "wire.py", "seccomp.py")
PRELOAD = ("numpy", "numpy.linalg", "numpy.random", "numpy.fft", "dataclasses", "typing", "math", "random", "inspect")
MIN_BWRAP = (0, 8)  # --size and --disable-userns
NOBODY = 65534
FIRST_UID, LAST_UID = 1_900_000_000, 2_000_000_000  # of nobody's accounts: a user of its own for each sandbox
# The environment is what bwrap itself is started with: --clearenv would leave ours in its /proc/1/environ.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


NO_BWRAP = Text(
    ja="bubblewrap (bwrap) が見つからないので、提出物を安全に実行できません。\n"
    "  Debian・Ubuntu:  sudo apt-get install bubblewrap\n"
    "  Fedora:          sudo dnf install bubblewrap\n"
    "  macOS・Windows:  Linux の仮想マシンか WSL の中で採点してください。",
    en="bubblewrap (bwrap) is not installed, so submissions cannot be run safely.\n"
    "  Debian, Ubuntu:  sudo apt-get install bubblewrap\n"
    "  Fedora:          sudo dnf install bubblewrap\n"
    "  macOS, Windows:  grade inside a Linux virtual machine or WSL.",
)
OLD_BWRAP = Text(
    ja="bubblewrap {found} は古すぎます。{wanted} 以上を入れてください (Debian 12 以降・Ubuntu 24.04 以降にあります)。",
    en="bubblewrap {found} is too old: {wanted} or newer is needed (Debian 12, Ubuntu 24.04 and later have it).",
)


@functools.cache
def find_bwrap() -> str:
    """Where bubblewrap is.

    Raises:
        SandboxError: it is missing or too old.
    """
    path = shutil.which("bwrap")
    if path is None:
        raise SandboxError(NO_BWRAP)
    words = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = tuple(int(number) for number in re.findall(r"\d+", words))
    if found < MIN_BWRAP:
        raise SandboxError(OLD_BWRAP.format(found=words.strip(), wanted=".".join(map(str, MIN_BWRAP))))
    return path


def start(
    folder: Path, isolation: Isolation, limits: Limits, packages: Sequence[str], scratch: Path, stderr: IO[bytes]
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a parent for the submission in `folder`; returns at once, with the control socket.

    `packages` are what student code finds beside the standard library and numpy.
    `scratch` is an empty folder for isolation `process`; under bubblewrap the sandbox has one of its own.
    """
    if isolation == "bwrap":
        uid = _fresh_uid() if os.geteuid() == 0 else 0
        walls = [find_bwrap(), *_bwrap_arguments(folder, limits, packages, as_root=bool(uid))]
        options = Options(SCRATCH, [SITE], [*PRELOAD, *packages], uid, limits.output_bytes, limits.rlimits(), True)
        script = f"{WORKER}/{WORKER_FILES[0]}"
    else:
        walls = []
        rlimits = {name: value for name, value in limits.rlimits().items() if name != "RLIMIT_NPROC"}
        site = [str(site_folder())]
        options = Options(str(scratch), site, [*PRELOAD, *packages], 0, limits.output_bytes, rlimits, False)
        script = str(Path(__file__).with_name(WORKER_FILES[0]))
    python = [str(interpreter()), "-I", "-S", "-B", "-X", "utf8", script]
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [*walls, *python, str(theirs.fileno()), json.dumps(options._asdict())],
            env=ENVIRONMENT,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            start_new_session=True,  # Ctrl-C is the grader's affair
        )
    return process, ours


def _fresh_uid() -> int:
    """Not yet any sandbox's: the kernel counts processes by user, and one submission must not use up another's."""
    return FIRST_UID + secrets.randbelow(LAST_UID - FIRST_UID)


def _bwrap_arguments(folder: Path, limits: Limits, packages: Sequence[str], *, as_root: bool) -> list[str]:
    """Namespaces and mounts. The order counts: a later mount hides an earlier one below it."""
    arguments = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    arguments += ["--as-pid-1", "--die-with-parent", "--new-session", "--hostname", "sandbox", "--cap-drop", "ALL"]
    if as_root:  # mapped into a user namespace, root would still be root to RLIMIT_NPROC: become another user instead
        arguments += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        arguments += ["--unshare-user", "--disable-userns", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    binds, hidden = python_mounts()
    here = Path(__file__).parent
    binds += [(here / name, f"{WORKER}/{name}") for name in WORKER_FILES]
    binds += package_mounts(["numpy", *packages])
    binds += [(folder, SUBMISSION)]
    arguments += _folders_above(target for _, target in binds)
    for source, target in binds:
        arguments += ["--ro-bind", str(source), target]
    for target in hidden:
        arguments += ["--tmpfs", target]
    for target in hidden:  # else an ordinary user, whose they are, could fill them
        arguments += ["--remount-ro", target]
    arguments += links()
    for device in ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"):
        arguments += ["--dev-bind", device, device]
    # No /proc at all: nothing of PID 1 can be read there. The root is read-only, so the one place to write has a size.
    arguments += ["--perms", "1777", "--size", str(limits.file_bytes), "--tmpfs", SCRATCH, "--chdir", SCRATCH]
    return [*arguments, "--remount-ro", "/"]


def _folders_above(targets: Iterable[str]) -> list[str]:
    """All ancestors: bwrap would make them for its own user alone (mode 700)."""
    folders = sorted({str(parent) for target in [*targets, "/dev/null"] for parent in Path(target).parents} - {"/"})
    return list(itertools.chain.from_iterable(["--perms", "0755", "--dir", folder] for folder in folders))
