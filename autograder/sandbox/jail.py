"""The walls: limits, bubblewrap's command line, and the start of a sandboxed parent. Only sandbox.py imports this."""

from __future__ import annotations

import functools
import importlib.util
import itertools
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from autograder.report import Isolation
from autograder.sandbox.failures import SandboxError
from autograder.sandbox.worker import Options
from autograder.text import Text

SCRATCH = "/tmp"  # inside; a tmpfs of its own
SUBMISSION = "/submission"
WORKER = "/worker"
SITE = "/site"
WORKER_FILES = ("worker.py", "session.py", "wire.py", "seccomp.py")
PRELOAD = ("numpy", "numpy.linalg", "numpy.random", "numpy.fft", "dataclasses", "typing", "math", "random", "inspect")
MIN_BWRAP = (0, 8)  # --size and --disable-userns
NOBODY = 65534
FIRST_UID, LAST_UID = 1_900_000_000, 2_000_000_000  # of nobody's accounts: a user of its own for each sandbox
# The environment is what bwrap itself is started with: --clearenv would leave ours in its /proc/1/environ.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Limits:
    """What a check may use; an assignment may set its own in assignment.toml."""

    check_seconds: float = 10.0  # wall
    submission_seconds: float = 120.0  # wall, all checks together
    memory_bytes: int = 2 * 2**30  # of all processes of the check together
    processes: int = 64  # and threads
    file_bytes: int = 16 * 2**20  # of all files together
    output_bytes: int = 2**20

    def rlimits(self) -> dict[str, int]:
        """The part of it that the kernel keeps for each process."""
        return {
            "RLIMIT_AS": self.memory_bytes,
            "RLIMIT_CPU": int(self.check_seconds) + 2,  # only where the wall clock's limit has failed
            "RLIMIT_NPROC": self.processes,
            "RLIMIT_FSIZE": self.file_bytes,
            "RLIMIT_NOFILE": 64,
            "RLIMIT_CORE": 0,
            "RLIMIT_MEMLOCK": 0,
            "RLIMIT_MSGQUEUE": 0,
        }


NO_BWRAP = Text(
    ja="bubblewrap (bwrap) が見つからないので、提出物を安全に実行できません。\n"
    "  Debian・Ubuntu:  sudo apt-get install bubblewrap\n"
    "  Fedora:          sudo dnf install bubblewrap\n"
    "  macOS・Windows:  Linux の仮想マシンか WSL の中で採点してください。\n"
    "成績に使わない練習なら --isolation process で続けられます (制限だけで、隔離はありません)。",
    en="bubblewrap (bwrap) is not installed, so submissions cannot be run safely.\n"
    "  Debian, Ubuntu:  sudo apt-get install bubblewrap\n"
    "  Fedora:          sudo dnf install bubblewrap\n"
    "  macOS, Windows:  grade inside a Linux virtual machine or WSL.\n"
    "For practice, not for grades, --isolation process goes on with limits alone and no walls.",
)
OLD_BWRAP = Text(
    ja="bubblewrap {found} は古すぎます。{wanted} 以上を入れてください (Debian 12 以降・Ubuntu 24.04 以降にあります)。",
    en="bubblewrap {found} is too old: {wanted} or newer is needed (Debian 12, Ubuntu 24.04 and later have it).",
)
NO_NUMPY = Text(
    ja="numpy が見つかりません: pip install numpy",
    en="numpy is not installed: pip install numpy",
)


