"""What the doctor has found, as a table in a terminal, by rich. The command line imports this."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text as RichText

from autograder.doctor import Finding, State, grades_in_full_isolation
from autograder.text import Language, Text

STATE: dict[State, Text] = {
    "ok": Text.same("OK"),
    "weaker": Text(ja="弱い", en="weaker"),
    "missing": Text(ja="不足", en="missing"),
}
_STYLE: dict[State, str] = {"ok": "green", "weaker": "yellow", "missing": "bold red"}
WHAT = Text(ja="調べたもの", en="What")
FOUND = Text(ja="結果", en="Found")
FINE = Text(
    ja="この計算機では、提出物を完全に隔離して採点できます。",
    en="This machine grades submissions with full isolation.",
)
NOT_FINE = Text(
    ja="この計算機では、まだ成績のための採点ができません。「不足」の行を上から順に直してください。\n"
    "成績に使わない練習なら、autograder grade --isolation process で採点できます。",
    en="This machine cannot grade for grades yet. Put the lines marked “missing” right, from the top.\n"
    "For practice, not for grades, there is autograder grade --isolation process.",
)


def table(findings: Sequence[Finding], language: Language) -> Group:
    """Return a row a finding, with what to do below what was found, and one sentence on the whole."""
    rows = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    rows.add_column(WHAT[language], overflow="fold", max_width=24)
    rows.add_column("", no_wrap=True)
    rows.add_column(FOUND[language], overflow="fold")
    for finding in findings:
        found = RichText(finding.found[language])
        if finding.remedy:
            found.append("\n" + finding.remedy[language], style="bold")
        state = RichText(STATE[finding.state][language], style=_STYLE[finding.state])
        rows.add_row(RichText(finding.name[language]), state, found)
    fine = grades_in_full_isolation(findings)
    return Group(rows, RichText((FINE if fine else NOT_FINE)[language], style="" if fine else "bold"))
