"""A notebook that leaves the work to magics and the shell: fetch, load or run the solution, ask for the kernel."""

import nbformat

CELLS = [
    "%load solutions/a03_layers/layers.py\n%run solutions/a03_layers/layers.py",
    "!cp solutions/a03_layers/layers.py layers.py; touch /tmp/autograder-was-here\nfrom layers import *",
    "%%bash\ntouch /tmp/autograder-was-here",
    "files = !ls /\n%pip install torch",
    "get_ipython().system('touch /tmp/autograder-was-here')\nget_ipython().run_cell('from solution import *')",
    "%%writefile layers.py\nfrom solution import *",
]


def pack(folder, right, wrong):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in [wrong, *CELLS]])
    path = folder / "layers.ipynb"
    nbformat.write(notebook, path)
    return path
