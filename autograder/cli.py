"""The command `autograder`: reads the command line, calls, prints. No work is done here."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.authoring import AuthoringError
from autograder.course import CourseError, course_root, load_course
from autograder.exporters.files import ExportError
from autograder.grading.classroom import GraderFault, default_jobs, distinct_names, grade_class
from autograder.grading.settings import Settings
from autograder.lateness import Lateness, LatenessError, lateness
from autograder.options import (
    DEFAULT_LANG,
    DueOption,
    ForceOption,
    IsolationChoice,
    IsolationOption,
    JobsOption,
    LangOption,
    OutOption,
    PathsArgument,
    PolicyOption,
    RosterOption,
    SchedulerOption,
    SeedOption,
    words,
)
from autograder.report import Report
from autograder.roster import Roll, RosterError, call_the_roll, load_roster
from autograder.sandbox.failures import SandboxError
from autograder.sandbox.trial import choose_isolation
from autograder.secret import SecretError, load_secret
from autograder.text import Language, Text

EXAMPLES = "examples/submissions"

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


NO_SUCH_PATH = Text(ja="{path} がありません。", en="{path} does not exist.")
CHANGED = Text(ja="{count} 個のファイルを書きました。", en="{count} files written.")
UP_TO_DATE = Text(ja="assignments/ は solutions/ のとおりです。", en="assignments/ is what solutions/ gives.")
INTERRUPTED = Text(
    ja="中断しました。終わった分の結果は {out} にあります。同じコマンドをもう一度実行すると、続きから採点します。",
    en="Interrupted. What was done by then is in {out}. Run the same command again to go on from there.",
)
KNOWN = Text(
    ja="{count} 人分は前に採点した結果です。--force を付けると採点し直します。",
    en="{count} had been graded before and are unchanged; --force grades them again.",
)
EXTRAS = {"jupytext": "author", "nbformat": "author", "distributed": "cluster"}  # of pyproject.toml
MISSING_EXTRA = Text(
    ja="{module} が入っていません: pip install 'backprop-course[{extra}]'",
    en="{module} is not installed: pip install 'backprop-course[{extra}]'",
)


@app.callback(help=words("誤差逆伝播法の講座の採点と教材作成", "Grading and authoring of a course on backpropagation"))
def _root() -> None:
    pass


@app.command(help=words("提出物をサンドボックスで採点する", "Grade submissions in the sandbox"))
def grade(
    paths: PathsArgument,
    out: OutOption = Path("grades"),
    jobs: JobsOption = 0,
    lang: LangOption = DEFAULT_LANG,
    seed: SeedOption = None,
    isolation: IsolationOption = IsolationChoice.auto,
    force: ForceOption = False,
    scheduler: SchedulerOption = "",
    roster: RosterOption = None,
    due: DueOption = None,
    late_policy: PolicyOption = None,
) -> None:
    """Grade each path; exit 0 when every submission has been graded, whatever its score."""
    language: Language = lang.value
    with _errors(language):
        for path in paths:
            if not path.exists():
                _fail(NO_SUCH_PATH.format(path=path)[language], code=2)
        names = distinct_names(paths)
        roll = call_the_roll(load_roster(roster), names) if roster else None
        late = lateness(due, late_policy, dict(zip(names, paths, strict=True)))
        isolated = choose_isolation(isolation.value)
        settings = Settings(isolated, secret=load_secret(), seed=seed, remember=out, force=force)
        _grade_and_report(paths, out, _grading(paths, settings, jobs, scheduler), language, roll, late)


@app.command(help=words("見本のクラスを採点する", "Grade the sample class"))
def demo(
    out: OutOption = Path("grades/demo"),
    jobs: JobsOption = 0,
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Grade the sample class and say where the report lies."""
    language: Language = lang.value
    with _errors(language):
        paths = sorted(path for path in (course_root() / EXAMPLES).iterdir() if not path.name.startswith("."))
        settings = Settings(choose_isolation("auto"), secret=load_secret())  # remembers nothing: it is to be seen
        _grade_and_report(paths, out, _grading(paths, settings, jobs), language)


