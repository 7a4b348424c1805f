"""Videos and sounds: what is in them, their copies, and what is refused."""

from __future__ import annotations

import struct
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import av
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image

from django_tweets import video
from django_tweets.images.attachments import render_attachment
from django_tweets.video import checks, probing, remuxing, transcoding
from tests.test_images import BLUE, RED, encode, is_similar_color
from tests.video.samples import SOUNDS, VIDEOS, media, turned

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEVC = {"video": "libx265", "sound": "aac"}


def sample(extension: str, **options: Any) -> bytes:
    return media(extension, **{**VIDEOS.get(extension, {}), **options})


def refusal(act: Callable[[BytesIO], object], content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        act(BytesIO(content))
    return error.value


def convert(content: bytes) -> tuple[bytes, video.VideoInfo]:
    """Return the copy of a file, and what it contains."""
    info = video.probe(BytesIO(content))
    act = video.transcode if info.needs_transcoding else video.remux
    with act(BytesIO(content), info).file as file:
        made = file.read()
    after = video.probe(BytesIO(made))
    assert not after.needs_transcoding
    return made, after


def count_frames(content: bytes) -> int:
    with av.open(BytesIO(content), "r") as container:
        return sum(1 for _ in container.decode(video=0))


@pytest.mark.parametrize("extension", VIDEOS)
def test_video_of_each_container_is_copied(extension: str) -> None:
    content = sample(extension)
    info = video.probe(BytesIO(content))
    assert info[:3] == ("video", 64, 48)
    assert info.duration == pytest.approx(1, abs=0.1)
    assert info.rotation == 0
    assert not info.needs_transcoding
    assert info.extension == ("webm" if extension == "webm" else "mp4")
    made, after = convert(content)
    assert after[:3] == info[:3]
    assert after[4:] == info[4:]
    assert count_frames(made) == count_frames(content) == 10
    assert b"Ada" in content
    assert b"Ada" not in made
    assert b"52.5" not in made


@pytest.mark.parametrize("extension", SOUNDS)
def test_sound_of_each_container_is_copied(extension: str) -> None:
    content = media(extension, sound=SOUNDS[extension])
    info = video.probe(BytesIO(content))
    assert info[:3] == ("audio", 0, 0)
    assert info.extension == extension
    assert info.duration == pytest.approx(1, abs=0.1)
    made, after = convert(content)
    assert after.audio_codec == info.audio_codec
    assert b"Ada" not in made


def test_mp4_starts_with_its_index() -> None:
    made, _ = convert(sample("mp4"))
    assert made.index(b"moov") < made.index(b"mdat")


@pytest.mark.parametrize(
    ("extension", "options"),
    [
        ("mp4", HEVC),
        ("mov", {**HEVC, "sound": "pcm_s16le"}),
        ("mkv", {"video": "libx264", "sound": "flac"}),
        ("mkv", {"video": "libvpx", "sound": "aac"}),
        ("mp4", {"video": "libx264", "pixels": "yuv444p"}),
        ("mp4", {"video": "libx264", "pixels": "yuv420p10le"}),
    ],
)
def test_video_that_browsers_cannot_play_is_converted(
    extension: str, options: dict[str, str]
) -> None:
    content = media(extension, **options)
    info = video.probe(BytesIO(content))
    assert info.needs_transcoding
    assert info.extension == "mp4"
    made, after = convert(content)
    assert after[:3] == info[:3]
    assert (after.video_codec, after.audio_codec) == ("h264", "aac" if "sound" in options else "")
    assert after.duration == pytest.approx(info.duration, abs=0.1)
    assert count_frames(made) == 10
    assert b"Ada" not in made


def test_av1_is_copied() -> None:
    content = sample("mp4", video="libsvtav1")
    _, after = convert(content)
    assert after.video_codec == "av1"


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("act", [video.remux, video.transcode])
def test_video_is_upright(degrees: int, act: Any) -> None:
    content = turned(sample("mp4"), degrees)
    info = video.probe(BytesIO(content))
    assert info.rotation == degrees
    assert info[1:3] == ((64, 48) if degrees == 180 else (48, 64))
    blue = {90: (1, 0), 180: (1, 1), 270: (0, 1)}[degrees]
    with act(BytesIO(content), info).file as file:
        after = video.probe(file)
        assert after[1:3] == info[1:3]
        for source, what in [(BytesIO(content), info), (file, after)]:
            poster = video.make_poster(source, what)
            assert poster.size == info[1:3]
            for x in (0, 1):
                for y in (0, 1):
                    pixel = poster.getpixel((poster.width * (2 * x + 1) // 4, 12 + 24 * y))
                    assert is_similar_color(pixel, BLUE if (x, y) == blue else RED)


def test_large_video_is_converted_to_a_smaller_size() -> None:
    # Not HEVC: with fewer pictures than x265 reorders, their times come from unset memory.
    content = sample("mp4", pixels="yuv444p", size=(1600, 902), seconds=0.2)
    _, after = convert(content)
    assert after[1:3] == (1280, 722)


def test_cover_and_further_streams_are_left_out() -> None:
    made, after = convert(media("mp4", sound="aac", cover=True))
    assert after.kind == "audio"
    made, after = convert(sample("mkv", videos=3))
    with av.open(BytesIO(made)) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]


def test_attachment_of_a_video_has_a_poster_and_no_files() -> None:
    attachment = render_attachment(BytesIO(sample("mp4")))
    assert attachment[:3] == ("video", 64, 48)
    assert attachment.duration == pytest.approx(1, abs=0.1)
    assert attachment.placeholder[3:] == "d22" * 3
    assert attachment.files == ()
    assert attachment.poster
    assert is_similar_color(Image.open(BytesIO(attachment.poster.content)).getpixel((9, 9)), BLUE)


def test_attachment_of_a_sound_has_neither() -> None:
    attachment = render_attachment(BytesIO(media("mp3", sound="libmp3lame")))
    assert attachment[:3] == ("audio", 0, 0)
    assert attachment[4:7] == ("", (), None)


def test_files_of_django_and_paths_are_read(tmp_path: Path) -> None:
    content = sample("mp4")
    path = tmp_path / "film"
    path.write_bytes(content)
    small = SimpleUploadedFile("film.mp4", content)
    large = TemporaryUploadedFile("film.mp4", "video/mp4", len(content), None)
    large.write(content)
    with large:
        infos = {video.probe(source) for source in (small, large, path, str(path))}
    assert infos == {video.probe(BytesIO(content))}


@pytest.mark.parametrize(
    "content",
    [
        b"\0\0\0\x18ftypmp42" + bytes(400),
        b"\x1a\x45\xdf\xa3" + bytes(400),
        b"OggS" + bytes(400),
        b"ID3" + bytes(400),
        b"RIFF\0\0\0\0WAVEfmt ",
        sample("mp4")[:600],
        media("avi", video="mpeg4"),
        media("mov", video="mpeg4"),
        media("mkv", video="libx264", sound="ac3"),
        sample("mp4", size=(8, 8)),
    ],
)
def test_file_that_is_no_video_is_refused(content: bytes) -> None:
    assert refusal(render_attachment, content).code in {"not_media", "not_a_picture"}
    assert refusal(video.probe, content).code == "not_media"


def test_video_that_is_too_long_is_refused(settings: Any) -> None:
    content = sample("mp4", seconds=2)
    info = video.probe(BytesIO(content))
    settings.DJANGO_TWEETS_MEDIA_LIMITS = {"video_seconds": 1}
    error = refusal(video.probe, content)
    assert error.messages == ["This file is longer than 1 seconds."]
    # Whatever the header says:
    assert refusal(lambda file: video.remux(file, info), content).code == "media_too_long"
    assert refusal(lambda file: video.transcode(file, info), content).code == "media_too_long"


def test_video_with_too_many_bytes_is_refused(settings: Any) -> None:
    settings.DJANGO_TWEETS_MEDIA_LIMITS = {"video_bytes": 2000}
    assert refusal(render_attachment, sample("mp4")).code == "too_many_bytes"


def test_video_with_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "MAX_SIDE", 50)
    assert refusal(video.probe, sample("mp4")).code == "media_too_large"


def test_decoder_bounds_the_pixels_too(settings: Any) -> None:
    """Of a file whose header is smaller than its pictures."""
    settings.DJANGO_TWEETS_MEDIA_LIMITS = {"video_pixels": 64 * 48 - 1}
    assert refusal(video.probe, sample("mp4")).code in {"media_too_large", "not_media"}


def test_video_that_takes_too_long_is_refused() -> None:
    content = sample("mp4", **HEVC)
    info = video.probe(BytesIO(content))
    error = refusal(lambda file: video.transcode(file, info, max_seconds=-1), content)
    assert error.code == "media_too_large"


def test_table_of_too_many_samples_is_refused_before_it_is_read() -> None:
    content = sample("mp4")
    place = content.index(b"stsz") + 4 + 8
    many = content[:place] + struct.pack(">I", 2**31) + content[place + 4 :]
    assert refusal(video.probe, many).code == "not_media"
    with pytest.raises(ValueError, match="too many samples"):
        checks.check_samples(BytesIO(many), len(many))


def test_boxes_are_bounded() -> None:
    boxes = struct.pack(">I4s", 8, b"free") * 3000
    with pytest.raises(ValueError, match="too many boxes"):
        checks.check_samples(BytesIO(boxes), len(boxes))
    beyond = struct.pack(">I4s", 99, b"moov")
    with pytest.raises(ValueError, match="beyond"):
        checks.check_samples(BytesIO(beyond), len(beyond))
    cut = struct.pack(">I4s", 99, b"mdat")
    checks.check_samples(BytesIO(cut), len(cut))
    long = struct.pack(">I4sQ", 1, b"free", 16) + struct.pack(">I4s", 0, b"free") + bytes(9)
    checks.check_samples(BytesIO(long), len(long))


def test_too_many_streams_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "MAX_STREAMS", 1)
    assert refusal(video.probe, sample("mp4")).code == "not_media"


