"""PNG: the default image, without animation and texts."""

from __future__ import annotations

import re
import struct
import zlib
from contextlib import suppress
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

START = b"\x89PNG\r\n\x1a\n"
SIGNATURE = re.compile(START)

MAX_PIXELS = 20_000_000  # a file of 10 KB can have 81 million, at 4 bytes of memory each
MAX_CHUNKS = 20_000  # most encoders write chunks of 8 KB or more: 1,300 in a file of 10 MB

SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Number of samples of a pixel, by its color type: grey, RGB, palette, grey and RGB with alpha."""

GREY, RGB = 0, 2


def read(data: bytes) -> EncodedImage:
    """Return the default image of a PNG file."""
    chunks: dict[bytes, bytes] = {}
    pixels = []
    for kind, content in _chunks(data):
        if kind == b"IDAT":
            pixels.append(content)
        else:
            chunks.setdefault(kind, content)
    header = chunks[b"IHDR"][:13]
    width, height, depth, color_type = struct.unpack_from(">IIBB", header)
    check_pixels(width, height, MAX_PIXELS)
    kept = [(b"IHDR", header)]
    if b"PLTE" in chunks:
        kept.append((b"PLTE", chunks[b"PLTE"][:768]))
    if b"tRNS" in chunks:
        kept.append((b"tRNS", _transparency(chunks[b"tRNS"][:256], depth, color_type)))
    kept += [(b"IDAT", b"".join(pixels)), (b"IEND", b"")]
    pixels.clear()
    return EncodedImage(
        "PNG",
        START + b"".join(_pack(kind, content) for kind, content in kept),
        profile=_profile(chunks.get(b"iCCP", b"")),
        orientation=find_orientation(chunks.get(b"eXIf", b"")),
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks that we need. A damaged one is an error, or left out if it is metadata."""
    position = len(START)
    for _ in range(MAX_CHUNKS):
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == b"IEND":
            return
        position += 8
        if kind in {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"iCCP", b"eXIf"}:
            content = data[position : position + length]
            (checksum,) = struct.unpack_from(">I", data, position + length)
            if zlib.crc32(content, zlib.crc32(kind)) == checksum:
                yield kind, content
            elif kind[:1].isupper():
                raise ValueError("wrong checksum")
        position += length + 4
    raise TooLargeError


def _pack(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return b"".join([struct.pack(">I", len(content)), kind, content, struct.pack(">I", checksum)])


def _transparency(content: bytes, depth: int, color_type: int) -> bytes:
    """Return the transparent color in 8 bits a sample, because Pillow compares it with such."""
    if color_type not in {GREY, RGB}:
        return content
    samples = struct.unpack_from(f">{SAMPLES[color_type]}H", content)
    scaled = [sample >> 8 if depth == 16 else sample * 255 // (2**depth - 1) for sample in samples]
    return struct.pack(f">{len(scaled)}H", *scaled)


def _profile(content: bytes) -> bytes:
    """Return the color profile, or nothing if it is damaged or too large."""
    _, _, compressed = content.partition(b"\0")
    decompressor = zlib.decompressobj()
    profile = b""
    with suppress(zlib.error):
        profile = decompressor.decompress(compressed[1:], MAX_PROFILE_BYTES)
    return profile if decompressor.eof else b""
