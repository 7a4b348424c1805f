"""Lossless WebP: how many sets of codes an image has.

Each part of an image may have its own set of prefix codes, and the decoder makes tables of all of
them first: up to 20 KB for each. A file of 300 KB can have 65,536 sets, which take 350 MB and more.
Their number is known after the transforms, whose data have to be read for it, but not decoded.

The format is specified at https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification
"""

from __future__ import annotations

from itertools import repeat
from typing import NamedTuple

from .encoded import TooLargeError

MAX_CACHE_BITS = 11  # of the format
MAX_TRANSFORM_PIXELS = 150_000
"""Pixels of the transforms. libwebp writes up to 16,384 for each of two."""

PREDICTOR, CROSS_COLOR, COLOR_INDEXING = 0, 1, 3

# Order in which the lengths of the codes for lengths are written.
LENGTH_ORDER = (17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

REPEAT_LENGTH = 16
REPEATS = {16: (2, 3), 17: (3, 3), 18: (7, 11)}
"""Bits and smallest value of a number of repetitions, by its symbol."""

LITERALS, LENGTHS, DISTANCES = 256, 24, 40
"""Numbers of symbols: values of a color, prefixes of a length, prefixes of a distance."""

Table = list[tuple[int, int]]
"""Symbol and number of bits, by the next bits of the file."""


class _Bits:
    """The bits of the image, read in order."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data = data
        self.position = position

    def peek(self) -> int:
        """Return the next 24 bits or more. After the end there are zeros."""
        start = self.position >> 3
        return int.from_bytes(self.data[start : start + 4], "little") >> (self.position & 7)

    def read(self, count: int) -> int:
        value = self.peek() & ((1 << count) - 1)
        self.position += count
        return value

    def read_symbol(self, table: Table) -> int:
        symbol, count = table[self.peek() & (len(table) - 1)]
        self.position += count
        return symbol


class Cost(NamedTuple):
    """Cost of an image, besides its pixels."""

    sets: int
    """The largest possible number of sets of codes: one for each part of the image."""
    transform_pixels: int
    """Pixels of the transforms. Reading a million takes a second."""


def find_cost(data: bytes, position: int, width: int, height: int) -> Cost:
    """Return the cost of an image. position: of the first bit after the header."""
    bits = _Bits(data, position)
    pixels = 0
    seen = set()
    while bits.read(1):
        kind = bits.read(2)
        if kind in seen:  # a small file could have thousands
            raise ValueError("a transform twice")
        seen.add(kind)
        if kind in {PREDICTOR, CROSS_COLOR}:
            size = bits.read(3) + 2
            count = _parts(width, size) * _parts(height, size)
        elif kind == COLOR_INDEXING:
            count = bits.read(8) + 1
            # Up to 8 pixels with few colors are in one.
            width = _parts(width, 0 if count > 16 else 1 if count > 4 else 2 if count > 2 else 3)
        else:
            continue
        pixels += count
        if pixels > MAX_TRANSFORM_PIXELS:
            raise TooLargeError
        _skip_image(bits, count)
        if bits.position > 8 * len(data):
            raise ValueError("truncated")
    _read_cache_size(bits)
    if not bits.read(1):
        return Cost(1, pixels)
    size = bits.read(3) + 2
    return Cost(_parts(width, size) * _parts(height, size), pixels)


def _parts(length: int, size: int) -> int:
    """Return the number of parts with 2**size pixels."""
    return -(-length >> size)


def _skip_image(bits: _Bits, pixels: int) -> None:
    """Read the data of a transform."""
    cache = _read_cache_size(bits)
    green, red, blue, alpha, distance = (
        _read_table(bits, symbols)
        for symbols in (LITERALS + LENGTHS + cache, LITERALS, LITERALS, LITERALS, DISTANCES)
    )
    while pixels > 0:
        symbol = bits.read_symbol(green)
        if symbol < LITERALS:
            bits.read_symbol(red)
            bits.read_symbol(blue)
            bits.read_symbol(alpha)
            pixels -= 1
        elif symbol < LITERALS + LENGTHS:  # the pixels are a copy of earlier ones
            pixels -= _read_number(bits, symbol - LITERALS)
            _read_number(bits, bits.read_symbol(distance))
        else:
            pixels -= 1


def _read_cache_size(bits: _Bits) -> int:
    """Return the number of colors in the cache."""
    if not bits.read(1):
        return 0
    size = bits.read(4)
    if not 1 <= size <= MAX_CACHE_BITS:
        raise ValueError("no such cache")
    return 1 << size


def _read_number(bits: _Bits, prefix: int) -> int:
    if prefix < 4:
        return prefix + 1
    count = (prefix - 2) >> 1
    return ((2 + (prefix & 1)) << count) + bits.read(count) + 1


def _read_table(bits: _Bits, symbols: int) -> Table:
    """Read a prefix code with so many symbols."""
    lengths = [0] * symbols
    if bits.read(1):  # one or two symbols
        is_pair = bits.read(1)
        first = bits.read(8 if bits.read(1) else 1)
        lengths[first] = 1
        if is_pair:
            lengths[bits.read(8)] = 1
        return _make_table(lengths)
    own_lengths = [0] * len(LENGTH_ORDER)
    for symbol in LENGTH_ORDER[: bits.read(4) + 4]:
        own_lengths[symbol] = bits.read(3)
    table = _make_table(own_lengths)
    maximum = 2 + bits.read(2 + 2 * bits.read(3)) if bits.read(1) else symbols
    position, previous = 0, 8
    for _ in range(maximum):
        if position >= symbols:
            break
        length = bits.read_symbol(table)
        count = 1
        if length in REPEATS:
            extra, smallest = REPEATS[length]
            count = smallest + bits.read(extra)
            length = previous if length == REPEAT_LENGTH else 0
        lengths[position : position + count] = repeat(length, count)
        position += count
        previous = length or previous
    return _make_table(lengths[:symbols])


def _make_table(lengths: list[int]) -> Table:
    """Return the table of a code with these lengths, in which shorter codes come first."""
    used = sorted((length, symbol) for symbol, length in enumerate(lengths) if length)
    if len(used) == 1:
        return [(used[0][1], 0)]
    longest = used[-1][0]
    table = [(0, 0)] * (1 << longest)
    code, previous = 0, 0
    for length, symbol in used:
        code <<= length - previous
        previous = length
        start = int(f"{code:0{length}b}"[::-1], 2)  # the first bit of a code is the lowest one
        table[start :: 1 << length] = [(symbol, length)] * (1 << (longest - length))
        code += 1
    if code != 1 << longest:
        raise ValueError("not all bits have a meaning")
    return table
