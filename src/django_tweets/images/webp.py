"""WebP: the first frame, without metadata."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

from .encoded import (
    MAX_PROFILE_BYTES,
    EncodedImage,
    TooLargeError,
    check_pixels,
    find_orientation,
)
from .webp_lossless import count_sets

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
            size = _uint24(animation, 6) + 1, _uint24(animation, 9) + 1
            frame = dict(reversed(list(_chunks(animation, 16, MAX_FRAME_CHUNKS))))
            image = _find_image(frame)
            kept = _pack(b"ANIM", bytes(6)) + _pack(b"ANMF", animation[:16] + image.content)
        else:
            size = width, height
            image = _find_image(chunks)
            kept = image.content
        if size != image.size:
            raise ValueError("different sizes")
        kept = _pack(b"VP8X", bytes([flags, 0, 0, 0]) + header[4:10]) + kept
    check_pixels(width, height, MAX_PIXELS)
    memory = (
        BYTES_PER_PIXEL * width * height
        + BYTES_PER_FILE_BYTE * len(kept)
        + BYTES_PER_SET * image.sets
    )
    if memory > MAX_MEMORY:
        raise TooLargeError
    profile = chunks.get(b"ICCP", b"")
    return EncodedImage(
        "WEBP",
        _pack(b"RIFF", b"WEBP" + kept),
        profile=profile if len(profile) <= MAX_PROFILE_BYTES else b"",
        orientation=find_orientation(chunks.get(b"EXIF", b"")),
    )


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
    """One image: its chunks, its width and height, and the sets of codes that its decoder makes."""

    content: bytes
    size: tuple[int, int]
    sets: int = 0


def _find_image(chunks: dict[bytes, bytes]) -> _Image:
    if lossy := chunks.get(b"VP8 "):
        width, height = struct.unpack_from("<HH", lossy, 6)
        width, height = width & 0x3FFF, height & 0x3FFF
        content, sets = _pack(b"VP8 ", lossy), 0
        if alpha := chunks.get(b"ALPH"):
            content = _pack(b"ALPH", alpha) + content
            sets = count_sets(alpha, 8, width, height) if alpha[0] & 3 == LOSSLESS else 0
        return _Image(content, (width, height), sets)
    lossless = chunks[b"VP8L"]
    (bits,) = struct.unpack_from("<xI", lossless)
    width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _Image(
        _pack(b"VP8L", lossless), (width, height), count_sets(lossless, 40, width, height)
    )


def _uint24(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 3], "little")
