"""The sandboxed parent: it has imported numpy and forks a fresh, limited child for each check.

This file, session.py, wire.py and seccomp.py are all of the project that the sandbox holds; they need the standard
library and numpy only. Nothing here decides anything: a child answers calls with values, and whoever takes a child over
can do no more than give other values. No expected value, tolerance or secret ever comes here.

    worker.py CONTROL_FD OPTIONS        OPTIONS is the JSON of Options

The control socket carries one-byte commands: `F` with a file descriptor forks a child that serves it, `K` kills the
child with all its offspring, cleans up and answers with how the child ended.
"""

from __future__ import annotations

import array
import contextlib
import ctypes
import importlib.util
import json
import os
import resource
import select
import shutil
import signal
import socket
import struct
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from types import ModuleType

FORK, KILL, READY = b"F", b"K", b"R"
ENDING = struct.Struct("!Bi")  # answer to KILL: flags, wait status of the child (-1: unknown)
OUTPUT_EXCEEDED, NOT_CLEAN = 1, 2  # flags

PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38  # linux/prctl.h


class Options(NamedTuple):
    """What the grader tells the parent when it starts it."""

    scratch: str  # the one folder children may write to; emptied after each check
    site: list[str]  # folders to import numpy from
    preload: list[str]  # modules to import before the first fork
    uid: int  # the user to become when started as root, 0: stay
    output_bytes: int  # what a child may print
    rlimits: dict[str, int]  # RLIMIT name -> value
    strict: bool  # a limit that cannot be set ends the child; and the kernel refuses what seccomp.py names


class Parent:
    """Forks, kills and cleans up after children; runs none of the student's code."""

    def __init__(self, control: socket.socket, options: Options, serve: Any) -> None:
        self.control = control
        self.options = options
        self.serve = serve
        self.child = 0
        self.reaped = False  # whether the child has been waited for: its number may then be somebody else's
        self.output = -1  # what the child prints comes here, is counted and thrown away
        self.printed = 0

    def run(self) -> None:
        """Serve the control socket until the other side closes it."""
        self.rehearse()
        self.control.send(READY)
        while True:
            waited_for = [self.control.fileno()] + ([self.output] if self.output >= 0 else [])
            ready, _, _ = select.select(waited_for, [], [])
            if self.output in ready:
                self.count_output()
            if self.control.fileno() in ready:
                command, ancillary, _, _ = self.control.recvmsg(1, socket.CMSG_SPACE(4))
                if command == FORK:
                    self.fork(array.array("i", ancillary[0][2])[0])
                elif command == KILL:
                    self.control.send(ENDING.pack(*self.end_child()))
                else:  # closed: the grader is gone
                    self.end_child()
                    return

    def rehearse(self) -> None:
        """Limit a child that runs nothing: what fails now is the machine's fault, not the student's."""
        pid = os.fork()
        if pid == 0:
            try:
                set_limits(self.options, os.dup(2))
            except BaseException as problem:
                os.write(2, f"{problem}\n".encode())
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        if status:
            sys.exit("a limit could not be set")

    def fork(self, data_fd: int) -> None:
        """Start the child of the next check."""
        output, child_output = os.pipe()
        self.child, self.reaped = os.fork(), False
        if self.child == 0:
            code = 1
            try:
                os.close(output)
                self.control.close()
                set_limits(self.options, child_output)
                code = 0
                self.serve(socket.socket(fileno=data_fd))
            finally:
                os._exit(code)
        os.close(data_fd)
        os.close(child_output)
        self.output, self.printed = output, 0

    def count_output(self) -> None:
        """Read what the child printed; too much of it ends the child."""
        piece = os.read(self.output, 2**16)
        self.printed += len(piece)
        too_much = self.printed > self.options.output_bytes
        if too_much:
            self.kill_all()  # before the pipe is closed, or the child lives to tell of it as an error of its own
        if too_much or not piece:
            os.close(self.output)
            self.output = -1

    def kill_all(self) -> None:
        """Kill the child and every process it left: as PID 1 of a namespace all there are, else its process group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getpid() == 1:
                os.kill(-1, signal.SIGKILL)
            elif self.child:
                os.killpg(self.child, signal.SIGKILL)
        if os.getpid() != 1 and self.child and not self.reaped:  # it may have no process group of its own yet
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)

    def end_child(self) -> tuple[int, int]:
        """Leave nothing of the child, neither process nor file; flags and wait status of how it ended."""
        flags = OUTPUT_EXCEEDED if self.printed > self.options.output_bytes else 0
        status = self.reap(os.WNOHANG)  # before the kill, which would hide how the child ended by itself
        self.kill_all()
        killed = self.reap(0)
        if self.output >= 0:
            os.close(self.output)
        self.output, self.child, self.printed = -1, 0, 0
        clean = empty_folder(self.options.scratch)
        return flags | (0 if clean else NOT_CLEAN), killed if status == -1 else status

    def reap(self, how: int) -> int:
        """Collect every process that has ended; the child's wait status, -1 if it is not among them."""
        status = -1
        while True:
            try:
                pid, ended = os.waitpid(-1, how)
            except ChildProcessError:
                return status
            if pid == 0:
                return status
            if pid == self.child:
                status, self.reaped = ended, True


def empty_folder(folder: str) -> bool:
    """Remove what a check wrote; whether all of it could be (if not, the grader starts a new sandbox)."""
    try:
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                os.unlink(entry.path)
    except (OSError, RecursionError):
        return False
    return True


def set_limits(options: Options, output: int) -> None:
    """In a new child: a session of its own, nothing open but the data socket and its output, and the limits."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(null)
    os.close(output)
    os.chdir(options.scratch)
    for name, limit in options.rlimits.items():
        try:
            resource.setrlimit(getattr(resource, name), (limit, limit))
        except (ValueError, OSError, AttributeError) as problem:  # macOS has no RLIMIT_AS worth the name, for one
            if options.strict:
                raise OSError(f"{name} {limit}: {problem}") from None


def prepare(options: Options) -> None:
    """Become nobody, then import what every check needs, so that no child has to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one signal that Python catches; PID 1 is deaf to all others
    if options.uid:  # before any code but the standard library's runs
        os.setgroups([])
        os.setresgid(options.uid, options.uid, options.uid)
        os.setresuid(options.uid, options.uid, options.uid)
    if sys.platform == "linux":
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)  # a child may neither read nor trace its parent
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    sys.path.extend(options.site)
    for name in options.preload:
        importlib.import_module(name)
    os.environ.clear()


def load_beside(name: str) -> ModuleType:
    """A module from the folder of this file, without that folder on the path, where student code would find it."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(control_fd: str, options_json: str) -> None:
    """Serve the grader that started this process."""
    options = Options(**json.loads(options_json))
    prepare(options)
    wire, session, seccomp = load_beside("wire"), load_beside("session"), load_beside("seccomp")
    session.use(wire)
    if options.strict:
        seccomp.refuse_system_calls()  # once: children inherit it
    Parent(socket.socket(fileno=int(control_fd)), options, session.serve).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
