"""A zip in which a thousand entries share one megabyte: unpacked, each would be a file of its own."""

import copy
import zipfile


def pack(folder, right, wrong):
    path = folder / "overlaps.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("layers.py", right)
        archive.writestr("data.txt", "x" * 2**20)
        for number in range(1000):
            entry = copy.copy(archive.getinfo("data.txt"))
            entry.filename = f"data{number}.txt"
            archive.filelist.append(entry)
    return path
