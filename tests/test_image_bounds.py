"""No file costs more than a large photo, and none is a server error."""

from __future__ import annotations

import struct
import subprocess
import sys
from functools import cache, partial
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from django_tweets import images
from django_tweets.forms import ProfileForm
from django_tweets.images import jpeg
from django_tweets.images.encoded import TooLargeError
from tests import hostile_images as hostile
from tests.test_image_colors import EXIF, P3

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.factories import Profile

SMALL = images.Size(16, 16)


def read(content: bytes) -> None:
    """Read a file up to where it would be decoded."""
    for module in images.FORMATS.values():
        if module.SIGNATURE.match(content):
            module.read(content)
            return
    pytest.fail("no such format")


REFUSED = [
    "JPEG: thousands of scans",
    "JPEG: scans of 17 million pixels",
    "JPEG: 10 MB of comments",
    "JPEG: 10 MB of tables",
    "PNG: 20 million pixels in a row",
    "PNG: 9,000 × 9,000 pixels",
    "PNG: 10 MB of empty chunks",
    "GIF: canvas of 65,535 × 65,535",
    "GIF: frame far outside",
    "GIF: 10 MB of blocks of one byte",
    "GIF: 10 MB of extensions",
    "WebP: canvas of 16,384 × 16,384",
    "WebP: animation",
    "WebP: a set of codes for each 4 × 4 pixels",
]


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_costs_too_much_is_refused_before_it_is_decoded(name: str) -> None:
    with pytest.raises(TooLargeError):
        read(hostile.FILES[name]())


def test_coefficients_of_a_progressive_jpeg_are_counted() -> None:
    """With one scan, a JPEG is decoded row by row; with several, all of it is in memory."""
    assert jpeg.read(hostile.baseline(4000, 4000, size=5000)).buffer_bytes == 0
    assert jpeg.read(hostile.progressive(4000, 4000, 3)).buffer_bytes == 3 * 500 * 500 * 128


def jpeg_of_components(names: list[int], scan: list[int]) -> bytes:
    """Return the structure of a JPEG of 8,000 × 8,000 pixels with one scan."""
    frame = struct.pack(">BHHB", 8, 8000, 8000, len(names))
    frame += b"".join(bytes([name, 0x11, 0]) for name in names)
    start = bytes([len(scan), *(byte for name in scan for byte in (name, 0)), 0, 63, 0])
    segments = [(0xC0, frame), (0xDA, start)]
    parts = [struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data for kind, data in segments]
    return b"\xff\xd8" + b"".join(parts) + bytes(100) + b"\xff\xd9"


def test_scan_of_some_components_keeps_the_coefficients_of_all() -> None:
    whole = jpeg_of_components([1, 2, 3, 4], [1, 2, 3, 4])
    part = jpeg_of_components([1, 2, 3, 4], [1])
    assert jpeg.read(whole).buffer_bytes == 0
    assert jpeg.read(part).buffer_bytes == 4 * 1000 * 1000 * 128


def test_components_with_one_name_are_an_error() -> None:
    """They would be counted once, and decoded four times."""
    with pytest.raises(ValueError, match="one name"):
        jpeg.read(jpeg_of_components([1, 1, 1, 1], [1, 1, 1, 1]))


@pytest.mark.parametrize(
    "make",
    [
        partial(hostile.progressive, 8000, 8000, 3),
        partial(hostile.progressive, 6000, 4000, 3),
        partial(hostile.baseline, 65_000, 700),
    ],
)
def test_jpeg_that_takes_too_much_memory_is_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(ValidationError) as refusal:
        images.to_webp(BytesIO(make()), images.AVATAR)
    assert refusal.value.code == "too_large"


