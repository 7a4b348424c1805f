"""Services on a site whose router sends reads to a replica, and writes to a primary.

Here the replica is not configured, and "default" is a database that fails. So a query for either
fails, as does one that names no database.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.db import connections
from django.db.backends.dummy.base import DatabaseWrapper
from django.test import override_settings
from django.utils import timezone
from django.utils.connection import ConnectionDoesNotExist

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import (
    Attachment,
    DataExport,
    Follow,
    Hashtag,
    Like,
    ModerationAction,
    Notification,
    ProfileDeletion,
)
from django_tweets.services import tasks
from tests.attachments import make_attachment, make_picture
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.view_counts import add_ended_window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.db.models import Model

    from tests.factories import Profile, Tweet

User = get_user_model()

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


class ReplicaRouter:
    """A router that sends reads of the app's models to a replica, and writes to the primary."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        ours = {get_profile_model(), get_tweet_model()}
        is_ours = model in ours or model._meta.app_label == "django_tweets"
        return "replica" if is_ours else "primary"

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return "primary"

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True


ROUTERS = ["django_tweets.routers.WriteDatabaseRouter", f"{__name__}.ReplicaRouter"]


@contextmanager
def replica_router() -> Iterator[None]:
    """Use the router, and let the test database have the name that it writes to."""
    database = connections["default"]
    connections["default"] = DatabaseWrapper(database.settings_dict, "default")
    connections["primary"], database.alias = database, "primary"
    try:
        with override_settings(DATABASE_ROUTERS=ROUTERS):
            yield
    finally:
        del connections["primary"]
        connections["default"], database.alias = database, "default"


@pytest.fixture
def replica(popular_tweet: Tweet) -> Iterator[None]:
    with replica_router():
        yield


def from_replica(row: Any) -> Any:
    """Return row as if a page had read it from the replica."""
    found = type(row)._base_manager.using("primary").get(pk=row.pk)
    found._state.db = "replica"
    return found


def _flush_views(tweet: Tweet) -> int:
    add_ended_window(tweet)
    with override_settings(DJANGO_TWEETS_VIEW_COUNTS=True):
        return services.flush_view_counts()


@pytest.fixture
def popular_tweet(ada: Profile, bob: Profile) -> Tweet:
    """A tweet by ada that bob has liked, bookmarked and retweeted."""
    make_tweet(ada, "#tea @bob")
    tweet = make_tweet(ada, "#tea and #cake")
    for service in (services.like, services.bookmark, services.retweet):
        service(bob, tweet)
    services.follow(bob, ada)
    services.follow_hashtag(bob, Hashtag.objects.get(name="tea"))
    services.mute(bob, ada)
    return tweet


def test_reads_fail_on_the_replica(replica: None) -> None:
    with pytest.raises(ConnectionDoesNotExist):
        Like._base_manager.exists()
    with pytest.raises(ImproperlyConfigured):
        Like._base_manager.using("default").exists()
    assert Like._base_manager.using("primary").exists()


