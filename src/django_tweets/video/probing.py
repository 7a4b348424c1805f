"""Open a media file, and find its streams, codecs, size and duration."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from time import thread_time
from typing import IO, TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ..conf import conf
from .checks import HEAD_BYTES, check_samples, find_container
from .errors import MediaError, as_form_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av import VideoFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream

MAX_STREAMS = 16
"""Streams of a file: those of phones have some with positions. One video and one sound are kept."""

MAX_FIRST_PACKETS = 250
"""Packets that are read for the first picture. Decoders keep up to 16 of them back."""

MAX_FIRST_SECONDS = 1
"""CPU time to decode these. A picture of 9 million pixels takes 0.1 s, but need not be shown."""

MAX_SIDE = 4096
MIN_SIDE = 16
MAX_RATIO = 4
"""Width of a pixel: those of old cameras are wider than high."""

VIDEO_CODECS = {"h264", "hevc", "vp8", "vp9", "av1"}
AUDIO_CODECS = {"aac", "mp3", "opus", "vorbis", "flac", "pcm_s16le", "pcm_s24le", "pcm_f32le"}

DECODERS = "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,libdav1d,aac,mp3,mp3float,opus,libopus,vorbis,flac,"
DECODERS += "pcm_s16le,pcm_s24le,pcm_f32le"

# What all browsers play, by container: codecs of videos, and of sounds.
PLAYABLE = {
    "mp4": ({"h264", "av1"}, {"aac", "mp3"}),
    "webm": ({"vp8", "vp9", "av1"}, {"opus", "vorbis"}),
}
PLAYABLE_FORMATS = {"yuv420p", "yuvj420p"}

AUDIO_EXTENSIONS = {"aac": "m4a", "mp3": "mp3", "opus": "ogg", "vorbis": "ogg", "flac": "flac"}
"""Containers of sounds, by codec; "wav" for others."""


class VideoInfo(NamedTuple):
    """Content of a video or a sound file."""

    kind: str
    """"video" or "audio"."""
    width: int
    """Width in pixels, upright; 0 of a sound."""
    height: int
    duration: float
    """Seconds."""
    rotation: int
    """Degrees that the picture is turned by clockwise to be upright: 0, 90, 180 or 270."""
    video_codec: str
    audio_codec: str
    extension: str
    """Of the file that remux() or transcode() makes."""
    needs_transcoding: bool
    """Whether browsers can't play it, so that it needs transcode() and not remux()."""


class Streams(NamedTuple):
    """The streams that are kept."""

    video: VideoStream | None
    audio: AudioStream | None


def is_available() -> bool:
    """Return whether PyAV is installed."""
    try:
        import av  # noqa: F401 - the answer is whether this import works
    except ImportError:
        return False
    return True


def is_media(head: bytes) -> bool:
    """Return whether a file that starts so may be a video or a sound. (AVIF starts so too.)"""
    return find_container(head) is not None


def check_bytes(size: int) -> None:
    """Raise ValidationError if a video or sound with that number of bytes is not accepted."""
    largest = conf.MEDIA_LIMITS["video_bytes"]
    if size > largest:
        raise ValidationError(
            _("This file is larger than %(max)s."),
            code="too_many_bytes",
            params={"max": filesizeformat(largest)},
        )


def probe(source: str | Path | IO[bytes]) -> VideoInfo:
    """Return the facts about a file from its header and its first picture.

    Raise ValidationError if it is no video or sound, or too large or too long.
    """
    with as_form_errors():
        if not is_available():
            raise MediaError("no_video")
        with open_media(source) as container:
            result = _describe(container)
    return result


