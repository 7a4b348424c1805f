"""JPEG: the first image of the file (that of a phone may have several), without metadata."""

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

SIGNATURE = re.compile(rb"\xff\xd8\xff")

MAX_PIXELS = 64_000_000

# A scan takes time for each block of 8 × 8 pixels, even if it has no data: 100 bytes of file can
# cost 0.2 s. Photoshop writes 3 to 5 scans, libjpeg 10, or 18 for CMYK, mozjpeg a few more.
MAX_SCANS = 64
MAX_SCANNED_BLOCKS = 10_000_000

# If an image has several scans, all its coefficients are in memory, at 2 bytes each.
BLOCK_BYTES = 128

MAX_SEGMENTS = 2000  # each has up to 64 KB, so a file of 10 MB needs 160
MAX_TABLE_BYTES = 65_536  # those of one scan have half a kilobyte

# In the data of a scan, a zero follows an FF that starts no marker. Restarts belong to the data.
_find_marker = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])").search

FRAMES = {0xC0, 0xC1, 0xC2}  # not lossless, hierarchical or arithmetic: no browser shows them
PROGRESSIVE = 0xC2
TABLES = {0xC4, 0xDB, 0xDD}
SCAN = 0xDA
END = 0xD9
WITHOUT_LENGTH = {0x01, 0xD8}
APP = range(0xE0, 0xF0)
IGNORED = {0xDC, 0xFE}


def read(data: bytes) -> EncodedImage:
    """Return the first image of a JPEG file."""
    kept = [b"\xff\xd8"]
    metadata = _Metadata()
    frame: _Frame | None = None
    table_bytes = 0
    for marker, segment, scan_data in _segments(data):
        if marker in APP:
            if not metadata.add(marker, segment):
                continue
        elif marker in FRAMES and not frame:
            frame = _Frame(marker, segment)
        elif marker in TABLES:
            table_bytes += len(segment)
            if table_bytes > MAX_TABLE_BYTES:
                raise TooLargeError
        elif marker == SCAN and frame:
            frame.add_scan(segment)
        else:
            raise ValueError("no such marker here")
        kept += [struct.pack(">BBH", 0xFF, marker, len(segment) + 2), segment, scan_data]
    if not frame:
        raise ValueError("no frame")
    kept.append(b"\xff\xd9")
    return EncodedImage(
        "JPEG",
        b"".join(kept),
        profile=metadata.profile,
        orientation=metadata.orientation or 1,
        buffer_bytes=frame.buffer_bytes,
    )


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield marker, content, and data of the scan if it starts one, up to the end of the image."""
    position = 2
    for _ in range(MAX_SEGMENTS):
        marker, position = _next_marker(data, position)
        if marker == END:
            return
        if marker in WITHOUT_LENGTH:
            continue
        (length,) = struct.unpack_from(">H", data, position)
        segment = data[position + 2 : position + length]
        if len(segment) != length - 2:
            raise ValueError("truncated")
        position += length
        scan_data = b""
        if marker == SCAN:
            _, end = _next_marker(data, position)
            scan_data = data[position : end - 2]
            position = end - 2
        if marker not in IGNORED:
            yield marker, segment, scan_data
    raise TooLargeError


def _next_marker(data: bytes, position: int) -> tuple[int, int]:
    """Return the next marker, and the position after it."""
    match = _find_marker(data, position)
    if not match:
        raise ValueError("truncated")
    return match[1][0], match.end()


class _Frame:
    """The header of the image, and the scans after it."""

    def __init__(self, marker: int, segment: bytes) -> None:
        self.height, self.width, components = struct.unpack_from(">xHHB", segment)
        check_pixels(self.width, self.height, MAX_PIXELS)
        rows = struct.iter_unpack("BBB", segment[6 : 6 + 3 * components])
        factors = {name: (factor >> 4, factor & 15) for name, factor, _ in rows}
        if len(factors) != components:  # libjpeg reads it, and each has blocks
            raise ValueError("components with one name")
        across = -(-self.width // (8 * max(horizontal for horizontal, _ in factors.values())))
        down = -(-self.height // (8 * max(vertical for _, vertical in factors.values())))
        self.blocks = {
            name: across * down * horizontal * vertical
            for name, (horizontal, vertical) in factors.items()
        }
        self.is_progressive = marker == PROGRESSIVE
        self.scans = self.scanned_blocks = 0
        self.has_partial_scan = False

    def add_scan(self, segment: bytes) -> None:
        """Count a scan. Raise TooLargeError if there are too many."""
        self.scans += 1
        self.has_partial_scan |= segment[0] < len(self.blocks)
        self.scanned_blocks += sum(
            self.blocks[name] for name in segment[1 : 1 + 2 * segment[0] : 2]
        )
        if self.scans > MAX_SCANS or self.scanned_blocks > MAX_SCANNED_BLOCKS:
            raise TooLargeError

    @property
    def buffer_bytes(self) -> int:
        """Memory for the coefficients. With one scan of all, they are decoded row by row."""
        is_kept = self.is_progressive or self.scans > 1 or self.has_partial_scan
        return BLOCK_BYTES * sum(self.blocks.values()) if is_kept else 0


class _Metadata:
    """Color profile and orientation, from the application segments."""

    def __init__(self) -> None:
        self.orientation = 0
        self.profile_parts: list[tuple[int, int, bytes]] = []

    def add(self, marker: int, segment: bytes) -> bool:
        """Read a segment, and return whether the decoder needs it: for the model of the colors."""
        if segment.startswith(b"Exif\0\0") and not self.orientation:
            self.orientation = find_orientation(segment)
        elif segment.startswith(b"ICC_PROFILE\0") and len(segment) > 14:
            self.profile_parts.append((segment[12], segment[13], segment[14:]))
        is_jfif = marker == APP[0] and segment.startswith(b"JFIF\0") and len(segment) >= 14
        return is_jfif or (
            marker == APP[14] and segment.startswith(b"Adobe") and len(segment) >= 12
        )

    @property
    def profile(self) -> bytes:
        """The color profile, or nothing if a part is missing or it is too large."""
        parts = sorted(self.profile_parts)
        is_complete = [part[:2] for part in parts] == [
            (number + 1, len(parts)) for number in range(len(parts))
        ]
        profile = b"".join(content for _, _, content in parts)
        return profile if is_complete and len(profile) <= MAX_PROFILE_BYTES else b""
