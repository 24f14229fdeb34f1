"""Each limit with its message, and nothing left over for the next check."""

from __future__ import annotations

import dataclasses
import os

import psutil
import pytest
from boxes import SMALL, load

from autograder.sandbox.failures import Died, StudentFailure, TimedOut
from autograder.sandbox.remote import ask
from autograder.sandbox.sandbox import Sandbox

QUICK = dataclasses.replace(SMALL, check_seconds=2)


def failure_of(sandbox: Sandbox, name: str = "f") -> StudentFailure:
    """Why calling `name` fails."""
    with sandbox.check() as channel:
        module = load(sandbox, channel)
        with pytest.raises(StudentFailure) as raised:
            getattr(module, name)()
    return raised.value


def works(sandbox: Sandbox) -> bool:
    """Whether the next check gets a fresh child that can do what it should."""
    with sandbox.check() as channel:
        return load(sandbox, channel).fine() == "fine"


FINE = """
import os, sys, time, threading, signal
def fine():
    assert os.listdir("/tmp") == [], os.listdir("/tmp")
    assert not hasattr(sys, "left"), "not a fresh child"
    assert os.fork() or os._exit(0)
    os.wait()
    open("x", "w").write("x" * 2**20)
    return "fine"
"""


@pytest.mark.parametrize(
    "source", ["while True: pass", "import time; time.sleep(1000)", "import os; os.kill(os.getpid(), 19)"]
)
def test_what_does_not_end_is_stopped(open_sandbox, source):
    sandbox = open_sandbox(
        FINE + f"\ndef f():\n    sys.left = 1\n    open('/tmp/x', 'w').write('x')\n    {source}\n", QUICK
    )
    failure = failure_of(sandbox)
    assert isinstance(failure, TimedOut)
    assert (failure.status, failure.reason) == ("timeout", "time")
    assert failure.text.en == "Stopped after 2 seconds. Is there a loop that never ends?"
    assert failure.text.ja.startswith("2 秒")
    assert works(sandbox)


def test_a_file_that_does_not_end_when_it_is_loaded_is_stopped(open_sandbox):
    sandbox = open_sandbox("while True: pass", QUICK)
    with sandbox.check() as channel:
        for _ in range(2):
            with pytest.raises(TimedOut):
                ask(channel, "load", str(sandbox.root / "work.py"), "work", [])


def test_memory_of_one_process(open_sandbox):
    sandbox = open_sandbox(
        FINE + "\ndef f(): return bytearray(2**30)\ndef g():\n    import numpy\n    numpy.ones(2**27)\n"
    )
    assert failure_of(sandbox).text.en == "MemoryError"
    assert "Unable to allocate" in failure_of(sandbox, "g").text.en
    assert {failure_of(sandbox, name).reason for name in "fg"} == {"memory"}
    assert works(sandbox)


def forever(call):
    while True:
        call()


HOARD = """
def hoard():
    for _ in range(6):
        if os.fork() == 0:
            kept = b"x" * (150 * 2**20)
            time.sleep(1000)
def f():
    hoard()
    time.sleep(1000)
def in_the_background(): hoard()
def quick(): return 1
"""


def test_memory_of_several_processes_together(open_sandbox):
    sandbox = open_sandbox(FINE + HOARD)
    failure = failure_of(sandbox)
    assert isinstance(failure, Died)
    assert failure.text.en == "Stopped: it tried to use more than 0.5 GiB of memory."
    assert "0.5 GiB" in failure.text.ja
    assert failure.reason == "memory"
    assert works(sandbox)


def test_memory_of_processes_in_the_background_while_every_call_answers_at_once(open_sandbox):
    sandbox = open_sandbox(FINE + HOARD)
    with sandbox.check() as channel:
        module = load(sandbox, channel)
        module.in_the_background()
        with pytest.raises(Died, match=r"0\.5 GiB"):
            forever(module.quick)
    assert works(sandbox)


def test_processes(open_sandbox):
    sandbox = open_sandbox(
        FINE
        + """
def f():
    while True:
        if os.fork() == 0:
            time.sleep(1000)
def threads():
    stop = threading.Event()
    for _ in range(1000):
        threading.Thread(target=stop.wait, daemon=True).start()
def bomb():
    while True:
        try:
            os.fork()
        except OSError:
            pass
""",
        QUICK,
    )
    assert "BlockingIOError" in failure_of(sandbox).text.en
    assert works(sandbox)
    assert failure_of(sandbox, "threads").text.en == "RuntimeError: can't start new thread"
    assert works(sandbox)
    assert isinstance(failure_of(sandbox, "bomb"), TimedOut)
    assert works(sandbox)


