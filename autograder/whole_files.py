"""Files that are written whole or not at all. Anybody may import this; it imports nothing of the project."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def replace_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, making the folders on the way; until it is all there, what was there stays.

    Raises:
        OSError: the folder cannot be made or written to, or the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not tempfile: its files are for the owner alone, whatever the umask, and a report is often shared in a group.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with open(draft, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # else a power cut may keep the new name and lose the content
        os.replace(draft, path)
    except BaseException:  # Ctrl-C too: no draft is left lying about
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
