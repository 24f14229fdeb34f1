"""report.html: of a class, at a glance and student by student; and of one student. The command line imports this.

The page loads nothing: one style sheet and one script inside it, and a Content-Security-Policy that allows these two
alone, by their hashes. The script sorts and filters the table of students; all is there without it. What students
wrote is escaped by jinja2 and made harmless on its way out.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import urllib.parse
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from autograder.exporters import attention, graph_svg, graph_words, labels, summary
from autograder.exporters.files import write_whole
from autograder.exporters.harmless import LABEL_LIMIT, folder_name, one_line, plain
from autograder.lateness import Lateness, shown
from autograder.report import Report
from autograder.roster import Roll
from autograder.text import Language, Text

BAR_HEIGHT = 72  # pixels, of the bar for the most students


def write_page(
    reports: Sequence[Report],
    folder: Path,
    language: Language,
    roll: Roll | None = None,
    late: Lateness | None = None,
) -> Path:
    """Write `folder`/report.html in `language` and return its path.

    Raises:
        ExportError: it can't be written; what was there before is still there.
    """
    return write_whole(folder / "report.html", render(reports, language, roll, late))


def write_student_page(
    report: Report, folder: Path, language: Language, roll: Roll | None = None, late: Lateness | None = None
) -> Path:
    """Write `folder`/<student>/report.html, which can be sent to this student alone, and return its path.

    It is whole in itself, and nothing of another student is in it, nor of the class. Its seed, too, stays with the
    instructor: where a class is graded with one seed, it would tell the next submission's inputs.

    Raises:
        ExportError: it can't be written; what was there before is still there.
    """
    return write_whole(
        folder / folder_name(report.student) / "report.html", render_student(report, language, roll, late)
    )


def render_student(report: Report, language: Language, roll: Roll | None = None, late: Lateness | None = None) -> str:
    """Return one student's page."""
    style = _template("report.css")
    return (
        _environment(language)
        .get_template("student.html.jinja")
        .render(
            report=report,
            late=late,
            person=roll.entries[report.student].person if roll else None,
            language=language,
            level=3,  # of an assignment's heading
            style=Markup(style),
            policy=_policy(style),
            pictures=graph_svg.pictures(summary.drawings([report]), language),
        )
    )


def render(
    reports: Sequence[Report], language: Language, roll: Roll | None = None, late: Lateness | None = None
) -> str:
    """Return the class's page."""
    style, script = _template("report.css"), _template("report.js")
    spreads = summary.spreads(reports)
    return (
        _environment(language)
        .get_template("report.html.jinja")
        .render(
            reports=reports,
            roll=roll,
            late=late,
            due=shown(late.due) if late else "",
            late_students=sum(bool(late.days(report.student)) for report in reports) if late else 0,
            language=language,
            level=4,
            style=Markup(style),  # ours, not a student's
            script=Markup(script),
            policy=_policy(style, script),
            spreads=spreads,
            columns=spreads[0].exercises if len(spreads) == 1 else spreads,  # all exercises of five would be too many
            misconceptions=summary.misconceptions(reports),
            practice=any(map(summary.is_practice, reports)),
            pictures=graph_svg.pictures(summary.drawings(reports), language),
            refused=sum(not summary.is_graded(report) for report in reports),
        )
    )


def _template(name: str) -> str:
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _policy(style: str, script: str = "") -> str:
    """The Content-Security-Policy under which `style` applies and `script` runs, and nothing else does."""
    allowed = "".join(
        f" {kind}-src 'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}';"
        for kind, source in (("style", style), ("script", script))
        if source
    )
    return f"default-src 'none';{allowed} base-uri 'none'; form-action 'none'"


def _environment(language: Language) -> jinja2.Environment:
    def words(text: Text) -> str:
        return text[language]

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.exporters"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.filters |= {
        "words": words,
        "prose": lambda text: _prose(text[language]),
        "name": lambda name: one_line(name, LABEL_LIMIT),
        "bar_height": _bar_height,
        "number": lambda number: one_line(number, graph_words.NAME_LIMIT) if number else "",
        "pixels": lambda length: f"{length:.1f}",
        "mean": lambda value: f"{value:.1f}",
    }
    environment.globals |= {
        "label": lambda key, **values: labels.LABELS[key].format(**values)[language],
        "people": lambda count: labels.people(count)[language],
        "points": lambda score, top: labels.points(score, top)[language],
        "attention": attention,
        "labels": labels,
        "graph_svg": graph_svg,
        "graph_words": graph_words,
        "page_of": lambda report: f"{urllib.parse.quote(folder_name(report.student), safe='')}/report.html",
        "next_graph": itertools.count(1).__next__,
        "summary": summary,
    }
    return environment


def _harmless(value: object) -> object:
    """Make harmless whatever the template puts out, also where it forgets to ask; Markup has been through it."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _prose(text: str) -> Markup:
    """Escape a message or a hint, and set what stands in `backticks` as code."""
    escaped = str(escape(plain(text)))  # a plain string: on Markup, re.sub would escape the tags that it puts in
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escaped))


def _bar_height(count: int, most: int) -> int:
    """Pixels: in proportion to the largest bar, 0 students a hairline, 1 never less than can be seen."""
    return max(4, round(BAR_HEIGHT * count / most)) if count else 1