CASES: dict[str, Callable[[Profile, Profile, Tweet], Any]] = {
    "accept_follow": lambda ada, bob, tweet: services.accept_follow(_request(ada, bob)),
    "appeal": lambda ada, bob, tweet: services.appeal(ada, _action(ada), "It was a joke."),
    "attach": lambda ada, bob, tweet: services.attach(tweet, [make_attachment(ada)]),
    "block": lambda ada, bob, tweet: services.block(ada, bob),
    "block_term": lambda ada, bob, tweet: services.block_term(_moderator(bob), "casino"),
    "bookmark": lambda ada, bob, tweet: services.bookmark(ada, tweet),
    "create_profiles": lambda ada, bob, tweet: services.create_profiles([_user_without_profile()]),
    "compute_sitemap_keys": lambda ada, bob, tweet: services.compute_sitemap_keys(),
    "compute_trends": lambda ada, bob, tweet: services.compute_trends(),
    "flush_view_counts": lambda ada, bob, tweet: _flush_views(tweet),
    "decide": lambda ada, bob, tweet: services.decide(
        _moderator(bob), services.appeal(ada, _action(ada), "It was a joke."), accept=True
    ),
    "delete": lambda ada, bob, tweet: services.delete(tweet),
    "discard_attachment": lambda ada, bob, tweet: services.discard_attachment(_attachment(ada)),
    "delete_expired_exports": lambda ada, bob, tweet: _expire_exports(ada),
    "delete_profile": lambda ada, bob, tweet: services.delete_profile(ada),
    "edit": lambda ada, bob, tweet: services.edit(tweet, "#cake for @bob"),
    "follow": lambda ada, bob, tweet: services.follow(ada, bob),
    "follow_hashtag": lambda ada, bob, tweet: services.follow_hashtag(ada, _hashtag()),
    "get_data_export": lambda ada, bob, tweet: services.get_data_export(ada),
    "get_deletion": lambda ada, bob, tweet: services.get_deletion(ada),
    "like": lambda ada, bob, tweet: services.like(ada, tweet),
    "make_exports": lambda ada, bob, tweet: [services.request_export(ada), services.make_exports()],
    "mark_notifications_read": lambda ada, bob, tweet: services.mark_notifications_read(ada, 1),
    "moderate": lambda ada, bob, tweet: services.moderate(_moderator(bob), "hide", tweet=tweet),
    "mute": lambda ada, bob, tweet: services.mute(ada, bob),
    "notify": lambda ada, bob, tweet: services.notify(ada, "like", actor=bob, tweet=tweet),
    "process_attachments": lambda ada, bob, tweet: [
        make_attachment(ada, state="processing"),
        services.process_attachments(),
    ],
    "publish": lambda ada, bob, tweet: services.publish(ada, "#milk @bob", **TWEET_EXTRA),
    "purge_due_profiles": lambda ada, bob, tweet: _purge(ada),
    "quote": lambda ada, bob, tweet: services.publish(bob, "so", quote_of=tweet, **TWEET_EXTRA),
    "publish: key": lambda ada, bob, tweet: [
        services.publish(ada, "#milk", key="1", **TWEET_EXTRA) for _ in range(2)
    ],
    "rebuild_notifications": lambda ada, bob, tweet: services.rebuild_notifications(
        [ada], since=timezone.now() - timedelta(days=1), read=timezone.now()
    ),
    "recount_profile": lambda ada, bob, tweet: services.recount_profile(ada),
    "refresh_sitemap_keys": lambda ada, bob, tweet: services.refresh_sitemap_keys(),
    "refresh_trends": lambda ada, bob, tweet: services.refresh_trends(),
    "reject_follow": lambda ada, bob, tweet: services.reject_follow(_request(ada, bob)),
    "reply": lambda ada, bob, tweet: services.publish(bob, "so", in_reply_to=tweet, **TWEET_EXTRA),
    "report": lambda ada, bob, tweet: services.report(bob, tweets=[tweet], category="spam"),
    "request_export": lambda ada, bob, tweet: services.request_export(ada),
    "restore_profile": lambda ada, bob, tweet: services.restore_profile(_delete_with_grace(ada)),
    "retweet": lambda ada, bob, tweet: services.retweet(ada, tweet),
    "unbookmark": lambda ada, bob, tweet: services.unbookmark(bob, tweet),
    "unblock": lambda ada, bob, tweet: services.unblock(bob, ada),
    "unblock_term": lambda ada, bob, tweet: services.unblock_term(
        _moderator(bob), services.block_term(_moderator(ada), "casino")
    ),
    "unfollow": lambda ada, bob, tweet: services.unfollow(bob, ada),
    "unfollow_hashtag": lambda ada, bob, tweet: services.unfollow_hashtag(bob, _hashtag()),
    "unlike": lambda ada, bob, tweet: services.unlike(bob, tweet),
    "unmute": lambda ada, bob, tweet: services.unmute(bob, ada),
    "unnotify": lambda ada, bob, tweet: services.unnotify(ada, "like", actor=bob, tweet=tweet),
    "unretweet": lambda ada, bob, tweet: services.unretweet(bob, tweet),
    "update_attachment": lambda ada, bob, tweet: services.update_attachment(
        _attachment(ada), alt="A cat", focus=(0.1, 0.2)
    ),
    "update_notification_settings": lambda ada, bob, tweet: services.update_notification_settings(
        ada, kinds={"like": False}, digest="daily"
    ),
    "update_profile": lambda ada, bob, tweet: services.update_profile(ada, is_protected=True),
    "update_profile: handle": lambda ada, bob, tweet: services.update_profile(ada, handle="adam"),
    "upload": lambda ada, bob, tweet: services.upload(ada, make_picture()),
    "write_export": lambda ada, bob, tweet: services.write_export(ada, BytesIO()),
    "user.delete()": lambda ada, bob, tweet: _user(ada).delete(),
    "profile.delete()": lambda ada, bob, tweet: ada.delete(),
    "users.delete()": lambda ada, bob, tweet: User._base_manager.all().delete(),
}


def _expire_exports(profile: Profile) -> None:
    services.request_export(profile)
    assert services.make_exports() == 1
    rows = DataExport._base_manager.using("primary")
    rows.update(expires_at=timezone.now() - timedelta(days=1))
    assert services.delete_expired_exports() == 1


def _delete_with_grace(profile: Profile) -> Profile:
    with override_settings(DJANGO_TWEETS_DELETION_GRACE=timedelta(days=30)):
        return services.delete_profile(profile)


def _purge(profile: Profile) -> None:
    _delete_with_grace(profile)
    rows = ProfileDeletion._base_manager.using("primary")
    rows.update(due_at=timezone.now() - timedelta(days=1))
    assert services.purge_due_profiles() == 1


def _attachment(profile: Profile) -> Any:
    row = Attachment(owner=profile, file="django_tweets/attachments/x/1.webp", widths=[1])
    row.save(using="primary")
    return from_replica(row)


