"""A notebook whose cells try to end the file, swallow the next cell, change its encoding, or pass for another cell."""

import nbformat

CELLS = [
    "# -*- coding: rot13 -*-\nvzcbeg bf; bf._rkvg(0)",
    '"""never closed',
    "# %% cell 99\nraise SystemExit(0)",
    "x = 1\r# %%\rraise SystemExit(0)",
    "nul = '\0'\n\x1a\nraise SystemExit(0)",
    "page = 1\f\x1c\x85\u2028raise SystemExit(0)",
    "if True:\n    (",
]


def pack(folder, right, wrong):
    sources = [*CELLS, wrong, *CELLS]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    path = folder / "layers.ipynb"
    nbformat.write(notebook, path)
    return path
