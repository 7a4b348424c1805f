"""Errors of the machine are not taken for those of a broken file."""

from __future__ import annotations

import errno
import os
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import av
import pytest
from PIL import Image, UnidentifiedImageError

from django_tweets import video
from django_tweets.file_errors import raise_unless_broken
from django_tweets.file_storage import StorageError
from django_tweets.images.attachments import render_attachment
from django_tweets.video import remuxing, transcoding
from django_tweets.video.errors import MediaError
from tests.services.test_media_processing import make_animation
from tests.video.samples import VIDEOS, media


class TimeLimitError(Exception):
    """The error that RQ raises in a task that takes too long."""

    __module__ = "rq.timeouts"


def system_error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    "error",
    [
        UnidentifiedImageError("cannot identify image file"),
        OSError("image file is truncated"),
        Image.DecompressionBombError(),
        struct.error(),
        zlib.error(),
        IndexError(),
        MemoryError(),
        av.error.InvalidDataError(1, "Invalid data found"),
        av.error.OSError(errno.EIO, "Input/output error"),
        MediaError("not_media"),
    ],
    ids=repr,
)
def test_error_of_a_broken_file_is_left_to_the_caller(error: Exception) -> None:
    raise_unless_broken(error)


@pytest.mark.parametrize(
    "error",
    [
        system_error(errno.ENOSPC),
        system_error(errno.EIO),
        system_error(errno.ENOENT),
        av.error.OSError(errno.ENOSPC, "No space left on device"),
    ],
    ids=repr,
)
def test_error_of_the_system_is_one_of_the_storage(error: Exception) -> None:
    with pytest.raises(StorageError, match="Try again later"):
        raise_unless_broken(error)


def test_error_of_a_worker_goes_on() -> None:
    with pytest.raises(TimeLimitError):
        raise_unless_broken(TimeLimitError())


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have libavformat write its files to a device that is always full."""

    def open_full(**options: object) -> IO[bytes]:
        return Path("/dev/full").open("r+b")

    monkeypatch.setattr(remuxing, "NamedTemporaryFile", open_full)


@pytest.mark.usefixtures("full_disk")
def test_full_disk_is_no_fault_of_a_video() -> None:
    content = media("mp4", **VIDEOS["mp4"])
    info = video.probe(BytesIO(content))
    for convert in (video.remux, video.transcode):
        with pytest.raises(StorageError):
            convert(BytesIO(content), info)


@pytest.mark.usefixtures("full_disk")
def test_full_disk_is_no_fault_of_an_animation() -> None:
    with pytest.raises(StorageError):
        render_attachment(make_animation(3))


def test_conversion_that_a_worker_stops_is_no_fault_of_the_video(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transcoding, "BEAT_SECONDS", -1)
    content = media("mp4", **VIDEOS["mp4"])

    def stop() -> None:
        raise TimeLimitError

    with pytest.raises(TimeLimitError):
        video.transcode(BytesIO(content), video.probe(BytesIO(content)), beat=stop)


def test_worker_that_is_stopped_while_it_reads_is_no_fault_of_the_video() -> None:
    content = media("mp4", **VIDEOS["mp4"])
    info = video.probe(BytesIO(content))

    class Interrupted(BytesIO):
        reads = 0

        def read(self, *args: Any) -> bytes:
            self.reads += 1
            if self.reads > 3:
                raise TimeLimitError
            return super().read(*args)

    with pytest.raises(TimeLimitError):
        video.remux(Interrupted(content), info)
