"""A folder -> the private copy, walked by open directories so that nothing swapped meanwhile leads out of it.

Only autograder.submission imports this.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.submission.model import SubmissionError
from autograder.submission.names import is_left_out, printable
from autograder.submission.paths import DEVICE, SYMBOLIC_LINK, check_name, special_file
from autograder.submission.private_copy import PrivateCopy, Read
from autograder.text import Text

# O_NONBLOCK: opening a pipe must not wait for somebody to write into it.
OPEN_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def copy_folder(folder: int, copy: PrivateCopy, above: tuple[str, ...] = ()) -> None:
    """Copy everything below the open directory `folder`; `above` is where it stands in the submission.

    Raises:
        SubmissionError: a link, device, pipe or socket, a bad name, an unreadable file, too much of anything.
    """
    copy.enter_folder()
    with readable(above):
        names = sorted(os.listdir(folder))
    for name in names:
        parts = (*above, name)
        with readable(parts):
            mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        # The parts above were judged on the way down.
        if is_left_out((name,), folder=stat.S_ISDIR(mode)):
            continue
        check_name(parts)
        _refuse_special(parts, mode)
        with _opened(folder, parts, mode) as entry:
            if stat.S_ISDIR(mode):
                copy_folder(entry, copy, parts)
            else:
                copy.add(parts, reader(entry, parts))


@contextmanager
def _opened(folder: int, parts: tuple[str, ...], mode: int) -> Iterator[int]:
    """Open the entry and make certain that it is of the kind that `mode` promised."""
    with readable(parts):
        entry = os.open(parts[-1], OPEN_FLAGS | os.O_NOFOLLOW, dir_fd=folder)
    try:
        if stat.S_IFMT(os.fstat(entry).st_mode) != stat.S_IFMT(mode):
            raise _changed(parts)
        yield entry
    finally:
        os.close(entry)


def reader(file: int, parts: tuple[str, ...]) -> Read:
    """Make what PrivateCopy.add reads the open file `file` with."""

    def read(size: int) -> bytes:
        with readable(parts):
            return os.read(file, size)

    return read


def _refuse_special(parts: tuple[str, ...], mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise special_file("/".join(parts), SYMBOLIC_LINK)
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise special_file("/".join(parts), DEVICE)


@contextmanager
def readable(parts: tuple[str, ...]) -> Iterator[None]:
    """Turn the system's refusal to read `parts` into a SubmissionError. Wrap no writing in it."""
    try:
        yield
    except PermissionError:
        name = _shown(parts)
        raise SubmissionError(
            Text(
                ja=f"{name} を読む権限がありません。権限（パーミッション）を確かめてから採点し直してください。",
                en=f"{name} may not be read; check its permissions and grade again.",
            )
        ) from None
    except OSError as problem:
        raise _changed(parts) from problem


def _changed(parts: tuple[str, ...]) -> SubmissionError:
    name = _shown(parts)
    return SubmissionError(
        Text(
            ja=f"{name} がコピー中に変わったか、読めなくなりました。ほかのプログラムを止めてから採点し直してください。",
            en=f"{name} changed or could not be read while it was copied; stop other programs and grade again.",
        )
    )


def _shown(parts: tuple[str, ...]) -> str:
    return printable("/".join(parts)) if parts else "."
