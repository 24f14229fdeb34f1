"""Writes and checks assignments/, all of which comes from solutions/. The command line may import this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.authoring import AuthoringError
from autograder.authoring.markers import first_marker
from autograder.authoring.notebooks import stub_module, stub_notebook
from autograder.course import Assignment, course_root
from autograder.text import LANGUAGES, Text
from autograder.whole_files import replace_whole

_CACHES = frozenset({"__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".ruff_cache", ".mypy_cache"})

_DIFFERENCES = {
    "missing": Text(
        ja="{path}：ファイルがありません。`autograder build` で作成してください。",
        en="{path}: missing; `autograder build` writes it.",
    ),
    "different": Text(
        ja="{path}：solutions/ の内容と合いません。solutions/ を編集し、`autograder build` を実行してください。",
        en="{path}: differs from what solutions/ gives; edit solutions/, then run `autograder build`.",
    ),
    "stray": Text(
        ja="{path}：solutions/ から作られるファイルではありません。不要であれば手作業で削除してください。",
        en="{path}: does not come from solutions/; if nobody needs it, remove it by hand.",
    ),
}


@dataclass(frozen=True)
class Difference:
    """One way in which assignments/ is not what a build gives."""

    path: Path  # relative to assignments/
    kind: Literal["missing", "different", "stray"]

    @property
    def text(self) -> Text:
        """What is wrong and what to do about it."""
        return _DIFFERENCES[self.kind].format(path=f"assignments/{self.path.as_posix()}")


def build_course(course: Iterable[Assignment]) -> dict[Path, bytes]:
    """Return every file that belongs below assignments/, by its path relative to there; writes nothing.

    Raises:
        AuthoringError: something in solutions/ cannot be turned into student files; it says where and what to do.
    """
    return {Path(assignment.id) / name: data for assignment in course for name, data in _build(assignment)}


def write(files: Mapping[Path, bytes], folder: Path | None = None) -> list[Path]:
    """Bring `folder` (default: the course's assignments/) up to date and return what changed, relative to it.

    Each file is written whole or not at all; one that is right already is not touched. Nothing is ever removed: a stray
    file may be somebody's work, and nothing about a .py tells that from a leftover. `check` names the strays.

    Raises:
        OSError: a file cannot be written.
    """
    folder = folder or _default_folder()
    changed = [path for path, data in files.items() if _current(folder / path) != data]
    for path in changed:
        replace_whole(folder / path, files[path])
    return changed


def check(files: Mapping[Path, bytes], folder: Path | None = None) -> list[Difference]:
    """Compare `folder` (default: the course's assignments/) with a build; nothing is listed where they agree."""
    folder = folder or _default_folder()
    differences = [Difference(path, "stray") for path in _present(folder) if path not in files]
    for path, data in files.items():
        current = _current(folder / path)
        if current != data:
            differences.append(Difference(path, "missing" if current is None else "different"))
    return sorted(differences, key=lambda difference: difference.path)


def _build(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    yield assignment.stub.name, stub_module(assignment).encode()
    for language in LANGUAGES:
        yield assignment.notebook(language).name, stub_notebook(assignment, language).encode()
    not_given = {assignment.source.name, "assignment.toml", *_CACHES}
    for file in sorted(assignment.folder.iterdir()):
        if file.name not in not_given and not file.name.startswith("."):
            yield file.name, _given(file)


def _given(file: Path) -> bytes:
    """Read a file that students get as it is, such as the visible tests.

    Only .py files are given, so that a notebook of the solution or an editor's backup copy never slips through.
    """
    if file.suffix != ".py" or not file.is_file():
        problem = "only .py files may lie beside a solution, for students get them as they are; move or remove this"
        raise AuthoringError(file, None, problem)
    data = file.read_bytes()
    try:
        line = first_marker(data.decode(), file)
    except UnicodeDecodeError as error:
        raise AuthoringError(file, None, f"not UTF-8 ({error}); save it as UTF-8") from error
    if line:
        problem = (
            "a SOLUTION marker in a file that students get as it is; only the assignment's module may hold regions"
        )
        raise AuthoringError(file, line, problem)
    return data


def _default_folder() -> Path:
    return course_root() / "assignments"


def _current(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _present(folder: Path) -> Iterator[Path]:
    """Every file there is, relative to `folder`, but for caches; a link counts as a file, wherever it points."""
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if _CACHES.isdisjoint(relative.parts) and (path.is_symlink() or not path.is_dir()):
            yield relative
