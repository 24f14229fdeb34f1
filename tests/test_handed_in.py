"""When a submission was handed in, by what it says; and that asking it runs nothing of it."""

import os
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest

from autograder.handed_in import HandedIn, handed_in

JST = timezone(timedelta(hours=9))
THEN = datetime(2026, 12, 2, 1, 30, tzinfo=UTC)
OLD = datetime(2026, 11, 1, tzinfo=UTC)


def git(folder, *arguments):
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": OLD.isoformat(), "GIT_COMMITTER_DATE": THEN.isoformat(),
    }  # fmt: skip
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture(params=["sha1", "sha256"])
def repository(tmp_path, request):
    folder = tmp_path / "tanaka"
    folder.mkdir()
    git(folder, "init", "--initial-branch=topic/a", f"--object-format={request.param}")
    (folder / "layers.py").write_text("pass\n")
    git(folder, "add", "layers.py")
    git(folder, "commit", "-m", "done")
    return folder


def test_a_repository_was_handed_in_when_its_head_was_committed(repository):
    assert handed_in(repository, JST) == HandedIn(THEN, "commit")


def test_packed_and_detached_heads_are_read_too(repository):
    git(repository, "gc")
    git(repository, "pack-refs", "--all")
    assert not (repository / ".git/refs/heads/topic/a").exists()
    assert handed_in(repository, JST) == HandedIn(THEN, "commit")
    git(repository, "checkout", "--detach")
    assert handed_in(repository, JST) == HandedIn(THEN, "commit")


def test_nothing_that_a_repository_configures_is_run(repository, tmp_path):
    witness, program = tmp_path / "ran", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {witness}\n")
    program.chmod(0o755)
    with (repository / ".git/config").open("a") as config:
        config.write(
            f"[gpg]\n\tprogram = {program}\n[log]\n\tshowSignature = true\n[core]\n\tfsmonitor = {program}\n"
            f"\tpager = {program}\n\tsshCommand = {program}\n\thooksPath = {tmp_path}\n[alias]\n\tlog = !{program}\n"
        )
    commit = subprocess.run(
        ["git", "cat-file", "commit", "HEAD"], cwd=repository, capture_output=True, text=True, check=True
    ).stdout
    head, _, message = commit.partition("\n\n")
    header = "gpgsig" if len(commit.split()[1]) == 40 else "gpgsig-sha256"
    signed = f"{head}\n{header} -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{message}"
    name = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=repository, input=signed, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    (repository / ".git/refs/heads/topic/a").write_text(name)
    subprocess.run(["git", "log", "-1"], cwd=repository, capture_output=True, check=False)
    assert witness.exists()  # so git itself, in this repository, would run it
    witness.unlink()
    assert handed_in(repository, JST) == HandedIn(THEN, "commit")
    assert not witness.exists()


def test_what_a_repository_lacks_is_fetched_from_nowhere(repository, tmp_path):
    os.utime(repository / "layers.py", (OLD.timestamp(), OLD.timestamp()))
    witness, program = tmp_path / "ran", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {witness}\n")
    program.chmod(0o755)
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.url": str(tmp_path),
        "remote.origin.promisor": "true",
        "remote.origin.uploadpack": str(program),
    }.items():
        git(repository, "config", name, value)
    absent = "1" * len((repository / ".git/refs/heads/topic/a").read_text().strip())
    (repository / ".git/refs/heads/topic/a").write_text(absent)
    subprocess.run(["git", "log", "-1", absent, "--"], cwd=repository, capture_output=True, check=False)
    assert witness.exists()  # so git itself, in this repository, would run it
    witness.unlink()
    assert handed_in(repository, JST) == HandedIn(OLD, "file")
    assert not witness.exists()


@pytest.mark.parametrize(
    "head",
    [
        "",
        "x" * 40,
        "0" * 40,
        "ref: refs/../../other/HEAD",
        "ref: refs/heads/none",
        "--output=/tmp/x",
        "\xff",
        "ref: /etc/passwd",
    ],
)
def test_a_broken_repository_goes_by_its_files(repository, head):
    (repository / ".git/HEAD").write_text(head, encoding="latin-1")
    os.utime(repository / "layers.py", (OLD.timestamp(), OLD.timestamp()))
    assert handed_in(repository, JST) == HandedIn(OLD, "file")


def test_pipes_and_links_of_a_repository_are_not_followed(repository, tmp_path):
    os.utime(repository / "layers.py", (OLD.timestamp(), OLD.timestamp()))
    head = repository / ".git/HEAD"
    kept = head.read_text()
    head.unlink()
    os.mkfifo(head)
    assert handed_in(repository, JST) == HandedIn(OLD, "file")
    head.unlink()
    (tmp_path / "head").write_text(kept)
    head.symlink_to(tmp_path / "head")
    assert handed_in(repository, JST) == HandedIn(OLD, "file")
    head.unlink()
    head.write_text(kept)
    shutil.move(repository / ".git", tmp_path / "elsewhere")
    (repository / ".git").symlink_to(tmp_path / "elsewhere")
    assert handed_in(repository, JST) == HandedIn(OLD, "file")


def test_a_folder_goes_by_its_newest_file(tmp_path):
    for name, time in (("a.py", OLD), ("b.py", THEN), ("__pycache__/c.pyc", THEN + timedelta(days=9))):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        os.utime(path, (time.timestamp(), time.timestamp()))
    (tmp_path / "link").symlink_to("/proc/self/status")
    assert handed_in(tmp_path, JST) == HandedIn(THEN, "file")
    assert handed_in(tmp_path / "a.py", JST) == HandedIn(OLD, "file")


def test_a_zip_goes_by_its_newest_entry_in_the_zone_of_the_due_date(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.py", (2026, 12, 2, 10, 30, 0)), "")
        archive.writestr(zipfile.ZipInfo("b.py", (2026, 11, 2, 10, 30, 0)), "")
        archive.writestr(zipfile.ZipInfo("folder/", (2030, 11, 2, 10, 30, 0)), "")
    found = handed_in(path, JST)
    assert (found.time, found.source) == (THEN, "zip")


def test_what_says_nothing_has_no_time(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK nothing")
    (tmp_path / "b").mkdir()
    (tmp_path / "c.py").touch()
    os.utime(tmp_path / "c.py", (2**40, 2**40))
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.py", (2026, 0, 0, 0, 0, 0)), "")
    assert [handed_in(tmp_path / name, JST) for name in ("a.zip", "b", "c.py", "d.zip", "absent")] == [None] * 5
