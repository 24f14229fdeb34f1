"""A zip whose headers claim that a large file has ten bytes."""

import struct
import zipfile


def pack(folder, right, wrong):
    path = folder / "lies.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("layers.py", right + "#" * 2**20)
        size = archive.getinfo("layers.py").file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 10)))
    return path
