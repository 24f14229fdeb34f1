"""Files that are written whole or not at all. The exporters import this."""

from __future__ import annotations

import tempfile
from pathlib import Path

from autograder.text import Text
from autograder.whole_files import replace_whole


class ExportError(Exception):
    """A report that could not be written; `text` says where and why, for people."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


_CANNOT_WRITE = Text(
    ja="{path} に書き込めません（{reason}）。書き込めるフォルダーを --out で指定してください。",
    en="Cannot write {path} ({reason}). Name a folder that can be written to with --out.",
)


def check_folder(folder: Path) -> None:
    """See that files can be written to `folder`, which is made if it is not there; nothing in it is touched.

    Raises:
        ExportError: they cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise _cannot_write(folder, problem) from problem


def write_whole(path: Path, content: str) -> Path:
    """Put `content` at `path` as UTF-8, making the folders on the way; until it is all there, what was there stays.

    Raises:
        ExportError: the folder cannot be made or written to, or the disk is full.
    """
    try:
        replace_whole(path, content.encode("utf-8"))
    except OSError as problem:
        raise _cannot_write(path, problem) from problem
    return path


def _cannot_write(path: Path, problem: OSError) -> ExportError:
    return ExportError(_CANNOT_WRITE.format(path=path, reason=problem.strerror or str(problem)))
