"""What student code can see and reach: the worker, Python, numpy and its own submission."""

from __future__ import annotations

import os
import platform
import socket
import stat
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest
from boxes import load

from autograder.grading.workbench import Workbench
from autograder.sandbox import seccomp
from autograder.sandbox.jail import WORKER_FILES

HIDDEN = {
    "autograder",
    "suites",
    "misconceptions",
    "a03_layers",
    "a03_layers.py",
    "test_a03_layers.py",
    "assignment.toml",
}
HIDDEN |= {"gradcheck.py", "jail.py", "backprop_course.pth", "torch", "mlxtend", "hypothesis"}


def walk():
    """Every folder over there; names, folders of packages, and what can be written to."""
    import os

    names, packages, writable, files = set(), {}, [], 0
    for folder, folders, inside in os.walk("/"):
        names.update(folders, inside)
        files += len(inside)
        if os.path.basename(folder) in ("site-packages", "dist-packages"):
            packages[folder] = folders + inside
        if os.access(folder, os.W_OK):
            writable.append(folder)
    tops = {name: sorted(os.listdir(f"/{name}")) for name in ("submission", "worker", "site", "tmp", "dev")}
    return [sorted(names), packages, writable, tops, sorted(os.listdir("/")), files]


@pytest.fixture
def inside(open_sandbox):
    """A workbench with a submission of a single function that runs anything."""
    sandbox = open_sandbox("x = 1\n")
    with sandbox.check() as channel:
        yield Workbench(channel, load(sandbox, channel))


def test_the_files_over_there(inside):
    names, packages, writable, tops, root, files = inside.run(walk)
    assert files > 1000  # it did see something
    assert not HIDDEN & set(names)
    own = ("/usr/lib/python", f"{sys.base_prefix}/lib/python")  # other programs' are on nobody's path
    assert {folder: content for folder, content in packages.items() if content and folder.startswith(own)} == {}
    assert writable == ["/tmp"]
    assert tops["submission"] == ["work.py"]
    assert tops["worker"] == sorted(WORKER_FILES)
    assert tops["site"] in (["numpy"], ["numpy", "numpy.libs"])
    assert tops["tmp"] == []
    assert tops["dev"] == ["null", "random", "urandom", "zero"]
    assert not {"proc", "sys", "home", "run", "var", "mnt", "opt", "srv"} & set(root)


def identity():
    import os
    import sys

    open_files = []
    for number in range(256):
        try:
            os.fstat(number)
        except OSError:
            continue
        open_files.append(number)
    ids = [*os.getresuid(), *os.getresgid(), *os.getgroups()]
    return [ids, dict(os.environ), open_files, os.getcwd(), sys.path, os.uname().nodename, os.getpgrp() == os.getpid()]


def test_who_one_is_over_there(inside):
    ids, environment, open_files, folder, path, host, leader = inside.run(identity)
    assert 0 not in ids
    assert environment == {}
    assert len(open_files) == 4  # input, output, errors, the pipe to the grader
    assert folder == "/tmp"
    assert host == "sandbox"
    assert leader
    assert path[-1] == "/submission"
    assert not [entry for entry in path if "autograder" in entry or "packages" in entry]


def environment_in_memory():
    """The strings that the process was started with, read from C's own table."""
    import ctypes

    table = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
    found = []
    while table and table[len(found)]:
        found.append(table[len(found)].decode())
    return found


def test_no_environment_is_left_in_memory(inside):
    assert inside.run(environment_in_memory) == []


def imports(names):
    import importlib

    found = []
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
        found.append(name)
    return found


def test_what_can_be_imported(inside):
    names = ["torch", "pytest", "autograder", "psutil", "mlxtend", "pip", "setuptools", "wire", "session", "worker"]
    assert inside.run(imports, names) == []
    assert inside.run(imports, ["numpy", "json", "ctypes", "numpy.linalg"]) == [
        "numpy",
        "json",
        "ctypes",
        "numpy.linalg",
    ]


def connections(port, path):
    import socket

    reached = []
    for family, address in [
        (socket.AF_INET, ("127.0.0.1", port)),
        (socket.AF_INET, ("8.8.8.8", 53)),
        (socket.AF_INET6, ("::1", port)),
        (socket.AF_UNIX, path),
        (socket.AF_UNIX, "\0autograder-test"),
    ]:
        try:
            with socket.socket(family) as connection:
                connection.settimeout(2)
                connection.connect(address)
                reached.append(address)
        except OSError:
            pass
    return [reached, [name for _, name in socket.if_nameindex()]]


