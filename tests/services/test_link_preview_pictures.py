"""Pictures of link previews: decoded, cropped and encoded anew, or left out."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
from PIL import Image

from tests.link_previews import files, picture, publish, shown, web
from tests.web_pages.web import answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet
    from tests.web_pages.web import Web

    Publish = Callable[..., Tweet]

__all__ = ["publish", "web"]  # fixtures

pytestmark = pytest.mark.django_db


def test_picture_is_stored_as_webp(web: Web, ada: Profile, publish: Publish) -> None:
    preview = shown(publish(ada))
    assert preview is not None
    with preview.picture.open() as file, Image.open(file) as stored:
        assert (stored.format, stored.size) == ("WEBP", (640, 336))


@pytest.mark.parametrize(
    ("size", "stored"),
    [
        ((1200, 630), (640, 336)),
        ((400, 200), (640, 336)),
        ((399, 200), (288, 288)),
        ((600, 600), (288, 288)),
        ((300, 900), (288, 288)),
        ((64, 64), (288, 288)),
        ((63, 600), (0, 0)),
    ],
)
def test_shape_of_a_picture_depends_on_its_size(
    web: Web, ada: Profile, publish: Publish, size: tuple[int, int], stored: tuple[int, int]
) -> None:
    web.sites["harbour.example.org/boat.png"] = picture(*size)
    preview = shown(publish(ada))
    assert preview is not None
    assert (preview.picture_width, preview.picture_height) == stored
    assert bool(preview.picture) == bool(stored[0])


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[-500:]],
    ids=["empty", "cut", "SVG", "damaged"],
)
def test_file_that_is_no_picture_is_not_stored(
    web: Web, ada: Profile, publish: Publish, content: bytes
) -> None:
    web.sites["harbour.example.org/boat.png"] = answer(content, Content_Type="image/png")
    preview = shown(publish(ada))
    assert preview is not None
    assert not preview.picture
    assert files() == []


def test_picture_whose_end_is_missing_is_not_stored(
    web: Web, ada: Profile, publish: Publish
) -> None:
    content = picture().partition(b"\r\n\r\n")[2]
    cut = answer(content[: len(content) // 2], Content_Type="image/png")
    web.sites["harbour.example.org/boat.png"] = cut
    preview = shown(publish(ada))
    assert preview is not None
    assert not preview.picture


def test_picture_that_cannot_be_decoded_is_not_stored(
    web: Web, ada: Profile, publish: Publish
) -> None:
    """Its structure is right, and its size is known."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    header = struct.pack(">IIBBBBB", 640, 336, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", b"no pixels"), (b"IEND", b"")]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)
    web.sites["harbour.example.org/boat.png"] = answer(content, Content_Type="image/png")
    preview = shown(publish(ada))
    assert preview is not None
    assert not preview.picture
    assert files() == []


def test_site_without_a_place_for_files_stores_no_picture(
    web: Web, ada: Profile, publish: Publish, settings: Any
) -> None:
    settings.MEDIA_URL = ""
    preview = shown(publish(ada))
    assert preview is not None
    assert not preview.picture
