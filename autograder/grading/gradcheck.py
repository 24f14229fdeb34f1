"""How values are compared, and gradients measured by finite differences. Suites import this.

Every comparison starts from a plain array of exactly the expected shape and a finite numeric type, and is normwise for
a whole tensor: ‖got − expected‖ ≤ rtol ‖expected‖. NaN fails since no comparison with it is true.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.drawing import Drawing
from autograder.text import Text

Array = NDArray[Any]

RTOL_FLOAT64 = 1e-12  # analytic numpy against torch: worst 4.5e-15
RTOL_NETWORK = 1e-11  # the same through several layers
RTOL_FLOAT32 = 1e-4  # float32 is graded by value alone
STEP = 1e-5  # of central differences in float64
RTOL_DIFFERENCES = 1e-6  # central differences with that step: worst 2e-9 on smooth functions
NUMBERS = (float, int, np.float64)  # types that are a float, or as good as one
KINK_MARGIN = 100 * STEP  # how far a pre-activation stays from a kink


class Mismatch(AssertionError):
    """A value is not what it should be: which, what was got, what was expected."""

    drawing: Drawing | None = None  # of the graph that the value is in, where that was compared node by node

    def __init__(self, name: str, got: Any, expected: Any) -> None:
        super().__init__(name)
        self.name = name
        self.got = got
        self.expected = expected


class Broken(AssertionError):
    """A promise of the exercise is broken that is not one value: says which."""

    drawing: Drawing | None = None  # as a Mismatch's: a value that is nearly right breaks a promise

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Trace:
    """What a check has looked at so far, in order: what the diagnosis compares misconceptions by."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, Any]] = []

    def record(self, name: str, value: Any) -> None:
        """Note a value that the check looks at."""
        self.entries.append((name, value))


current_trace = Trace()


def begin(trace: Trace) -> Trace:
    """Let `trace` be the one that checks record in."""
    global current_trace
    current_trace = trace
    return trace


def expect(got: Any, expected: Array, name: str, rtol: float = RTOL_FLOAT64) -> None:
    """`got` is a plain array like `expected`, in shape, type and value.

    float64 where that is expected; whole numbers will do. With `rtol` RTOL_FLOAT32 any floating type will.

    Raises:
        Mismatch: it is not.
    """
    if expected.shape == () and isinstance(got, np.floating | np.integer):
        got = np.asarray(got)  # as good as an array without dimensions
    current_trace.record(name, got)
    if not (is_numeric_array(got) and got.shape == expected.shape and np.isfinite(got).all()):
        raise Mismatch(name, got, expected)
    exact = rtol < RTOL_FLOAT32
    if exact and got.dtype.kind == "f" and got.dtype != np.float64:
        raise Mismatch(name, got, expected)
    if not relative_error(got, expected) <= rtol:
        raise Mismatch(name, got, expected)


def expect_number(got: Any, expected: float, name: str, rtol: float = RTOL_FLOAT64) -> None:
    """`got` is a float (a numpy float64 is one) and is `expected`.

    Raises:
        Mismatch: it is not.
    """
    current_trace.record(name, got)
    if not is_number(got, expected, rtol):
        raise Mismatch(name, got, expected)


def is_number(got: Any, expected: float, rtol: float = RTOL_FLOAT64) -> bool:
    """Whether `got` is a float and is `expected`."""
    of_a_kind = type(got) in NUMBERS or (rtol >= RTOL_FLOAT32 and type(got) is np.float32)
    return of_a_kind and math.isfinite(got) and bool(abs(got - expected) <= rtol * abs(expected))


NOT_NUMBERS = Text(
    ja="{name} は数 {count} 個を並べたもののはずですが、{got} でした。",
    en="{name} should be {count} number(s), but is {got}.",
)
WRONG_COUNT = Text(
    ja="{name} の数は {count} 個のはずですが、{got} 個でした。", en="{name} should be {count} number(s), but is {got}."
)


def plain_numbers(value: Any) -> list[float] | None:
    """The entries of a tuple or list of numbers as floats, a number by itself as a list of one; else None."""
    entries = list(value) if type(value) in (tuple, list) else [value]
    if all(type(entry) in (float, int, np.float64) or isinstance(entry, np.integer) for entry in entries):
        return [float(entry) for entry in entries]
    return None