def test_there_is_no_network(inside, tmp_path):
    path = str(tmp_path / "socket")
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as named,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        for listener, address in [(named, path), (abstract, "\0autograder-test")]:
            listener.bind(address)
            listener.listen()
        reached, interfaces = inside.run(connections, server.getsockname()[1], path)
    assert reached == []
    assert interfaces == ["lo"]


def writes(places):
    import os

    done = []
    for place in places:
        for attempt in (
            lambda place=place: os.close(os.open(os.path.join(place, "new"), os.O_CREAT | os.O_WRONLY)),
            lambda place=place: os.mkdir(os.path.join(place, "folder")),
            lambda place=place: os.chmod(place, 0o777),
            lambda place=place: os.rename(place, place + "2"),
        ):
            try:
                attempt()
            except OSError:
                continue
            done.append(place)
    for file in ("/submission/work.py", "/worker/worker.py", "/site/numpy/__init__.py", "/dev/sda"):
        try:
            with open(file, "a"):
                done.append(file)
        except OSError:
            pass
    return done


def test_everything_is_read_only_but_tmp(inside, submit):
    folder = submit("x = 1\n")
    folder.chmod(0o777)  # permissions are not what protects it
    (folder / "work.py").chmod(0o666)
    assert inside.run(writes, ["/", "/submission", "/worker", "/site", "/usr", "/dev", "/etc"]) == []
    assert set(inside.run(writes, ["/tmp"])) == {"/tmp"}
    assert {path.name for path in folder.iterdir()} == {"work.py"}
    assert (folder / "work.py").read_text() == "x = 1\n"


