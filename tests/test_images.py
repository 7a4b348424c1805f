from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from django_tweets import images

RED, BLUE = (220, 30, 30), (30, 30, 220)


def encode(picture: Image.Image, kind: str = "PNG", **options: Any) -> io.BytesIO:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    out.seek(0)
    return out


def convert(upload: io.BytesIO, size: images.Size = images.AVATAR) -> Image.Image:
    picture = Image.open(images.to_webp(upload, size))
    picture.load()
    return picture


def is_similar_color(one: Any, other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=False))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("size", [images.AVATAR, images.BANNER])
def test_accepted_formats_become_webp_of_one_size(kind: str, size: images.Size) -> None:
    picture = convert(encode(Image.new("RGB", (640, 480), RED), kind), size)
    assert picture.format == "WEBP"
    assert picture.size == size
    assert is_similar_color(picture.getpixel((10, 10)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_all_color_modes_are_converted(mode: str) -> None:
    upload = encode(Image.new(mode, (20, 20)), "JPEG" if mode == "CMYK" else "PNG")
    assert convert(upload).size == images.AVATAR


def test_transparency_is_kept() -> None:
    picture = convert(encode(Image.new("RGBA", (20, 20), (0, 0, 0, 0))))
    assert picture.getpixel((10, 10))[3] == 0  # type: ignore[index]  # RGBA


def test_image_is_cropped_and_not_distorted() -> None:
    wide = Image.new("RGB", (900, 300), RED)
    wide.paste(BLUE, (300, 0, 600, 300))
    picture = convert(encode(wide))
    assert is_similar_color(picture.getpixel((5, 200)), BLUE)
    assert is_similar_color(picture.getpixel((395, 200)), BLUE)


def test_image_is_rotated_upright() -> None:
    """Orientation 6: the camera was held with its right side down."""
    lying = Image.new("RGB", (400, 400), RED)
    lying.paste(BLUE, (0, 0, 200, 400))
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = convert(encode(lying, "JPEG", exif=exif))
    assert is_similar_color(picture.getpixel((200, 20)), BLUE)
    assert is_similar_color(picture.getpixel((200, 380)), RED)


def test_metadata_is_removed() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"
    exif.get_ifd(0x8825)[1] = "N"
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    upload = encode(
        Image.new("RGB", (20, 20)), "JPEG", exif=exif, icc_profile=srgb, comment=b"by Ada"
    )
    stored = images.to_webp(upload, images.AVATAR).read()
    assert b"Ada" not in stored
    picture = Image.open(io.BytesIO(stored))
    assert not picture.getexif()
    assert "icc_profile" not in picture.info
    assert "xmp" not in picture.info


def test_colors_are_converted_to_srgb() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = convert(encode(Image.new("RGB", (20, 20), RED), icc_profile=srgb))
    assert is_similar_color(picture.getpixel((5, 5)), RED)


def test_color_profile_of_another_mode_is_ignored() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert convert(encode(Image.new("RGB", (20, 20), RED), icc_profile=lab)).size == images.AVATAR


def test_first_frame_of_an_animation_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), RED), Image.new("RGB", (20, 20), BLUE)]
    picture = convert(encode(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert is_similar_color(picture.convert("RGB").getpixel((5, 5)), RED)
    assert getattr(picture, "n_frames", 1) == 1


def make_decompression_bomb(width: int, height: int) -> io.BytesIO:
    """Return a PNG of a few KB that has so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * min(height, 1000)), 9)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height"),
    [(9000, 9000), (9500, 9500), (14_000, 14_000), (60_000, 60_000), (20_000_001, 1)],
)
def test_decompression_bomb_is_refused_by_its_header(width: int, height: int) -> None:
    upload = make_decompression_bomb(width, height)
    assert len(upload.getvalue()) < 20_000
    with pytest.raises(ValidationError) as refusal:
        images.to_webp(upload, images.AVATAR)
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0" + bytes(100),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        encode(Image.effect_noise((64, 64), 90)).getvalue()[:400],
    ],
)
def test_file_that_is_no_image_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError) as refusal:
        images.to_webp(io.BytesIO(content), images.AVATAR)
    assert refusal.value.code == "not_a_picture"


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "ICO", "PPM", "TGA"])
def test_format_that_is_not_accepted_is_refused(kind: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        images.to_webp(encode(Image.new("RGB", (32, 32)), kind), images.AVATAR)
    assert refusal.value.code == "not_a_picture"
