"""What differs between a value and the expected one, in words a student can act on, without showing the inputs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.grading.gradcheck import NUMBERS, Mismatch, is_numeric_array, norm, relative_error
from autograder.sandbox.remote import Remote
from autograder.text import Text

CLOSE = 1e-6  # a pattern (factor, sign, transposed) is named when it fits this well

NO_VALUE = Text(
    ja="{name} が None です。return や代入を忘れていませんか。",
    en="{name} is None. Is a return or an assignment missing?",
)
WRONG_TYPE = Text(
    ja="{name} の型は {expected} のはずですが、{got} でした。", en="{name} should be {expected}, but is {got}."
)
WRONG_SHAPE = Text(
    ja="{name} の形は {expected} のはずですが、{got} でした。",
    en="{name} should have shape {expected}, but has {got}.",
)
WRONG_DTYPE = Text(
    ja="{name} の dtype は {expected} のはずですが、{got} でした。",
    en="{name} should have dtype {expected}, but has {got}.",
)
NOT_FINITE = Text(
    ja="{name} に nan か inf が {count} 個あります。オーバーフローか 0 での割り算が起きています。",
    en="{name} holds nan or inf in {count} entries: something overflowed or was divided by 0.",
)
ALL_ZERO = Text(ja="{name} がすべて 0 です。", en="{name} is all zeros.")
SHOULD_BE_ZERO = Text(
    ja="{name} は、ここではすべて 0 のはずです。"
    "上流の勾配が 0 なら、どの勾配も 0 になります。上流の勾配を掛けていますか。",
    en="{name} should be all zeros here. "
    "Where the upstream gradient is zero, so is every gradient: is it multiplied in?",
)
WRONG_SIGN = Text(ja="{name} の符号が逆です。", en="{name} has the opposite sign.")
WRONG_FACTOR = Text(
    ja="{name} がちょうど {factor} 倍になっています。", en="{name} is exactly {factor} times what it should be."
)
TRANSPOSED = Text(ja="{name} が転置されています。", en="{name} is transposed.")
OTHER_SHAPE_TRANSPOSED = Text(
    ja="{name} の形は {expected} のはずですが、転置した {got} でした。",
    en="{name} should have shape {expected}, but is transposed: {got}.",
)
WORST_ENTRY = Text(
    ja="{name} は {total} 個の要素のうち {wrong} 個が違います。"
    "差が最も大きいのは {index} で、{got} でした (正しくは {expected})。",
    en="{name} differs in {wrong} of {total} entries; most of all at {index}: {got}, where {expected} is right.",
)
WRONG_NUMBER = Text(
    ja="{name} は {expected} のはずですが、{got} でした。", en="{name} should be {expected}, but is {got}."
)


def number(value: Any) -> NDArray[Any] | None:
    """A number or a numeric array as an array, else None."""
    if is_numeric_array(value):
        return np.asarray(value)
    if type(value) is int:
        return np.asarray(value if -(2**63) <= value < 2**63 else float(value))  # numpy would make an object of it
    if type(value) is float or isinstance(value, np.floating | np.integer):
        return np.asarray(value)
    return None


def describe(mismatch: Mismatch) -> Text:
    """What differs: kind, shape, then sign, factor, transposition, else the worst entry."""
    name, got, expected = mismatch.name, mismatch.got, mismatch.expected
    if got is None:
        return NO_VALUE.format(name=name)
    if isinstance(expected, np.ndarray):
        return _describe_array(name, got, expected)
    value = number(got)
    if value is None or type(got) is np.ndarray:
        return WRONG_TYPE.format(name=name, expected="float", got=kind(got))
    if not np.isfinite(value):
        return NOT_FINITE.format(name=name, count=1)
    if type(got) not in NUMBERS and relative_error(value, np.asarray(expected)) <= CLOSE:
        return WRONG_TYPE.format(name=name, expected="float", got=kind(got))
    return _describe_number(name, value.astype(np.float64), np.asarray(expected, dtype=np.float64))


def kind(value: Any) -> str:
    """What a value is, in Python's words."""
    if isinstance(value, Remote):
        return value._handle.description
    if isinstance(value, np.ndarray):
        return f"numpy.ndarray {value.shape}"
    return type(value).__name__