def expect_numbers(got: Any, expected: Sequence[float | None], name: str, rtol: float = RTOL_FLOAT64) -> None:
    """`got` is a tuple or list of as many numbers, each right by itself; None in `expected`: any number will do.

    Raises:
        Broken: it is not that many numbers.
        Mismatch: one of them is wrong.
    """
    values = plain_numbers(got)
    current_trace.record(name, got if values is None else np.array(values))
    if values is None:
        kind = "None" if got is None else getattr(type(got), "__name__", "?")
        raise Broken(NOT_NUMBERS.format(name=name, count=len(expected), got=kind))
    if len(values) != len(expected):
        raise Broken(WRONG_COUNT.format(name=name, count=len(expected), got=len(values)))
    for position, (value, right) in enumerate(zip(values, expected, strict=True)):
        if right is not None and value != right and not abs(value - right) <= rtol * abs(right) < np.inf:
            raise wrong(f"{name}[{position}]", value, right)


ROUGHLY = 1e-4  # a number this close is no other formula but a rough one
ONLY_ROUGHLY = Text(
    ja="{name} は {expected} のはずですが、{got} でした。だいたい合っていますが、正確ではありません。"
    "差分で測らず、式から計算しましょう。",
    en="{name} should be {expected}, but is {got}: roughly right, but not exactly. "
    "Compute it from its formula; do not measure it by differences.",
)


def wrong(name: str, got: Any, expected: float) -> Mismatch | Broken:
    """What to raise for one wrong number: a Mismatch, or Broken where it is nearly right."""
    if isinstance(got, float) and 0 < abs(got - expected) <= ROUGHLY * abs(expected) < np.inf:
        return Broken(ONLY_ROUGHLY.format(name=name, expected=f"{expected:.15g}", got=f"{got:.15g}"))
    return Mismatch(name, got, expected)


def promise(kept: bool, name: str, text: Text) -> None:
    """A promise that is not one value.

    Raises:
        Broken: it is not kept.
    """
    current_trace.record(name, kept)
    if kept is not True:
        raise Broken(text)


def note(name: str, value: Any) -> None:
    """Let the diagnosis see a value that the check judges in a way of its own."""
    current_trace.record(name, value)


CHANGED = Text(
    ja="渡された {name} を書き換えています。forward も backward も、受け取った配列はそのままにする約束です。",
    en="{name} was changed. Neither forward nor backward may change the arrays it is given.",
)


def unchanged(value: Any, before: Array, name: str) -> None:
    """An input, read back from over there, is what it was: shape, type and every entry.

    Raises:
        Broken: it is not.
    """
    current_trace.record(f"{name} afterwards", value)
    same = type(value) is np.ndarray and value.dtype == before.dtype and np.array_equal(value, before)
    if not same:
        raise Broken(CHANGED.format(name=name))


def is_numeric_array(value: Any) -> bool:
    """Whether `value` is an ndarray proper of real numbers."""
    return type(value) is np.ndarray and value.dtype.kind in "fiu"


def relative_error(got: Array, expected: Array) -> float:
    """‖got − expected‖ / ‖expected‖, Frobenius; 0 for 0 against 0, infinite for anything else against 0."""
    with np.errstate(over="ignore", invalid="ignore"):
        difference = norm(got.astype(np.float64) - expected.astype(np.float64))
        size = norm(expected.astype(np.float64))
    if size == 0.0:
        return 0.0 if difference == 0.0 else np.inf
    return difference / size


def norm(values: Array) -> float:
    """‖values‖, Frobenius, scaled so that squares neither vanish (1e-300 is not 0) nor overflow; NaN where one is."""
    largest = float(np.abs(values).max(initial=0.0))
    if not 0.0 < largest < np.inf:
        return largest
    return largest * float(np.linalg.norm((values / largest).ravel()))


def central_differences(f: Callable[[Array], float], point: Array, h: float = STEP) -> Array:
    """The gradient of `f` at `point`, each entry (f(x + h) − f(x − h)) / 2h; 2 calls of `f` an entry.

    `f` gets a fresh array each time; `point` (any shape, float64) is left as it is.
    """
    gradient = np.empty(point.shape)
    for index in np.ndindex(point.shape):
        ahead, behind = point.copy(), point.copy()
        ahead[index] += h
        behind[index] -= h
        step = ahead[index] - behind[index]  # the one that is really taken: x + h is rounded
        gradient[index] = (f(ahead) - f(behind)) / step
    return gradient
