"""Checks of a media file before libraries open it: its container, and the size of its tables."""

from __future__ import annotations

import re
import struct
from typing import IO

from .boxes import read_boxes

HEAD_BYTES = 64

CONTAINERS = {
    "mov": re.compile(rb"....(?:ftyp|moov|wide|mdat|free|skip)", re.DOTALL),
    "matroska": re.compile(rb"\x1a\x45\xdf\xa3"),
    "ogg": re.compile(rb"OggS"),
    "flac": re.compile(rb"fLaC"),
    "wav": re.compile(rb"RIFF....WAVE", re.DOTALL),
    "mp3": re.compile(rb"ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xfd]"),
    "aac": re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"),
}
"""Names of demuxers, by how their files start."""

TABLES = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
"""Boxes that lead to the table of samples."""

MAX_SAMPLES = 1_000_000
"""Samples of a track. libavformat makes an index with 24 bytes for each, before anything is read.

A file of a kilobyte can announce two thousand millions.
"""


def find_container(head: bytes) -> str | None:
    """Return the name of the demuxer for a file that starts so, or None if we take no such file."""
    return next((name for name, pattern in CONTAINERS.items() if pattern.match(head)), None)


def check_samples(file: IO[bytes], size: int) -> None:
    """Raise ValueError if a track of an MP4 or MOV file has too many samples."""
    places = [(0, size)]
    while places:
        for kind, start, end in read_boxes(file, *places.pop()):
            if kind in TABLES:
                places.append((start, end))
            elif kind in {b"stsz", b"stz2"}:
                file.seek(start)
                (count,) = struct.unpack(">8xI", file.read(12))
                if count > MAX_SAMPLES:
                    raise ValueError("too many samples")
