"""The class in a terminal, by rich: a progress bar, a table, a few closing lines. The command line imports this.

What students wrote goes into Text objects, where rich's markup does not act, after terminal codes and CI commands
have been taken out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeElapsedColumn
from rich.table import Table
from rich.text import Text as RichText

from autograder.exporters import summary
from autograder.exporters.harmless import LABEL_LIMIT, no_commands, one_line, plain
from autograder.exporters.labels import GRADING, LABELS, PRACTICE, PRACTICE_WHY, people
from autograder.report import Report
from autograder.roster import Roll
from autograder.text import Language

FINDING_LIMIT = 300  # characters: the page has the rest
MOST_FREQUENT = 3  # misconceptions named below the table

_STYLES = {"refused": "red", "diagnosis": "", "lost": "dim", "full": "green"}
_LOUD = "bold white on red"


def progress(language: Language, console: Console | None = None) -> Progress:
    """Return a bar for grading: description, bar, M of N, time.

    `add_task("", total=n)` says "Grading"; another description is made harmless.
    """
    return Progress(
        _Description(language), BarColumn(), MofNCompleteColumn(separator=" / "), TimeElapsedColumn(), console=console
    )


class _Description(ProgressColumn):
    """A task's description as data: rich's own column would read markup in it."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._default = GRADING[language]

    def render(self, task: Task) -> RichText:
        return _line(task.description) if task.description else RichText(self._default)


def class_table(reports: Sequence[Report], language: Language) -> Table:
    """Return a row a student: points, and what was misunderstood or why it was refused.

    A column an exercise would leave no room for that in 80 columns; the page has them.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=_banner(reports, language))
    table.add_column(LABELS["student"][language], overflow="fold", max_width=28)
    table.add_column(LABELS["points"][language], justify="right", no_wrap=True)
    table.add_column(LABELS["found"][language], overflow="fold")
    for report in reports:
        graded = summary.is_graded(report)
        points = RichText(f"{report.score} / {report.max_score}" if graded else "–")
        found = [
            RichText(no_commands(plain(finding.text[language], FINDING_LIMIT)), style=_STYLES[finding.kind])
            for finding in summary.findings(report)
        ]
        table.add_row(_line(report.student), points, RichText("\n").join(found))
    return table


def closing(reports: Sequence[Report], page: Path, language: Language, roll: Roll | None = None) -> RichText:
    """Return what follows the table: the mean, what was misunderstood most, how the roster agrees, where the page lies.

    Print it with `soft_wrap=True`, so that the path stays whole.
    """
    lines = list(_closing_lines(reports, language))
    if roll:
        standings = [entry.standing for entry in roll.entries.values()]
        counts = {standing: standings.count(standing) for standing in ("unlisted", "ambiguous", "twice")}
        lines.append(RichText(LABELS["roll"].format(absent=len(roll.absent), **counts)[language]))
    if (banner := _banner(reports, language)) is not None:
        lines += [banner, RichText(PRACTICE_WHY[language])]
    lines.append(RichText(f"{LABELS['report'][language]}: ").append(_line(str(page), 4096)))
    return RichText("\n").join(lines)


def _closing_lines(reports: Sequence[Report], language: Language) -> Iterable[RichText]:
    graded = sum(map(summary.is_graded, reports))
    yield RichText(LABELS["graded"].format(people=people(graded))[language])
    if graded < len(reports):
        yield RichText(LABELS["not_graded"].format(people=people(len(reports) - graded))[language])
    for spread in summary.spreads(reports):
        mean = LABELS["mean_is"].format(mean=f"{spread.mean:.1f}", top=spread.max_score)
        yield _line(f"{spread.title[language]}: {mean[language]}")
    if ranked := summary.misconceptions(reports)[:MOST_FREQUENT]:
        yield RichText(f"{LABELS['most_frequent'][language]}:")
        for misconception in ranked:
            yield _line(f"{misconception.title[language]} ({people(len(misconception.students))[language]})", 200, "  ")


def _banner(reports: Sequence[Report], language: Language) -> RichText | None:
    return RichText(f" {PRACTICE[language]} ", style=_LOUD) if any(map(summary.is_practice, reports)) else None


def _line(words: str, limit: int = LABEL_LIMIT, indent: str = "") -> RichText:
    return RichText(indent + no_commands(one_line(words, limit)))
