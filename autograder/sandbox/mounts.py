"""Which files of this machine a sandbox sees: the interpreter, the standard library, some packages. For jail.py."""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import itertools
import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.sandbox.failures import SandboxError
from autograder.text import Text

SITE = "/site"  # where packages lie inside

NOT_INSTALLED = Text(
    ja="{package} が見つかりません: pip install {package}",
    en="{package} is not installed: pip install {package}",
)


def interpreter() -> Path:
    """The interpreter itself, not a virtual environment's link to it."""
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def python_mounts() -> tuple[list[tuple[Path, str]], list[str]]:
    """(source, place inside) of Python and the system's shared libraries; then folders to hide: installed packages."""
    standard = Path(sysconfig.get_path("stdlib"))
    base = Path(sys.base_prefix)
    wanted = [*_library_folders(), Path("/etc/alternatives"), Path("/etc/ld.so.cache"), interpreter(), standard]
    wanted += [] if base == Path("/usr") else [base / "lib"]  # libpython; in /usr it lies among the system's libraries
    binds: list[tuple[Path, str]] = []
    for path in sorted(set(wanted), key=lambda path: len(path.parts)):
        if path.exists() and not path.is_symlink() and not _within(path, (bound for bound, _ in binds)):
            binds.append((path, str(path)))
    packages = [standard / "site-packages", standard / "dist-packages", base / "lib/python3/dist-packages"]
    hidden = [str(path) for path in packages if path.is_dir() and _within(path, (bound for bound, _ in binds))]
    return binds, list(dict.fromkeys(hidden))


def _library_folders() -> list[Path]:
    """The system's shared libraries; of /usr/lib, where all sorts of programs live, the architecture's part alone."""
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    folders = [Path("/usr/lib") / multiarch, Path("/lib") / multiarch] if multiarch else []
    if not any(folder.is_dir() for folder in folders):
        folders = [Path("/usr/lib"), Path("/lib")]
    return [folder for folder in [*folders, Path("/usr/lib64"), Path("/lib64")] if not _behind_a_link(folder)]


def _behind_a_link(path: Path) -> bool:
    return any(parent.is_symlink() for parent in [path, *path.parents])


def links() -> list[str]:
    """Arguments of bwrap for /lib and its like, which are links into /usr on a merged system."""
    names = [name for name in ("/lib", "/lib64", "/bin") if Path(name).is_symlink()]
    return list(itertools.chain.from_iterable(["--symlink", os.readlink(name), name] for name in names))


def package_mounts(packages: Sequence[str]) -> list[tuple[Path, str]]:
    """(source, place inside) of the packages and of what they require, never of the whole of site-packages.

    Raises:
        SandboxError: one of `packages` is not installed.
    """
    paths = dict.fromkeys(path for package in packages for path in _package_paths(package))
    return [(path, f"{SITE}/{path.name}") for path in paths]


def site_folder() -> Path:
    """Where this interpreter's packages lie: what a process without walls imports numpy from."""
    return _package_paths("numpy")[0].parent


@functools.cache
def _package_paths(package: str) -> tuple[Path, ...]:
    """The folders and modules that a distribution and those it requires put into site-packages."""
    paths: list[Path] = []
    for name in _with_requirements(package):
        distribution = importlib.metadata.distribution(name)
        tops = {file.parts[0] for file in distribution.files or [] if not file.parts[0].startswith("..")}
        if not tops:  # a package of the system's, as Debian's are, lists none
            tops = set((distribution.read_text("top_level.txt") or name.replace("-", "_")).split())
        located = (Path(str(distribution.locate_file(top))) for top in sorted(tops))
        paths += [path for path in located if path.suffix not in (".dist-info", ".pth") and path.name != "__pycache__"]
    if not paths:
        raise SandboxError(NOT_INSTALLED.format(package=package))
    return tuple(path for path in dict.fromkeys(paths) if path.exists())


def _with_requirements(package: str) -> list[str]:
    """The distribution and, as far as installed, all that it needs on this machine (its extras are not asked for)."""
    found: dict[str, None] = {}
    waiting = [package]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            requirements = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found[name] = None
        waiting += [re.match(r"[\w.-]+", line)[0] for line in requirements if "extra ==" not in line]  # type: ignore[index]
    return list(found)


def _within(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)