def _describe_array(name: str, got: Any, expected: NDArray[Any]) -> Text:
    if type(got) is not np.ndarray:
        return WRONG_TYPE.format(name=name, expected=f"numpy.ndarray {expected.shape}", got=kind(got))
    if not is_numeric_array(got):
        return WRONG_DTYPE.format(name=name, expected="float64", got=got.dtype)
    if got.shape != expected.shape:
        transposed = got.ndim == 2 and got.T.shape == expected.shape
        words = OTHER_SHAPE_TRANSPOSED if transposed and relative_error(got.T, expected) <= CLOSE else WRONG_SHAPE
        return words.format(name=name, expected=expected.shape, got=got.shape)
    if not np.isfinite(got).all():
        return NOT_FINITE.format(name=name, count=int((~np.isfinite(got)).sum()))
    if got.dtype.kind == "f" and relative_error(got, expected) <= CLOSE and got.dtype != np.float64:
        return WRONG_DTYPE.format(name=name, expected="float64", got=got.dtype)
    got, expected = got.astype(np.float64), expected.astype(np.float64)  # unsigned numbers have no sign to be wrong
    if got.ndim == 0:
        return _describe_number(name, got, expected)
    if not expected.any():
        return SHOULD_BE_ZERO.format(name=name)
    return _pattern(name, got, expected) or _worst_entry(name, got, expected)


def _describe_number(name: str, got: NDArray[Any], expected: NDArray[Any]) -> Text:
    if got != 0 and relative_error(-got, expected) <= CLOSE:
        return WRONG_SIGN.format(name=name)
    shown, right = shown_both(got, expected)
    return WRONG_NUMBER.format(name=name, expected=right, got=shown)


def _pattern(name: str, got: NDArray[Any], expected: NDArray[Any]) -> Text | None:
    """A simple relation between the two, where there is one."""
    if not got.any():
        return ALL_ZERO.format(name=name)
    if relative_error(-got, expected) <= CLOSE:
        return WRONG_SIGN.format(name=name)
    if got.ndim == 2 and got.shape[0] == got.shape[1] > 1 and relative_error(got.T, expected) <= CLOSE:
        return TRANSPOSED.format(name=name)
    factor = norm(got) / norm(expected)
    for signed in (factor, -factor) if got.size > 1 and 0.0 < factor < np.inf else ():
        if relative_error(got / signed, expected) <= CLOSE and abs(signed - 1) > CLOSE:
            return WRONG_FACTOR.format(name=name, factor=shown(signed))
    return None


def _worst_entry(name: str, got: NDArray[Any], expected: NDArray[Any]) -> Text:
    difference = np.abs(got - expected)
    index = tuple(int(i) for i in np.unravel_index(int(difference.argmax()), got.shape))
    wrong = int((difference > CLOSE * max(1e-300, float(np.abs(expected).max()))).sum())
    shown, right = shown_both(got[index], expected[index])
    return WORST_ENTRY.format(
        name=name, wrong=max(wrong, 1), total=got.size, index=list(index), got=shown, expected=right
    )


def shown(value: Any, digits: int = 6) -> str:
    """A number, shortly; what is no number as Python names its kind, None as itself."""
    if value is None:
        return "None"
    array = number(value)
    return kind(value) if array is None or array.ndim else f"{float(array) + 0.0:.{digits}g}"  # which makes 0 of -0


def shown_both(got: Any, expected: Any) -> tuple[str, str]:
    """With as many digits as it takes to see that they differ."""
    pairs = ((shown(got, digits), shown(expected, digits)) for digits in range(6, 18))
    return next((pair for pair in pairs if pair[0] != pair[1]), (shown(got), shown(expected)))
