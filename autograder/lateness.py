"""How late a submission is, and what a policy would make of its points. The command line imports this.

Whatever a submission says of its time is its student's word: a commit, a file and a zip's entry can be dated at will.
So lateness is shown beside the points, and never taken from them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from autograder.handed_in import HandedIn, handed_in
from autograder.report import Report
from autograder.text import Text

DAY = timedelta(days=1)
_POLICY = re.compile(r"-?(\d{1,4}(?:\.\d{1,3})?)(%?)/day(?:,max=(\d{1,4}(?:\.\d{1,3})?)(%?))?")

NO_DATE = Text(
    ja="--due {value}: 日時として読めません。2026-12-01T23:59+09:00 のように書いてください。",
    en="--due {value}: this is no date and time. Write it as in 2026-12-01T23:59+09:00.",
)
NO_ZONE = Text(
    ja="--due {value}: 時差がありません。日本時間なら {value}+09:00 と書いてください。",
    en="--due {value}: the offset from UTC is missing. Write {value}+09:00 for Japan, say.",
)
NO_POLICY = Text(
    ja="--late-policy {value}: none、10%/day、-2/day、10%/day,max=50% のどれかの形で書いてください。",
    en="--late-policy {value}: write none, 10%/day, -2/day, or with a maximum 10%/day,max=50%.",
)
NO_DUE = Text(ja="--late-policy には --due も要ります。", en="--late-policy needs --due as well.")


class LatenessError(Exception):
    """A due date or policy that cannot be understood; `text` says what to write, for people."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True)
class Policy:
    """What each late day costs: points, or where `percent` that many hundredths of what was earned; up to `most`."""

    words: str
    each: Fraction = Fraction(0)
    percent: bool = False
    most: Fraction | None = None

    def after(self, score: int, days: int) -> Fraction:
        """Return what is left of `score` points after `days` late days, never less than 0."""
        cost = self.each * days if self.most is None else min(self.each * days, self.most)
        return max(Fraction(0), score - (cost * score / 100 if self.percent else cost))


@dataclass(frozen=True)
class Lateness:
    """A class's due date and policy, and when each submission was handed in, None where nothing says so."""

    due: datetime
    policy: Policy
    times: Mapping[str, HandedIn | None]

    def days(self, student: str) -> int | None:
        """Return the late days, each one that has begun; 0 on time, None where the time is not known."""
        found = self.times[student]
        return None if found is None else max(0, math.ceil((found.time - self.due) / DAY))

    def score_after(self, report: Report) -> str:
        """Return what the policy would leave of a report's points, to hundredths; empty where it is not known."""
        days = self.days(report.student)
        if days is None:
            return ""
        return f"{float(self.policy.after(report.score, days)):.2f}".rstrip("0").rstrip(".")

    def local_time(self, student: str) -> str:
        """Return when a submission was handed in, at the due date's offset from UTC; empty where it is not known."""
        found = self.times[student]
        return "" if found is None else shown(found.time.astimezone(self.due.tzinfo))


def shown(time: datetime) -> str:
    """Return a time for people: 2026-12-01 23:59+09:00."""
    return time.isoformat(sep=" ", timespec="minutes")


def parse_due(value: str) -> datetime:
    """Read --due.

    Raises:
        LatenessError: it is no date and time, or without its offset from UTC.
    """
    try:
        due = datetime.fromisoformat(value)
    except ValueError:
        raise LatenessError(NO_DATE.format(value=value)) from None
    if due.tzinfo is None:
        raise LatenessError((NO_ZONE if "T" in value else NO_DATE).format(value=value))
    return due


def parse_policy(value: str) -> Policy:
    """Read --late-policy: `none`, `10%/day`, `2/day` or `-2/day`, with `,max=50%` or `,max=6` for the most it costs.

    Raises:
        LatenessError: it is none of these.
    """
    if value == "none":
        return Policy(value)
    found = _POLICY.fullmatch(value.replace(" ", ""))
    if found is None or (found[3] and found[2] != found[4]):
        raise LatenessError(NO_POLICY.format(value=value))
    return Policy(found[0], Fraction(found[1]), bool(found[2]), Fraction(found[3]) if found[3] else None)


def lateness(due: str | None, policy: str | None, submissions: Mapping[str, Path]) -> Lateness | None:
    """Read the options and the times of `submissions`, by student; None without a due date.

    Raises:
        LatenessError: an option cannot be understood.
    """
    if due is None:
        if policy is not None:
            raise LatenessError(NO_DUE)
        return None
    rule, deadline = parse_policy(policy or "none"), parse_due(due)
    zone = deadline.tzinfo or UTC
    return Lateness(deadline, rule, {student: handed_in(path, zone) for student, path in submissions.items()})
