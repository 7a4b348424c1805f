"""Pictures of videos: the poster of one, and a loop made of an animation."""

from __future__ import annotations

from fractions import Fraction
from typing import IO, TYPE_CHECKING

from .errors import MediaError, as_form_errors
from .probing import find_first_frame, find_streams, open_media
from .remuxing import write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from av import Packet
    from av.container import OutputContainer
    from PIL import Image

    from .probing import VideoInfo

POSTER_SIDE = 1920
"""Longest side of a poster."""

MAX_RATE = Fraction(60)
MILLISECOND = Fraction(1, 1000)

TURNS = {90: "ROTATE_270", 180: "ROTATE_180", 270: "ROTATE_90"}
"""Transpositions of Pillow, by the degrees clockwise."""


def make_poster(source: str | Path | IO[bytes], info: VideoInfo) -> Image.Image:
    """Return the first picture of a video, upright, as RGB.

    info: what probe() has returned. Raise ValidationError if no picture can be decoded.
    """
    with as_form_errors(), open_media(source) as container:
        from PIL import Image

        video = find_streams(container).video
        if not video:
            raise MediaError("not_media")
        size = (info.width, info.height)
        if info.rotation in {90, 270}:
            size = (info.height, info.width)
        scale = min(1, POSTER_SIDE / max(size))
        width, height = (max(1, round(side * scale)) for side in size)
        frame = find_first_frame(container, video).reformat(width, height, "rgb24")
        picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]  # of PyAV
        turn = TURNS.get(info.rotation)
        result = picture.transpose(Image.Transpose[turn]) if turn else picture
    return result  # noqa: RET504 - as_form_errors() might suppress errors, for mypy


def encode_loop(frames: Iterable[Image.Image], durations: list[int]) -> bytes:
    """Return the pictures of an animation as an MP4 file without sound.

    frames: RGB images of one size. durations: milliseconds of each.
    """
    with write("mp4", lambda out: _encode(frames, durations, out)).file as file:
        return file.read()


def _encode(frames: Iterable[Image.Image], durations: list[int], out: OutputContainer) -> None:
    import av

    rate = min(MAX_RATE, Fraction(1000 * len(durations), sum(durations)).limit_denominator(1000))
    stream = out.add_stream("libx264", rate=rate, options={"preset": "veryfast", "crf": "23"})
    stream.pix_fmt = "yuv420p"
    stream.time_base = stream.codec_context.time_base = MILLISECOND
    stream.codec_context.thread_count = 1
    shown = 0
    lasting = {}
    for number, (picture, duration) in enumerate(zip(frames, durations, strict=True)):
        if number == 0:
            # An odd row or column is left out: colors are stored for two pixels.
            stream.width, stream.height = (side // 2 * 2 for side in picture.size)
        even = picture.crop((0, 0, stream.width, stream.height))
        frame: av.VideoFrame = av.VideoFrame.from_image(even)  # type: ignore[no-untyped-call]  # of PyAV
        frame.pts, frame.time_base = shown, MILLISECOND
        lasting[shown] = duration
        shown += duration
        _write(stream.encode(frame), lasting, out)
    _write(stream.encode(), lasting, out)


def _write(packets: list[Packet], lasting: dict[int, int], out: OutputContainer) -> None:
    """Write packets with their durations, which the encoder doesn't know."""
    for packet in packets:
        packet.duration = lasting[packet.pts or 0]
        out.mux(packet)
