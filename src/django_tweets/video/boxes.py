"""Boxes: the structure of MP4, MOV, AVIF and HEIC files (ISO 14496-12)."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BOXES = 2000

HEADER = struct.Struct(">I4s")


class Box(NamedTuple):
    """Kind of a box, and where its content is."""

    kind: bytes
    start: int
    end: int


def read_boxes(file: IO[bytes], start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two positions. Raise ValueError if there are too many."""
    for _ in range(MAX_BOXES):
        if start + HEADER.size > end:
            return
        file.seek(start)
        length, kind = HEADER.unpack(file.read(HEADER.size))
        content = start + HEADER.size
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
            content += 8
        stop = start + length if length else end
        if not content <= stop <= end:
            if kind != b"mdat":  # many a recording is cut off in its media
                raise ValueError("a box beyond its parent")
            stop = end
        yield Box(kind, content, stop)
        start = stop
    raise ValueError("too many boxes")


def read_box_contents(content: bytes, start: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and content of the boxes in a part of a file."""
    for kind, first, last in read_boxes(BytesIO(content), start, len(content)):
        yield kind, content[first:last]
