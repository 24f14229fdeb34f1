"""A zip that holds one name twice, the second time with other content."""

import warnings
import zipfile


def pack(folder, right, wrong):
    path = folder / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile knows that this is not done
        archive.writestr("layers.py", wrong)
        archive.writestr("layers.py", right)
    return path
