"""A PATH that a student handed in -> Submission. The package's one way in."""

from __future__ import annotations

import io
import os
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.course import Assignment
from autograder.submission.archive import copy_zip
from autograder.submission.choice import find_works
from autograder.submission.folder import OPEN_FLAGS, copy_folder, readable, reader
from autograder.submission.model import Submission, SubmissionError
from autograder.submission.names import SUFFIXES, printable, safe_name, student_name
from autograder.submission.paths import DEVICE, check_name, special_file
from autograder.submission.private_copy import CHUNK, MAX_HANDED_IN, MAX_UNPACKED, PrivateCopy, Read, too_big
from autograder.text import Text

DEFLATED = zipfile.ZIP_DEFLATED


def collect(path: Path, into: Path, course: tuple[Assignment, ...], *, student: str | None = None) -> Submission:
    """Copy the submission at `path` (a folder, .zip, .py or .ipynb) into `into`, and find its works there.

    `into` exists and is empty. It becomes readable for everybody, as the sandbox may run as another user: keep it
    below a folder that is not. `path` itself may be a symbolic link; nothing in it may. `student` is the name to go
    by, made safe as a folder's name; without it the path's own.

    Raises:
        SubmissionError: it cannot be graded; `into` is empty again.
        ValueError: `into` was not empty.
    """
    copy = PrivateCopy(into)
    try:
        with _opened(path) as descriptor:
            _fill(copy, path, descriptor)
        works = find_works(copy, course)
        name = student_name(path) if student is None else safe_name(student)
        return Submission(name, into, copy.digest(), works)
    except BaseException:
        copy.clear()
        raise


def pack(path: Path) -> bytes:
    """The submission at `path` as a zip that collect() takes for the same one: to be sent to another machine.

    Raises:
        SubmissionError: its files are not accepted.
    """
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder, zipfile.ZipFile(packed, "w", DEFLATED) as archive:
        copy = PrivateCopy(Path(folder))
        with _opened(path) as descriptor:
            _fill(copy, path, descriptor)
        for name in copy.files:
            archive.writestr(zipfile.ZipInfo(name.as_posix()), copy.read(name), DEFLATED)
    return packed.getvalue()


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    with readable((path.name,)):
        try:
            descriptor = os.open(path, OPEN_FLAGS)
        except FileNotFoundError:
            raise SubmissionError(
                Text(
                    ja=f"{printable(str(path))} が見つかりません。パスを確かめてください。",
                    en=f"{printable(str(path))} does not exist; check the path.",
                )
            ) from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _fill(copy: PrivateCopy, path: Path, descriptor: int) -> None:
    """Copy what is open at `descriptor`, by its kind; `path` gives the name alone."""
    mode = os.fstat(descriptor).st_mode
    name = path.name or path.absolute().name
    suffix = path.suffix.lower()
    if stat.S_ISDIR(mode):
        copy_folder(descriptor, copy)
    elif not stat.S_ISREG(mode):
        raise special_file(name, DEVICE)
    elif suffix == ".zip":
        copy.max_bytes = MAX_UNPACKED
        copy_zip(_whole(reader(descriptor, (name,))), copy)
    elif suffix in SUFFIXES:
        check_name((name,))
        copy.add((name,), reader(descriptor, (name,)))
    else:
        raise SubmissionError(
            Text(
                ja=f"{printable(name)} は採点できる形式ではありません。"
                "フォルダ、.zip、.py、.ipynb のどれかを提出してください。",
                en=f"{printable(name)} is of no kind that can be graded; hand in a folder, a .zip, a .py or an .ipynb.",
            )
        )


def _whole(read: Read) -> bytes:
    """All of a file that is not too big."""
    content = bytearray()
    while chunk := read(CHUNK):
        content += chunk
        if len(content) > MAX_HANDED_IN:
            raise too_big(MAX_HANDED_IN)
    return bytes(content)
