"""Finds the engine that you wrote in the assignment before, in engine.py or in the notebook; given, nothing to write.

    import find_engine
    find_engine.load()

After that `from engine import Tensor` works, wherever the engine is.
"""

import json
import sys
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDERS = (HERE, HERE.parent / "a04_engine")
NAMES = ("engine.py", "engine.ipynb", "engine.en.ipynb")
UNWRITTEN = "raise NotImplementedError"  # what stands where nothing has been written yet


def load():
    """Make your engine the module `engine`, and return it. Of several files the one counts that is most complete.

    Raises:
        ModuleNotFoundError: there is none.
    """
    files = [folder / name for folder in FOLDERS for name in NAMES if (folder / name).is_file()]
    if not files:
        raise ModuleNotFoundError(
            f"engine.py がありません。このフォルダか {FOLDERS[1]} に置いてください / "
            f"there is no engine.py; put yours into this folder or into {FOLDERS[1]}"
        )
    file = min(files, key=lambda file: code_of(file).count(UNWRITTEN))  # the first of those that are equally complete
    engine = types.ModuleType("engine")
    engine.__file__ = str(file)
    exec(compile(code_of(file), str(file), "exec"), engine.__dict__)
    sys.modules["engine"] = engine
    return engine


def code_of(file):
    """Return a file's code; of a notebook that of all cells but the labs, which only try things out."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return text
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    module = [cell for cell in cells if "active-ipynb" not in cell["metadata"].get("tags", [])]
    return "\n\n".join("".join(cell["source"]) for cell in module)