def _action(profile: Profile) -> Any:
    row = ModerationAction(action="warn", profile_id=profile.pk)
    row.save(using="primary")
    return from_replica(row)


def _moderator(profile: Profile) -> Profile:
    User._base_manager.using("primary").filter(pk=profile.user_id).update(is_superuser=True)
    profile.user.is_superuser = True
    return profile


def _user(profile: Profile) -> Any:
    return User._base_manager.using("primary").get(pk=profile.user_id)


def _user_without_profile() -> Any:
    profile = make_profile()
    user = _user(profile)
    profile.delete()
    return user


def _request(ada: Profile, bob: Profile) -> Any:
    services.update_profile(ada, is_protected=True)
    services.unfollow(bob, ada)
    return from_replica(services.follow(bob, ada))


def _hashtag() -> Any:
    return from_replica(Hashtag._base_manager.using("primary").get(name="tea"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_service_uses_only_the_primary(
    ada: Profile,
    bob: Profile,
    popular_tweet: Tweet,
    replica: None,
    case: Callable[[Profile, Profile, Tweet], Any],
) -> None:
    case(from_replica(ada), from_replica(bob), from_replica(popular_tweet))


def test_every_service_is_tested() -> None:
    # get_profile() writes only if there is no profile; every page reads one with it.
    untested = {"as_staff", "get_profile", "without_limits", "without_notifications"}
    untested |= {"LimitExceeded"}
    untested |= {"count_views"}  # it reads what a page reads, from a replica too, and writes no row
    assert {*services.__all__} - CASES.keys() == untested


UNDO_SERVICES = [services.unlike, services.unbookmark, services.unretweet]


@pytest.mark.parametrize("service", UNDO_SERVICES)
def test_undone_reaction_is_deleted_on_the_primary(
    bob: Profile, popular_tweet: Tweet, service: Any
) -> None:
    with replica_router():
        service(from_replica(bob), from_replica(popular_tweet))
    counts = [popular_tweet.likes, popular_tweet.bookmarks, popular_tweet.retweets]
    assert [rows.count() for rows in counts] == [int(each is not service) for each in UNDO_SERVICES]


def test_tasks_use_the_primary_alone(ada: Profile, bob: Profile, popular_tweet: Tweet) -> None:
    services.follow(make_profile(), make_profile(is_protected=True))
    with replica_router():
        tasks.update_follow_notification.func("follow", bob.pk, ada.pk)
        tasks.remove_follow_notifications.func(ada.pk, bob.pk)
        tasks.update_reaction_notification.func("like", bob.pk, popular_tweet.pk)
        tasks.update_reaction_notification.func("retweet", bob.pk, popular_tweet.pk)
        tasks.update_tweet_notifications.func(popular_tweet.pk)
        assert Notification._base_manager.using("primary").count() == 3
        tasks.update_told_actor.func(ada.pk, bob.pk)
        tasks.update_told_actors.func(bob.pk)
        tasks.rebuild_profile_hashtags.func(ada.pk)
        tasks.accept_follow_requests.func(ada.pk)
        tasks.compute_sitemap_keys.func()
        tasks.compute_trends.func()
        tasks.delete_old_form_keys.func()
        services.delete(from_replica(popular_tweet))
        tasks.purge_tweet.func(popular_tweet.pk)
        services.request_export(from_replica(bob))
        services.delete_profile(from_replica(ada))
        tasks.purge_profile.func(ada.pk)
        tasks.make_export.func(bob.pk)
        tasks.delete_expired_exports.func()
        tasks.purge_due_profiles.func()
    assert find_inconsistencies() == []
    assert not get_profile_model()._base_manager.filter(pk=ada.pk).exists()
    assert not Like.objects.exists()
    assert not Follow.objects.filter(followed=ada.pk).exists()


WITHOUT_DATABASE = {"tweets_layout"}
COMMANDS = sorted(
    name
    for name, app in get_commands().items()
    if app == "django_tweets" and name not in WITHOUT_DATABASE
)


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize("command", COMMANDS)
def test_command_uses_only_the_primary(
    ada: Profile, popular_tweet: Tweet, replica: None, command: str, tmp_path: Path
) -> None:
    services.notify(ada, "like", actor=make_profile(), tweet=popular_tweet)
    services.update_notification_settings(ada, digest="daily")
    arguments = {
        "send_digests": ["https://example.org"],
        "tweets_find_text": ["in no table"],
        "delete_profile": ["ada", "--no-input"],
        "export_profile": ["ada", str(tmp_path / "ada.zip")],
    }
    call_command(command, *arguments.get(command, []), verbosity=0)


@pytest.mark.parametrize("change", [services.edit, services.delete])
def test_signal_is_sent_when_the_primary_has_committed(
    popular_tweet: Tweet,
    replica: None,
    change: Any,
    received: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    arguments = ["changed"] if change is services.edit else []
    with django_capture_on_commit_callbacks(using="primary", execute=True):
        change(from_replica(popular_tweet), *arguments)
        assert received == []
    assert len(received) == 1
