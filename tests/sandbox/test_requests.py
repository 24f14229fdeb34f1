"""What a suite does with objects over there: the same in the sandbox and, for code of our own, in this process."""

from __future__ import annotations

import itertools
import operator

import numpy as np
import pytest

from autograder.grading.workbench import Workbench
from autograder.sandbox.failures import NOT_IMPLEMENTED, Raised
from autograder.sandbox.remote import Remote, ask
from autograder.sandbox.session import MAX_FRAMES_SHOWN, MAX_WORDS

ALGEBRA = """
    import numpy as np

    class Written:
        '''Writes down what is done to it.'''
        __array_ufunc__ = None

        def __init__(self, words): self.words = words
        def __bool__(self): return self.words != "no"
        def __len__(self): return len(self.words)
        def __getitem__(self, key): return Written(f"{self.words}[{key}]")
        def __setitem__(self, key, value): self.words = f"{key}={value}"
        def __repr__(self): return self.words

    def _plain(value):
        return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value

    def _define(name):
        def binary(self, other): return Written(f"{self.words} {name} {_plain(other)}")
        def reflected(self, other): return Written(f"{_plain(other)} r{name} {self.words}")
        setattr(Written, f"__{name}__", binary)
        setattr(Written, f"__r{name}__", reflected)

    for _name in "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split():
        _define(_name)
    for _name in "lt le gt ge".split():
        setattr(Written, f"__{_name}__", lambda self, it, name=_name: Written(f"{self.words} {name} {_plain(it)}"))
    for _name in "neg pos abs invert".split():
        setattr(Written, f"__{_name}__", lambda self, name=_name: Written(f"{name} {self.words}"))
"""
BINARY = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "truediv": operator.truediv,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "pow": operator.pow,
    "matmul": operator.matmul,
    "and": operator.and_,
    "or": operator.or_,
    "xor": operator.xor,
    "lshift": operator.lshift,
    "rshift": operator.rshift,
}
COMPARISONS = {"lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}
MIRRORED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
UNARY = {"neg": operator.neg, "pos": operator.pos, "abs": operator.abs, "invert": operator.invert}
OTHERS = [2, 2.5, np.float64(2.5), np.int64(3), np.array([1.0, 2.0]), np.array(4), [1, 2]]


def shown(value):
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def test_operators_run_over_there_with_the_remote_on_either_side(place):
    _, module = place(ALGEBRA)
    x = module.Written("x")
    for name, apply in BINARY.items():
        for other in OTHERS:
            assert apply(x, other).words == f"x {name} {shown(other)}"
            assert apply(other, x).words == f"{shown(other)} r{name} x"
        assert apply(x, module.Written("y")).words == f"x {name} y"
    for name, apply in COMPARISONS.items():
        for other in OTHERS:
            assert apply(x, other).words == f"x {name} {shown(other)}"
            assert apply(other, x).words == f"x {MIRRORED[name]} {shown(other)}"
    for name, apply in UNARY.items():
        assert apply(x).words == f"{name} x"


def test_indexing_with_anything_numpy_takes(place):
    channel, module = place(
        "import numpy as np\nclass Same:\n    def __getitem__(self, key): return repr(key)\nsame = Same()\n"
    )
    same = module.same
    assert same[1] == "1"
    assert same[1:5:2] == "slice(1, 5, 2)"
    assert same[..., None, :3] == repr((..., None, slice(None, 3)))
    assert same["key"] == "'key'"
    assert same[np.array([True, False])] == repr(np.array([True, False]))
    array = np.arange(24.0).reshape(2, 3, 4)
    kept = ask(channel, "keep", array)
    for key in [0, -1, slice(None, None, -1), (1, ..., 2), (slice(1), None), np.array([1, 0]), array > 3]:
        np.testing.assert_array_equal(kept[key], array[key])
    kept[0, ...] = 7
    kept[1, :, 1:3] = np.zeros((3, 2))
    expected = array.copy()
    expected[0, ...] = 7
    expected[1, :, 1:3] = 0
    np.testing.assert_array_equal(ask(channel, "value", kept), expected)


def test_a_slice_may_hold_objects_from_there(place):
    _, module = place("class I:\n    def __index__(self): return 2\nitems = range(10)\ni = I()\n")
    assert next(iter(module.items[module.i :])) == 2


def test_attributes_calls_truth_and_length(place):
    _, module = place(
        ALGEBRA
        + """
    class Point:
        unit = 1.0
        def __init__(self, x, *more, scale=1): self.x, self.more, self.scale = x, more, scale
        def both(self, other): return [self, other, {"x": self.x}, (other.x,)]
    """
    )
    point = module.Point(np.array([1, 2]), "a", None, scale=3)
    np.testing.assert_array_equal(point.x, [1, 2])
    assert (point.more, point.scale, point.unit) == (("a", None), 3, 1.0)
    point.x = 5
    assert point.x == 5
    own, other, inside, within = point.both(module.Point(6))
    assert own == point
    assert other != point
    assert (inside, within) == ({"x": 5}, (6,))
    assert len(module.Written("four")) == 4
    assert module.Written("yes")
    assert not module.Written("no")
    with pytest.raises(Raised, match="AttributeError"):
        _ = point.y
    with pytest.raises(AttributeError):  # what pytest and copy look for never runs over there
        _ = point.__wrapped__


def test_identity_is_that_of_the_object_over_there(place):
    _, module = place(
        "class A:\n    def __eq__(self, other): return True\n    __hash__ = None\na = A()\nb = A()\nagain = a\n"
    )
    assert module.a == module.again
    assert module.a != module.b
    assert hash(module.a) == hash(module.again)
    assert len({module.a, module.again, module.b}) == 2
    assert module.a != np.zeros(2)
    assert (np.zeros(2) == module.a) is False
    assert "A in the sandbox" in repr(module.a)


def test_iteration(place):
    _, module = place(
        """
        class A: pass
        def count():
            n = 0
            while True:
                yield n
                n += 1
        def three(): yield from (1, A(), [2])
        class Old:
            def __getitem__(self, i):
                if i == 4: raise IndexError
                return i
        class Broken:
            def __iter__(self): raise ValueError("no")
        """
    )
    one, two, three = module.three()
    assert (one, three) == (1, [2])
    assert isinstance(two, Remote)
    assert list(module.Old()) == [0, 1, 2, 3]
    with pytest.raises(Raised, match="ValueError: no"):
        list(module.Broken())
    with pytest.raises(Raised, match="TypeError"):
        iter(module.A())
    with pytest.raises(Raised, match="cannot be handed over"):  # more values than a frame may hold
        iter(module.count())


def test_an_endless_iterator_is_read_up_to_the_limit(place):
    channel, module = place("import itertools\nn = itertools.count()\n")
    assert channel.request("items", module.n._handle, 1000) == list(range(1000))


def test_keep_and_value(place):
    channel, module = place("def change(x):\n    x *= 2\n    return x\ndef same(x, y): return x is y\n")
    worker = Workbench(channel, module)
    given = np.array([1.0, 2.0])
    kept = worker.keep(given)
    assert module.same(kept, kept) is True
    assert module.same(given, given) is False
    np.testing.assert_array_equal(module.change(kept), [2, 4])
    np.testing.assert_array_equal(worker.value(kept), [2, 4])
    np.testing.assert_array_equal(given, [1, 2])
    mixed = worker.keep([kept, 3])
    assert module.same(mixed[0], kept) is False  # an array comes back as a copy
    np.testing.assert_array_equal(worker.value(mixed)[0], [2, 4])


def test_spy_records_arguments_and_lets_the_call_through(place):
    channel, module = place(
        """
        class Layer:
            def forward(self, x, y=0): return x + y
        def fit(layer): return layer.forward(1) + layer.forward(2, y=3)
        """
    )
    worker = Workbench(channel, module)
    calls = worker.spy(module.Layer, "forward")
    layer = module.Layer()
    assert module.fit(layer) == 6
    (first, one), (second, two, three) = worker.value(calls)
    assert (first, second) == (layer, layer)
    assert (one, two, three) == (1, 2, 3)


def test_a_local_spy_is_gone_when_its_channel_closes(submit):
    from autograder.sandbox.local import LocalChannel

    class Layer:
        def forward(self):
            return 1

    before = Layer.forward
    with LocalChannel() as channel:
        ask(channel, "spy", channel.register(Layer), "forward")
        ask(channel, "spy", channel.register(Layer), "forward")
        assert Layer.forward is not before
    assert Layer.forward is before


def doubled_sum(module, x):
    import numpy

    total = module.add(x, x)
    return [float(numpy.sum(total)), module]


def test_a_function_of_ours_runs_over_there(place):
    channel, module = place("def add(a, b): return a + b\n")
    total, same = Workbench(channel, module).run(doubled_sum, module, np.array([1.0, 2.0]))
    assert total == 6.0
    assert same == module


FAILING = """\
def deep(n):
    if n == 0:
        raise ValueError("too deep")
    deep(n - 1)
def through_numpy():
    import numpy as np
    np.apply_along_axis(inner, 0, np.zeros(3))
def inner(x):
    return 1 / 0
def leave(): raise SystemExit(3)
def interrupt(): raise KeyboardInterrupt
def exit_group(): raise BaseExceptionGroup("g", [ValueError(1), SystemExit()])
class Silent(Exception):
    def __str__(self): raise SystemExit
def silent(): raise Silent
class Odd(type):
    __name__ = property(lambda self: 1 / 0)
class NoName(Exception, metaclass=Odd): pass
def no_name(): raise NoName("x")
class Rope(str):
    def __getitem__(self, key): return ["x"] * 10**6
class Tied(Exception):
    def __str__(self): return Rope("y")
def tied(): raise Tied
def huge(): raise ValueError("x" * 10**7)
def long_name(): raise type("E" * 10**6, (Exception,), {})("m")
def surrogate(): raise ValueError("a\\ud800b")
def todo(): raise NotImplementedError("later")
def not_a_file(): raise SyntaxError("bad", ([], 1, 1, "x"))
def bad_code(): compile("1 +", "somewhere", "exec")
def recurse(): recurse()
def unhashable(): return {[]: 1}
class Hostile:
    def __getattr__(self, name): raise MemoryError
    def __bool__(self): raise GeneratorExit
    def __len__(self): return -1
class Endless:
    def __len__(self): return 2**70
"""


def test_an_exception_comes_with_the_student_s_own_frames(place):
    _, module = place(FAILING)
    with pytest.raises(Raised) as raised:
        module.deep(2)
    assert raised.value.text.en == raised.value.text.ja == "ValueError: too deep"
    assert raised.value.frames == [(4, "deep"), (4, "deep"), (3, "deep")]
    with pytest.raises(Raised) as raised:
        module.through_numpy()
    assert raised.value.frames == [(7, "through_numpy"), (9, "inner")]  # numpy's frames in between are left out
    assert raised.value.type_name == "ZeroDivisionError"
    with pytest.raises(Raised) as raised:
        module.recurse()
    assert len(raised.value.frames) == MAX_FRAMES_SHOWN
    assert raised.value.type_name == "RecursionError"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("leave", "SystemExit: 3"),
        ("interrupt", "KeyboardInterrupt"),
        ("silent", "Silent"),
        ("huge", "ValueError: " + "x" * MAX_WORDS),
        ("surrogate", "ValueError: a?b"),
        ("unhashable", "TypeError: unhashable type: 'list'"),
        ("bad_code", "SyntaxError: invalid syntax (somewhere, line 1)"),
        ("Hostile().x", "MemoryError"),
    ],
)
def test_whatever_is_raised_is_told_and_the_child_lives_on(place, name, words):
    _, module = place(FAILING)
    with pytest.raises(Raised) as raised:
        _ = module.Hostile().x if "." in name else getattr(module, name)()
    assert raised.value.text.en == words
    assert raised.value.status == "error"
    assert isinstance(module.Hostile(), Remote)


