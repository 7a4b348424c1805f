"""Color profiles: convert the colors of an image to sRGB.

A profile is a program for the library that applies it: 64 KB of steps that share their data take
four seconds, and 200 bytes that announce a large table take 500 MB. So we pass on a profile of only
those tags that describe cameras, screens and printers, whose size is what they announce.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO
from math import prod
from typing import TYPE_CHECKING

from .encoded import MAX_PROFILE_BYTES

if TYPE_CHECKING:
    from PIL import Image

MODES = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}
"""Modes of Pillow, by the color space of a profile."""

TAGS = {
    *(b"wtpt", b"chad", b"A2B0", b"A2B1", b"A2B2", b"kTRC"),
    *(b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"),
}
HEADER_BYTES = 128
MAX_TAGS = 100

TABLE_BYTES = {b"mft1": 1, b"mft2": 2}
"""Bytes of a value in the tables of these kinds of tags."""


def to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return picture in RGB. A profile that is damaged or for other images is ignored."""
    from PIL import ImageCms

    with suppress(Exception):  # the profile of a stranger: anything can be wrong with it
        mode = MODES[profile[16:20]]
        source = ImageCms.ImageCmsProfile(BytesIO(keep_safe_tags(profile)))
        if picture.mode == "L":
            picture = picture.convert(mode)
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, source, srgb, outputMode="RGB")
        return converted or picture  # it is None for an image that is changed in place
    return picture.convert("RGB")


def keep_safe_tags(profile: bytes) -> bytes:
    """Return the profile with those of its tags that are safe."""
    (count,) = struct.unpack_from(">I", profile, HEADER_BYTES)
    tags = {}
    for number in range(min(count, MAX_TAGS)):
        name, start, length = struct.unpack_from(">4sII", profile, HEADER_BYTES + 4 + 12 * number)
        content = profile[start : start + length]
        if name in TAGS and _is_bounded(content):
            tags[name] = content
    position = HEADER_BYTES + 4 + 12 * len(tags)
    table, contents = [struct.pack(">I", len(tags))], []
    for name, content in tags.items():
        table.append(struct.pack(">4sII", name, position, len(content)))
        contents.append(content + bytes(-len(content) % 4))
        position += len(contents[-1])
    if position > 2 * MAX_PROFILE_BYTES:  # they share their data
        raise ValueError("too large")
    size = struct.pack(">I", position)
    return b"".join([size, profile[4:HEADER_BYTES], *table, *contents])


def _is_bounded(content: bytes) -> bool:
    """Return whether the content of a tag is as long as its tables, and has a fixed number."""
    kind = content[:4]
    if kind in TABLE_BYTES:
        inputs, outputs, points = content[8:11]
        return bool(points**inputs * outputs * TABLE_BYTES[kind] <= len(content))
    if kind == b"mAB ":
        inputs, outputs = content[8:10]
        (start,) = struct.unpack_from(">I", content, 24)
        points_of_inputs = content[start : start + inputs]
        return not start or (
            prod(points_of_inputs) * outputs * content[start + 16] <= len(content) - start
        )
    return kind in {b"XYZ ", b"curv", b"para", b"sf32"}
