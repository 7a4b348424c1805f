"""PNG: the default image or the frames of an animation, without texts."""

from __future__ import annotations

import re
import struct
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from .encoded import (
    MAX_PROFILE_BYTES,
    EncodedAnimation,
    EncodedImage,
    TooLargeError,
    check_frames,
    check_pixels,
    find_orientation,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

START = b"\x89PNG\r\n\x1a\n"
SIGNATURE = re.compile(START)

MAX_PIXELS = 20_000_000  # a file of 10 KB can have 81 million, at 4 bytes of memory each
MAX_CHUNKS = 20_000  # most encoders write chunks of 8 KB or more: 1,300 in a file of 10 MB

SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Number of samples of a pixel, by its color type: grey, RGB, palette, grey and RGB with alpha."""

GREY, RGB = 0, 2

IMAGE_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"iCCP", b"eXIf"}
ANIMATION_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"acTL", b"fcTL", b"fdAT"}

FRAME = struct.Struct(">4x4IHHBB")
"""The chunk "fcTL": width, height, left, top, a fraction of seconds, and two operations."""


def read(data: bytes) -> EncodedImage:
    """Return the default image of a PNG file."""
    chunks: dict[bytes, bytes] = {}
    pixels = []
    for kind, content in _chunks(data):
        if kind == b"IDAT":
            pixels.append(content)
        else:
            chunks.setdefault(kind, content)
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    check_pixels(width, height, MAX_PIXELS)
    kept = [*_head(chunks), (b"IDAT", b"".join(pixels)), (b"IEND", b"")]
    pixels.clear()
    return EncodedImage(
        "PNG",
        START + b"".join(_pack(kind, content) for kind, content in kept),
        profile=_profile(chunks.get(b"iCCP", b"")),
        orientation=find_orientation(chunks.get(b"eXIf", b"")),
    )


def read_animation(data: bytes) -> EncodedAnimation | None:
    """Return the frames of an animated PNG file, or None if it shows only one image."""
    head: dict[bytes, bytes] = {}
    frames: list[tuple[bytes, list[bytes]]] = []
    durations: list[int] = []
    for kind, content in _chunks(data, ANIMATION_CHUNKS):
        if kind == b"fcTL":
            width, height, left, top, numerator, denominator, *_ = FRAME.unpack_from(content)
            canvas_width, canvas_height = struct.unpack_from(">II", head[b"IHDR"])
            check_pixels(width, height, MAX_PIXELS)
            if left + width > canvas_width or top + height > canvas_height:
                raise ValueError("a frame outside")
            durations.append(1000 * numerator // (denominator or 100))
            check_frames(canvas_width, canvas_height, durations)
            frames.append((content[4:26], []))
        elif kind in {b"IDAT", b"fdAT"}:
            if not frames or b"acTL" not in head:  # an image that is not of the animation
                return None
            frames[-1][1].append(content if kind == b"IDAT" else content[4:])
        else:
            head.setdefault(kind, content)
    if len(frames) < 2:
        return None
    kept = [*_head(head), (b"acTL", struct.pack(">II", len(frames), 0))]
    number = 0
    for control, parts in frames:
        kept.append((b"fcTL", struct.pack(">I", number) + control))
        pixels = b"".join(parts)
        is_first = number == 0
        kept.append(
            (b"IDAT", pixels) if is_first else (b"fdAT", struct.pack(">I", number + 1) + pixels)
        )
        number += 1 if is_first else 2
    kept.append((b"IEND", b""))
    content = START + b"".join(_pack(kind, content) for kind, content in kept)
    return EncodedAnimation("PNG", content, tuple(durations))


def _head(chunks: dict[bytes, bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks that say how pixels are stored."""
    header = chunks[b"IHDR"][:13]
    depth, color_type = struct.unpack_from(">8xBB", header)
    yield b"IHDR", header
    if b"PLTE" in chunks:
        yield b"PLTE", chunks[b"PLTE"][:768]
    if b"tRNS" in chunks:
        yield b"tRNS", _transparency(chunks[b"tRNS"][:256], depth, color_type)


def _chunks(data: bytes, kinds: Container[bytes] = IMAGE_CHUNKS) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks that we need. A damaged one is an error, or left out if it is metadata."""
    position = len(START)
    for _ in range(MAX_CHUNKS):
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == b"IEND":
            return
        position += 8
        if kind in kinds:
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
