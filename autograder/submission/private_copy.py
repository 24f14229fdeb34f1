"""The copy that is graded: every file of a submission is written through here, named safely and counted.

Only autograder.submission imports this.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from autograder.submission.model import SubmissionError
from autograder.submission.names import collision_key, printable
from autograder.text import Text

MIB = 1024 * 1024
MAX_HANDED_IN = 20 * MIB  # a zip, a single file, or all files of a folder
MAX_UNPACKED = 100 * MIB  # all files of a zip
MAX_FILES = 2000
MAX_FOLDERS = 2000

CHUNK = 64 * 1024
FILE_MODE, FOLDER_MODE = 0o644, 0o755

Read = Callable[[int], bytes]  # like file.read: at most so many bytes, none at the end


@dataclass(frozen=True)
class _Copied:
    size: int
    sha256: bytes


@dataclass(frozen=True)
class _Claim:
    parts: tuple[str, ...]
    is_file: bool


class PrivateCopy:
    """A folder that fills with one submission's files; `max_bytes` bounds their sum and may be set before the first.

    Every method raises SubmissionError for what is not accepted. clear() empties the folder again.
    """

    def __init__(self, folder: Path) -> None:
        if any(folder.iterdir()):
            raise ValueError(f"{folder} is not empty")
        folder.chmod(FOLDER_MODE)  # the sandbox may read it as another user
        self.folder = folder
        self.max_bytes = MAX_HANDED_IN
        self._bytes = 0
        self._folders = 0
        self._files: dict[PurePosixPath, _Copied] = {}
        self._taken: dict[tuple[str, ...], _Claim] = {}  # by collision keys

    @property
    def files(self) -> tuple[PurePosixPath, ...]:
        """The relative names copied so far."""
        return tuple(self._files)

    def enter_folder(self) -> None:
        """Count one folder, also an empty one: walking costs time."""
        self._folders += 1
        if self._folders > MAX_FOLDERS:
            raise SubmissionError(
                Text(
                    ja=f"フォルダが {MAX_FOLDERS:,} 個を超えています。課題のファイルだけを提出してください。",
                    en=f"More than {MAX_FOLDERS:,} folders; hand in the assignment's files only.",
                )
            )

    def add(self, parts: tuple[str, ...], read: Read) -> None:
        """Copy one file under the relative name `parts`, whose form has been checked, counting as it streams."""
        if len(self._files) >= MAX_FILES:
            raise SubmissionError(
                Text(
                    ja=f"ファイルが {MAX_FILES:,} 個を超えています。課題のファイルだけを提出してください。",
                    en=f"More than {MAX_FILES:,} files; hand in the assignment's files only.",
                )
            )
        self._claim(parts)
        self._make_folders(parts[:-1])
        path = PurePosixPath(*parts)
        sha256, size = hashlib.sha256(), 0
        with _created(self.folder / path) as target:
            while chunk := read(CHUNK):
                self._count(len(chunk))
                target.write(chunk)
                sha256.update(chunk)
                size += len(chunk)
        self._files[path] = _Copied(size, sha256.digest())

    def digest(self) -> str:
        """sha256 over the sorted names and contents; lengths stand before what they measure, so nothing can shift."""
        total = hashlib.sha256()
        for name, copied in sorted((path.as_posix().encode(), copied) for path, copied in self._files.items()):
            total.update(len(name).to_bytes(8, "big") + name)
            total.update(copied.size.to_bytes(8, "big") + copied.sha256)
        return total.hexdigest()

    def read(self, path: PurePosixPath) -> bytes:
        """Return the content of a copied file."""
        return (self.folder / path).read_bytes()

    def put(self, path: PurePosixPath, content: bytes) -> None:
        """Write a file of ours, in the place of what the student may have there; the digest stays."""
        target = self.folder / path
        if target.is_dir():
            name = printable(path.as_posix())
            raise SubmissionError(
                Text(
                    ja=f"{name} という名前のフォルダがあります。フォルダの名前を変えてから提出し直してください。",
                    en=f"{name} is a folder; rename it and hand in again.",
                )
            )
        target.unlink(missing_ok=True)
        with _created(target) as file:
            file.write(content)

    def clear(self) -> None:
        """Leave nothing in the folder."""
        for entry in self.folder.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def _count(self, size: int) -> None:
        self._bytes += size
        if self._bytes > self.max_bytes:
            raise too_big(self.max_bytes)

    def _claim(self, parts: tuple[str, ...]) -> None:
        """Take the name and those of its folders, unless another one is too like it."""
        key = tuple(collision_key(part) for part in parts)
        for depth in range(1, len(parts) + 1):
            claim = _Claim(parts[:depth], is_file=depth == len(parts))
            holder = self._taken.get(key[:depth])
            if holder is not None and (claim.is_file or holder != claim):
                raise _collision(holder, claim)
            self._taken[key[:depth]] = claim

    def _make_folders(self, parts: tuple[str, ...]) -> None:
        folder = self.folder
        for part in parts:
            folder = folder / part
            if not folder.is_dir():
                folder.mkdir()
                folder.chmod(FOLDER_MODE)  # mkdir's own mode is cut by the umask


def too_big(limit: int) -> SubmissionError:
    """Make the refusal of a submission that is larger than `limit` bytes."""
    size = f"{limit // MIB} MB"
    if limit == MAX_UNPACKED:
        return SubmissionError(
            Text(
                ja=f"zip を展開すると {size} を超えます。課題のファイルだけを zip にして提出し直してください。",
                en=f"The zip unpacks to more than {size}; zip the assignment's files only and hand in again.",
            )
        )
    return SubmissionError(
        Text(
            ja=f"提出物が {size} を超えています。課題のファイルだけを提出してください。",
            en=f"The submission is larger than {size}; hand in the assignment's files only.",
        )
    )


def _collision(one: _Claim, other: _Claim) -> SubmissionError:
    names = printable("/".join(one.parts)), printable("/".join(other.parts))
    if one == other:
        return SubmissionError(
            Text(
                ja=f"{names[0]} が 2 回入っています。1 つだけ残して提出し直してください。",
                en=f"{names[0]} is in there twice; keep one and hand in again.",
            )
        )
    return SubmissionError(
        Text(
            ja=f"{names[0]} と {names[1]} は、コンピュータによっては同じ名前とみなされます。"
            "一方の名前を変えて提出し直してください。",
            en=f"{names[0]} and {names[1]} are the same name on some computers; rename one and hand in again.",
        )
    )


def _created(target: Path) -> BinaryIO:
    """Create a file and open it for writing; what is there already is neither followed nor overwritten."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, FILE_MODE)
    os.fchmod(descriptor, FILE_MODE)  # open's own mode is cut by the umask
    return os.fdopen(descriptor, "wb")
