"""A submission's sandbox: one jailed parent, a fresh child for each check, and no trace of either afterwards."""

from __future__ import annotations

import contextlib
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from autograder.limits import Limits
from autograder.report import Isolation
from autograder.sandbox import failures, jail, worker
from autograder.sandbox.channel import Channel
from autograder.sandbox.failures import Died, SandboxError, StudentFailure, TimedOut
from autograder.text import Text

START_SECONDS = 60.0  # for the parent to be ready, on a machine under load
END_SECONDS = 10.0  # for the parent to kill and clean up

DOES_NOT_START = Text(
    ja="サンドボックスを起動できません: {words}\n"
    "Ubuntu 24.04 以降や GitHub の計算機では、採点の前に次を実行してください:\n"
    "  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n"
    "コンテナの中では --privileged が要ります。",
    en="The sandbox does not start: {words}\n"
    "On Ubuntu 24.04 and later, and on GitHub's runners, run this before grading:\n"
    "  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n"
    "Inside a container, --privileged is needed.",
)


class Sandbox:
    """Runs one submission. Starts in the background when made, so that making the next one early costs nothing.

    Args:
        folder: the private copy of the submission; the sandbox sees it read-only as `self.root`.
        isolation: `bwrap`, or `process` for limits without walls.
        limits: what each check may use.
        packages: what it may import beside the standard library and numpy.
    """

    def __init__(self, folder: Path, isolation: Isolation, limits: Limits, packages: Sequence[str] = ()) -> None:
        self.root = Path(jail.SUBMISSION) if isolation == "bwrap" else folder
        self.limits = limits
        self._folder = folder
        self._isolation = isolation
        self._packages = packages
        self._own = Path(tempfile.mkdtemp(prefix="autograder-sandbox-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._spent = 0.0  # seconds in checks
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process of this sandbox and remove its files."""
        self._stop()
        shutil.rmtree(self._own, ignore_errors=True)

    @contextlib.contextmanager
    def check(self) -> Iterator[Channel]:
        """A fresh child for one check; it and all it started are gone afterwards.

        Raises:
            TimedOut: the submission has used up its time.
            SandboxError: the sandbox does not start.
        """
        left = self.limits.submission_seconds - self._spent
        if left <= 0:
            raise TimedOut(failures.OUT_OF_TIME.format(seconds=self.limits.submission_seconds))
        self._wait_until_ready()
        started = time.monotonic()
        allowed = min(left, self.limits.check_seconds)
        child = _Child(self, self._fork(), allowed)
        try:
            yield child.channel(started + allowed)
        finally:
            child.end()
            self._spent += time.monotonic() - started

    def _start(self) -> None:
        scratch = Path(tempfile.mkdtemp(dir=self._own))  # a new one: it may be that the old one could not be emptied
        with contextlib.ExitStack() as if_it_fails:
            self._stderr = if_it_fails.enter_context((self._own / "stderr").open("w+b"))
            self._process, self._control = jail.start(
                self._folder, self._isolation, self.limits, self._packages, scratch, self._stderr
            )
            if_it_fails.pop_all()
        self._ready = False

    def _stop(self) -> None:
        if self._process is None:
            return
        self._control.close()  # ends the parent, and with it all of the sandbox's processes
        try:
            self._process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._stderr.close()
        self._process = None

    def _wait_until_ready(self) -> None:
        if self._ready and self._process is not None and self._process.poll() is not None:
            self._stop()  # it was killed between two checks
        if self._process is None:
            self._start()
        if self._ready:
            return
        self._control.settimeout(START_SECONDS)
        try:
            self._ready = self._control.recv(1) == worker.READY
        except OSError:
            self._ready = False
        if not self._ready:
            self._stderr.seek(0)
            words = self._stderr.read(2000).decode("utf-8", "replace").strip() or "no answer"
            self._stop()
            raise SandboxError(DOES_NOT_START.format(words=words))

    def _fork(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [worker.FORK], [theirs.fileno()])
        return ours

    def _end_child(self) -> tuple[int, int]:
        """Flags and wait status of the child; where cleaning up fails, the whole sandbox is started anew."""
        try:
            self._control.settimeout(END_SECONDS)
            self._control.sendall(worker.KILL)
            flags, status = worker.ENDING.unpack(self._control.recv(worker.ENDING.size))
        except (OSError, ValueError, struct.error):
            flags, status = worker.NOT_CLEAN, -1
        if flags & worker.NOT_CLEAN:
            self._stop()
        return flags, status

    def _memory(self) -> int:
        """Bytes that all processes of the sandbox hold; each alone is bound by RLIMIT_AS, together by this."""
        if self._process is None:
            return 0
        total = 0
        with contextlib.suppress(psutil.Error):
            for process in psutil.Process(self._process.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    total += process.memory_info().rss
        return total


class _Child:
    """One check's child, ended once, with the reason why it ended."""

    def __init__(self, sandbox: Sandbox, connection: socket.socket, allowed_seconds: float) -> None:
        self._sandbox = sandbox
        self._connection = connection
        self._allowed_seconds = allowed_seconds  # less than check_seconds near the end of the submission's time
        self._ending: tuple[int, int] | None = None

    def channel(self, deadline: float) -> Channel:
        return Channel(self._connection, deadline, self._look, self._lost, self._late)

    def end(self) -> tuple[int, int]:
        if self._ending is None:
            self._connection.close()
            self._ending = self._sandbox._end_child()
        return self._ending

    def _look(self) -> None:
        limit = self._sandbox.limits.memory_bytes
        if self._sandbox._memory() > limit:
            self.end()
            raise Died(failures.TOO_MUCH_MEMORY.format(gib=limit / 2**30), "memory")

    def _late(self) -> StudentFailure:
        self.end()
        return TimedOut(failures.TIMED_OUT.format(seconds=round(self._allowed_seconds, 1)))

    def _lost(self) -> StudentFailure:
        limits = self._sandbox.limits
        flags, status = self.end()
        if flags & worker.OUTPUT_EXCEEDED:
            return Died(failures.TOO_MUCH_OUTPUT.format(mib=limits.output_bytes / 2**20), "output")
        return failures.explain_death(status, limits.file_bytes, limits.check_seconds)