@pytest.mark.parametrize("name", ["no_name", "tied", "long_name", "not_a_file", "exit_group"])
def test_exceptions_that_resist_being_told_are_told_all_the_same(place, name):
    _, module = place(FAILING)
    with pytest.raises(Raised) as raised:
        getattr(module, name)()
    assert len(raised.value.text.en) < 3 * MAX_WORDS
    assert isinstance(module.Hostile(), Remote)


def test_not_implemented_is_a_status_of_its_own(place):
    _, module = place(FAILING)
    with pytest.raises(Raised) as raised:
        module.todo()
    assert raised.value.status == "not_implemented"
    assert raised.value.text == NOT_IMPLEMENTED


def test_magic_methods_that_lie(place):
    _, module = place(FAILING)
    with pytest.raises(Raised, match="GeneratorExit"):
        bool(module.Hostile())
    with pytest.raises(Raised, match="ValueError"):
        len(module.Hostile())
    with pytest.raises(Raised, match="OverflowError"):
        len(module.Endless())


def test_what_is_too_large_to_come_over_is_an_error_of_the_student_s(place):
    _, module = place(
        """
        import numpy as np
        loop = []
        loop.append(loop)
        big = np.broadcast_to(np.zeros(1), (10**6, 10**6))
        long = 1 << 10**6
        fine = 1
        """
    )
    for name in ("loop", "big", "long"):
        with pytest.raises(Raised, match="cannot be handed over"):
            getattr(module, name)
    assert module.fine == 1