def test_packets_without_times_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    content = sample("mkv")
    info = video.probe(BytesIO(content))
    monkeypatch.setattr(remuxing, "MAX_WAITING", 1)
    assert refusal(lambda file: video.remux(file, info), content).code == "not_media"


def test_packets_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A webm of 21 MB had three million, and took 12 s."""
    content = sample("webm")
    info = video.probe(BytesIO(content))
    monkeypatch.setattr(remuxing, "MAX_PACKETS", 2)
    for act in (video.remux, video.transcode):
        code = refusal(lambda file, act=act: act(file, info), content).code  # type: ignore[misc]  # a loop
        assert code == "media_too_large"


def test_poster_needs_a_picture() -> None:
    content = media("m4a", sound="aac")
    info = video.probe(BytesIO(content))
    assert refusal(lambda file: video.make_poster(file, info), content).code == "not_media"
    assert refusal(lambda file: video.transcode(file, info), content).code == "not_media"


def test_first_picture_is_looked_for_in_some_packets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "MAX_FIRST_PACKETS", 0)
    assert refusal(video.probe, sample("mp4")).code == "not_media"


def test_time_for_the_first_picture_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures that are not to be shown are decoded too."""
    content = bytearray(media("webm", video="libvpx"))
    content[content.index(b"\x9d\x01\x2a") - 3] &= ~0x10  # the first one
    assert refusal(video.probe, bytes(content)).code == "not_media"  # the others need it
    monkeypatch.setattr(probing, "MAX_FIRST_SECONDS", -1)
    assert refusal(video.probe, bytes(content)).code == "media_too_large"


