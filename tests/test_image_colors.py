"""Pictures of every kind are taken, with the colors that other programs show."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from django_tweets import images
from tests import hostile_images as hostile
from tests.test_images import BLUE, RED, convert, encode, is_similar_color

if TYPE_CHECKING:
    from collections.abc import Callable

# Display P3, of phones, with the curve of sRGB simplified to a power of 2.2.
XYZ = {"r": (33757, 15807, -72), "g": (19130, 45364, 2746), "b": (10302, 4365, 51387)}
POWER = b"curv\0\0\0\0" + struct.pack(">IHxx", 1, 563)
P3_TAGS = [
    *((f"{name}XYZ".encode(), struct.pack(">4s4x3i", b"XYZ ", *XYZ[name])) for name in "rgb"),
    *((f"{name}TRC".encode(), POWER) for name in "rgb"),
]
P3 = hostile.profile(b"RGB ", *P3_TAGS)
ORANGE, ORANGE_IN_SRGB = (200, 120, 80), (214, 116, 69)

LINEAR_GREY = hostile.profile(
    b"GRAY", (b"kTRC", b"curv\0\0\0\0" + struct.pack(">IHxx", 1, 256))
).replace(b"Lab ", b"XYZ ")


# A kind of table that says where its parts are: only the large one, at 32.
LARGE_TABLE = b"mAB \0\0\0\0\3\3\0\0" + struct.pack(">5I", 0, 0, 0, 32, 0)
LARGE_TABLE += b"\xff\xff\xff".ljust(16, b"\0") + b"\2" + bytes(40)


# Tags that share 3.9 MB: their copies would take 31.
SHARED = P3 + bytes(3_900_000)
SHARED = (
    SHARED[:132]
    + b"".join(
        SHARED[132 + 12 * n : 140 + 12 * n] + struct.pack(">I", len(SHARED) - 300) for n in range(6)
    )
    + SHARED[132 + 72 :]
)


def table(mode: bytes, inputs: int, kind: bytes = b"A2B0") -> bytes:
    """Return a profile in which all colors are the same: L = 100, a = b = 0, which is white."""
    content = hostile.table_of(inputs, 3, 2, 0)
    start, end = content[:-12], content[-12:]
    return hostile.profile(mode, (kind, start + b"\xff\0\x80\0\x80\0" * 2**inputs + end))


AVATAR, BANNER = images.Size(40, 40), images.Size(60, 20)  # small, to be fast


def color_of(upload: BytesIO, at: tuple[int, int] = (20, 20)) -> Any:
    return convert(upload, AVATAR).getpixel(at)


def plain(color: Any, mode: str = "RGB", kind: str = "PNG", **options: Any) -> BytesIO:
    return encode(Image.new(mode, (30, 30), color), kind, **options)


def png(content: bytes, depth: int, color_type: int, transparent: bytes = b"") -> BytesIO:
    """Return a PNG of one pixel."""
    return BytesIO(
        hostile.png(
            1,
            1,
            depth,
            color_type,
            row_filter=0,
            noise=content,
            extra=[hostile.chunk(b"tRNS", transparent)] if transparent else [],
        )
    )


def test_first_picture_of_a_phone_is_taken() -> None:
    """MPO: a JPEG with more pictures after its end."""
    other = Image.new("RGB", (30, 30), BLUE)
    upload = plain(RED, kind="MPO", save_all=True, append_images=[other])
    assert Image.open(upload).format == "MPO"
    assert is_similar_color(color_of(upload), RED)


@pytest.mark.parametrize(
    ("upload", "color"),
    [
        (lambda: plain(40_000, "I;16"), (156, 156, 156)),
        (lambda: plain(300, "I;16"), (1, 1, 1)),
        (lambda: plain(1, "1"), (255, 255, 255)),
        (lambda: plain(90, "L"), (90, 90, 90)),
        (lambda: plain(90, "L", "JPEG"), (90, 90, 90)),
        (lambda: plain((90, 255), "LA"), (90, 90, 90)),
        (lambda: plain((0, 255, 255, 0), "CMYK", "JPEG"), (255, 0, 0)),
        (lambda: plain((0, 255, 255, 255), "CMYK", "JPEG"), (0, 0, 0)),
        (lambda: plain(RED, "P"), RED),
        (lambda: png(b"\xa5", 2, 0), (170, 170, 170)),
        (lambda: png(b"\x75", 4, 0), (119, 119, 119)),
        (lambda: png(b"\xff\xff\x80\x00\x00\x00", 16, 2), (255, 128, 0)),
        (lambda: png(b"\x80\x01\xff\xff", 16, 4), (128, 128, 128)),
        (lambda: png(b"\x80\x80\x00\x00\x00\x00\xff\xff", 16, 6), (128, 0, 0)),
    ],
)
def test_colors_of_every_mode_are_right(upload: Callable[[], BytesIO], color: Any) -> None:
    shown = color_of(upload())
    assert all(abs(a - b) <= 4 for a, b in zip(shown, color, strict=False)), shown


@pytest.mark.parametrize(
    "upload",
    [
        lambda: plain((200, 0), "LA"),
        lambda: plain((200, 0, 0, 0), "RGBA", "WEBP"),
        lambda: png(b"\3", 8, 3, b"\xff\xff\xff\0"),
        lambda: png(b"\3", 8, 3, b"\xfe\xfd\xfc\0"),
        lambda: plain(0, "P", "GIF", transparency=0),
        lambda: png(b"\x80\x01", 16, 0, b"\x80\x01"),
        lambda: png(b"\x80\x01\0\0\0\1", 16, 2, b"\x80\x01\0\0\0\1"),
        lambda: png(b"\x80", 8, 0, b"\0\x80"),
        lambda: png(b"\x80\0\1", 8, 2, b"\0\x80\0\0\0\1"),
        lambda: png(b"\x80", 2, 0, b"\0\2"),
        lambda: png(b"\x50", 4, 0, b"\0\5"),
        lambda: png(b"\x80", 1, 0, b"\0\1"),
    ],
)
def test_transparent_color_is_transparent(upload: Callable[[], BytesIO]) -> None:
    assert color_of(upload())[3] == 0


def test_transparent_color_of_some_pixels_leaves_others() -> None:
    picture = Image.new("L", (400, 400), 10)
    picture.paste(200, (0, 0, 200, 400))
    upload = encode(picture, transparency=10)
    assert color_of(upload, (30, 20))[3] == 0
    assert color_of(upload, (10, 20)) == (200, 200, 200, 255)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colors_of_a_phone_are_converted(kind: str, mode: str) -> None:
    if (kind, mode) != ("JPEG", "RGBA"):
        upload = plain((*ORANGE, 255)[: len(mode)], mode, kind, icc_profile=P3, quality=95)
        shown = color_of(upload)
        expected = zip(shown, ORANGE_IN_SRGB, strict=False)
        assert all(abs(a - b) <= 5 for a, b in expected), shown


def test_profile_in_several_parts_is_joined() -> None:
    profile = P3 + bytes(100_000)
    shown = color_of(plain(ORANGE, kind="JPEG", icc_profile=profile, quality=95))
    assert all(abs(a - b) <= 5 for a, b in zip(shown, ORANGE_IN_SRGB, strict=True)), shown


def test_half_transparent_colors_are_converted() -> None:
    shown = color_of(plain((*ORANGE, 128), "RGBA", icc_profile=P3))
    assert all(abs(a - b) <= 5 for a, b in zip(shown, (*ORANGE_IN_SRGB, 128), strict=True)), shown


def test_profile_of_grey_is_applied() -> None:
    """Linear light: half of the light is not half of the value."""
    assert color_of(plain(128, "L", icc_profile=LINEAR_GREY))[0] == pytest.approx(188, abs=4)


def test_profile_of_rgb_is_applied_to_grey() -> None:
    assert color_of(plain(128, "L", icc_profile=P3))[0] == pytest.approx(128, abs=4)


@pytest.mark.parametrize("mode", ["CMYK", "RGB"])
def test_profile_with_a_table_is_applied(mode: str) -> None:
    """Printers and scanners have tables."""
    profile = table(mode.encode().ljust(4), len(mode))
    shown = color_of(plain((10,) * len(mode), mode, "JPEG", icc_profile=profile))
    assert min(shown) > 250


@pytest.mark.parametrize(
    "profile",
    [
        b"",
        b"junk",
        bytes(500),
        P3[:150],
        P3[:16] + b"????" + P3[20:],
        P3[:132],
        LINEAR_GREY,
        table(b"CMYK", 4),
        table(b"RGB ", 3, b"D2B0"),
        hostile.large_profile(),
        hostile.profile(b"RGB ", (b"A2B0", hostile.table_of(5, 3, 2, 2**5 * 3))),
        hostile.profile(b"RGB ", (b"A2B0", LARGE_TABLE)),
        SHARED,
    ],
    ids=range(13),
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_profile_that_is_damaged_or_of_another_kind_is_ignored(kind: str, profile: bytes) -> None:
    upload = plain(ORANGE, kind=kind, icc_profile=profile, quality=95)
    assert all(abs(a - b) <= 5 for a, b in zip(color_of(upload), ORANGE, strict=True))


def test_steps_of_a_profile_are_left_out() -> None:
    """Steps that share their data: 64 KB of them take four seconds."""
    profile = hostile.profile(b"RGB ", *P3_TAGS, (b"D2B0", hostile.steps(5000)))
    shown = color_of(plain(ORANGE, icc_profile=profile))
    assert all(abs(a - b) <= 5 for a, b in zip(shown, ORANGE_IN_SRGB, strict=True)), shown


EXIF = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [AVATAR, BANNER])
def test_every_orientation_becomes_upright(kind: str, orientation: int, size: images.Size) -> None:
    """Pillow turns the whole image for it; we turn only the small one."""
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
    shown = convert(encode(picture, kind, exif=exif), size)
    width, height = shown.size
    assert is_similar_color(shown.getpixel((width // 5, height // 5)), BLUE)
    for x, y in [(4, 1), (1, 4), (4, 4)]:
        assert is_similar_color(shown.getpixel((x * width // 5, y * height // 5)), RED)


@pytest.mark.parametrize(
    "exif",
    [
        *(EXIF[:length] for length in range(6, len(EXIF) - 6, 3)),
        EXIF.replace(b"MM", b"XX"),
        EXIF.replace(b"\0\x08", b"\xff\xff"),
        EXIF.replace(b"\0\6", b"\0\x09"),
        EXIF.replace(b"\0\6", b"\0\0"),
        EXIF.replace(b"\0\3", b"\0\4"),
        EXIF.replace(b"\x08\0\1\1", b"\x08\xff\xff\1").replace(b"\1\x12", b"\2\x12"),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damaged_orientation_is_ignored(kind: str, exif: bytes) -> None:
    picture = Image.new("RGB", (40, 40), RED)
    picture.paste(BLUE, (0, 0, 20, 40))
    shown = convert(encode(picture, kind, exif=exif), AVATAR)
    assert is_similar_color(shown.getpixel((5, 20)), BLUE)
    assert is_similar_color(shown.getpixel((35, 20)), RED)


def test_only_the_first_exif_counts() -> None:
    picture = encode(Image.new("RGB", (40, 40), RED), "JPEG").getvalue()
    second = hostile.segment(0xE1, EXIF.replace(b"\0\6", b"\0\1"))
    upload = picture[:2] + hostile.segment(0xE1, EXIF) + second + picture[2:]
    assert images.jpeg.read(upload).orientation == 6
