"""WebP: the first frame or all of them, without metadata."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

from .encoded import (
    MAX_PROFILE_BYTES,
    EncodedAnimation,
    EncodedImage,
    TooLargeError,
    check_frames,
    check_pixels,
    find_orientation,
)
from .webp_lossless import Cost, find_cost

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = re.compile(rb"RIFF....WEBP", re.DOTALL)

MAX_PIXELS = 8_300_000  # those of a 4K screen

# The decoder has two canvases with 4 bytes for each pixel, a copy of the file, and tables for each
# set of codes. The frame that it returns, and the image, take 4 bytes for each pixel more.
BYTES_PER_PIXEL, BYTES_PER_FILE_BYTE, BYTES_PER_SET = 16, 2, 20_600
MAX_MEMORY = 142_000_000

MAX_CHUNKS = 20_000
MAX_FRAME_CHUNKS = 100
MAX_TRANSFORM_PIXELS = 1_500_000
"""Pixels of the transforms in all frames of a lossless animation."""

IS_ANIMATED, HAS_ALPHA = 0x02, 0x10
LOSSLESS = 1


def read(data: bytes) -> EncodedImage:
    """Return the first frame of a WebP file."""
    chunks: dict[bytes, bytes] = {}
    for kind, content in _chunks(data, 12, MAX_CHUNKS):
        chunks.setdefault(kind, content)
    header = chunks.get(b"VP8X")
    if header is None:
        image = _find_image(chunks)
        kept, (width, height) = image.content, image.size
    else:
        width, height = _uint24(header, 4) + 1, _uint24(header, 7) + 1
        flags = header[0] & HAS_ALPHA
        if animation := chunks.get(b"ANMF"):
            flags |= IS_ANIMATED
            image, size = _read_frame(animation)
            kept = _pack(b"ANIM", bytes(6)) + _pack(b"ANMF", animation[:16] + image.content)
        else:
            size = width, height
            image = _find_image(chunks)
            kept = image.content
        if size != image.size:
            raise ValueError("different sizes")
        kept = _pack(b"VP8X", bytes([flags, 0, 0, 0]) + header[4:10]) + kept
    check_pixels(width, height, MAX_PIXELS)
    _check_memory(width * height, len(kept), image.cost.sets)
    profile = chunks.get(b"ICCP", b"")
    return EncodedImage(
        "WEBP",
        _pack(b"RIFF", b"WEBP" + kept),
        profile=profile if len(profile) <= MAX_PROFILE_BYTES else b"",
        orientation=find_orientation(chunks.get(b"EXIF", b"")),
    )


def read_animation(data: bytes) -> EncodedAnimation | None:
    """Return the frames of an animated WebP file, or None if it has only one."""
    header = b""
    width = height = sets = transform_pixels = 0
    durations: list[int] = []
    frames: list[bytes] = []
    for kind, content in _chunks(data, 12, MAX_CHUNKS):
        if kind == b"VP8X" and not header:
            header = content
            width, height = _uint24(header, 4) + 1, _uint24(header, 7) + 1
        elif kind == b"ANMF":
            image, size = _read_frame(content)
            if size != image.size:
                raise ValueError("different sizes")
            check_pixels(*size, MAX_PIXELS)
            sets = max(sets, image.cost.sets)
            transform_pixels += image.cost.transform_pixels
            durations.append(_uint24(content, 12))
            check_frames(width, height, durations)
            if transform_pixels > MAX_TRANSFORM_PIXELS:
                raise TooLargeError
            frames.append(_pack(b"ANMF", content[:16] + image.content))
    if len(frames) < 2:
        return None
    canvas = bytes([header[0] & HAS_ALPHA | IS_ANIMATED, 0, 0, 0]) + header[4:10]
    kept = b"".join([b"WEBP", _pack(b"VP8X", canvas), _pack(b"ANIM", bytes(6)), *frames])
    _check_memory(width * height, len(kept), sets)
    return EncodedAnimation("WEBP", _pack(b"RIFF", kept), tuple(durations))


def _check_memory(pixels: int, file_bytes: int, sets: int) -> None:
    memory = BYTES_PER_PIXEL * pixels + BYTES_PER_FILE_BYTE * file_bytes + BYTES_PER_SET * sets
    if memory > MAX_MEMORY:
        raise TooLargeError


def _read_frame(content: bytes) -> tuple[_Image, tuple[int, int]]:
    """Return the image of a frame, and the size that the frame announces."""
    chunks = dict(reversed(list(_chunks(content, 16, MAX_FRAME_CHUNKS))))
    return _find_image(chunks), (_uint24(content, 6) + 1, _uint24(content, 9) + 1)


def _chunks(data: bytes, position: int, maximum: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks from position on, without a truncated one at the end."""
    for _ in range(maximum):
        if position + 8 > len(data):
            return
        kind, length = struct.unpack_from("<4sI", data, position)
        content = data[position + 8 : position + 8 + length]
        if len(content) != length:
            return
        yield kind, content
        position += 8 + length + (length & 1)
    raise TooLargeError


def _pack(kind: bytes, content: bytes) -> bytes:
    return b"".join([kind, struct.pack("<I", len(content)), content, bytes(len(content) & 1)])


class _Image(NamedTuple):
    """One image: its chunks, width, height, and the cost of decoding it if it is lossless."""

    content: bytes
    size: tuple[int, int]
    cost: Cost = Cost(0, 0)


def _find_image(chunks: dict[bytes, bytes]) -> _Image:
    if lossy := chunks.get(b"VP8 "):
        width, height = struct.unpack_from("<HH", lossy, 6)
        width, height = width & 0x3FFF, height & 0x3FFF
        content, cost = _pack(b"VP8 ", lossy), Cost(0, 0)
        if alpha := chunks.get(b"ALPH"):
            content = _pack(b"ALPH", alpha) + content
            if alpha[0] & 3 == LOSSLESS:
                cost = find_cost(alpha, 8, width, height)
        return _Image(content, (width, height), cost)
    lossless = chunks[b"VP8L"]
    (bits,) = struct.unpack_from("<xI", lossless)
    width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _Image(_pack(b"VP8L", lossless), (width, height), find_cost(lossless, 40, width, height))


def _uint24(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 3], "little")
