"""Uploaded videos and sounds: check them, take metadata out, and make them playable.

Needs PyAV (the extra `video`), which is imported in functions. Files are read and written in parts,
and never wholly in memory.
"""

from __future__ import annotations

from .errors import MESSAGES, StoppedError
from .frames import encode_loop, make_poster
from .probing import VideoInfo, check_bytes, is_available, is_media, probe
from .remuxing import StoredMedia, remux
from .transcoding import transcode

TYPES = ["video/mp4", "video/quicktime", "video/webm", "video/x-matroska", "audio/mpeg"]
TYPES += ["audio/mp4", "audio/aac", "audio/ogg", "audio/flac", "audio/wav"]
"""Types of the files that are taken, for a form. A file is checked by its content."""

__all__ = [
    "MESSAGES",
    "TYPES",
    "StoppedError",
    "StoredMedia",
    "VideoInfo",
    "check_bytes",
    "encode_loop",
    "is_available",
    "is_media",
    "make_poster",
    "probe",
    "remux",
    "transcode",
]