@contextmanager
def open_media(source: str | Path | IO[bytes]) -> Iterator[InputContainer]:
    """Open a file with the demuxer that its start names, and with our decoders only."""
    import av

    with ExitStack() as stack:
        file = source
        if isinstance(file, str | Path):
            file = stack.enter_context(Path(file).open("rb"))
        size = file.seek(0, 2) or file.tell()  # Django's files return nothing
        check_bytes(size)
        file.seek(0)
        name = find_container(file.read(HEAD_BYTES))
        if name is None:
            raise MediaError("not_media")
        if name == "mov":
            check_samples(file, size)
        file.seek(0)
        yield stack.enter_context(
            av.open(
                _Reader(file),
                "r",
                format=name,
                # No other files, no other decoders, and no more than 1.5 MB to guess from, which
                # can be 200,000 packets.
                container_options={
                    "protocol_whitelist": "none",
                    "codec_whitelist": DECODERS,
                    "probesize": "1500000",
                },
                options={"max_pixels": str(conf.MEDIA_LIMITS["video_pixels"]), "threads": "1"},
            )
        )


class _Reader:
    """A file that can be read only. PyAV would use other methods of Django's files."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def read(self, size: int) -> bytes:
        return self.file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        self.file.seek(offset, whence)
        return self.file.tell()

    def tell(self) -> int:
        return self.file.tell()


def find_streams(container: InputContainer) -> Streams:
    """Return the first video and the first sound; a cover is no video."""
    from av.stream import Disposition

    if len(container.streams) > MAX_STREAMS:
        raise MediaError("not_media")
    videos = (
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic
    )
    streams = Streams(next(videos, None), next(iter(container.streams.audio), None))
    for stream in streams:
        if stream:
            stream.codec_context.thread_count = 1
    return streams


def find_codec(stream: VideoStream | AudioStream | None) -> str:
    """Return the name of a codec, which is not always that of its decoder."""
    return stream.codec_context.codec.canonical_name if stream else ""


def _describe(container: InputContainer) -> VideoInfo:
    video, audio = find_streams(container)
    video_codec, audio_codec = find_codec(video), find_codec(audio)
    if not (video or audio) or (video and video_codec not in VIDEO_CODECS):
        raise MediaError("not_media")
    if audio and audio_codec not in AUDIO_CODECS:
        raise MediaError("not_media")
    duration = find_duration(container)
    check_seconds(duration)
    if not video:
        extension = AUDIO_EXTENSIONS.get(audio_codec, "wav")
        return VideoInfo("audio", 0, 0, duration, 0, "", audio_codec, extension, False)
    width, height = video.codec_context.width, video.codec_context.height
    if max(width, height) > MAX_SIDE or width * height > conf.MEDIA_LIMITS["video_pixels"]:
        raise MediaError("media_too_large")
    if min(width, height) < MIN_SIDE:
        raise MediaError("not_media")
    ratio = video.sample_aspect_ratio
    if ratio and 1 / MAX_RATIO < ratio < MAX_RATIO:
        width = round(width * ratio)
    rotation = round(-find_first_frame(container, video).rotation / 90) * 90 % 360
    if rotation in {90, 270}:
        width, height = height, width
    extension = next(
        (
            name
            for name, (videos, audios) in PLAYABLE.items()
            if video_codec in videos and (not audio or audio_codec in audios)
        ),
        "",
    )
    is_playable = bool(extension) and (
        video_codec == "av1" or video.codec_context.pix_fmt in PLAYABLE_FORMATS
    )
    return VideoInfo(
        "video",
        width,
        height,
        duration,
        rotation,
        video_codec,
        audio_codec,
        extension if is_playable else "mp4",
        not is_playable,
    )


def find_duration(container: InputContainer) -> float:
    """Return the seconds that the header announces. What is read later is checked again."""
    return (container.duration or 0) / 1_000_000


def check_seconds(seconds: float) -> None:
    """Raise an error if a file is too long."""
    longest = conf.MEDIA_LIMITS["video_seconds"]
    if seconds > longest:
        raise MediaError("media_too_long", seconds=longest)


def find_first_frame(container: InputContainer, video: VideoStream) -> VideoFrame:
    """Decode the first picture of a video.

    The decoder is asked for it after each packet: else it waits for more, and keeps up to 16.
    """
    decoder = video.codec_context
    deadline = thread_time() + MAX_FIRST_SECONDS
    for packet in islice(container.demux(video), MAX_FIRST_PACKETS):
        for frame in decoder.decode(packet) + decoder.decode(None):
            return frame
        decoder.flush_buffers()
        if thread_time() > deadline:
            raise MediaError("media_too_large")
    raise MediaError("not_media")
