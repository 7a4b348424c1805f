"""No upload costs more than a large photo, and none is a server error."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from io import BytesIO
from time import thread_time
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from django_tweets.images import attachments
from tests.images import photos
from tests.images.test_heif import sample as heif_sample
from tests.test_image_bounds import samples
from tests.video.samples import SOUNDS, VIDEOS, media

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CODES = {"not_a_picture", "too_large", "too_narrow", "not_media", "media_too_large"}
CODES |= {"media_too_long", "no_heic"}

MAX_SECONDS = 5
"""CPU time, which does not depend on what else the computer does."""


@cache
def files() -> list[bytes]:
    """Return small files of every kind that is taken."""
    return [
        *samples(),
        photos.animation("GIF", 3, 40, 30),
        photos.animation("PNG", 3, 40, 30),
        photos.animation("WEBP", 3, 40, 30),
        heif_sample("AVIF"),
        heif_sample("HEIF"),
        *(media(extension, **options) for extension, options in VIDEOS.items()),
        *(media(extension, sound=codec) for extension, codec in SOUNDS.items()),
    ]


def is_handled(content: bytes) -> bool:
    """Return whether the result is an attachment or an error that a form shows, soon enough."""
    start = thread_time()
    try:
        attachment = attachments.render_attachment(BytesIO(content))
    except ValidationError as error:
        handled = error.code in CODES and bool(error.messages)
    else:
        handled = attachment.kind in {"image", "gifv", "video", "audio"}
    return handled and thread_time() - start < MAX_SECONDS


@st.composite
def damages(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """Return a change of a file: bytes changed, left out, doubled, or cut off."""
    kind = draw(st.sampled_from(["change", "leave out", "double", "cut off", "join"]))
    where = draw(st.floats(0, 1, exclude_max=True))
    is_early = draw(st.booleans())  # where most of the structure is
    length = draw(st.integers(1, 40))
    content = draw(st.binary(min_size=1, max_size=8))
    other = draw(st.sampled_from(range(20)))

    def change(data: bytes) -> bytes:
        place = int(where * (min(len(data), 200) if is_early else len(data)))
        start, end = data[:place], data[place:]
        return {
            "change": start + content + end[len(content) :],
            "leave out": start + end[length:],
            "double": start + end[:length] + end,
            "cut off": start,
            "join": start + files()[other][place:],
        }[kind]

    return change


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.data())
def test_damaged_file_is_an_attachment_or_a_form_error(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(files()))
    for damage in data.draw(st.lists(damages(), min_size=1, max_size=3)):
        content = damage(content)
    assert is_handled(content)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sampled_from([file[:16] for file in files()]), st.binary(max_size=400))
def test_any_bytes_after_a_known_start_are_handled(start: bytes, rest: bytes) -> None:
    assert is_handled(start + rest)


def test_file_without_damage_is_handled() -> None:
    for content in files():
        assert attachments.render_attachment(BytesIO(content)).kind


# The largest memory of a process that renders a photo, beyond that of one that renders a small one.
PEAK = """
import sys
from io import BytesIO
from pathlib import Path
import django
django.setup()
from django_tweets.images.attachments import render_attachment
from tests.images import photos

def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024

render_attachment(BytesIO(photos.still("JPEG", 64, 48)))
upload = Path(sys.argv[1]).open("rb")
before = peak()
render_attachment(upload)
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the memory of a process.")
@pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000)])
def test_photo_takes_four_times_the_memory_of_its_largest_file(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "photo.jpg"
    photos.photo(400, 400).resize(size).save(path, quality=95)
    command = [sys.executable, "-c", PEAK, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(done.stdout) < 4 * 4 * 1920 * 1440 * 1.1
