"""A zip with two files that are one on a file system without case: which is graded, the checked or the other one?"""

import zipfile


def pack(folder, right, wrong):
    path = folder / "cases.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("work/layers.py", wrong)
        archive.writestr("work/LAYERS.py", right)
    return path
