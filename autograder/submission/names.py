"""Names that students choose: how they are shown, and which of them a copy may hold. Only autograder.submission."""

from __future__ import annotations

import unicodedata
from pathlib import Path

NAME_LENGTH = 100  # characters of a name in a message, and of Submission.student
STUDENT_BYTES = 200  # in UTF-8; file systems stop at 255, and others append to the name
SUFFIXES = (".zip", ".py", ".ipynb")  # what a single file may be

LEFT_OUT = frozenset({".git", ".venv", "venv", "node_modules", "__pycache__", "__MACOSX", ".DS_Store"})


def printable(text: str, limit: int = NAME_LENGTH) -> str:
    """`text` fit to be shown: one line without control, bidirectional or invisible characters, `limit` at most.

    What is too long loses its middle, since a path tells most by its two ends.
    """
    if len(text) > limit:
        head = limit // 3
        text = f"{text[:head]}…{text[head + 1 - limit :]}"
    return "".join("\ufffd" if _unprintable(character) else character for character in text)


def _unprintable(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("C") or category in ("Zl", "Zp")


def student_name(path: Path) -> str:
    """Take the student's name from PATH's own: tanaka.zip is tanaka's.

    Letters of any script, digits and . _ - are kept, the rest becomes _. It starts with neither dot nor dash, is in
    NFC, and has 1 to 100 characters.
    """
    name = path.name or path.absolute().name  # "." and "/" have none of their own
    stem, dot, suffix = name.rpartition(".")
    if stem and f"{dot}{suffix}".lower() in SUFFIXES:
        name = stem
    return safe_name(name)


def safe_name(name: str) -> str:
    """`name` with everything replaced that a folder's name had better not hold."""
    name = unicodedata.normalize("NFC", name)
    kept = "".join(character if character in "._-" or _of_a_word(character) else "_" for character in name)
    kept = kept.lstrip(".-")[:NAME_LENGTH]
    return kept.encode()[:STUDENT_BYTES].decode(errors="ignore") or "submission"


def _of_a_word(character: str) -> bool:
    category = unicodedata.category(character)  # marks are part of letters in many scripts
    return category.startswith(("L", "M")) or category == "Nd"


def collision_key(part: str) -> str:
    """Equal for names that a file system without case, or with another Unicode form, takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", part).casefold())


def is_left_out(parts: tuple[str, ...], *, folder: bool) -> bool:
    """Whether this is what tools keep beside the work: .git, __pycache__, any folder that starts with a dot."""
    folders = parts if folder else parts[:-1]
    return any(part in LEFT_OUT for part in parts) or any(part.startswith(".") for part in folders)
