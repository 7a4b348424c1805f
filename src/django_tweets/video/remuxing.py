"""Copy a video or a sound into a new file: without metadata, covers, chapters and other streams."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple, SupportsFloat

from django.core.files.temp import NamedTemporaryFile

from .errors import MediaError, as_form_errors
from .probing import check_seconds, find_streams, open_media

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from av import Packet
    from av.container import InputContainer, OutputContainer
    from av.stream import Stream

    from .probing import VideoInfo

MUXERS = {"m4a": "ipod", "webm": "webm", "wav": "wav"}
"""Names of muxers that are not the extension."""

OPTIONS = {"mp4": {"movflags": "+faststart"}, "m4a": {"movflags": "+faststart"}}

MAX_PACKETS = 200_000
"""Packets of a file: at 240 pictures a second and 400 of sound, 140 seconds have 90,000.

Those of one byte without a duration would be millions, at 4 µs and 40 bytes of memory each.
"""

MAX_WAITING = 64
"""Packets without a time in a row. Decoders reorder up to 16 pictures."""


class StoredMedia(NamedTuple):
    """A temporary file to store. It is deleted when it is closed."""

    file: IO[bytes]
    extension: str


def remux(source: str | Path | IO[bytes], info: VideoInfo) -> StoredMedia:
    """Return a copy of a file that browsers can play as it is.

    info: what probe() has returned. Raise ValidationError if a part of the file is damaged, or if
    it is longer than its header says.
    """
    with as_form_errors(), open_media(source) as container:
        result = write(info.extension, lambda out: _copy(container, out))
    return result  # noqa: RET504 - as_form_errors() might suppress errors, for mypy


def write(extension: str, copy: Callable[[OutputContainer], None]) -> StoredMedia:
    """Return a file in the container of an extension, with the packets that copy() writes."""
    import av

    file = NamedTemporaryFile(suffix=f".{extension}")
    try:
        options = {"fflags": "+bitexact", **OPTIONS.get(extension, {})}
        muxer = MUXERS.get(extension, extension)
        # By its name: for a fast start, libavformat opens it once more.
        with av.open(file.name, "w", format=muxer, container_options=options) as out:
            copy(out)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return StoredMedia(file, extension)


def _copy(container: InputContainer, out: OutputContainer) -> None:
    kept = [stream for stream in find_streams(container) if stream]
    copies: dict[int, Stream] = {
        # opaque: as it is. Else PyAV looks for an encoder, and libdav1d is none.
        stream.index: out.add_stream_from_template(stream, opaque=True)
        for stream in kept
    }
    count = 0
    for packet in _timed(count_packets(container.demux(kept))):
        check_time(packet.dts or 0, packet.time_base)
        packet.stream = copies[packet.stream_index]
        out.mux(packet)
        count += 1
    if not count:
        raise MediaError("not_media")


def count_packets(packets: Iterable[Packet]) -> Iterator[Packet]:
    """Yield packets. Raise an error if there are more than MAX_PACKETS."""
    for number, packet in enumerate(packets):
        if number >= MAX_PACKETS:
            raise MediaError("media_too_large")
        yield packet


def _timed(packets: Iterable[Packet]) -> Iterator[Packet]:
    """Yield the packets with the times of their decoding.

    Matroska has none for the first pictures, if they are not decoded in the order in which they
    are shown. They are before the first one that is known.
    """
    waiting: dict[int, list[Packet]] = {}
    for packet in packets:
        if packet.dts is None:
            if packet.size:  # else it is the end of a stream
                early = waiting.setdefault(packet.stream_index, [])
                early.append(packet)
                if len(early) > MAX_WAITING:
                    raise MediaError("not_media")
            continue
        early = waiting.pop(packet.stream_index, [])
        for number, other in enumerate(early):
            other.dts = packet.dts - (len(early) - number) * (packet.duration or 1)
            yield other
        yield packet


def check_time(stamp: int, time_base: SupportsFloat) -> None:
    """Raise an error if a part of a file is after the longest duration."""
    check_seconds(stamp * float(time_base))
