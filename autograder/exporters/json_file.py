"""result.json: one submission's report, for programs. The command line imports this."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.exporters.files import write_whole
from autograder.exporters.harmless import folder_name, one_line, plain
from autograder.report import Report
from autograder.text import Language


def write_result(report: Report, folder: Path, language: Language) -> Path:
    """Write `folder`/<student>/result.json, its messages in `language`, and return its path.

    A student whose name can't be a folder's gets a similar one (`harmless.folder_name`).

    Raises:
        ExportError: it can't be written; what was there before is still there.
    """
    result = {**report.to_dict(language), "student": one_line(report.student)}
    content = json.dumps(_harmless(result), ensure_ascii=False, indent=1) + "\n"
    return write_whole(folder / folder_name(report.student) / "result.json", content)


def _harmless(value: object) -> object:
    """Return `value`, plain JSON, with every string in it made harmless."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: _harmless(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_harmless(entry) for entry in value]
    return value
