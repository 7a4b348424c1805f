"""Attachments that several threads upload, publish and delete at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.file_storage import get_attachment_storage
from django_tweets.models import Attachment
from django_tweets.services import attachments, tasks
from django_tweets.services.stored_files import walk
from tests.attachments import make_attachment, make_picture
from tests.concurrency.test_races import call_in_threads
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
    pytest.mark.usefixtures("media"),
]

REFUSED = "refused"


def attempt(action: Callable[[], Any]) -> Any:
    """Return the result of action, or REFUSED."""
    try:
        return action()
    except (ValidationError, PermissionDenied):
        return REFUSED


def read(attachment: Attachment) -> Attachment:
    """Return attachment as another request has it."""
    return Attachment._base_manager.get(pk=attachment.pk)


def all_files() -> set[str]:
    return {*walk(get_attachment_storage(), "django_tweets/attachments")}


def files_of_rows() -> set[str]:
    return {name for row in Attachment._base_manager.all() for name in row.file_names}


@pytest.mark.parametrize("by", ["publish", "attach"])
def test_one_of_eight_tweets_gets_an_attachment(by: str) -> None:
    ada = make_profile("ada")
    attachment = make_attachment(ada)
    rows = [read(attachment) for _ in range(8)]
    tweets = [services.publish(ada, f"number {n}", **TWEET_EXTRA) for n in range(8)]

    def claim(number: int) -> Any:
        row = [rows[number]]
        if by == "attach":
            return attempt(lambda: services.attach(tweets[number], row))
        return attempt(lambda: services.publish(ada, "mine", attachments=row, **TWEET_EXTRA))

    results = call_in_threads(claim)
    assert results.count(REFUSED) == 7
    (winner,) = [tweet for tweet in results if tweet != REFUSED]
    assert read(attachment).tweet_id == winner.pk
    assert get_tweet_model()._base_manager.filter(attachment_count=1).count() == 1
    assert find_inconsistencies() == []


def test_eight_uploads_stay_within_the_limit(settings: Any) -> None:
    settings.DJANGO_TWEETS_MEDIA_LIMITS = {"unpublished_files": 3}
    ada = make_profile("ada")
    results = call_in_threads(lambda n: attempt(lambda: services.upload(ada, make_picture())))
    assert results.count(REFUSED) == 5
    assert Attachment._base_manager.count() == 3
    assert all_files() == files_of_rows()


@pytest.mark.parametrize("of_user", [False, True], ids=["service", "user.delete()"])
def test_upload_beside_the_deletion_of_the_profile(of_user: bool) -> None:
    ada = make_profile("ada")
    user = ada.user

    def act(number: int) -> Any:
        if number == 3:
            return user.delete() if of_user else services.delete_profile(ada)
        return attempt(lambda: services.upload(ada, make_picture()))

    call_in_threads(act)
    assert not get_profile_model()._base_manager.filter(handle="ada").exists()
    assert not Attachment._base_manager.exists()
    assert all_files() == set()


def test_cleaning_beside_publishing() -> None:
    ada = make_profile("ada")
    old = timezone.now() - timedelta(days=2)
    rows = [make_attachment(ada, created_at=old) for _ in range(4)]

    def act(number: int) -> Any:
        if number % 2:
            return attachments.delete_unpublished()
        row = rows[number // 2]
        return attempt(lambda: services.publish(ada, "", attachments=[row], **TWEET_EXTRA))

    results = call_in_threads(act)
    published = [tweet for tweet in results[::2] if tweet != REFUSED]
    assert Attachment._base_manager.count() == len(published)
    assert sum(results[1::2]) == 4 - len(published)
    assert all_files() == files_of_rows()
    assert find_inconsistencies() == []


def test_eight_tasks_process_a_file_once() -> None:
    waiting = make_attachment(make_profile("ada"), state="processing")  # its content is no picture
    call_in_threads(lambda n: tasks.process_attachment.func(waiting.pk))
    stored = read(waiting)
    assert (stored.state, stored.failure, stored.attempts) == ("failed", "not_a_picture", 1)