@app.command(help=words("この計算機で採点できるかを調べる", "Say what this machine offers"))
def doctor(lang: LangOption = DEFAULT_LANG) -> None:
    """Look at this machine; exit 0 when it grades with full isolation, else 1."""
    language: Language = lang.value
    with _errors(language):
        from autograder.doctor import examine, grades_in_full_isolation
        from autograder.doctor_table import table

        findings = examine()
        Console().print(table(findings, language))
        if not grades_in_full_isolation(findings):
            raise typer.Exit(1)


@app.command(help=words("solutions/ から assignments/ を作る", "Write assignments/ from solutions/"))
def build(
    check: Annotated[
        bool,
        typer.Option(
            "--check", help=words("何も書かず、違いがあれば 1 で終わる", "Write nothing; exit 1 on any difference")
        ),
    ] = False,
    lang: LangOption = DEFAULT_LANG,
) -> None:
    """Generate what students get, or check that it is what a build gives."""
    language: Language = lang.value
    with _errors(language):
        from autograder.authoring import build as authoring

        files = authoring.build_course(load_course())
        if not check:
            typer.echo(CHANGED.format(count=len(authoring.write(files)))[language])
        differences = authoring.check(files)
        for difference in differences:
            typer.echo(difference.text[language], err=True)
        if differences and check:
            raise typer.Exit(1)
        if check:
            typer.echo(UP_TO_DATE[language])


def main() -> None:
    """Run the command line."""
    app(prog_name="autograder")


def _grading(paths: Sequence[Path], settings: Settings, jobs: int, scheduler: str = "") -> Iterator[tuple[int, Report]]:
    if scheduler:
        from autograder.grading.cluster import grade_on_cluster

        return grade_on_cluster(paths, settings, scheduler)
    return grade_class(paths, settings, jobs or default_jobs())


def _grade_and_report(
    paths: Sequence[Path],
    out: Path,
    grading: Iterator[tuple[int, Report]],
    language: Language,
    roll: Roll | None = None,
    late: Lateness | None = None,
) -> None:
    from autograder.exporters import csv_file, files, html, json_file, terminal

    console = Console()
    reports: dict[int, Report] = {}

    files.check_folder(out)  # said now, not after an hour
    try:
        with terminal.progress(language, console) as bar:
            task = bar.add_task("", total=len(paths))
            for index, report in grading:
                reports[index] = report
                json_file.write_result(report, out, language)
                html.write_student_page(report, out, language, roll, late)
                bar.advance(task)
    except KeyboardInterrupt:
        _fail(INTERRUPTED.format(out=out)[language], code=130)
    finally:
        if reports:  # else what an earlier run wrote stays
            done = [reports[index] for index in sorted(reports)]
            csv_file.write_grades(done, out, language, roll, late)
            page = html.write_page(done, out, language, roll, late)
            console.print(terminal.class_table(done, language))
            console.print(terminal.closing(done, page, language, roll), soft_wrap=True)
            if known := sum(report.known for report in done):
                console.print(KNOWN.format(count=known)[language], soft_wrap=True)


@contextmanager
def _errors(language: Language) -> Iterator[None]:
    """The border where the errors of all rooms become a message and an exit code."""
    try:
        yield
    except ModuleNotFoundError as missing:
        extra = EXTRAS.get(missing.name or "", "grade")
        _fail(MISSING_EXTRA.format(module=missing.name, extra=extra)[language], code=1)
    except (CourseError, AuthoringError) as problem:  # an author's errors are in English, as the code is
        _fail(str(problem), code=1)
    except (SandboxError, ExportError, SecretError, RosterError, LatenessError, GraderFault) as problem:
        _fail(problem.text[language], code=1)


def _fail(words: str, *, code: int) -> None:
    sys.stdout.flush()
    typer.echo(words, err=True)
    raise typer.Exit(code)