def choose_isolation(wanted: str) -> Isolation:
    """The strongest isolation for `auto`; what is asked for, if this machine has it.

    Raises:
        SandboxError: bubblewrap is missing or too old, and `process` was not asked for.
    """
    if wanted == "process":
        return "process"
    find_bwrap()
    return "bwrap"


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
    folder: Path, isolation: Isolation, limits: Limits, scratch: Path, stderr: IO[bytes]
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a parent for the submission in `folder`; returns at once, with the control socket.

    `scratch` is an empty folder for isolation `process`; under bubblewrap the sandbox has one of its own.
    """
    if isolation == "bwrap":
        uid = _fresh_uid() if os.geteuid() == 0 else 0
        walls = [find_bwrap(), *_bwrap_arguments(folder, limits, as_root=bool(uid))]
        options = Options(SCRATCH, [SITE], list(PRELOAD), uid, limits.output_bytes, limits.rlimits(), True)
        script = f"{WORKER}/{WORKER_FILES[0]}"
    else:
        walls = []
        rlimits = {name: value for name, value in limits.rlimits().items() if name != "RLIMIT_NPROC"}
        site = [str(_numpy_folders()[0].parent)]
        options = Options(str(scratch), site, list(PRELOAD), 0, limits.output_bytes, rlimits, False)
        script = str(Path(__file__).with_name(WORKER_FILES[0]))
    python = [str(_python()), "-I", "-S", "-B", "-X", "utf8", script]
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


def _bwrap_arguments(folder: Path, limits: Limits, *, as_root: bool) -> list[str]:
    """Namespaces and mounts. The order counts: a later mount hides an earlier one below it."""
    arguments = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    arguments += ["--as-pid-1", "--die-with-parent", "--new-session", "--hostname", "sandbox", "--cap-drop", "ALL"]
    if as_root:  # mapped into a user namespace, root would still be root to RLIMIT_NPROC: become another user instead
        arguments += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        arguments += ["--unshare-user", "--disable-userns", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    binds, hidden = _python_mounts()
    here = Path(__file__).parent
    binds += [(here / name, f"{WORKER}/{name}") for name in WORKER_FILES]
    binds += [(path, f"{SITE}/{path.name}") for path in _numpy_folders()]
    binds += [(folder, SUBMISSION)]
    arguments += _folders_above(target for _, target in binds)
    for source, target in binds:
        arguments += ["--ro-bind", str(source), target]
    for target in hidden:
        arguments += ["--tmpfs", target]
    for target in hidden:  # else an ordinary user, whose they are, could fill them
        arguments += ["--remount-ro", target]
    arguments += _links()
    for device in ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"):
        arguments += ["--dev-bind", device, device]
    # No /proc at all: nothing of PID 1 can be read there. The root is read-only, so the one place to write has a size.
    arguments += ["--perms", "1777", "--size", str(limits.file_bytes), "--tmpfs", SCRATCH, "--chdir", SCRATCH]
    return [*arguments, "--remount-ro", "/"]


def _folders_above(targets: Iterable[str]) -> list[str]:
    """All ancestors: bwrap would make them for its own user alone (mode 700)."""
    folders = sorted({str(parent) for target in [*targets, "/dev/null"] for parent in Path(target).parents} - {"/"})
    return list(itertools.chain.from_iterable(["--perms", "0755", "--dir", folder] for folder in folders))


def _python() -> Path:
    """The interpreter itself, not a virtual environment's link to it."""
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def _python_mounts() -> tuple[list[tuple[Path, str]], list[str]]:
    """The interpreter, its standard library and the system's shared libraries; folders to hide: installed packages."""
    binds: list[tuple[Path, str]] = []
    libraries = [Path("/usr/lib"), Path("/usr/lib64"), Path("/lib"), Path("/lib64"), Path("/etc/alternatives")]
    libraries += [Path(sys.base_prefix) / "lib", Path("/etc/ld.so.cache"), _python()]
    for path in libraries:
        if path.exists() and not path.is_symlink() and not _within(path, (bound for bound, _ in binds)):
            binds.append((path, str(path)))
    standard = Path(sysconfig.get_path("stdlib"))
    packages = [standard / "site-packages", standard / "dist-packages", Path("/usr/lib/python3")]
    packages += [Path(sys.base_prefix) / "lib/python3/dist-packages"]
    hidden = [str(path) for path in dict.fromkeys(packages) if path.is_dir()]
    return binds, hidden


def _within(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _links() -> list[str]:
    """/lib and its like are links into /usr on a merged system."""
    names = [name for name in ("/lib", "/lib64", "/bin") if Path(name).is_symlink()]
    return list(itertools.chain.from_iterable(["--symlink", os.readlink(name), name] for name in names))


@functools.cache
def _numpy_folders() -> tuple[Path, ...]:
    """The folders of numpy itself, never the whole of site-packages, where this package lies too.

    Raises:
        SandboxError: numpy is not installed.
    """
    spec = importlib.util.find_spec("numpy")
    if spec is None or not spec.submodule_search_locations:
        raise SandboxError(NO_NUMPY)
    package = Path(spec.submodule_search_locations[0])
    libraries = package.with_name("numpy.libs")
    return (package, libraries) if libraries.is_dir() else (package,)
