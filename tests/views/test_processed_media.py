"""Files that a task processes: their state in the composer, and no tweet without them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from django_tweets import get_tweet_model
from django_tweets.models import Attachment
from tests.attachments import make_attachment
from tests.factories import TWEET_EXTRA, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

COMPOSE = reverse("django_tweets:tweet_create")
FRAGMENT = {"x-tweets-fragment": "1"}
PROCESSING = "Being processed. Only you see it."


def make_waiting(owner: Profile, **fields: Any) -> Attachment:
    return make_attachment(owner, **{"kind": "video", "state": "processing", **fields})


def update(client: Client, attachment: Attachment, **data: Any) -> str:
    url = reverse("django_tweets:media_update", args=[attachment.pk])
    response = client.post(url, data, headers=FRAGMENT)
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, *keys: int, url: str = COMPOSE, **extra: Any) -> Any:
    data = {"content": "my words", "attachments": keys, "undescribed": "1", **TWEET_EXTRA}
    return client.post(url, data, **extra)


def test_tile_has_the_state(as_ada: Client, ada: Profile) -> None:
    attachment = make_waiting(ada)
    html = update(as_ada, attachment)
    assert 'data-state="processing"' in html
    assert PROCESSING in html
    Attachment.objects.update(state="failed", failure="media_too_long")
    html = update(as_ada, attachment)
    assert 'data-state="failed"' in html
    assert "This file is longer than 140 seconds." in html
    Attachment.objects.update(state="ready")
    assert "data-state" not in update(as_ada, attachment)


def test_description_is_saved_meanwhile(as_ada: Client, ada: Profile) -> None:
    attachment = make_waiting(ada)
    assert 'data-state="processing"' in update(as_ada, attachment, alt="Waves", focus="0.1,0.2")
    attachment.refresh_from_db()
    assert (attachment.alt, attachment.focus) == ("Waves", (0.1, 0.2))


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "script"])
@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("processing", "A file is still being processed. Publish again in a moment."),
        ("failed", "Remove the file that could not be processed."),
    ],
)
def test_form_keeps_its_text_until_the_file_is_ready(
    as_ada: Client, ada: Profile, headers: dict[str, str], state: str, message: str
) -> None:
    attachment = make_waiting(ada, state=state)
    other = make_attachment(ada)
    response = send(as_ada, other.pk, attachment.pk, headers=headers)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert ">\nmy words</textarea>" in html
    assert re.findall(r'name="attachments" value="(\d+)"', html) == [
        str(other.pk),
        str(attachment.pk),
    ]
    assert not get_tweet_model().objects.exists()
    Attachment.objects.update(state="ready")
    assert send(as_ada, other.pk, attachment.pk, headers=headers).status_code < 400
    assert get_tweet_model().objects.get().attachment_count == 2


def test_failed_file_is_removed(as_ada: Client, ada: Profile) -> None:
    attachment = make_waiting(ada, state="failed", failure="unknown")
    data = {"content": "my words", "attachments": attachment.pk, "remove": attachment.pk}
    assert as_ada.post(COMPOSE, {**data, **TWEET_EXTRA}).status_code == 302
    assert get_tweet_model().objects.get().attachment_count == 0


def test_edit_waits_too(as_ada: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, "before")
    attachment = make_waiting(ada)
    url = reverse("django_tweets:tweet_update", args=["ada", tweet.pk])
    assert send(as_ada, attachment.pk, url=url).status_code == 422
    tweet.refresh_from_db()
    assert (tweet.content, tweet.attachment_count) == ("before", 0)


def test_file_that_is_not_ready_is_sent_to_nobody(
    as_ada: Client, ada: Profile, as_bob: Client
) -> None:
    attachment = make_waiting(ada)
    url = attachment.url
    for client in (as_ada, as_bob):
        assert client.get(url).status_code == 404
    Attachment.objects.update(state="ready")
    assert b"".join(as_ada.get(url)) == b"THE-TEXT"
    assert as_bob.get(url).status_code == 404


@pytest.mark.parametrize("door", ["script", "form"])
def test_member_who_waits_has_a_lost_task_enqueued(
    as_ada: Client, ada: Profile, door: str, django_capture_on_commit_callbacks: Any
) -> None:
    attachment = make_waiting(ada, created_at=timezone.now() - timedelta(minutes=3))
    with django_capture_on_commit_callbacks() as asked:
        for _ in range(2):
            if door == "script":
                update(as_ada, attachment)
            else:
                send(as_ada, attachment.pk)
    assert len(asked) == 1
