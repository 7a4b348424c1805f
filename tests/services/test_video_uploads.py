"""Videos and sounds: what an upload stores of them."""

from __future__ import annotations

from io import BytesIO
from itertools import count

import pytest
from django.core.exceptions import ValidationError

from django_tweets import services, video
from django_tweets.models import Attachment
from django_tweets.video import transcoding
from tests.attachments import stored_names
from tests.factories import make_profile
from tests.video.samples import SOUNDS, VIDEOS, media

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def upload(content: bytes) -> Attachment:
    return services.upload(make_profile(), BytesIO(content), alt="Waves")


def test_video_is_stored_with_its_first_picture() -> None:
    attachment = upload(media("mp4", **VIDEOS["mp4"]))
    assert attachment.kind == "video"
    assert attachment.duration > 0
    assert [name.rpartition("/")[2] for name in stored_names(attachment)] == [
        "video.mp4",
        "poster.webp",
    ]
    with attachment.file.open() as stored:
        assert video.probe(BytesIO(stored.read())).kind == "video"


def test_sound_is_stored_without_a_picture() -> None:
    attachment = upload(media("mp3", sound=SOUNDS["mp3"]))
    assert (attachment.kind, attachment.width) == ("audio", 0)
    assert [name.rpartition("/")[2] for name in stored_names(attachment)] == ["audio.mp3"]


@pytest.mark.parametrize("extension", [*VIDEOS, *SOUNDS])
def test_stored_file_has_a_type_that_browsers_play(extension: str) -> None:
    options = VIDEOS.get(extension) or {"sound": SOUNDS[extension]}
    attachment = upload(media(extension, **options))
    assert attachment.mime_type.partition("/")[0] == attachment.kind


def test_video_that_takes_too_long_to_convert_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = media("mp4", video="libx264", pixels="yuv444p")
    assert stored_names(upload(content))[0].endswith("/video.mp4")
    monkeypatch.setattr(transcoding, "thread_time", count().__next__)
    with pytest.raises(ValidationError) as error:
        upload(content)
    assert error.value.code == "not_playable"
    assert Attachment.objects.count() == 1
