"""Still pictures of tweets: their sizes, their colors, and what is refused."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageChops, features

from django_tweets.images import attachments, stills
from django_tweets.images.attachments import render_attachment
from django_tweets.images.rendering import Size
from django_tweets.media_limits import DEFAULTS
from tests import hostile_images as hostile
from tests.test_image_colors import EXIF, ORANGE, ORANGE_IN_SRGB, P3
from tests.test_images import BLUE, RED, encode, is_similar_color

if TYPE_CHECKING:
    from collections.abc import Callable


FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]


def plain(color: Any, mode: str = "RGB", kind: str = "PNG", **options: Any) -> BytesIO:
    return encode(Image.new(mode, (30, 30), color), kind, **options)


def shown(upload: BytesIO, number: int = -1) -> Image.Image:
    """Return the largest file of an upload, decoded."""
    file = render_attachment(upload).files[number]
    picture = Image.open(BytesIO(file.content), formats=[file.extension])
    picture.load()
    assert picture.size == (file.width, file.height)
    return picture


def refusal(content: bytes) -> Any:
    with pytest.raises(ValidationError) as error:
        render_attachment(BytesIO(content))
    return error.value.code


@pytest.mark.parametrize("kind", FORMATS)
def test_picture_has_a_file_of_each_width(kind: str) -> None:
    attachment = render_attachment(encode(Image.new("RGB", (2000, 1000), RED), kind))
    assert attachment[:4] == ("image", 1920, 960, 0)
    assert attachment.placeholder == "d22" * 4
    assert attachment.poster is None
    assert [file[:2] for file in attachment.files] == [(480, 240), (960, 480), (1920, 960)]
    for file in attachment.files:
        picture = Image.open(BytesIO(file.content), formats=[file.extension])
        assert picture.size == file[:2]
        assert is_similar_color(picture.getpixel((9, 9)), RED)


@pytest.mark.parametrize(
    ("uploaded", "stored"),
    [
        ((1, 1), [(1, 1)]),
        ((300, 200), [(300, 200)]),
        ((500, 400), [(500, 400)]),
        ((700, 300), [(480, 206), (700, 300)]),
        ((4000, 3000), [(480, 360), (960, 720), (1920, 1440)]),
        ((3000, 4000), [(480, 640), (960, 1280), (1440, 1920)]),
        ((1080, 6000), [(480, 2667)]),
        ((6000, 1080), [(480, 86), (960, 173), (1920, 346)]),
        ((400, 7000), [(400, 7000)]),
        ((500, 16_000), [(240, 7680)]),
    ],
)
def test_stored_sizes(uploaded: tuple[int, int], stored: list[tuple[int, int]]) -> None:
    upload = encode(Image.new("L", uploaded), "PNG")
    assert [file[:2] for file in render_attachment(upload).files] == stored


def test_jpeg_just_below_twice_the_size_is_stored_smaller() -> None:
    """At 1/2 it takes a quarter of the memory."""
    upload = encode(Image.new("RGB", (3500, 2700)), "JPEG")
    assert render_attachment(upload).width == 1750
    upload = encode(Image.new("RGB", (3500, 700)), "JPEG")
    assert render_attachment(upload).width == 1920


def test_placeholder_has_the_colors_of_the_quarters() -> None:
    picture = Image.new("RGB", (60, 40), RED)
    picture.paste(BLUE, (30, 0, 60, 20))
    picture.paste((255, 255, 255), (30, 20, 60, 40))
    assert render_attachment(encode(picture)).placeholder == "d2222dd22fff"


def test_placeholder_of_what_is_transparent_is_grey() -> None:
    assert render_attachment(plain((255, 0, 0, 0), "RGBA")).placeholder == "888" * 4


@pytest.mark.parametrize("size", [(900, 1000), (1500, 1100), (3000, 700), (7000, 400)])
def test_strips_have_no_seams(size: tuple[int, int]) -> None:
    noise = Image.merge("RGB", [Image.effect_noise(size, 90) for _ in range(3)])
    small = Size(size[0] * 2 // 5, size[1] * 2 // 5)
    whole = noise.reduce(1).resize(small, Image.Resampling.LANCZOS, reducing_gap=None)
    strips = stills.shrink(noise, small)
    assert strips.size == small
    # The first step reduces without LANCZOS, so values differ a little, everywhere alike.
    difference = ImageChops.difference(whole, strips).convert("L")
    rows = difference.resize((1, small.height), Image.Resampling.BOX).tobytes()
    assert max(rows) < 2 * (sum(rows) / len(rows)) + 2


@pytest.mark.parametrize(
    ("upload", "color"),
    [
        (lambda: plain(40_000, "I;16"), (156, 156, 156)),
        (lambda: plain(1, "1"), (255, 255, 255)),
        (lambda: plain(90, "L", "JPEG"), (90, 90, 90)),
        (lambda: plain((90, 255), "LA"), (90, 90, 90)),
        (lambda: plain(RED, kind="GIF"), RED),
        (lambda: plain((0, 255, 255, 0), "CMYK", "JPEG"), (255, 0, 0)),
        (lambda: plain((0, 0, 0, 255), "CMYK", "JPEG"), (0, 0, 0)),
        (lambda: plain(ORANGE, kind="JPEG", icc_profile=P3), ORANGE_IN_SRGB),
        (lambda: plain(ORANGE, icc_profile=P3), ORANGE_IN_SRGB),
        (lambda: plain(ORANGE, icc_profile=P3[:150]), ORANGE),
        (lambda: plain(ORANGE, kind="JPEG", icc_profile=b"damaged" * 30), ORANGE),
        (lambda: encode(Image.new("RGB", (30, 30), RED).quantize()), RED),
        (lambda: plain(RED, kind="MPO"), RED),
    ],
)
def test_colors_are_those_of_the_upload(upload: Callable[[], BytesIO], color: Any) -> None:
    pixel: Any = shown(upload()).getpixel((15, 15))
    assert all(abs(a - b) <= 6 for a, b in zip(pixel, color, strict=True))


def test_transparency_is_kept_where_there_is_some() -> None:
    assert shown(plain((0, 0, 0, 0), "RGBA")).mode == "RGBA"
    assert shown(plain((0, 0, 0, 255), "RGBA")).mode == "RGB"


def test_transparent_pixels_do_not_color_their_neighbors() -> None:
    """Many programs leave any color in them."""
    picture = Image.new("RGBA", (2000, 2000), (*RED, 255))
    clear = Image.new("RGBA", (1, 2000), (0, 255, 0, 0))
    for x in range(0, 2000, 2):
        picture.paste(clear, (x, 0))
    pixel: Any = shown(encode(picture), 0).getpixel((200, 200))
    assert is_similar_color(pixel, RED)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_is_upright(kind: str, orientation: int) -> None:
    picture = Image.new("RGB", (120, 90), RED)
    picture.paste(BLUE, (0, 0, 60, 45))
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    if orientation in turned:
        picture = picture.transpose(turned[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = shown(encode(picture, kind, exif=exif))
    assert upright.size == (120, 90)
    assert is_similar_color(upright.getpixel((24, 18)), BLUE)
    for x, y in [(96, 18), (24, 72), (96, 72)]:
        assert is_similar_color(upright.getpixel((x, y)), RED)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_files_have_no_metadata(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"
    exif.get_ifd(0x8825)[1] = "N"
    upload = plain(RED, kind=kind, exif=exif, icc_profile=P3, comment=b"by Ada", xmp=b"<Ada/>")
    (file,) = render_attachment(upload).files
    assert file.content[12:16] in {b"VP8 ", b"VP8L"}  # so it has no chunk for metadata at all


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_picture"),
        (b"hello", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not_a_picture"),
        (encode(Image.new("RGB", (9, 9)), "TIFF").getvalue(), "not_a_picture"),
        (encode(Image.effect_noise((64, 64), 90)).getvalue()[:400], "not_a_picture"),
        (encode(Image.new("L", (330, 10))).getvalue(), "too_narrow"),
        (bytes(DEFAULTS["picture_bytes"] + 1), "too_many_bytes"),
    ],
)
def test_file_that_is_no_picture_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code


@pytest.mark.parametrize(
    "name",
    [
        "JPEG: thousands of scans",
        "JPEG: progressive, 64 million pixels",
        "PNG: 9,000 × 9,000 pixels",
        "GIF: canvas of 65,535 × 65,535",
        "WebP: canvas of 16,384 × 16,384",
    ],
)
def test_file_that_costs_too_much_is_refused(name: str) -> None:
    assert refusal(hostile.FILES[name]()) == "too_large"


def test_name_decides_nothing() -> None:
    upload = plain(RED, kind="JPEG", exif=EXIF)
    assert render_attachment(upload, "../evil.svg") == render_attachment(upload, "")


def test_message_says_the_largest_size() -> None:
    with pytest.raises(ValidationError) as error:
        render_attachment(BytesIO(bytes(DEFAULTS["picture_bytes"] + 1)))
    assert error.value.messages == ["This file is larger than 16.0\xa0MB."]


def test_types_for_a_form_are_those_that_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = set(attachments.accepted_types())
    assert {"image/jpeg", "image/heic", "video/mp4", "audio/mpeg"} <= taken
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    monkeypatch.setattr(features, "check", lambda name: False)
    assert attachments.accepted_types() == ["image/jpeg", "image/png", "image/webp", "image/gif"]
