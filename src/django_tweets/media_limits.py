"""Limits of uploaded files: the names, defaults and bounds of DJANGO_TWEETS_MEDIA_LIMITS."""

from __future__ import annotations

from typing import NamedTuple

MEGABYTE = 1024 * 1024


class Bounds(NamedTuple):
    """Default of a limit, and the largest value that it may have. The smallest one is 1."""

    default: int
    largest: int


LIMITS = {
    "attachments": Bounds(4, 4),
    "alt_length": Bounds(1500, 1500),
    "picture_bytes": Bounds(16 * MEGABYTE, 100 * MEGABYTE),
    "picture_pixels": Bounds(64_000_000, 64_000_000),
    "animation_frames": Bounds(1000, 1000),
    "animation_pixels": Bounds(120_000_000, 120_000_000),
    "animation_seconds": Bounds(140, 3600),
    "video_bytes": Bounds(100 * MEGABYTE, 10_000 * MEGABYTE),
    "video_pixels": Bounds(4096 * 2304, 4096 * 2304),
    "video_seconds": Bounds(140, 3600),
    "unpublished_files": Bounds(40, 1000),
    "unpublished_bytes": Bounds(400 * MEGABYTE, 100_000 * MEGABYTE),
    "processed_files": Bounds(4, 100),
    "request_seconds": Bounds(5, 60),
    "task_seconds": Bounds(600, 24 * 3600),
}
"""The limits. The largest values are those that the columns, the layouts of pages and the memory
that we have measured allow: docs/media.md has their meaning."""

DEFAULTS = {name: bounds.default for name, bounds in LIMITS.items()}


def problem_of(value: object) -> str:
    """Return the problem of the value of the setting; "" if it is valid."""
    if not isinstance(value, dict):
        return f"should be a dictionary, but is {value!r}"
    for name, number in value.items():
        if name not in LIMITS:
            return f"should have the keys {', '.join(LIMITS)} only, but has {name!r}"
        largest = LIMITS[name].largest
        is_number = isinstance(number, int) and not isinstance(number, bool)
        if not is_number or not 1 <= number <= largest:
            return f"should have a number from 1 to {largest} for {name!r}, but has {number!r}"
    return ""
