"""What can go wrong over there, in words for the student; and what can go wrong with the sandbox itself."""

from __future__ import annotations

import os
import signal

from autograder.report import Reason, Status
from autograder.sandbox.session import MAX_FRAMES_SHOWN, MAX_WORDS
from autograder.text import Text

MEMORY_ERRORS = ("MemoryError", "_ArrayMemoryError")  # Python's own; NumPy's, for an array that did not fit
MAX_NAME = 100  # characters of an exception's or function's name


class SandboxError(Exception):
    """The sandbox cannot do its work: the machine's matter, never the student's fault; says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)  # args hold the Text, so that it survives the way between processes
        self.text = text

    def __str__(self) -> str:
        return self.text.en


class StudentFailure(Exception):
    """The student's code did not give a value. `status`, `text` and `reason` go into the check's result."""

    status: Status = "error"
    reason: Reason | None = None

    def __init__(self, text: Text, reason: Reason | None = None) -> None:
        super().__init__(text.en)
        self.text = text
        self.reason = reason or self.reason


class Raised(StudentFailure):
    """Student code raised an exception; `frames` are (line, function) in the student's file, the outermost first.

    All of it is the student's word and may have any length: it is cut here.
    """

    def __init__(self, type_name: str, message: str, frames: list[tuple[int, str]]) -> None:
        type_name, message = type_name[:MAX_NAME], message[:MAX_WORDS]
        words = Text.same(f"{type_name}: {message.strip()}" if message.strip() else type_name)
        if type_name == "NotImplementedError":
            words = NOT_IMPLEMENTED
        super().__init__(words)
        self.type_name = type_name
        self.message = message
        self.frames = [(line, function[:MAX_NAME]) for line, function in frames[-MAX_FRAMES_SHOWN:]]
        self.status = "not_implemented" if type_name == "NotImplementedError" else "error"
        self.reason = "memory" if type_name in MEMORY_ERRORS else None


class NoLength(Raised, TypeError):
    """len() of what has none; list() goes on where it meets a TypeError, and at no other exception."""


class TimedOut(StudentFailure):
    """The check, or all checks of the submission together, took too long."""

    status = "timeout"
    reason = "time"


class Died(StudentFailure):
    """The process ended before it had answered."""

    reason = "ended"


class BadReply(StudentFailure):
    """What came back is no answer."""

    reason = "forged"

    def __init__(self) -> None:
        super().__init__(BAD_REPLY)


NOT_IMPLEMENTED = Text(ja="まだ実装されていません。", en="Not implemented yet.")
BAD_REPLY = Text(
    ja="プログラムから正しい形の返事が返ってきませんでした。",
    en="What came back from the program was not an answer.",
)
TIMED_OUT = Text(
    ja="{seconds:g} 秒たっても終わらなかったので止めました。終わらないループはありませんか。",
    en="Stopped after {seconds:g} seconds. Is there a loop that never ends?",
)
OUT_OF_TIME = Text(
    ja="この提出物全体の制限時間 {seconds:g} 秒を使い切ったので、このチェックは実行していません。",
    en="Not run: the submission as a whole had used up its {seconds:g} seconds.",
)
TOO_MUCH_MEMORY = Text(
    ja="メモリを {gib:g} GiB より多く使おうとしたので止めました。",
    en="Stopped: it tried to use more than {gib:g} GiB of memory.",
)
TOO_MUCH_OUTPUT = Text(
    ja="{mib:g} MB より多く表示しようとしたので止めました。print の入ったループはありませんか。",
    en="Stopped: it printed more than {mib:g} MB. Is there a print in a loop?",
)
EXITED = Text(
    ja="答えを返す前にプログラムが自分で終了しました (終了コード {code})。exit などの呼び出しは要りません。",
    en="The program ended itself before it had answered (exit code {code}). There is no need to call exit.",
)
CRASHED = Text(
    ja="プログラムが異常終了しました ({signal})。",
    en="The program crashed ({signal}).",
)
SEGMENTATION_FAULT = Text(
    ja="プログラムが異常終了しました (SIGSEGV)。たいていは再帰が深すぎることが原因です。",
    en="The program crashed (SIGSEGV). Most often the reason is a recursion that goes too deep.",
)
TOO_LARGE_FILE = Text(
    ja="{mib:g} MB より大きいファイルを書こうとしたので止めました。",
    en="Stopped: it tried to write a file of more than {mib:g} MB.",
)


def explain_death(wait_status: int, file_bytes: int, check_seconds: float) -> StudentFailure:
    """Why a child ended, from the status that waitpid gave its parent (-1: unknown)."""
    if wait_status == -1:
        return Died(CRASHED.format(signal="?"))
    code = os.waitstatus_to_exitcode(wait_status)
    if code >= 0:
        return Died(EXITED.format(code=code))
    if -code == signal.SIGXCPU:
        return TimedOut(TIMED_OUT.format(seconds=check_seconds))
    if -code == signal.SIGXFSZ:
        return Died(TOO_LARGE_FILE.format(mib=file_bytes / 2**20), "files")
    if -code == signal.SIGSEGV:
        return Died(SEGMENTATION_FAULT)
    return Died(CRASHED.format(signal=_signal_name(-code)))


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
