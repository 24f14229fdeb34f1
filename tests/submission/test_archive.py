from __future__ import annotations

import io
import os
import random
import stat
import struct
import zipfile
import zlib

import pytest
from handed_in import SOLVED, notebook_of, zip_of
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission import SubmissionError
from autograder.submission.archive import copy_zip
from autograder.submission.private_copy import MAX_UNPACKED, PrivateCopy
from autograder.text import Text


@pytest.mark.parametrize("top", ["", "./", "tanaka/", "repo-main/", "repo-main/assignments/a03_layers/"])
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_may_have_any_folders(take_zip, top, compression):
    submission = take_zip(zip_of({f"{top}layers.py": SOLVED, f"{top}helper.py": "x = 1"}, compression))
    (work,) = submission.works
    assert work.assignment.id == "a03_layers"
    assert (submission.folder / work.path).read_text() == SOLVED
    assert (submission.folder / work.path.with_name("helper.py")).exists()
    assert submission.student == "tanaka"


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_names_whose_encoding_the_zip_does_not_tell_are_read(take_zip, encoding):
    # Windows' Explorer writes Japanese in its code page, where the second byte of 表 is a backslash.
    name = "課題表/layers.py".encode(encoding)
    placeholder = b"x" * len(name)
    (work,) = take_zip(zip_of({placeholder.decode(): SOLVED}).replace(placeholder, name)).works
    assert work.source == "課題表/layers.py"


@pytest.mark.parametrize(
    ("name", "en", "ja"),
    [
        ("../layers.py", "leads out of the submission", "外を指す"),
        ("a/../../layers.py", "leads out of the submission", "外を指す"),
        (".git/../../layers.py", "leads out of the submission", "外を指す"),
        ("/etc/layers.py", "leads out of the submission", "外を指す"),
        ("C:/layers.py", "leads out of the submission", "外を指す"),
        ("c:layers.py", "leads out of the submission", "外を指す"),
        ("a\\layers.py", "a backslash", "バックスラッシュ"),
        ("lay\0ers.py", "a NUL character", "NUL 文字"),
        ("x" * 256 + ".py", "is too long; shorten it", "長すぎます。短くして"),
        ("字" * 90 + ".py", "is too long; shorten it", "長すぎます。短くして"),
        ("/".join(["d" * 100] * 11), "is too long; shorten it", "長すぎます。短くして"),
        ("/".join("d" * 31), "nest more than 30 deep", "30 段を超えています"),
    ],
)
def test_bad_names_are_refused(take_zip, refusal, name, en, ja):
    placeholder = "q" * len(name.encode())
    written = zip_of({"layers.py": SOLVED, placeholder: "x"}).replace(placeholder.encode(), name.encode())
    text = refusal(take_zip, written)
    assert en in text.en
    assert "again" in text.en or "hand in" in text.en
    assert ja in text.ja
    assert "提出" in text.ja


