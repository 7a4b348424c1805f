"""WebP: the first frame, without metadata."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from .encoded import (
    MAX_PROFILE_BYTES,
    EncodedImage,
    TooLargeError,
    check_pixels,
    find_orientation,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = re.compile(rb"RIFF....WEBP", re.DOTALL)

MAX_PIXELS = 8_300_000  # those of a 4K screen

# The decoder has two canvases with 4 bytes for each pixel, and a copy of the file. The frame that
# it returns, and the image, take 4 more each.
BYTES_PER_PIXEL, BYTES_PER_FILE_BYTE = 16, 2
MAX_MEMORY = 142_000_000

MAX_CHUNKS = 20_000
MAX_FRAME_CHUNKS = 100

IS_ANIMATED, HAS_ALPHA = 0x02, 0x10


def read(data: bytes) -> EncodedImage:
    """Return the first frame of a WebP file."""
    chunks: dict[bytes, bytes] = {}
    for kind, content in _chunks(data, 12, MAX_CHUNKS):
        chunks.setdefault(kind, content)
    header = chunks.get(b"VP8X")
    if header is None:
        kept, width, height = _image(chunks)
    else:
        width, height = _uint24(header, 4) + 1, _uint24(header, 7) + 1
        flags = header[0] & HAS_ALPHA
        if animation := chunks.get(b"ANMF"):
            flags |= IS_ANIMATED
            size = _uint24(animation, 6) + 1, _uint24(animation, 9) + 1
            frame = dict(reversed(list(_chunks(animation, 16, MAX_FRAME_CHUNKS))))
            image, *image_size = _image(frame)
            kept = _pack(b"ANIM", bytes(6)) + _pack(b"ANMF", animation[:16] + image)
        else:
            size = width, height
            kept, *image_size = _image(chunks)
        if size != tuple(image_size):
            raise ValueError("different sizes")
        kept = _pack(b"VP8X", bytes([flags, 0, 0, 0]) + header[4:10]) + kept
    check_pixels(width, height, MAX_PIXELS)
    memory = BYTES_PER_PIXEL * width * height + BYTES_PER_FILE_BYTE * len(kept)
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


def _image(chunks: dict[bytes, bytes]) -> tuple[bytes, int, int]:
    """Return the chunks of one image, and its width and height."""
    if lossy := chunks.get(b"VP8 "):
        width, height = struct.unpack_from("<HH", lossy, 6)
        size = width & 0x3FFF, height & 0x3FFF
        alpha = chunks.get(b"ALPH")
        return (_pack(b"ALPH", alpha) if alpha else b"") + _pack(b"VP8 ", lossy), *size
    lossless = chunks[b"VP8L"]
    (bits,) = struct.unpack_from("<xI", lossless)
    return _pack(b"VP8L", lossless), (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _uint24(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 3], "little")
