"""A zip with a file whose name is absolute."""

import zipfile


def pack(folder, right, wrong):
    path = folder / "absolute.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("layers.py", right)
        archive.writestr(zipfile.ZipInfo("/tmp/autograder-was-here"), "escaped")
    return path
