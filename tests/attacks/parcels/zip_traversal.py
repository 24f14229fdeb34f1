"""A zip whose second file would be written far above the folder that it is unpacked into."""

import zipfile


def pack(folder, right, wrong):
    path = folder / "traversal.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("layers.py", right)
        archive.writestr("../" * 12 + "tmp/autograder-was-here", "escaped")
    return path
