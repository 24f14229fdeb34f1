"""The course's secret, from which the seeds of the hidden inputs come. The command line imports this.

From the variable AUTOGRADER_SECRET, else from a file in the user's configuration folder, which is made on first use.
Whoever grades a course on several machines gives them all the same one, so that results do not depend on the machine.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from autograder.text import Text

VARIABLE = "AUTOGRADER_SECRET"
BYTES = 32


class SecretError(Exception):
    """The secret can be neither read nor made; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


CANNOT = Text(
    ja="講座の秘密鍵を {path} に置けません（{reason}）。環境変数 {variable} で渡すこともできます。",
    en="The course's secret cannot be kept at {path} ({reason}). It can be given in the variable {variable} instead.",
)
EMPTY = Text(
    ja="{path} が空です。消せば、次の採点で新しい秘密鍵が作られます。",
    en="{path} is empty. Remove it, and the next grading makes a new secret.",
)


def load_secret() -> bytes:
    """The secret; made, readable by its owner alone, where there is none yet. It is never printed.

    Raises:
        SecretError: the file cannot be read or written, or is empty.
    """
    if given := os.environ.get(VARIABLE):
        return given.encode()
    path = secret_file()
    try:
        secret = path.read_bytes() if path.exists() else _make(path)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise SecretError(CANNOT.format(path=path, reason=reason, variable=VARIABLE)) from problem
    if not secret.strip():
        raise SecretError(EMPTY.format(path=path))
    return secret.strip()


def secret_file() -> Path:
    """Where it is kept when no variable gives it."""
    configuration = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(configuration) / "autograder" / "secret"


def _make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_hex(BYTES).encode()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
    try:
        os.link(draft, path)  # fails where another process was first; then that one's secret counts
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    return secret
