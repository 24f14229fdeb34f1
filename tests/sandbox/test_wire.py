from __future__ import annotations

import math
import random
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from autograder.sandbox import wire
from autograder.sandbox.wire import Handle, WireError, decode, encode

DTYPES = [dtype.newbyteorder("=") for dtype in wire.DTYPES.values()]
WIDE_INTS = st.integers(-(2 ** (8 * wire.MAX_INT_BYTES - 1)), 2 ** (8 * wire.MAX_INT_BYTES - 1) - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
HANDLES = st.builds(Handle, st.integers(0, 2**32 - 1), st.text("Tensor 表", max_size=20))

some = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def arrays(draw):
    """Every dtype, any number of dimensions, empty ones, in every order in memory."""
    dtype = draw(st.sampled_from(DTYPES))
    array = draw(stn.arrays(dtype, stn.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)))
    match draw(st.sampled_from(["C", "F", "backwards", "every other", "big-endian", "read-only"])):
        case "F":
            array = np.asfortranarray(array)
        case "backwards" if array.ndim:
            array = array[::-1]
        case "every other" if array.ndim:
            array = array[..., ::2]
        case "big-endian":
            array = array.astype(dtype.newbyteorder(">"))
        case "read-only":
            array.flags.writeable = False
    return array


SCALARS = st.sampled_from(DTYPES).flatmap(lambda dtype: stn.arrays(dtype, ()).map(lambda array: array[()]))
LEAVES = st.one_of(
    st.none(), st.booleans(), WIDE_INTS, st.floats(), TEXT, st.binary(), st.just(...), HANDLES, SCALARS, arrays()
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(TEXT, inner, max_size=4),
        st.builds(slice, inner, inner, inner),
    ),
    max_leaves=12,
)


