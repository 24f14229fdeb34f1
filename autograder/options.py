"""The options of the command `autograder`, with their words in the language of this machine. For cli.py."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from autograder.text import Text, default_language

LANGUAGE = default_language()


def words(ja: str, en: str) -> str:
    """In the language of this machine."""
    return Text(ja, en)[LANGUAGE]


class Lang(enum.StrEnum):
    """A language of reports."""

    ja = "ja"
    en = "en"


DEFAULT_LANG = Lang(LANGUAGE)


class IsolationChoice(enum.StrEnum):
    """What --isolation takes."""

    auto = "auto"
    bwrap = "bwrap"
    process = "process"


PathsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...",
        help=words(
            "提出物: フォルダー、.zip、.py、.ipynb のどれか。1 つが 1 人分です。",
            "Submissions: a folder, .zip, .py or .ipynb each, one a student.",
        ),
        show_default=False,
    ),
]
OutOption = Annotated[
    Path, typer.Option("--out", metavar="DIR", help=words("結果を書くフォルダー", "Folder for the results"))
]
JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs", metavar="N", min=0, help=words("同時に採点する数 (0: コアの数)", "How many at a time (0: one a core)")
    ),
]
LangOption = Annotated[Lang, typer.Option("--lang", help=words("レポートの言語", "Language of the reports"))]
SeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="S",
        min=0,
        help=words(
            "検査の入力を決める種 (レポートにあるもので再現できます)",
            "Seed of the inputs; the one in a report reproduces it",
        ),
        show_default=False,
    ),
]
RosterOption = Annotated[
    Path | None,
    typer.Option(
        "--roster",
        metavar="CSV",
        help=words("名簿 (列 name, id, section)", "The list of the class (columns name, id, section)"),
        show_default=False,
    ),
]
DueOption = Annotated[
    str | None,
    typer.Option(
        "--due",
        metavar="TIME",
        help=words("締め切り (2026-12-01T23:59+09:00)", "When it is due (2026-12-01T23:59+09:00)"),
        show_default=False,
    ),
]
PolicyOption = Annotated[
    str | None,
    typer.Option(
        "--late-policy",
        metavar="RULE",
        help=words(
            "遅れたときの規則: none、10%/day、-2/day、10%/day,max=50%",
            "What a late day costs: none, 10%/day, -2/day, 10%/day,max=50%",
        ),
        show_default=False,
    ),
]
IsolationOption = Annotated[
    IsolationChoice,
    typer.Option(
        "--isolation",
        help=words(
            "auto は bubblewrap で隔離し、できなければ採点しません。process は隔離のない練習用で、成績には使えません",
            "auto isolates by bubblewrap, and where that is not to be had grades nothing; "
            "process isolates nothing: practice, not for grades",
        ),
    ),
]
ForceOption = Annotated[
    bool,
    typer.Option(
        "--force",
        help=words("採点済みの提出物も、もう一度採点する", "Grade again what has been graded before"),
    ),
]
SchedulerOption = Annotated[
    str,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help=words(
            "Dask クラスターで採点する (例: tcp://10.0.0.1:8786)", "Grade on a Dask cluster, e.g. tcp://10.0.0.1:8786"
        ),
        show_default=False,
    ),
]
