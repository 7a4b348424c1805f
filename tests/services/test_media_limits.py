"""DJANGO_TWEETS_MEDIA_LIMITS: the site's limits of what members upload."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from django_tweets import get_tweet_model, services
from django_tweets.conf import conf
from django_tweets.media_limits import DEFAULTS, LIMITS
from tests.attachments import make_attachment, make_picture
from tests.factories import TWEET_EXTRA
from tests.images.test_animations import animated
from tests.video.samples import media

if TYPE_CHECKING:
    from tests.factories import Profile

ANIMATION = animated("GIF", ["red", "navy", "teal"], duration=500)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def test_what_is_left_out_keeps_its_default(settings: Any) -> None:
    assert conf.MEDIA_LIMITS == DEFAULTS
    settings.DJANGO_TWEETS_MEDIA_LIMITS = {"attachments": 2}
    assert conf.MEDIA_LIMITS == {**DEFAULTS, "attachments": 2}


@pytest.mark.parametrize("name", LIMITS)
def test_defaults_are_within_their_bounds(name: str) -> None:
    assert 1 <= LIMITS[name].default <= LIMITS[name].largest


@pytest.mark.parametrize(
    ("limit", "content", "code"),
    [
        ({"picture_bytes": 20}, make_picture().read(), "too_many_bytes"),
        ({"picture_pixels": 50}, make_picture(12, 8).read(), "too_large"),
        ({"animation_frames": 2}, ANIMATION, "too_large"),
        ({"animation_pixels": 100}, ANIMATION, "too_large"),
        ({"animation_seconds": 1}, ANIMATION, "too_large"),
        ({"video_seconds": 1}, media("mp4", video="libx264", seconds=2), "media_too_long"),
        ({"video_pixels": 100}, media("mp4", video="libx264"), "media_too_large"),
    ],
)
def test_file_above_a_limit_is_refused(
    ada: Profile, settings: Any, limit: dict[str, int], content: bytes, code: str
) -> None:
    assert services.upload(ada, BytesIO(content)).pk
    settings.DJANGO_TWEETS_MEDIA_LIMITS = limit
    with pytest.raises(ValidationError) as error:
        services.upload(ada, BytesIO(content))
    assert error.value.code == code


def test_tweet_has_fewer_files(ada: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_MEDIA_LIMITS = {"attachments": 1}
    rows = [make_attachment(ada) for _ in range(2)]
    with pytest.raises(ValidationError) as error:
        services.publish(ada, "hello", attachments=rows, **TWEET_EXTRA)
    assert error.value.message_dict == {"attachments": ["A tweet can have 1 files."]}
    assert not get_tweet_model().objects.exists()
    services.publish(ada, "hello", attachments=rows[:1], **TWEET_EXTRA)


def test_description_is_shorter(ada: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_MEDIA_LIMITS = {"alt_length": 5}
    attachment = services.upload(ada, make_picture(), alt="12345")
    with pytest.raises(ValidationError) as error:
        services.upload(ada, make_picture(), alt="123456")
    assert "at most 5 characters" in str(error.value)
    with pytest.raises(ValidationError):
        services.update_attachment(attachment, alt="123456")
    attachment.alt = "123456"
    with pytest.raises(ValidationError):
        services.publish(ada, "hello", attachments=[attachment], **TWEET_EXTRA)
