"""Animations of tweets: all frames, small enough to decode and encode them in a few seconds."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from math import sqrt
from time import thread_time
from typing import TYPE_CHECKING, NamedTuple

from .. import video
from .encoded import TooLargeError
from .rendering import Size
from .stills import WIDTHS, RenderedFile, convert_colors, shrink, stored_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from .encoded import EncodedAnimation

MAX_WIDTH = WIDTHS[1]

MAX_STORED_PIXELS = 40_000_000
"""Pixels of all frames stored as WebP: the encoder takes 60 ms for a million."""

MAX_LOOP_PIXELS = 120_000_000
"""Pixels of all frames stored as MP4."""

MIN_SIDE = 240
"""With more frames they become smaller, down to this long side. Then some are left out."""

MAX_CPU_SECONDS = 4
"""CPU time for all of an animation. One of photos takes up to 3.7 s, and one of noise took 17 s."""

QUALITY = 70

SHORTEST, DEFAULT = 10, 100
"""Milliseconds: browsers show a frame for the default time if it has the shortest, or none."""


class Plan(NamedTuple):
    """Size of the stored frames, and the number of each that is kept."""

    size: Size
    step: int


def plan(width: int, height: int, count: int, max_pixels: int) -> Plan:
    """Return how an animation of that size with that number of frames is stored."""
    size = stored_size(width, height)
    wanted = min(1.0, MAX_WIDTH / max(size))
    smallest = min(wanted, MIN_SIDE / max(size))
    step = 1
    while True:
        frames = -(-count // step)
        possible = sqrt(max_pixels / (frames * size.width * size.height))
        if possible >= smallest:
            break
        step += 1
    scale = min(wanted, possible)
    return Plan(Size(max(1, round(size.width * scale)), max(1, round(size.height * scale))), step)


class Animation:
    """The frames to store, decoded one after the other, and how long each is shown."""

    def __init__(self, encoded: EncodedAnimation, max_pixels: int, deadline: float) -> None:
        from PIL import Image

        self.deadline = deadline
        self.picture = Image.open(BytesIO(encoded.data), formats=[encoded.format])
        count = len(encoded.durations)
        self.size, self.step = plan(*self.picture.size, count, max_pixels)
        self.first = self._decode(0)
        shown = [value if value > SHORTEST else DEFAULT for value in encoded.durations]
        edges = [*range(0, count, self.step), count]
        self.durations = [sum(shown[start:end]) for start, end in pairwise(edges)]

    def _decode(self, number: int) -> Image.Image:
        self.picture.seek(number)
        return convert_colors(shrink(self.picture, self.size), b"")

    def frames(self) -> Iterator[Image.Image]:
        """Yield each frame as RGB, or as RGBA if a part of it is transparent.

        Raise TooLargeError after the deadline.
        """
        yield self.first
        for number in range(1, len(self.durations)):
            if thread_time() > self.deadline:
                raise TooLargeError
            yield self._decode(self.step * number)


class TransparentError(ValueError):
    """A part of a frame is transparent, and a video has no transparency."""


def encode_animation(encoded: EncodedAnimation) -> tuple[Animation, RenderedFile]:
    """Return the frames, and an MP4 file of them if PyAV is installed, else a WebP file.

    Raise TooLargeError if it takes more than MAX_CPU_SECONDS.
    """
    deadline = thread_time() + MAX_CPU_SECONDS
    if video.is_available():
        animation = Animation(encoded, MAX_LOOP_PIXELS, deadline)
        with suppress(TransparentError):
            return animation, encode_loop(animation)
    animation = Animation(encoded, MAX_STORED_PIXELS, deadline)
    return animation, encode_webp(animation)


def encode_loop(animation: Animation) -> RenderedFile:
    """Return an MP4 file. Raise TransparentError if there is no such file of the animation."""
    width, height = (side // 2 * 2 for side in animation.size)
    if not width or not height:
        raise TransparentError

    def frames() -> Iterator[Image.Image]:
        for frame in animation.frames():
            if frame.mode != "RGB":
                raise TransparentError
            yield frame

    content = video.encode_loop(frames(), animation.durations)
    return RenderedFile(width, height, content, "mp4")


def encode_webp(animation: Animation) -> RenderedFile:
    """Return an animated WebP file that is repeated for ever."""
    from .lazy_frames import LazyFrames

    out = BytesIO()
    LazyFrames(animation.frames(), len(animation.durations)).save(
        out,
        "WEBP",
        save_all=True,
        duration=animation.durations,
        loop=0,
        quality=QUALITY,
        method=0,  # 2 takes a third more time for files that are 5 % smaller
        kmin=0,
        kmax=0,  # no key frames besides the first: each would be encoded twice
    )
    return RenderedFile(*animation.size, out.getvalue(), "webp")
