"""A zip of 20,000 empty files, to use up the disk's inodes and the grader's time."""

import zipfile


def pack(folder, right, wrong):
    path = folder / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("layers.py", right)
        for number in range(20_000):
            archive.writestr(f"{number % 100}/{number}.txt", "")
    return path
