"""GIF: the first frame."""

from __future__ import annotations

import re
import struct

from .encoded import EncodedImage, TooLargeError, check_pixels

SIGNATURE = re.compile(rb"GIF8[79]a")

MAX_PIXELS = 20_000_000
MAX_BLOCKS = 100_000  # a full one has 255 bytes, so a file of 10 MB has 41,000

EXTENSION, FRAME = b"!", b","
GRAPHIC_CONTROL = 0xF9
HAS_COLORS = 0x80
"""Flag: a table of colors follows."""


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
    width, height, flags = struct.unpack_from("<6xHHB", screen)
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
    left, top, frame_width, frame_height, frame_flags = struct.unpack("<4HB", frame)
    width, height = max(width, left + frame_width), max(height, top + frame_height)
    check_pixels(width, height, MAX_PIXELS)
    check_pixels(frame_width, frame_height, MAX_PIXELS)
    frame_colors = file.read_colors(frame_flags)
    bits = file.read(1)
    parts = [screen, colors, control, FRAME, frame, frame_colors, bits, file.read_blocks(), b";"]
    return EncodedImage("GIF", b"".join(parts))