# Decoded under a limit of memory: what is accepted at most of each format.
LARGEST = """
import resource
from functools import partial
from io import BytesIO
from tests import hostile_images as hostile
from django_tweets import images
import django
django.setup()
images.to_webp(BytesIO(hostile.saved("WEBP", 8, 8)), images.BANNER)
for make in (
    partial(hostile.progressive, 2400, 3800, 3),
    partial(hostile.png, 5999, 3333, row_filter=0),
    partial(hostile.saved, "WEBP", 3840, 2160, lossless=True, method=0),
):
    content = BytesIO(make())
    memory = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (memory + 150_000_000, resource.RLIM_INFINITY))
    images.to_webp(content, images.BANNER)
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="The limit of memory is that of Linux.")
def test_largest_files_are_converted_in_150_mb() -> None:
    subprocess.run([sys.executable, "-c", LARGEST], check=True)


def sample(kind: str, mode: str = "RGB", **options: Any) -> bytes:
    out = BytesIO()
    picture = Image.linear_gradient("L").resize((40, 30))
    if mode != "L":
        picture = Image.merge("RGB", [picture, picture.rotate(90), picture.rotate(180)])
    frames = {"save_all": True, "append_images": [Image.new(mode, (40, 30))]}
    more = frames if options.pop("frames", False) else {}
    picture.convert(mode).save(out, kind, **more, **options)
    return out.getvalue()


@cache
def samples() -> list[bytes]:
    """Small files of every kind."""
    return [
        sample("JPEG", exif=EXIF, icc_profile=P3),
        sample("JPEG", progressive=True),
        sample("JPEG", "CMYK"),
        sample("JPEG", "L"),
        sample("MPO", frames=True),
        sample("PNG", exif=EXIF, icc_profile=P3),
        sample("PNG", "P", frames=True),
        sample("PNG", "RGBA"),
        hostile.png(30, 30, 16, interlaced=True, noise=b"abc"),
        hostile.png(30, 30, 4, 3, extra=[hostile.chunk(b"tRNS", b"\0\x80")]),
        sample("GIF", "P", frames=True),
        sample("WEBP", exif=EXIF, icc_profile=P3),
        sample("WEBP", "RGBA"),
        sample("WEBP", lossless=True),
        sample("WEBP", "RGBA", frames=True, lossless=True),
    ]


def damaged(content: bytes, random: Random) -> bytes:
    """Return the file with a few bytes changed, left out, doubled, or cut off."""
    data = bytearray(content)
    # Half of the changes are in the first 100 bytes, where most of the structure is.
    for _ in range(random.randrange(1, 4)):
        place = random.randrange(min(len(data), random.choice([100, len(data)])))
        match random.randrange(5):
            case 0:
                data[place] = random.randrange(256)
            case 1:
                data[place] = random.choice([0, 1, 0x7F, 0x80, 0xFF])
            case 2:
                del data[place : place + random.randrange(1, 9)]
            case 3:
                data[place:place] = data[place : place + random.randrange(1, 40)]
            case _:
                data[place : place + 4] = random.randbytes(4)
        data = data or bytearray(1)
    return bytes(data)


def is_handled(content: bytes) -> bool:
    """Return whether the result is a picture or an error that a form shows."""
    try:
        picture = images.to_webp(BytesIO(content), SMALL)
    except ValidationError as error:
        return error.code in {"too_large", "not_a_picture"}
    return Image.open(picture).size == SMALL


@pytest.mark.parametrize("seed", range(20))
def test_damaged_file_is_a_picture_or_a_form_error(seed: int) -> None:
    random = Random(seed)
    for content in samples():
        assert is_handled(content)
        changed = damaged(content, random)
        assert is_handled(changed), changed


def test_markers_without_content_are_left_out() -> None:
    content = sample("JPEG")
    read = jpeg.read(content)
    assert jpeg.read(content[:2] + b"\xff\x01\xff\xd8\xff\xff" + content[2:]) == read


@pytest.mark.parametrize(
    "make",
    [
        partial(hostile.png, 0, 10),
        partial(hostile.png, 10, 0),
        partial(hostile.gif, 0, 0, (0, 0, 0, 5)),
        partial(hostile.baseline, 8, 0, size=900),
        partial(hostile.baseline, 0, 8, size=900),
        lambda: hostile.JPEG_START + hostile.HUFFMAN + hostile.JPEG_END,
        lambda: hostile.JPEG_START + hostile.scan(1) + hostile.JPEG_END,
        lambda: hostile.baseline(8, 8, hostile.frame(9, 9), size=900),
        lambda: hostile.baseline(8, 8, b"\xff\xc9\0\2", size=900),
    ],
)
def test_file_without_one_picture_is_a_form_error(make: Callable[[], bytes]) -> None:
    with pytest.raises(ValueError, match=r"no pixels|no frame|no such marker"):
        read(make())
    assert is_handled(make())


def test_truncated_file_is_a_form_error() -> None:
    for content in samples():
        for length in range(0, len(content), 1 + len(content) // 20):
            assert is_handled(content[:length])


@pytest.mark.parametrize("shape", [(1, 1), (65_500, 1), (1, 65_500), (300, 2), (7, 401)])
@pytest.mark.parametrize("size", [images.AVATAR, images.BANNER])
def test_any_shape_is_taken(shape: tuple[int, int], size: images.Size) -> None:
    for content in (hostile.png(*shape, 8, 0), hostile.saved("JPEG", *shape)):
        assert Image.open(images.to_webp(BytesIO(content), size)).size == size


def test_bytes_after_the_end_are_ignored() -> None:
    for content in samples():
        converted = images.to_webp(BytesIO(content), SMALL).read()
        assert images.to_webp(BytesIO(content + bytes(1000)), SMALL).read() == converted


def test_webp_with_two_sizes_is_no_picture() -> None:
    """The canvas, which the size is checked of, is smaller than its image."""
    image = hostile.saved("WEBP", 8, 8)[12:]
    canvas = hostile.webp_chunk(b"VP8X", bytes(4) + hostile.uint24(3, 3))
    with pytest.raises(ValidationError) as refusal:
        images.to_webp(BytesIO(hostile.riff(canvas, image)), SMALL)
    assert refusal.value.code == "not_a_picture"


def test_error_keeps_no_image_in_memory() -> None:
    """A form keeps the error of the avatar, with its stack, while the banner is read."""
    content = sample("JPEG")[:-2]
    with pytest.raises(ValidationError) as refusal:
        images.to_webp(BytesIO(content), SMALL)
    trace = refusal.value.__traceback__
    seen = []
    while trace:
        if trace.tb_frame.f_code.co_filename.startswith(images.__path__[0]):
            seen += list(trace.tb_frame.f_locals.values())
        trace = trace.tb_next
    assert seen
    assert not any(isinstance(value, (bytes, Image.Image)) for value in seen)
    assert refusal.value.__cause__ is refusal.value.__context__ is None


class UnreadFile(SimpleUploadedFile):
    """A file that must not be read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("read")


def test_file_that_is_too_large_is_not_read(ada: Profile, media: Path) -> None:
    upload = UnreadFile("me.png", b"", "image/png")
    upload.size = images.MAX_BYTES + 1
    form = ProfileForm({}, {"avatar": upload}, instance=ada)
    assert form.errors["avatar"].as_data()[0].code == "too_many_bytes"


def test_file_without_a_known_size_is_read_up_to_the_limit() -> None:
    upload = BytesIO(bytes(images.MAX_BYTES + 2))
    with pytest.raises(ValidationError) as refusal:
        images.to_webp(upload, SMALL)
    assert refusal.value.code == "too_many_bytes"
    assert upload.tell() == images.MAX_BYTES + 1


def test_file_that_was_read_before_is_read_again() -> None:
    upload = BytesIO(sample("PNG"))
    upload.read()
    assert isinstance(images.to_webp(upload, SMALL), ContentFile)
