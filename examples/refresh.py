"""Writes the parts of the sample class that are made from the assignment: untouched stubs, notebooks, the zip.

    python examples/refresh.py        after `autograder build`; a test says when it is due

All other files of examples/submissions/ are written by hand, as students would.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent
ASSIGNMENT = EXAMPLES.parent / "assignments" / "a03_layers"
CLONE = "assignments/a03_layers"  # where a student's clone has them
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip holds times; this one is the same at every build

# What these students wrote in the place of each `raise NotImplementedError`.
WRITTEN = {
    "Linear.forward": ["self.x = x", "return x @ self.weight.T + self.bias"],
    "Linear.backward": ["self.dweight = dz.T @ self.x", "self.dbias = np.sum(dz, axis=0)", "return dz @ self.weight"],
    "ReLU.forward": ["self.z = z", "return np.where(z > 0, z, 0.0)"],
    "ReLU.backward": ["return np.where(self.z > 0, da, 0.0)"],
    "Sigmoid.forward": ["self.a = np.exp(-np.logaddexp(0, -z))", "return self.a"],
    "Sigmoid.backward": ["return da * self.a * (1 - self.a)"],
    "BCEWithLogits.forward": [
        "self.z, self.y = z, y",
        "return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))",
    ],
    "BCEWithLogits.backward": ["y_hat = Sigmoid().forward(self.z)", "return (y_hat - self.y) / self.z.size"],
    "Sequential.forward": ["for layer in self.layers:", "    x = layer.forward(x)", "return x"],
    "Sequential.backward": ["for layer in self.layers[::-1]:", "    dz = layer.backward(dz)", "return dz"],
}


def fill_in(code: str, names: list[str]) -> str:
    """`code` with what students wrote for these methods."""
    for name in names:
        body = WRITTEN[name]
        code = re.sub(
            rf'^( *)raise NotImplementedError\("{re.escape(name)}"\)$',
            lambda found, body=body: "\n".join(found[1] + line for line in body),
            code,
            flags=re.MULTILINE,
        )
    return code


def fill_in_notebook(content: str, names: list[str]) -> str:
    """The same for a notebook; every cell keeps its id."""
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = fill_in("".join(cell["source"]), names).splitlines(keepends=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def zipped(files: dict[str, str]) -> bytes:
    """A zip, the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content)
    return buffer.getvalue()


def made() -> dict[str, bytes]:
    """Each made file of examples/submissions/, by its path in there."""
    stub = (ASSIGNMENT / "layers.py").read_text(encoding="utf-8")
    japanese = (ASSIGNMENT / "layers.ipynb").read_text(encoding="utf-8")
    english = (ASSIGNMENT / "layers.en.ipynb").read_text(encoding="utf-8")
    everything = list(WRITTEN)
    half = [name for name in everything if name.startswith(("Linear", "ReLU", "Sequential"))]
    return {
        "tanaka.zip": zipped({f"tanaka/{CLONE}/layers.py": fill_in(stub, everything)}),
        f"鈴木一郎/{CLONE}/layers.py": stub.encode(),
        f"鈴木一郎/{CLONE}/layers.ipynb": fill_in_notebook(japanese, everything).encode(),
        f"yamamoto/{CLONE}/layers.py": stub.encode(),
        f"yamamoto/{CLONE}/layers.ipynb": japanese.encode(),
        "layers_garcia.ipynb": fill_in_notebook(english, half).encode(),
    }


def main() -> None:
    """Write them."""
    for name, content in made().items():
        path = EXAMPLES / "submissions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