def test_decoder_keeps_no_pictures_back_for_the_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """16 of 9 million pixels would take up to 900 MB."""
    monkeypatch.setattr(probing, "MAX_FIRST_PACKETS", 1)
    assert video.probe(BytesIO(sample("mkv"))).kind == "video"


def test_memory_of_a_conversion_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    content = sample("mkv")
    info = video.probe(BytesIO(content))
    monkeypatch.setattr(transcoding, "MAX_DECODED_BYTES", 17 * info.width * info.height * 1.5)
    assert video.transcode(BytesIO(content), info).file.read()
    monkeypatch.setattr(transcoding, "MAX_DECODED_BYTES", 17 * info.width * info.height)
    assert refusal(lambda file: video.transcode(file, info), content).code == "media_too_large"


def test_video_without_packets_is_refused() -> None:
    content = sample("mp4")
    info = video.probe(BytesIO(content))
    start = content.index(b"mdat")
    damaged = content[: start + 4] + bytes(len(content) - start - 4)
    for act in (video.make_poster, video.transcode):
        with pytest.raises(ValidationError):
            act(BytesIO(damaged), info)
    sound = media("wav", sound="pcm_s16le")
    empty = sound[: sound.index(b"data") + 8]
    wav = info._replace(kind="audio", extension="wav")
    assert refusal(lambda file: video.remux(file, wav), empty).code == "not_media"


def test_position_in_a_file_is_known() -> None:
    """PyAV only moves in files that say where they are."""
    assert probing._Reader(BytesIO(b"film")).tell() == 0


def test_site_without_pyav_takes_no_videos(monkeypatch: pytest.MonkeyPatch) -> None:
    content = sample("mp4")
    monkeypatch.setitem(sys.modules, "av", None)
    assert not video.is_available()
    error = refusal(render_attachment, content)
    assert error.code == "no_video"
    assert error.messages == ["This site takes no videos or sounds."]
    assert render_attachment(encode(Image.new("RGB", (30, 30), RED))).kind == "image"
