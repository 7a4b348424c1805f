"""Deletion of a profile with a grace period: hidden, restored as it was, or purged."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from django_tweets import get_profile_model, get_tweet_model, services, timelines
from django_tweets.models import (
    Hashtag,
    Like,
    Notification,
    NotificationSettings,
    ProfileDeletion,
    TweetHashtag,
)
from django_tweets.services import profile_deletion, tasks
from django_tweets.swapping import json_key
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile
from tests.interleaving import run_before_statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media", "grace")]


@pytest.fixture
def grace(settings: Any) -> None:
    settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=30)


@pytest.fixture
def delete(run_with_tasks: Callable[..., Any]) -> Callable[..., Any]:
    def call(profile: Profile, **options: Any) -> Any:
        return run_with_tasks(services.delete_profile, profile, **options)

    return call


def publish(author: Profile, content: str = "hello", **options: Any) -> Tweet:
    return services.publish(author, content, **TWEET_EXTRA, **options)


def reload(profile: Profile) -> Profile:
    return get_profile_model()._base_manager.get(pk=profile.pk)


def pass_days(profile: Profile, days: int) -> None:
    """Let days pass since the deletion of profile."""
    row = ProfileDeletion._base_manager.get(pk=profile.pk)
    due_at = row.due_at - timedelta(days=days)
    ProfileDeletion._base_manager.filter(pk=profile.pk).update(due_at=due_at)


def facts(viewer: Profile | None = None) -> list[Any]:
    """Return the profiles, tweets, counts, hashtags and notifications that others see."""
    profiles: Any = get_profile_model()._rows.visible_to(viewer)
    tweets: Any = get_tweet_model()._rows.visible_to(viewer)
    counts = ("reply_count", "retweet_count", "quote_count", "like_count", "is_counted")
    return [
        list(profiles.order_by("pk").values_list("handle", "follower_count", "following_count")),
        list(tweets.order_by("pk").values_list("pk", *counts)),
        list(
            Hashtag._base_manager.order_by("key").values_list(
                "key", "tweet_count", "follower_count"
            )
        ),
        list(TweetHashtag._base_manager.order_by("tweet", "hashtag").values_list("tweet")),
        list(Notification._base_manager.order_by("pk").values_list()),
    ]


class TestDeleting:
    def test_profile_is_hidden_and_keeps_user_and_handle(
        self, ada: Profile, bob: Profile, delete: Callable[..., Any]
    ) -> None:
        tweet = publish(ada, "SAID")
        services.follow(ada, bob)
        delete(ada)
        stored = reload(ada)
        assert stored.deleted_at is not None
        assert (stored.handle, stored.user) == ("ada", ada.user)
        for viewer in (None, bob):
            assert not get_profile_model()._rows.visible_to(viewer).filter(pk=ada.pk).exists()
            assert not get_tweet_model()._rows.visible_to(viewer).exists()
        assert get_tweet_model()._base_manager.filter(pk=tweet.pk).exists()
        deletion = services.get_deletion(ada)
        assert deletion is not None
        assert deletion.due_at - deletion.requested_at == timedelta(days=30)
        assert str(deletion).startswith(f"{ada.pk}: 20")
        assert not deletion.is_due

    def test_without_a_grace_period_it_is_purged(
        self, ada: Profile, delete: Callable[..., Any], settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(0)
        publish(ada)
        delete(ada)
        assert not get_profile_model()._base_manager.exists()
        assert not get_tweet_model()._base_manager.exists()

    def test_second_deletion_does_not_prolong_the_grace_period(
        self, ada: Profile, delete: Callable[..., Any]
    ) -> None:
        delete(ada)
        first = services.get_deletion(ada)
        delete(ada)
        assert services.get_deletion(ada) == first
        assert reload(ada).deleted_at == getattr(first, "requested_at", None)

    def test_now_ends_the_grace_period(self, ada: Profile, delete: Callable[..., Any]) -> None:
        delete(ada)
        delete(ada, now=True)
        assert not get_profile_model()._base_manager.exists()
        assert not ProfileDeletion._base_manager.exists()

    def test_member_acts_no_more(
        self, ada: Profile, bob: Profile, delete: Callable[..., Any]
    ) -> None:
        tweet = publish(bob)
        delete(ada)
        for act in (
            lambda: publish(ada),
            lambda: services.like(ada, tweet),
            lambda: services.follow(ada, bob),
            lambda: services.follow(bob, ada),
        ):
            with pytest.raises(PermissionDenied):
                act()

    def test_handle_stays_taken(self, ada: Profile, delete: Callable[..., Any]) -> None:
        delete(ada)
        assert make_profile("ada_2").handle == "ada_2"
        with pytest.raises(Exception, match="taken"):
            services.update_profile(make_profile("other"), handle="ada")

    def test_suspended_profile_is_deleted_too(self, ada: Profile) -> None:
        services.update_profile(ada, is_suspended=True)
        services.delete_profile(ada)
        assert services.get_deletion(ada)
        services.delete_profile(ada, now=True)

    def test_deleting_the_user_deletes_the_whole_profile(
        self, ada: Profile, delete: Callable[..., Any]
    ) -> None:
        publish(ada)
        delete(ada)
        ada.user.delete()
        assert not get_profile_model()._base_manager.exists()
        assert not ProfileDeletion._base_manager.exists()

    def test_export_can_be_asked_for(
        self, ada: Profile, delete: Callable[..., Any], run_with_tasks: Callable[..., Any]
    ) -> None:
        delete(ada)
        assert run_with_tasks(services.request_export, reload(ada)).pk == ada.pk


class TestRestoring:
    def test_everything_comes_back_as_it_was(
        self,
        ada: Profile,
        bob: Profile,
        delete: Callable[..., Any],
        run_with_tasks: Callable[..., Any],
    ) -> None:
        tweet = run_with_tasks(publish, bob, "mine #tea")
        for service in (services.like, services.bookmark, services.retweet):
            run_with_tasks(service, ada, tweet)
        run_with_tasks(publish, ada, "an answer #tea #coffee", in_reply_to=tweet)
        run_with_tasks(publish, ada, "a quote", quote_of=tweet)
        run_with_tasks(publish, ada, "hello @bob")
        run_with_tasks(services.follow, ada, bob)
        run_with_tasks(services.follow, bob, ada)
        before = [facts(), facts(bob)]
        delete(ada)
        assert [facts(), facts(bob)] != before
        assert not timelines.notifications(bob, NotificationSettings.for_profile(bob), size=20).rows
        run_with_tasks(services.restore_profile, ada)
        assert [facts(), facts(bob)] == before
        assert ada.deleted_at is None
        assert not ProfileDeletion._base_manager.exists()
        assert find_inconsistencies() == []

    def test_restoring_twice_changes_nothing(
        self, ada: Profile, delete: Callable[..., Any]
    ) -> None:
        delete(ada)
        services.restore_profile(ada)
        services.restore_profile(ada)
        assert reload(ada).deleted_at is None
        services.delete_profile(ada)
        assert services.get_deletion(ada)

    def test_suspended_profile_stays_suspended(self, ada: Profile) -> None:
        with services.as_staff():
            services.update_profile(ada, is_suspended=True)
            services.delete_profile(ada)
        assert services.restore_profile(ada).is_suspended

    def test_profile_cannot_be_restored_after_the_grace_period(
        self, ada: Profile, delete: Callable[..., Any]
    ) -> None:
        delete(ada)
        pass_days(ada, 30)
        with pytest.raises(PermissionDenied, match="too late"):
            services.restore_profile(ada)
        assert reload(ada).deleted_at is not None

    @pytest.mark.parametrize("with_task", [True, False])
    def test_purged_profile_is_not_restored(
        self, ada: Profile, run_with_tasks: Callable[..., Any], with_task: bool
    ) -> None:
        services.delete_profile(ada)
        (run_with_tasks if with_task else _call)(services.delete_profile, ada, now=True)
        with pytest.raises(PermissionDenied):
            services.restore_profile(ada)

    def test_signals_tell_of_both(
        self,
        ada: Profile,
        delete: Callable[..., Any],
        run_with_tasks: Callable[..., Any],
        received: list[tuple[str, Any]],
    ) -> None:
        delete(ada)
        delete(ada)
        run_with_tasks(services.restore_profile, ada)
        run_with_tasks(services.restore_profile, ada)
        assert received == [("profile_deletion_requested", ada), ("profile_restored", ada)]


class TestPurging:
    def test_profiles_are_purged_when_they_are_due(
        self,
        ada: Profile,
        bob: Profile,
        delete: Callable[..., Any],
        run_with_tasks: Callable[..., Any],
    ) -> None:
        tweet = publish(bob)
        services.like(ada, tweet)
        publish(ada)
        for profile in (ada, bob):
            delete(profile)
        pass_days(ada, 30)
        pass_days(bob, 29)
        assert run_with_tasks(services.purge_due_profiles) == 1
        assert [*get_profile_model()._base_manager.all()] == [bob]
        assert not Like._base_manager.exists()
        assert run_with_tasks(services.purge_due_profiles) == 0
        assert find_inconsistencies() == []

    def test_one_run_purges_those_first_that_have_waited_longest(
        self,
        ada: Profile,
        bob: Profile,
        run_with_tasks: Callable[..., Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(profile_deletion, "MAX_PURGED", 1)
        cleo = make_profile("cleo")
        for profile, days in ((ada, 31), (bob, 32), (cleo, 30)):
            services.delete_profile(profile)
            pass_days(profile, days)
        for left in ({ada, cleo}, {cleo}, set()):
            assert run_with_tasks(services.purge_due_profiles) == 1
            assert {*get_profile_model()._base_manager.all()} == left

    def test_profile_that_is_purged_already_is_not_counted(self, ada: Profile) -> None:
        services.delete_profile(ada)
        pass_days(ada, 30)
        services.delete_profile(ada, now=True)  # its task has not run yet
        assert services.purge_due_profiles() == 0
        assert services.purge_due_profiles() == 0

    def test_second_run_at_the_same_time_purges_nothing(
        self, ada: Profile, delete: Callable[..., Any]
    ) -> None:
        delete(ada)
        pass_days(ada, 30)
        first: list[int] = []
        with run_before_statement("SAVEPOINT", lambda: first.append(services.purge_due_profiles())):
            assert services.purge_due_profiles() == 0
        assert first == [1]

    def test_task_of_a_restored_profile_does_nothing(
        self, ada: Profile, delete: Callable[..., Any]
    ) -> None:
        delete(ada)
        tasks.purge_profile.func(json_key(ada.pk))
        assert reload(ada).handle == "ada"
        services.restore_profile(ada)
        tasks.purge_profile.func(json_key(ada.pk))
        assert reload(ada).deleted_at is None

    def test_shorter_setting_does_not_shorten_what_was_promised(
        self, ada: Profile, delete: Callable[..., Any], settings: Any
    ) -> None:
        delete(ada)
        settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(0)
        assert services.purge_due_profiles() == 0
        assert services.restore_profile(ada).deleted_at is None


def _call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return function(*args, **kwargs)
