"""A zip of a few hundred kilobytes whose file unpacks to 300 MB."""

import zipfile


def pack(folder, right, wrong):
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open("layers.py", "w") as file:
        for _ in range(300):
            file.write(b"#" * 2**20)
    return path
