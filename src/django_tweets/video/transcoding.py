"""Convert a video that browsers can't play to H.264 and AAC in an MP4 file."""

from __future__ import annotations

from time import thread_time
from typing import IO, TYPE_CHECKING, Protocol

from .errors import MediaError, as_form_errors
from .probing import find_streams, open_media
from .remuxing import StoredMedia, check_time, count_packets, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from av import AudioFrame, Packet, VideoFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.video.stream import VideoStream

    from .probing import VideoInfo

MAX_SIDE = 1280
"""Longest side of the result."""

MAX_RATE = 60
MAX_CPU_SECONDS = 600

BEAT_SECONDS = 5
"""CPU time between two calls of the function that says whether the result is still wanted."""

KEPT_PICTURES = 17
"""Pictures that a decoder keeps, if the file says so."""

MAX_DECODED_BYTES = 110_000_000
"""Bytes of these: of 1920 × 1080 pixels with 10 bits for each color. The encoder takes 40 MB."""

TURNS: dict[int, list[tuple[str, str | None]]] = {
    0: [],
    90: [("transpose", "clock")],
    180: [("hflip", None), ("vflip", None)],
    270: [("transpose", "cclock")],
}
"""Filters of libavfilter, by the degrees clockwise."""


def _keep_on() -> None:
    """Do nothing: the result is wanted."""


def transcode(
    source: str | Path | IO[bytes],
    info: VideoInfo,
    *,
    max_seconds: float = MAX_CPU_SECONDS,
    beat: Callable[[], None] = _keep_on,
) -> StoredMedia:
    """Return a video as an MP4 file that browsers can play, upright, without metadata.

    It takes about as long as the video lasts: call it in a task.

    info: what probe() has returned. max_seconds: CPU time. beat is called every few seconds, and
    raises StoppedError if nobody wants the result any more. Raise ValidationError if a part of the
    file is damaged, or if it takes longer.
    """
    with as_form_errors(), open_media(source) as container:
        result = write("mp4", lambda out: _convert(container, out, info, max_seconds, beat))
    return result  # noqa: RET504 - as_form_errors() might suppress errors, for mypy


def _convert(
    container: InputContainer,
    out: OutputContainer,
    info: VideoInfo,
    max_seconds: float,
    beat: Callable[[], None],
) -> None:
    video, audio = find_streams(container)
    if not video:  # browsers play all sounds that are taken
        raise MediaError("not_media")
    check_memory(video)
    encoders: dict[int, _Encoder] = {video.index: _Picture(video, out, info)}
    if audio:
        encoders[audio.index] = _Sound(audio, out)
    started = beaten = thread_time()
    streams = [stream for stream in (video, audio) if stream]
    for packet in count_packets(container.demux(streams)):
        now = thread_time()
        if now > started + max_seconds:
            raise MediaError("media_too_large")
        if now > beaten + BEAT_SECONDS:
            beat()
            beaten = now
        encoders[packet.stream.index].add(packet)
    for encoder in encoders.values():
        encoder.finish()


def check_memory(video: VideoStream) -> None:
    """Raise an error if the decoder could take too much memory for its pictures."""
    pixels = video.codec_context.width * video.codec_context.height
    form = video.codec_context.format
    if not form or KEPT_PICTURES * pixels * form.padded_bits_per_pixel / 8 > MAX_DECODED_BYTES:
        raise MediaError("media_too_large")


def check_frame(frame: VideoFrame | AudioFrame) -> None:
    """Raise an error if a frame is after the longest duration."""
    check_time(frame.pts or 0, frame.time_base)


class _Encoder(Protocol):
    def add(self, packet: Packet) -> None: ...

    def finish(self) -> None: ...


class _Picture:
    """Turn, shrink and encode the pictures."""

    def __init__(self, video: VideoStream, out: OutputContainer, info: VideoInfo) -> None:
        from av.filter import Graph

        scale = min(1, MAX_SIDE / max(info.width, info.height))
        width, height = (max(2, round(side * scale / 2) * 2) for side in (info.width, info.height))
        rate = min(video.average_rate or MAX_RATE, MAX_RATE)
        self.out = out
        self.stream = out.add_stream(
            "libx264", rate=rate, options={"preset": "veryfast", "crf": "23"}
        )
        self.stream.width, self.stream.height = width, height
        self.stream.pix_fmt = "yuv420p"
        self.stream.codec_context.thread_count = 1
        self.video = video
        self.graph = Graph()
        self.graph.threads = 1
        filters = [
            *TURNS[info.rotation],
            ("scale", f"{width}:{height}"),
            ("setsar", "1"),
            ("format", "yuv420p"),
            ("fps", str(rate)),
        ]
        nodes = [self.graph.add_buffer(template=video)]
        nodes += [self.graph.add(name, options) for name, options in filters]
        self.graph.link_nodes(*nodes, self.graph.add("buffersink")).configure()

    def add(self, packet: Packet) -> None:
        """Encode the pictures of a packet."""
        for frame in self.video.decode(packet):
            check_frame(frame)
            self.graph.vpush(frame)
            self._encode()

    def _encode(self) -> None:
        while True:
            try:
                frame = self.graph.vpull()
            except (EOFError, BlockingIOError):  # no more for now
                return
            frame.pict_type = 0  # the encoder decides, and not the upload
            self.out.mux(self.stream.encode(frame))

    def finish(self) -> None:
        """Encode what is left."""
        self.graph.vpush(None)
        self._encode()
        self.out.mux(self.stream.encode())


class _Sound:
    """Resample and encode the sound."""

    def __init__(self, audio: AudioStream, out: OutputContainer) -> None:
        from av import AudioResampler

        self.audio = audio
        self.out = out
        self.stream = out.add_stream("aac", rate=48_000, layout="stereo")
        self.stream.bit_rate = 128_000
        self.stream.codec_context.open()
        self.resampler = AudioResampler(
            format="fltp", layout="stereo", rate=48_000, frame_size=self.stream.frame_size
        )

    def add(self, packet: Packet) -> None:
        """Encode the sound of a packet."""
        for frame in self.audio.decode(packet):
            check_frame(frame)
            self._encode(frame)

    def finish(self) -> None:
        """Encode what is left."""
        self._encode(None)
        self.out.mux(self.stream.encode())

    def _encode(self, frame: AudioFrame | None) -> None:
        for piece in self.resampler.resample(frame):
            self.out.mux(self.stream.encode(piece))
