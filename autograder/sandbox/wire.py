"""The codec of the pipe: plain values and numeric arrays, limited in type, size and depth. Needs numpy alone.

Both sides use this file: the trusted process imports it, the worker is given a copy. Bytes from the other side can do
nothing but become such a value or raise WireError; nothing is ever unpickled, and a length is compared with what is
there before anything is allocated.

A value is a tag byte and its content, numbers in network order:

    N T F          None, True, False
    i f            int64, float64
    I              a longer int: length (2 bytes), two's complement
    s b            str in UTF-8, bytes: length (4 bytes), content
    l t            list, tuple: length (4 bytes), values
    d              dict with str keys: length (4 bytes), key and value in turn
    a              array: dtype code (1 byte), dimensions (1 byte), shape (8 bytes each), content in C order
    g              numpy scalar: dtype code, content
    h              Handle: number (4 bytes), length (2 bytes), description
    S E            slice: start, stop, step; Ellipsis
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

MAX_FRAME = 64 * 2**20  # bytes; the largest honest value, 5,000 digits of 784 float64, has 31 MB
MAX_DEPTH = 32
MAX_ITEMS = 1_000_000  # values in one frame
MAX_INT_BYTES = 64
MAX_DESCRIPTION = 200  # bytes

DTYPES = {
    code: np.dtype(name).newbyteorder("<")
    for code, name in enumerate(
        ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"],
    )
}
CODES = {(dtype.kind, dtype.itemsize): code for code, dtype in DTYPES.items()}


class WireError(Exception):
    """A value that may not cross, or bytes that are no value."""


class Handle(NamedTuple):
    """Stands for an object that stays on the worker's side; `description` says what it is, for messages."""

    number: int
    description: str


def encode(value: Any, register: Callable[[Any], Handle] | None = None) -> bytes:
    """Write `value`; what is no plain value is replaced by the handle that `register` gives.

    Raises:
        WireError: too large, too deep, or no plain value where `register` is None.
    """
    parts: list[bytes] = []
    _Encoder(parts, register).put(value, 0)
    return b"".join(parts)


def decode(data: bytes | bytearray | memoryview) -> Any:
    """Read a value.

    Raises:
        WireError: anything at all is wrong with `data`.
    """
    try:
        decoder = _Decoder(memoryview(data))
        value = decoder.take(0)
    except (struct.error, UnicodeDecodeError, ValueError, OverflowError, MemoryError) as problem:
        raise WireError(f"malformed: {type(problem).__name__}") from None
    if decoder.position != len(data):
        raise WireError("malformed: bytes after the value")
    return value


def is_plain_array(value: Any) -> bool:
    """Whether `value` is an ndarray proper (no subclass) of a numeric type that may cross."""
    return type(value) is np.ndarray and (value.dtype.kind, value.dtype.itemsize) in CODES


class _Encoder:
    def __init__(self, parts: list[bytes], register: Callable[[Any], Handle] | None) -> None:
        self.parts = parts
        self.register = register
        self.size = 0
        self.items = 0

    def write(self, tag: bytes, *parts: bytes) -> None:
        self.size += len(tag) + sum(map(len, parts))
        if self.size > MAX_FRAME:
            raise WireError(f"more than {MAX_FRAME} bytes")
        self.parts.append(tag)
        self.parts.extend(parts)

    def put(self, value: Any, depth: int) -> None:  # exact types: a subclass could lie about its value
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise WireError("nested too deeply" if depth > MAX_DEPTH else f"more than {MAX_ITEMS} values")
        kind = type(value)
        if value is None or kind is bool:
            self.write({None: b"N", True: b"T", False: b"F"}[value])
        elif kind is float:
            self.write(b"f", struct.pack("!d", value))
        elif kind is int:
            self.put_int(value)
        elif value is ...:
            self.write(b"E")
        elif kind is str:
            self.put_bytes(b"s", value.encode("utf-8", "replace"))
        elif kind is bytes:
            self.put_bytes(b"b", value)
        elif kind is slice:
            self.write(b"S")
            for item in (value.start, value.stop, value.step):
                self.put(item, depth + 1)
        elif kind is list or kind is tuple:
            self.write(b"l" if kind is list else b"t", struct.pack("!I", len(value)))
            for item in value:
                self.put(item, depth + 1)
        elif kind is dict and all(type(key) is str for key in value):
            self.write(b"d", struct.pack("!I", len(value)))
            for key, item in value.items():
                self.put(key, depth + 1)
                self.put(item, depth + 1)
        else:
            self.put_numeric_or_handle(value)

    def put_int(self, value: int) -> None:
        if -(2**63) <= value < 2**63:
            self.write(b"i", struct.pack("!q", value))
            return
        length = (value ^ -(value < 0)).bit_length() // 8 + 1  # with a sign bit: -128 takes one byte, as 127 does
        if length > MAX_INT_BYTES:
            raise WireError(f"an int of {length} bytes")
        self.write(b"I", struct.pack("!H", length), value.to_bytes(length, "big", signed=True))

    def put_bytes(self, tag: bytes, content: bytes) -> None:
        self.write(tag, struct.pack("!I", len(content)), content)

    def put_numeric_or_handle(self, value: Any) -> None:
        if is_plain_array(value):
            if value.nbytes > MAX_FRAME:  # before tobytes: a broadcast array of 8 TB costs nothing until then
                raise WireError(f"an array of {value.nbytes} bytes")
            if value.ndim > MAX_DEPTH:
                raise WireError(f"an array of {value.ndim} dimensions")
            code = CODES[value.dtype.kind, value.dtype.itemsize]
            header = struct.pack(f"!BB{value.ndim}Q", code, value.ndim, *value.shape)
            self.write(b"a", header, value.astype(DTYPES[code], copy=False).tobytes())
        elif isinstance(value, np.generic) and type(value) in _SCALAR_TYPES:
            code = CODES[value.dtype.kind, value.dtype.itemsize]
            self.write(b"g", struct.pack("!B", code), value.astype(DTYPES[code]).tobytes())
        elif type(value) is Handle:
            self.put_handle(value)
        elif self.register is None:
            raise WireError(f"{type(value).__name__} may not cross")
        else:
            self.put_handle(self.register(value))

    def put_handle(self, handle: Handle) -> None:
        description = handle.description.encode("utf-8", "replace")[:MAX_DESCRIPTION]
        self.write(b"h", struct.pack("!IH", handle.number, len(description)), description)


