"""An uploaded image file, reduced to the one picture to decode, without metadata."""

from __future__ import annotations

import struct
from typing import NamedTuple

from ..conf import conf

MAX_PROFILE_BYTES = 4_000_000
"""Size of a color profile: those of printers have up to 2.5 MB."""

MAX_SIDE = 65_535
"""Largest width or height in pixels, which JPEG and GIF can have."""


MAX_CANVAS_PIXELS = 4_200_000
"""Decoding an animated PNG takes 20 bytes of memory for each."""


class TooLargeError(ValueError):
    """Decoding the image would take too much memory or time."""


class EncodedImage(NamedTuple):
    """An image file that is safe to decode, and the metadata that matter for its pixels."""

    format: str
    data: bytes
    profile: bytes = b""
    """Color profile."""
    orientation: int = 1
    """EXIF orientation, a number from 1 to 8."""
    buffer_bytes: int = 0
    """Memory that the decoder takes besides the decoded pixels."""


class EncodedAnimation(NamedTuple):
    """An animation that is safe to decode, and how long its pictures are shown."""

    format: str
    data: bytes
    durations: tuple[int, ...]
    """Milliseconds of the pictures."""


def check_pixels(width: int, height: int, maximum: int) -> None:
    """Raise an error if there are no pixels, or more than maximum or than the site allows."""
    if not width or not height:
        raise ValueError("no pixels")
    if (
        width * height > min(maximum, conf.MEDIA_LIMITS["picture_pixels"])
        or max(width, height) > MAX_SIDE
    ):
        raise TooLargeError


def check_frames(width: int, height: int, durations: list[int]) -> None:
    """Raise an error if the frames of an animation so far are too many, or too large together.

    One frame is a picture, which may be larger.
    """
    if len(durations) < 2:
        return
    check_pixels(width, height, MAX_CANVAS_PIXELS)
    limits = conf.MEDIA_LIMITS
    if (
        len(durations) > limits["animation_frames"]
        or len(durations) * width * height > limits["animation_pixels"]
        or sum(durations) > 1000 * limits["animation_seconds"]
    ):
        raise TooLargeError


def find_orientation(exif: bytes) -> int:
    """Return the orientation that EXIF data have, or 1.

    Pillow reads all tags for it, and a copy of the data for each: 64 KB become 350 MB.
    """
    exif = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(exif[:2], "")
    try:
        (start,) = struct.unpack_from(f"{order}4xI", exif)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        for number in range(min(count, 1000)):
            tag, kind, value = struct.unpack_from(f"{order}HH4xH", exif, start + 2 + 12 * number)
            if tag == 0x0112:
                return value if kind == 3 and 1 <= value <= 8 else 1
    except struct.error:  # damaged: there is none
        pass
    return 1
