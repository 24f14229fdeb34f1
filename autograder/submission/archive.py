"""A zip, already in memory, -> the private copy. Its headers are believed in nothing. Only autograder.submission."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.submission.model import SubmissionError
from autograder.submission.names import is_left_out, printable
from autograder.submission.paths import DEVICE, SYMBOLIC_LINK, check_name, special_file, split_name
from autograder.submission.private_copy import PrivateCopy, Read
from autograder.text import Text

# What every program writes by default. bzip2 and LZMA would let the zip choose how much memory unpacking takes.
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1  # bits of an entry's flags, from the zip specification
UTF8_NAME = 0x800


def copy_zip(content: bytes, copy: PrivateCopy) -> None:
    """Unpack the zip `content`, counting what really comes out.

    Raises:
        SubmissionError: damaged, encrypted, unusually compressed, a link, a bad name, too much of anything.
    """
    with _undamaged(Text(ja="この zip", en="The zip")):
        entries = zipfile.ZipFile(io.BytesIO(content))
    with entries:
        for entry in entries.infolist():
            _copy_entry(entries, entry, copy)


def _copy_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, copy: PrivateCopy) -> None:
    name = _name(entry)
    parts = split_name(name)
    folder = name.endswith("/")
    if not parts or is_left_out(parts, folder=folder):
        return
    check_name(parts)
    _refuse_special(entry, name)
    if folder:
        copy.enter_folder()
        return
    if entry.flag_bits & ENCRYPTED:
        raise SubmissionError(
            Text(
                ja=f"zip の中の {printable(name)} にパスワードがかかっています。"
                "パスワードなしの zip を提出してください。",
                en=f"{printable(name)} in the zip is encrypted; hand in a zip without a password.",
            )
        )
    if entry.compress_type not in COMPRESSIONS:
        raise SubmissionError(
            Text(
                ja=f"zip の中の {printable(name)} の圧縮方式には対応していません。"
                "ふつうの zip（Deflate）で圧縮し直してください。",
                en=f"{printable(name)} in the zip is compressed in an unsupported way; "
                "make an ordinary zip (deflate) and hand in again.",
            )
        )
    shown = Text.same(printable(name))
    with _undamaged(shown):
        file = archive.open(entry)
    with file:
        copy.add(parts, _reader(file.read, shown))


def _reader(read_zip: Read, shown: Text) -> Read:
    def read(size: int) -> bytes:
        with _undamaged(shown):
            return read_zip(size)

    return read


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the entry's name as meant by its writer: Windows writes Japanese names in its own code page, unmarked.

    zipfile takes an unmarked name for cp437, where each byte is a character, so the bytes can be had back.
    """
    name = entry.orig_filename  # `filename` ends at a NUL
    if entry.flag_bits & UTF8_NAME:
        return name
    raw = name.encode("cp437")
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _refuse_special(entry: zipfile.ZipInfo, name: str) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)  # 0 where the writer knows no Unix modes
    if kind == stat.S_IFLNK:
        raise special_file(name, SYMBOLIC_LINK)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise special_file(name, DEVICE)


@contextmanager
def _undamaged(what: Text) -> Iterator[None]:
    """Everything that zipfile and zlib may raise on hostile bytes means one thing. Wrap no code of ours in it."""
    try:
        yield
    except Exception as problem:
        raise SubmissionError(
            Text(
                ja="{what} は壊れていて読めません。もう一度 zip を作り直して提出してください。",
                en="{what} is damaged and cannot be read; make the zip again and hand it in.",
            ).format(what=what)
        ) from problem
