"""What has been graded already: a file a submission, so that a run that was stopped goes on where it was.

A report is found again only for the same content under the same grader, secret, seed, limits and isolation. It is kept
in both languages, under a name that gives nothing away.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec

from autograder.grading.settings import Settings
from autograder.grading.version import grader_version
from autograder.report import Report
from autograder.whole_files import replace_whole

FOLDER = ".graded"  # in the folder of the results


@dataclass(frozen=True)
class Ledger:
    """The reports of earlier runs with the same results folder.

    Args:
        settings: of the class; with `remember` None nothing is kept or found.
    """

    settings: Settings

    def find(self, digest: str, student: str) -> Report | None:
        """The report of a submission with this digest, in this student's name; None where there is none to be read."""
        path = self._path(digest)
        if path is None or self.settings.force:
            return None
        try:
            return replace(msgspec.json.decode(path.read_bytes(), type=Report), student=student, known=True)
        except (OSError, msgspec.DecodeError):  # there is none, or it is damaged: it is graded again and written anew
            return None

    def keep(self, digest: str, report: Report) -> None:
        """Write a report down. A disk that is full is said where the results are written, not here."""
        path = self._path(digest)
        if path is not None:
            with contextlib.suppress(OSError, UnicodeEncodeError):
                replace_whole(path, msgspec.json.encode(report))

    def _path(self, digest: str) -> Path | None:
        settings = self.settings
        if settings.remember is None:
            return None
        limits = settings.limits and asdict(settings.limits)
        what = [digest, grader_version(), settings.isolation, settings.seed, limits]
        key = hmac.digest(settings.secret, json.dumps(what).encode(), hashlib.sha256).hex()
        return settings.remember / FOLDER / f"{key}.json"
