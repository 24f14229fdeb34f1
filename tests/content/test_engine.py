"""The reference engine of a04 and its notebook: what the course promises about them beyond a student's marks."""

import gc
import re
import weakref

import jupytext
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from autograder.authoring.notebooks import stub_module
from autograder.misconceptions import reference

Tensor = reference("a04_engine").Tensor
A04 = pytest.mark.parametrize("assignment", ["a04_engine"], indirect=True)


@pytest.fixture
def no_collector():
    """Reference counting alone: what is still alive then is in a cycle."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@A04
def test_the_engine_has_fewer_than_300_lines(assignment, source):
    written = sum(line.strip() in ("# BEGIN SOLUTION", "# END SOLUTION") for line in source.splitlines())
    inside = sum(len(body.splitlines()) for body in re.findall(r"(?s)# BEGIN SOLUTION\n(.*?)# END SOLUTION", source))
    stub = stub_module(assignment).splitlines()
    assert len(stub) + inside - written // 2 < 300


def test_a_chain_of_a_million_tensors_is_built_walked_and_dropped():
    x = Tensor(1.0, requires_grad=True)
    y = x
    for _ in range(1_000_000):
        y = y + 1
    y.backward()
    assert (y.data, x.grad) == (1_000_001.0, 1.0)
    del y  # CPython's destructors are nested no deeper than its trashcan allows
    assert x.data == 1.0


def test_nothing_is_kept_alive_once_the_loss_is_gone(no_collector):
    x, w = Tensor(np.ones((3, 2))), Tensor(np.ones((4, 2)), requires_grad=True)
    hidden = (x @ w.T).sigmoid()
    loss = ((hidden.log() * 2 - 1).relu() + hidden.exp() / 3 + hidden**2).sum(axis=0).mean()
    loss.backward()
    loss.backward()
    watched = [weakref.ref(tensor) for tensor in (x, hidden, loss)]
    del x, hidden, loss
    assert [reference() for reference in watched] == [None, None, None]
    assert w.grad is not None


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_type_of_the_numbers_is_kept(dtype):
    x, w = Tensor(np.ones((3, 2), dtype)), Tensor(np.ones((4, 2), dtype), requires_grad=True)
    hidden = 1 - (x @ w.T * 0.5 + np.ones(4, dtype)).relu() / 3
    tensors = [w, hidden, hidden.sigmoid(), hidden**2, hidden.exp(), hidden.log(), hidden.mean(), hidden.sum(axis=0)]
    for tensor in tensors[1:]:
        tensor.backward(np.ones(tensor.shape))
    assert {str(part.dtype) for tensor in tensors for part in (tensor.data, tensor.grad)} == {np.dtype(dtype).name}


def test_no_gradient_is_computed_for_what_needs_none():
    x, w = Tensor(np.ones((3, 2))), Tensor(np.ones((4, 2)), requires_grad=True)
    z = x @ w.T
    assert [parent is x for parent, _ in z._edges] == [False]
    assert not (x * 2 + 1)._edges


def test_two_parameters_never_share_a_gradient():
    a, b, x = (Tensor(np.ones(3), requires_grad=True) for _ in range(3))
    upstream = np.ones(3)
    (a + b).backward(upstream)
    x.sum().backward()
    a.grad *= 5
    x.grad *= 5
    assert (b.grad.tolist(), upstream.tolist(), x.grad.tolist()) == ([1, 1, 1], [1, 1, 1], [5, 5, 5])


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(RuntimeError, match=r"shape \(2,\).*\(3,\)"):
        (Tensor(np.ones(3), requires_grad=True) * 2).backward(np.ones(2))


@A04
@pytest.mark.parametrize(("language", "path"), [("ja", None), ("en", "/nowhere")], ids=["figure", "text"])
def test_the_notebook_runs_and_the_labs_show_what_they_promise(language, path, source, student_folder):
    notebook = jupytext.reads(source, "py:percent")
    notebook.cells = [c for c in notebook.cells if c.cell_type == "code" or c.metadata["lang"] == language]
    hide = f"import os; os.environ['PATH'] = {path!r}" if path else "pass"
    notebook.cells.insert(0, nbformat.v4.new_code_cell(hide))
    resources = {"metadata": {"path": student_folder(source)}}
    NotebookClient(notebook, timeout=240, kernel_name="python3", resources=resources).execute()
    outputs = {c.source: c.outputs for c in notebook.cells if c.cell_type == "code"}
    printed = {source: "".join(out.get("text", "") for out in outs) for source, outs in outputs.items()}
    for source_of_cell, text in printed.items():
        if source_of_cell.startswith("run_tests("):
            assert re.search(r"\d+ passed", text)
            assert "failed" not in text
    (drawing,) = [text for text in printed.values() if "df/dx" in text]
    assert "f = 8.0, df/dx = 6.0, df/dy = -2.0" in drawing
    figures = [out for outs in outputs.values() for out in outs if "image/svg+xml" in out.get("data", {})]
    assert bool(figures) != ("mul sends 2.0 to a" in drawing)
    (learning,) = [text for text in printed.values() if "step 100" in text]
    w, b = (float(number) for number in re.findall(r"[wb] ([+-][\d.]+)", learning.splitlines()[-1]))
    assert abs(w - 2) < 0.1
    assert abs(b + 1) < 0.1
