"""The number of sets of codes in a lossless WebP, as libwebp and others may write it."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from django_tweets.images import webp
from django_tweets.images.encoded import TooLargeError
from django_tweets.images.webp_lossless import find_cost
from tests import hostile_images as hostile


def picture(mode: str, colors: int) -> Image.Image:
    """Return a picture with that many colors, and edges for which libwebp uses several sets."""
    noise = Image.effect_noise((300, 200), 80)
    drawing = Image.linear_gradient("L").resize((300, 200))
    noise.paste(drawing.crop((0, 0, 300, 90)))
    image = Image.merge("RGB", [noise, drawing, noise.rotate(180)])
    if colors < 256:
        image = image.quantize(colors).convert("RGB")
    if mode == "RGBA":
        image.putalpha(noise)
    return image


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("colors", [1, 3, 17, 256])
@pytest.mark.parametrize("quality", [0, 50, 100])
def test_sets_of_a_file_are_as_many_as_parts(mode: str, colors: int, quality: int) -> None:
    """Bits that are read at a wrong place give another number, or an error."""
    out = BytesIO()
    picture(mode, colors).save(out, "WEBP", lossless=True, quality=quality, method=quality // 25)
    data = out.getvalue()
    sets = webp._find_image(dict(webp._chunks(data, 12, 100))).cost.sets
    widths = {-(-300 // 2**packed) for packed in range(4)} if colors <= 16 else {300}
    possible = {
        -(-width // 2**size) * -(-200 // 2**size) for width in widths for size in range(2, 10)
    }
    assert sets in {1, *possible}
    assert webp.read(data).data


class Bits:
    """Bits of a file, written in order."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, value: int, count: int) -> Bits:
        self.text += f"{value:0{count}b}"[::-1]
        return self

    def done(self) -> bytes:
        return int(self.text[::-1] or "0", 2).to_bytes(len(self.text) // 8 + 1, "little")


def test_image_without_transforms_has_a_set_for_each_part() -> None:
    bits = Bits().write(0, 1).write(1, 1).write(11, 4).write(1, 1).write(0, 3)
    assert find_cost(bits.done(), 0, 100, 50).sets == 25 * 13


def test_image_without_parts_has_one_set() -> None:
    assert find_cost(Bits().write(0, 1).write(0, 1).write(0, 1).done(), 0, 100, 50).sets == 1


def test_transform_without_data_is_no_image_of_its_own() -> None:
    bits = Bits().write(1, 1).write(2, 2).write(0, 1).write(0, 1).write(0, 1)
    assert find_cost(bits.done(), 0, 100, 50).sets == 1


@pytest.mark.parametrize("kind", [0, 1])
def test_transform_with_too_many_pixels_is_refused(kind: int) -> None:
    bits = Bits().write(1, 1).write(kind, 2).write(0, 3)
    with pytest.raises(TooLargeError):
        find_cost(bits.done(), 0, 2000, 2000)


def test_transform_that_is_there_twice_is_an_error() -> None:
    """A file of a megabyte would have hundreds of thousands."""
    bits = Bits().write(1, 1).write(2, 2).write(1, 1).write(2, 2)
    with pytest.raises(ValueError, match="twice"):
        find_cost(bits.done(), 0, 100, 50)


@pytest.mark.parametrize("size", [0, 12, 15])
def test_cache_of_a_size_that_the_format_lacks_is_an_error(size: int) -> None:
    with pytest.raises(ValueError, match="no such cache"):
        find_cost(Bits().write(0, 1).write(1, 1).write(size, 4).done(), 0, 100, 50)


def test_transform_that_ends_too_early_is_an_error() -> None:
    """After the end there are zeros, which would be read as pixels."""
    bits = Bits().write(1, 1).write(0, 2).write(0, 3).write(0, 1)
    for _ in range(5):
        bits.write(1, 1).write(1, 1).write(1, 1).write(1, 8).write(2, 8)
    with pytest.raises(ValueError, match="truncated"):
        find_cost(bits.done(), 0, 100, 100)


def test_code_with_missing_symbols_is_an_error() -> None:
    bits = Bits().write(1, 1).write(0, 2).write(0, 3).write(0, 1)
    bits.write(0, 1).write(0, 4).write(0, 3).write(0, 3).write(2, 3).write(1, 3)
    with pytest.raises(ValueError, match="meaning"):
        find_cost(bits.done(), 0, 100, 100)


def test_transform_may_have_colors_of_a_cache_and_copies() -> None:
    """Green has two symbols: the first copy of pixels, and the first color of the cache."""
    bits = Bits().write(1, 1).write(0, 2).write(0, 3).write(1, 1).write(1, 4)
    # Lengths of 0 and 1 have codes of one bit, so 18 repeats nothing: 256 zeros, a one, 23 zeros,
    # a one, and a zero.
    bits.write(0, 1).write(0, 4).write(0, 3).write(0, 3).write(1, 3).write(1, 3).write(0, 1)
    for symbol in (*[0] * 256, 1, *[0] * 23, 1, 0):
        bits.write(symbol, 1)
    for _ in range(4):
        bits.write(0b0001, 4)
    for pixel in range(25 * 13):
        bits.write(pixel & 1, 1)
    bits.write(0, 1).write(0, 1).write(1, 1).write(1, 3)
    assert find_cost(bits.done(), 0, 100, 50).sets == 13 * 7


@pytest.mark.parametrize("seed", range(40))
def test_any_bits_end_in_a_number_or_an_error(seed: int) -> None:
    random = Random(seed)
    for length in (3, 30, 300, 3000):
        data = b"\x01" + random.randbytes(length)
        with suppress(ValueError, IndexError):
            assert 0 < find_cost(data, 0, 300, 200).sets <= 75 * 50


def test_alpha_of_a_lossy_image_counts() -> None:
    """It is written like a lossless image, and so can have as many sets."""
    lossless = hostile.groups(1024)[20:]
    canvas = hostile.webp_chunk(b"VP8X", b"\x10\0\0\0" + hostile.uint24(1023, 1023))
    image = hostile.saved("WEBP", 1024, 1024)[12:]
    alpha = hostile.webp_chunk(b"ALPH", b"\1" + lossless[5:])
    with pytest.raises(TooLargeError):
        webp.read(hostile.riff(canvas, alpha, image))
    plain = hostile.webp_chunk(b"ALPH", b"\0" + bytes(1024 * 1024))
    assert webp.read(hostile.riff(canvas, plain, image)).data