def test_files(open_sandbox):
    sandbox = open_sandbox(
        FINE
        + """
def f(): open("/tmp/a", "w").write("x" * (3 * 2**20))
def total():
    for i in range(100):
        open(f"/tmp/{i}", "w").write("x" * 2**19)
def killed():
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    f()
def open_many(): return [open("/dev/null") for _ in range(1000)]
"""
    )
    assert failure_of(sandbox).text.en == "OSError: [Errno 27] File too large"
    assert works(sandbox)
    assert failure_of(sandbox, "total").text.en == "OSError: [Errno 28] No space left on device"
    assert works(sandbox)
    assert failure_of(sandbox, "killed").text.en == "Stopped: it tried to write a file of more than 2 MB."
    assert failure_of(sandbox, "killed").reason == "files"
    assert "Too many open files" in failure_of(sandbox, "open_many").text.en
    assert works(sandbox)


def test_output(open_sandbox, capfd):
    sandbox = open_sandbox(
        FINE
        + """
def f():
    while True:
        print("x" * 10_000)
def raw():
    while True:
        os.write(2, b"x" * 10_000)
def little():
    print("x" * 10_000)
    return "x"
"""
    )
    for name in ("f", "raw"):
        failure = failure_of(sandbox, name)
        assert isinstance(failure, Died)
        assert failure.reason == "output"
        assert failure.text.en == "Stopped: it printed more than 0.125 MB. Is there a print in a loop?"
        assert works(sandbox)
    with sandbox.check() as channel:
        module = load(sandbox, channel)
        for _ in range(5):
            assert module.little() == "x"
    assert capfd.readouterr() == ("", "")


DEATHS = """
import ctypes, os, signal, sys
def leave(code): os._exit(code)
def kill(number):
    signal.signal(number, signal.SIG_DFL) if number != 9 else None
    os.kill(os.getpid(), number)
def crash(): ctypes.string_at(0)
def close():
    os.closerange(3, 64)
    return 1
def fine(): return "fine"
"""


@pytest.mark.parametrize("code", [0, 1, 3, 70, 255])
def test_leaving_is_told_with_its_code(submit, isolation, code):
    """No code is taken for a sign of the sandbox's own."""
    with Sandbox(submit(DEATHS), isolation, SMALL) as sandbox:
        with sandbox.check() as channel:
            module = load(sandbox, channel)
            with pytest.raises(Died, match=rf"exit code {code}\)"):
                module.leave(code)
            with pytest.raises(Died, match="exit code"):
                module.fine()
        assert works(sandbox)


def test_crashes_are_told_with_their_signal(open_sandbox):
    sandbox = open_sandbox(DEATHS)
    for number, words in [(9, "SIGKILL"), (6, "SIGABRT"), (11, "SIGSEGV"), (64, "SIGRTMAX"), (40, "signal 40")]:
        with sandbox.check() as channel, pytest.raises(Died, match=words):
            load(sandbox, channel).kill(number)
    assert "recursion" in failure_of(sandbox, "crash").text.en
    assert isinstance(failure_of(sandbox, "close"), Died)
    assert failure_of(sandbox, "close").reason == "ended"
    assert works(sandbox)


def test_cpu_time_is_bound_too(open_sandbox):
    sandbox = open_sandbox(DEATHS)
    with sandbox.check() as channel, pytest.raises(TimedOut):
        load(sandbox, channel).kill(24)


def test_the_submission_as_a_whole_has_its_time(open_sandbox):
    limits = dataclasses.replace(SMALL, check_seconds=60, submission_seconds=4)
    sandbox = open_sandbox("import time\ndef f(seconds): time.sleep(seconds)\n", limits)
    with sandbox.check() as channel:
        load(sandbox, channel).f(1)
    with sandbox.check() as channel, pytest.raises(TimedOut) as raised:
        load(sandbox, channel).f(1000)
    assert float(raised.value.text.en.split()[2]) <= 3  # not the 60 seconds that it was not given
    with pytest.raises(TimedOut) as raised, sandbox.check():
        pass
    assert raised.value.text.en == "Not run: the submission as a whole had used up its 4 seconds."
    assert "4 秒" in raised.value.text.ja