# long long is a type of its own beside int64 where both have 8 bytes; np.sum of such an array gives one
_SCALAR_TYPES = frozenset({np.longlong, np.ulonglong, *(dtype.type for dtype in DTYPES.values())})


class _Decoder:
    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.position = 0
        self.items = 0

    def raw(self, length: int) -> memoryview:
        end = self.position + length
        if end > len(self.data):
            raise WireError("malformed: it ends too early")
        piece = self.data[self.position : end]
        self.position = end
        return piece

    def numbers(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(f"!{layout}", self.raw(struct.calcsize(f"!{layout}")))

    def take(self, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise WireError("malformed: nested too deeply, or too many values")
        tag = bytes(self.raw(1))
        if tag in _CONSTANTS:
            return _CONSTANTS[tag]
        read = _READERS.get(tag)
        if read is None:
            raise WireError("malformed: unknown tag")
        return read(self, depth)

    def take_int(self, _: int) -> int:
        (length,) = self.numbers("H")
        if length > MAX_INT_BYTES:
            raise WireError("malformed: an int too long")
        return int.from_bytes(self.raw(length), "big", signed=True)

    def take_text(self, _: int) -> str:
        return str(self.raw(self.numbers("I")[0]), "utf-8")

    def take_list(self, depth: int) -> list[Any]:
        (length,) = self.numbers("I")
        if length > len(self.data) - self.position:  # each value has a byte at least
            raise WireError("malformed: it ends too early")
        return [self.take(depth + 1) for _ in range(length)]

    def take_dict(self, depth: int) -> dict[str, Any]:
        pairs = [(self.take(depth + 1), self.take(depth + 1)) for _ in range(self.numbers("I")[0])]
        if not all(type(key) is str for key, _ in pairs):
            raise WireError("malformed: a key that is no str")
        return dict(pairs)

    def take_dtype(self) -> np.dtype[Any]:
        (code,) = self.numbers("B")
        if code not in DTYPES:
            raise WireError("malformed: unknown dtype")
        return DTYPES[code]

    def take_array(self, _: int) -> np.ndarray[Any, Any]:
        dtype = self.take_dtype()
        (ndim,) = self.numbers("B")
        if ndim > MAX_DEPTH:
            raise WireError("malformed: too many dimensions")
        shape = self.numbers(f"{ndim}Q")
        size = dtype.itemsize
        for length in shape:
            size *= length
        if max(shape, default=0) > MAX_FRAME or size > MAX_FRAME:
            raise WireError("malformed: an array too large")
        content = np.frombuffer(self.raw(size), dtype=dtype).reshape(shape)
        return content.astype(dtype.newbyteorder("="))  # a writable copy of its own

    def take_scalar(self, _: int) -> Any:
        dtype = self.take_dtype()
        return np.frombuffer(self.raw(dtype.itemsize), dtype=dtype)[0]

    def take_handle(self, _: int) -> Handle:
        number, length = self.numbers("IH")
        if length > MAX_DESCRIPTION:
            raise WireError("malformed: a description too long")
        return Handle(number, str(bytes(self.raw(length)), "utf-8", "replace"))


_CONSTANTS = {b"N": None, b"T": True, b"F": False, b"E": ...}
_READERS: dict[bytes, Callable[[_Decoder, int], Any]] = {
    b"i": lambda decoder, _: decoder.numbers("q")[0],
    b"f": lambda decoder, _: decoder.numbers("d")[0],
    b"I": _Decoder.take_int,
    b"s": _Decoder.take_text,
    b"b": lambda decoder, _: bytes(decoder.raw(decoder.numbers("I")[0])),
    b"l": _Decoder.take_list,
    b"t": lambda decoder, depth: tuple(decoder.take_list(depth)),
    b"d": _Decoder.take_dict,
    b"a": _Decoder.take_array,
    b"g": _Decoder.take_scalar,
    b"h": _Decoder.take_handle,
    b"S": lambda decoder, depth: slice(*(decoder.take(depth + 1) for _ in range(3))),
}
