"""GIF: the first frame, or all of them, without comments."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from .encoded import EncodedAnimation, EncodedImage, TooLargeError, check_frames, check_pixels

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = re.compile(rb"GIF8[79]a")

MAX_PIXELS = 20_000_000
MAX_BLOCKS = 100_000  # a full one has 255 bytes, so a file of 10 MB has 41,000

EXTENSION, FRAME = b"!", b","
GRAPHIC_CONTROL = 0xF9
HAS_COLORS = 0x80
"""Flag: a table of colors follows."""

SCREEN = struct.Struct("<6xHHB")
BOX = struct.Struct("<4HB")


class _Reader:
    """The bytes of the file, read in order."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.blocks = 0

    def read(self, length: int) -> bytes:
        content = self.data[self.position : self.position + length]
        if len(content) != length:
            raise ValueError("truncated")
        self.position += length
        return content

    def read_colors(self, flags: int) -> bytes:
        """Return the table of colors that flags announce."""
        return self.read(3 << ((flags & 7) + 1)) if flags & HAS_COLORS else b""

    def read_blocks(self) -> bytes:
        """Return a series of blocks, with their lengths and the empty one at its end."""
        start = self.position
        while length := self.read(1)[0]:
            self.position += length
            self.blocks += 1
            if self.blocks > MAX_BLOCKS:
                raise TooLargeError
        return self.data[start : self.position]


def read(data: bytes) -> EncodedImage:
    """Return the first frame of a GIF file."""
    file = _Reader(data)
    screen = file.read(13)
    width, height, flags = SCREEN.unpack_from(screen)
    colors = file.read_colors(flags)
    control = b""
    for _ in range(MAX_BLOCKS):
        introducer = file.read(1)
        if introducer == FRAME:
            break
        if introducer != EXTENSION:
            raise ValueError("no frame")
        label = file.read(1)
        content = file.read_blocks()
        if label[0] == GRAPHIC_CONTROL:
            control = EXTENSION + label + content
    else:
        raise TooLargeError
    frame = file.read(9)
    left, top, frame_width, frame_height, frame_flags = BOX.unpack(frame)
    width, height = max(width, left + frame_width), max(height, top + frame_height)
    check_pixels(width, height, MAX_PIXELS)
    check_pixels(frame_width, frame_height, MAX_PIXELS)
    frame_colors = file.read_colors(frame_flags)
    bits = file.read(1)
    parts = [screen, colors, control, FRAME, frame, frame_colors, bits, file.read_blocks(), b";"]
    return EncodedImage("GIF", b"".join(parts))


def read_animation(data: bytes) -> EncodedAnimation | None:
    """Return the frames of a GIF file up to a damaged one, or None if it has only one."""
    file = _Reader(data)
    screen = file.read(13)
    width, height, flags = SCREEN.unpack_from(screen)
    colors = file.read_colors(flags)
    durations: list[int] = []
    parts: list[bytes] = []
    try:
        for duration, box, content in _frames(file):
            left, top, frame_width, frame_height, _ = BOX.unpack(box)
            width, height = max(width, left + frame_width), max(height, top + frame_height)
            check_pixels(frame_width, frame_height, MAX_PIXELS)
            durations.append(duration)
            check_frames(width, height, durations)
            parts.append(content)
    except (ValueError, struct.error) as error:
        if isinstance(error, TooLargeError) or not durations:
            raise
    if len(durations) < 2:
        return None
    # Pillow makes the image larger if a later frame needs it. So it is as large from the start.
    screen = screen[:6] + struct.pack("<HH", width, height) + screen[10:]
    return EncodedAnimation("GIF", b"".join([screen, colors, *parts, b";"]), tuple(durations))


def _frames(file: _Reader) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the duration of each frame, its box, and its part of the file."""
    control, duration = b"", 0
    for _ in range(MAX_BLOCKS):
        introducer = file.read(1)
        if introducer == EXTENSION:
            label = file.read(1)
            content = file.read_blocks()
            if label[0] == GRAPHIC_CONTROL:
                control = EXTENSION + label + content
                (hundredths,) = struct.unpack_from("<H", content, 2)
                duration = 10 * hundredths
        elif introducer == FRAME:
            box = file.read(9)
            colors = file.read_colors(box[-1])
            parts = [control, FRAME, box, colors, file.read(1), file.read_blocks()]
            yield duration, box, b"".join(parts)
            control, duration = b"", 0
        else:  # the end
            return
    raise TooLargeError
