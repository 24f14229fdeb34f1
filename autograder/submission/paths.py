"""Relative names as folders and zips give them: split, and refused where they could lead out or be misread.

Only autograder.submission imports this.
"""

from __future__ import annotations

import re

from autograder.submission.model import SubmissionError
from autograder.submission.names import printable
from autograder.text import Text

MAX_DEPTH = 30
MAX_PART_BYTES = 255  # NAME_MAX of the usual file systems
MAX_NAME_BYTES = 1000  # of a whole relative name: well below PATH_MAX, which the copy's own folder shares

_DRIVE = re.compile(r"[A-Za-z]:")


def split_name(name: str) -> tuple[str, ...]:
    """Split a zip entry's name into its parts, () for the top folder itself.

    Raises:
        SubmissionError: the name is absolute, has a drive, a backslash, NUL or "..".
    """
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        raise SubmissionError(
            Text(
                ja=f"{printable(name)} は提出物のフォルダの外を指す名前です。"
                "課題のフォルダを zip にし直して提出してください。",
                en=f"{printable(name)} is a name that leads out of the submission; zip the assignment's folder again.",
            )
        )
    _refuse_odd_characters(name)
    return parts


def check_name(parts: tuple[str, ...]) -> None:
    """Refuse a name, given in parts, that a copy cannot hold everywhere.

    Raises:
        SubmissionError: backslash, NUL, drive, not UTF-8, too long, too deep.
    """
    name = "/".join(parts)
    _refuse_odd_characters(name)
    if _DRIVE.match(name):
        raise _odd_character(name, Text(ja="ドライブ名", en="a drive letter"))
    try:
        length = len(name.encode())
        longest = max(len(part.encode()) for part in parts)
    except UnicodeEncodeError:
        raise SubmissionError(
            Text(
                ja=f"{printable(name)} の名前は UTF-8 として読めません。名前を変えて提出し直してください。",
                en=f"The name {printable(name)} is not UTF-8; rename it and hand in again.",
            )
        ) from None
    if length > MAX_NAME_BYTES or longest > MAX_PART_BYTES:
        raise SubmissionError(
            Text(
                ja=f"{printable(name)} の名前が長すぎます。短くして提出し直してください。",
                en=f"The name {printable(name)} is too long; shorten it and hand in again.",
            )
        )
    if len(parts) > MAX_DEPTH:
        raise SubmissionError(
            Text(
                ja=f"{printable(name)}: フォルダの入れ子が {MAX_DEPTH} 段を超えています。"
                "課題のフォルダだけを提出してください。",
                en=f"{printable(name)}: folders nest more than {MAX_DEPTH} deep; hand in the assignment's folder only.",
            )
        )


def _refuse_odd_characters(name: str) -> None:
    if "\\" in name:
        raise _odd_character(name, Text(ja="バックスラッシュ（\\）", en="a backslash (\\)"))
    if "\0" in name:
        raise _odd_character(name, Text(ja="NUL 文字", en="a NUL character"))


def _odd_character(name: str, what: Text) -> SubmissionError:
    return SubmissionError(
        Text(
            ja="{name} の名前に{what}が入っています。名前を変えるか、別のソフトで zip にし直して提出してください。",
            en="The name {name} has {what} in it; rename it, or zip with another program, and hand in again.",
        ).format(name=printable(name), what=what)
    )


def special_file(name: str, kind: Text) -> SubmissionError:
    """Make the refusal of what is neither a file nor a folder, e.g. a symbolic link."""
    return SubmissionError(
        Text(
            ja="{name} は{kind}です。中身をふつうのファイルとしてコピーして提出し直してください。",
            en="{name} is {kind}; put an ordinary file in its place and hand in again.",
        ).format(name=printable(name), kind=kind)
    )


SYMBOLIC_LINK = Text(ja="シンボリックリンク", en="a symbolic link")
DEVICE = Text(ja="特殊なファイル（デバイス、パイプ、ソケット）", en="a special file (device, pipe or socket)")