def special(name: str, kind: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (kind | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("kind", "en", "ja"),
    [
        (stat.S_IFLNK, "is a symbolic link; put an ordinary file in its place", "シンボリックリンクです"),
        (stat.S_IFIFO, "is a special file (device, pipe or socket)", "特殊なファイル"),
        (stat.S_IFCHR, "is a special file (device, pipe or socket)", "特殊なファイル"),
        (stat.S_IFSOCK, "is a special file (device, pipe or socket)", "特殊なファイル"),
    ],
)
def test_links_and_devices_are_refused_but_not_in_what_is_left_out(take_zip, refusal, into, kind, en, ja):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("layers.py", SOLVED)
        archive.writestr(special("data", kind), "/etc/passwd")
    text = refusal(take_zip, buffer.getvalue())
    assert f"data {en}" in text.en
    assert ja in text.ja

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("layers.py", SOLVED)
        archive.writestr(special(".venv/bin/python", kind), "/usr/bin/python")
    take_zip(buffer.getvalue())
    assert os.listdir(into) == ["layers.py"]


@pytest.mark.parametrize(
    "names",
    [
        ("a/x.py", "A/y.py"),
        ("helper.py", "Helper.py"),
        ("é.py", "e\u0301.py"),
        ("straße.py", "STRASSE.py"),
        ("a", "a/x.py"),
        ("a/x.py", "a"),
        ("a/b/c.py", "A"),
    ],
)
def test_names_that_collide_are_refused(take_zip, refusal, names):
    text = refusal(take_zip, zip_of({"layers.py": SOLVED} | dict.fromkeys(names, "x")))
    assert "the same name on some computers; rename one and hand in again" in text.en
    assert "同じ名前とみなされます" in text.ja


def test_a_name_twice_is_refused(take_zip, refusal):
    text = refusal(take_zip, zip_of({"layers.py": SOLVED, "layersXpy": "x"}).replace(b"layersXpy", b"layers.py"))
    assert "layers.py is in there twice; keep one" in text.en
    assert "layers.py が 2 回入っています" in text.ja


def test_an_encrypted_zip_is_refused(take_zip, refusal):
    written = bytearray(zip_of({"layers.py": SOLVED}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        written[written.index(signature) + at] |= 1
    text = refusal(take_zip, bytes(written))
    assert "layers.py in the zip is encrypted; hand in a zip without a password" in text.en
    assert "パスワードなしの zip" in text.ja


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_unusual_compression_is_refused(take_zip, refusal, compression):
    text = refusal(take_zip, zip_of({"layers.py": SOLVED}, compression))
    assert "layers.py in the zip is compressed in an unsupported way; make an ordinary zip" in text.en
    assert "圧縮方式には対応していません" in text.ja


def test_a_bomb_stops_at_what_really_comes_out(take_zip, refusal):
    bomb = zip_of({"layers.py": SOLVED, "zeros": bytes(MAX_UNPACKED + 1)})
    assert len(bomb) < 200_000
    text = refusal(take_zip, bomb)
    assert "unpacks to more than 100 MB" in text.en
    assert "100 MB を超えます" in text.ja


def test_a_bomb_of_many_files_that_hide_their_size_is_refused(take_zip, refusal):
    part = bytes(MAX_UNPACKED // 4)
    honest = zip_of({"layers.py": SOLVED} | {f"zeros{number}": part for number in range(5)})
    text = refusal(take_zip, honest.replace(struct.pack("<L", len(part)), struct.pack("<L", 5)))
    assert "zeros0 is damaged" in text.en  # unpacked for 5 bytes, which the checksum does not fit
    assert "unpacks to more than 100 MB" in refusal(take_zip, honest).en


def overlapping_bomb(names: list[str], size: int) -> bytes:
    """A zip whose entries share one compressed run of zeros: each quotes the header of the next and then is it."""
    content = bytes(size)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(content) + packer.flush()
    local, entries = b"", []
    for name in reversed(names):
        if local:  # a stored deflate block that holds the next entry's header, before that entry's own data
            header = local[: 30 + len(entries[-1][0])]
            content = header + content
            data = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF) + local
        fields = struct.pack("<5H3L2H", 20, 0, 8, 0, 0x21, zlib.crc32(content), len(data), len(content), len(name), 0)
        local = b"PK\3\4" + fields + name.encode() + data
        entries.append((name, fields, len(local)))
    directory = b"".join(
        b"PK\1\2"
        + struct.pack("<H", 20)
        + fields
        + struct.pack("<3H2L", 0, 0, 0, 0, len(local) - length)
        + name.encode()
        for name, fields, length in entries
    )
    counts = len(entries), len(entries), len(directory), len(local)
    return local + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *counts, 0)


def test_entries_that_share_their_bytes_are_counted_each(take_zip, refusal):
    harmless = overlapping_bomb(["a", "b", "layers.py"], 1000)
    with zipfile.ZipFile(io.BytesIO(harmless)) as archive:
        assert sorted(archive.namelist()) == ["a", "b", "layers.py"]
    bomb = overlapping_bomb(["a", "b", "layers.py"], MAX_UNPACKED * 2 // 5)
    assert len(bomb) < 50_000
    text = refusal(take_zip, bomb)
    # Newer versions of Python call overlapping entries damaged, before they are unpacked.
    assert "unpacks to more than 100 MB" in text.en or "is damaged" in text.en


def test_a_zip_of_too_many_files_or_folders_is_refused(take_zip, refusal, into):
    text = refusal(take_zip, zip_of({f"d/{number}.txt": "" for number in range(2001)}))
    assert "More than 2,000 files" in text.en
    assert "2,000 個を超えています" in text.ja
    assert "More than 2,000 folders" in refusal(take_zip, zip_of({f"{number}/": "" for number in range(2001)})).en
    left_out = {f"node_modules/{number}.js": "" for number in range(3000)}
    take_zip(zip_of({"layers.py": SOLVED} | left_out))
    assert os.listdir(into) == ["layers.py"]


def test_a_zip_file_that_is_too_big_is_refused(take_zip, refusal):
    noise = random.Random(0).randbytes(21 * 1024 * 1024)
    text = refusal(take_zip, zip_of({"layers.py": SOLVED, "noise": noise}))
    assert "larger than 20 MB" in text.en
    assert "20 MB を超えています" in text.ja


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip", b"PK\x05\x06" + b"\1" * 18, b"PK\x05\x06" * 9])
def test_a_damaged_zip_is_refused(take_zip, refusal, content):
    text = refusal(take_zip, content)
    assert "The zip is damaged" in text.en
    assert "make the zip again" in text.en
    assert "壊れていて読めません。もう一度 zip を作り直して" in text.ja


def test_a_damaged_entry_is_refused_by_name(take_zip, refusal):
    written = bytearray(zip_of({"layers.py": SOLVED}, zipfile.ZIP_STORED))
    written[written.index(b"class")] ^= 1
    assert "layers.py is damaged" in refusal(take_zip, bytes(written)).en


WHOLE = zip_of({"layers.py": SOLVED, "a/layers.ipynb": notebook_of("x = 1"), "空/é": "x"})


def _unpack(content: bytes, folder) -> None:
    copy = PrivateCopy(folder)
    message = Text("", "")
    try:
        copy_zip(content, copy)
    except SubmissionError as refused:
        message = refused.text
    assert (message.ja + message.en).isprintable()
    for below, folders, files in os.walk(folder):
        for name in folders + files:
            assert not os.path.islink(os.path.join(below, name))
    copy.clear()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=8), st.integers(0, 40))
def test_any_damage_is_refused_or_does_no_harm(tmp_path_factory, changes, cut):
    content = bytearray(WHOLE)
    for at, value in changes:
        content[at] = value
    _unpack(bytes(content[: len(content) - cut]), tmp_path_factory.mktemp("copy"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(tmp_path_factory, content):
    _unpack(content, tmp_path_factory.mktemp("copy"))
    _unpack(WHOLE + content, tmp_path_factory.mktemp("copy"))