def test_subclasses_stay_over_there(place):
    _, module = place(
        """
        import numpy as np
        class F(float): pass
        class A(np.ndarray): pass
        def value(name):
            views = {"F": F(1.5), "A": np.zeros(2).view(A), "object": np.array([None]), "long": np.zeros(2, "g")}
            return views[name]
        """
    )
    for name in ("F", "A", "object", "long"):
        assert isinstance(module.value(name), Remote)


def load(channel, folder, cells=()):
    return ask(channel, "load", str(folder / "work.py"), "work", [list(cell) for cell in cells])


@pytest.fixture
def loaded(submit, open_sandbox):
    """Load a source with its cells; (module, failures)."""

    def enter(source, cells=()):
        sandbox = open_sandbox(source)
        channel = check.enter_context(sandbox.check())
        return load(channel, sandbox.root, cells)

    import contextlib

    with contextlib.ExitStack() as check:
        yield enter


def test_a_syntax_error_comes_with_its_line(loaded):
    _, ((cell, kind, words, frames),) = loaded("x = 1\n\ndef f(:\n    pass\n")
    assert (cell, kind, frames) == (0, "SyntaxError", [(3, "")])
    assert "work.py" not in words


@pytest.mark.parametrize(
    "source", ["x = '\\0'\n".replace("\\0", "\0"), "x = 1\n  y = 1\n", "x = (\n", "\ufeffx = 1 +\n"]
)
def test_what_python_cannot_read_is_a_failure(loaded, source):
    _, (failure,) = loaded(source)
    assert failure[1].endswith("Error")


