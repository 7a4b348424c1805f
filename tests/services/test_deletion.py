"""Deletion of what refers to a tweet or a profile: hidden at once, deleted in a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django
import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from django_tweets import get_profile_model, get_tweet_model, services, task_bounds, timelines
from django_tweets.models import (
    Attachment,
    Block,
    Bookmark,
    Follow,
    FollowRequest,
    Like,
    Mention,
    Mute,
    TweetRevision,
    TweetViewCount,
    tweet_deletion,
)
from django_tweets.services import batches, deletion, tasks
from django_tweets.swapping import json_key
from tests.attachments import make_attachment
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile
from tests.queries import at_most

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def publish(author: Profile, content: str = "hello", **options: Any) -> Tweet:
    return services.publish(author, content, **TWEET_EXTRA, **options)


def remaining() -> dict[str, int]:
    """Return how many rows there are that can refer to a tweet or a profile."""
    models = [Attachment, Block, Bookmark, Follow, FollowRequest, Like, Mention, Mute]
    models += [TweetRevision, TweetViewCount]
    counts = {model.__name__: model._base_manager.count() for model in models}
    return {name: count for name, count in counts.items() if count}


def popular(author: Profile, fans: list[Profile]) -> Tweet:
    """Make a tweet with all kinds of reactions by fans."""
    tweet = publish(author, "@ada @bob", attachments=[make_attachment(author)])
    services.edit(tweet, "@ada @bob!")
    TweetViewCount.objects.create(tweet=tweet, count=7)
    for fan in fans:
        for service in (services.like, services.bookmark, services.retweet):
            service(fan, tweet)
        publish(fan, in_reply_to=tweet)
        publish(fan, quote_of=tweet)
    return tweet


@pytest.fixture(params=[1, 2, 500])
def batch(request: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """The number of rows that are deleted at a time."""
    monkeypatch.setattr(batches, "BATCH_SIZE", request.param)
    monkeypatch.setattr(task_bounds, "BATCHES_IN_REQUEST", 1000)
    size: int = request.param
    return size


@pytest.fixture
def fans(db: None) -> list[Profile]:
    return [make_profile(f"fan{n}") for n in range(5)]


@pytest.mark.parametrize("retweets", [0, 5])
def test_delete_takes_as_many_queries_for_a_popular_tweet(
    ada: Profile, fans: list[Profile], retweets: int, django_assert_num_queries: Any
) -> None:
    tweet = popular(ada, fans[:retweets])
    # Savepoint, counter, tweet, delete, search entry, release; the rest is a task.
    with django_assert_num_queries(6):
        services.delete(tweet)


@pytest.mark.parametrize("is_gone", [False, True])
def test_old_instance_is_uncounted_as_its_row_is(ada: Profile, bob: Profile, is_gone: bool) -> None:
    answered = publish(bob)
    old = publish(ada, in_reply_to=answered)
    current = get_tweet_model().objects.get(pk=old.pk)
    if is_gone:
        services.delete(current)
    else:
        services.edit(current, "hello", visibility="followers")
    services.delete(old)
    assert find_inconsistencies() == []
    ada.refresh_from_db()
    assert ada.tweet_count == 0


def test_deleted_tweet_is_hidden_everywhere_before_its_task_runs(
    ada: Profile, bob: Profile, fans: list[Profile]
) -> None:
    tweet = popular(ada, fans)
    services.follow(bob, fans[0])
    services.delete(tweet)
    for viewer in (None, ada, bob, fans[0]):
        readable = get_tweet_model().objects.visible_to(viewer)
        assert not readable.filter(retweet_of__isnull=False).exists()
        assert not readable.filter(pk=tweet.pk).exists()
        assert timelines.thread(tweet.pk, viewer) is None
        for fan in fans:
            assert timelines.liked_tweets(fan, viewer).rows == []
            shown = timelines.profile_tweets(fan, viewer, replies=True).rows
            assert [each.quoted for each in shown] == [None, None]
    bob.refresh_from_db()
    assert {each.retweet_of_id for each in timelines.home(bob).rows} == {None}
    assert timelines.bookmarked_tweets(fans[0]).rows == []


def test_purge_tweet_keeps_only_replies_and_quotes(
    ada: Profile,
    bob: Profile,
    fans: list[Profile],
    batch: int,
    django_capture_on_commit_callbacks: Any,
) -> None:
    kept = popular(bob, fans[:2])
    before = remaining()
    tweet = popular(ada, fans)
    with django_capture_on_commit_callbacks() as waiting:
        services.delete(tweet)
    for _ in range(2):  # a task may run twice
        for callback in waiting:
            callback()
        assert remaining() == before
        assert find_inconsistencies() == []
    for fan in fans[2:]:
        fan.refresh_from_db()
        assert fan.tweet_count == 2  # the reply and the quote stay
    kept.refresh_from_db()
    assert (kept.retweet_count, kept.like_count) == (2, 2)


def test_purge_tweet_can_be_stopped_and_run_again(
    ada: Profile, fans: list[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_SIZE", 2)
    tweet = popular(ada, fans)
    services.delete(tweet)
    retweets = get_tweet_model()._base_manager.filter(retweet_of=tweet.pk)
    deletion.delete_tweets(retweets.filter(profile__in=fans[:3]))  # the task was stopped here
    assert retweets.count() == 2
    tasks.purge_tweet.enqueue(tweet.pk)
    assert not retweets.exists()
    assert remaining() == {}
    assert find_inconsistencies() == []


def test_purge_tweet_keeps_an_existing_tweet(ada: Profile, fans: list[Profile]) -> None:
    """As after a rollback, on a site whose queue does not take part in transactions."""
    tweet = popular(ada, fans)
    before = remaining()
    tasks.purge_tweet.enqueue(tweet.pk)
    assert remaining() == before


@pytest.mark.parametrize("tweets", [0, 5])
def test_delete_profile_takes_the_same_queries_for_any_number_of_tweets(
    ada: Profile, fans: list[Profile], tweets: int
) -> None:
    for _ in range(tweets):
        popular(ada, fans)
    # The profile, its new values, its handle that is held, and other handles of its owner.
    with at_most(4):
        services.delete_profile(ada)


def make_active_profile(one: Profile, others: list[Profile]) -> list[Tweet]:
    """Create a profile with every kind of row, as actor and as target."""
    for other in others:
        services.follow(one, other)
        services.follow(other, one)
        services.mute(other, one)
    services.block(one, others[0])
    services.block(others[1], one)
    services.unblock(others[1], one)
    services.follow(one, make_profile(is_protected=True))
    tweets = [popular(one, others[2:]) for _ in range(3)]
    for other in others[1:]:
        popular(other, [one])
    services.retweet(one, tweets[0])
    publish(one, in_reply_to=publish(one, in_reply_to=tweets[1]))
    return tweets


def test_deleted_profile_is_hidden_everywhere_before_its_task_runs(
    ada: Profile, bob: Profile, fans: list[Profile]
) -> None:
    tweets = make_active_profile(ada, fans)
    follower, user = fans[2], ada.user
    follower.refresh_from_db()
    services.delete_profile(ada)
    assert ada.handle == "ada"  # as it was
    for viewer in (None, bob, follower):
        assert ada not in get_profile_model().objects.visible_to(viewer)
        readable = get_tweet_model().objects.visible_to(viewer).select_related("retweet_of")
        assert {tweet.shown.profile_id for tweet in readable} & {ada.pk} == set()
        assert timelines.profile_tweets(ada, viewer, replies=True).rows == []
        assert ada not in timelines.profiles.followers(follower, viewer).rows
        assert ada not in timelines.profiles.following(follower, viewer).rows
        for fan in fans[1:]:
            mine = fan.tweets.filter(retweet_of__isnull=True, quote_of__isnull=True).first()
            assert ada not in timelines.profiles.likers(mine, viewer).rows
            assert ada not in timelines.profiles.retweeters(mine, viewer).rows
            assert timelines.quoting_tweets(mine, viewer).rows == []
    assert {tweet.profile for tweet in timelines.home(follower).rows} == {follower}
    assert timelines.profiles.muted(follower).rows == []
    assert timelines.profiles.blocked(fans[1]).rows == []
    with pytest.raises(PermissionDenied):
        services.like(bob, tweets[0])
    user.refresh_from_db()
    assert get_profile_model().objects.filter(handle="ada").count() == 0
    again = services.get_profile(type(user)._base_manager.get(pk=user.pk))
    assert again.pk != ada.pk


def test_deleted_profile_is_hidden_from_staff(ada: Profile, bob: Profile) -> None:
    publish(ada)
    bob.user.is_staff = True
    services.delete_profile(ada)
    assert get_profile_model().objects.visible_to(bob).get() == bob
    assert not get_tweet_model().objects.visible_to(bob).exists()


def _by_service(profile: Profile) -> None:
    services.delete_profile(profile)


def _by_model(profile: Profile) -> None:
    profile.delete()


def _by_user(profile: Profile) -> None:
    profile.user.delete()


@pytest.mark.parametrize("delete", [_by_service, _by_model, _by_user])
def test_deleted_profile_leaves_exact_counters(
    ada: Profile,
    fans: list[Profile],
    batch: int,
    delete: Callable[[Profile], None],
    django_capture_on_commit_callbacks: Any,
) -> None:
    make_active_profile(ada, fans)
    pk = ada.pk
    with django_capture_on_commit_callbacks(execute=True):
        delete(ada)
    assert not get_profile_model()._base_manager.filter(pk=pk).exists()
    assert not get_tweet_model()._base_manager.filter(profile=pk).exists()
    assert not get_tweet_model()._base_manager.filter(retweet_of__profile=pk).exists()
    assert find_inconsistencies() == []
    others = len(fans) - 1  # whose tweets stay
    assert remaining() == {"Attachment": others, "TweetRevision": others, "TweetViewCount": others}


def test_profile_can_be_deleted_twice(
    ada: Profile, fans: list[Profile], django_capture_on_commit_callbacks: Any
) -> None:
    make_active_profile(ada, fans)
    with django_capture_on_commit_callbacks() as waiting:
        services.delete_profile(ada)
        services.delete_profile(ada)
    assert len(waiting) == 2  # the task and the signal, once each
    for _ in range(2):  # a task may run twice
        for callback in waiting:
            callback()
        assert find_inconsistencies() == []
    services.delete_profile(ada)


def test_purge_profile_keeps_an_existing_profile(ada: Profile) -> None:
    publish(ada)
    tasks.purge_profile.enqueue(json_key(ada.pk))
    ada.refresh_from_db()
    assert ada.tweets.count() == 1


def test_batch_takes_a_bounded_number_of_queries(
    ada: Profile, fans: list[Profile], django_assert_max_num_queries: Any
) -> None:
    make_active_profile(ada, fans)
    with django_assert_max_num_queries(111):
        deletion.delete_owned_rows(ada.pk)


if django.VERSION >= (6, 0):

    def test_tasks_are_enqueued_with_keys(
        ada: Profile, fans: list[Profile], settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        from django.tasks import default_task_backend  # noqa: PLC0415 - new in Django 6

        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
        tweet = popular(ada, fans)
        with django_capture_on_commit_callbacks(execute=True):
            services.delete(tweet)
            services.delete_profile(ada)
            services.update_profile(fans[0], is_protected=False)
        backend: Any = default_task_backend
        queued = [(result.task.func.__name__, result.args) for result in backend.results]
        assert queued == [
            ("purge_tweet", [tweet.pk]),
            ("purge_profile", [json_key(ada.pk)]),
            ("accept_follow_requests", [json_key(fans[0].pk)]),
        ]
        assert remaining()["Like"] == len(fans)  # no worker has run yet


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [2, 500])
def test_deleted_queryset_of_tweets_takes_everything_along(
    ada: Profile, bob: Profile, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(tweet_deletion, "BATCH_SIZE", size)
    popular(ada, [bob, make_profile()])
    kept = popular(bob, [ada])
    tweets = get_tweet_model().objects.filter(profile=ada)
    count = tweets.count()
    assert tweets.delete() == (count, {get_tweet_model()._meta.label: count})
    assert tweets.delete() == (0, {})
    assert find_inconsistencies() == []
    assert get_tweet_model()._base_manager.filter(pk=kept.pk).exists()
    assert not get_tweet_model()._base_manager.filter(retweet_of__profile=ada).exists()


@pytest.mark.django_db(transaction=True)
def test_deleted_instance_takes_everything_along(ada: Profile, bob: Profile) -> None:
    popular(ada, [bob]).delete()
    assert find_inconsistencies() == []
    assert not Like._base_manager.exists()


@pytest.mark.parametrize("of_users", [False, True], ids=["profiles", "users"])
@pytest.mark.django_db(transaction=True)
def test_deleted_queryset_of_people_takes_everything_along(
    ada: Profile, bob: Profile, of_users: bool
) -> None:
    fan = make_profile()
    popular(ada, [bob, fan])
    popular(fan, [ada, bob])
    services.follow(fan, ada)
    services.follow(ada, bob)
    model: Any = get_user_model() if of_users else get_profile_model()
    model.objects.exclude(pk=fan.user_id if of_users else fan.pk).delete()
    assert find_inconsistencies() == []
    assert list(get_profile_model()._base_manager.all()) == [fan]


def test_queryset_that_is_cut_cannot_be_deleted(ada: Profile) -> None:
    publish(ada)
    with pytest.raises(TypeError):
        get_tweet_model().objects.all()[:1].delete()
