"""Animations: their frames, how long each is shown, and what is refused."""

from __future__ import annotations

import struct
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import av
import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageSequence

from django_tweets.images import animations, encoded, gif, png, webp
from django_tweets.images.attachments import RenderedAttachment, render_attachment
from tests import hostile_images as hostile
from tests.test_images import BLUE, RED, is_similar_color

if TYPE_CHECKING:
    from collections.abc import Callable

GREEN = (30, 160, 30)
KINDS = ["GIF", "PNG", "WEBP"]
READERS = {"GIF": gif, "PNG": png, "WEBP": webp}


def animated(
    kind: str, colors: list[Any], size: tuple[int, int] = (40, 30), **options: Any
) -> bytes:
    frames = [Image.new("RGBA" if len(color) > 3 else "RGB", size, color) for color in colors]
    out = BytesIO()
    options = {"duration": 200, **options}
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], **options)
    return out.getvalue()


def render(content: bytes) -> RenderedAttachment:
    return render_attachment(BytesIO(content))


@pytest.fixture
def without_video(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site without PyAV."""
    monkeypatch.setitem(sys.modules, "av", None)


def frames_of(attachment: RenderedAttachment) -> list[Image.Image]:
    (file,) = attachment.files
    picture = Image.open(BytesIO(file.content), formats=["WEBP"])
    assert picture.size == file[:2]
    return [frame.copy() for frame in ImageSequence.Iterator(picture)]


@pytest.mark.usefixtures("without_video")
@pytest.mark.parametrize("kind", KINDS)
def test_animation_keeps_frames_and_durations(kind: str) -> None:
    attachment = render(animated(kind, [RED, BLUE, GREEN], duration=[100, 300, 250]))
    assert attachment[:5] == ("gifv", 40, 30, 0.65, "d22" * 4)
    frames = frames_of(attachment)
    for frame, color in zip(frames, [RED, BLUE, GREEN], strict=True):
        assert is_similar_color(frame.convert("RGB").getpixel((20, 15)), color)
    assert [frame.info["duration"] for frame in frames] == [100, 300, 250]
    assert frames[0].info["loop"] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_animation_is_a_loop_with_pyav(kind: str) -> None:
    attachment = render(animated(kind, [RED, BLUE, GREEN], (41, 30), duration=[100, 300, 250]))
    assert attachment[:5] == ("gifv", 40, 30, 0.65, "d22" * 4)
    (file,) = attachment.files
    assert file.extension == "mp4"
    assert file.content.index(b"moov") < file.content.index(b"mdat")
    with av.open(BytesIO(file.content), "r") as container:
        (stream,) = container.streams
        assert stream.codec_context.name == "h264"
        frames: list[Any] = list(container.decode(video=0))
        assert container.duration == 650_000
    for frame, color in zip(frames, [RED, BLUE, GREEN], strict=True):
        picture = frame.to_image()
        assert picture.size == (40, 30)
        assert is_similar_color(picture.getpixel((20, 15)), color)
    assert [frame.time for frame in frames] == [0, 0.1, 0.4]


def test_animation_with_a_transparent_part_is_no_loop() -> None:
    for colors in ([(*RED, 0), (*BLUE, 255)], [(*RED, 255), (*BLUE, 0)]):
        (file,) = render(animated("WEBP", colors, lossless=True)).files
        assert file.extension == "webp"


def test_animation_of_one_row_is_no_loop() -> None:
    attachment = render(animated("GIF", [RED, BLUE], (30, 1)))
    assert attachment[:3] == ("gifv", 30, 1)
    assert attachment.files[0].extension == "webp"


@pytest.mark.parametrize("kind", KINDS)
def test_poster_is_the_first_frame(kind: str) -> None:
    poster = render(animated(kind, [RED, BLUE])).poster
    assert poster
    picture = Image.open(BytesIO(poster.content))
    assert picture.size == poster[:2] == (40, 30)
    assert getattr(picture, "n_frames", 1) == 1
    assert is_similar_color(picture.getpixel((20, 15)), RED)


@pytest.mark.parametrize("kind", KINDS)
def test_animation_of_one_frame_is_an_image(kind: str) -> None:
    attachment = render(animated(kind, [RED]))
    assert (attachment.kind, attachment.duration, attachment.poster) == ("image", 0, None)


def test_frames_without_a_duration_are_shown_for_the_time_that_browsers_use() -> None:
    attachment = render(animated("GIF", [RED, BLUE], duration=0))
    assert attachment.duration == 0.2


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_of_an_animation_is_kept(kind: str) -> None:
    clear = (*BLUE, 0)
    frames = frames_of(render(animated(kind, [(*RED, 255), clear], lossless=True, disposal=1)))
    assert [frame.convert("RGBA").getpixel((20, 15))[3] for frame in frames] == [255, 0]  # type: ignore[index]  # RGBA


def test_large_animation_is_stored_in_the_middle_width() -> None:
    attachment = render(animated("GIF", [RED, BLUE], (1200, 600)))
    assert attachment[1:3] == (960, 480)
    assert attachment.poster
    assert attachment.poster[:2] == (960, 480)


@pytest.mark.parametrize(
    ("size", "frames", "stored", "step"),
    [
        ((480, 270), 100, (480, 270), 1),
        ((480, 270), 1000, (267, 150), 1),
        ((960, 960), 1000, (283, 283), 2),
        ((1920, 1080), 50, (960, 540), 1),
        ((10, 10), 1000, (10, 10), 1),
        ((400, 7000), 20, (55, 960), 1),
    ],
)
def test_long_animation_is_stored_smaller_and_with_fewer_frames(
    size: tuple[int, int], frames: int, stored: tuple[int, int], step: int
) -> None:
    how = animations.plan(*size, frames, animations.MAX_STORED_PIXELS)
    assert how == (stored, step)
    assert how.size.width * how.size.height * frames / step <= 1.02 * animations.MAX_STORED_PIXELS


@pytest.mark.usefixtures("without_video")
def test_duration_of_frames_left_out_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(animations, "MAX_STORED_PIXELS", 2 * 240 * 240)
    colors = [RED, GREEN, GREEN, BLUE, RED]
    attachment = render(animated("GIF", colors, (240, 240), duration=[100, 200, 300, 400, 500]))
    frames = frames_of(attachment)
    assert [frame.info["duration"] for frame in frames] == [600, 900]
    assert is_similar_color(frames[1].convert("RGB").getpixel((120, 120)), BLUE)
    assert attachment.duration == 1.5


@pytest.mark.parametrize("kind", KINDS)
def test_picture_of_one_frame_may_be_larger_than_an_animation(kind: str) -> None:
    upload = BytesIO(hostile.saved(kind, 2500, 2000, "P" if kind == "GIF" else "RGB"))
    assert render_attachment(upload).width == 1920


def test_gif_frame_outside_the_screen_makes_it_larger() -> None:
    content = hostile.gif(10, 10, (0, 0, 10, 10), (20, 20, 10, 10), blocks=b"\2\x44\1\0")
    found = gif.read_animation(content)
    assert found
    assert Image.open(BytesIO(found.data)).size == (30, 30)


def test_gif_is_kept_up_to_a_damaged_frame() -> None:
    content = animated("GIF", [RED, BLUE, GREEN])
    found = gif.read_animation(content[:-20])
    assert found
    assert len(found.durations) == 2
    with pytest.raises(ValueError, match="truncated"):
        gif.read_animation(content[:30])


def test_image_that_the_animation_does_not_show_is_the_picture() -> None:
    """Many an APNG has one for programs that know no animation."""
    out = BytesIO()
    frames = [Image.new("RGB", (40, 30), color) for color in (RED, BLUE, GREEN)]
    frames[0].save(out, "PNG", save_all=True, default_image=True, append_images=frames[1:])
    attachment = render(out.getvalue())
    assert attachment.kind == "image"
    assert attachment.placeholder == "d22" * 4


def test_texts_of_animations_are_left_out() -> None:
    content = animated("GIF", [RED, BLUE], comment=b"by Ada")
    found = gif.read_animation(content)
    assert b"Ada" in content
    assert found
    assert b"Ada" not in found.data
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"
    for kind in ("PNG", "WEBP"):
        content = animated(kind, [RED, BLUE], exif=exif)
        found = READERS[kind].read_animation(content)
        assert b"Ada" in content
        assert b"Ada" not in found.data
        assert b"EXIF" not in render(content).files[0].content


def chunks(kind: str, width: int, height: int, frames: int, duration: int = 4) -> bytes:
    """Return an animation with the smallest possible frames on a canvas of that size."""
    if kind == "GIF":
        control = b"!\xf9\4\0" + struct.pack("<H", duration // 10) + b"\0\0"
        one = control + b"," + struct.pack("<4HB", 0, 0, 1, 1, 0) + b"\2\2\x44\1\0"
        head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0)
        return head + b"\0\0\0\xff\xff\xff" + one * frames + b";"
    if kind == "PNG":
        control = struct.pack(">4I2H2x", 1, 1, 0, 0, duration, 1000)
        parts = [
            hostile.chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            hostile.chunk(b"acTL", struct.pack(">II", frames, 0)),
        ]
        for _ in range(frames):
            parts.append(hostile.chunk(b"fcTL", bytes(4) + control))
            parts.append(hostile.chunk(b"fdAT", bytes(8)))
        return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + hostile.chunk(b"IEND")
    content = hostile.animation(width, height, frames)
    return content.replace(hostile.uint24(0, 0, 0, 0, 100), hostile.uint24(0, 0, 0, 0, duration))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("width", "height", "frames", "duration"),
    [
        (4000, 4000, 2, 4),
        (2000, 2000, 31, 4),
        (9, 9, 1001, 4),
        (9, 9, 5, 30_000),
    ],
)
def test_animation_that_costs_too_much_is_refused_before_it_is_decoded(
    kind: str, width: int, height: int, frames: int, duration: int
) -> None:
    content = chunks(kind, width, height, frames, duration)
    with pytest.raises(encoded.TooLargeError):
        READERS[kind].read_animation(content)
    with pytest.raises(ValidationError) as refusal:
        render(content)
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize("site", ["with video", "without video"])
@pytest.mark.parametrize("kind", KINDS)
def test_time_of_an_animation_is_bounded(
    kind: str, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Frames of noise take ten times as long as those of photos."""
    if site == "without video":
        monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.setattr(animations, "MAX_CPU_SECONDS", -1)
    with pytest.raises(ValidationError) as error:
        render(animated(kind, [RED, BLUE], duration=100))
    assert error.value.code == "too_large"


def test_blocks_without_a_frame_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    content = hostile.gif(1, 1, (0, 0, 1, 1), extra=b"!\xfe\0" * 9)
    monkeypatch.setattr(gif, "MAX_BLOCKS", 5)
    with pytest.raises(encoded.TooLargeError):
        gif.read_animation(content)


def test_png_animation_of_one_frame_is_a_still_picture() -> None:
    assert png.read_animation(chunks("PNG", 9, 9, 1)) is None


def test_lossless_frames_with_many_transforms_are_refused(monkeypatch: Any) -> None:
    noise = [Image.effect_noise((300, 300), 9 * n).convert("RGB") for n in (5, 9)]
    out = BytesIO()
    noise[0].save(out, "WEBP", save_all=True, append_images=noise[1:], lossless=True, method=4)
    assert webp.read_animation(out.getvalue())
    monkeypatch.setattr(webp, "MAX_TRANSFORM_PIXELS", 0)
    with pytest.raises(encoded.TooLargeError):
        webp.read_animation(out.getvalue())


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace(
            struct.pack(">4I", 40, 30, 0, 0), struct.pack(">4I", 40, 30, 1, 0)
        ),
        lambda content: content.replace(struct.pack(">4I", 40, 30, 0, 0), bytes(16)),
    ],
)
def test_png_frame_outside_the_canvas_is_no_picture(change: Callable[[bytes], bytes]) -> None:
    parts = hostile.chunk(b"fcTL", bytes(4) + struct.pack(">4I2H2x", 40, 30, 0, 0, 1, 10))
    header = hostile.chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 0, 0, 0, 0))
    body = b"fcTL" + parts[8:-4]
    changed = hostile.chunk(b"fcTL", change(body)[4:])
    with pytest.raises(ValueError, match=r"outside|no pixels"):
        png.read_animation(b"\x89PNG\r\n\x1a\n" + header + changed)


def test_webp_frame_of_another_size_is_no_picture() -> None:
    pixel = hostile.saved("WEBP", 3, 3, lossless=True)[12:]
    frame = hostile.webp_chunk(b"ANMF", hostile.uint24(0, 0, 0, 0, 100) + b"\0" + pixel)
    canvas = hostile.webp_chunk(b"VP8X", b"\x3e\0\0\0" + hostile.uint24(9, 9))
    with pytest.raises(ValueError, match="different sizes"):
        webp.read_animation(hostile.riff(canvas, frame * 2))
