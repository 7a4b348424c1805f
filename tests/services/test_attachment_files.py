"""Files of attachments never stay behind, and no row without its files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.storage import InMemoryStorage
from django.db import transaction
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.file_storage import StorageError, get_attachment_storage
from django_tweets.models import Attachment, TweetRevision
from django_tweets.services import attachments, tasks
from django_tweets.services.stored_files import walk
from django_tweets.services.suspension import Suspended
from tests.attachments import make_attachment, make_picture, stored_names
from tests.factories import TWEET_EXTRA, make_profile
from tests.interleaving import run_before_statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def all_files() -> list[str]:
    return list(walk(get_attachment_storage(), "django_tweets/attachments"))


def publish(author: Profile, *rows: Attachment) -> Tweet:
    return services.publish(author, "hello", attachments=rows, **TWEET_EXTRA)


DELETIONS: dict[str, Callable[[Profile, Tweet], Any]] = {
    "services.delete": lambda ada, tweet: services.delete(tweet),
    "tweet.delete": lambda ada, tweet: tweet.delete(),
    "tweets.delete": lambda ada, tweet: get_tweet_model().objects.filter(pk=tweet.pk).delete(),
    "services.delete_profile": lambda ada, tweet: services.delete_profile(ada),
    "profile.delete": lambda ada, tweet: ada.delete(),
    "profiles.delete": lambda ada, tweet: get_profile_model().objects.filter(pk=ada.pk).delete(),
    "user.delete": lambda ada, tweet: ada.user.delete(),
    "users.delete": lambda ada, tweet: (
        get_user_model()._base_manager.filter(pk=ada.user_id).delete()
    ),
}


@pytest.mark.parametrize("how", DELETIONS)
def test_files_go_with_tweet_and_author(
    ada: Profile, bob: Profile, how: str, django_capture_on_commit_callbacks: Any
) -> None:
    kept = make_attachment(bob)
    publish(bob, kept)
    removed, unpublished = make_attachment(ada), make_attachment(ada)
    tweet = publish(ada, removed, make_attachment(ada))
    services.attach(tweet, [make_attachment(ada)])
    with django_capture_on_commit_callbacks(execute=True):
        DELETIONS[how](ada, tweet)
    expected = {kept, unpublished} if how in list(DELETIONS)[:3] else {kept}
    assert {*Attachment.objects.all()} == expected
    assert {*all_files()} == {name for row in expected for name in row.file_names}


def test_folders_go_with_their_files(
    ada: Profile, media: Any, django_capture_on_commit_callbacks: Any
) -> None:
    tweet = publish(ada, make_attachment(ada))
    with django_capture_on_commit_callbacks(execute=True):
        services.delete(tweet)
    root = media.parent / f"{media.name}-private" / "django_tweets" / "attachments"
    assert [path.name for path in root.glob("*/*")] == []


class FailingStorage(InMemoryStorage):
    """A storage that fails while it writes the second file of an upload."""

    def _save(self, name: str, content: Any) -> str:
        stored: str = super()._save(name, content)  # type: ignore[misc]  # its stubs leave it out
        if name.endswith("/960.webp"):
            raise OSError("the disk is full")
        return stored


def test_storage_that_fails_in_the_middle_keeps_nothing(ada: Profile, settings: Any) -> None:
    backend = f"{__name__}.FailingStorage"
    settings.STORAGES = {**settings.STORAGES, "django_tweets": {"BACKEND": backend}}
    with pytest.raises(StorageError, match="Try again later") as caught:
        services.upload(ada, make_picture(1200, 800))
    assert all_files() == []  # while the error, and with it the variables of upload(), is kept
    assert str(caught.value.__cause__) == "the disk is full"
    assert not Attachment.objects.exists()


def test_rolled_back_upload_keeps_nothing(ada: Profile) -> None:
    with transaction.atomic():
        with transaction.atomic():
            first = services.upload(ada, make_picture())
            transaction.set_rollback(True)
        assert stored_names(first) == []
        second = services.upload(ada, make_picture())
        assert len(stored_names(second)) == 1
        transaction.set_rollback(True)
    assert all_files() == []


@pytest.mark.django_db(transaction=True)
def test_committed_upload_is_kept(ada: Profile) -> None:
    attachment = services.upload(ada, make_picture())
    assert stored_names(attachment) == attachment.file_names
    size = sum(get_attachment_storage().size(name) for name in attachment.file_names)
    assert attachment.size == size > 0


@pytest.mark.parametrize("how", ["is_suspended", "deleted_at"])
def test_member_who_is_stopped_during_an_upload_leaves_nothing(ada: Profile, how: str) -> None:
    """Just before the lock, which comes after the files are stored."""
    found: list[int] = []

    def stop() -> None:
        found.append(len(all_files()))
        value: Any = True if how == "is_suspended" else timezone.now()
        get_profile_model()._base_manager.filter(pk=ada.pk).update(**{how: value})

    with run_before_statement("SAVEPOINT", stop), pytest.raises(Suspended):
        services.upload(ada, make_picture())
    assert all_files() == []
    assert not Attachment.objects.exists()


def test_suspended_member_has_nothing_decoded(ada: Profile) -> None:
    services.update_profile(ada, is_suspended=True)
    with pytest.raises(Suspended):
        services.upload(ada, make_picture())
    assert all_files() == []


@pytest.mark.parametrize("limit", ["unpublished_files", "unpublished_bytes"])
def test_unpublished_files_of_a_member_are_bounded(ada: Profile, settings: Any, limit: str) -> None:
    first = services.upload(ada, make_picture())
    bound = 2 if limit == "unpublished_files" else first.size * 2
    settings.DJANGO_TWEETS_MEDIA_LIMITS = {limit: bound}
    services.upload(ada, make_picture())
    before = all_files()
    with pytest.raises(ValidationError) as error:
        services.upload(ada, make_picture())
    assert error.value.code == "too_many_files"
    assert all_files() == before
    services.upload(make_profile(), make_picture())
    publish(ada, first)
    assert services.upload(ada, make_picture()).pk


def make_old(*rows: Attachment, days: float = 1.01) -> None:
    created_at = timezone.now() - timedelta(days=days)
    keys = [row.pk for row in rows]
    Attachment.objects.filter(pk__in=keys).update(created_at=created_at)


def test_unpublished_files_go_after_a_day(
    ada: Profile, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(attachments, "MAX_CLEANED", 2)
    old, young, published = (
        [make_attachment(ada) for _ in range(3)],
        make_attachment(ada),
        make_attachment(ada),
    )
    publish(ada, published)
    make_old(*old, published)
    make_old(young, days=0.99)
    for expected in (2, 1, 0):
        with django_capture_on_commit_callbacks(execute=True):
            assert attachments.delete_unpublished() == expected
    assert {*Attachment.objects.all()} == {young, published}
    assert {*all_files()} == {*young.file_names, *published.file_names}


def test_upload_has_old_ones_deleted(ada: Profile, django_capture_on_commit_callbacks: Any) -> None:
    make_old(make_attachment(make_profile()))
    with django_capture_on_commit_callbacks(execute=True):
        attachment = services.upload(ada, make_picture())
    assert [*Attachment.objects.all()] == [attachment]
    make_old(make_attachment(make_profile()))
    with django_capture_on_commit_callbacks(execute=True):
        services.upload(ada, make_picture())  # again only after ten minutes
    assert Attachment.objects.count() == 3
    tasks.delete_unpublished_attachments.func()
    assert Attachment.objects.count() == 2


def test_removed_attachment_stays_as_long_as_its_text(
    ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    removed, kept = make_attachment(ada), make_attachment(ada)
    tweet = publish(ada, removed, kept)
    services.attach(tweet, [kept])
    assert attachments.delete_unused() == 0
    TweetRevision.objects.filter(tweet=tweet.pk).delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert attachments.delete_unused() == 1
    assert {*all_files()} == {*kept.file_names}


def test_attach_changes_only_attachments(ada: Profile) -> None:
    first, second = make_attachment(ada), make_attachment(ada)
    tweet = publish(ada, first)
    get_tweet_model()._base_manager.filter(pk=tweet.pk).update(content="newer")
    assert services.attach(tweet, [second, first]).attachment_count == 2
    stored = get_tweet_model().objects.get(pk=tweet.pk)
    assert (stored.content, stored.attachment_count) == ("newer", 2)
    with pytest.raises(ValidationError):
        services.attach(tweet, [make_attachment(make_profile())])
    with pytest.raises(ValidationError):
        services.attach(tweet, [make_attachment(ada) for _ in range(5)])
    assert TweetRevision.objects.filter(tweet=tweet.pk).count() == 1
