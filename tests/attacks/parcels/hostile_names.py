"""A right submission under names that act on a spreadsheet, a terminal, a page and a CI."""

import zipfile

NAME = "=HYPERLINK('http:evil')\x1b[31m<script>alert(1)<_script>\u202e::error::\n@x"


def pack(folder, right, wrong):
    path = folder / f"{NAME}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{NAME}/layers.py", right)
    return path
