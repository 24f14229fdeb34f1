"""A zip with a symbolic link to a folder outside, and a file that would be written through it."""

import stat
import zipfile


def pack(folder, right, wrong):
    path = folder / "link.zip"
    link = zipfile.ZipInfo("out")
    link.create_system = 3  # Unix
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("layers.py", right)
        archive.writestr(link, "/tmp")
        archive.writestr("out/autograder-was-here", "escaped")
    return path