def test_a_file_that_is_no_utf_8_is_an_error(submit, open_sandbox):
    sandbox = open_sandbox("x = 1")
    (submit("") / "work.py").write_bytes(b"x = '\xff\xfe'\n")
    with sandbox.check() as channel, pytest.raises(Raised, match="UnicodeDecodeError"):
        load(channel, sandbox.root)


def test_windows_line_ends_and_a_byte_order_mark_are_fine(submit, open_sandbox):
    sandbox = open_sandbox("x = 1")
    (submit("") / "work.py").write_bytes(b"\xef\xbb\xbfx = 1\r\ny = x + z\r\n")
    with sandbox.check() as channel:
        module, (failure,) = load(channel, sandbox.root)
        assert failure[3] == [(2, "<module>")]
        assert module.x == 1


NOTEBOOK = """\
from __future__ import annotations
class A: pass

import matplotlib.pyplot
b = 1

def f():
    raise ValueError

x = (

c: Unknown = 2
def g(x: AlsoUnknown): return x

raise SystemExit
d = 3
"""


def test_a_cell_that_fails_does_not_take_the_others_with_it(loaded):
    cells = [(1, 3), (4, 6), (7, 9), (10, 11), (12, 14), (15, 16)]
    module, failures = loaded(NOTEBOOK, cells)
    assert [(cell, kind, frames) for cell, kind, _, frames in failures] == [
        (1, "ModuleNotFoundError", [(4, "<module>")]),
        (3, "SyntaxError", [(10, "")]),
        (5, "SystemExit", [(15, "<module>")]),
    ]
    assert module.c == 2
    for gone in ("b", "d"):
        with pytest.raises(Raised, match="AttributeError"):
            getattr(module, gone)
    with pytest.raises(Raised) as raised:
        module.f()
    assert raised.value.frames == [(8, "f")]


def test_a_future_import_holds_for_the_cells_after_it_as_in_jupyter(loaded):
    _, failures = loaded(
        "from __future__ import annotations\n\nclass B:\n    def next(self) -> B | Later: ...\n", [(1, 1), (3, 4)]
    )
    assert failures == []
    _, failures = loaded(
        "class B:\n    def next(self) -> B: ...\n\nfrom __future__ import annotations\n", [(1, 2), (4, 4)]
    )
    assert [cell for cell, *_ in failures] == [0]


def test_a_submission_may_not_replace_a_module_by_a_file_beside_it(submit, open_sandbox):
    sandbox = open_sandbox("import random, helper\nr, h = random.__file__, helper.x\n")
    (submit("") / "work.py").write_text("import random, helper\nr, h = random.__file__, helper.x\n")
    (submit("") / "work.py").with_name("random.py").write_text("1 / 0")
    (submit("") / "work.py").with_name("helper.py").write_text("x = 5")
    folder = sandbox.root
    (submit("") / "work.py").write_text("import random, helper\nr, h = random.__file__, helper.x\n")
    with sandbox.check() as channel:
        module, failures = load(channel, folder)
        assert failures == []
        assert module.h == 5
        assert not module.r.startswith(str(folder))


def test_objects_of_many_calls_keep_their_identity(place):
    """An id that Python uses again must not make two objects one."""
    _, module = place("class A:\n    def __init__(self, n): self.n = n\n")
    objects = [module.A(n) for n in range(300)]
    assert [each.n for each in objects] == list(range(300))
    assert all(a != b for a, b in itertools.pairwise(objects))
