"""Small videos and sounds of every kind that we take, and of some that we don't."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import av
from PIL import Image

from tests.test_images import BLUE, RED

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.video.stream import VideoStream

RATE = 10

VIDEOS = {
    "mp4": {"video": "libx264", "sound": "aac"},
    "mov": {"video": "libx264", "sound": "aac"},
    "mkv": {"video": "libx264", "sound": "aac"},
    "webm": {"video": "libvpx-vp9", "sound": "libopus"},
}
SOUNDS = {"m4a": "aac", "mp3": "libmp3lame", "ogg": "libopus", "flac": "flac", "wav": "pcm_s16le"}

OPTIONS = {
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
    "libvpx-vp9": {"cpu-used": "8", "deadline": "realtime"},
    "libvpx": {"cpu-used": "8", "deadline": "realtime"},
}


@cache
def media(
    extension: str,
    *,
    video: str = "",
    sound: str = "",
    size: tuple[int, int] = (64, 48),
    seconds: float = 1.0,
    pixels: str = "yuv420p",
    cover: bool = False,
    videos: int = 1,
) -> bytes:
    """Return a file with metadata: blue in the upper left quarter, and red."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{extension}"
        with av.open(str(path), "w") as out:
            out.metadata.update(title="Film of Ada", location="+52.5-13.4/", comment="by Ada")
            pictures = [_add_video(out, video, size, pixels) for _ in range(videos if video else 0)]
            tones: Any = out.add_stream(sound, rate=48_000, layout="stereo") if sound else None
            art = _add_video(out, "mjpeg", (20, 20), "yuvj420p") if cover else None
            if art:
                art.disposition = av.stream.Disposition.attached_pic
                _write_pictures(out, art, 0.1)
            for stream in pictures:
                _write_pictures(out, stream, seconds)
            if tones:
                _write_sound(out, tones, seconds)
        return path.read_bytes()


def _add_video(out: OutputContainer, codec: str, size: tuple[int, int], pixels: str) -> VideoStream:
    stream: Any = out.add_stream(codec, rate=RATE, options=OPTIONS.get(codec, {}))
    stream.width, stream.height = size
    stream.pix_fmt = pixels
    stream.metadata["handler_name"] = "Camera of Ada"
    video: VideoStream = stream
    return video


def _write_pictures(out: OutputContainer, stream: VideoStream, seconds: float) -> None:
    width, height = stream.width, stream.height
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (0, 0, width // 2, height // 2))
    for number in range(max(1, round(seconds * RATE))):
        moving = picture.copy()
        moving.paste(0, (number % width, height - 4, number % width + 4, height))
        frame: Any = av.VideoFrame.from_image(moving)  # type: ignore[no-untyped-call]  # of PyAV
        out.mux(stream.encode(frame))
    out.mux(stream.encode())


def _write_sound(out: OutputContainer, stream: AudioStream, seconds: float) -> None:
    if not stream.codec_context.is_open:
        stream.codec_context.open()
    samples = stream.frame_size or 1024
    for number in range(max(1, int(seconds * 48_000) // samples)):
        frame = av.AudioFrame(format=stream.format.name, layout="stereo", samples=samples)
        frame.sample_rate = 48_000
        frame.pts = number * samples
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        out.mux(stream.encode(frame))
    out.mux(stream.encode())


MATRICES = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def turned(content: bytes, degrees: int) -> bytes:
    """Return an MP4 file that is to be shown turned clockwise, as phones write it."""
    start = content.index(b"tkhd") + 4 + 4 + 20 + 16
    a, b, c, d = (value << 16 for value in MATRICES[degrees])
    matrix = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    return content[:start] + matrix + content[start + 36 :]