def same(one, other) -> bool:
    """The same value of the same type, NaN and -0.0 included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (
            one.shape == other.shape
            and one.dtype == other.dtype.newbyteorder("=")
            and one.tobytes() == other.astype(one.dtype).tobytes()
        )
    if isinstance(one, np.generic):
        return one.tobytes() == other.tobytes()
    if isinstance(one, float):
        return struct.pack("d", one) == struct.pack("d", other)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, slice):
        return same([one.start, one.stop, one.step], [other.start, other.stop, other.step])
    return one == other


@some
@given(VALUES)
def test_what_goes_in_comes_out(value):
    assert same(decode(encode(value)), value)


@some
@given(arrays())
def test_arrays_come_out_as_copies_that_can_be_written_to(array):
    result = decode(encode(array))
    assert same(result, array)
    assert result.flags.writeable
    assert result.flags.c_contiguous
    assert result.dtype.isnative


def test_a_long_long_crosses_as_the_int64_that_it_is():
    for kind in (np.longlong, np.ulonglong):
        result = decode(encode(kind(7)))
        assert result == 7
        assert result.dtype.itemsize == 8


@some
@given(st.integers(0, 2**64))
def test_any_bytes_are_a_value_or_a_wire_error(seed):
    rng = random.Random(seed)
    for _ in range(30):
        decode_or_refuse(rng.randbytes(rng.randint(0, 60)))
        decode_or_refuse(bytes(rng.choices(b"NTFifIsbltdaghSE\x00\x00\x00\x01\x02\x0b\xff", k=rng.randint(0, 60))))


@some
@given(VALUES.map(encode), st.integers(0, 2**32))
def test_a_damaged_frame_is_a_value_or_a_wire_error(frame, seed):
    rng = random.Random(seed)
    for _ in range(60):
        damaged = bytearray(frame)
        for _ in range(rng.randint(1, 3)):
            position = rng.randrange(len(damaged)) if damaged else 0
            match rng.choice(["flip", "cut", "insert"]):
                case "flip" if damaged:
                    damaged[position] = rng.choice([0, 1, 127, 128, 255, rng.randrange(256)])
                case "cut":
                    del damaged[position : position + rng.randint(1, 9)]
                case "insert":
                    damaged[position:position] = rng.randbytes(rng.randint(1, 9))
        decode_or_refuse(bytes(damaged))


def decode_or_refuse(data: bytes) -> None:
    try:
        value = decode(data)
    except WireError:
        return
    encode(value)  # what came through is a plain value, which encode checks again


@given(VALUES.map(encode), st.data())
@some
def test_a_frame_cut_short_or_continued_is_refused(frame, data):
    with pytest.raises(WireError):
        decode(frame[: data.draw(st.integers(0, len(frame) - 1))])
    with pytest.raises(WireError):
        decode(frame + b"N")


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(b"a" + struct.pack("!BB1Q", 11, 1, 2**40), id="an array of 2**40"),
        pytest.param(
            b"a" + struct.pack("!BB1Q", 11, 1, 2**23), id="an array as large as is allowed, of which nothing is there"
        ),
        pytest.param(b"a" + struct.pack("!BB4Q", 11, 4, *[2**20] * 4), id="an array of 2**80"),
        pytest.param(b"a" + struct.pack("!BB2Q", 0, 2, 2**63, 0), id="2**63 empty rows"),
        pytest.param(b"a" + struct.pack("!BB", 0, 255) + struct.pack("!255Q", *[1] * 255), id="255 dimensions"),
        pytest.param(b"l" + struct.pack("!I", 2**32 - 1), id="a list of 2**32"),
        pytest.param(b"l" + struct.pack("!I", 2**31) + b"N" * 100, id="a list of 2**31, 100 of them there"),
        pytest.param(b"d" + struct.pack("!I", 2**32 - 1) + b"s\0\0\0\0N" * 10, id="a dict of 2**32"),
        pytest.param(b"s" + struct.pack("!I", 2**32 - 1), id="a str of 4 GiB"),
        pytest.param(b"b" + struct.pack("!I", 2**32 - 1), id="bytes of 4 GiB"),
        pytest.param(b"I" + struct.pack("!H", 65535) + b"\xff" * 65535, id="an int of 64 KiB"),
        pytest.param(b"h" + struct.pack("!IH", 1, 65535) + b"x" * 65535, id="a handle with a description of 64 KiB"),
        pytest.param((b"l" + struct.pack("!I", 1)) * 100_000 + b"N", id="100,000 lists in each other"),
        pytest.param(b"S" * 100_000, id="100,000 slices in each other"),
        pytest.param((b"d" + struct.pack("!I", 1)) * 100_000, id="100,000 dicts in each other"),
        pytest.param(b"d" + struct.pack("!I", 1) + b"NN", id="a dict with the key None"),
        pytest.param(b"d" + struct.pack("!I", 1) + b"l\0\0\0\0N", id="a dict with a list for a key"),
    ],
)
def test_what_a_frame_claims_is_not_allocated(frame):
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            decode(frame)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * len(frame) + 2**18


def test_more_values_than_allowed_are_refused_on_both_sides(monkeypatch):
    monkeypatch.setattr(wire, "MAX_ITEMS", 10)
    frame = encode([None] * 9)
    assert decode(frame) == [None] * 9
    with pytest.raises(WireError):
        encode([None] * 10)
    with pytest.raises(WireError):
        decode(b"l" + struct.pack("!I", 10) + b"N" * 10)


class Float(float):
    pass


class Int(int):
    pass


class Str(str):
    __slots__ = ()


class List(list):
    pass


class Dict(dict):
    pass


class Tuple(tuple):
    __slots__ = ()


class Array(np.ndarray):
    pass


class Float64(np.float64):
    pass


class Described(Handle):
    pass


NOT_PLAIN = [
    pytest.param(value, id=repr(type(value)) if not isinstance(value, np.ndarray) else f"array of {value.dtype}")
    for value in [
        Float(1.5),
        Int(1),
        Str("x"),
        List([1]),
        Dict(x=1),
        Tuple((1,)),
        Float64(1.5),
        Described(1, "x"),
        np.zeros(3).view(Array),
        np.ma.masked_array([1.0, 2.0]),
        np.array([1, "x", None], dtype=object),
        np.array(["x"]),
        np.array([b"x"]),
        np.array(["2020-01-01"], dtype="M8[D]"),
        np.zeros(2, dtype=[("a", "f8")]),
        np.zeros(3, dtype=np.longdouble),
        np.longdouble(1),
        np.clongdouble(1),
        np.str_("x"),
        np.datetime64("2020-01-01"),
        np.void(b"xx"),
        {1: 2},
        {Str("x"): 2},
        {1, 2},
        1j,
        bytearray(b"x"),
        memoryview(b"x"),
        range(3),
        object(),
        len,
        int,
        NotImplemented,
    ]
]


@pytest.mark.parametrize("value", NOT_PLAIN)
def test_what_is_not_plain_stays_there_behind_a_handle(value):
    with pytest.raises(WireError, match="may not cross"):
        encode(value)
    seen = []
    assert decode(encode([value], lambda it: seen.append(it) or Handle(3, "it"))) == [Handle(3, "it")]
    assert seen[0] is value


def cycle() -> list:
    value: list = []
    value.append(value)
    return value


def bush() -> list:
    value: list = []
    for _ in range(30):
        value = [value, value]
    return value


def nested(depth: int) -> list:
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (cycle, "deep"),
        (lambda: nested(wire.MAX_DEPTH + 1), "deep"),
        (bush, "values"),
        (lambda: np.broadcast_to(np.zeros(1), (2**20, 2**20)), "8796093022208 bytes"),
        (lambda: [np.broadcast_to(np.zeros(1), (2**22,))] * 3, "bytes"),
        (lambda: "x" * (wire.MAX_FRAME + 1), "bytes"),
        (lambda: ["x" * (wire.MAX_FRAME // 2)] * 2, "bytes"),
        (lambda: bytes(wire.MAX_FRAME), "bytes"),
        (lambda: 1 << (8 * wire.MAX_INT_BYTES), "an int of"),
        (lambda: -1 << 10**6, "an int of"),
        (lambda: np.zeros((1,) * (wire.MAX_DEPTH + 1)), "dimensions"),
    ],
)
def test_what_is_too_large_or_too_deep_is_refused(make, words):
    with pytest.raises(WireError, match=words):
        encode(make(), lambda value: Handle(0, ""))


def test_the_deepest_that_is_allowed_comes_through():
    value = nested(wire.MAX_DEPTH)
    assert decode(encode(value)) == value


def test_a_long_description_and_a_lone_surrogate_are_cut_and_replaced():
    (handle,) = decode(encode([object()], lambda _: Handle(1, "表" * 1000)))
    assert 0 < len(handle.description.encode()) <= wire.MAX_DESCRIPTION + 2
    assert decode(encode("a\ud800b")) == "a?b"


@some
@example(math.nan)
@given(st.floats())
def test_a_float_keeps_every_bit(value):
    assert struct.pack("d", decode(encode(value))) == struct.pack("d", value)