def attacks_on_the_parent():
    """Every signal to PID 1, and every way to look into it."""
    import contextlib
    import ctypes
    import os

    for number in range(1, 65):
        with contextlib.suppress(OSError):
            os.kill(1, number)
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(8)

    class IOVec(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    local, remote = IOVec(ctypes.addressof(buffer), 8), IOVec(id(os), 8)
    results = {
        "PTRACE_ATTACH": libc.ptrace(16, 1, 0, 0),
        "PTRACE_SEIZE": libc.ptrace(0x4206, 1, 0, 0),
        "process_vm_readv": libc.process_vm_readv(1, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0),
        "pidfd_getfd": libc.syscall(438, libc.syscall(434, 1, 0), 0, 0),
    }
    return [os.getppid(), results]


def test_the_parent_can_be_neither_signalled_nor_looked_into(open_sandbox):
    sandbox = open_sandbox("x = 1\n")
    with sandbox.check() as channel:
        parent, results = Workbench(channel, load(sandbox, channel)).run(attacks_on_the_parent)
    assert parent == 1
    assert {name for name, result in results.items() if result >= 0} == set()
    process = sandbox._process
    with sandbox.check() as channel:
        assert load(sandbox, channel).x == 1
    assert sandbox._process is process, "the parent died of a signal"


def privileges():
    import ctypes
    import os

    libc = ctypes.CDLL(None, use_errno=True)

    def attempt(call, *arguments):
        try:
            return call(*arguments) in (None, 0)
        except OSError:
            return False

    return {
        "setuid": attempt(os.setuid, 0),
        "setgid": attempt(os.setgid, 0),
        "setgroups": attempt(os.setgroups, [0]),
        "chroot": attempt(os.chroot, "/tmp"),
        "mount": attempt(libc.mount, b"tmpfs", b"/tmp", b"tmpfs", 0, None),
        "remount": attempt(libc.mount, None, b"/", None, 32, None),
        "umount": attempt(libc.umount2, b"/submission", 2),
        "sethostname": attempt(libc.sethostname, b"x", 1),
        "mknod": attempt(os.mknod, "/tmp/device", 0o600 | 0o060000, os.makedev(8, 0)),
        "nice": attempt(os.setpriority, os.PRIO_PROCESS, 0, -20),
        "no new privileges": libc.prctl(39, 0, 0, 0, 0) != 1,
        "dumpable": libc.prctl(3, 0, 0, 0, 0) != 0,
    }


def test_there_are_no_privileges(inside):
    assert {name for name, gained in inside.run(privileges).items() if gained} == set()


def refused_system_calls(calls):
    """Which of (name, number, arguments) the kernel lets through."""
    import ctypes
    import errno

    libc = ctypes.CDLL(None, use_errno=True)
    through = []
    for name, number, arguments in calls:
        ctypes.set_errno(0)
        libc.syscall(number, *map(ctypes.c_long, arguments))
        if ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
            through.append(name)
    return through


def test_system_calls_around_a_limit_are_refused(inside):
    """A namespace of one's own has mounts without a size; memory that nobody has mapped is counted nowhere."""
    if platform.machine() not in seccomp.MACHINES:
        pytest.skip(f"seccomp.py knows no numbers for {platform.machine()}")
    column, _ = seccomp.MACHINES[platform.machine()]
    calls = [(name, numbers[column], [0] * 6) for name, numbers in seccomp.REFUSED.items()]
    calls += [
        ("clone", seccomp.CLONE[column], [seccomp.CLONE_NEWUSER | 17, 0, 0, 0, 0]),
        ("clone3", seccomp.CLONE3, [0] * 2),
        ("new user", seccomp.REFUSED["unshare"][column], [seccomp.CLONE_NEWUSER]),
        ("new network", seccomp.REFUSED["unshare"][column], [0x40000000]),
    ]
    if platform.machine() == "x86_64":
        calls += [("x32", seccomp.X32 + 39, [])]
    assert inside.run(refused_system_calls, calls) == []


def ordinary_work():
    import os
    import subprocess
    import sys
    import threading

    thread = threading.Thread(target=lambda: results.append("thread"))
    results = []
    thread.start()
    thread.join()
    if os.fork() == 0:
        os._exit(3)
    results.append(os.waitstatus_to_exitcode(os.wait()[1]))
    done = subprocess.run([sys.executable, "-I", "-S", "-c", "print(5)"], capture_output=True, text=True)
    results.append(done.stdout.strip())
    return results


def test_threads_and_processes_work_as_ever(inside):
    assert inside.run(ordinary_work) == ["thread", 3, "5"]


def raise_limits():
    import resource

    raised = []
    for name in ("RLIMIT_AS", "RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE", "RLIMIT_CPU"):
        soft, hard = resource.getrlimit(getattr(resource, name))
        assert soft == hard != resource.RLIM_INFINITY
        try:
            resource.setrlimit(getattr(resource, name), (hard + 1, hard + 1))
        except (ValueError, OSError):
            continue
        raised.append(name)
    return raised


def test_limits_cannot_be_raised(inside):
    assert inside.run(raise_limits) == []


def test_numpy_works_with_one_thread(inside):
    def solve(a, b):
        import threading

        import numpy as np

        return [np.linalg.solve(a, b), np.random.default_rng(0).random() >= 0, threading.active_count()]

    a, b = np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([3.0, 5.0])
    x, _, threads = inside.run(solve, a, b)
    np.testing.assert_allclose(a @ x, b)
    assert threads == 1


def test_the_submission_outside_is_as_it_was(open_sandbox, submit):
    folder = submit("import os\ndef f(): os.chmod('/submission/work.py', 0o777)\n")
    (folder / "work.py").chmod(0o644)
    sandbox = open_sandbox("import os\ndef f(): os.chmod('/submission/work.py', 0o777)\n")
    with sandbox.check() as channel, pytest.raises(Exception, match=r"OSError|PermissionError"):
        load(sandbox, channel).f()
    assert stat.S_IMODE((folder / "work.py").stat().st_mode) == 0o644


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may read the environment of a process that hides it")
def test_no_process_of_the_sandbox_was_given_the_grader_s_environment(open_sandbox, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_GRADER", "x")
    sandbox = open_sandbox("x = 1\n")
    with sandbox.check() as channel:
        load(sandbox, channel)
        processes = [sandbox._process, *psutil.Process(sandbox._process.pid).children(recursive=True)]
        environments = [Path(f"/proc/{process.pid}/environ").read_bytes() for process in processes]
    assert len(environments) == 3
    assert not [environment for environment in environments if b"SECRET_OF_THE_GRADER" in environment]