LEFT_BEHIND = """
import os, signal, time
def f():
    for _ in range(5):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                time.sleep(1000)
            os._exit(0)
    return 1
"""


def descendants() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def test_no_process_is_left_after_a_check_nor_after_the_sandbox(open_sandbox):
    others = {process.pid for process in descendants()}  # of earlier tests
    before = len(others)
    sandbox = open_sandbox(LEFT_BEHIND)
    with sandbox.check() as channel:
        load(sandbox, channel)
    idle = len(descendants())
    assert idle > before
    with sandbox.check() as channel:
        assert load(sandbox, channel).f() == 1
        assert len(descendants()) > idle
        inside = {process.pid for process in descendants()} - others
    assert len(descendants()) == idle
    sandbox.close()
    assert len(descendants()) == before
    assert not [pid for pid in inside if psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie"]
    assert not sandbox._own.exists()


def test_a_sandbox_that_was_never_used_ends(open_sandbox):
    before = len(descendants())
    sandbox = open_sandbox("x = 1")
    sandbox.close()
    assert len(descendants()) == before


def test_an_error_of_the_suite_ends_the_check(open_sandbox):
    sandbox = open_sandbox(FINE + LEFT_BEHIND)

    def broken_check():
        with sandbox.check() as channel:
            load(sandbox, channel).f()
            raise KeyError("the suite's own")

    with pytest.raises(KeyError):
        broken_check()
    assert works(sandbox)


def test_files_that_cannot_be_removed_cost_a_new_sandbox_and_nothing_more(open_sandbox):
    sandbox = open_sandbox(
        FINE
        + """
def f():
    os.mkdir("locked")
    open("locked/x", "w").close()
    os.chmod("locked", 0)
    for _ in range(3000):
        os.mkdir("d")
        os.chdir("d")
    return 1
"""
    )
    with sandbox.check() as channel:
        assert load(sandbox, channel).f() == 1
    assert works(sandbox)
    with sandbox.check() as channel:
        assert load(sandbox, channel).f() == 1
    assert works(sandbox)


def test_links_in_tmp_are_removed_and_not_followed(submit, isolation, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").touch()
    link = f"os.symlink({str(outside)!r}, "
    source = f"import os\ndef f(): {link}'link'); os.mkdir('d'); {link}'d/link')\n"
    with Sandbox(submit(source + FINE.replace("/tmp", ".")), isolation, SMALL) as sandbox:
        with sandbox.check() as channel:
            load(sandbox, channel).f()
        assert works(sandbox)
    assert (outside / "precious").exists()


def test_a_sandbox_whose_parent_was_killed_between_two_checks_starts_again(submit, isolation):
    with Sandbox(submit(DEATHS), isolation, SMALL) as sandbox:
        assert works(sandbox)
        sandbox._process.kill()
        sandbox._process.wait()
        assert works(sandbox)


def test_process_isolation_has_limits_and_says_what_it_is(submit):
    with Sandbox(
        submit(FINE + "\ndef f():\n    while True: pass\ndef g(): print('x' * 2**20); time.sleep(9)\n"),
        "process",
        QUICK,
    ) as sandbox:
        assert sandbox.root.is_dir()
        assert isinstance(failure_of(sandbox), TimedOut)
        assert "0.125 MB" in failure_of(sandbox, "g").text.en
        with sandbox.check() as channel:
            module = load(sandbox, channel)
            assert ask(channel, "getattr", module, "__file__") == str(sandbox.root / "work.py")


FORK_SOME = """
import os, time
def f(n):
    for _ in range(n):
        if os.fork() == 0: time.sleep(1000)
    return 1
"""


def test_sandboxes_side_by_side_do_not_use_up_each_other_s_processes(open_sandbox, submit):
    one = open_sandbox(FORK_SOME)
    two = open_sandbox(FORK_SOME)
    with one.check() as a, two.check() as b:
        assert load(one, a).f(SMALL.processes - 3) == 1
        assert load(two, b).f(SMALL.processes - 3) == 1


def test_nothing_is_left_open_in_the_grader(open_sandbox):
    sandbox = open_sandbox(FINE)
    assert works(sandbox)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        assert works(sandbox)
    assert len(os.listdir("/proc/self/fd")) == before
