"""When a submission was handed in, as far as it says so itself. Lateness imports this.

Nothing of a submission is run or obeyed. A repository's config can name programs that git starts (`gpg.program`,
`core.fsmonitor`, a remote's `uploadpack`), so git never sees it: it runs in a repository made here, which borrows
nothing but the submission's objects.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import stat
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import islice
from pathlib import Path
from typing import Literal

Source = Literal["commit", "file", "zip"]

GIT_SECONDS = 10
GIT_BYTES = 2**30  # of memory: a commit that unpacks to more is no commit
MAX_REFS = 2**22  # bytes of packed-refs
MAX_FILES = 100_000  # that are looked at
MAX_ZIP = 2**28  # bytes; intake refuses what is far smaller
FIRST_YEAR, LAST_YEAR = 1980, 2200  # of what is taken for a time; zips begin in 1980
PASSED_OVER = {".git", "__pycache__", ".ipynb_checkpoints"}
_REF = re.compile(r"ref: (refs/[\w./-]{1,500})")
_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True)
class HandedIn:
    """A time, aware of its zone, and what says so."""

    time: datetime
    source: Source


def handed_in(path: Path, zone: tzinfo) -> HandedIn | None:
    """Return when the submission at `path` was handed in; None where nothing says so.

    A git repository: when its HEAD was committed. Another folder or file: when the newest file was changed. A zip: its
    newest entry, whose clock time is taken to be `zone`'s, as zips don't say.
    """
    try:
        if path.is_dir():
            return _of_commit(path / ".git") or _of_files(path)
        if path.suffix.lower() == ".zip":
            return _of_zip(path, zone)
        return HandedIn(_time(path.stat().st_mtime), "file")
    except (OSError, OverflowError, ValueError):
        return None


def _time(seconds: float) -> datetime:
    time = datetime.fromtimestamp(seconds, UTC)
    if not FIRST_YEAR <= time.year <= LAST_YEAR:
        raise ValueError("no time at which anything was handed in")
    return time


def _of_files(folder: Path) -> HandedIn | None:
    times = list(islice(_file_times(folder), MAX_FILES))
    return HandedIn(_time(max(times)), "file") if times else None


def _file_times(folder: Path) -> Iterator[float]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - PASSED_OVER)
        for name in files:
            found = os.lstat(os.path.join(parent, name))
            if stat.S_ISREG(found.st_mode):
                yield found.st_mtime


def _of_zip(path: Path, zone: tzinfo) -> HandedIn | None:
    times = []
    if path.stat().st_size > MAX_ZIP:
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in islice(archive.infolist(), MAX_FILES):
                if not entry.is_dir():
                    times.append(entry.date_time)
    except (zipfile.BadZipFile, NotImplementedError):
        return None
    return HandedIn(_time(datetime(*max(times), tzinfo=zone).timestamp()), "zip") if times else None


def _of_commit(repository: Path) -> HandedIn | None:
    git, objects = shutil.which("git"), repository / "objects"
    if git is None or not _is_folder(repository) or not _is_folder(objects):
        return None
    commit = _head(repository)
    if commit is None:
        return None
    with tempfile.TemporaryDirectory(prefix="autograder-git-") as folder:
        own = Path(folder)
        _make_repository(own, sha256=len(commit) == 64)
        command = [
            git,
            f"--git-dir={own}",
            "-c",
            "core.commitGraph=false",
            "log",
            "-1",
            "--no-mailmap",
            "--no-show-signature",
            "--format=%ct",
            commit,
            "--",
        ]
        environment = {
            "PATH": os.defpath, "HOME": folder, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_OBJECT_DIRECTORY": str(objects.absolute()), "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
        }  # fmt: skip
        try:
            done = subprocess.run(
                command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                timeout=GIT_SECONDS, check=True, preexec_fn=_limit,
            )  # fmt: skip
        except subprocess.SubprocessError:
            return None
    return HandedIn(_time(int(done.stdout)), "commit")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (GIT_BYTES, GIT_BYTES))


def _make_repository(folder: Path, *, sha256: bool) -> None:
    (folder / "refs").mkdir()
    (folder / "objects").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    version, extension = ("1", "[extensions]\n\tobjectFormat = sha256\n") if sha256 else ("0", "")
    (folder / "config").write_text(f"[core]\n\trepositoryFormatVersion = {version}\n\tbare = true\n{extension}")


def _head(repository: Path) -> str | None:
    """The hash that HEAD stands for, itself or by a branch."""
    head = _words(repository / "HEAD").strip()
    if branch := _REF.fullmatch(head):
        name = branch[1]
        if ".." in name:
            return None
        head = _words(repository / name).strip() or _packed(repository, name)
    return head if _HASH.fullmatch(head) else None


def _packed(repository: Path, name: str) -> str:
    for line in _words(repository / "packed-refs").splitlines():
        value, _, of = line.partition(" ")
        if of == name:
            return value
    return ""


def _words(path: Path) -> str:
    """What a regular file says; nothing where it is none, or is not there. A pipe would keep a reader waiting."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return ""
    with open(descriptor, "rb") as file:
        return file.read(MAX_REFS).decode("ascii", "replace") if stat.S_ISREG(os.fstat(descriptor).st_mode) else ""


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
