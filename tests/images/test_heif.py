"""AVIF and HEIC: pictures are taken as they are shown, and files that announce less are refused."""

from __future__ import annotations

import re
import struct
import sys
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError, features

from django_tweets.images import coded_sizes, heif
from django_tweets.images.attachments import render_attachment
from django_tweets.images.encoded import TooLargeError
from tests.test_image_bounds import damaged
from tests.test_image_colors import ORANGE, ORANGE_IN_SRGB, P3
from tests.test_images import BLUE, RED, is_similar_color

pytestmark = pytest.mark.skipif(not features.check("avif"), reason="This Pillow has no AVIF.")

KINDS = ["AVIF", "HEIF"]
SIZE = (120, 90)
BLOCKS = (128, 64)  # encoders add nothing to it


@cache
def sample(kind: str, color: Any = RED, size: tuple[int, int] = SIZE, **options: Any) -> bytes:
    """Return a picture that is blue in the upper left quarter."""
    picture = Image.new("RGBA" if len(color) > 3 else "RGB", size, color)
    picture.paste((*BLUE, 255)[: len(color)], (0, 0, size[0] // 2, size[1] // 2))
    out = BytesIO()
    if kind == "AVIF":
        picture.save(out, "AVIF", speed=10, **options)
    else:
        pillow_heif.from_pillow(picture).save(out, quality=90, **options)
    return out.getvalue()


def shown(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(render_attachment(BytesIO(content)).files[-1].content))
    picture.load()
    return picture


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        render_attachment(BytesIO(content))
    return str(error.value.code)


def is_blue_above_left(picture: Image.Image) -> bool:
    width, height = picture.size
    corners = [
        picture.convert("RGB").getpixel((x * width // 5, y * height // 5))
        for x, y in [(1, 1), (4, 1), (1, 4), (4, 4)]
    ]
    colors = [BLUE, RED, RED, RED]
    return all(map(is_similar_color, corners, colors))


@pytest.mark.parametrize("kind", KINDS)
def test_picture_is_taken(kind: str) -> None:
    attachment = render_attachment(BytesIO(sample(kind)))
    assert attachment[:4] == ("image", *SIZE, 0)
    assert is_blue_above_left(shown(sample(kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_transparency_is_kept(kind: str) -> None:
    pixel: Any = shown(sample(kind, (*RED, 0))).getpixel((100, 80))
    assert pixel[3] < 5


def test_picture_of_tiles_is_taken() -> None:
    content = sample("HEIF", size=(300, 200), tile_size=128)
    assert b"grid" in content
    assert is_blue_above_left(shown(content))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_avif_is_upright(orientation: int) -> None:
    picture = Image.new("RGB", SIZE, RED)
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
    out = BytesIO()
    picture.save(out, "AVIF", exif=exif)
    assert heif.read(out.getvalue()).orientation == orientation
    upright = shown(out.getvalue())
    assert upright.size == SIZE
    assert is_blue_above_left(upright)


@pytest.mark.parametrize("kind", KINDS)
def test_profile_is_applied(kind: str) -> None:
    options = {"icc_profile": P3} if kind == "AVIF" else {"icc_profile": P3, "chroma": 444}
    content = sample(kind, ORANGE, **options)
    assert heif.read(content).profile == P3
    pixel: Any = shown(content).getpixel((100, 80))
    assert all(abs(a - b) <= 6 for a, b in zip(pixel, ORANGE_IN_SRGB, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_metadata_is_hidden_from_the_libraries(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"
    content = sample(kind, exif=exif.tobytes(), xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    assert b"Exif\0" in content
    assert b"mime" in content
    kept = heif.read(content)
    assert len(kept.data) == len(content)
    opened: Any = (
        pillow_heif.HeifImageFile(BytesIO(kept.data))  # type: ignore[no-untyped-call]  # untyped
        if kind == "HEIF"
        else Image.open(BytesIO(kept.data))
    )
    assert not opened.info.get("exif")
    assert not opened.info.get("xmp")
    assert b"Ada" not in render_attachment(BytesIO(content)).files[-1].content


@pytest.mark.parametrize("kind", KINDS)
def test_file_that_announces_too_many_pixels_is_refused(kind: str) -> None:
    content = sample(kind).replace(struct.pack(">II", *SIZE), struct.pack(">II", 6000, 5000))
    with pytest.raises(TooLargeError):
        heif.read(content)
    assert refusal(content) == "too_large"


@pytest.mark.parametrize("kind", KINDS)
def test_file_that_announces_less_than_its_data_is_refused(kind: str) -> None:
    """The decoders take the memory that the data ask for."""
    large = (400, 300)
    content = sample(kind, size=large).replace(
        struct.pack(">II", *large), struct.pack(">II", 40, 30)
    )
    with pytest.raises(ValueError, match="larger than announced"):
        heif.read(content)
    assert refusal(content) == "not_a_picture"


def test_site_without_pillow_heif_takes_no_heic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    assert refusal(sample("HEIF")) == "no_heic"
    assert render_attachment(BytesIO(sample("AVIF"))).kind == "image"


def test_pillow_does_not_open_heic_on_the_rest_of_the_site() -> None:
    render_attachment(BytesIO(sample("HEIF")))
    with pytest.raises(UnidentifiedImageError):
        Image.open(BytesIO(sample("HEIF")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(40))
def test_damaged_file_is_a_picture_or_a_form_error(kind: str, seed: int) -> None:
    random = Random(seed)
    content = damaged(sample(kind), random)
    try:
        assert render_attachment(BytesIO(content)).kind == "image"
    except ValidationError as error:
        assert error.code in {"too_large", "too_narrow", "not_a_picture", "not_media"}  # noqa: PT017


@pytest.mark.parametrize("kind", KINDS)
def test_truncated_file_is_a_form_error(kind: str) -> None:
    content = sample(kind)
    for length in range(0, len(content) - 1, 1 + len(content) // 20):
        assert refusal(content[:length])


def bits(*fields: tuple[int, int]) -> bytes:
    """Return numbers, each in so many bits."""
    text = "".join(f"{value:0{count}b}" for value, count in fields)
    return int(text.ljust(-(-len(text) // 8) * 8, "0"), 2).to_bytes(-(-len(text) // 8), "big")


SIZES = ((9, 4), (8, 4), (639, 10), (359, 9))


@pytest.mark.parametrize(
    "fields",
    [
        ((0, 4), (1, 1), (3, 5)),
        ((0, 4), (0, 1), (0, 1), (0, 1), (0, 5), (0, 12), (3, 5)),
        ((0, 4), (0, 1), (0, 1), (1, 1), (1, 5), *((0, 12), (9, 5), (1, 1), (1, 1), (2, 4)) * 2),
        ((0, 4), (0, 1), (1, 1), (1, 64), (0, 1), (0, 1), (0, 1), (0, 5), (0, 12), (3, 5)),
        (
            *((0, 4), (0, 1), (1, 1), (1, 64), (1, 1), (1, 1), (1, 1), (7, 5), (0, 42), (0, 1)),
            *((0, 5), (0, 12), (3, 5), (1, 1), (0, 17)),
        ),
    ],
)
def test_size_of_av1_data_is_read(fields: tuple[tuple[int, int], ...]) -> None:
    header = bits(*fields, *SIZES)
    for start in (bytes([1 << 3 | 2, len(header)]), bytes([1 << 3 | 6, 0, len(header)])):
        data = bytes([2 << 3 | 2, 0]) + start + header
        assert list(coded_sizes.find_av1_sizes(data)) == [(640, 360, 3)]
    assert list(coded_sizes.find_av1_sizes(bytes([1 << 3]) + header)) == [(640, 360, 3)]


def test_size_of_hevc_data_is_read() -> None:
    def golomb(value: int) -> tuple[int, int]:
        return value + 1, 2 * (value + 1).bit_length() - 1

    layers = ((0, 4), (2, 3), (1, 1), (0, 96), (3, 2), (1, 2), (0, 12), (0, 96), (0, 8))
    fields = (*layers, golomb(0), golomb(3), (0, 1), golomb(640), golomb(360))
    unit = b"\x42\1" + bits(*fields, (1, 1), *[golomb(0)] * 4, golomb(2), golomb(2))
    unit = unit.replace(b"\0\0\0", b"\0\0\3\0")
    length = struct.pack(">H", len(unit))
    configuration = bytes(21) + b"\3\1\x21\0\1" + length + unit
    data = b"\0\0\0\2\x28\1" + b"\0\0" + length + unit
    assert list(coded_sizes.find_hevc_sizes(configuration, data)) == [(640, 360, 6)] * 2


@pytest.mark.parametrize(
    ("read", "problem"),
    [
        (lambda: list(coded_sizes.find_av1_sizes(b"\x12\0" * 20_000)), "too many parts"),
        (lambda: list(coded_sizes.find_av1_sizes(b"\x32\0" * 9)), "too many frames"),
        (lambda: list(coded_sizes.find_av1_sizes(b"\x12" + b"\xff" * 9)), "not a number"),
        (lambda: list(coded_sizes.find_av1_sizes(b"\x0a\1\0")), "truncated"),
        (lambda: list(coded_sizes.find_hevc_sizes(bytes(23), bytes(20_000))), "too many"),
        (lambda: coded_sizes._Bits(bytes(9)).read_variable(), "not a number"),
    ],
)
def test_damaged_data_are_an_error(read: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read()


def test_first_bytes_name_the_format() -> None:
    def head(*brands: bytes) -> bytes:
        return struct.pack(
            ">I4s4s4s", 12 + 4 * len(brands), b"ftyp", brands[0], bytes(4)
        ) + b"".join(brands[1:])

    assert heif.find_format(head(b"avif")) == "AVIF"
    assert heif.find_format(head(b"mif1", b"avif")) == "AVIF"
    assert heif.find_format(head(b"mif1", b"heic")) == "HEIF"
    assert heif.find_format(head(b"mif1", b"jpeg")) == ""
    assert heif.find_format(head(b"isom", b"avif")) == ""
    assert heif.find_format(b"") == ""


def test_entries_of_both_versions_are_hidden() -> None:
    table = b"infe\2\0\0\0\0\1\0\0Exif\0infe\3\0\0\0\0\0\0\2\0\0mime\0"
    assert (
        re.findall(rb"Exif|mime|skip", heif._hide_metadata(table, 0, len(table))) == [b"skip"] * 2
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace(b"av01\0", b"j2k1\0").replace(b"av01C", b"j2k1C"),
        lambda content: content[: content.index(b"mdat") + 4].ljust(len(content), b"\0"),
        lambda content: content.replace(b"infe\2", b"infe\1"),
    ],
)
def test_file_without_a_picture_that_we_know_is_refused(kind: str, change: Any) -> None:
    content = change(sample(kind).replace(b"hvc1", b"av01"))
    with pytest.raises((ValueError, KeyError)):
        heif.read(content)
    assert refusal(content) == "not_a_picture"


def test_unused_property_is_skipped() -> None:
    content = sample("HEIF")
    assert b"\4\x81\2\3\4" in content
    assert heif.read(content.replace(b"\4\x81\2\3\4", b"\4\x81\2\3\0")).format == "HEIF"


def test_number_after_the_end_is_an_error() -> None:
    with pytest.raises(ValueError, match="truncated"):
        heif._Numbers(b"\0", 0).read(2)


@pytest.mark.parametrize("limit", ["MAX_ITEMS", "MAX_CODED"])
def test_items_are_bounded(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heif, limit, 0)
    assert refusal(sample("AVIF")) == "too_large"


@pytest.mark.parametrize(
    ("kind", "options", "pixel_bytes"),
    [
        ("HEIF", {}, 5),
        ("HEIF", {"chroma": 444}, 10),
        ("AVIF", {}, 10.5),
        ("AVIF", {"subsampling": "4:4:4"}, 13.5),
    ],
)
@pytest.mark.parametrize("has_alpha", [False, True])
def test_memory_of_decoding_is_bounded(
    kind: str, options: Any, pixel_bytes: float, has_alpha: bool, monkeypatch: Any
) -> None:
    """All colors for each pixel, more bits and transparency take up to three times as much."""
    content = sample(kind, (*RED, 100) if has_alpha else RED, BLOCKS, **options)
    memory = (pixel_bytes + 5 * has_alpha) * BLOCKS[0] * BLOCKS[1] + 2 * len(content)
    monkeypatch.setattr(heif, "MAX_MEMORY", memory)
    assert render_attachment(BytesIO(content)).kind == "image"
    monkeypatch.setattr(heif, "MAX_MEMORY", memory - 1)
    assert refusal(content) == "too_large"


def test_picture_that_is_not_decoded_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Phones add one for the brightness, and one for the distance."""
    content = sample("HEIF", (*RED, 100), BLOCKS)
    monkeypatch.setattr(heif, "MAX_MEMORY", 5 * BLOCKS[0] * BLOCKS[1] + 2 * len(content))
    assert refusal(content) == "too_large"
    kind = b"urn:mpeg:hevc:2015:auxid:"
    assert kind + b"1" in content
    assert render_attachment(BytesIO(content.replace(kind + b"1", kind + b"2"))).kind == "image"


def test_items_that_share_their_data_are_refused() -> None:
    """A thousand of them could each be as long as the file."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"
    content = bytearray(sample("AVIF", exif=exif.tobytes()))
    first = content.index(b"iloc") + 12
    for entry in range(2):
        place = first + 14 * entry + 6
        content[place : place + 8] = bytes(8)  # from the start of the file to its end
    with pytest.raises(ValueError, match="overlap"):
        heif.read(bytes(content))
