"""Sizes of pictures in the data of AV1 and HEVC. A decoder believes them, and not their container.

Besides width and height: the bytes of a decoded pixel. They are 1.5 where two colors of three are
stored for four pixels, and 6 where all are stored for each, with more than 8 bits.

AV1: https://aomediacodec.github.io/av1-spec/, HEVC: ITU-T H.265.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_UNITS = 10_000

SEQUENCE_HEADER = 1
"""Type of the part of AV1 data that has the size."""

FRAMES = {3, 6}
"""Types of the parts of AV1 data that start a frame."""

MAX_FRAMES = 8
"""Frames of a picture: one, or one for each of its layers, of which there are at most 4."""

PARAMETERS = 33
"""Type of the part of HEVC data that has the size."""

MAX_HEADER_BYTES = 400

MAX_ZEROS = 32
"""Leading zeros of a number in a variable number of bits."""


SUBSAMPLED, FULL = 1.5, 3
"""Bytes of a decoded pixel with 8 bits for each color: twice as many with more bits."""


class CodedSize(NamedTuple):
    """A picture as its data announce it."""

    width: int
    height: int
    pixel_bytes: float


class _Bits:
    """The bits of a header, the highest of a byte first. After the end there are zeros."""

    def __init__(self, data: bytes) -> None:
        self.value = int.from_bytes(data, "big")
        self.left = 8 * len(data)

    def read(self, count: int) -> int:
        self.left -= count
        if self.left < 0:
            raise ValueError("truncated")
        return self.value >> self.left & ((1 << count) - 1)

    def read_variable(self) -> int:
        """Read a number after as many zeros as it has bits."""
        for zeros in range(MAX_ZEROS):
            if self.read(1):
                return (1 << zeros) - 1 + self.read(zeros)
        raise ValueError("not a number")


def find_av1_sizes(data: bytes) -> Iterator[CodedSize]:
    """Yield the size of each sequence in the data of an item.

    Raise ValueError if there are more frames than a picture has: all that are not shown are
    decoded too.
    """
    position = frames = 0
    for _ in range(MAX_UNITS):
        if position >= len(data):
            return
        header = data[position]
        position += 2 if header & 4 else 1
        length = len(data) - position
        if header & 2:
            length, position = _read_leb128(data, position)
        kind = header >> 3 & 15
        frames += kind in FRAMES
        if frames > MAX_FRAMES:
            raise ValueError("too many frames")
        if kind == SEQUENCE_HEADER:
            yield _read_sequence(_Bits(data[position : position + min(length, MAX_HEADER_BYTES)]))
        position += length
    raise ValueError("too many parts")


def _read_leb128(data: bytes, position: int) -> tuple[int, int]:
    value = 0
    for number in range(8):
        byte = data[position + number]
        value |= (byte & 0x7F) << (7 * number)
        if byte < 0x80:
            return value, position + number + 1
    raise ValueError("not a number")


def _read_sequence(bits: _Bits) -> CodedSize:
    is_main = bits.read(3) == 0  # the other profiles have all colors for each pixel, or may
    bits.read(1)  # whether it is one picture
    if bits.read(1):  # a reduced header
        bits.read(5)
    else:
        _skip_operating_points(bits)
    widths, heights = bits.read(4) + 1, bits.read(4) + 1
    # The number of bits comes much later. Each profile allows more than 8.
    pixel_bytes = 2 * (SUBSAMPLED if is_main else FULL)
    return CodedSize(bits.read(widths) + 1, bits.read(heights) + 1, pixel_bytes)


def _skip_operating_points(bits: _Bits) -> None:
    delay_bits = 0
    if bits.read(1):  # timing
        bits.read(64)
        if bits.read(1):
            bits.read_variable()
        if bits.read(1):  # model of the decoder
            delay_bits = bits.read(5) + 1
            bits.read(42)
    has_delay = bits.read(1)
    for _ in range(bits.read(5) + 1):
        bits.read(12)
        if bits.read(5) > 7:
            bits.read(1)
        if delay_bits and bits.read(1):
            bits.read(2 * delay_bits + 1)
        if has_delay and bits.read(1):
            bits.read(4)


def find_hevc_sizes(configuration: bytes, data: bytes) -> Iterator[CodedSize]:
    """Yield the size in each set of parameters, in an item's configuration and its data."""
    length_bytes = (configuration[21] & 3) + 1
    position = 23
    for _ in range(configuration[22]):
        (count,) = struct.unpack_from(">H", configuration, position + 1)
        position += 3
        for _ in range(count):
            (length,) = struct.unpack_from(">H", configuration, position)
            position += 2
            yield from _read_unit(configuration, position, length)
            position += length
    position = 0
    for _ in range(MAX_UNITS):
        if position + length_bytes > len(data):
            return
        length = int.from_bytes(data[position : position + length_bytes], "big")
        position += length_bytes
        yield from _read_unit(data, position, length)
        position += length
    raise ValueError("too many parts")


def _read_unit(data: bytes, position: int, length: int) -> Iterator[CodedSize]:
    if length < 3 or data[position] >> 1 & 63 != PARAMETERS:
        return
    content = data[position + 2 : position + min(length, MAX_HEADER_BYTES)]
    bits = _Bits(content.replace(b"\0\0\3", b"\0\0"))
    bits.read(4)
    layers = bits.read(3)
    bits.read(1 + 96)
    flags = [(bits.read(1), bits.read(1)) for _ in range(layers)]
    if layers:
        bits.read(2 * (8 - layers))
    for has_profile, has_level in flags:
        bits.read(88 * has_profile + 8 * has_level)
    bits.read_variable()
    colors = bits.read_variable()
    if colors == 3:
        bits.read(1)
    width, height = bits.read_variable(), bits.read_variable()
    if bits.read(1):  # a part of it is shown
        for _ in range(4):
            bits.read_variable()
    is_deep = bool(bits.read_variable() or bits.read_variable())
    # libheif makes all colors for each pixel of those that have half of them.
    yield CodedSize(width, height, (SUBSAMPLED if colors <= 1 else FULL) * (1 + is_deep))
